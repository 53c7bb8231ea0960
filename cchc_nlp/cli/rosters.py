"""Lists of communes as officers keep them (.csv, .txt, .xlsx) → rows of text."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Commune

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs

# A list of all communes of the country has not a tenth of this.
_MOST_BYTES = 20_000_000
_DELIMITERS = "\t;,|"


def read_roster(path: Path, standard: Standard, *, province: str | None = None) -> tuple[Commune, ...]:
    """The communes of a list, those of one province where it is named; of a workbook, the first sheet that has some.

    Raises:
        ReadError: not readable, wrong columns, none of the province; the message names the file.
    """
    from cchc_nlp import registering, tabulating

    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return registering.roster_of(_rows(path), str(path), standard, province=province)
    refusal = ReadError(standard.registering.phrase("no_rows", file=path))
    for rows in tabulating.cells_of(path).values():
        try:
            return registering.roster_of(rows, str(path), standard, province=province)
        except ReadError as error:
            refusal = error
    raise refusal


def _rows(path: Path) -> list[list[str]]:
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    if not first.count(delimiter):
        return [[line] for line in text.splitlines()]
    try:
        return list(csv.reader(text.splitlines(), delimiter=delimiter))
    except csv.Error as error:
        raise ReadError(f"{path}: không đọc được danh sách; hãy lưu lại thành CSV với mã UTF-8.") from error


def _text(path: Path) -> str:
    """UTF-8, or the UTF-16 that Excel calls Unicode text."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ReadError(f"{path}: tệp quá lớn, không phải danh sách xã, phường.")
        content = path.read_bytes()
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig").replace("\0", "")
    except OSError as error:
        raise ReadError(f"{path}: không mở được tệp ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: không đọc được danh sách; hãy lưu lại thành CSV với mã UTF-8.") from error
