"""Tables of any office format as lines: cells placed in a grid, rows as lines, tables that only arrange paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from cchc_nlp.model import Layer, Line, Look

Element = TypeVar("Element")

# The letterhead of an official document has 2 columns and up to 4 rows, the signature 2 or 3 columns and 1 or 2 rows.
# A wider or longer table without borders is a table whose lines somebody turned off.
_MOST_LAYOUT_COLUMNS = 3
_MOST_LAYOUT_ROWS = 6
_NUMERIC = re.compile(r"[\d.,%/\s-]*\d[\d.,%/\s-]*")
_INSIDE_CELL = re.compile(r"\s*[\n\t]\s*")
MOST_COLUMNS = 256  # Word itself stops at 63; a broken file must not ask for a million cells


class AtColumn(Protocol):
    """Whatever stands at a column of a grid."""

    @property
    def column(self) -> int: ...  # noqa: D102 - said above


@dataclass(frozen=True, slots=True)
class Placed(Generic[Element]):
    """A cell at its column."""

    element: Element
    column: int


def placed(rows: Iterable[Iterable[tuple[Element, int, int]]]) -> tuple[list[list[Placed[Element]]], int]:
    """Rows of (cell, columns it spans, rows it spans) → cells at their columns, and the number of columns.

    >>> placed([[("a", 1, 2), ("b", 2, 1)], [("c", 1, 1)]])[0][1]
    [Placed(element='c', column=1)]
    """
    grid: list[list[Placed[Element]]] = []
    held: dict[int, int] = {}  # column → rows below this one that a cell above still covers
    columns = 0
    for row in rows:
        cells: list[Placed[Element]] = []
        column = 0
        covered = {at for at, left in held.items() if left > 0}
        held = {at: left - 1 for at, left in held.items() if left > 0}
        for element, across, down in row:
            while column in covered:
                column += 1
            if column >= MOST_COLUMNS:
                break
            cells.append(Placed(element, column))
            end = min(column + across, MOST_COLUMNS)
            held |= dict.fromkeys(range(column, end), down - 1)
            column = end
        columns = max(columns, column, *(at + 1 for at in covered), 0)
        grid.append(cells)
    return grid, columns


def flat(lines: Iterable[Line]) -> str:
    """The text of a cell on one line, notes left out."""
    texts = [line.text.strip() for line in lines if line.layer != "footnote"]
    text = "\n".join(filter(None, texts))
    return _INSIDE_CELL.sub(" ", text) if "\n" in text or "\t" in text else text


def looks_like_layout(contents: Sequence[Sequence[Sequence[Line]]], *, framed: bool) -> bool:
    """Whether a table only arranges paragraphs side by side: a letterhead, a signature, a frame around text.

    Told by form: no visible lines, few rows and columns, no column of figures.
    """
    if len(contents) == 1 and len(contents[0]) == 1:
        return True
    if framed or len(contents) > _MOST_LAYOUT_ROWS or max(map(len, contents), default=0) > _MOST_LAYOUT_COLUMNS:
        return False
    return not any(_NUMERIC.fullmatch(flat(cell)) for row in contents for cell in row)


def lines_by_columns(grid: Iterable[Iterable[AtColumn]], contents: Iterable[Iterable[list[Line]]]) -> Iterator[Line]:
    """The lines of a layout table: the left column from top to bottom, then the next one."""
    cells = [
        (cell.column, lines)
        for row, texts in zip(grid, contents, strict=True)
        for cell, lines in zip(row, texts, strict=True)
    ]
    for _, lines in sorted(cells, key=lambda cell: cell[0]):
        yield from lines


def row_line(
    row: Iterable[AtColumn], content: Sequence[Sequence[Line]], *, columns: int, table: int, layer: Layer = "body"
) -> Line:
    """A row of a table as a line."""
    cells = [""] * columns
    for cell, lines in zip(row, content, strict=True):
        cells[cell.column] = flat(lines)
    looks = tuple(line.look for lines in content for line in lines if line.text.strip())
    look = _look_of_all(looks)
    return Line(number=0, text="\t".join(cells), layer=layer, cells=tuple(cells), table=table, look=look, ends=True)


@lru_cache(maxsize=1024)
def _look_of_all(looks: tuple[Look, ...]) -> Look:
    """What all cells of a row share; its size is that of the first."""
    return Look(
        bold=bool(looks) and all(look.bold for look in looks),
        italic=bool(looks) and all(look.italic for look in looks),
        centred=bool(looks) and all(look.centred for look in looks),
        size=looks[0].size if looks else None,
    )
