"""Word files are read as Word prints them: order, tables, automatic numbers, notes, looks, tracked changes."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from files import BORDERS, cell, docx_bytes, docx_file, level, listed, p, r, t, table
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Look
from cchc_nlp.reading import Terms, read
from cchc_nlp.reading.docx import read_docx


def lines(folder, body, **parts):
    return list(read(docx_file(folder, body, **parts)).lines)


def texts(folder, body, **parts):
    return [line.text for line in lines(folder, body, **parts)]


def numbering(*levels, num='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>', abstract=""):
    return f'<w:abstractNum w:abstractNumId="0">{abstract}{"".join(levels)}</w:abstractNum>{num}'


# ---------------------------------------------------------------- order and tables


def test_paragraphs_and_table_rows_come_in_order(tmp_path):
    found = lines(tmp_path, p("Một") + p() + table([["STT", "Hồ sơ"], ["1", "12"]]) + p("Hai"))
    assert [(line.number, line.text, line.cells, line.table, line.ends) for line in found] == [
        (1, "Một", None, None, True),
        (2, "", None, None, True),
        (3, "STT\tHồ sơ", ("STT", "Hồ sơ"), 1, True),
        (4, "1\t12", ("1", "12"), 1, True),
        (5, "Hai", None, None, True),
    ]


def test_merged_cells_show_their_text_once(tmp_path):
    wide = cell(p("Kết quả"), properties='<w:gridSpan w:val="2"/>')
    begun, gone_on = (cell(p("STT"), properties=f"<w:vMerge{v}/>") for v in (' w:val="restart"', ""))
    found = lines(tmp_path, table([[begun, wide], [gone_on, "ĐVT", "Số liệu"]]))
    assert [line.cells for line in found] == [("STT", "Kết quả", ""), ("", "ĐVT", "Số liệu")]


def test_paragraphs_and_tables_within_a_cell_become_its_text(tmp_path):
    inner = table([["a", "b"], ["1", "2"]])
    found = lines(tmp_path, table([[cell(p("12 chuyên mục,"), p("48 tin")), cell(inner, p())]]) + table([["x", "y"]]))
    assert [(line.cells, line.table) for line in found] == [(("12 chuyên mục, 48 tin", "a b 1 2"), 1), (("x", "y"), 2)]


def test_a_letterhead_is_read_column_by_column(tmp_path):
    head = table(
        [
            [cell(p("ỦY BAN NHÂN DÂN"), p("XÃ AN BÌNH")), cell(p("CỘNG HÒA XÃ HỘI"), p("Độc lập - Tự do"))],
            ["Số: 05/BC-UBND", "An Bình, ngày 05 tháng 6 năm 2026"],
        ],
        borders="",
    )
    found = lines(tmp_path, head + p("BÁO CÁO"))
    assert [(line.text, line.cells) for line in found] == [
        ("ỦY BAN NHÂN DÂN", None),
        ("XÃ AN BÌNH", None),
        ("Số: 05/BC-UBND", None),
        ("CỘNG HÒA XÃ HỘI", None),
        ("Độc lập - Tự do", None),
        ("An Bình, ngày 05 tháng 6 năm 2026", None),
        ("BÁO CÁO", None),
    ]


def test_figures_in_a_table_without_borders_stay_in_rows(tmp_path):
    found = lines(tmp_path, table([["Chỉ tiêu", "Số liệu"], ["Hồ sơ", "1.552"]], borders=""))
    assert [line.cells for line in found] == [("Chỉ tiêu", "Số liệu"), ("Hồ sơ", "1.552")]


def test_borders_may_come_from_the_table_style(tmp_path):
    styles = f'<w:style w:type="table" w:styleId="Grid"><w:tblPr>{BORDERS}</w:tblPr></w:style>'
    found = lines(tmp_path, table([["a", "b"]], borders='<w:tblStyle w:val="Grid"/>'), styles=styles)
    assert found[0].cells == ("a", "b")


# ---------------------------------------------------------------- automatic numbers


def test_automatic_numbers_are_written_as_word_shows_them(tmp_path):
    levels = (level(0, "upperRoman", "%1."), level(1, "decimal", "%2."), level(2, "decimal", "%2.%3."),
              level(3, "lowerLetter", "%4)"), level(4, "bullet", "-"))  # fmt: skip
    body = "".join(listed(f"m{i}", n) for i, n in enumerate((0, 1, 2, 2, 3, 3, 4, 1, 2, 0, 1)))
    found = lines(tmp_path, body, numbering=numbering(*levels))
    assert [line.text for line in found] == [
        "I. m0", "1. m1", "1.1. m2", "1.2. m3", "a) m4", "b) m5", "- m6", "2. m7", "2.1. m8", "II. m9", "1. m10",
    ]  # fmt: skip
    assert [line.label for line in found][:3] == ["I.", "1.", "1.1."]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", ["1.", "2."]),
        ("decimalZero", ["01.", "02."]),
        ("lowerRoman", ["i.", "ii."]),
        ("upperLetter", ["A.", "B."]),
        ("none", [".", "."]),
        ("ideographEnclosedCircle", ["1.", "2."]),
    ],
)
def test_number_formats(tmp_path, form, shown):
    found = lines(tmp_path, listed("x") * 2, numbering=numbering(level(0, form, "%1.")))
    assert [line.label for line in found] == shown


def test_two_lists_of_one_kind_count_on_unless_one_starts_afresh(tmp_path):
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{more}</w:num>'
        for n, more in (
            (1, ""),
            (2, ""),
            (3, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'),
        )
    )
    body = listed("a") + listed("b", num=2) + listed("c", num=3) + listed("d", num=3) + listed("e")
    shown = texts(tmp_path, body, numbering=numbering(level(0, "decimal", "%1."), num=nums))
    assert shown == ["1. a", "2. b", "5. c", "6. d", "7. e"]


def test_a_level_may_never_restart_and_may_show_all_numbers_as_decimals(tmp_path):
    levels = (level(0, "upperRoman", "Phần %1"), level(1, "decimal", "%1.%2", '<w:lvlRestart w:val="0"/><w:isLgl/>'))
    shown = texts(tmp_path, "".join(listed("x", n) for n in (0, 1, 0, 1)), numbering=numbering(*levels))
    assert shown == ["Phần I x", "1.1 x", "Phần II x", "2.2 x"]


def test_a_style_may_carry_the_numbering_and_a_paragraph_may_refuse_it(tmp_path):
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="Base"/></w:style>'
    )
    linked = level(1, "decimal", "%2)", '<w:pStyle w:val="H2"/>')
    body = p("một", '<w:pStyle w:val="Base"/>') + p("hai", '<w:pStyle w:val="H2"/>')
    body += p("ba", '<w:pStyle w:val="Base"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = lines(tmp_path, body, styles=styles, numbering=numbering(level(0, "upperRoman", "%1."), linked))
    assert [line.text for line in found] == ["I. một", "1) hai", "ba"]
    assert [line.look.outline_level for line in found] == [None, 2, None]


def test_bullets_of_symbol_fonts_are_plain_characters(tmp_path):
    shown = texts(tmp_path, listed("x"), numbering=numbering(level(0, "bullet", "\uf0b7")))
    assert shown == ["• x"]


# ---------------------------------------------------------------- words of a paragraph


def test_manual_lines_are_lines_and_page_breaks_are_not(tmp_path):
    body = p(f"<w:r>{t('TM. ỦY BAN NHÂN DÂN')}<w:br/>{t('CHỦ TỊCH')}</w:r>")
    body += p(f'<w:r><w:br w:type="page"/>{t("Phụ lục")}</w:r>') + p(f'<w:r>{t("x")}<w:br w:type="page"/></w:r>')
    found = lines(tmp_path, body)
    assert [(line.text, line.ends) for line in found] == [
        ("TM. ỦY BAN NHÂN DÂN", None),
        ("CHỦ TỊCH", True),
        ("Phụ lục", True),
        ("x", True),
    ]


def test_tracked_changes_are_read_as_accepted(tmp_path):
    body = p(r("Đạt ") + f"<w:del><w:r><w:delText>56</w:delText></w:r></w:del><w:ins>{r('57')}</w:ins>" + r("%."))
    body += p("Đoạn bị ", "<w:rPr><w:del/></w:rPr>") + p("nối.")
    body += p(f"<w:moveFrom>{r('cũ')}</w:moveFrom><w:moveTo>{r('mới')}</w:moveTo>")
    assert texts(tmp_path, body) == ["Đạt 57%.", "Đoạn bị nối.", "mới"]


def test_fields_show_their_result_and_links_and_controls_their_text(tmp_path):
    def field(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    date = (
        field("begin") + "<w:r><w:instrText> DATE </w:instrText></w:r>" + field("separate") + r("05/6") + field("end")
    )
    body = p(r("Ngày ") + date) + p(f"<w:hyperlink>{r('Cổng')}</w:hyperlink><w:fldSimple>{r(' 7')}</w:fldSimple>")
    body += f"<w:sdt><w:sdtContent>{p('Trong khung')}</w:sdtContent></w:sdt>" + p(r("ẩn", "<w:vanish/>") + r("hiện"))
    assert texts(tmp_path, body) == ["Ngày 05/6", "Cổng 7", "Trong khung", "hiện"]


def test_text_boxes_are_read_once(tmp_path):
    def box(text):
        return f"<w:txbxContent>{p(text)}</w:txbxContent>"

    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box("ĐỂ BÁO CÁO")}</wps:txbx>'
        f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box('ĐỂ BÁO CÁO')}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    assert texts(tmp_path, p(r("Thân") + f"<w:r>{both}</w:r>")) == ["Thân", "ĐỂ BÁO CÁO"]


def test_tabs_symbols_and_raised_digits(tmp_path):
    body = p(f'<w:r>{t("a")}<w:tab/>{t("b")}<w:noBreakHyphen/><w:sym w:font="Symbol" w:char="F0B3"/></w:r>')
    body += p(r("1.200 m") + r("2", '<w:vertAlign w:val="superscript"/>'))
    assert texts(tmp_path, body) == ["a\tb-≥", "1.200 m²"]


def test_combining_marks_are_composed(tmp_path):
    assert texts(tmp_path, p(unicodedata.normalize("NFD", "Thủ tục"))) == ["Thủ tục"]


# ---------------------------------------------------------------- notes, headers and footers


def test_notes_stand_apart_after_their_paragraph(tmp_path):
    reference = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    notes = f'<w:footnote w:id="7">{p("<w:r><w:footnoteRef/></w:r>" + r(" Kế hoạch số 02."))}{p("- Hai.")}</w:footnote>'
    found = lines(tmp_path, p(r("năm 2026") + reference + r(".")) + p("Sau"), footnotes=notes)
    assert [(line.text, line.layer) for line in found] == [
        ("năm 2026¹.", "body"),
        ("¹ Kế hoạch số 02.", "footnote"),
        ("- Hai.", "footnote"),
        ("Sau", "body"),
    ]


def test_headers_and_footers_are_marked_and_page_numbers_too(tmp_path):
    def field(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    number = p(
        field("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + field("separate") + r("2") + field("end")
    )
    found = lines(tmp_path, p("Thân"), header1=p("UBND xã An Bình"), footer1=number, header2=p("UBND xã An Bình"))
    assert [(line.text, line.layer) for line in found] == [
        ("UBND xã An Bình", "header"),
        ("Thân", "body"),
        ("2", "page_number"),
    ]


# ---------------------------------------------------------------- looks


def test_looks_come_from_runs_styles_and_defaults(tmp_path):
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="heading 1"/><w:pPr><w:jc w:val="center"/></w:pPr>'
        "<w:rPr><w:b/></w:rPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = p("Thường") + p("Đầu đề", '<w:pStyle w:val="C"/>')
    body += p(r("Về cán bộ:", "<w:b/>") + r(" đã rà soát."))
    body += p(r("nghiêng ", "<w:i/>") + r("cả", "<w:i/>")) + p(
        r("không đậm", '<w:b w:val="0"/>'), '<w:pStyle w:val="B"/>'
    )
    body += p(r("hai lần đậm", '<w:rStyle w:val="Strong"/>'), '<w:pStyle w:val="B"/>')
    assert [line.look for line in lines(tmp_path, body, styles=styles)] == [
        Look(size=14),
        Look(bold=True, centred=True, size=14, outline_level=1),
        Look(bold_lead=len("Về cán bộ:"), size=14),
        Look(italic=True, size=14),
        Look(centred=True, size=14, outline_level=1),
        Look(centred=True, size=14, outline_level=1),
    ]


# ---------------------------------------------------------------- properties

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Zl", "Zp"]), min_size=1).map(
    lambda text: unicodedata.normalize("NFC", f"a{text}a")
)
BLOCK = WORDS | st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCK, min_size=1))
def test_any_paragraphs_and_rows_are_read_back_in_order(blocks):
    body = "".join(p(block) if isinstance(block, str) else table(block) for block in blocks)
    rows = [row for block in blocks for row in ([block] if isinstance(block, str) else block)]
    with TemporaryDirectory() as folder:
        found = read(docx_file(Path(folder), body)).lines
    assert [line.text if line.cells is None else list(line.cells) for line in found] == rows


# ---------------------------------------------------------------- one file after another

CIRCLE = (
    '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>'
)


@pytest.mark.parametrize("first", ["A", "B"])
def test_a_file_is_read_the_same_whatever_was_read_before_it(first):
    styled = [p("Báo cáo", f'<w:pStyle w:val="{name}"/>') for name in (first, "A", "B")]
    others = [docx_bytes(paragraph, styles=CIRCLE) for paragraph in styled]
    _, one, two = (read_docx(content, Terms()).lines[0].look for content in others)
    assert (one.bold, one.centred, two.bold, two.centred) == (True, True, True, True)


def test_damaged_styles_are_seen_even_where_the_same_whole_ones_were_read_before():
    content = docx_bytes(p("Báo cáo"), styles=CIRCLE)
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/styles.xml"))
    damaged = content[: entry + 16] + b"\0\0\0\0" + content[entry + 20 :]
    for read_before in range(2):
        with pytest.raises(ReadError):
            read_docx(damaged, Terms())
        assert read_docx(content, Terms()).lines[0].text == "Báo cáo", read_before
