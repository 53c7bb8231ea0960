"""Summaries: whole sentences of a report for each (area, role) cell, exact words, nothing said twice, no table rows."""

import pytest
from building import report
from hypothesis import given
from hypothesis import strategies as st

from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Extract
from cchc_nlp.synthesising import summarise, summarise_fields, summary_of_fields, summary_of_reports, write

STANDARD = load_standard()

FIGURES = "Trong kỳ, xã tiếp nhận 1.552 hồ sơ, giải quyết đúng hạn 1.540 hồ sơ, đạt 99,2%."
SLOGAN = "Công tác cải cách hành chính luôn quan tâm, tăng cường, góp phần nâng cao nhận thức của cán bộ."
OTHER = "Bộ phận một cửa niêm yết công khai 112 thủ tục hành chính tại trụ sở và trên trang thông tin điện tử."


def test_figures_come_before_slogans_and_sentences_keep_their_order():
    made = summarise(report("xã An Bình", f"result procedures: {SLOGAN} {OTHER} {FIGURES}"), STANDARD)
    assert made == (Extract("procedures", "result", OTHER, (3, 3)), Extract("procedures", "result", FIGURES, (3, 3)))


def test_nothing_is_said_twice():
    again = FIGURES.replace("Trong kỳ, xã", "Trong kỳ, UBND xã")
    made = summarise(report("xã An Bình", f"result procedures: {FIGURES}", f"result procedures: {again}"), STANDARD)
    assert [e.text for e in made] == [FIGURES]


@pytest.mark.parametrize(
    "line",
    [
        "table procedures: 1 | Số hồ sơ đã tiếp nhận trong kỳ báo cáo của đơn vị | hồ sơ | 1.552",
        "result procedures: 1\tSố hồ sơ đã tiếp nhận trong kỳ báo cáo của đơn vị\thồ sơ\t1.552",
        "heading procedures: Kết quả giải quyết thủ tục hành chính trên địa bàn xã trong 6 tháng đầu năm",
        "closing general: Trên đây là báo cáo kết quả công tác cải cách hành chính 6 tháng đầu năm 2026 của xã.",
        "noise general: Trang 2 của báo cáo công tác cải cách hành chính 6 tháng đầu năm 2026 của xã An Bình",
        "result procedures: Trong kỳ báo cáo, trên địa bàn xã không phát sinh hồ sơ phản ánh, kiến nghị nào.",
        "result procedures: Kết quả tiếp nhận, giải quyết hồ sơ thủ tục hành chính trong kỳ báo cáo như sau:",
    ],
)
def test_tables_headings_frame_and_empty_talk_are_never_chosen(line):
    assert summarise(report("xã An Bình", line), STANDARD) == ()


def test_findings_stand_in_their_own_cells_and_not_among_results():
    limitation = "Tuy nhiên, một số trang thiết bị của bộ phận một cửa đã cũ, chưa được thay thế kịp thời"
    made = summarise(
        report("xã An Bình", f"limitation procedures: {limitation}", f"result procedures: {FIGURES}"), STANDARD
    )
    assert [(e.role, e.text) for e in made] == [("result", FIGURES), ("limitation", limitation)]


def test_a_label_before_the_sentence_is_left_out_and_the_bullet_too():
    made = summarise(report("xã An Bình", f"result procedures: + Về giải quyết hồ sơ: {FIGURES}"), STANDARD)
    assert [e.text for e in made] == [FIGURES]


@given(st.integers(min_value=1, max_value=4))
def test_no_cell_has_more_than_asked_for(most):
    lines = [f"task procedures: Nhiệm vụ thứ {n}: {word} {word} hồ sơ" for n, word in enumerate("abcdefgh")]
    made = summarise(report("xã An Bình", *lines), STANDARD, sentences=most)
    assert 0 < len(made) <= most


def test_a_report_without_anything_has_no_summary():
    assert summarise(report(None), STANDARD) == ()


@given(st.integers(min_value=0, max_value=60))
def test_a_summary_keeps_to_its_words_and_tells_limitations_first(most):
    limitation = "Tuy nhiên, một số trang thiết bị của bộ phận một cửa đã cũ, chưa được thay thế kịp thời"
    made = summarise(
        report("xã An Bình", f"result procedures: {FIGURES}", f"limitation procedures: {limitation}"),
        STANDARD,
        words=most,
    )
    assert sum(len(e.text.split()) for e in made) <= most
    if most >= len(limitation.split()):
        assert limitation in [e.text for e in made]


def test_a_field_is_summed_up_over_reports_each_sentence_of_another(tmp_path):
    reports = [
        report("xã An Bình", f"result procedures: {FIGURES}"),
        report("xã Đông Hà", f"result procedures: {OTHER}"),
    ]
    chosen = summarise_fields(reports, STANDARD, sentences=2)
    assert sorted(r.meta.unit.name for r, _ in chosen) == ["xã An Bình", "xã Đông Hà"]
    made = summary_of_fields(chosen, STANDARD)
    assert [p.text for p in made.paragraphs[:2]] == ["Cải cách thủ tục hành chính", "Kết quả thực hiện"]
    write(made, tmp_path / "a.md")
    assert "Nơi nhận" not in (tmp_path / "a.md").read_text("utf-8")


def test_summaries_of_reports_are_a_document_without_letterhead(tmp_path):
    one = report("xã An Bình", f"result procedures: {FIGURES}")
    made = summary_of_reports([(one, summarise(one, STANDARD))], STANDARD)
    assert [p.text for p in made.paragraphs] == [
        "Xã An Bình",
        "Cải cách thủ tục hành chính: kết quả thực hiện",
        FIGURES,
    ]
    write(made, tmp_path / "a.docx")
    assert (tmp_path / "a.docx").stat().st_size > 0
