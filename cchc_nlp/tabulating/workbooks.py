"""Sheets of plain cells → .xlsx: header row kept in sight, filter on, notes as comments; text is never a formula.

openpyxl writes the parts; the zip is packed anew with fixed times, so that the same sheets give the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook, comments, styles, utils  # type: ignore[import-untyped] # ships no types
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]
from openpyxl.worksheet.properties import PageSetupProperties  # type: ignore[import-untyped]

from cchc_nlp.model import MAKER

_AUTHOR = "cchc_nlp"
# What Excel takes: characters of a cell, of a name of a sheet. A comment longer than this nobody reads.
_LONGEST_TEXT, _LONGEST_NAME, _LONGEST_NOTE = 32_767, 31, 2_000
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]]")
# Text that a spreadsheet would take for a formula when it is typed again.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_HEADER = styles.PatternFill("solid", fgColor="DDE7F0")
_FILLED_IN = styles.PatternFill("solid", fgColor="FFF4CC")
_BOLD = styles.Font(name="Calibri", size=11, bold=True)
# A line of text is so many points high; a row of many lines is cut, its cells say all when they are chosen.
_LINE_HEIGHT, _MOST_LINES = 15, 12
# Sheets of at most so many columns are printed one page wide, wider ones at so many per cent.
_PAGE_COLUMNS, _WIDE_SCALE = 15, 70
_NOTE_WIDTH, _NOTE_LINE, _NOTE_CHARACTERS = 420, 18, 60
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_TIME_PARTS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</)")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours, without the sign before it; text of reports never becomes one."""

    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text, a number, a day, a formula, or nothing; `note` becomes its comment.

    `format` is that of its number, `fill` a colour (RRGGBB) that marks it.
    """

    value: str | float | date | Formula | None
    note: str | None = None
    format: str | None = None
    fill: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The title of a column and its width in characters; one that officers fill in is tinted."""

    title: str
    width: float
    filled_in: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """A drop-down list: the first `count` cells under the title of column `column` (0-based) of another sheet."""

    sheet: str
    column: int
    count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; each row has as many cells as there are columns. `options` gives each row of a column its list.

    The first `fixed_rows` rows stay in sight with the titles and are not filtered, so do the first `fixed_columns`
    columns; `filtered` rows after them are filtered, all where it is None. `hidden_rows` are numbered from 1 on.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    options: Mapping[int, Sequence[Options]] = field(default_factory=dict)
    fixed_rows: int = 0
    fixed_columns: int = 0
    filtered: int | None = None
    hidden_rows: tuple[int, ...] = ()
    hidden: bool = False


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The file. Always the same bytes for the same sheets."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    names: set[str] = set()
    for sheet in sheets:
        name = _name(sheet.name, names)
        names.add(name.lower())
        _write(workbook.create_sheet(name), sheet)
    workbook.properties.creator, workbook.properties.keywords = _AUTHOR, MAKER
    return _packed(workbook)


def letter(column: int) -> str:
    """The letter of a column, counted from 1 on: A, B, … AA."""
    return str(utils.get_column_letter(column))


def _name(wished: str, taken: set[str]) -> str:
    """A name Excel accepts, not yet taken."""
    name = _NOT_IN_NAMES.sub(" ", wished).strip("' ")[:_LONGEST_NAME] or _AUTHOR
    tries = (name if n == 1 else f"{name[: _LONGEST_NAME - 4]} {n}" for n in range(1, len(taken) + 2))
    return next(one for one in tries if one.lower() not in taken)


def _write(target: Any, sheet: Sheet) -> None:
    for position, column in enumerate(sheet.columns, 1):
        head = target.cell(1, position)
        _put_text(head, column.title)
        head.font, head.fill = _BOLD, _HEADER
        head.alignment = styles.Alignment(wrap_text=True, vertical="center", horizontal="center")
        dimension = target.column_dimensions[utils.get_column_letter(position)]
        dimension.width, dimension.hidden = column.width, column.hidden
    for number, row in enumerate(sheet.rows, 2):
        for position, cell in enumerate(row, 1):
            _put(target.cell(number, position), cell)
            if sheet.columns[position - 1].filled_in:
                target.cell(number, position).fill = _FILLED_IN
    for at, options in sheet.options.items():
        _offer(target, utils.get_column_letter(at + 1), options)
    head = sheet.fixed_rows + 1
    last = len(sheet.rows) + 1 if sheet.filtered is None else head + sheet.filtered
    target.freeze_panes = target.cell(head + 1, sheet.fixed_columns + 1)
    target.auto_filter.ref = f"A{head}:{utils.get_column_letter(len(sheet.columns))}{last}"
    _set_heights(target, sheet)
    for number in sheet.hidden_rows:
        target.row_dimensions[number].hidden = True
    _set_page(target, sheet)
    target.sheet_state = "hidden" if sheet.hidden else "visible"


def _set_heights(target: Any, sheet: Sheet) -> None:
    """Rows as high as their text needs: what opens the file may not count it by itself."""
    texts: list[list[object]] = [[column.title for column in sheet.columns]]
    texts += [[cell.value for cell in row] for row in sheet.rows]
    for number, row in enumerate(texts, 1):
        shown = [(value, c.width) for value, c in zip(row, sheet.columns, strict=True) if not c.hidden]
        lines = max((_lines(value, width) for value, width in shown), default=1)
        if lines > 1:
            target.row_dimensions[number].height = _LINE_HEIGHT * min(lines, _MOST_LINES)


def _lines(value: object, width: float) -> int:
    return sum(1 + int(len(line) / width) for line in value.split("\n")) if isinstance(value, str) else 1


def _set_page(target: Any, sheet: Sheet) -> None:
    """Landscape A4 with lines between the cells, the titles on every page, and which page it is."""
    target.page_setup.orientation, target.page_setup.paperSize = "landscape", target.PAPERSIZE_A4
    target.print_options.gridLines = True
    target.oddFooter.center.text = "&A – &P/&N"
    target.print_title_rows = "1:1"
    if sheet.fixed_columns:
        target.print_title_cols = f"A:{letter(sheet.fixed_columns)}"
    if len(sheet.columns) <= _PAGE_COLUMNS:
        target.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        target.page_setup.fitToHeight = 0
    else:
        target.page_setup.scale = _WIDE_SCALE


def _offer(target: Any, own: str, options: Sequence[Options]) -> None:
    """One validation for all rows with the same list: one for each row would make Excel slow to open the file.

    What is not in the list may be typed all the same: it is judged when the workbook is read back, with all rows named.
    """
    cells: dict[Options, list[str]] = defaultdict(list)
    row = 2
    for option, same in groupby(options):
        count = len(list(same))
        cells[option].append(f"{own}{row}:{own}{row + count - 1}")
        row += count
    for option, ranges in cells.items():
        source = utils.get_column_letter(option.column + 1)
        formula = f"'{option.sheet}'!${source}$2:${source}${option.count + 1}"
        validation = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=False)
        for reference in ranges:
            validation.add(reference)
        target.add_data_validation(validation)


def _put(target: Any, cell: Cell) -> None:
    if isinstance(cell.value, str):
        _put_text(target, cell.value)
    elif isinstance(cell.value, Formula):
        target.value = f"={cell.value.text}"
    elif cell.value is not None:
        target.value = cell.value
    words = isinstance(cell.value, str)
    target.alignment = styles.Alignment(
        wrap_text=True, vertical="top", horizontal="left" if words else None, indent=int(words)
    )
    if cell.format:
        target.number_format = cell.format
    if cell.fill:
        target.fill = styles.PatternFill("solid", fgColor=cell.fill)
    if cell.bold:
        target.font = _BOLD
    if cell.note:
        note = _clean(cell.note)[:_LONGEST_NOTE]
        lines = sum(1 + len(line) // _NOTE_CHARACTERS for line in note.splitlines())
        target.comment = comments.Comment(note, _AUTHOR, height=_NOTE_LINE * (lines + 1), width=_NOTE_WIDTH)


def _put_text(target: Any, text: str) -> None:
    """Text as text, whatever it begins with: kept as a string, and marked so for whoever edits the cell."""
    target.value = _clean(text)[:_LONGEST_TEXT]
    target.data_type = "s"
    if text.startswith(FORMULA_SIGNS):
        target.quotePrefix = True


def _clean(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _packed(workbook: Workbook) -> bytes:
    """The parts in the order openpyxl gives them, with fixed times."""
    raw, packed = BytesIO(), BytesIO()
    workbook.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, _ZIP_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            content = source.read(item)
            if item.filename == "docProps/core.xml":
                content = _TIME_PARTS.sub(rb"\g<1>1980-01-01T00:00:00Z\g<3>", content)
            target.writestr(entry, content)
    return packed.getvalue()
