"""Tables that officers keep and hand back (.csv, .txt, .xlsx) → rows of text, however Excel has saved them."""

from __future__ import annotations

import csv
from pathlib import Path

from cchc_nlp.errors import ReadError, reason_of

# A list of all communes of the country has not a tenth of this.
_MOST_BYTES = 20_000_000
_DELIMITERS = "\t;,|"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def tables_of(path: Path) -> list[list[list[str]]]:
    """The rows of a text file as one table, those of a workbook a table a sheet.

    Raises:
        ReadError: it cannot be read; the message names the file.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return [_rows(path)]
    from cchc_nlp import tabulating

    return [[list(row) for row in rows] for rows in tabulating.cells_of(path).values()]


def delimiter_of(path: Path) -> str:
    """What parts the columns of a text file: Excel takes what the settings of its system name; "" where nothing does.

    Raises:
        ReadError: as `tables_of`.
    """
    return _delimiter(_text(path))


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    return delimiter if first.count(delimiter) else ""


def _rows(path: Path) -> list[list[str]]:
    text = _text(path)
    delimiter = _delimiter(text)
    if not delimiter:
        return [[line] for line in text.splitlines()]
    try:
        return list(csv.reader(text.splitlines(), delimiter=delimiter))
    except csv.Error as error:
        raise ReadError(f"{path}: không đọc được bảng; hãy lưu lại thành .xlsx, hoặc CSV với mã UTF-8.") from error


def _text(path: Path) -> str:
    """UTF-8, or the UTF-16 that Excel calls Unicode text."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ReadError(f"{path}: tệp quá lớn, không phải bảng do cán bộ lập.")
        content = path.read_bytes()
        return content.decode("utf-16" if content[:2] in _UTF_16 else "utf-8-sig").replace("\0", "")
    except OSError as error:
        raise ReadError(f"{path}: không mở được tệp ({reason_of(error)}).") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: không đọc được bảng; hãy lưu lại thành .xlsx, hoặc CSV với mã UTF-8.") from error
