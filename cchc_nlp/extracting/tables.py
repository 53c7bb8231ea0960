"""Rows of one table → a table with its header rows folded into one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from cchc_nlp.model import Block, Table

_NUMBER_CELL = re.compile(r"^[\d.,%\s/-]+$")
# A header is never longer than this many rows; exports of provincial systems have three.
_MOST_HEADER_ROWS = 4


def tables(blocks: Sequence[Block]) -> tuple[Table, ...]:
    """Tables in reading order, pieces of one table that a page break parted kept apart as they stand."""
    found = []
    previous: Block | None = None
    for (kind, _), group in groupby(blocks, key=lambda b: (b.kind == "table", b.table)):
        rows = list(group)
        if kind:
            found.append(_table(rows, previous))
        previous = rows[-1]
    return tuple(found)


def _table(blocks: Sequence[Block], before: Block | None) -> Table:
    rows = [block.cells or (block.text,) for block in blocks]
    width = max(len(row) for row in rows)
    rows = [(*row, *[""] * (width - len(row))) for row in rows]
    depth = _header_depth(rows)
    header = tuple(" ".join(dict.fromkeys(row[i] for row in rows[:depth] if row[i])) for i in range(width))
    caption = before.text if before is not None and before.kind == "heading" else None
    return Table(caption, header, tuple(rows[depth:]), (blocks[0].lines[0], blocks[-1].lines[1]), blocks[0].page)


def _header_depth(rows: Sequence[Sequence[str]]) -> int:
    """Rows on top before the first row that holds a number cell or opens with one."""
    for i, row in enumerate(rows[:_MOST_HEADER_ROWS]):
        if any(_NUMBER_CELL.match(cell) for cell in row if cell.strip()) or _opens_numbered(row):
            return i
    return min(1, len(rows) - 1)


def _opens_numbered(row: Sequence[str]) -> bool:
    return bool(re.match(r"^[*_]*(?:[IVXL]+|\d+)(?:\.\d+)*\.?[*_]*$", row[0].strip())) if row else False
