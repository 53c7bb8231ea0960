"""Spreadsheets are read row by row, numbers as a Vietnamese screen shows them."""

from __future__ import annotations

import datetime as dt

import pytest
from files import xlsx_bytes
from office import as_format, needs_libreoffice

from cchc_nlp.errors import ReadError
from cchc_nlp.reading import Terms, converting, read
from cchc_nlp.reading.sheets import read_old_sheets

ROWS = [
    ["STT", "Chỉ tiêu", "Số liệu"],
    [1, "Hồ sơ đã nhận", 2643],
    [2, "Tỷ lệ đúng hạn", 0.9807],
    [3, "Kinh phí\n(tỷ đồng)", 2.654],
    [None, None, None],
    [4, "Ngày lập", dt.date(2026, 3, 15)],
]
FORMATS = {"C3": "0.00%", "C4": "General", "C6": "dd/mm/yyyy"}
SHOWN = [
    ("STT", "Chỉ tiêu", "Số liệu"),
    ("1", "Hồ sơ đã nhận", "2643"),
    ("2", "Tỷ lệ đúng hạn", "98,07%"),
    ("3", "Kinh phí (tỷ đồng)", "2,654"),
    ("4", "Ngày lập", "15/03/2026"),
]


def book(folder, content, name="bieu.xlsx"):
    path = folder / name
    path.write_bytes(content)
    return read(path)


def test_rows_of_all_sheets_are_table_lines_and_empty_rows_are_left_out(tmp_path):
    document = book(tmp_path, xlsx_bytes(ROWS, [["Phụ lục II"], ["a", "b"]], formats=FORMATS))
    assert [line.cells for line in document.lines] == [*SHOWN, ("Phụ lục II", ""), ("a", "b")]
    assert [line.table for line in document.lines] == [1] * 5 + [2] * 2
    assert document.source.format == "xlsx"


@needs_libreoffice
@pytest.mark.parametrize("form", ["xls", "ods"])
def test_old_and_open_spreadsheets_show_the_same(tmp_path, form):
    document = book(tmp_path, as_format(xlsx_bytes(ROWS, formats=FORMATS), "xlsx", form), f"bieu.{form}")
    assert ([line.cells for line in document.lines], document.source.format) == (SHOWN, form)


@needs_libreoffice
def test_without_libreoffice_old_spreadsheets_lose_only_how_numbers_are_shown(monkeypatch):
    content = as_format(xlsx_bytes(ROWS, formats=FORMATS), "xlsx", "xls")
    monkeypatch.setattr(converting, "libreoffice", lambda: None)
    shown = [*SHOWN[:2], ("2", "Tỷ lệ đúng hạn", "0,9807"), *SHOWN[3:]]
    assert [line.cells for line in read_old_sheets(content, Terms()).lines] == shown


def test_a_spreadsheet_beyond_the_limit_of_cells_is_refused(tmp_path):
    path = tmp_path / "to.xlsx"
    path.write_bytes(xlsx_bytes([[1] * 10] * 20))
    with pytest.raises(ReadError, match="bảng tính có quá nhiều ô có dữ liệu"):
        read(path, Terms(max_cells=100))
