"""Strips of a page → lines in reading order: side-by-side blocks are read one after the other, the left one first.

A letterhead and a signature are two blocks beside each other. Told by form: over several lines, an empty gutter parts
what stands left from what stands right. Everything else on one baseline is one line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_nlp.reading.pdf.strips import Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

_GUTTER = 0.5  # parts of the size: blank between two blocks side by side
_FEWEST_LINES = 3  # two strips on one baseline may be a label and its text
_LABEL = re.compile(r"\S{1,6}")
_TABLE_LIKE_ROWS = 9  # more rows filled on both sides are a table without rules; a letterhead has up to six
_SAME_ROW = 0.25
_MOST_STRIPS = 3000  # a page of text has about 50; a page of scattered letters has no columns to find
_NEXT_LINE = 1.9  # parts of the size from baseline to baseline: text set close together, 1.5 spacing included


@dataclass(slots=True)
class Row:
    """Strips of one line, left to right. `column` is the extent of the block it stands in, None for the whole page."""

    strips: list[Strip]
    column: tuple[float, float] | None = None

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.strips[0].x0

    @property
    def x1(self) -> float:
        """Its right end."""
        return self.strips[-1].x1

    @property
    def page(self) -> int:
        """Its page."""
        return self.strips[0].page

    @property
    def baseline(self) -> float:
        """Its baseline."""
        return self.strips[0].baseline

    @property
    def size(self) -> float:
        """Its size of type."""
        return max(self.strips, key=lambda strip: len(strip.words)).size


@dataclass(slots=True)
class _Block:
    """Two growing columns and the gutter between them: from where the left one `ends` to where the right `begins`."""

    left: list[Strip]
    right: list[Strip]
    ends: float
    begins: float

    def take(self, strip: Strip) -> bool:
        """Add a strip to the side it stands on; False if it stands across the gutter."""
        gutter = _GUTTER * strip.size
        ends, begins = self.ends, self.begins
        fits_left = strip.x1 + gutter <= begins
        fits_right = strip.x0 >= ends + gutter
        if fits_left and fits_right:  # inside the gutter: to the nearer side
            fits_left = strip.x0 - ends < begins - strip.x1
        if fits_left:
            self.left.append(strip)
            self.ends = max(ends, strip.x1)
        elif fits_right:
            self.right.append(strip)
            self.begins = min(begins, strip.x0)
        return fits_left or fits_right

    def is_side_by_side(self) -> bool:
        """Whether this is two blocks, and not labels before their texts or a table without rules."""
        lines = len(_rows(self.left)) + len(_rows(self.right))
        together = _rows([*self.left, *self.right])
        both = sum(row.x0 < self.ends and row.x1 > self.begins for row in together)
        labels = all(_LABEL.fullmatch(strip.text) for strip in self.left)
        inner = len(self.left) + len(self.right) - lines  # strips beside others on their own side: more columns
        return lines >= _FEWEST_LINES and both < _TABLE_LIKE_ROWS and not labels and inner <= lines // 3


def in_reading_order(strips: Sequence[Strip]) -> list[Row]:
    """The rows of a page in reading order."""
    ordered = sorted(strips, key=lambda s: (s.baseline, s.x0))
    if len(ordered) > _MOST_STRIPS:
        return _rows(ordered)
    rows: list[Row] = []
    index = 0
    while index < len(ordered):
        block, end = _block_at(ordered, index)
        if block is None:
            end = index + 1
            while end < len(ordered) and _same_row(ordered[index], ordered[end]):
                end += 1
            rows += _rows(ordered[index:end])
        else:
            rows += _column(block.left) + _column(block.right)
        index = end
    return rows


def _block_at(ordered: list[Strip], index: int) -> tuple[_Block | None, int]:
    """The side-by-side block that begins with a strip, and the index after it."""
    if index + 1 >= len(ordered) or not _beside(ordered[index], ordered[index + 1]):
        return None, index
    left, right = sorted(ordered[index : index + 2], key=lambda s: s.x0)
    block = _Block([left], [right], ends=left.x1, begins=right.x0)
    end = index + 2
    while end < len(ordered) and block.take(ordered[end]):
        end += 1
    end = _trim(block, ordered, index, end)
    return (block, end) if block.is_side_by_side() else (None, index)


def _trim(block: _Block, ordered: list[Strip], start: int, end: int) -> int:
    """Give back what follows below both columns and merely happens to stand on one side of the gutter."""
    while end - start > 2:  # noqa: PLR2004 - the first two made the block
        last = ordered[end - 1]
        own, other = (block.left, block.right) if block.left[-1] is last else (block.right, block.left)
        above = own[-2] if len(own) > 1 else None
        if last.top <= max(s.bottom for s in other):
            return end
        if above is not None and _continues(above, last) and not _in_the_middle(last, ordered):
            return end
        own.pop()
        end -= 1
    return end


def _continues(above: Strip, strip: Strip) -> bool:
    """Whether a strip is the next line of a column: close below and set like it."""
    near = strip.baseline - above.baseline <= _NEXT_LINE * max(above.size, strip.size)
    return near and abs(above.size - strip.size) < 1


def _in_the_middle(strip: Strip, page: Sequence[Strip]) -> bool:
    """Whether a strip is centred on the page: a title, no line of a column."""
    middle = (min(s.x0 for s in page) + max(s.x1 for s in page)) / 2
    return abs((strip.x0 + strip.x1) / 2 - middle) < strip.size / 2


def _beside(a: Strip, b: Strip) -> bool:
    """Whether two strips overlap in height and part in width."""
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    gap = max(a.x0, b.x0) - min(a.x1, b.x1)
    size = min(a.size, b.size)
    return overlap > size / 3 and gap > _GUTTER * size


def _same_row(a: Strip, b: Strip) -> bool:
    return abs(a.baseline - b.baseline) <= _SAME_ROW * max(a.size, b.size)


def _rows(strips: list[Strip]) -> list[Row]:
    rows: list[Row] = []
    for strip in sorted(strips, key=lambda s: (s.baseline, s.x0)):
        if rows and _same_row(rows[-1].strips[0], strip):
            rows[-1].strips.append(strip)
        else:
            rows.append(Row([strip]))
    for row in rows:
        row.strips.sort(key=lambda s: s.x0)
    return rows


def _column(strips: list[Strip]) -> list[Row]:
    rows = _rows(strips)
    extent = (min(s.x0 for s in strips), max(s.x1 for s in strips))
    for row in rows:
        row.column = extent
    return rows
