"""Files of a synthesis: the layout of Nghị định 30/2020/NĐ-CP in the XML, the same bytes, nothing written over."""

import html
import re
import stat
import zipfile
from pathlib import Path

import pytest
from building import clustering, report
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from cchc_nlp.errors import OutputExistsError, WriteError
from cchc_nlp.knowledge import load_standard
from cchc_nlp.synthesising import synthesise, write

STANDARD = load_standard()
LINES = [
    "result institutions: Đã rà soát 12 văn bản quy phạm pháp luật <của xã>, đạt 100% kế hoạch đề ra trong năm.",
    "limitation procedures: Còn hồ sơ quá hạn *tập trung* ở khâu đo đạc | đất đai",
]
REPORTS = [report(name, *LINES) for name in ("xã An Bình", "xã Đông Hà", "phường Cẩm Tú", "xã <b>Lạ</b>")]
SYNTHESIS = synthesise(
    REPORTS, clustering(REPORTS, {"Còn hồ sơ quá hạn": ("limitation", "procedures", "quá hạn")}), STANDARD
)


@pytest.fixture(scope="module")
def docx(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("synthesis") / "bao-cao.docx"
    write(SYNTHESIS, path)
    return path


def part(path: Path, name: str):
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(f"word/{name}"))


# --------------------------------------------------------------------------------------------------------------- .docx


def test_pages_have_the_margins_of_the_decree(docx):
    sections = Document(str(docx)).sections
    assert len(sections) == 4
    for section in sections:
        assert {round(section.page_width.mm), round(section.page_height.mm)} == {210, 297}
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(m.mm) for m in margins] == [20, 20, 30, 20]
        assert section.different_first_page_header_footer
    assert [s.page_width > s.page_height for s in sections] == [False, True, True, False]


def test_page_numbers_stand_in_the_middle_of_the_top_margin_from_page_two(docx):
    section = Document(str(docx)).sections[0]
    header = section.header.paragraphs[0]
    assert [e.text for e in header._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert header.alignment is not None
    assert header.alignment.name == "CENTER"
    assert not "".join(p.text for p in section.first_page_header.paragraphs)


def test_annexes_are_numbered_by_themselves(docx):
    numbering = [s.findall(qn("w:pgNumType")) for s in part(docx, "document.xml").iter(qn("w:sectPr"))]
    assert [[n.get(qn("w:start")) for n in found] for found in numbering] == [[], ["1"], ["1"], ["1"]]


def test_every_font_is_times_new_roman_in_every_script(docx):
    for name in ("styles.xml", "document.xml"):
        for fonts in part(docx, name).iter(qn("w:rFonts")):
            assert not [key for key in fonts.attrib if key.lower().endswith("theme")]
            assert {fonts.get(qn(f"w:{s}"), "Times New Roman") for s in ("ascii", "hAnsi", "eastAsia", "cs")} == {
                "Times New Roman"
            }


def test_the_language_is_vietnamese(docx):
    assert {e.get(qn("w:val")) for e in part(docx, "styles.xml").iter(qn("w:lang"))} == {"vi-VN"}


def test_the_body_is_justified_14_point_with_a_first_line_indent(docx):
    word = Document(str(docx))
    body = word.styles["Body Text"]
    assert (body.font.size.pt, body.font.color.rgb, body.font.name) == (14, (0, 0, 0), "Times New Roman")
    assert body.paragraph_format.alignment.name == "JUSTIFY"
    assert round(body.paragraph_format.first_line_indent.mm, 1) == 12.7
    assert body.paragraph_format.space_after.pt == 6


def test_headings_are_real_and_bold_and_black(docx):
    word = Document(str(docx))
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:3] == [
        ("Heading 1", "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH"),
        ("Heading 1", "II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH"),
        ("Heading 2", "1. Cải cách thể chế"),
    ]
    for level in (1, 2):
        font = word.styles[f"Heading {level}"].font
        assert (font.bold, font.size.pt, font.color.rgb) == (True, 14, (0, 0, 0))


def test_the_letterhead_stands_in_a_borderless_table(docx):
    table = Document(str(docx)).tables[0]
    assert table.style is None or table.style.name != "Table Grid"
    cells = [[p.text for p in cell.paragraphs if p.text] for row in table.rows for cell in row.cells]
    assert cells[:2] == [
        ["ỦY BAN NHÂN DÂN", "TỈNH LAM SƠN", "SỞ NỘI VỤ"],
        ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
    ]
    assert len(list(table._tbl.iter(qn("w:pBdr")))) == 2
    italics = {p.text: p.runs[0].italic for p in table.rows[1].cells[1].paragraphs if p.text}
    assert list(italics.values()) == [True]


def test_annex_tables_repeat_their_header_fit_the_page_and_keep_rows_whole(docx):
    word = Document(str(docx))
    annexes = [t for t in word.tables if t.style is not None and t.style.name == "Table Grid"]
    assert len(annexes) == 3
    for table in annexes:
        assert [i for i, r in enumerate(table.rows) if r._tr.trPr.find(qn("w:tblHeader")) is not None] == [0]
        assert all(r._tr.trPr.find(qn("w:cantSplit")) is not None for r in table.rows)
        widths = [column.width.mm for column in table.columns]
        assert sum(widths) in (pytest.approx(297 - 50, abs=1), pytest.approx(210 - 50, abs=1))
        assert min(widths) > 8


def test_the_column_with_the_longest_texts_of_an_annex_is_the_widest(docx):
    annexes = [t for t in Document(str(docx)).tables if t.style is not None and t.style.name == "Table Grid"]
    for table in annexes:
        longest = [max(len(cell.text) for cell in column.cells) for column in table.columns]
        widths = [column.width.mm for column in table.columns]
        if max(longest) > 2 * sorted(longest)[-2]:
            assert widths.index(max(widths)) == longest.index(max(longest))


def test_quotations_carry_their_source_as_a_comment(docx):
    comments = [c.text for c in Document(str(docx)).comments]
    assert any(
        re.fullmatch(r"(xã|phường) .+, tệp .+\.docx, dòng 4(\n.+)?", c, re.DOTALL) and "đo đạc" not in c
        for c in comments
    )
    assert any("xã An Bình, tệp xã-An-Bình.docx, dòng 1" in c for c in comments)


def test_the_same_synthesis_gives_the_same_bytes(docx, tmp_path):
    write(SYNTHESIS, tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == docx.read_bytes()


def test_the_properties_say_what_it_is_and_no_time_of_writing(docx):
    properties = Document(str(docx)).core_properties
    assert properties.title == SYNTHESIS.letterhead.subtitle
    assert (properties.author, properties.language) == ("SỞ NỘI VỤ", "vi-VN")
    assert properties.created is None
    assert not [c for c in Document(str(docx)).comments if c.timestamp]


def test_all_text_is_in_the_document(docx):
    word = Document(str(docx))
    shown = {p.text for p in word.paragraphs} | {c.text for t in word.tables for r in t.rows for c in r.cells}
    for paragraph in SYNTHESIS.paragraphs:
        for words in paragraph.cells or (paragraph.text,):
            assert words in shown or f"- {words}" in shown


# --------------------------------------------------------------------------------------------------------- .md, .html


def test_markdown_has_headings_footnotes_and_tables(tmp_path):
    write(SYNTHESIS, tmp_path / "a.md")
    lines = (tmp_path / "a.md").read_text("utf-8").splitlines()
    assert "## I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH" in lines
    assert "| TT | Đơn vị | Số, ký hiệu | Ngày báo cáo | Kỳ báo cáo | Tệp |" in lines
    body = "\n".join(lines)
    assert "“Còn hồ sơ quá hạn \\*tập trung\\* ở khâu đo đạc \\| đất đai”[^" in body
    used = re.findall(r"\[\^(\d+)\](?!:)", body)
    assert used == re.findall(r"^\[\^(\d+)\]:", body, re.MULTILINE)


def test_html_needs_nothing_from_elsewhere_and_escapes_what_it_shows(tmp_path):
    write(SYNTHESIS, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert not re.search(r"(src|href)=\"(?!#)|@import|url\(|https?://", page)
    assert "<b>Lạ</b>" not in page
    assert html.escape("<b>Lạ</b>") in page
    etree.fromstring(page.encode(), etree.HTMLParser())


def test_every_citation_in_html_leads_to_the_communes_words(tmp_path):
    write(SYNTHESIS, tmp_path / "a.html")
    tree = etree.fromstring((tmp_path / "a.html").read_bytes(), etree.HTMLParser())
    cited = [a.get("href")[1:] for a in tree.iter("a") if a.get("class") == "cited"]
    assert cited
    for target in cited:
        (item,) = tree.xpath(f"//li[@id='{target}']")
        assert item.xpath("ancestor::details")
        assert item.xpath(".//blockquote")[0].xpath("string()").strip()
    assert {m.text for m in tree.iter("mark")} == {q.text for p in SYNTHESIS.paragraphs for q in p.quotes}


# ------------------------------------------------------------------------------------------------------------- writing


@pytest.mark.parametrize("suffix", ["docx", "md", "html"])
def test_an_existing_file_is_written_over_only_when_told(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    path.write_text("của tôi", "utf-8")
    with pytest.raises(OutputExistsError) as caught:
        write(SYNTHESIS, path)
    assert str(caught.value) == f"{path}: tệp đã có; đổi tên tệp ra hoặc dùng --force để ghi đè."
    assert path.read_text("utf-8") == "của tôi"
    write(SYNTHESIS, path, force=True)
    assert path.read_bytes() != "của tôi".encode()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) & 0o044 == 0o044


def test_an_unknown_suffix_and_a_missing_folder_are_told_in_one_line(tmp_path):
    with pytest.raises(WriteError, match=r"a\.pdf: không ghi được dạng tệp này; dùng đuôi \.docx, \.md, \.html\.$"):
        write(SYNTHESIS, tmp_path / "a.pdf")
    with pytest.raises(WriteError, match=r"a\.md: không ghi được tệp \(.+\); kiểm tra thư mục và quyền ghi\.$"):
        write(SYNTHESIS, tmp_path / "khong-co" / "a.md")


def test_an_empty_synthesis_is_written_too(tmp_path):
    nothing = synthesise([], clustering([], {}), STANDARD)
    for suffix in ("docx", "md", "html"):
        write(nothing, tmp_path / f"a.{suffix}")
