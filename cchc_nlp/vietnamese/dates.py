"""Dates and stretches of time as Vietnamese offices print them → ISO text.

`ngày 05 tháng 02 năm 2026`, `ngày tháng 8 năm 2024` (day left open), `25/5/2024`, `09.08.2024`; `từ ngày … đến ngày …`.
"""

from __future__ import annotations

import re
from datetime import date

_BLANK = r"[\s.…_]*"
LONG_DATE = re.compile(
    rf"ngày{_BLANK}(?P<day>\d{{0,2}}){_BLANK}tháng{_BLANK}(?P<month>\d{{0,2}}){_BLANK}năm{_BLANK}(?P<year>\d{{4}})",
    re.IGNORECASE,
)
SHORT_DATE = re.compile(r"(?<![\d/])(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?![\d/])")
# The date of a letterhead, parts of it left open: "ngày 16 tháng 6 năm 2026", "ngày 16/01/2026", "ngày …./3/2026".
_SIGN = rf"{_BLANK}[/-]{_BLANK}"
LINE_DATE = re.compile(
    rf"{LONG_DATE.pattern}|ngày{_BLANK}(?P<d2>\d{{0,2}}){_SIGN}(?P<m2>\d{{0,2}}){_SIGN}(?P<y2>\d{{4}})", re.IGNORECASE
)
_SPAN = re.compile(
    r"từ\s+(?:ngày\s+)?(?P<d1>\d{1,2})\s*[/.-]\s*(?P<m1>\d{1,2})(?:\s*[/.-]\s*(?P<y1>\d{4}))?"
    r"\s*(?:đến|tới|-|–)\s*(?:hết\s+)?(?:ngày\s+)?(?P<d2>\d{1,2})\s*[/.-]\s*(?P<m2>\d{1,2})\s*[/.-]\s*(?P<y2>\d{4})",
    re.IGNORECASE,
)
_LONG_SPAN = re.compile(
    r"từ\s+ngày\s+(?P<d1>\d{1,2})\s+tháng\s+(?P<m1>\d{1,2})(?:\s+năm\s+(?P<y1>\d{4}))?"
    r"\s+đến\s+(?:hết\s+)?ngày\s+(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s+năm\s+(?P<y2>\d{4})",
    re.IGNORECASE,
)

# Dates in part, document numbers and times, in small letters.
_NO_COUNT = re.compile(
    r"(?=[\dntđ])(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s?[/.]\s?\d{4}(?![\d.,])"
    r"|(?:ngày|từ|đến|trước|tới)\s+\d{1,2}\s?/\s?\d{1,2}(?![\d/])"
    r"|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?"
    r"|\d+(?:/\d{4})?\s?[-/]\s?[a-zđ][\w-]*(?:/[\w-]+)*|\d{1,2}:\d{2}(?::\d{2})?|\d+h\d*)"
)
# «tính đến hết ngày 10/6/2026», «từ 15/12/2025 đến 14/6/2026», «năm 2026», in small letters. The year behind
# «cải cách hành chính» belongs to the name of a plan.
_WHEN = (
    r"(?:(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}"
    r"|ngày\s+\d{1,2}(?:/\d{1,2}|\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?)"
    r"|tháng\s+\d{1,2}(?:(?:\s*/\s*|\s+năm\s+)\d{4})?|quý\s+(?:iv|i{1,3}|[1-4])\b(?:(?:\s*/\s*|\s+năm\s+)\d{4})?"
    r"|thời điểm (?:này|hiện tại|báo cáo)|(?:cuối|đầu) (?:kỳ|năm|tháng|quý)"
    r"|\d{1,2}\s+tháng(?:\s+đầu\s+năm(?:\s+\d{4})?)?)"
)
_TIME = re.compile(
    rf"(?=[\dcđklnt])\b(?:(?:(?:tính|kể|lũy kế|cộng dồn)\s+)?(?:(?:từ|đến|tới|tại)(?:\s+hết)?\s+{_WHEN}"
    rf"(?:\s+(?:đến|tới)(?:\s+hết)?\s+(?:{_WHEN}|nay))?)"
    rf"|trong\s+(?:kỳ báo cáo\b|{_WHEN})|\d{{1,2}}\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+\d{{4}})?"
    r"|(?<!hành chính )năm\s+20\d\d\b)"
)
# «từ giữa tháng 9 năm 2026», «trong quý III/2026», «trong 02 tháng đầu năm».
_MONTHS = re.compile(
    r"(?:\b(?:trong|từ|vào|đến|kể từ|trước)\s+)?(?:\b(?:đầu|giữa|cuối)\s+)?"
    r"(?:\b(?:tháng\s+\d{1,2}|quý\s+(?:IV|I{1,3}|[1-4]))\b(?:(?:\s+năm\s+|\s?/\s?)\d{4})?"
    r"|\b\d{1,2}\s+tháng\s+(?:đầu|cuối)\s+năm\b(?:\s+\d{4})?)",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"từ\s+(?:ngày\s+)?(?P<d>\d{1,2})\s?[/.]\s?(?P<m>\d{1,2})\s?[/.]\s?(?P<y>\d{4})\s+đến\s+(?:nay|thời điểm|hết)"
)


def first_date(text: str) -> str | None:
    """The first date in the text as ISO, partial where day or month are left open; None where there is none.

    >>> first_date("Lục Ngạn, ngày 05 tháng 02 năm 2026"), first_date("ngày tháng 8 năm 2024"), first_date("số 5")
    ('2026-02-05', '2024-08', None)
    """
    found = [m for m in (LONG_DATE.search(text), SHORT_DATE.search(text)) if m]
    match = min(found, key=lambda m: m.start(), default=None)
    return iso(match["day"], match["month"], match["year"]) if match else None


def without_months(text: str) -> str:
    """The text without the months and quarters it names.

    >>> without_months("Hệ thống hay lỗi, nhất là trong 02 tháng đầu năm; đề nghị sửa trong quý III năm 2026")
    'Hệ thống hay lỗi, nhất là; đề nghị sửa'
    """
    return re.sub(r"\s+(?=[,;.)]|$)", "", _MONTHS.sub("", text))


def line_date(match: re.Match[str]) -> str | None:
    """A match of `LINE_DATE` as ISO, as far as its parts are filled in.

    >>> [line_date(LINE_DATE.search(text)) for text in ("ngày 16/01/2026", "ngày…./3/2026", "ngày  tháng 3 năm 2026")]
    ['2026-01-16', '2026-03', '2026-03']
    """
    if match["year"]:
        return iso(match["day"], match["month"], match["year"])
    return iso(match["d2"], match["m2"], match["y2"])


def iso(day: str, month: str, year: str) -> str | None:
    """ISO date of printed parts, as far as they are filled in; None where they are no date of any calendar."""
    if not month:
        return year
    if not 1 <= int(month) <= 12:  # noqa: PLR2004 - months of a year
        return None
    if not day:
        return f"{year}-{int(month):02d}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def spans(text: str) -> list[tuple[int, str, str]]:
    """Stretches "từ ngày … đến ngày …" in the text: (offset, first day, last day), days as ISO.

    A first day without year takes the year of the last day, or the year before where it would come after it.

    >>> spans("(từ 25/5/2024 đến 24/8/2024)")
    [(1, '2024-05-25', '2024-08-24')]
    >>> spans("từ 15/12 đến ngày 14/6/2026")
    [(0, '2025-12-15', '2026-06-14')]
    """
    found = []
    for match in sorted([*_SPAN.finditer(text), *_LONG_SPAN.finditer(text)], key=lambda m: m.start()):
        last = iso(match["d2"], match["m2"], match["y2"])
        first = iso(match["d1"], match["m1"], match["y1"] or match["y2"])
        if first and last and first > last and not match["y1"]:
            first = iso(match["d1"], match["m1"], str(int(match["y2"]) - 1))
        if first and last and first <= last:
            found.append((match.start(), first, last))
    return found


def times(text: str) -> list[tuple[int, int]]:
    """Stretches of a text in small letters that tell when and no more: a clause says the same without them.

    >>> text = "tổng vốn năm 2026 được giao, giải ngân tính đến hết tháng 5/2026 là 7 tỷ đồng"
    >>> [text[a:b] for a, b in times(text)]
    ['năm 2026', 'tính đến hết tháng 5/2026']
    """
    return [match.span() for match in _TIME.finditer(text)]


def no_counts(text: str) -> list[tuple[int, int]]:
    """Stretches of a text in small letters whose digits count nothing: dates, numbers of documents, times of day.

    >>> [text[a:b] for text in ("kế hoạch 12/kh-ubnd ngày 05/3/2026: 7 việc",) for a, b in no_counts(text)]
    ['12/kh-ubnd', '05/3/2026']
    """
    return [match.span() for match in _NO_COUNT.finditer(text)]


def since(text: str) -> tuple[str, str] | None:
    """The day from which on a text in small letters tells ("từ 14/4/2026 đến nay"): as printed, and as ISO.

    >>> since("từ ngày 14/4/2026 đến nay, ban hành 384 văn bản")
    ('14/4/2026', '2026-04-14')
    """
    match = _SINCE.search(text)
    first = iso(match["d"], match["m"], match["y"]) if match else None
    return (f"{match['d']}/{match['m']}/{match['y']}", first) if match and first else None
