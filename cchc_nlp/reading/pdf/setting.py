"""A line as it is set on paper: its words, its place, its look. What margins and endings decide upon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_nlp.reading.pdf.strips import main_size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_nlp.model import Layer
    from cchc_nlp.reading.pdf.columns import Row
    from cchc_nlp.reading.pdf.grids import Cell
    from cchc_nlp.reading.pdf.pages import Word

_TAB = 2.0  # parts of the size: a gap this wide was made by a tab or a column, not by a blank
_EMPTY_SIZE = 0.0


@dataclass(slots=True)
class SetLine:
    """A text line or a table row of a page. `column` is its block's extent where the page has blocks side by side."""

    page: int
    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool = False
    italic: bool = False
    bold_lead: int = 0
    centred: bool = False
    first_word: float = 0.0
    column: tuple[float, float] | None = None
    layer: Layer = "body"
    cells: tuple[str, ...] | None = None
    table: int | None = None
    ends: bool | None = None


def text_line(row: Row) -> SetLine:
    """A row of strips as a line."""
    words = [word for strip in row.strips for word in strip.words]
    text = row.strips[0].text
    for before, strip in zip(row.strips, row.strips[1:], strict=False):
        text += ("\t" if strip.x0 - before.x1 > _TAB * before.size else " ") + strip.text
    bold, italic = all(word.bold for word in words), all(word.italic for word in words)
    return SetLine(
        page=row.page,
        text=text,
        x0=row.x0,
        x1=row.x1,
        baseline=row.baseline,
        size=row.size,
        bold=bold,
        italic=italic,
        bold_lead=0 if bold or italic else _lead(words),
        first_word=words[0].x1 - words[0].x0,
        column=row.column,
    )


def table_row(cells: Sequence[Cell], page: int, baseline: float, table: int) -> SetLine:
    """A row of a ruled table as a line; its text parts cells by tabs."""
    words = [word for cell in cells for row in cell.rows for word in row]
    texts = tuple(cell.text for cell in cells)
    return SetLine(
        page=page,
        text="\t".join(texts),
        x0=min((word.x0 for word in words), default=0.0),
        x1=max((word.x1 for word in words), default=0.0),
        baseline=baseline,
        size=main_size(words) if words else _EMPTY_SIZE,
        bold=bool(words) and all(word.bold for word in words),
        italic=bool(words) and all(word.italic for word in words),
        cells=texts,
        table=table,
        ends=True,
    )


def _lead(words: Sequence[Word]) -> int:
    """How many leading characters are bold or italic where the rest is not."""
    lead = 0
    for word in words:
        if not (word.bold or word.italic):
            break
        lead += len(word.text) + 1
    return lead
