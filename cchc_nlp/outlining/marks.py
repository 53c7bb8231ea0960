"""What stands in front of a line's words: its number, letter or bullet, and the markup around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from cchc_nlp.vietnamese.numbers import letter_follows, roman

MarkKind: TypeAlias = Literal["part", "roman", "upper", "decimal", "letter", "bullet", "annex", "none"]

# Markdown and HTML left over by converters: **bold**, *italic*, <i>…</i>, # heading.
_OPEN_MARKUP = re.compile(r"^(?:\s*(?:#{1,6}\s+|\*{2,3}(?=\S)|[*_](?=\S)|</?[ibu]>))+")
_MARKUP = re.compile(r"\*{2,3}|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|</?[ibu]>|^#{1,6}\s+")
_SIGN = re.compile("[*#_<]")  # without one there is no markup: found much faster
_NUMBER_GAP = r"\s*[.)\]/:–-]+\s*|\s+"
_ORDINAL = r"(?:[IVXL]+|\d+|[A-ZĐ])"
_BOLD = re.compile(r"^(\*{2,3}|__|<b>).+(\*{2,3}|__|</b>)[.:]?$")
_ITALIC = re.compile(r"^[^\w*_]*(\*(?!\*)|_(?!_)|<i>).+(\*|_|</i>)[.:]?$")
_LEAD_IN_BOLD = re.compile(r"^\s*(?:[\w.)]{1,6}\s+)?(?:\*{2,3}|<b>)\S.*?(?:\*{2,3}|</b>)")
_LONGEST_REMEMBERED = 200
_TIME = re.compile(r"(?:tháng|năm|quý|tuần|ngày)\b", re.IGNORECASE)
# Words of layout, not of administration: labels that Nghị định 30/2020/NĐ-CP sets before numbered parts and annexes.
_PART = "phần|chương|mục"
_ANNEX = "phụ lục|phụ biểu|biểu mẫu|mẫu biểu|biểu số|mẫu số"
_PATTERNS: tuple[tuple[MarkKind, re.Pattern[str]], ...] = (
    ("annex", re.compile(rf"^(?P<n>(?:{_ANNEX})(?:\s+(?:số\s+)?{_ORDINAL}\b\S*?)?)(?:{_NUMBER_GAP}|$)", re.IGNORECASE)),
    ("part", re.compile(rf"^(?P<n>(?:{_PART})\s+(?:thứ\s+\w+|{_ORDINAL}))\b(?:{_NUMBER_GAP}|$)", re.IGNORECASE)),
    # "I.2.1. Kết quả": a Roman number that decimal ones go on.
    ("decimal", re.compile(r"^(?P<n>[IVX]{1,5}(?:\.\d{1,2}){1,3})(?:\s*[.):/-]+\s*|\s+)(?=[^\W\d_]|[\"“(*<])")),
    ("roman", re.compile(r"^(?P<n>[IVXL]{1,6})(?:\s*(?:/(?![a-zđ])|[.):–-])+\s*|\s+(?=\S+\s))(?=\S)")),
    # As OCR reads Roman numbers before capitals: "HI. ĐÁNH GIÁ", "1I. KẾT QUẢ".
    ("roman", re.compile(r"^(?P<n>(?=[Hl1]*[IVX])(?=[IVX]*[Hl1])[IVXHl1]{2,6})\s*[.)]\s*(?=[^\W\d_a-z]{2})")),
    ("upper", re.compile(r"^(?P<n>[A-HĐ])\s*[.)/–-]\s*(?=\S)")),
    ("decimal", re.compile(r"^\(?(?P<n>\d{1,2}(?:\.\d{1,2}){0,4})(?:\s*[.):/-]+\s*|\s+)(?=[^\W\d_]|[\"“(*<])")),
    ("letter", re.compile(r"^\(?(?P<n>[a-zđ])\s*[.)/]\s*(?=\S)")),
    ("bullet", re.compile(r"^(?P<n>[-–—+•●○▪■◆❖✓✔→►➢➤*])\s*(?=\S)")),
)  # fmt: skip


class Mark(NamedTuple):
    """A number in front: its kind, its text without closing signs, its steps as numbers, and the words behind it.

    `style` tells "1." from "1)" and "(1)": two lists that differ in it are not one list. `start` is where the words
    begin in the text, after number and markup.
    """

    kind: MarkKind
    number: str | None
    steps: tuple[int, ...]
    style: str
    words: str
    start: int

    @property
    def bracketed(self) -> bool:
        """Whether the number stands in brackets: "(1)"."""
        return self.style.startswith("(")

    def follows(self, previous: Mark) -> bool:
        """Whether this number is the next after `previous` in one list."""
        if self.kind == "letter" and previous.kind == "letter":
            return letter_follows(previous.number or "", self.number or "")
        return (
            len(self.steps) == len(previous.steps) > 0
            and self.steps[:-1] == previous.steps[:-1]
            and self.steps[-1] == previous.steps[-1] + 1
        )

    @property
    def is_first(self) -> bool:
        """Whether a list can begin with this number."""
        return bool(self.steps) and self.steps[-1] == 1


def mark_of(text: str) -> Mark:
    """The mark in front of a text.

    >>> m = mark_of("**II.1. KẾT QUẢ**"); mark_of("1.3. Đánh giá").steps, mark_of("b) Hạn chế").number
    ((1, 3), 'b')
    >>> mark_of("3 Cải cách thể chế").kind, mark_of("03 quyết định xử phạt").kind
    ('decimal', 'none')
    >>> mark_of("HI. ĐÁNH GIÁ CHUNG").steps, mark_of("VH. KIẾN NGHỊ").steps
    ((3,), (7,))
    """
    return _known(text) if len(text) <= _LONGEST_REMEMBERED else _mark_of(text)


def _mark_of(text: str) -> Mark:
    markup = _OPEN_MARKUP.match(text)
    lead = markup.end() if markup else 0
    for kind, pattern in _PATTERNS:
        match = pattern.match(text[lead:])
        if match and _plausible(kind, match, text[lead:]):
            start = lead + match.end()
            closing = text[lead + match.end("n") : start].strip()
            style = "(" * match[0].startswith("(") + closing[:1]
            return Mark(kind, match["n"], _steps(kind, match["n"]), style, without_markup(text[start:]), start)
    return Mark("none", None, (), "", without_markup(text[lead:]), lead)


_known = lru_cache(maxsize=4096)(_mark_of)  # communes take headings and items over from each other


def _plausible(kind: MarkKind, match: re.Match[str], text: str) -> bool:
    if kind == "roman":
        # "V. KIẾN NGHỊ", "I CÔNG TÁC"; a word such as "XI măng" or a lone "I" before small letters is none.
        closed = bool(re.match(r"\s*[.)/:–-]", text[match.end("n") :]))
        return roman(_healed(match["n"])) is not None and (
            closed or text[match.end() :].split(" ", maxsplit=1)[0].isupper()
        )
    if kind == "decimal":
        # "7 năm 2026", "03 quyết định", "6 THÁNG ĐẦU NĂM": a count, unless a sign closes the number.
        sign = text[match.end("n") : match.end()].strip()
        words = text[match.end() :]
        return bool(sign) or not (words[:1].islower() or _TIME.match(words))
    return True


def _healed(number: str) -> str:
    return number.replace("H", "II").replace("l", "I").replace("1", "I")


def _steps(kind: MarkKind, number: str) -> tuple[int, ...]:
    if kind == "roman":
        return (roman(_healed(number)) or 0,)
    if kind == "decimal":
        return tuple(int(n) if n.isdigit() else roman(n) or 0 for n in number.split("."))
    if kind in ("letter", "upper"):
        return (1,) if number.lower() == "a" else (ord(number.lower()[0]) + 1,)
    if kind in ("part", "annex"):
        last = number.rsplit(maxsplit=1)[-1]
        value = int(last) if last.isdigit() else roman(last)
        return (value,) if value else ()
    return ()


def without_markup(text: str) -> str:
    """A text without left-over markdown or HTML emphasis.

    >>> without_markup("*Nguyên nhân:* Là một xã 5*3")
    'Nguyên nhân: Là một xã 5*3'
    """
    return (_MARKUP.sub("", text) if _SIGN.search(text) else text).strip()


def is_bold(text: str) -> bool:
    """Whether the whole line is set in bold by markup."""
    stripped = text.strip()
    return bool(_BOLD.match(stripped)) or stripped.startswith("#")


def lead_in_bold(text: str) -> int:
    """How many characters in front stand in bold by markup, the number before them included.

    >>> lead_in_bold("**1. Kiểm tra.** Trong quý"), lead_in_bold("2. **Kiểm tra:** Không"), lead_in_bold("1. Về")
    (16, 16, 0)
    """
    lead = _LEAD_IN_BOLD.match(text)
    return lead.end() if lead else 0


def is_italic(text: str) -> bool:
    """Whether the whole line is set in italics by markup."""
    return bool(_ITALIC.match(text.strip())) and not is_bold(text)
