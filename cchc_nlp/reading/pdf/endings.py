"""Tells from geometry where paragraphs end and which lines are centred.

A line ends its paragraph if the first word of the next line would still have fitted, if the next line is indented, or
if more space follows than between lines. It goes on if it fills the measure and the next line begins at the edge.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_nlp.reading.breaks import goes_on
from cchc_nlp.vietnamese.forms import in_capitals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_nlp.reading.pdf.setting import SetLine

_SHARE_OF_EDGE = 0.06  # of the lines of a page format: as many must share an edge for it to be the margin
_FEWEST_AT_EDGE = 3
_BLANK = 0.22  # parts of the size: the narrowest blank between words
_INDENT = 0.6  # parts of the size: less is an accident
_EXTRA_SPACE = 2.5  # points more than the usual pitch: the smallest paragraph spacing in use is 3
_OTHER_SIZE = 1.6
_CENTRED_WITHIN = 3.0
_BULLET = re.compile(r"[-+*•▪■➢✓○●–—]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđA-ZĐ]|[IVX]{1,5})[.)]\s|\d{1,2}(?:\.\d{1,2})+\s")


@dataclass(frozen=True, slots=True)
class _Measure:
    """The left and right margin of a page format, the usual distance of its baselines, and its first-line indents."""

    left: float
    right: float
    pitch: float
    indents: frozenset[int]


def mark_endings(lines: Sequence[SetLine], widths: Sequence[float]) -> None:
    """Set `centred` and `ends` of the text lines. `widths` are those of the pages, in order."""
    text = [line for line in lines if line.layer == "body" and line.cells is None]
    formats: dict[int, list[SetLine]] = defaultdict(list)
    rows: dict[int, list[SetLine]] = defaultdict(list)
    for line in text:
        formats[round(widths[line.page - 1])].append(line)
    for line in lines:
        if line.cells is not None and line.x1 > line.x0:
            rows[round(widths[line.page - 1])].append(line)
    measures = {width: _measure(found, rows[width], width) for width, found in formats.items()}

    def measure(line: SetLine) -> _Measure:
        return measures[round(widths[line.page - 1])]

    for line in text:
        line.centred = line.column is None and _is_centred(line, measure(line))
    _mark_centred_in_columns(text)
    for line, after in pairwise(_flow(lines)):
        if line.cells is None:
            line.ends = _ends(line, after, measure(line))
    for line in text[-1:]:
        line.ends = True
    for line, after in pairwise(line for line in lines if line.layer == "footnote"):
        line.ends = True if after.page != line.page or _begins_note(after) else None


def _flow(lines: Iterable[SetLine]) -> list[SetLine]:
    """The lines one after the other as a reader reads them on, over page ends."""
    return [line for line in lines if line.layer == "body"]


def _begins_note(line: SetLine) -> bool:
    return bool(_BULLET.match(line.text)) or line.text[:1] in "¹²³⁴⁵⁶⁷⁸⁹"


def _measure(text: Sequence[SetLine], rows: Sequence[SetLine], width: float) -> _Measure:
    """The measure of a page format from its text lines; where they share no edge, from all that stands on it."""
    whole = [line for line in text if line.column is None] or list(text)
    least = max(_FEWEST_AT_EDGE, _SHARE_OF_EDGE * len(whole))
    lefts, rights = Counter(round(line.x0) for line in whole), Counter(round(line.x1) for line in whole)
    left: float | None = min((x for x, n in lefts.items() if n >= least), default=None)
    right: float | None = max(
        (x for x, n in rights.items() if n + rights[x - 1] + rights[x + 1] >= least), default=None
    )
    if left is None or right is None or right < width / 2:
        edge = min(*(min(line.x0, width - line.x1) for line in (*whole, *rows)), width / 2)
        left, right = (edge if left is None else left), width - edge
    return _Measure(left, right, _pitch(whole), _indents(whole, left))


def _indents(lines: Sequence[SetLine], left: float) -> frozenset[int]:
    """Where first lines begin: the places from which the next line goes back to the left margin."""
    begins = Counter(
        round(a.x0) for a, b in pairwise(lines) if a.x0 > left + _INDENT * a.size and b.x0 <= left + _INDENT * b.size
    )
    return frozenset(x for x, count in begins.items() if count >= _FEWEST_AT_EDGE)


def _pitch(lines: Sequence[SetLine]) -> float:
    """The distance from a baseline to the next that most text is set with: that of lines within a paragraph.

    Long lines weigh more, or the recipients and an annex in small type would set the pitch of the prose.
    """
    steps: Counter[int] = Counter()
    for a, b in pairwise(lines):
        if a.page == b.page and b.baseline > a.baseline:
            steps[round(2 * (b.baseline - a.baseline))] += len(a.text)
    return steps.most_common(1)[0][0] / 2 if steps else float("inf")


def _is_centred(line: SetLine, measure: _Measure) -> bool:
    before, after = line.x0 - measure.left, measure.right - line.x1
    # A paragraph's first line may by chance leave as much room at its end as it is indented.
    indented = round(line.x0) in measure.indents and not line.bold
    return abs(before - after) <= _CENTRED_WITHIN and before > _CENTRED_WITHIN / 2 and not indented


def _mark_centred_in_columns(text: Sequence[SetLine]) -> None:
    """In a block beside another, lines around the same middle are centred if they begin at different places."""
    blocks: dict[tuple[int, tuple[float, float]], list[SetLine]] = defaultdict(list)
    for line in text:
        if line.column is not None:
            blocks[line.page, line.column].append(line)
    for block in blocks.values():
        for line in block:
            line.centred = any(
                abs(other.x0 + other.x1 - line.x0 - line.x1) <= 2 * _CENTRED_WITHIN
                and abs(other.x0 - line.x0) > _CENTRED_WITHIN
                for other in block
            )


def _ends(line: SetLine, after: SetLine, measure: _Measure) -> bool | None:
    if after.cells is not None or after.column != line.column or abs(after.size - line.size) > _OTHER_SIZE:
        return True
    if after.page == line.page and after.baseline - line.baseline > measure.pitch + _EXTRA_SPACE:
        return True
    if line.centred and after.centred and line.column is None and _set_alike(line, after):
        return None  # titles are broken where their sense allows it, not where the line is full
    left, right = line.column or (measure.left, measure.right)
    room = (right - left) - (line.x1 - line.x0) if line.centred else right - line.x1
    if _BLANK * line.size + after.first_word <= room - 1:
        return None if _set_alike(line, after) and _broken_by_hand(line.text, after.text) else True
    if line.centred or after.centred:
        return None if _set_alike(line, after) else True
    if line.column is not None:
        return True if after.x0 > left + _INDENT * line.size or _BULLET.match(after.text) else None
    return _goes_on(line, after, measure)


def _broken_by_hand(text: str, following: str) -> bool:
    """Whether two lines may be one that its writer broke: by their words, or as both are in capitals."""
    return goes_on(text, following) or (in_capitals(text) and in_capitals(following))


def _set_alike(line: SetLine, after: SetLine) -> bool:
    looks = [(a.bold, a.italic, a.centred, round(2 * a.size)) for a in (line, after)]
    return looks[0] == looks[1]


def _other_weight(line: SetLine, after: SetLine) -> bool:
    """Whether a bold line is followed by one that is not and begins like a sentence: a heading and its text."""
    first = next((char for char in after.text if char.isalnum()), "")
    return line.bold and not after.bold and not after.bold_lead and not first.islower()


def _goes_on(line: SetLine, after: SetLine, measure: _Measure) -> bool | None:
    """For a line that fills the measure."""
    left, indent = measure.left, _INDENT * line.size
    if after.x0 < line.x0 - indent or (after.x0 <= left + indent and line.x0 <= left + indent):
        return None if _BULLET.match(after.text) or _other_weight(line, after) else False
    if after.x0 > line.x0 + indent:
        hanging = _BULLET.match(line.text) and not _BULLET.match(after.text)
        return None if hanging else True
    return True if _BULLET.match(after.text) or round(after.x0) in measure.indents else None
