"""Numbers in Vietnamese text: counts, shares, money, zero said in words; Roman numerals and lettered lists.

One report mixes every style, so each number is read by its own form: a dot before exactly three digits parts
thousands (`2.654`, `17.519.353`), any other dot and every comma is decimal (`97.51`, `99,36`); a percent sign decides
for decimal. What is no plain number (`10^30`, `1O5`, `-5`, more digits than anybody counts) is refused, not guessed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

NumberKind: TypeAlias = Literal["count", "percent", "money"]
"""What a number counts: things, hundredths, or đồng."""

# More digits than this are a telephone, an account, a slip of the finger; and a float would not hold them exactly.
_MOST_DIGITS = 15
_LONGEST_REMEMBERED = 120
_MONEY_WORDS = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9, "": 1.0}
_UNIT = (
    r"(?P<percent>[ \t]{0,2}%)"
    r"|[ \t]{0,2}(?P<scale>nghìn|ngàn|triệu|tỷ|tỉ)(?:[ \t]+(?:đồng|vnđ))?(?!\w)"
    r"|[ \t]{0,2}(?P<currency>đồng(?!\s+chí)|đ(?!/c)|vnđ|vnd)(?!\w)"
)
# A number stands free: no letter, power or minus before it, no letter, power or second end of a range behind it. What
# stands before is looked at behind the first digit: texts are run through much faster when the pattern begins with it.
_NUMBER = re.compile(
    rf"(?P<digits>\d(?<![\w^.,–−-]\d)\d*(?:[.,]\d+)*)(?![\d^])(?![ \t]?[–-][ \t]?\d)(?:{_UNIT}|(?!\w))", re.IGNORECASE
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_FOREIGN_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")
# "không", "chưa có", "không phát sinh": nothing to count, so zero.
_NOTHING = re.compile(
    r"(?:hiện |trong kỳ )?(?:không|chưa)(?: (?:có|phát sinh|tiếp nhận|nhận được|xảy ra|ghi nhận))?[ .;,]*"
)


class Number(NamedTuple):
    """A number in a text: its value (money in đồng), what it counts, and the characters it takes, sign included."""

    value: float
    kind: NumberKind
    start: int
    end: int


def find_numbers(text: str) -> list[Number]:
    """All numbers of a text in reading order; forms that are no number of Vietnamese offices are left out.

    >>> [(n.value, n.kind) for n in find_numbers("1.552 hồ sơ, đạt 97.51%, thu 3,5 tỷ đồng, mã A12, 10^30")]
    [(1552.0, 'count'), (97.51, 'percent'), (3500000000.0, 'money')]
    >>> [(n.value, n.kind) for n in find_numbers("8,5/15,2 tỷ đồng")]
    [(8500000000.0, 'money'), (15200000000.0, 'money')]
    """
    return list(_remembered(text) if len(text) <= _LONGEST_REMEMBERED else _numbers(text))


def _numbers(text: str) -> tuple[Number, ...]:
    found: list[Number] = []
    for match in _NUMBER.finditer(text):
        value = _value(match["digits"], percent=match["percent"] is not None)
        if value is None:
            continue
        kind: NumberKind = (
            "percent" if match["percent"] else "money" if match["scale"] or match["currency"] else "count"
        )
        scale = _MONEY_WORDS[(match["scale"] or "").lower()] if kind == "money" else 1.0
        last = found[-1] if found else None
        if kind == "money" and last and last.kind == "count" and text[last.end : match.start()].strip() == "/":
            found[-1] = Number(last.value * scale, kind, last.start, last.end)
        found.append(Number(value * scale, kind, match.start(), match.end()))
    return tuple(found)


_remembered = lru_cache(maxsize=4096)(_numbers)  # cells of tables and quotations: every step asks anew


@lru_cache(maxsize=4096)  # cells of tables: most are small counts
def parse_number(text: str) -> float | None:
    """The value of a text that is one number, with or without a percent sign; None for anything else.

    >>> parse_number(" 02 "), parse_number("100.00%"), parse_number("1.701"), parse_number("-5"), parse_number("")
    (2.0, 100.0, 1701.0, None, None)
    """
    numbers = find_numbers(text.strip())
    if len(numbers) != 1 or numbers[0].kind == "money" or (numbers[0].start, numbers[0].end) != (0, len(text.strip())):
        return None
    return numbers[0].value


def says_nothing(text: str) -> bool:
    """Whether a text is zero said in words and no more.

    >>> says_nothing("Không có."), says_nothing("Không phát sinh"), says_nothing("Không đạt")
    (True, True, False)
    """
    return bool(_NOTHING.fullmatch(text.strip().lower()))


def _value(digits: str, *, percent: bool) -> float | None:
    if len(digits) > _MOST_DIGITS and sum(map(str.isdigit, digits)) > _MOST_DIGITS:
        return None
    if not percent and _THOUSANDS.fullmatch(digits):
        return float(digits.replace(".", "").replace(",", "."))
    if not percent and _FOREIGN_THOUSANDS.fullmatch(digits):
        return float(digits.replace(",", ""))
    return float(digits.replace(",", ".")) if _DECIMAL.fullmatch(digits) else None


_MONTHS = {"giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
           "mười một": 11, "mười hai": 12, "chạp": 12}  # fmt: skip
_ROMAN = re.compile(r"^(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$")
_ROMAN_VALUES = {"C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}
# Lists by Nghị định 30/2020/NĐ-CP run a, b, c, d, đ, e, g, h; Word's automatic ones in Latin letters.
_VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def roman(text: str) -> int | None:
    """Value of a Roman numeral, 1 to 399; None if it is none.

    >>> roman("XIV"), roman("IIII")
    (14, None)
    """
    match = _ROMAN.match(text.upper())
    if not match or not text:
        return None
    parts = re.findall(r"XC|XL|IX|IV|[CLXVI]", text.upper())
    return sum(_ROMAN_VALUES[part] for part in parts)


def month_in_words(text: str) -> int | None:
    """Number of a month said in words, with its traditional names; None if it is none.

    >>> month_in_words("Tư"), month_in_words("mười hai"), month_in_words("chạp"), month_in_words("mới")
    (4, 12, 12, None)
    """
    return _MONTHS.get(text.lower())


def letter_follows(previous: str, letter: str) -> bool:
    """Whether a list may go from one letter to the next, in either alphabet.

    >>> letter_follows("d", "đ"), letter_follows("d", "e"), letter_follows("e", "g"), letter_follows("a", "c")
    (True, True, True, False)
    """
    a, b = previous.lower(), letter.lower()
    return any(
        a in alphabet and b in alphabet and alphabet.index(b) == alphabet.index(a) + 1
        for alphabet in (_VIETNAMESE_LETTERS, _LATIN_LETTERS)
    )
