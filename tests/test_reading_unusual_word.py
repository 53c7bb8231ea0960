"""Ways of writing Word that are rarer than paragraphs and tables, and as real: nothing is lost, nothing said twice."""

from __future__ import annotations

import io
import zipfile

from files import BORDERS, cell, docx_bytes, p, r, t, table

from cchc_nlp.reading import read

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def texts(folder, content):
    path = folder / "bao-cao.docx"
    path.write_bytes(content)
    return [line.text for line in read(path).lines]


def with_part(content, name, part, relation, target):
    """The package with one more part, and the relation `x` to it."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for member in old.namelist():
            kept = old.read(member)
            if member == "word/_rels/document.xml.rels":
                office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                added = f'<Relationship Id="x" Type="{office}/{relation}" Target="{target}"/></Relationships>'
                kept = kept.replace(b"</Relationships>", added.encode())
            new.writestr(member, kept)
        new.writestr(name, part)
    return written.getvalue()


def test_content_controls_show_what_they_hold_wherever_they_stand(tmp_path):
    def control(inner):
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    row = f"<w:tr>{control(cell(p('A')))}{cell(control(p('B')))}</w:tr>"
    body = control(p("Bìa")) + f"<w:p>{r('Kỳ: ')}{control(r('quý I'))}</w:p>"
    body += f"<w:tbl><w:tblPr>{BORDERS}</w:tblPr>{control(row)}</w:tbl>"
    assert texts(tmp_path, docx_bytes(body)) == ["Bìa", "Kỳ: quý I", "A\tB"]


def test_a_letterhead_of_tables_within_a_table_is_read_column_by_column(tmp_path):
    def stacked(*lines):
        return table([[line] for line in lines], borders="") + p()

    head = table([[cell(stacked("ỦY BAN NHÂN DÂN", "XÃ AN BÌNH")), cell(stacked("CỘNG HÒA", "Độc lập"))]], borders="")
    found = [text for text in texts(tmp_path, docx_bytes(head)) if text]
    assert found == ["ỦY BAN NHÂN DÂN", "XÃ AN BÌNH", "CỘNG HÒA", "Độc lập"]


def test_capitals_that_only_the_look_makes_are_capitals(tmp_path):
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:rPr><w:caps/></w:rPr></w:style>'
    body = p("Kết quả đạt được", '<w:pStyle w:val="H"/>') + p(r("thường", '<w:caps w:val="0"/>'))
    assert texts(tmp_path, docx_bytes(body, styles=styles)) == ["KẾT QUẢ ĐẠT ĐƯỢC", "thường"]


def test_a_paragraph_moved_away_leaves_no_trace(tmp_path):
    moved = f"<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom>{r('Đoạn chuyển')}</w:moveFrom></w:p>"
    put = f"<w:p><w:pPr><w:rPr><w:moveTo/></w:rPr></w:pPr><w:moveTo>{r('Đoạn chuyển')}</w:moveTo></w:p>"
    assert texts(tmp_path, docx_bytes(moved + p("Giữa") + put)) == ["Giữa", "Đoạn chuyển"]


def test_a_fraction_keeps_its_figures_apart(tmp_path):
    def math(*parts):
        return "".join(f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>" for name, text in parts)

    ratio = f"<m:oMath {M}><m:f>{math(('num', '45'), ('den', '79'))}</m:f></m:oMath>"
    area = f"<m:oMath {M}><m:sSup>{math(('e', 'm'), ('sup', '2'))}</m:sSup></m:oMath>"
    body = f"<w:p>{r('Đạt ')}{ratio}{r('; 12 ')}{area}</w:p>"
    assert texts(tmp_path, docx_bytes(body)) == ["Đạt 45/79; 12 m²"]


def test_characters_that_nobody_sees_part_no_words(tmp_path):
    body = p("cải\u200b cách hành\u00ad chính") + f"<w:p><w:r>{t('tiếp')}<w:softHyphen/>{t(' nhận')}</w:r></w:p>"
    assert texts(tmp_path, docx_bytes(body)) == ["cải cách hành chính", "tiếp nhận"]


def test_strict_files_are_read_as_the_usual_ones(tmp_path):
    written = io.BytesIO()
    usual, strict = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
    content = docx_bytes(p("Báo cáo") + table([["a", "b"]]))
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for member in old.namelist():
            text = old.read(member).decode()
            for name, other in (
                ("wordprocessingml/2006/main", "wordprocessingml/main"),
                ("officeDocument/2006/relationships", "officeDocument/relationships"),
            ):
                text = text.replace(usual + name, strict + other)
            new.writestr(member, text)
    assert texts(tmp_path, written.getvalue()) == ["Báo cáo", "a\tb"]


def test_a_part_in_a_format_of_its_own_is_read_in_its_place(tmp_path):
    """Programs without Word wrap their web page into a .docx for Word to take in."""
    page = "<html><meta charset=utf-8><p>Kết quả</p><table border=1><tr><td>Hồ sơ<td>12</table>"
    envelope = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
    single = f"{envelope}Content-Type: text/html; charset=utf-8\n\n{page}\n--x--\n"
    body = p("Trước") + table([["a", "b"]]) + '<w:altChunk r:id="x"/>' + table([["c", "d"]])
    for name, part in (
        ("a.html", page),
        ("a.mht", single),
        ("a.docx", docx_bytes(p("Kết quả") + table([["Hồ sơ", "12"]]))),
    ):
        content = with_part(docx_bytes(body), f"word/{name}", part, "aFChunk", name)
        assert texts(tmp_path, content) == ["Trước", "a\tb", "Kết quả", "Hồ sơ\t12", "c\td"]
    assert [line.table for line in read(tmp_path / "bao-cao.docx").lines] == [None, 1, None, 2, 3]


def test_a_header_of_the_first_page_alone_belongs_to_the_text(tmp_path):
    """Letterheads are put there; what runs over the pages is marked as before."""
    written = io.BytesIO()
    content = docx_bytes(p("BÁO CÁO"), header1=p("UBND XÃ AN BÌNH"), header2=p("Báo cáo CCHC"))
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for member in old.namelist():
            part = old.read(member)
            part = part.replace(b'<w:headerReference r:id="rId1"/>', b'<w:headerReference w:type="first" r:id="rId1"/>')
            new.writestr(member, part.replace(b"</w:sectPr>", b"<w:titlePg/></w:sectPr>"))
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(written.getvalue())
    assert [(line.text, line.layer) for line in read(path).lines] == [
        ("Báo cáo CCHC", "header"),
        ("UBND XÃ AN BÌNH", "body"),
        ("BÁO CÁO", "body"),
    ]
