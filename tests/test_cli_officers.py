"""What officers meet when they draft, decide, correct and compare: nothing they write or lack goes unsaid."""

import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from test_cli import REPORT, write

from cchc_nlp import cli

OTHER = REPORT.replace("Suối Mơ", "Đồi Chè").replace("SUỐI MƠ", "ĐỒI CHÈ")


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Runs `cchc` in an empty folder; gives status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run_cchc(*arguments):
        monkeypatch.setattr(sys, "argv", ["cchc", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        told = capfd.readouterr()
        return end.value.code, told.out, told.err

    return run_cchc


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
