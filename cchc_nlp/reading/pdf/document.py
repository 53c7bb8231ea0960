"""A PDF with a text layer → its lines: words, tables and columns of each page, then what only the whole tells.

Pages without readable words are recognised from their image. One that could not be read, among others that could, is
kept as a line of layer "stamp" that says so.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import compress
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Line, Look
from cchc_nlp.reading.pdf.columns import in_reading_order
from cchc_nlp.reading.pdf.endings import mark_endings
from cchc_nlp.reading.pdf.grids import Grid, grids_of, rows_of_cells
from cchc_nlp.reading.pdf.margins import mark_margins
from cchc_nlp.reading.pdf.pages import Page, pages_of
from cchc_nlp.reading.pdf.scan_healing import heal
from cchc_nlp.reading.pdf.setting import SetLine, table_row, text_line
from cchc_nlp.reading.pdf.strips import strips_of
from cchc_nlp.reading.rendition import Rendition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_nlp.reading.pdf.pages import Rule, Word
    from cchc_nlp.reading.terms import Terms

_SAME_EDGE = 3.0  # points within which a table on the next page has the same columns


def read_pdf(content: bytes, terms: Terms) -> Rendition:
    """The lines of a PDF in reading order, one a text line or a table row.

    Raises:
        ReadError: damaged, protected, too long, or without any text layer.
    """
    pages = pages_of(content, terms)
    if any(page.pictured for page in pages):
        from cchc_nlp.reading.pdf.scan import recognised  # Pillow costs 20 ms

        pages = recognised(content, pages, terms)
    return laid_out(pages)


def laid_out(pages: Sequence[Page]) -> Rendition:
    """The lines of pages in reading order.

    Raises:
        ReadError: there is no word on any page.
    """
    if not any(page.words for page in pages):
        raise ReadError(_without_text(pages))
    lines: list[SetLine] = []
    loose_rules: list[list[Rule]] = []
    tables = _Tables()
    for page in pages:
        grids = grids_of(page.rules)
        lines += _page_lines(page, grids, tables)
        ruled = {rule for grid in grids for rule in (*grid.horizontals, *grid.verticals)}
        loose_rules.append([rule for rule in page.rules if rule not in ruled])
    mark_margins(pages, lines, loose_rules)
    mark_endings(lines, [page.width for page in pages])
    read_from_images = frozenset(page.number for page in pages if page.recognised)
    if read_from_images:
        heal(lines, read_from_images)
    return Rendition(tuple(_numbered(lines)), pages=len(pages), ocr=bool(read_from_images))


def _without_text(pages: Sequence[Page]) -> str:
    if any(page.pictured for page in pages):
        return "bản quét (ảnh chụp) mà không nhận dạng được chữ nào; hãy quét lại rõ hơn hoặc xin tệp .docx gốc."
    return "PDF không có chữ nào; hãy xuất lại tệp từ Word hoặc lấy lại từ nơi gửi."


class _Tables:
    """Numbers tables; one that goes on at the head of the next page with the same columns keeps its number."""

    def __init__(self) -> None:
        self._count = 0
        self._columns: tuple[float, ...] = ()
        self._open_until_page = 0

    def number(self, grid: Grid, page: int, *, first: bool, last: bool) -> int:
        """The number of a table. `first` and `last` say whether it is the first, the last thing on its page."""
        goes_on = first and self._open_until_page == page and _same_columns(self._columns, grid.xs)
        if not goes_on:
            self._count += 1
        self._columns = grid.xs
        self._open_until_page = page + 1 if last else 0
        return self._count


def _same_columns(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= _SAME_EDGE for x, y in zip(a, b, strict=True))


def _page_lines(page: Page, grids: list[Grid], tables: _Tables) -> list[SetLine]:
    marked = [_unread(page)] if page.unread else []
    if not page.words:
        return marked
    outside = list(page.words)
    inside: list[list[Word]] = []
    for grid in grids:
        held = [grid.holds(word) for word in outside]
        inside.append(list(compress(outside, held)))
        outside = [word for word, within in zip(outside, held, strict=True) if not within]
    marked = [*(_turned(word, page) for word in outside if word.turned), *marked]
    outside = [word for word in outside if not word.turned]
    lines = [text_line(row) for row in in_reading_order(strips_of(outside, page.number))]
    for grid, words in zip(grids, inside, strict=True):
        at = next((i for i, line in enumerate(lines) if line.baseline > grid.ys[0]), len(lines))
        heights = [line.baseline for line in lines if line.cells is None and len(line.text) > len("- 100 -")]
        number = tables.number(
            grid,
            page.number,
            first=all(y > grid.ys[0] for y in heights) and at <= 1,
            last=all(y < grid.ys[-1] for y in heights),
        )
        rows = rows_of_cells(grid, words)
        lines[at:at] = [table_row(cells, page.number, grid.ys[index], number) for index, cells in enumerate(rows)]
    return lines + marked


def _turned(word: Word, page: Page) -> SetLine:
    """Words that run up the margin or across the page: a signature's caption, a watermark."""
    return SetLine(page.number, word.text, word.x0, word.x1, page.height, word.size, layer="stamp", ends=True)


def _unread(page: Page) -> SetLine:
    """A line that says that a page could not be read, and why: an officer must not take it for an empty one."""
    text = f"[Trang {page.number} là ảnh: {page.unread}.]"
    return SetLine(page.number, text, 0, 0, page.height, 0, layer="stamp", ends=True)


def _numbered(lines: Sequence[SetLine]) -> list[Line]:
    return [
        Line(
            number=number,
            text=line.text,
            page=line.page,
            layer=line.layer,
            cells=line.cells,
            table=line.table,
            look=_look(line.bold, line.italic, line.bold_lead, line.centred, line.size or None),
            ends=line.ends,
        )
        for number, line in enumerate(lines, 1)
    ]


@lru_cache(maxsize=1024)
def _look(
    bold: bool,  # noqa: FBT001 - a cache is keyed by position
    italic: bool,  # noqa: FBT001
    bold_lead: int,
    centred: bool,  # noqa: FBT001
    size: float | None,
) -> Look:
    return Look(bold=bold, italic=italic, bold_lead=bold_lead, centred=centred, size=size)
