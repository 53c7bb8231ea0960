"""Extracting: statements split as the annotation rules say, identification read from where it is printed."""

from pathlib import Path

import pytest
from cases import cases, param
from test_aligning import aligned, tree

from cchc_nlp.extracting import extract
from cchc_nlp.extracting.findings import Splitter
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Meta, Period

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def splitter():
    return Splitter(load_standard())


@pytest.mark.parametrize("case", [param(c) for c in cases("statements.toml")])
def test_a_paragraph_is_split_into_the_statements_it_makes(case, splitter):
    text = case["text"]
    assert [text[a:b] for a, b in splitter.statements(text, case.get("role", "limitation"))] == case["statements"]


def placed():
    """The lines of areas-made.tsv: section, accepted fields, words."""
    for line in (HERE / "areas-made.tsv").read_text("utf-8").splitlines()[1:]:
        origin, section, accepted, text = line.split("\t")
        yield param({"origin": origin, "why": text, "section": section, "accepted": accepted.split(",")})


@pytest.mark.parametrize("case", list(placed()))
def test_a_statement_is_of_the_field_its_words_name(case, splitter):
    area, _ = splitter.area(case["why"], case["section"])
    assert area in case["accepted"]


@pytest.mark.parametrize("case", [param(c) for c in cases("reports.toml")])
def test_a_report_gives_the_outline_and_the_statements_a_person_would_take_from_it(case):
    assert tree(case["text"]) == case["outline"]
    expected = [(*label.split(" "), words) for label, words in (said.split(": ", 1) for said in case["findings"])]
    found = findings(case["text"])
    assert [(role, words) for role, _, words in found] == [(role, words) for role, _, words in expected]
    others = [(area, areas, words) for (_, area, words), (_, areas, _) in zip(found, expected, strict=True)]
    assert [other for other in others if other[0] not in other[1].split(",")] == []


@pytest.mark.parametrize("case", [param(c) for c in cases("identification.toml")])
def test_identification_is_read_from_where_it_is_printed(case):
    meta = extract(aligned(case["text"]), load_standard()).meta
    assert {name: said(meta, name) for name in case["meta"]} == case["meta"]


def said(meta: Meta, name: str):
    """A field of the identification as the cases write it."""
    if name in ("unit", "province", "district"):
        return getattr(meta.unit, "name" if name == "unit" else name)
    if name == "citations":
        return [c.number for c in meta.citations]
    value = getattr(meta, name)
    if isinstance(value, Period):
        parts = [value.kind, value.year, value.number, value.start, value.end]
        return [part or False for part in parts[: max(i for i, part in enumerate(parts, 1) if part is not None)]]
    return list(value) if isinstance(value, tuple) else value


def findings(text: str) -> list[tuple[str, str, str]]:
    return [(f.role, f.area, f.text) for f in extract(aligned(text), load_standard()).findings]


REPORT = """UBND XÃ AN BÌNH
BÁO CÁO
Công tác cải cách hành chính quý I năm 2026
I. KẾT QUẢ THỰC HIỆN
1. Cải cách thủ tục hành chính
- Bộ phận Một cửa hoạt động ổn định. Tuy nhiên, máy quét đã cũ, chưa đáp ứng yêu cầu.
II. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN
- Hồ sơ đất đai còn quá hạn.
- Do công chức kiêm nhiệm nhiều việc.
III. KIẾN NGHỊ, ĐỀ XUẤT: Không có.
"""


def test_a_limitation_inside_a_result_is_found_causes_are_told_apart_and_nothing_is_nothing():
    assert findings(REPORT) == [
        ("limitation", "digital_government", "Tuy nhiên, máy quét đã cũ, chưa đáp ứng yêu cầu"),
        ("limitation", "procedures", "Hồ sơ đất đai còn quá hạn"),
        ("cause", "organisation", "Do công chức kiêm nhiệm nhiều việc"),
    ]


def test_every_finding_stands_word_for_word_on_its_lines():
    report = extract(aligned(REPORT), load_standard())
    lines = REPORT.splitlines()
    for finding in report.findings:
        first, last = finding.lines
        assert finding.text in " ".join(lines[first - 1 : last])


def test_a_table_with_titles_of_roles_states_findings_cell_by_cell():
    text = """UBND XÃ AN BÌNH
BÁO CÁO
Công tác cải cách hành chính quý I năm 2026
I. TỒN TẠI, HẠN CHẾ
| STT | Hạn chế | Nguyên nhân |
|---|---|---|
| 1 | Thiếu máy tính | Do kinh phí eo hẹp |
| STT | Hạn chế | Nguyên nhân |
| 2 | Khó khăn về đường truyền | Do địa hình |
II. KIẾN NGHỊ
- Cấp thêm máy tính.
"""
    assert findings(text) == [
        ("limitation", "digital_government", "Thiếu máy tính"),
        ("cause", "public_finance", "Do kinh phí eo hẹp"),
        ("limitation", "digital_government", "Khó khăn về đường truyền"),
        ("cause", "general", "Do địa hình"),
        ("recommendation", "digital_government", "Cấp thêm máy tính"),
    ]


def test_an_assessment_without_headings_turns_where_its_words_turn():
    text = """UBND XÃ AN BÌNH
BÁO CÁO
Công tác cải cách hành chính 6 tháng đầu năm 2026
I. KẾT QUẢ THỰC HIỆN
1. Cải cách thủ tục hành chính
a) Kết quả đạt được
- Đã niêm yết đầy đủ thủ tục.
b) Hạn chế
- Còn hồ sơ đất đai quá hạn.
II. ĐÁNH GIÁ CHUNG
Công tác được triển khai kịp thời. Bên cạnh đó vẫn còn một số khó khăn sau:
- Người dân quen nộp hồ sơ giấy.
- Mạng tại thôn bản không ổn định.
"""
    assert findings(text) == [
        ("limitation", "procedures", "Còn hồ sơ đất đai quá hạn"),
        ("strength", "general", "Công tác được triển khai kịp thời"),
        ("limitation", "general", "Bên cạnh đó vẫn còn một số khó khăn sau"),
        ("limitation", "digital_government", "Người dân quen nộp hồ sơ giấy"),
        ("limitation", "digital_government", "Mạng tại thôn bản không ổn định"),
    ]


def test_under_a_heading_of_difficulties_and_requests_the_words_decide():
    text = """UBND XÃ AN BÌNH
BÁO CÁO
Công tác cải cách hành chính quý I năm 2026
I. KẾT QUẢ THỰC HIỆN
Đã rà soát 12 văn bản.
II. KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ
- Phần mềm một cửa hay lỗi. Đề nghị Sở Khoa học và Công nghệ khắc phục lỗi phần mềm.
- Đề nghị bổ sung biên chế cho xã.
"""
    assert findings(text) == [
        ("limitation", "digital_government", "Phần mềm một cửa hay lỗi"),
        ("recommendation", "digital_government", "Đề nghị Sở Khoa học và Công nghệ khắc phục lỗi phần mềm"),
        ("recommendation", "organisation", "Đề nghị bổ sung biên chế cho xã"),
    ]
