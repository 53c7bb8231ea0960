"""Web pages are read as a browser shows them: lists numbered, tables as tables, nothing hidden."""

from __future__ import annotations

import quopri

import pytest
from old_encodings import to_cp1258, to_tcvn3

from cchc_nlp.cleaning import clean
from cchc_nlp.errors import ReadError
from cchc_nlp.reading import read


def page(folder, body, head="", encoding="utf-8"):
    path = folder / "trang.html"
    path.write_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return read(path).lines


def texts(folder, body, head=""):
    return [line.text for line in page(folder, body, head)]


def test_blocks_and_breaks_make_lines_and_blanks_collapse(tmp_path):
    body = "chữ trần<div>Một\n   hai <b>ba</b></div><p>bốn<br>năm</p> sáu<p></p><p>&nbsp;</p><pre>a\n  b</pre>"
    assert texts(tmp_path, body) == ["chữ trần", "Một hai ba", "bốn", "năm", "sáu", "a", "  b"]


def test_a_line_break_leaves_open_whether_the_paragraph_ends(tmp_path):
    assert [line.ends for line in page(tmp_path, "<p>Bốn<br>Năm</p>")] == [None, True]
    assert [line.ends for line in page(tmp_path, "<p>Kế hoạch<br>năm 2026<br>a) Một</p>")] == [False, None, True]


def test_lists_show_the_numbers_a_browser_shows(tmp_path):
    body = (
        '<ol type="I"><li>Một<ol><li>Trong<li value="5">Năm</ol><li><p>Hai</p><p>thêm</p></ol>'
        '<ol start="3" type="a"><li>x<li>y</ol><ol reversed><li>ba<li>hai</ol>'
        '<ul><li>gạch<ul style="list-style-type: none"><li>trơn</ul></ul>'
    )
    assert texts(tmp_path, body) == [
        *("I. Một", "1. Trong", "5. Năm", "II. Hai", "thêm"),
        *("c. x", "d. y", "2. ba", "1. hai", "• gạch", "trơn"),
    ]
    assert page(tmp_path, body)[0].label == "I."


def test_looks_come_from_tags_attributes_and_simple_rules(tmp_path):
    head = "<style>p.dam, .to {font-weight:bold} .to {font-size:20px} p { text-align : center }</style>"
    lines = page(
        tmp_path, '<p class="dam">a<p class=to align=left>b<h2>c</h2><p style="font-style:italic"><b>d</b>', head
    )
    assert [(x.look.bold, x.look.italic, x.look.centred, x.look.size, x.look.outline_level) for x in lines] == [
        (True, False, True, 12.0, None),
        (True, False, True, 15.0, None),
        (True, False, False, 12.0, 2),
        (True, True, True, 12.0, None),
    ]


def test_what_a_reader_does_not_see_is_left_out(tmp_path):
    body = (
        "<script>x()</script><p style='display:none'>kín</p><p hidden>kín</p><!-- kín --><template>kín</template>thấy"
    )
    assert texts(tmp_path, body, "<title>kín</title>") == ["thấy"]


def test_tables_keep_their_grid_and_letterheads_are_read_by_columns(tmp_path):
    data = "<table border=1><tr><th rowspan=2>STT<th colspan=2>Số<tr><td>1<td>2<tr><td>a<td>b<td>c</table>"
    letterhead = "<table><tr><td>UBND XÃ<td>CỘNG HÒA<tr><td>Số: 5<td>Độc lập</table>"
    assert texts(tmp_path, letterhead + data) == [
        "UBND XÃ",
        "Số: 5",
        "CỘNG HÒA",
        "Độc lập",
        "STT\tSố\t",
        "\t1\t2",
        "a\tb\tc",
    ]


def test_a_page_laid_out_in_tables_is_read_in_order(tmp_path):
    inner = "<table border=1><tr><td>1<td>2<tr><td>3<td>4</table>"
    body = f"<table><tr><td>Đầu trang<tr><td><p>I. Một</p>{inner}<tr><td>Cuối</table>"
    assert texts(tmp_path, body) == ["Đầu trang", "I. Một", "1\t2", "3\t4", "Cuối"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b'<meta charset="windows-1258"><p>' + to_cp1258("Thủ tục hành chính"), "windows-1258"),
        ("<html><p>Thủ tục hành chính".encode("utf-16"), "utf-16-le"),
        ('<html><meta charset="khong-co"><p>Thủ tục hành chính'.encode(), "utf-8"),
        (b"<html><p>" + to_tcvn3("Thủ tục hành chính"), "tcvn3"),
    ],
)
def test_the_encoding_is_the_one_said_or_the_one_that_fits(tmp_path, content, encoding):
    path = tmp_path / "cu.htm"
    path.write_bytes(content)
    document = read(path)
    assert [line.text for line in document.lines] == ["Thủ tục hành chính"]
    assert document.source.encoding == encoding


def test_old_fonts_are_read_by_name_in_font_tags_styles_and_rules(tmp_path):
    head = "<style>.h {font-family:'.VnTimeH', serif}</style>"
    body = "<p class=h>b¸o c¸o</p><font face='VNI-Times'>Ñoäc laäp</font><p style='font-family:\".VnTime\"'>Sè hãa</p>"
    assert texts(tmp_path, body, head) == ["BÁO CÁO", "Độc lập", "Số hóa"]


def test_a_web_page_under_another_name_is_still_a_web_page(tmp_path):
    path = tmp_path / "bao-cao.xls"
    path.write_text("<table border=1><tr><td>1<td>Hồ sơ</table>", "utf-8")
    assert read(path).source.format == "html"


def test_tables_inside_each_other_are_read_to_the_bottom_or_refused(tmp_path):
    assert texts(tmp_path, "<table><tr><td>" * 600 + "đáy") == ["đáy"]
    with pytest.raises(ReadError, match="trang web có bảng lồng nhau quá sâu"):
        texts(tmp_path, "<table><tr><td>" * 2000 + "đáy")


def test_notes_and_margins_are_marked(tmp_path):
    body = (
        '<div title="header"><p>Tiêu đề trang</p></div><p>Chữ<a class="sdfootnoteanc"><sup>1</sup></a></p>'
        '<div id="sdfootnote1"><p><a class="sdfootnotesym">1</a> Chú thích</p></div>'
    )
    assert [(x.text, x.layer) for x in page(tmp_path, body)] == [
        ("Tiêu đề trang", "header"),
        ("Chữ¹", "body"),
        ("¹ Chú thích", "footnote"),
    ]


def test_a_page_saved_in_a_single_file_is_read(tmp_path):
    """As Word and browsers save it, often under the name .doc: the page, its letters coded for mail, and pictures."""
    page = "<html><body><p>Báo cáo tháng 6</p><p>Tổng số 12 hồ sơ</p></body></html>"
    lines = [
        "MIME-Version: 1.0",
        'Content-Type: multipart/related; boundary="----=_x"',
        "",
        "------=_x",
        "Content-Type: image/png",
        "Content-Transfer-Encoding: base64",
        "",
        "iVBORw0KGgo=",
        "------=_x",
        'Content-Type: text/html; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
        "",
        quopri.encodestring(page.encode()).decode(),
        "------=_x--",
    ]
    path = tmp_path / "bao-cao.doc"
    path.write_bytes("\r\n".join(lines).encode())
    document = read(path)
    assert document.source.format == "mht"
    assert [line.text for line in document.lines] == ["Báo cáo tháng 6", "Tổng số 12 hồ sơ"]
    assert [block.text for block in clean(document).blocks] == ["Báo cáo tháng 6", "Tổng số 12 hồ sơ"]


def test_a_page_in_an_encoding_that_is_none_is_read_as_it_is(tmp_path):
    path = tmp_path / "xa-a.mht"
    head = b'MIME-Version: 1.0\r\nContent-Type: text/html; charset="utf\x00-8"\r\n\r\n'
    path.write_bytes(head + "<meta charset=utf-8><p>Báo cáo</p>".encode())
    assert [line.text for line in read(path).lines] == ["Báo cáo"]


def test_a_page_saved_by_word_shows_its_numbers_and_no_comments(tmp_path):
    def item(mark, text):
        shown = f'<span style="mso-list:Ignore">{mark}<span style="font:7.0pt">&nbsp;&nbsp;&nbsp; </span></span>'
        return f"<p class=MsoListParagraph><![if !supportLists]>{shown}<![endif]>{text}</p>"

    comment = '<span class=MsoCommentReference><a href="#_msocom_1">[X1]</a></span>'
    comments = '<div style="mso-element:comment-list"><p>Xem lại</p></div>'
    body = item("1.", "Chỉ đạo") + item("·", "Kế hoạch") + f"<p>Đạt <del>56</del><ins>57</ins>%{comment}</p>{comments}"
    assert texts(tmp_path, body) == ["1. Chỉ đạo", "• Kế hoạch", "Đạt 57%"]


def test_capitals_that_only_the_style_makes_are_capitals(tmp_path):
    assert texts(tmp_path, '<p style="text-transform: uppercase">kết quả</p>') == ["KẾT QUẢ"]


def test_what_a_portal_sets_around_its_text_is_marked(tmp_path):
    around = "<header><nav><a>Trang chủ</a></nav></header>{}<footer>Bản quyền: xã A</footer>"
    own = "<h1>Báo cáo</h1><p>Tổng số 12 hồ sơ tiếp nhận trong tháng 6</p><header>Phần một</header>"
    for text in (own, f"<main>{own}</main><aside>Tin khác</aside>", f"<div><article>{own}</article></div>"):
        found = page(tmp_path, around.format(text if "<main>" in text or "<article>" in text else f"<div>{text}</div>"))
        body = [line.text for line in found if line.layer == "body"]
        assert body == ["Báo cáo", "Tổng số 12 hồ sơ tiếp nhận trong tháng 6", "Phần một"]
        assert {line.layer for line in found} <= {"body", "header", "footer"}


def test_a_list_of_links_alone_is_a_menu(tmp_path):
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Trang chủ", "Tin tức", "Văn bản"))
    own = '<li><a href="/kh">Kế hoạch số 12</a> đã ban hành</li><li>Hồ sơ</li><li><a href="/x">Quyết định</a></li>'
    found = page(tmp_path, f"<ul>{menu}</ul><ul>{own}</ul>")
    assert [line.layer for line in found] == ["header"] * 3 + ["body"] * 3
