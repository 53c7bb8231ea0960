"""What `cchc check` hands over: a table, JSON, a workbook without formulas, letters to communes, an exit status."""

import json
import sys
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from building import report
from docx import Document
from openpyxl import load_workbook

from cchc_nlp import cli
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Problem
from cchc_nlp.synthesising import letter, write
from cchc_nlp.tabulating import problems_workbook
from cchc_nlp.tabulating.workbooks import Cell, Column, Sheet, workbook_bytes

WRONG = """\
ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: /BC-UBND
Suối Mơ, ngày 12 tháng 4 năm 2026
BÁO CÁO
Kết quả công tác cải cách hành chính tháng 4 năm 2026
I. KẾT QUẢ THỰC HIỆN
1. Cải cách thể chế
Ủy ban nhân dân xã đã ban hành Kế hoạch số 10/KH-UBND ngày 05/01/2026 về cải cách hành chính năm 2026.
2. Cải cách thủ tục hành chính
Ủy ban nhân dân xã đã xây dựng Kế hoạch số 36/KH-UBND ngày 06/3/2026 về công tác CCHC năm 2026.
II. TỒN TẠI, HẠN CHẾ
- Máy tính đã cũ, thường xuyên hỏng.
"""
RIGHT = WRONG.replace("Số: /", "Số: 5/").replace("36/KH-UBND ngày 06/3/2026 về công tác CCHC", "10/KH-UBND về CCHC")
PLACE = {"indicator": "dossiers_received", "value": 5, "source": "table", "lines": [7, 7], "page": None}
PROBLEMS = (
    Problem("rate_mismatch", "error", "Tỷ lệ không khớp.", (7, 9), {"places": [PLACE | {"quote": "=1+1"}]}),
    Problem("missing_document_number", "warning", "=cmd|' /C calc'!A0", (3, 3)),
    Problem("typo", "info", "«TTTC» có thể viết nhầm.", (4, 4)),
)


@pytest.fixture(scope="module")
def standard():
    return load_standard()


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Runs `cchc` in a folder with a wrong report and a right one; gives status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sai.txt").write_text(WRONG, "utf-8")
    (tmp_path / "dung.txt").write_text(RIGHT, "utf-8")

    def run_cchc(*arguments):
        monkeypatch.setattr(sys, "argv", ["cchc", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        told = capfd.readouterr()
        return end.value.code or 0, told.out, told.err

    return run_cchc


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


# ---------------------------------------------------------------------------- workbooks
def test_a_workbook_has_an_overview_and_a_sheet_for_each_kind(standard):
    reports = [replace(report("xã An Bình", path="a.docx"), problems=PROBLEMS), report("xã Đông Hà", path="b.docx")]
    workbook = load_workbook(BytesIO(problems_workbook(reports, standard)))
    assert workbook.sheetnames == ["Tổng hợp", "Thể thức báo cáo", "Phép tính", "Từ ngữ"]
    assert cells(workbook["Tổng hợp"]) == [
        ["Đơn vị", "Tệp", "Lỗi", "Cần xem lại", "Lưu ý"],
        ["xã An Bình", "a.docx", 1, 1, 1],
        ["xã Đông Hà", "b.docx", 0, 0, 0],
    ]
    figures = workbook["Phép tính"]
    assert cells(figures)[1] == ["xã An Bình", "Lỗi", "Tỷ lệ không khớp.", "dòng 7–9", "a.docx", "rate_mismatch"]
    assert figures["C2"].comment.text == "dòng 7: 5 («=1+1»)"
    assert (figures.auto_filter.ref, figures.freeze_panes) == ("A1:F2", "A2")


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", '=HYPERLINK("x")'])
def test_text_is_never_written_as_a_formula(text):
    sheet = Sheet(text, (Column(text, 10),), ((Cell(text, text),),))
    content = workbook_bytes([sheet])
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    read = load_workbook(BytesIO(content)).worksheets[0]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for row in read.iter_rows() for cell in row] == [
        (text, "s", True),
        (text, "s", True),
    ]


def test_names_of_sheets_and_texts_are_made_to_fit():
    sheets = [Sheet("Một/hai: [ba]?", (Column("a", 5),), ((Cell("\x00" + "x" * 40_000),),)) for _ in range(2)]
    sheets.append(Sheet("", (Column("a", 5),), ()))
    workbook = load_workbook(BytesIO(workbook_bytes(sheets)))
    assert workbook.sheetnames == ["Một hai   ba", "Một hai   ba 2", "cchc_nlp"]
    assert workbook.worksheets[0]["A2"].value == "x" * 32_767


def test_the_same_problems_give_the_same_bytes(standard):
    reports = [replace(report("xã An Bình"), problems=PROBLEMS)]
    assert problems_workbook(reports, standard) == problems_workbook(reports, standard)


# ---------------------------------------------------------------------------- letters
def test_a_letter_lists_errors_then_what_to_look_at_again(standard, tmp_path):
    made = letter(replace(report("xã An Bình", path="bao-cao/a.docx"), problems=PROBLEMS), standard)
    write(made, tmp_path / "phieu.docx")
    text = [p.text for p in Document(tmp_path / "phieu.docx").paragraphs if p.text]
    assert text[:3] == [
        "PHIẾU ĐỀ NGHỊ CHỈNH SỬA BÁO CÁO",
        "Công tác cải cách hành chính 6 tháng đầu năm 2026",
        "Kính gửi: Ủy ban nhân dân xã An Bình.",
    ]
    assert text[3:] == [
        "Qua kiểm tra báo cáo công tác cải cách hành chính 6 tháng đầu năm 2026 của UBND xã An Bình (tệp a.docx), "
        "Sở Nội vụ đề nghị kiểm tra, chỉnh sửa các nội dung sau:",
        "1. Nội dung phải chỉnh sửa",
        "- Tỷ lệ không khớp.",
        "2. Nội dung cần kiểm tra, làm rõ",
        "- =cmd|' /C calc'!A0",
        "Vị trí được ghi theo thứ tự trang, dòng (đoạn) của tệp báo cáo đã gửi. Đề nghị chỉnh sửa và gửi lại báo cáo "
        "trước ngày …… tháng …… năm 2026./.",
    ]


def test_no_letter_where_nothing_is_to_be_corrected(standard):
    assert letter(replace(report("xã An Bình"), problems=PROBLEMS[2:]), standard) is None


def test_a_letter_to_nobody_knows_what_it_does_not_know(standard, tmp_path):
    made = letter(replace(report(None, period=None), problems=PROBLEMS[:1]), standard)
    write(made, tmp_path / "phieu.docx")
    text = [p.text for p in Document(tmp_path / "phieu.docx").paragraphs if p.text]
    assert text[1:3] == ["Công tác cải cách hành chính", "Kính gửi: Ủy ban nhân dân ……."]


# ---------------------------------------------------------------------------- the command
def test_the_table_counts_and_lists_gravest_first(run):
    status, out, _ = run("check", "sai.txt")
    lines = out.splitlines()
    assert status == 0
    assert lines[0].startswith("sai.txt (xã Suối Mơ): 1 lỗi, 1 cần xem lại")
    assert lines[1].split() == ["Mức", "độ", "Vị", "trí", "Nội", "dung"]
    assert lines[2].startswith("Lỗi")
    assert any(line.startswith("Cần xem lại  dòng 3") for line in lines)


def test_a_report_without_problems_says_so_in_one_line(run):
    assert run("check", "dung.txt")[1] == "dung.txt (xã Suối Mơ): 0 lỗi, 0 cần xem lại, 0 lưu ý\n"


def test_strict_ends_with_1_where_an_error_is_found(run):
    assert run("check", "sai.txt", "--strict", "--quiet")[0] == 1
    assert run("check", "dung.txt", "--strict", "--quiet")[0] == 0


def test_json_is_one_line_a_report(run):
    _, out, _ = run("check", ".", "--json")
    right, wrong = map(json.loads, out.splitlines())
    assert (right["path"], right["unit"], right["problems"]) == ("dung.txt", "xã Suối Mơ", [])
    assert {"code", "severity", "message", "lines", "values"} == set(wrong["problems"][0])


def test_workbook_and_letters_are_written_and_nothing_is_overwritten(run, tmp_path):
    status, out, _ = run("check", ".", "-o", "loi.xlsx", "--letters", "phieu")
    assert (status, out) == (0, "")
    assert load_workbook(tmp_path / "loi.xlsx").sheetnames == ["Tổng hợp", "Thể thức báo cáo", "Văn bản viện dẫn"]
    assert [path.name for path in (tmp_path / "phieu").iterdir()] == ["sai.docx"]
    status, _, err = run("check", "sai.txt", "-o", "loi.xlsx")
    assert (status, err.splitlines()[-1]) == (
        2,
        "cchc: loi.xlsx: đã có tệp này; thêm --force để ghi đè, hoặc chọn tên khác.",
    )
    assert run("check", "sai.txt", "-o", "loi.xlsx", "--letters", "phieu", "--force")[0] == 0


def test_results_of_parse_are_checked_as_well(run):
    run("parse", "sai.txt", "-o", "ket-qua")
    assert json.loads(run("check", "ket-qua", "--json")[1])["problems"][0]["code"] == "missing_document_number"


def test_another_suffix_is_refused(run):
    status, _, err = run("check", "sai.txt", "-o", "loi.csv")
    assert (status, "phải có đuôi .xlsx" in err) == (2, True)
