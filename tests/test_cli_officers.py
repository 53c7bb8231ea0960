"""What officers meet when they draft, decide, correct and compare: nothing they write or lack goes unsaid."""

from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook
from test_cli import REPORT, write

from cchc_nlp.cli.app import app as typer_app
from cchc_nlp.cli.help import wording

OTHER = REPORT.replace("Suối Mơ", "Đồi Chè").replace("SUỐI MƠ", "ĐỒI CHÈ")


def test_an_untouched_draft_with_figures_written_by_hand_agrees_until_the_workbook_changes(run):
    write("bc/a.txt")
    write("bc/b.txt", OTHER)
    assert run("tabulate", "bc", "-o", "so-lieu.xlsx")[0] == 0
    workbook = load_workbook("so-lieu.xlsx")
    sheet = workbook.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[2].value == "Mã chỉ tiêu")
    received, on_time = (
        next(c.column for c in head if c.value == name)
        for name in ("dossiers_received", "dossiers_resolved_within_deadline")
    )
    row = next(r[0].row for r in sheet.iter_rows() if str(r[2].value).endswith("Suối Mơ"))
    sheet.cell(row, received).value, sheet.cell(row, on_time).value = 46, 60
    workbook.save("so-lieu.xlsx")
    options = ("--corrections", "so-lieu.xlsx", "--evidence", "nguon.json")
    assert run("synthesize", "bc", "-o", "th.md", *options)[0] == 0
    assert "[^4]: ." not in Path("th.md").read_text("utf-8")
    assert run("synthesize", "bc", "-o", "th.docx", *options, "--force")[0] == 0
    assert run("verify", "th.docx", "nguon.json", "bc")[:2] == (0, "")
    sheet.cell(row, received).value = 47
    workbook.save("so-lieu.xlsx")
    status, printed, _ = run("verify", "th.docx", "nguon.json", "bc")
    assert status == 1
    assert "không thấy giá trị 46 ở ../so-lieu.xlsx" in printed


def test_a_period_of_which_there_is_no_report_is_told(run):
    write("bc/a.txt")
    status, _, told = run("synthesize", "bc", "-o", "th.md", "--period", "2025-Q1")
    assert status == 1
    assert (
        "LƯU Ý: 0/1 báo cáo thuộc kỳ này (quý I năm 2025); đa số là báo cáo tháng 4 năm 2026. Xem lại --period." in told
    )


def test_the_tally_of_the_ledger_tells_what_came_from_elsewhere(run):
    write("bc/a.txt")
    status, printed, _ = run("ledger", "bc", "--province", "Lai Châu", "--period", "2026-M04")
    assert status == 0
    assert printed.splitlines()[0] == (
        "Kỳ tháng 4 năm 2026: 38 đơn vị phải gửi; 0 đã gửi, 38 chưa gửi; "
        "1 tệp khác không tính cho đơn vị nào trong danh sách."
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("verify x y z", "giá trị của BÁO-CÁO.docx chưa đúng: không có tệp «x». Xem hướng dẫn: cchc verify --help"),
        ("verify d x d", "giá trị của BÁO-CÁO.docx chưa đúng: «d» là thư mục, ở đây cần tệp."),
        ("verify f f f", "giá trị của THƯ MỤC chưa đúng: «f» là tệp, ở đây cần thư mục."),
        ("templates check x", "giá trị của THƯ MỤC chưa đúng: không có thư mục «x»."),
        ("synthesize d -o d", "giá trị của -o / --output chưa đúng: «d» là thư mục, ở đây cần tệp."),
        ("synthesize d", "thiếu -o / --output."),
        ("parse d --jobs ba", "giá trị của --jobs / -j chưa đúng: phải là số nguyên."),
        ("parse d --jobs 1.5", "giá trị của --jobs / -j chưa đúng: phải là số nguyên."),
        ("parse d --jobs 0", "giá trị của --jobs / -j chưa đúng: phải từ 1 trở lên."),
        ("summarize d --words abc", "giá trị của --words chưa đúng: phải là số nguyên."),
        ("schema x", "giá trị của LOẠI chưa đúng: phải là một trong report, alignment, assignment, theme, statement,"),
        ("schema report x", "thừa đối số: x."),
        ("parse d --store", "tùy chọn --store cần một giá trị đi kèm."),
        ("parse d -o", "tùy chọn -o cần một giá trị đi kèm."),
        ("parse d --quiet=3", "tùy chọn --quiet không nhận giá trị."),
        ("parse d --quit", "không có tùy chọn --quit (có phải --quiet?)."),
        ("-x", "không có tùy chọn -x."),
        ("synthesise", "không có lệnh «synthesise» (có phải synthesize?). Xem hướng dẫn: cchc --help"),
        ("templates x", "không có lệnh «x». Xem hướng dẫn: cchc templates --help"),
    ],
)
def test_a_mistake_of_use_is_one_vietnamese_line_with_the_way_to_the_help(run, arguments, told):
    Path("d").mkdir()
    Path("f").touch()
    status, printed, said = run(*arguments.split())
    assert (status, printed, said.count("\n")) == (2, "", 1)
    assert said.startswith(f"cchc: {told}")


@pytest.mark.parametrize("words", ["Input should be a valid date", "Value error, None is not a valid string", "?"])
def test_what_typer_says_that_nobody_put_into_vietnamese_is_told_without_its_words(words):
    parameter = typer.main.get_command(typer_app).commands["schema"].params[0]
    assert wording(typer.BadParameter(words, param=parameter)) == (
        "cchc: giá trị của LOẠI chưa đúng: không hợp lệ. Xem hướng dẫn: cchc --help"
    )
