"""The book of decisions: whatever Excel makes of it is read again; answers that are none keep the point open."""

import csv
from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook

from cchc_nlp.cli import deciding
from cchc_nlp.model import Decision
from cchc_nlp.synthesising.answering import understood

BASIS = Decision("can-cu:812", "Lấy làm căn cứ?", ("giữ", "bỏ"), (), "Kế hoạch số 812; bản\u200a2")
FIGURE = Decision("so-lieu:khe-man:out", "Chọn giá trị nào?", ("giữ", "1.703", "1.590"), (), "10.733")
GROUP = Decision("nhom:cause:mua", "Đặt tên chủ đề?", ("giữ", "bỏ", "(tên chủ đề)"), (), "Mưa lũ")
COLUMNS = ["mã", "câu hỏi", "phương án", "quyết định"]


def asked(path):
    book = deciding.read(path).with_open([BASIS, FIGURE])
    deciding.write(book)
    return book


def resaved(path, delimiter, encoding):
    """As Excel saves it by the settings of its system."""
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    rows[1][3], rows[2][3] = "bỏ", "1.590"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-16")]
)
def test_a_book_saved_by_excel_of_any_locale_is_read_and_written_on_as_it_is(tmp_path, delimiter, encoding):
    path = tmp_path / "qd.csv"
    asked(path)
    resaved(path, delimiter, encoding)
    book = deciding.read(path)
    assert book.answers == {BASIS.id: "bỏ", FIGURE.id: "1.590"}
    deciding.write(book.with_open([]))
    assert deciding.read(path).rows == book.rows
    first = path.read_bytes().decode("utf-16" if encoding == "utf-16" else "utf-8-sig").splitlines()[0]
    assert first.split(delimiter) == COLUMNS


def test_a_book_named_as_a_workbook_is_one(tmp_path):
    path = tmp_path / "qd.xlsx"
    asked(path)
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    assert [cell.value for cell in sheet[1]] == COLUMNS
    sheet["D2"], sheet["D3"] = "giữ", 1590
    workbook.save(path)
    assert deciding.read(path).answers == {BASIS.id: "giữ", FIGURE.id: "1590"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("qd.csv", "a,b\n1,2\n", "không phải sổ quyết định; cần đủ các cột mã, câu hỏi, phương án, quyết định."),
        ("qd.csv", "", "không phải sổ quyết định; cần đủ các cột mã, câu hỏi, phương án, quyết định."),
        ("qd.xlsx", "a", "không phải tệp Excel .xlsx; hãy mở bằng Excel và lưu dạng .xlsx."),
        ("qd.docx", "a", "tên sổ quyết định phải có đuôi .xlsx hoặc .csv."),
    ],
)
def test_a_wrong_file_is_no_book_and_a_mistake_of_use(tmp_path, name, content, told):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(typer.BadParameter) as refused:
        deciding.read(path)
    assert refused.value.message == f"{path}: {told}"


@pytest.mark.parametrize(
    ("question", "answer", "meant"),
    [
        (BASIS, " GIỮ ", "giữ"),
        (BASIS, "giu", "giữ"),
        (BASIS, "Bo", "bỏ"),
        (BASIS, "có lẽ được", None),
        (FIGURE, "1.590", "1.590"),
        (FIGURE, "1590", "1.590"),
        (FIGURE, "1591", None),
        (GROUP, "Bỏ", "bỏ"),
        (GROUP, " Thiên  tai, mưa lũ", "Thiên tai, mưa lũ"),
        (GROUP, "(tên chủ đề)", None),
        (GROUP, "?", None),
        (GROUP, "", None),
    ],
)
def test_an_answer_is_a_choice_however_it_is_spelt_or_none(question, answer, meant):
    assert understood(question, answer) == meant


def test_an_answer_not_understood_stays_in_its_row_and_what_is_new_is_known(tmp_path):
    path = tmp_path / "qd.csv"
    asked(path)
    resaved(path, ";", "utf-8-sig")
    book = deciding.read(path)
    now = book.with_open([FIGURE, GROUP])
    assert [(row.id, row.answer) for row in now.rows] == [(FIGURE.id, "1.590"), (GROUP.id, ""), (BASIS.id, "bỏ")]
    assert [now.row_number(one) for one in (FIGURE, GROUP)] == [2, 3]
    assert [book.new(one) for one in (FIGURE, GROUP)] == [False, True]
    assert not deciding.read(Path(tmp_path / "none.csv")).new(GROUP)
