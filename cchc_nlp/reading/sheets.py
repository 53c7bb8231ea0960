"""Spreadsheets (.xlsx, .xls, .ods) → each row of each sheet as a table line, numbers as a Vietnamese screen shows them.

Formulas by their last result; hidden sheets too, for figures are kept there; empty rows are left out. How numbers are
shown (0,98 or 98%) only .xlsx tells here: the others are converted to it where LibreOffice is installed.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Line
from cchc_nlp.reading.converting import converted
from cchc_nlp.reading.encodings import modern
from cchc_nlp.reading.rendition import Rendition
from cchc_nlp.reading.symbols import plain
from cchc_nlp.reading.tabulating import MOST_COLUMNS
from cchc_nlp.reading.terms import wider
from cchc_nlp.reading.unpacking import Parts
from cchc_nlp.vietnamese.forms import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cchc_nlp.reading.terms import Terms

_BLANKS = re.compile(r"\s+")
_DECIMALS = re.compile(r"\.(0+)")
_DIGITS_SHOWN = 10  # a cell of the usual width shows no more; beyond them stands only what binary fractions leave
_MOST_BLANK_ROWS = 10_000  # between two filled ones: a sheet whose last row is a million is formatted, not filled


def read_xlsx(content: bytes, terms: Terms) -> Rendition:
    """The rows of a workbook of today.

    Raises:
        ReadError: damaged, unsafe, or too large.
    """
    from openpyxl import load_workbook  # type: ignore[import-untyped] # ships no types

    parts = Parts(content, ".xlsx", terms)
    for name in sorted(parts.names):
        if name.endswith((".xml", ".rels")):
            _refuse_document_type(parts.content(name) or b"")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of drawings and extensions it leaves out: so do we
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            try:
                return _rendition(map(_xlsx_rows, book.worksheets), terms)
            finally:
                book.close()
    except ReadError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads it to
        raise ReadError(_damaged(".xlsx")) from error


def read_old_sheets(content: bytes, terms: Terms) -> Rendition:
    """The rows of an old workbook (.xls) or of an OpenDocument one.

    Raises:
        ReadError: damaged or too large.
    """
    kind = "ods" if content.startswith(b"PK") else "xls"
    if kind == "ods":
        _refuse_document_type(Parts(content, ".ods", terms).content("content.xml") or b"")
    with suppress(ReadError):  # what LibreOffice cannot read, calamine may
        modern_book = converted(kind, content, terms)
        if modern_book is not None:
            return read_xlsx(modern_book, terms)
    return _calamine(kind, content, terms)


def _calamine(kind: str, content: bytes, terms: Terms) -> Rendition:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = map(book.get_sheet_by_name, book.sheet_names)
        return _rendition(map(_calamine_rows, sheets), terms)
    except (ReadError, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:  # a panic of the Rust library is no Exception
        raise ReadError(_damaged(f".{kind}")) from error


def _calamine_rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield [_shown(value, "") for value in row[:MOST_COLUMNS]]


def _xlsx_rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_col=MOST_COLUMNS):
        yield [_shown(cell.value, cell.number_format) for cell in row]


def _rendition(sheets: Iterable[Iterable[list[str]]], terms: Terms) -> Rendition:
    lines: list[Line] = []
    cells = 0
    for table, rows in enumerate(sheets, 1):
        filled = list(_filled(rows, terms.max_cells - cells))
        cells += sum(1 for row in filled for cell in row if cell)
        columns = max(map(_last_filled, filled), default=0)
        for row in filled:
            shown = tuple((row + [""] * columns)[:columns])
            lines.append(Line(len(lines) + 1, "\t".join(shown), cells=shown, table=table, ends=True))
    return Rendition(tuple(lines))


def _filled(rows: Iterable[list[str]], most: int) -> Iterator[list[str]]:
    """The rows that hold anything, up to as many cells as may be."""
    cells = blank = 0
    for row in rows:
        if not any(row):
            blank += 1
            if blank > _MOST_BLANK_ROWS:
                return
            continue
        blank = 0
        cells += sum(1 for cell in row if cell)
        if cells > most:
            raise ReadError(
                f"bảng tính có quá nhiều ô có dữ liệu; hãy tách riêng phụ lục của báo cáo, {wider('cells')}."
            )
        yield row


def _last_filled(row: list[str]) -> int:
    return max((place for place, cell in enumerate(row, 1) if cell), default=0)


def _shown(value: Any, form: str) -> str:
    """A cell as it is shown.

    Fractions have a decimal comma: "2.654" would be two thousand.

    >>> [_shown(0.9742, "0.00%"), _shown(1552, "General"), _shown(2.654, ""), _shown(None, "")]
    ['97,42%', '1552', '2,654', '']
    """
    match value:
        case None:
            return ""
        case bool():
            return "có" if value else "không"
        case int() | float():
            return _number(value, form or "")
        case dt.datetime():
            return value.strftime("%d/%m/%Y")
        case dt.date():
            return value.strftime("%d/%m/%Y")
        case _:
            return _BLANKS.sub(" ", nfc(plain(modern(str(value))))).strip()


def _number(value: float, form: str) -> str:
    percent = "%" in form
    amount = value * 100 if percent else value
    decimals = _DECIMALS.search(form)
    if decimals or (percent and "." not in form):
        text = f"{amount:.{len(decimals[1]) if decimals else 0}f}"
    else:
        text = f"{amount:.{_DIGITS_SHOWN}g}" if isinstance(amount, float) else str(amount)
        if "e" in text:
            text = f"{amount:.0f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction if decimals and not percent else fraction.rstrip("0")
    return f"{whole}{f',{fraction}' if fraction else ''}{'%' if percent else ''}"


def _refuse_document_type(content: bytes) -> None:
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise ReadError("bảng tính chứa khai báo DOCTYPE không an toàn; hãy mở bằng Excel và lưu lại rồi thử lại.")


def _damaged(form: str) -> str:
    return f"tệp {form} bị hỏng hoặc đặt mật khẩu; hãy mở bằng Excel, lưu lại rồi thử lại."
