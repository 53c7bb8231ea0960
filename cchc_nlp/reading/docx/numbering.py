"""Word's automatic numbers: numbering.xml, counted as Word counts, written as Word shows them.

A paragraph knows only the list it is of (`numId`) and its level; the number itself stands nowhere in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_nlp.reading.docx.names import W, switch, value, whole
from cchc_nlp.reading.docx.styles import font_of
from cchc_nlp.reading.encodings import script_of_font
from cchc_nlp.reading.symbols import plain

if TYPE_CHECKING:
    from cchc_nlp.reading.docx.names import Element
    from cchc_nlp.reading.docx.styles import Styles

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_BULLET = "•"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_STAY = {"none", "bullet", "decimalZero"}  # formats that a level of decimals throughout shows as they are
_MOST_ROMAN = 32_767  # Word's own limit; beyond it a broken file would write thousands of M


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `restart` is the 1-based level that restarts it, 0: none, None: any."""

    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A `num`: its levels, the abstract list it counts with, and the numbers with which its levels may start afresh."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counts through a document: ask `label` once for each numbered paragraph, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._abstracts = {} if root is None else _by_id(root, "abstractNum", "abstractNumId")
        self._nums = {} if root is None else _by_id(root, "num", "numId")
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._overridden: set[str] = set()

    def label(self, num_id: str, level: int | None, style_id: str | None) -> str | None:
        """The number in front of the next paragraph of a list; None if the list shows none.

        Without a level, it is the one that the list links with the paragraph's style, else the first.
        """
        numbered = self._list(num_id)
        if numbered is None:
            return None
        if level is None:
            level = next((n for n, at in numbered.levels.items() if style_id and at.style == style_id), 0)
        if not 0 <= level < _LEVELS:
            return None
        counters = self._counters.setdefault(numbered.abstract, [None] * _LEVELS)
        self._advance(counters, numbered, num_id, level)
        return _written(numbered.levels, counters, level) or None

    def _advance(self, counters: list[int | None], numbered: _List, num_id: str, level: int) -> None:
        current = counters[level]
        if level in numbered.starts and num_id not in self._overridden:
            # Once for the whole list, whatever its level: what it says of its other levels Word never looks at again.
            self._overridden.add(num_id)
            counters[level] = numbered.starts[level]
        else:
            counters[level] = _level(numbered.levels, level).start if current is None else current + 1
        for above in range(level - 1, -1, -1):  # "1.1." before any "1." counts as the first below it
            if counters[above] is not None:
                break
            counters[above] = _level(numbered.levels, above).start
        for deeper in range(level + 1, _LEVELS):
            restart = _level(numbered.levels, deeper).restart
            if restart is None or level < restart:
                counters[deeper] = None

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            num = self._nums.get(num_id)
            if num is None:
                return None
            self._lists[num_id] = self._defined(num)
        return self._lists[num_id]

    def _defined(self, num: Element) -> _List:
        abstract_id = self._linked(value(num, "abstractNumId") or "")
        abstract = self._abstracts.get(abstract_id)
        levels = {} if abstract is None else _levels(abstract)
        starts: dict[int, int] = {}
        for override in num.iterfind(f"{W}lvlOverride"):
            level = whole(override.get(f"{W}ilvl"))
            if level is None:
                continue
            levels |= _levels(override)
            start = whole(value(override, "startOverride"))
            if start is not None:
                starts[level] = start
        return _List(abstract_id, levels, starts)

    def _linked(self, abstract_id: str) -> str:
        """The abstract list behind a link by list style (`numStyleLink` → style → num → abstract)."""
        for _ in range(_LEVELS):  # a chain of links longer than this is a circle
            style_id = value(self._abstracts.get(abstract_id), "numStyleLink")
            num_id = self._styles.get(style_id, "numbering").numbering if style_id else None
            target = value(self._nums.get(num_id or ""), "abstractNumId")
            if target is None or target == abstract_id:
                break
            abstract_id = target
        return abstract_id


def _by_id(root: Element, name: str, attribute: str) -> dict[str, Element]:
    return {element.get(f"{W}{attribute}", ""): element for element in root.iterfind(f"{W}{name}")}


def _levels(parent: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in parent.iterfind(f"{W}lvl"):
        number = whole(element.get(f"{W}ilvl"))
        if number is not None:
            found[number] = _read_level(element)
    return found


def _read_level(element: Element) -> Level:
    form = element.find(f"{W}numFmt")
    start = whole(value(element, "start"))
    picture = element.find(f"{W}lvlPicBulletId") is not None
    pattern = value(element, "lvlText") or ""
    script = script_of_font(font_of(element.find(f"{W}rPr")))
    return Level(
        start=0 if start is None else start,  # ECMA-376, 17.9.25: without a start, counting begins at 0
        format="decimal" if form is None else _format(form),
        pattern=_BULLET if picture else plain(script.read(pattern) if script else pattern),
        restart=whole(value(element, "lvlRestart")),
        legal=bool(switch(element, "isLgl")),
        style=value(element, "pStyle"),
    )


def _format(form: Element) -> str:
    name = form.get(f"{W}val", "decimal")
    if name == "custom":  # w:format="001, 002, 003, ..." names the width by its example
        return (form.get(f"{W}format") or "").split(",")[0].strip() or "decimal"
    return name


def _level(levels: dict[int, Level], number: int) -> Level:
    return levels.get(number) or Level()


def _written(levels: dict[int, Level], counters: list[int | None], level: int) -> str:
    own = _level(levels, level)
    if own.format == "bullet":
        return own.pattern.strip()

    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        other = _level(levels, index)
        count = counters[index]
        legal = own.legal and other.format not in _STAY
        return written_number(other.start if count is None else count, "decimal" if legal else other.format)

    return _PLACEHOLDER.sub(number, own.pattern).strip()


def written_number(number: int, form: str) -> str:
    """A count in one of Word's number formats; those not known here are written in digits, as Word does.

    >>> [written_number(4, form) for form in ("decimal", "upperRoman", "lowerLetter", "decimalZero", "none")]
    ['4', 'IV', 'd', '04', '']
    """
    match form:
        case "none" | "bullet":  # a level without numbers has none to show in those below it either
            return ""
        case "upperRoman" | "lowerRoman":
            roman = _roman(number)
            return roman if form == "upperRoman" else roman.lower()
        case "upperLetter" | "lowerLetter":
            letters = _letters(number)
            return letters if form == "upperLetter" else letters.lower()
        case "decimalZero":
            return f"{number:02}"
        case "numberInDash":
            return f"- {number} -"
        case _ if form.isdigit():
            return str(number).zfill(len(form))
        case _:
            return str(number)


def _roman(number: int) -> str:
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    written = ""
    for worth, letter in _ROMAN:
        times, number = divmod(number, worth)
        written += letter * times
    return written


def _letters(number: int) -> str:
    """A to Z, then AA, BB …, as Word repeats them."""
    if not 0 < number <= 26 * 30:
        return str(number)
    times, index = divmod(number - 1, 26)
    return chr(ord("A") + index) * (times + 1)
