"""The period a report is about, the one it looks forward to, and the window its data cover."""

from __future__ import annotations

from dataclasses import replace

from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.periods import periods_in
from cchc_nlp.model import Outline, Period
from cchc_nlp.vietnamese.dates import spans
from cchc_nlp.vietnamese.forms import fold, nfc

# How far before a window its words may stand ("(Số liệu từ ngày …", "Thời điểm báo cáo từ ngày …").
_REACH = 60
# A window of another year than the report's belongs to something else (an old export, a plan).
_LONGEST_LAG_YEARS = 1


def period_of(title: str | None, outline: Outline, standard: Standard) -> tuple[Period | None, Period | None]:
    """(period, next period): the first one the title names, and the one named behind its words for tasks to come.

    Without a period in the title the opening and the headings are asked.
    """
    text = nfc(title or "")
    if not find_periods(text, standard):
        opening = " ".join(b.text for b in outline.blocks if b.role == "front" and len(b.text) > 60)  # noqa: PLR2004
        text = f"{text} {opening}"
    found = find_periods(text, standard)
    if not found:
        found = find_periods(" . ".join(s.heading for s in outline.sections if s.role == "result"), standard)
    tasks = " ".join(s.heading for s in outline.sections if s.role == "task" and s.level == 1)
    following = next((p for at, p in found if _looks_forward(text[:at], standard)), None)
    current = next((p for at, p in found if not _looks_forward(text[:at], standard)), found[0][1] if found else None)
    if following is None:
        following = next((p for _, p in find_periods(tasks, standard)), None)
    year = next((p.year for _, p in found if p.year), None)
    return _dated(current, year), _dated(following, year)


def _looks_forward(before: str, standard: Standard) -> bool:
    folded = fold(before)
    return any(word in folded for word in standard.words("next_period_words"))


def _dated(period: Period | None, year: int | None) -> Period | None:
    if period is None or period.year:
        return period
    return replace(period, year=year) if year else None


def find_periods(text: str, standard: Standard) -> list[tuple[int, Period]]:
    """(offset, period) for each period named in a text; year 0 where none is printed beside it.

    The more special word wins where two overlap ("6 tháng đầu năm 2026" holds "năm 2026").
    """
    return periods_in(text, standard.period_words)


def with_window(period: Period | None, outline: Outline, standard: Standard) -> Period | None:
    """The period with the first and last day of its data, where they are printed outside the appendix."""
    if period is None:
        return None
    cues = standard.words("window_words")
    for block in outline.blocks:
        if block.role in ("appendix", "noise", "task", "closing"):
            continue
        for at, first, last in spans(block.text):
            near = fold(block.text[max(0, at - _REACH) : at + 8])
            if (
                abs(int(last[:4]) - period.year) <= _LONGEST_LAG_YEARS
                and any(cue in near for cue in cues)
                and _fits(period, first, last)
            ):
                return replace(period, start=first, end=last)
    return period


def _fits(period: Period, first: str, last: str) -> bool:
    """Whether the window is about as long as the period: a month's report does not cover a year."""
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])
    shortest, longest = {
        "month": (0, 2),
        "quarter": (1, 4),
        "half": (3, 8),
        "nine_months": (6, 11),
        "year": (9, 14),
    }.get(period.kind, (0, 99))
    return shortest <= months <= longest
