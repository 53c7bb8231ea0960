"""Ruled tables of a scanned page → the words of their cells.

Recognition reads across columns that stand close together. So the cells are cut out, enlarged and put one below the
other on sheets of their own: a single column, read line by line. Each word then goes back to where its cell stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image, ImageFilter

from cchc_nlp.reading.ocr import recognise
from cchc_nlp.reading.pdf.grids import areas_of
from cchc_nlp.reading.pdf.scan_image import ink_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_nlp.reading.ocr import Found
    from cchc_nlp.reading.pdf.grids import Grid
    from cchc_nlp.reading.pdf.scan_image import Box

_WHITE = 255
_DOTS = 400.0  # per inch on the sheets: type of 6 and 7 points, as in wide tables, is as clear as the body's
_INSIDE = 0.012  # inches from the middle of a rule to where a cell begins
_LEAST_INK = 0.00025  # square inches: a full stop of small type; less is a speck
_PADDING = 0.025  # inches
_GAP = 0.08  # inches between cells on a sheet: like lines of one text
_MARGIN = 0.2
_TALLEST = 20.0  # inches of a sheet
_MOST_CELLS = 5000


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell stands on the page, and from which height to which on the sheet."""

    cell: Box
    top: int
    bottom: int


def read_cells(image: Image.Image, grids: Sequence[Grid], dpi: float, seconds: float) -> list[Found]:
    """The words in the cells of tables, their boxes on the page, each cell's lines apart.

    `image` is without rules; the grids are in points.

    Raises:
        ReadError: Tesseract is not installed.
        TooSlowError: a sheet took more than `seconds`.
    """
    found: list[Found] = []
    scale = max(1.0, _DOTS / dpi)
    cells = [cell for grid in grids for cell in _cells(image, grid, dpi)]
    for number, (sheet, places) in enumerate(_sheets(image, cells[:_MOST_CELLS], dpi, scale)):
        words = recognise(sheet, dpi * scale, seconds=seconds, block=True)
        found += _back(words, places, round(_MARGIN * dpi * scale), scale, number)
    return found


def _cells(image: Image.Image, grid: Grid, dpi: float) -> Iterator[Box]:
    """The cells with ink, in pixels."""
    inside = round(_INSIDE * dpi)
    for area in areas_of(grid):
        x0, y0, x1, y1 = (round(edge * dpi / 72) for edge in area)
        box = (max(0, x0 + inside), max(0, y0 + inside), min(image.width, x1 - inside), min(image.height, y1 - inside))
        if box[2] - box[0] < inside or box[3] - box[1] < inside:
            continue
        inked = ink_box(image.crop(box).filter(ImageFilter.MedianFilter(3)), _LEAST_INK * dpi * dpi)
        if inked:
            yield _around(inked, box, round(_PADDING * dpi))


def _around(inked: Box, cell: Box, padding: int) -> Box:
    """Where the ink of a cell stands on the page, a little room around it: figures far apart are taken for specks."""
    x0, y0, x1, y1 = inked
    left, top, right, bottom = cell
    return (
        max(left, left + x0 - padding),
        max(top, top + y0 - padding),
        min(right, left + x1 + padding),
        min(bottom, top + y1 + padding),
    )


def _sheets(
    image: Image.Image, cells: list[Box], dpi: float, scale: float
) -> Iterator[tuple[Image.Image, list[_Place]]]:
    gap, margin = round(_GAP * dpi * scale), round(_MARGIN * dpi * scale)
    while cells:
        places: list[_Place] = []
        top = margin
        while cells and top < _TALLEST * dpi * scale:
            cell = cells[0]
            bottom = top + round((cell[3] - cell[1]) * scale)
            places.append(_Place(cell, top, bottom))
            top = bottom + gap
            cells = cells[1:]
        width = max(round((p.cell[2] - p.cell[0]) * scale) for p in places) + 2 * margin
        sheet = Image.new("L", (width, top + margin), _WHITE)
        for place in places:
            size = (round((place.cell[2] - place.cell[0]) * scale), place.bottom - place.top)
            sheet.paste(image.crop(place.cell).resize(size, Image.Resampling.BICUBIC), (margin, place.top))
        yield sheet, places


def _back(words: list[Found], places: list[_Place], margin: int, scale: float, sheet: int) -> Iterator[Found]:
    """Words of a sheet to where their cells stand."""
    for word in words:
        middle = (word.top + word.bottom) / 2
        number, place = min(enumerate(places), key=lambda p: max(p[1].top - middle, middle - p[1].bottom, 0.0))
        left, top = place.cell[:2]
        yield replace(
            word,
            left=left + round((word.left - margin) / scale),
            right=left + round((word.right - margin) / scale),
            top=top + round((word.top - place.top) / scale),
            bottom=top + round((word.bottom - place.top) / scale),
            line=(-1 - sheet, number, 1000 * word.line[1] + word.line[2]),
        )
