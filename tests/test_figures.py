"""Figures out of prose and tables: what a sentence states, what a cell holds, what is nothing; hostile tables."""

from pathlib import Path

import pytest
from cases import cases, param
from hypothesis import given, settings
from hypothesis import strategies as st
from test_aligning import aligned

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.extracting import extract
from cchc_nlp.knowledge import load_standard

HEADINGS = {
    "direction": "Công tác chỉ đạo, điều hành cải cách hành chính",
    "institutions": "Cải cách thể chế",
    "procedures": "Cải cách thủ tục hành chính",
    "organisation": "Cải cách tổ chức bộ máy hành chính",
    "civil_service": "Cải cách chế độ công vụ",
    "public_finance": "Cải cách tài chính công",
    "digital_government": "Xây dựng và phát triển chính quyền điện tử, chính quyền số",
}
FRONT = """UBND XÃ AN BÌNH
BÁO CÁO
Công tác cải cách hành chính 6 tháng đầu năm 2026
I. KẾT QUẢ THỰC HIỆN
"""


def figures(text):
    """The figures of a report as the cases write them."""
    report = extract(aligned(text), load_standard())
    told = ((i, f" [{i.qualifier}]" if i.qualifier else "") for i in report.indicators)
    return [f"{i.id} = {i.value:.10g}{about}" for i, about in told]


def told(area, *lines):
    return FRONT + f"1. {HEADINGS[area]}\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", [param(c) for c in cases("figures.toml")])
def test_a_sentence_states_its_figures_and_no_others(case):
    assert figures(told(case["area"], case["text"])) == case["figures"]


def stated():
    """The lines of figures-made.tsv."""
    for line in (Path(__file__).parent / "figures-made.tsv").read_text("utf-8").splitlines()[1:]:
        origin, area, text, wanted = line.split("\t")
        yield param({"origin": origin, "why": text, "area": area, "figures": sorted(wanted.split())})


@pytest.mark.parametrize("case", list(stated()))
def test_a_sentence_states_its_figures_however_it_is_worded(case):
    found = figures(told(case["area"], case["why"]))
    assert sorted(figure.replace(" = ", "=") for figure in found) == case["figures"]


def test_every_figure_is_quoted_word_for_word_from_its_lines():
    text = told("procedures", *(case["text"] for case in cases("figures.toml") if case["area"] == "procedures"))
    lines = text.splitlines()
    for figure in extract(aligned(text), load_standard()).indicators:
        first, last = figure.lines
        assert figure.quote in " ".join(lines[first - 1 : last])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**12), st.sampled_from([".", ""]))
def test_a_count_is_read_however_its_thousands_are_parted(value, mark):
    printed = f"{value:,}".replace(",", mark)
    assert figures(told("procedures", f"Tổng số hồ sơ tiếp nhận trong kỳ: {printed} hồ sơ.")) == [
        f"dossiers_received = {value:.10g}"
    ]


# ---------------------------------------------------------------------------- tables
def table(*rows):
    head = ("| TT | Chỉ tiêu thống kê | Đơn vị tính | Số liệu |", "|---|---|---|---|")
    return FRONT + "PHỤ LỤC\nBiểu mẫu số 3: Cải cách thủ tục hành chính\n" + "\n".join((*head, *rows)) + "\n"


def row(number, label, unit, value):
    return f"| {number} | {label} | {unit} | {value} |"


RECEIVED = "Tổng số hồ sơ TTHC đã tiếp nhận trong kỳ"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("1.204", ["dossiers_received = 1204"]),
        ("1204", ["dossiers_received = 1204"]),
        ("1.204 hồ sơ", ["dossiers_received = 1204"]),
        ("Không", ["dossiers_received = 0"]),
        ("", []),
        ("-", []),
        ("12O4", []),
        ("-5", []),
        ("10^30", []),
        ("9" * 40, []),
        ("=cmd|' /C calc'!A0", []),
        ("đang thống kê", []),
    ],
    ids=repr,
)
def test_a_cell_is_a_number_or_nothing(value, read):
    assert figures(table(row("1", RECEIVED, "Hồ sơ", value))) == read


@pytest.mark.parametrize(
    "rows",
    [
        ["| 1 |"],
        ["| 1 | " + RECEIVED + " |"],
        ["|||||||||||||||"],
        [row("1", RECEIVED, "Hồ sơ", "5") + " | | 7 | | |"],
        ["| " * 400],
        [row("1", "x" * 50_000, "Hồ sơ", "5")],
        [row("1" * 300, RECEIVED, "%" * 300, "5" * 300)],
    ],
    ids=range(7),
)
def test_broken_rows_lose_no_words_and_break_nothing(rows):
    text = table(*rows, row("2", "Số hồ sơ đã giải quyết", "Hồ sơ", "4"))
    report = extract(aligned(text), load_standard())
    words = " ".join(block.text for block in report.blocks)
    assert "Số hồ sơ đã giải quyết" in words
    assert "dossiers_resolved = 4" in figures(text)


@pytest.mark.parametrize(
    ("caption", "read"),
    [
        ("Biểu số liệu 6 tháng đầu năm 2026", "dossiers_received = 5"),
        ("Biểu số liệu 6 tháng đầu năm 2025", "dossiers_received = 5 [previous]"),
        ("Biểu số liệu (từ ngày 15/6/2025 đến ngày 14/12/2025)", "dossiers_received = 5 [previous]"),
    ],
)
def test_a_table_of_another_period_is_another_periods(caption, read):
    text = table(row("1", RECEIVED, "Hồ sơ", "5")).replace("| TT |", f"{caption}\n| TT |")
    assert figures(text) == [read]


def test_equal_labels_are_told_apart_by_the_row_above_them():
    text = table(
        row("1", "Số hồ sơ TTHC đã giải quyết", "Hồ sơ", "10"),
        row("", "Trong đó: quá hạn", "Hồ sơ", "1"),
        row("2", "Số hồ sơ TTHC đang giải quyết", "Hồ sơ", "7"),
        row("", "Trong đó: quá hạn", "Hồ sơ", "2"),
    )
    assert figures(text) == [
        "dossiers_resolved = 10",
        "dossiers_resolved_late = 1",
        "dossiers_pending = 7",
        "dossiers_pending_late = 2",
    ]


def test_numbers_in_labels_are_no_values():
    text = table(row("1", "Số TTHC cung cấp dịch vụ công trực tuyến mức độ 3, 4", "Thủ tục", ""))
    assert figures(text) == []


def test_items_of_a_list_are_read_with_those_beside_them():
    items = (
        "- Tổng số hồ sơ tiếp nhận: 4.215 hồ sơ.",
        "+ Hồ sơ giải quyết trước hạn: 3.900 hồ sơ.",
        "+ Hồ sơ giải quyết đúng hạn: 300 hồ sơ.",
        "+ Hồ sơ trễ hạn: 0 hồ sơ.",
    )
    assert figures(told("procedures", *items)) == [
        "dossiers_received = 4215",
        "dossiers_resolved_early = 3900",
        "dossiers_resolved_on_time = 300",
        "dossiers_resolved_late = 0",
    ]


def test_what_is_counted_since_the_beginning_of_the_year_is_no_figure_of_the_month():
    text = told("procedures", "Tiếp nhận 2.145 hồ sơ. Lũy kế từ đầu năm tiếp nhận 10.230 hồ sơ.")
    assert figures(text.replace("6 tháng đầu năm", "tháng 5 năm")) == [
        "dossiers_received = 2145",
        "dossiers_received = 10230 [lũy kế từ đầu năm]",
    ]


def test_a_share_of_one_of_two_counts_is_of_the_one_stated_with_its_value():
    resolved, digitised = "Đã giải quyết 97 hồ sơ.", "Số hóa kết quả 95/97 hồ sơ, đạt 97,94%."
    assert figures(told("procedures", "Tiếp nhận 100 hồ sơ.", resolved, digitised)) == [
        "dossiers_received = 100",
        "dossiers_resolved = 97",
        "dossiers_electronic_results = 95",
        "dossiers_resolved = 97",
        "electronic_results_rate = 97.94",
    ]


def test_a_table_of_dossiers_by_field_is_read_by_its_short_titles():
    text = told(
        "procedures",
        "STT\tLĩnh vực\tTiếp nhận\tĐã giải quyết\tĐúng hạn\tQuá hạn",
        "1\tChứng thực\t3.120\t3.120\t3.120\t0",
        "2\tĐất đai\t420\t365\t360\t5",
        "\tTổng cộng\t3.540\t3.485\t3.480\t5",
    )
    assert figures(text) == [
        "dossiers_received = 3120 [chứng thực]",
        "dossiers_resolved = 3120 [chứng thực]",
        "dossiers_resolved_within_deadline = 3120 [chứng thực]",
        "dossiers_resolved_late = 0 [chứng thực]",
        "dossiers_received = 420 [đất đai]",
        "dossiers_resolved = 365 [đất đai]",
        "dossiers_resolved_within_deadline = 360 [đất đai]",
        "dossiers_resolved_late = 5 [đất đai]",
        "dossiers_received = 3540",
        "dossiers_resolved = 3485",
        "dossiers_resolved_within_deadline = 3480",
        "dossiers_resolved_late = 5",
    ]


def test_merged_titles_above_tell_equal_ones_below_apart():
    text = told(
        "procedures",
        "| TT | Lĩnh vực | Số hồ sơ tiếp nhận | | Đã giải quyết | | Đang giải quyết | |",
        "|---|---|---|---|---|---|---|---|",
        "| | | Trực tuyến | Trực tiếp | Trước hạn | Quá hạn | Trong hạn | Quá hạn |",
        "| 1 | Đất đai | 400 | 20 | 360 | 5 | 55 | 0 |",
    )
    assert figures(text) == [
        "dossiers_received_online = 400 [đất đai]",
        "dossiers_received_in_person = 20 [đất đai]",
        "dossiers_resolved_early = 360 [đất đai]",
        "dossiers_resolved_late = 5 [đất đai]",
        "dossiers_pending_in_time = 55 [đất đai]",
        "dossiers_pending_late = 0 [đất đai]",
    ]


def test_the_label_of_a_run_in_heading_is_read_with_its_figures():
    received = "1.1. Kết quả tiếp nhận: 4.321 hồ sơ, trong đó trực tuyến 4.100 hồ sơ."
    text = told("procedures", received, "1.2. Khác: Không.")
    assert figures(text) == ["dossiers_received = 4321", "dossiers_received_online = 4100"]


LABELS = [
    ("procedures", "Số PAKN đã giải quyết", "PAKN", "7", "petitions_resolved = 7"),
    ("procedures", "Số TTHC không phụ thuộc địa giới hành chính", "Thủ tục", "300", "procedures_no_boundary = 300"),
    ("procedures", "Tổng số TTHC đang thực hiện tại xã", "Thủ tục", "410", "procedures_total = 410"),
    ("organisation", "Số lao động hợp đồng", "Người", "3", "contract_staff = 3"),
    ("organisation", "Tổng số biên chế công chức được giao", "Người", "50", "staff_quota = 50"),
    ("direction", "Số phòng, ban, đơn vị được kiểm tra", "Đơn vị", "4", "units_inspected = 4"),
    ("public_finance", "Vốn đầu tư công đã giải ngân", "Triệu đồng", "10.000", "public_investment_done = 10000"),
]


@pytest.mark.parametrize(("area", "label", "unit", "value", "figure"), LABELS, ids=[label for _, label, *_ in LABELS])
def test_a_row_whose_label_no_form_has_is_read_as_a_sentence(area, label, unit, value, figure):
    head = ("| TT | Chỉ tiêu thống kê | Đơn vị tính | Số liệu |", "|---|---|---|---|")
    rows = (row("1", HEADINGS[area], "", ""), row("1.1", label, unit, value))
    closing = "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLê Thị An\n"
    text = f"{FRONT}Đã rà soát.\n{closing}PHỤ LỤC\nBIỂU THỐNG KÊ SỐ LIỆU\n" + "\n".join((*head, *rows)) + "\n"
    assert figures(text) == [figure]


@pytest.mark.parametrize("form", ["1", "2"])
def test_a_form_is_read_however_its_rows_are_worded(form):
    lines = (Path(__file__).parent / "forms-made.tsv").read_text("utf-8").splitlines()[1:]
    cells = [line.split("\t")[1:] for line in lines if line.split("\t")[0] == form]
    rows = [row(*(code, label, unit, value)) for code, label, unit, value, _ in cells]
    closing = "Nơi nhận:\n- Lưu: VT.\nCHỦ TỊCH\nLê Thị An\n"
    head = ("| TT | Chỉ tiêu thống kê | Đơn vị tính | Số liệu |", "|---|---|---|---|")
    text = f"{FRONT}Đã rà soát.\n{closing}PHỤ LỤC\nBIỂU THỐNG KÊ SỐ LIỆU\n" + "\n".join((*head, *rows)) + "\n"
    assert figures(text) == [figure for *_, figure in cells if figure]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('id = "không có"\nsays = ["# máy bay"]', "không có chỉ tiêu «không có»"),
        ('id = "dossiers_received"\nsays = ["tiếp nhận hồ sơ"]', "phải có đúng một chỗ của số"),
        ('id = "dossiers_received"\nsays = ["# hồ sơ"]\ntopics = ["máy bay"]', "không có chủ đề «máy bay»"),
    ],
)
def test_a_phrase_of_a_department_that_can_never_be_meant_is_refused(tmp_path, entry, why):
    (tmp_path / "figures.toml").write_text(f"[[figure]]\n{entry}\n", "utf-8")
    with pytest.raises(KnowledgeError, match=why):
        load_standard(tmp_path)


def test_characters_that_stand_for_numbers_are_blanks_in_a_text():
    assert figures(told("procedures", "Tiếp nhận \ue001 hồ sơ: 100 hồ sơ.")) == ["dossiers_received = 100"]
