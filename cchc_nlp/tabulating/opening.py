"""A workbook that an officer has filled in → the text of its cells, sheet by sheet; its size is bounded first."""

from __future__ import annotations

import warnings
import zipfile
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook  # type: ignore[import-untyped] # ships no types

from cchc_nlp.errors import ReadError, reason_of

# A review of a province has some thousand rows of a few hundred characters: 200 MB unpacked is no workbook of ours.
_MOST_BYTES = 200_000_000
_MOST_ROWS = 200_000


def cells_of(path: Path) -> dict[str, list[tuple[str, ...]]]:
    """Title of each sheet → its rows as text, empty cells as "". Formulas give the value they were saved with.

    Raises:
        ReadError: no workbook, damaged, or too large; the message names the file.
    """
    return {
        title: [tuple("" if value is None else str(value) for value in row) for row in rows]
        for title, rows in values_of(path).items()
    }


def values_of(path: Path, *, formulas: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """As `cells_of`, but the values themselves, None for empty cells; with `formulas` their words ("=A1") instead.

    Raises:
        ReadError: as `cells_of`.
    """
    _refuse_too_large(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of drawings and extensions it leaves out: so do we
            return _sheets(path, formulas=formulas)
    except Exception as error:  # openpyxl raises whatever a damaged part leads it to
        raise ReadError(f"{path}: tệp Excel bị hỏng; hãy mở bằng Excel, lưu lại rồi thử lại.") from error


def _sheets(path: Path, *, formulas: bool) -> dict[str, list[tuple[object, ...]]]:
    workbook = load_workbook(path, read_only=True, data_only=not formulas)
    try:
        return {sheet.title: _rows(sheet) for sheet in workbook.worksheets}
    finally:
        workbook.close()


def _refuse_too_large(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except OSError as error:
        raise ReadError(f"{path}: không mở được tệp ({reason_of(error)}).") from error
    except zipfile.BadZipFile as error:
        raise ReadError(f"{path}: không phải tệp Excel .xlsx; hãy mở bằng Excel và lưu dạng .xlsx.") from error
    if size > _MOST_BYTES:
        raise ReadError(f"{path}: tệp Excel quá lớn ({size // 1_000_000} MB sau khi giải nén).")


def _rows(sheet: Any) -> list[tuple[object, ...]]:
    return list(islice(sheet.iter_rows(values_only=True), _MOST_ROWS))
