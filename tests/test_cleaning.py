"""Cleaning: healed paragraphs, marked noise, nothing lost."""

import re
from dataclasses import replace

import pytest
from cases import cases, param
from hypothesis import given
from hypothesis import strategies as st

from cchc_nlp.cleaning import clean
from cchc_nlp.model import Document, Line, Look, Source


def document(lines: list[str]) -> Document:
    return Document(Source("a.txt", "0", "txt"), tuple(Line(i, text) for i, text in enumerate(lines, 1)))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("case", [param(c) for c in cases("wraps.toml")])
def test_lines_become_the_paragraphs_a_person_reads(case):
    blocks = clean(document(case["lines"])).blocks
    assert [b.text for b in blocks if b.kind == "text"] == case["paragraphs"]
    assert [b.text for b in blocks if b.kind == "noise"] == case.get("noise", [])


WRAPPED = """\
Thực hiện chỉ đạo của cấp trên, Ủy ban nhân dân xã đã xây dựng và ban hành kế
hoạch cải cách hành chính năm 2026; phân công nhiệm vụ cụ thể cho từng bộ phận,
trong đó có Kế hoạch số 41/KH-
UBND về công tác tuyên truyền và Thông báo số
46/TB-UBND về kết luận của Chủ tịch Ủy ban nhân dân xã tại hội nghị đối thoại.
Trong kỳ đã tổ chức 03 hội nghị tuyên truyền tại các thôn với sự tham gia của
đông đảo người dân trên địa bàn.
- Duy trì chuyên mục trên cổng thông tin điện tử của xã, đăng tải đầy đủ các
quy định mới.
""".splitlines()


def test_a_hard_wrapped_text_is_joined_by_its_margin_and_cut_symbols_are_closed_up():
    # A sentence that ends just at the margin ends the paragraph: two paragraphs made one would swallow a heading.
    assert [b.text for b in clean(document(WRAPPED)).blocks] == [
        "Thực hiện chỉ đạo của cấp trên, Ủy ban nhân dân xã đã xây dựng và ban hành kế hoạch cải cách hành chính năm "
        "2026; phân công nhiệm vụ cụ thể cho từng bộ phận, trong đó có Kế hoạch số 41/KH-UBND về công tác tuyên truyền "
        "và Thông báo số 46/TB-UBND về kết luận của Chủ tịch Ủy ban nhân dân xã tại hội nghị đối thoại.",
        "Trong kỳ đã tổ chức 03 hội nghị tuyên truyền tại các thôn với sự tham gia của đông đảo người dân trên địa "
        "bàn.",
        "- Duy trì chuyên mục trên cổng thông tin điện tử của xã, đăng tải đầy đủ các quy định mới.",
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["docx", "odt", "pdf"])
@pytest.mark.parametrize("follows", ["100% hồ sơ được số hóa.", "trong kỳ, xã đã triển khai 12 nền tảng."])
def test_a_bold_heading_and_the_text_below_it_are_two(form, follows):
    heading = Line(1, "Chuyển đổi số", look=Look(bold=True))
    made = Document(Source("a", "0", form), (heading, Line(2, follows)))
    assert [block.text for block in clean(made).blocks] == ["Chuyển đổi số", follows]


def test_paragraphs_of_a_word_file_are_joined_only_where_a_conversion_cut_them():
    lines = [
        "Các hạn chế trong kỳ",
        "tỷ lệ hồ sơ trực tuyến còn thấp.",
        "Ủy ban nhân dân xã đã ban hành kế hoạch kiểm tra của",
        "các phòng, phân công người phụ trách.",
        "Báo cáo kết quả tháng",
        "7 năm 2026",
    ]
    made = Document(Source("a", "0", "docx"), document(lines).lines)
    assert [block.text for block in clean(made).blocks] == [*lines[:2], " ".join(lines[2:4]), " ".join(lines[4:])]


def test_a_word_file_made_line_by_line_from_a_print_is_joined_as_a_wrapped_text_is():
    made = tuple(replace(line, ends=True) for line in document(WRAPPED * 2).lines)
    word = clean(Document(Source("a", "0", "docx"), made))
    assert [block.text for block in word.blocks] == [block.text for block in clean(document(WRAPPED * 2)).blocks]


def test_lines_in_columns_stay_by_themselves():
    letterhead = ["Số: 61/BC-UBND                    An Bình, ngày 15 tháng 6 năm 2026", "BÁO CÁO"]
    assert [block.text for block in clean(document([*letterhead, *WRAPPED])).blocks][:2] == letterhead


def test_anchors_lead_from_the_words_back_to_their_lines():
    block = clean(document(WRAPPED)).blocks[0]
    at = block.text.index("46/TB-UBND")
    assert block.lines_between(at, at + 5) == (5, 5)
    assert block.lines == (1, 5)


def test_pipe_and_tab_rows_become_cells_of_one_table():
    lines = ["| STT | Chỉ tiêu | Số liệu |", "|---|---|---|", "| 1 | Số văn bản | 5 |", "", "| 2 | Số nhiệm vụ | 7 |"]
    blocks = clean(document(lines)).blocks
    assert [b.cells for b in blocks] == [
        ("STT", "Chỉ tiêu", "Số liệu"), ("", "", ""), ("1", "Số văn bản", "5"), ("2", "Số nhiệm vụ", "7"),
    ]  # fmt: skip
    assert {b.table for b in blocks} == {1}


def test_a_lone_tab_stop_is_no_table():
    blocks = clean(document(["Số: 05/BC-UBND\tBình An, ngày 05 tháng 6 năm 2026"])).blocks
    assert [b.kind for b in blocks] == ["text"]


LINE = st.text(st.characters(categories=["Lu", "Ll", "Nd", "Po", "Pd", "Zs"], max_codepoint=0x1EF9), max_size=120)


@given(st.lists(LINE, max_size=30))
def test_no_word_is_lost_and_none_is_invented(lines):
    kept = sorted(w for b in clean(document(lines)).blocks for w in words(b.text))
    # Closing up a symbol at its hyphen keeps both halves words of their own; only combining marks may move.
    assert kept == sorted(w for line in lines for w in words(line))


@given(st.lists(LINE, max_size=30))
def test_cleaning_cleaned_paragraphs_changes_nothing(lines):
    once = [b.text for b in clean(document(lines)).blocks if b.kind == "text"]
    again = [b.text for b in clean(document(once)).blocks]
    assert sorted(words(" ".join(again))) == sorted(words(" ".join(once)))


def test_a_running_header_with_its_page_number_is_noise_and_a_numbered_label_is_not():
    page = [f"- Nội dung thứ {n} của báo cáo được triển khai đầy đủ." for n in range(9)]
    lines = [line for n in (2, 3, 4) for line in (*page, f"UBND xã An Bình - Báo cáo CCHC {n}", f"Phụ lục {n - 1}")]
    blocks = clean(document(lines)).blocks
    assert [b.text for b in blocks if b.kind == "noise"] == [f"UBND xã An Bình - Báo cáo CCHC {n}" for n in (2, 3, 4)]
    assert [b.text for b in blocks if b.text.startswith("Phụ lục")] == ["Phụ lục 1", "Phụ lục 2", "Phụ lục 3"]
