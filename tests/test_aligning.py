"""Aligning: what headings say by themselves, and where in a report they stand."""

import pytest
from cases import cases, param

from cchc_nlp.aligning import align, align_headings
from cchc_nlp.cleaning import clean
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Document, Line, Source
from cchc_nlp.outlining import outline


def aligned(text: str):
    lines = tuple(Line(i, line) for i, line in enumerate(text.splitlines(), 1))
    return align(outline(clean(Document(Source("a.txt", "0", "txt"), lines))), load_standard())


def tree(text: str) -> list[str]:
    """One line a section: dots for its depth, number, heading, area/role."""
    return [f"{'.' * s.level} {s.number or '-'} {s.heading} = {s.area}/{s.role}" for s in aligned(text).sections]


@pytest.mark.parametrize("case", [param(c) for c in cases("headings.toml")])
def test_a_bare_heading_is_aligned_by_its_words(case):
    [found] = align_headings([case["heading"]], load_standard())
    assert (found.area, found.role) == (case["area"], case["role"])


@pytest.mark.parametrize("case", [param(c) for c in cases("outlines.toml")])
def test_a_report_gets_the_outline_a_person_would_draw(case):
    assert tree(case["text"]) == case["outline"]


def test_every_block_knows_its_zone():
    blocks = aligned(cases("outlines.toml")[0]["text"]).blocks
    assert next(b.text for b in blocks if b.role == "front") == "UBND XÃ AN BÌNH"
    assert [b.text for b in blocks if b.role == "closing"][-1] == "Lê Thị An"
    assert all(b.area and b.role for b in blocks)


def test_evidence_is_kept_with_every_decision():
    for section in aligned(cases("outlines.toml")[0]["text"]).sections:
        assert section.because
        assert 0 < section.score <= 1


def test_rows_of_an_annex_are_of_the_field_above_them_and_repeated_titles_of_none():
    text = """UBND XÃ AN BÌNH
BÁO CÁO
Công tác cải cách hành chính quý I năm 2026
I. KẾT QUẢ THỰC HIỆN
Đã rà soát văn bản.
Nơi nhận:
- Lưu: VT.
CHỦ TỊCH
Lê Thị An
PHỤ LỤC
BIỂU THỐNG KÊ SỐ LIỆU
STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu
6\tCải cách tài chính công\t\t
6.1\tTỷ lệ giải ngân\t%\t50
STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu
7\tXây dựng và phát triển chính quyền điện tử\t\t
7.1\tSố văn bản đi\tVăn bản\t52
"""
    rows = [block.area for block in aligned(text).blocks if block.kind == "table"]
    assert rows == ["general", "public_finance", "public_finance", "general", *["digital_government"] * 2]
