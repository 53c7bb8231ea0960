"""Tables of a Word file: their grid, and whether form says grid of figures or mere arrangement of paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cchc_nlp.reading.docx.names import VAL, W, parted, value, whole
from cchc_nlp.reading.docx.styles import Styles, said_by, visible_borders
from cchc_nlp.reading.tabulating import MOST_COLUMNS, looks_like_layout

if TYPE_CHECKING:
    from cchc_nlp.model import Line
    from cchc_nlp.reading.docx.names import Element


_ROW, _ROW_PROPERTIES, _DELETED, _GRID_BEFORE = (f"{W}{name}" for name in ("tr", "trPr", "del", "gridBefore"))
_CELL, _CELL_PROPERTIES, _GRID_SPAN, _MERGE = (f"{W}{name}" for name in ("tc", "tcPr", "gridSpan", "vMerge"))


class Cell(NamedTuple):
    """A cell at its place in the grid. A `continued` one belongs to the merged cell above and shows nothing."""

    element: Element
    column: int
    span: int
    continued: bool


def rows_of(table: Element) -> list[list[Cell]]:
    """The rows of a table with their cells placed; deleted rows are left out."""
    rows = []
    for row in table:
        if row.tag == _ROW:
            properties, cells = parted(row, _ROW_PROPERTIES)
            said = said_by(properties)
            if _DELETED not in said:
                rows.append(_cells(cells, _span(said.get(_GRID_BEFORE), least=0)))
    return rows


def width(rows: list[list[Cell]]) -> int:
    """The number of columns of the grid."""
    return max((row[-1].column + row[-1].span for row in rows if row), default=0)


def is_layout(table: Element, rows: list[list[Cell]], contents: list[list[list[Line]]], styles: Styles) -> bool:
    """Whether a table only arranges paragraphs side by side: a letterhead, a signature, a frame around text.

    `contents` are the cells' lines. A table of one column and row is one, framed or not.
    """
    columns = {(cell.column, cell.span) for row in rows for cell in row}
    if len(columns) == 1 and len(rows) == 1:
        return True
    return looks_like_layout(contents, framed=_has_borders(table, styles))


def _cells(row: list[Element], column: int) -> list[Cell]:
    """The cells among the children of a row, whose first stands at a column."""
    cells: list[Cell] = []
    for element in row:
        if element.tag != _CELL or column >= MOST_COLUMNS:
            continue
        properties, _ = parted(element, _CELL_PROPERTIES)
        said = said_by(properties)
        span = _span(said.get(_GRID_SPAN), least=1)
        merge = said.get(_MERGE)
        continued = merge is not None and merge.get(VAL, "continue") == "continue"
        cells.append(Cell(element, column, span, continued))
        column += span
    return cells


def _span(element: Element | None, least: int) -> int:
    if element is None:
        return least
    span = whole(value(element))
    return least if span is None else min(max(span, least), MOST_COLUMNS)


def _has_borders(table: Element, styles: Styles) -> bool:
    properties = table.find(f"{W}tblPr")
    own = visible_borders(properties)
    if own is None:
        own = bool(styles.get(value(properties, "tblStyle"), "table").borders)
    return own or _most_cells_have_borders(table)


def _most_cells_have_borders(table: Element) -> bool:
    """Lines drawn cell by cell; a letterhead may have a line under one or two of its cells."""
    cells = list(table.iter(f"{W}tc"))
    framed = sum(_frame(cell) for cell in cells)
    return framed * 2 > len(cells)


def _frame(cell: Element) -> bool:
    borders = cell.find(f"{W}tcPr/{W}tcBorders")
    if borders is None:
        return False
    drawn = [b for b in borders if b.get(VAL, "none") not in {"none", "nil"}]
    return len(drawn) > 1
