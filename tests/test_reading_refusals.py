"""What cannot be read is refused in one Vietnamese line with the file's name and what to do; nothing else escapes."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress

import pytest
from files import Words, docx_bytes, odt_bytes, p, pdf_bytes, xlsx_bytes

from cchc_nlp.errors import ReadError
from cchc_nlp.reading import Terms, read
from cchc_nlp.reading.terms import DEFAULT

DAMAGED_DOCX = "tệp .docx bị hỏng; hãy mở bằng Word, lưu lại rồi thử lại."
DAMAGED_ZIP = "tệp Word bị hỏng; hãy lấy lại tệp từ nơi gửi."
DAMAGED_PDF = "tệp PDF bị hỏng; hãy xuất lại tệp từ Word hoặc lấy lại từ nơi gửi."

DAMAGED_ODT = "tệp .odt bị hỏng; hãy mở bằng Word, lưu lại rồi thử lại."
DAMAGED_SHEET = "tệp .xlsx bị hỏng hoặc đặt mật khẩu; hãy mở bằng Excel, lưu lại rồi thử lại."
UNSAFE_ODT = "tệp .odt chứa khai báo DOCTYPE không an toàn; hãy mở bằng Word và lưu lại rồi thử lại."
UNSAFE_SHEET = "bảng tính chứa khai báo DOCTYPE không an toàn; hãy mở bằng Excel và lưu lại rồi thử lại."
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def zipped(**members):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def refusal(folder, content, name, terms=DEFAULT):
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(ReadError) as caught:
        read(path, terms)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "tệp rỗng (0 byte); hãy lấy lại tệp từ nơi gửi."),
        ("a.txt", b" \n\n", "tệp không có chữ nào; hãy lấy lại tệp từ nơi gửi."),
        ("a.docx", docx_bytes(p()), "tệp không có chữ nào; hãy lấy lại tệp từ nơi gửi."),
        (
            "a.mht",
            b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>",
            "trang web gói một tệp (.mht) không có nội dung; hãy mở bằng Word và lưu lại thành .docx.",
        ),
        ("a.html", b"<!DOCTYPE HTML><p> </p>", "tệp không có chữ nào; hãy lấy lại tệp từ nơi gửi."),
        ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), DAMAGED_ODT),
        ("a.odt", odt_bytes("<text:p>x</text:p>", doctype=LAUGHS), UNSAFE_ODT),
        ("a.xlsx", xlsx_bytes([["x"]], doctype=LAUGHS), UNSAFE_SHEET),
        ("a.xlsx", zipped(**{"[Content_Types].xml": "<Types/>", "xl__workbook.xml": "x"}), DAMAGED_SHEET),
        (
            "a.zip",
            zipped(ghi_chu="x"),
            "gói nén nhiều tệp; hãy đưa gói vào lệnh «cchc», hoặc giải nén rồi đưa từng báo cáo vào.",
        ),
        (
            "a.gif",
            b"GIF89a" + b"\0" * 50,
            "tệp ảnh GIF, chưa nhận dạng được chữ trong ảnh; chỉ nhận .docx, .doc, .odt, .rtf, .pdf, .html, .mht, .txt,"
            " .xlsx, .xls và .zip.",
        ),
        ("a.docx", docx_bytes(p("x"))[:300], DAMAGED_ZIP),
        ("a.docx", docx_bytes("<w:p>"), DAMAGED_DOCX),
        ("a.docx", docx_bytes("<w:p>" * 400 + "</w:p>" * 400), DAMAGED_DOCX),
        (
            "a.docx",
            docx_bytes(p("x"), doctype='<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
            "tệp .docx chứa khai báo DOCTYPE không an toàn; hãy mở bằng Word và lưu lại rồi thử lại.",
        ),
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 500, DAMAGED_PDF),
        ("a.pdf", pdf_bytes([Words(85, 100, "x")])[:600], DAMAGED_PDF),
        (
            "a.pdf",
            pdf_bytes([Words(85, 100, "x")], password="bi-mat"),
            "tệp PDF đặt mật khẩu; hãy thêm --password, hoặc bỏ mật khẩu rồi lưu lại.",
        ),
        ("a.pdf", pdf_bytes([]), "PDF không có chữ nào; hãy xuất lại tệp từ Word hoặc lấy lại từ nơi gửi."),
    ],
)
def test_each_refusal_says_what_the_file_is_and_what_to_do(tmp_path, name, content, reason):
    assert refusal(tmp_path, content, name) == reason


def test_missing_files_and_folders_are_refused(tmp_path):
    for path, reason in (
        (tmp_path / "khong-co.docx", "không tìm thấy tệp; hãy kiểm tra lại tên và thư mục."),
        (tmp_path, "đây là thư mục, không phải tệp báo cáo."),
    ):
        with pytest.raises(ReadError) as caught:
            read(path)
        assert str(caught.value) == f"{path}: {reason}"


def test_a_part_that_unfolds_beyond_measure_is_refused_early(tmp_path):
    bomb = docx_bytes(p("a" * 2_000_000))
    reason = (
        "tệp .docx bung ra quá lớn, không giống một báo cáo; hãy mở bằng Word và lưu lại,"
        " hoặc nới giới hạn bằng --limit part-size=SỐ."
    )
    assert refusal(tmp_path, bomb, "bom.docx", Terms(max_part_bytes=1_000_000)) == reason


def test_a_table_beyond_the_limit_of_cells_is_refused(tmp_path):
    table = "<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr>" * 6 + "</w:tbl>"
    reason = "tệp .docx có hơn 10 ô bảng; hãy tách riêng phần báo cáo, hoặc nới giới hạn bằng --limit cells=SỐ."
    assert refusal(tmp_path, docx_bytes(table + p("x")), "bang.docx", Terms(max_cells=10)) == reason


def test_a_file_beyond_the_limit_is_refused_without_being_read_whole(tmp_path):
    reason = "tệp lớn hơn 1 MB; hãy giảm dung lượng ảnh hoặc tách tệp, hoặc nới giới hạn bằng --limit size=SỐ."
    assert refusal(tmp_path, b"a" * (1024 * 1024 + 1), "to.txt", Terms(max_bytes=1024 * 1024)) == reason


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xff\xfe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.pdf", "a.doc", "a"])
def test_random_bytes_under_any_name_are_refused(tmp_path, name, start):
    noise = random.Random(7).randbytes(4000)
    assert refusal(tmp_path, start + noise, name)


@pytest.mark.parametrize("start", [b"", b"PK\x03\x04"])
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.docx", "tệp Word bị hỏng; hãy lấy lại tệp từ nơi gửi."),
        ("a.DOC", "tệp Word bị hỏng; hãy lấy lại tệp từ nơi gửi."),
        ("a.pdf", "tệp PDF bị hỏng; hãy lấy lại tệp từ nơi gửi."),
        ("a.xlsx", "tệp Excel bị hỏng; hãy lấy lại tệp từ nơi gửi."),
        ("a.odt", "tệp OpenDocument bị hỏng; hãy lấy lại tệp từ nơi gửi."),
        ("a.rtf", "tệp RTF bị hỏng; hãy lấy lại tệp từ nơi gửi."),
        ("a.zip", "gói nén bị hỏng; hãy lấy lại tệp từ nơi gửi."),
    ],
)
def test_content_that_is_nothing_is_told_by_what_its_name_promised(tmp_path, start, name, reason):
    assert refusal(tmp_path, start + random.Random(7).randbytes(4000), name) == reason


@pytest.mark.parametrize("made", [docx_bytes(p("Báo cáo") * 20), pdf_bytes([Words(85, 100, "Báo cáo")])])
def test_damaged_files_are_read_or_refused_and_nothing_else_happens(tmp_path, made):
    chance = random.Random(3)
    path = tmp_path / "hong"
    for _ in range(150):
        content = bytearray(made)
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content)
        with suppress(ReadError):
            assert read(path).lines
