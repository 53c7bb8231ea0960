"""The table of the province: what is taken, added up and marked; workbook, CSV; corrections and what they change."""

import csv
import io
import re
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from building import HALF, report
from hypothesis import given, settings
from hypothesis import strategies as st
from office import as_format, needs_libreoffice
from openpyxl import Workbook, load_workbook

from cchc_nlp import cli, pipeline
from cchc_nlp.errors import ReadError
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Correction, Indicator, Outlier, Period, Problem
from cchc_nlp.tabulating import figures_csv, figures_workbook, read_corrections, tabulate, unmatched

STANDARD = load_standard()
RECEIVED, ONLINE, RATE = "dossiers_received", "dossiers_received_online", "dossiers_online_rate"
PRESENT, DIALOGUE = "staff_present", "dialogue_held"


def commune(name, figures=None, *, lines=(), **details):
    """A report whose forms state `figures` (id → value), the first on line 1; `lines` are as in `building.report`."""
    stated = [figure(name, value, line=line) for line, (name, value) in enumerate((figures or {}).items(), 1)]
    return replace(report(name, *lines, **details), indicators=tuple(stated))


def figure(indicator, value, *, source="table", line=1, qualifier=None, quote=None):
    entry = STANDARD.indicators[indicator]
    words = quote or f"{entry.name} {value:g}"
    return Indicator(indicator, entry.name, float(value), entry.unit, source, qualifier, words, (line, line))


def row_of(table, name):
    return next(row for row in table.rows if row.name == name)


def values(table):
    return {row.name: {name: cell.value for name, cell in row.cells.items()} for row in table.rows}


# ---------------------------------------------------------------------------- what is taken
def test_a_form_counts_before_prose_and_the_other_place_is_kept_as_a_conflict():
    told = [figure(RECEIVED, 121, source="narrative", line=3), figure(RECEIVED, 124, line=9)]
    one = replace(report("xã An Bình", "result procedures: Tiếp nhận 121 hồ sơ."), indicators=tuple(told))
    cell = tabulate([one], STANDARD).rows[0].cells[RECEIVED]
    assert (cell.value, cell.marks) == (124, ("conflict",))
    assert [(place.value, place.lines) for place in cell.stated] == [(124, (9, 9)), (121, (3, 3))]


@pytest.mark.parametrize(
    ("rate", "marks"), [(56.96, ()), (56.9, ()), (57.0, ()), (56.0, ()), (58.0, ("conflict",))], ids=str
)
def test_a_rate_rounded_or_cut_is_the_same_rate(rate, marks):
    told = (figure("plan_completion_rate", 56.96), figure("plan_completion_rate", rate, source="narrative", line=3))
    one = replace(report("xã An Bình", "result direction: Đạt."), indicators=told)
    assert tabulate([one], STANDARD).rows[0].cells["plan_completion_rate"].marks == marks


def test_goals_parts_other_times_and_plans_state_nothing():
    told = (
        figure(RECEIVED, 1, qualifier="target"),
        figure(RECEIVED, 2, qualifier="hộ tịch"),
        figure(RECEIVED, 3, qualifier="previous"),
        figure(RECEIVED, 4, source="narrative", line=3),
    )
    one = replace(report("xã An Bình", "task procedures: Phấn đấu tiếp nhận 4 hồ sơ."), indicators=told)
    assert tabulate([one], STANDARD).rows[0].cells == {}


def test_a_table_of_another_period_states_nothing():
    told = (figure(RECEIVED, 10, line=4), figure(RECEIVED, 12, line=30))
    foreign = Problem("period_mismatch", "error", "Bảng của kỳ khác.", (20, 20))
    one = replace(commune("xã An Bình"), indicators=told, problems=(foreign,), tables=(table_at(25, 40),))
    assert values(tabulate([one], STANDARD)) == {"xã An Bình": {RECEIVED: 10}}


def table_at(first, last):
    from cchc_nlp.model import Table

    return Table(None, (), (), (first, last))


@pytest.mark.parametrize(("severity", "marks"), [("error", ("error",)), ("warning", ("doubt",)), ("info", ())])
def test_what_a_check_found_is_on_the_cell_and_a_mere_note_has_no_colour(severity, marks):
    place = {"indicator": RECEIVED, "lines": (1, 1)}
    found = Problem("suspicious_value", severity, "Số liệu cần xem.", (1, 1), {"places": [place]})
    cells = (
        tabulate([replace(commune("xã An Bình", {RECEIVED: 5, PRESENT: 7}), problems=(found,))], STANDARD).rows[0].cells
    )
    assert (cells[RECEIVED].marks, cells[RECEIVED].problems) == (marks, ("Số liệu cần xem.",))
    assert (cells[PRESENT].marks, cells[PRESENT].problems) == ((), ())


def test_the_newest_report_of_a_commune_counts_and_the_older_one_fills_in():
    old = commune("xã An Bình", {RECEIVED: 10, PRESENT: 20}, path="cu.docx", date="2026-06-01")
    new = commune("xã An Bình", {RECEIVED: 12}, path="moi.docx", date="2026-06-20")
    table = tabulate([old, new], STANDARD)
    assert values(table) == {"xã An Bình": {RECEIVED: 12, PRESENT: 20}}
    assert table.rows[0].paths == ("moi.docx", "cu.docx")


def test_a_report_of_another_period_stands_apart_and_is_not_added():
    month = Period("month", 2026, 6)
    table = tabulate(
        [
            commune("xã An Bình", {RECEIVED: 10}),
            commune("xã Đông Hà", {RECEIVED: 5}),
            commune("xã Bản Lầu", {RECEIVED: 100}, period=month),
        ],
        STANDARD,
    )
    assert [(row.name, row.added) for row in table.rows] == [
        ("xã An Bình", True),
        ("xã Đông Hà", True),
        ("xã Bản Lầu", False),
    ]
    assert (table.period, table.totals[RECEIVED].value) == (HALF, 15)


def test_two_communes_of_one_name_are_two_rows():
    table = tabulate(
        [
            commune("xã An Bình", {RECEIVED: 10}, path="a.docx", district="huyện Bắc"),
            commune("xã An Bình", {RECEIVED: 5}, path="b.docx", district="huyện Nam"),
        ],
        STANDARD,
    )
    assert [row.key for row in table.rows] == [
        "xã an bình | huyện bắc | half 1 2026",
        "xã an bình | huyện nam | half 1 2026",
    ]


def test_no_reports_are_no_rows():
    table = tabulate([], STANDARD)
    assert (table.rows, table.period, table.outliers) == ((), None, ())
    assert {total.value for total in table.totals.values()} == {None}


# ---------------------------------------------------------------------------- what is added up
def test_counts_are_summed_rates_are_quotients_of_sums_and_yes_is_counted():
    table = tabulate(
        [
            commune("xã An Bình", {RECEIVED: 100, ONLINE: 50, RATE: 50, DIALOGUE: 1}),
            commune("xã Đông Hà", {RECEIVED: 300, ONLINE: 270, RATE: 90, DIALOGUE: 0}),
            commune("xã Nà Sản", {RECEIVED: 60, RATE: 100}),
        ],
        STANDARD,
    )
    total = table.totals
    assert (total[RECEIVED].value, total[ONLINE].value, total[DIALOGUE].value) == (460, 320, 1)
    assert (total[RATE].value, total[RATE].numerators, total[RATE].denominators) == (80, 320, 400)
    assert len(total[RATE].both) == 2
    lowest, highest = (
        next(r.name for r in table.rows if r.key == key) for key in (total[RATE].lowest, total[RATE].highest)
    )
    assert (lowest, highest) == ("xã An Bình", "xã Nà Sản")


def test_a_rate_without_its_counts_is_the_mean_and_nothing_stated_is_nothing():
    table = tabulate([commune("xã An Bình", {RATE: 50}), commune("xã Đông Hà", {RATE: 100})], STANDARD)
    assert (table.totals[RATE].value, table.totals[RECEIVED].value) == (75, None)


# ---------------------------------------------------------------------------- outliers
def province(counts, **details):
    return [commune(f"xã Bản {n}", {RECEIVED: 100, PRESENT: count} | details) for n, count in enumerate(counts)]


def test_a_value_far_from_the_others_is_an_outlier_and_a_usual_one_is_not():
    table = tabulate(province([30, 31, 29, 30, 32, 300]), STANDARD)
    assert [(one.key, one.indicator, one.compared, one.median) for one in table.outliers] == [
        ("xã bản 5 | half 1 2026", PRESENT, 300, 30.5)
    ]


def test_few_communes_have_no_usual_value():
    assert tabulate(province([30, 31, 300]), STANDARD).outliers == ()


def test_equal_values_have_no_outliers():
    assert tabulate(province([30] * 8), STANDARD).outliers == ()


def test_a_large_commune_is_no_outlier_for_being_large():
    sizes = [100, 110, 120, 105, 95, 5000]
    table = tabulate([commune(f"xã Bản {n}", {RECEIVED: s, ONLINE: s * 0.8}) for n, s in enumerate(sizes)], STANDARD)
    assert [one.indicator for one in table.outliers] == [RECEIVED]


def test_an_outlier_is_compared_with_what_it_grows_with():
    shares = [0.80, 0.82, 0.78, 0.81, 0.79, 0.10]
    reports = [commune(f"xã Bản {n}", {RECEIVED: 100, ONLINE: 100 * share}) for n, share in enumerate(shares)]
    (one,) = tabulate(reports, STANDARD).outliers
    assert replace(one, score=round(one.score, 1)) == Outlier(
        "xã bản 5 | half 1 2026", ONLINE, pytest.approx(10), pytest.approx(79.5), -31.3, RECEIVED
    )


# ---------------------------------------------------------------------------- the workbook
def opened(reports, corrections=(), **options):
    content = figures_workbook(pipeline.table(reports, STANDARD, corrections), reports, STANDARD)
    return load_workbook(BytesIO(content), **options)


def columns(sheet, *ids):
    """The sheet of figures as an officer sees it, of the indicators `ids` only."""
    rows = [list(row) for row in sheet.iter_rows()]
    wanted = [2, *(i for i, cell in enumerate(rows[1]) if cell.value in ids)]
    return [[row[i] for i in wanted] for row in rows]


def shown(rows):
    return [[cell.value for cell in row] for row in rows]


def test_the_sheet_of_figures_has_a_row_a_commune_and_formulas_above_them():
    reports = [
        commune("xã Đông Hà", {RECEIVED: 300, ONLINE: 270, RATE: 90}),
        commune("xã An Bình", {RECEIVED: 1552, ONLINE: 50}),
        commune("xã Bản Lầu", {RECEIVED: 7}, period=Period("month", 2026, 6)),
    ]
    rows = columns(opened(reports)["Số liệu"], RECEIVED, ONLINE, RATE)
    both = "--ISNUMBER({0}9:{0}10),--ISNUMBER({1}9:{1}10)"
    above, below, rate = (rows[0][i].column_letter for i in (2, 1, 3)) if rows[1][1].value == RECEIVED else (None,) * 3
    assert above, "the order of the catalogue has changed"
    pair = both.format(above, below)
    quotient = f"SUMPRODUCT({pair},{above}9:{above}10)/SUMPRODUCT({pair},{below}9:{below}10)*100"
    assert shown(rows) == [
        ["Đơn vị", *(STANDARD.indicators[name].name for name in (RECEIVED, ONLINE, RATE))],
        ["Mã chỉ tiêu", RECEIVED, ONLINE, RATE],
        ["Biểu", *["Thủ tục hành chính"] * 3],
        ["Đơn vị tính", "hồ sơ", "hồ sơ", "%"],
        [
            "Toàn tỉnh",
            f'=IF(COUNT({below}9:{below}10)=0,"",SUM({below}9:{below}10))',
            f'=IF(COUNT({above}9:{above}10)=0,"",SUM({above}9:{above}10))',
            f"=IF(SUMPRODUCT({pair},{below}9:{below}10)<>0,{quotient},"
            f'IF(COUNT({rate}9:{rate}10)=0,"",AVERAGE({rate}9:{rate}10)))',
        ],
        ["Số đơn vị có số liệu", *(f"=COUNT({c}9:{c}10)" for c in (below, above, rate))],
        ["Số đơn vị chưa có số liệu", *(f"=ROWS({c}9:{c}10)-COUNT({c}9:{c}10)" for c in (below, above, rate))],
        ["Cột", *(cell.column - 3 for cell in rows[0][1:])],
        ["xã An Bình", 1552, 50, None],
        ["xã Đông Hà", 300, 270, 90],
        [None, None, None, None],
        ["Báo cáo của kỳ khác: không cộng vào số toàn tỉnh", None, None, None],
        ["xã Bản Lầu (tháng 6/2026)", 7, None, None],
    ]


def test_cells_have_their_source_as_comment_and_a_colour_where_they_want_a_look():
    told = (
        figure(RECEIVED, 124, line=9, quote="Tổng số hồ sơ tiếp nhận 124"),
        figure(RECEIVED, 121, source="narrative", line=3, quote="tiếp nhận 121 hồ sơ"),
        figure(PRESENT, 20, line=12),
    )
    one = replace(report("xã An Bình", "result procedures: Tiếp nhận 121 hồ sơ.", path="a.docx"), indicators=told)
    cells = [row[1:] for row in columns(opened([one])["Số liệu"], RECEIVED, PRESENT)][8]
    assert [cell.comment.text for cell in cells] == [
        "bảng, biểu, dòng 9, tệp a.docx: «Tổng số hồ sơ tiếp nhận 124»\n"
        "Nơi khác ghi 121: lời văn, dòng 3, tệp a.docx: «tiếp nhận 121 hồ sơ»",
        "bảng, biểu, dòng 12, tệp a.docx: «Tổng số biên chế có mặt tại thời điểm báo cáo 20»",
    ]
    assert [cell.fill.fgColor.rgb for cell in cells] == ["00F8CBAD", "00000000"]
    assert [cell.number_format for cell in cells] == ["[$-42A]#,##0"] * 2


def test_a_workbook_has_a_sheet_for_each_field_the_outliers_the_reports_and_a_guide():
    workbook = opened([commune("xã An Bình", {RECEIVED: 5})])
    assert workbook.sheetnames == [
        "Số liệu",
        "Biểu 1 Chỉ đạo, điều hành",
        "Biểu 2 Thể chế",
        "Biểu 3 Thủ tục hành chính",
        "Biểu 4 Tổ chức bộ máy",
        "Biểu 5 Chế độ công vụ",
        "Biểu 6 Tài chính công",
        "Biểu 7 Chính quyền số",
        "Giá trị bất thường",
        "Danh sách báo cáo",
        "Hướng dẫn",
        "Số liệu đọc được",
    ]
    assert workbook["Số liệu đọc được"].sheet_state == "hidden"
    figures = workbook["Số liệu"]
    assert (figures.freeze_panes, figures.auto_filter.ref.split(":")[0]) == ("D9", "A8")
    assert figures.column_dimensions["A"].hidden
    assert figures.row_dimensions[2].hidden


def test_the_list_of_reports_says_which_are_added():
    reports = [
        commune("xã An Bình", {RECEIVED: 5}, path="a.docx", date="2026-06-05"),
        commune("xã Đông Hà", {RECEIVED: 5}, path="b.docx", date="2026-06"),
        commune("xã Bản Lầu", period=Period("quarter", 2026, 1), path="c.docx", number=None, date=None),
    ]
    sheet = opened(reports)["Danh sách báo cáo"]
    rows = [[getattr(c.value, "isoformat", lambda c=c: c.value)() for c in row] for row in sheet.iter_rows()]
    assert rows == [
        [
            "TT",
            "Đơn vị",
            "Số, ký hiệu",
            "Ngày báo cáo",
            "Kỳ báo cáo",
            "Tệp",
            "Số chỉ tiêu đọc được",
            "Lỗi",
            "Cần xem lại",
            "Cộng vào toàn tỉnh",
        ],
        [1, "xã An Bình", "12/BC-UBND", "2026-06-05T00:00:00", "6 tháng đầu năm 2026", "a.docx", 1, 0, 0, "có"],
        [2, "xã Đông Hà", "12/BC-UBND", "06/2026", "6 tháng đầu năm 2026", "b.docx", 1, 0, 0, "có"],
        [3, "xã Bản Lầu", None, None, "quý 1/2026", "c.docx", 0, 0, 0, "không"],
    ]


def test_text_of_a_report_is_never_a_formula():
    one = commune("xã =cmd|' /C calc'!A0", path="=1+1.docx")
    one = replace(
        one,
        indicators=(figure(RECEIVED, 5, quote='=HYPERLINK("x")'),),
        meta=replace(one.meta, document_number="@SUM(1)"),
    )
    workbook = opened([one])
    ours = re.compile(r"=(IF\(|COUNT\(|ROWS\(|'Số liệu'!)")
    formulas = [c.value for sheet in workbook for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert all(ours.match(formula) for formula in formulas)
    texts = {c.value for row in workbook["Danh sách báo cáo"].iter_rows() for c in row}
    assert {"xã =cmd|' /C calc'!A0", "=1+1.docx", "@SUM(1)"} <= texts


def test_the_same_reports_give_the_same_bytes_in_any_order():
    reports = province([30, 31, 29, 30, 32, 300])
    first, again = (
        figures_workbook(tabulate(given, STANDARD), given, STANDARD) for given in (reports, list(reversed(reports)))
    )
    assert first == again


def test_numbers_beyond_reason_are_written_as_they_are():
    sheet = opened([commune("xã An Bình", {RECEIVED: 1e30, PRESENT: -5})])["Số liệu"]
    assert shown(columns(sheet, RECEIVED, PRESENT))[8] == ["xã An Bình", 1e30, -5]


# ---------------------------------------------------------------------------- recalculated by LibreOffice
@needs_libreoffice
def test_totals_recalculated_by_libreoffice_are_ours(samples):
    paths = sorted(path for path in (samples / "reports").iterdir() if path.is_file())
    reports = [pipeline.parse(path, STANDARD) for path in paths]
    table = tabulate(reports, STANDARD)
    content = as_format(figures_workbook(table, reports, STANDARD), "xlsx", "xlsx")
    workbook = load_workbook(BytesIO(content), data_only=True)
    rows = [[cell.value for cell in row] for row in workbook["Số liệu"].iter_rows()]
    ids = rows[1]
    assert tuple(ids[3:]) == table.indicators
    added = sum(row.added for row in table.rows)
    for column, name in enumerate(ids[3:], 3):
        total, (found, count, missing) = table.totals[name], (row[column] for row in rows[4:7])
        assert (found or None) == (None if total.value is None else pytest.approx(total.value)) or found == total.value
        assert (count, missing) == (len(total.stated), added - len(total.stated)), name
    names = {row.key: row.name for row in table.rows}
    forms = [sheet for sheet in workbook if sheet.title.startswith("Biểu ")]
    stated = [row for sheet in forms for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(stated) == len(table.indicators)
    for name, row in zip(table.indicators, stated, strict=True):
        total = table.totals[name]
        assert (row[7] or None, row[10] or None) == (names.get(total.lowest), names.get(total.highest)), name


# ---------------------------------------------------------------------------- CSV
def rows_of(content):
    assert content.startswith(b"\xef\xbb\xbf"), "Excel wants the mark"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_has_the_table_its_sources_outliers_and_reports():
    reports = [
        commune("xã An Bình", {RECEIVED: 1552, RATE: 99.36}, path="a.docx"),
        commune("xã Đông Hà", {RECEIVED: 8}, path="b.docx"),
    ]
    files = figures_csv(tabulate(reports, STANDARD), reports, STANDARD)
    assert list(files) == ["so-lieu.csv", "nguon.csv", "bat-thuong.csv", "bao-cao.csv"]
    rows = rows_of(files["so-lieu.csv"])
    wanted = [0, 1, 2, rows[0].index(RECEIVED), rows[0].index(RATE)]
    assert [[row[i] for i in wanted] for row in rows] == [
        ["Mã đơn vị", "Đơn vị", "Cộng vào toàn tỉnh", RECEIVED, RATE],
        ["", "Chỉ tiêu", "", STANDARD.indicators[RECEIVED].name, STANDARD.indicators[RATE].name],
        ["", "Đơn vị tính", "", "hồ sơ", "%"],
        ["xã an bình | half 1 2026", "xã An Bình", "có", "1552", "99.36"],
        ["xã đông hà | half 1 2026", "xã Đông Hà", "có", "8", ""],
        ["", "Toàn tỉnh", "", "1560", "99.36"],
        ["", "Số đơn vị có số liệu", "", "2", "1"],
        ["", "Số đơn vị chưa có số liệu", "", "0", "1"],
        ["", "Đơn vị thấp nhất", "", "xã Đông Hà", "xã An Bình"],
        ["", "Đơn vị cao nhất", "", "xã An Bình", "xã An Bình"],
    ]
    assert rows_of(files["nguon.csv"])[1] == [
        "xã an bình | half 1 2026", "xã An Bình", RECEIVED, STANDARD.indicators[RECEIVED].name, "1552", "hồ sơ",
        "bảng, biểu", "a.docx", "dòng 1", f"{STANDARD.indicators[RECEIVED].name} 1552", "",
    ]  # fmt: skip
    assert rows_of(files["bao-cao.csv"])[1][3] == "2026-06-05"


def test_csv_text_that_looks_like_a_formula_is_marked_as_text():
    one = commune("xã An Bình", path="=1+1.docx")
    files = figures_csv(tabulate([one], STANDARD), [one], STANDARD)
    assert rows_of(files["bao-cao.csv"])[1][5] == "'=1+1.docx"


# ---------------------------------------------------------------------------- corrections
KEY = "xã an bình | half 1 2026"


@pytest.fixture
def made(tmp_path):
    """A workbook of two communes; `change` sets cells (commune, id) → value and saves it again."""
    reports = [
        commune("xã An Bình", {RECEIVED: 124, ONLINE: 100, PRESENT: 20}, path="a.docx"),
        commune("xã Đông Hà", {RECEIVED: 8}, path="b.docx"),
    ]
    path = tmp_path / "so-lieu.xlsx"
    path.write_bytes(figures_workbook(tabulate(reports, STANDARD), reports, STANDARD))

    def change(changes):
        workbook = load_workbook(path)
        sheet = workbook["Số liệu"]
        for (name, indicator), value in changes.items():
            find(sheet, name, indicator).value = value
        workbook.save(path)
        return path

    return reports, change


def find(sheet, name, indicator):
    column = next(cell.column for cell in sheet[2] if cell.value == indicator)
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=9) if cells[2].value == name)
    return sheet.cell(row, column)


def test_cells_changed_cleared_and_filled_in_by_hand_are_corrections(made):
    _, change = made
    changes = {("xã An Bình", RECEIVED): 142, ("xã An Bình", PRESENT): None, ("xã Đông Hà", RATE): "97,5%"}
    found = read_corrections(change(changes), STANDARD)
    assert [(one.key, one.indicator, one.value) for one in found] == [
        (KEY, RECEIVED, 142),
        (KEY, PRESENT, None),
        ("xã đông hà | half 1 2026", RATE, 97.5),
    ]


@needs_libreoffice
def test_a_workbook_saved_by_another_program_loses_no_correction(made):
    _, change = made
    path = change({("xã An Bình", RECEIVED): 142})
    path.write_bytes(as_format(path.read_bytes(), "xlsx", "xlsx"))
    assert [(one.key, one.indicator, one.value) for one in read_corrections(path, STANDARD)] == [(KEY, RECEIVED, 142)]


@needs_libreoffice
def test_a_formula_typed_into_a_cell_counts_with_its_value(made):
    _, change = made
    path = change({("xã An Bình", RECEIVED): "=100+42"})
    path.write_bytes(as_format(path.read_bytes(), "xlsx", "xlsx"))
    assert [one.value for one in read_corrections(path, STANDARD)] == [142]


@settings(max_examples=15, deadline=None)
@given(st.dictionaries(st.sampled_from([RECEIVED, ONLINE, RATE, PRESENT]), st.floats(-1e30, 1e30), max_size=4))
def test_a_workbook_that_nobody_changed_has_no_corrections(tmp_path_factory, figures):
    reports = [commune("xã An Bình", figures)]
    path = tmp_path_factory.mktemp("bang") / "so-lieu.xlsx"
    path.write_bytes(figures_workbook(tabulate(reports, STANDARD), reports, STANDARD))
    assert read_corrections(path, STANDARD) == ()


def test_a_corrected_value_takes_the_place_of_the_one_read_with_its_source(made, tmp_path):
    reports, change = made
    path = change({("xã An Bình", RECEIVED): 142, ("xã An Bình", PRESENT): None})
    changed = read_corrections(path, STANDARD)
    cells = row_of(pipeline.table(reports, STANDARD, changed), "xã An Bình").cells
    assert (cells[RECEIVED].value, cells[RECEIVED].extracted, cells[RECEIVED].marks) == (142, 124, ("corrected",))
    assert cells[PRESENT].value is None
    taken = cells[RECEIVED].stated[0]
    assert (taken.source, Path(taken.path).name) == ("corrected", "so-lieu.xlsx")
    assert re.fullmatch(r"ô [A-Z]+9, tệp so-lieu\.xlsx: 124 → 142", taken.quote)
    again = tmp_path / "lan-2.xlsx"
    again.write_bytes(figures_workbook(pipeline.table(reports, STANDARD, changed), reports, STANDARD))
    assert [(c.indicator, c.value) for c in read_corrections(again, STANDARD)] == [(RECEIVED, 142), (PRESENT, None)]
    assert find(load_workbook(again)["Số liệu"], "xã An Bình", RECEIVED).comment.text.startswith("sửa tay, dòng 9")


def test_reports_carry_the_correction_everywhere_after(made):
    reports, change = made
    reports[0] = replace(reports[0], tables=(table_at(1, 3),))
    changed = read_corrections(change({("xã An Bình", RECEIVED): 80}), STANDARD)
    fixed, other = pipeline.correct(reports, changed, STANDARD)
    assert [(i.id, i.value, i.source) for i in fixed.indicators] == [
        (ONLINE, 100, "table"),
        (PRESENT, 20, "table"),
        (RECEIVED, 80, "corrected"),
    ]
    assert other is reports[1]
    assert [problem.code for problem in fixed.problems] == ["subset_exceeds_set"]
    cell = row_of(tabulate([fixed, other], STANDARD), "xã An Bình").cells[RECEIVED]
    assert (cell.value, cell.marks[0], cell.stated[0].source) == (80, "corrected", "corrected")


def test_a_problem_that_a_correction_mends_is_gone(made):
    reports, _ = made
    wrong = replace(reports[0], indicators=(*reports[0].indicators[:1], figure(ONLINE, 200, line=2)))
    wrong = replace(wrong, problems=tuple(pipeline.check(wrong, STANDARD)))
    assert [problem.code for problem in wrong.problems] == ["no_outline", "subset_exceeds_set"]
    one = Correction(KEY, ONLINE, 100.0, Path("so-lieu.xlsx"), "F9")
    assert pipeline.correct([wrong, reports[1]], [one], STANDARD)[0].problems == wrong.problems[:1]


def test_corrections_of_unknown_communes_are_told(made):
    reports, change = made
    changed = read_corrections(change({("xã An Bình", RECEIVED): 142}), STANDARD)
    assert unmatched(reports[1:], changed) == list(changed)
    assert unmatched(reports, changed) == []


@pytest.mark.parametrize("text", ["124 hồ sơ", "nhiều", "12a", "-", "=cmd|' /C calc'!A0", "=A1/0"])
def test_a_changed_cell_without_a_number_is_refused_with_its_place(made, text):
    _, change = made
    path = change({("xã An Bình", RECEIVED): text})
    with pytest.raises(ReadError) as error:
        read_corrections(path, STANDARD)
    cell = find(load_workbook(path)["Số liệu"], "xã An Bình", RECEIVED).coordinate
    assert str(error.value) == (
        f"{path}: ô {cell} ghi «{text}», không phải một số; hãy ghi số, hoặc để trống nếu không có số liệu."
    )


def test_a_workbook_of_something_else_is_refused(tmp_path):
    path = tmp_path / "khac.xlsx"
    workbook = Workbook()
    workbook.active["A1"] = "TT"
    workbook.save(path)
    with pytest.raises(ReadError, match=r"khac\.xlsx: không phải bảng số liệu do «cchc tabulate» lập"):
        read_corrections(path, STANDARD)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"{}", "Số liệu".encode()])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "so-lieu.xlsx"
    path.write_bytes(content)
    with pytest.raises(ReadError, match=r"so-lieu\.xlsx: không phải tệp Excel"):
        read_corrections(path, STANDARD)


def test_a_workbook_with_a_damaged_part_is_refused(tmp_path):
    path = tmp_path / "so-lieu.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("xl/workbook.xml", "<workbook")
    with pytest.raises(ReadError, match="bị hỏng"):
        read_corrections(path, STANDARD)


# ---------------------------------------------------------------------------- the command
REPORT = """\
ỦY BAN NHÂN DÂN
XÃ {name}
Số: 12/BC-UBND
Suối Mơ, ngày 12 tháng 4 năm 2026
BÁO CÁO
Kết quả công tác cải cách hành chính tháng 4 năm 2026
I. KẾT QUẢ THỰC HIỆN
1. Cải cách thủ tục hành chính
- Tổng số hồ sơ tiếp nhận trong kỳ: {received} hồ sơ, trong đó tiếp nhận trực tuyến 40 hồ sơ.
II. TỒN TẠI, HẠN CHẾ
- Máy tính đã cũ, thường xuyên hỏng.
"""


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Runs `cchc` in a folder with two reports; gives status and what was told."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bc").mkdir()
    for name, received in (("SUỐI MƠ", "1.045"), ("ĐỒNG TÂM", "60")):
        (tmp_path / "bc" / f"{name[0]}.txt").write_text(REPORT.format(name=name, received=received), "utf-8")

    def run_cchc(*arguments):
        monkeypatch.setattr(sys, "argv", ["cchc", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return end.value.code or 0, capfd.readouterr().err

    return run_cchc


def test_tabulate_writes_a_workbook_and_csv_and_says_so(run, tmp_path):
    status, told = run("tabulate", "bc", "-o", "so-lieu.xlsx", "--csv", "so-lieu")
    assert status == 0
    assert re.search(
        r"Đã lập bảng \d+ chỉ tiêu của 2 đơn vị; 0 ô cần xem lại, 0 giá trị bất thường: so-lieu.xlsx, so-lieu\.", told
    )
    sheet = load_workbook(tmp_path / "so-lieu.xlsx")["Số liệu"]
    assert find(sheet, "xã Suối Mơ", RECEIVED).value == 1045
    assert len(list((tmp_path / "so-lieu").iterdir())) == 4


def test_tabulate_never_overwrites_unasked(run, tmp_path):
    (tmp_path / "so-lieu").mkdir()
    (tmp_path / "so-lieu" / "nguon.csv").write_text("của tôi", "utf-8")
    status, told = run("tabulate", "bc", "--csv", "so-lieu")
    assert (status, told) == (
        2,
        "cchc: so-lieu/nguon.csv: đã có tệp này; thêm --force để ghi đè, hoặc chọn tên khác.\n",
    )
    assert [path.name for path in (tmp_path / "so-lieu").iterdir()] == ["nguon.csv"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bc"], "cần -o TỆP.xlsx hoặc --csv THƯ MỤC"),
        (["bc", "-o", "so-lieu.docx"], "phải có đuôi .xlsx"),
        (["bc", "-o", "a.xlsx", "--corrections", "khong-co.xlsx"], "khong-co.xlsx"),
    ],
)
def test_tabulate_refuses_arguments_it_cannot_use(run, arguments, said):
    status, told = run("tabulate", *arguments)
    assert status == 2
    assert said in " ".join(told.replace("│", " ").split())


def test_corrections_hold_in_tabulate_check_and_synthesize(run, tmp_path):
    assert run("tabulate", "bc", "-o", "a.xlsx", "--quiet") == (0, "")
    workbook = load_workbook(tmp_path / "a.xlsx")
    find(workbook["Số liệu"], "xã Suối Mơ", RECEIVED).value = 30
    workbook.save(tmp_path / "a.xlsx")
    assert run("tabulate", "bc", "--corrections", "a.xlsx", "-o", "b.xlsx", "--quiet") == (0, "")
    cell = find(load_workbook(tmp_path / "b.xlsx")["Số liệu"], "xã Suối Mơ", RECEIVED)
    assert (cell.value, cell.comment.text.split(",")[0]) == (30, "sửa tay")
    assert run("check", "bc", "--corrections", "a.xlsx", "-o", "loi.xlsx", "--strict", "--quiet") == (1, "")
    said = [row[2].value for row in load_workbook(tmp_path / "loi.xlsx").worksheets[-1].iter_rows(min_row=2)]
    assert any("40" in message and "30" in message and "sửa tay" in message for message in said), said
    assert run("synthesize", "bc", "--corrections", "a.xlsx", "-o", "t.md", "--quiet")[0] == 0


def test_a_correction_of_a_commune_without_a_report_is_told(run, tmp_path):
    run("tabulate", "bc", "-o", "a.xlsx", "--quiet")
    workbook = load_workbook(tmp_path / "a.xlsx")
    find(workbook["Số liệu"], "xã Suối Mơ", RECEIVED).value = 30
    workbook.save(tmp_path / "a.xlsx")
    (tmp_path / "bc" / "S.txt").unlink()
    status, told = run("tabulate", "bc", "--corrections", "a.xlsx", "-o", "b.xlsx", "--quiet")
    assert status == 0
    assert re.fullmatch(
        r"CẢNH BÁO: a\.xlsx: ô [A-Z]+\d+ đã sửa nhưng không có báo cáo của «xã suối mơ \| month 4 2026»; chưa dùng\.\n",
        told,
    )


def test_an_unusable_workbook_of_corrections_writes_nothing(run, tmp_path):
    (tmp_path / "sai.xlsx").write_text("không phải Excel", "utf-8")
    status, told = run("tabulate", "bc", "--corrections", "sai.xlsx", "-o", "b.xlsx")
    assert status == 2
    assert "sai.xlsx: không phải tệp Excel .xlsx; hãy mở bằng Excel và lưu dạng .xlsx." in told
    assert not (tmp_path / "b.xlsx").exists()
