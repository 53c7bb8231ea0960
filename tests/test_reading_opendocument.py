"""OpenDocument texts are read from their XML, with the numbers, notes and looks that a reader of the page sees."""

from __future__ import annotations

import pytest
from files import odt_bytes

from cchc_nlp.errors import ReadError
from cchc_nlp.reading import read

LISTS = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="-"/>'
    "</text:list-style>"
)


def document(folder, body, **parts):
    path = folder / "bao-cao.odt"
    path.write_bytes(odt_bytes(body, **parts))
    return read(path).lines


def texts(folder, body, **parts):
    return [line.text for line in document(folder, body, **parts)]


def item(*content):
    return f"<text:list-item>{''.join(content)}</text:list-item>"


def listed(*items, more=""):
    return f'<text:list text:style-name="L1" {more}>{"".join(items)}</text:list>'


def p(text, style=""):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_blanks_tabs_breaks_and_fields_are_written_out(tmp_path):
    body = p('Một<text:s text:c="2"/>hai<text:tab/>ba<text:line-break/>bốn \n  <text:page-number>5</text:page-number>')
    assert texts(tmp_path, body) == ["Một  hai\tba", "bốn 5"]


def test_lists_count_over_levels_and_go_on_where_they_say_so(tmp_path):
    inner = listed(item(p("a")), item(p("b"), listed(item(p("sâu")))))
    body = (
        listed(item(p("Một"), inner), item(p("Hai"), p("không số")), more='xml:id="x"')
        + p("giữa")
        + listed(item(p("Ba")), more='text:continue-list="x"')
        + listed(item(p("mới")))
        + listed(item(p("nữa")), more='text:continue-numbering="true"')
        + listed('<text:list-item text:start-value="7">' + p("bảy") + "</text:list-item>")
    )
    assert texts(tmp_path, body, automatic=LISTS) == [
        *(
            "I. Một",
            "I.1. a",
            "I.2. b",
            "- sâu",
            "II. Hai",
            "không số",
            "giữa",
            "III. Ba",
            "I. mới",
            "II. nữa",
            "VII. bảy",
        ),
    ]


def test_headings_are_numbered_by_the_outline(tmp_path):
    level = '<text:outline-level-style text:level="1" style:num-format="A" style:num-suffix=")"/>'
    outline = f"<text:outline-style>{level}</text:outline-style>"
    body = '<text:h text:outline-level="1">Mở đầu</text:h><text:h text:outline-level="1">Kết thúc</text:h>'
    lines = document(tmp_path, body, styles=outline)
    assert [(line.text, line.label, line.look.outline_level) for line in lines] == [
        ("A) Mở đầu", "A)", 1),
        ("B) Kết thúc", "B)", 1),
    ]


def style(family, name, text="", paragraph="", parent=""):
    return (
        f'<style:style style:family="{family}" style:name="{name}" style:parent-style-name="{parent}">'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


def span(name, text):
    return f'<text:span text:style-name="{name}">{text}</text:span>'


def test_looks_come_from_styles_and_the_styles_they_are_based_on(tmp_path):
    styles = (
        style("paragraph", "Goc", 'fo:font-size="14pt"')
        + style("paragraph", "P1", 'fo:font-weight="bold"', 'fo:text-align="center"', parent="Goc")
        + style("text", "T1", 'fo:font-weight="normal"')
        + style("text", "T2", 'text:display="none"')
    )
    (line,) = document(tmp_path, p(f"Đầu {span('T1', 'sau')}{span('T2', 'ẩn')}", "P1"), automatic=styles)
    look = line.look
    assert (line.text, look.bold, look.bold_lead, look.centred, look.size) == ("Đầu sau", False, 4, True, 14.0)


def test_old_fonts_are_read_by_the_names_of_their_faces(tmp_path):
    styles = style("paragraph", "P1", 'style:font-name="F1"')
    face = '<style:font-face style:name="F1" svg:font-family="&apos;.VnTimeH&apos;"/>'
    faces = f"<office:font-face-decls>{face}</office:font-face-decls>"
    assert texts(tmp_path, p("b¸o c¸o", "P1"), automatic=styles, styles=faces) == ["BÁO CÁO"]


def test_notes_stand_apart_and_deleted_text_and_comments_are_left_out(tmp_path):
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        f"{p('Chú thích')}</text:note-body></text:note>"
    )
    body = f"<text:tracked-changes>{p('đã xóa')}</text:tracked-changes>" + p(
        f"Chữ{note} tiếp<office:annotation>{p('ý kiến')}</office:annotation>"
    )
    assert [(x.text, x.layer) for x in document(tmp_path, body)] == [("Chữ¹ tiếp", "body"), ("¹ Chú thích", "footnote")]


def row(*cells):
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def cell(*content, more=""):
    return f"<table:table-cell {more}>{''.join(content)}</table:table-cell>"


def test_tables_keep_their_grid_and_text_boxes_their_words(tmp_path):
    wide, repeated = 'table:number-columns-spanned="2"', 'table:number-columns-repeated="2"'
    header = row(cell(p("Số"), more=wide), "<table:covered-table-cell/>", cell(p("Tỷ lệ")))
    rows = row(cell(p("1"), p("2")), cell(p("x"), more=repeated))
    table = f"<table:table><table:table-header-rows>{header}</table:table-header-rows>{rows}</table:table>"
    box = p(f"<draw:frame><draw:text-box>{p('trong khung')}</draw:text-box></draw:frame>ngoài")
    assert [line.cells or line.text for line in document(tmp_path, table + box)] == [
        ("Số", "", "Tỷ lệ"),
        ("1 2", "x", "x"),
        "ngoài",
        "trong khung",
    ]


def tables_inside_each_other(depth):
    inside = p("đáy")
    for _ in range(depth):
        inside = f"<table:table>{row(cell(inside))}</table:table>"
    return inside


def test_tables_inside_each_other_are_read_to_the_bottom_or_refused(tmp_path):
    assert texts(tmp_path, tables_inside_each_other(50)) == ["đáy"]
    with pytest.raises(ReadError, match=r"tệp \.odt bị hỏng"):
        texts(tmp_path, tables_inside_each_other(2000))
