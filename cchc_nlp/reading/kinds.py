"""Tells the format of a file by its first bytes, whatever its name; refuses by name what cannot be read yet."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from cchc_nlp.errors import ReadError

_SAVE_AS_DOCX = "hãy mở bằng Word và lưu lại thành .docx"
_WANTED = "chỉ nhận .docx, .pdf có lớp chữ và .txt"

# First bytes → what the file is and what to do. Formats move from here to the table of readers when they get one.
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", f"tệp RTF; {_SAVE_AS_DOCX}."),
    (b"\x89PNG\r\n", f"tệp ảnh PNG, chưa nhận dạng được chữ trong ảnh; {_WANTED}."),
    (b"\xff\xd8\xff", f"tệp ảnh JPEG, chưa nhận dạng được chữ trong ảnh; {_WANTED}."),
    (b"GIF8", f"tệp ảnh GIF, chưa nhận dạng được chữ trong ảnh; {_WANTED}."),
    (b"II*\x00", f"tệp ảnh TIFF, chưa nhận dạng được chữ trong ảnh; {_WANTED}."),
    (b"MM\x00*", f"tệp ảnh TIFF, chưa nhận dạng được chữ trong ảnh; {_WANTED}."),
    (b"BM", f"tệp ảnh BMP, chưa nhận dạng được chữ trong ảnh; {_WANTED}."),
    (b"Rar!\x1a\x07", "tệp nén RAR; hãy giải nén rồi đưa từng báo cáo vào."),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén 7z; hãy giải nén rồi đưa từng báo cáo vào."),
    (b"\x1f\x8b", "tệp nén gzip; hãy giải nén rồi đưa từng báo cáo vào."),
    (b"MZ", f"tệp chương trình, không phải báo cáo; {_WANTED}."),
)
# Everything that zipfile raises over a damaged archive, seen by damaging archives at random.
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, ValueError, RuntimeError, KeyError,
    OverflowError,
)  # fmt: skip
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_EXCEL_STREAMS = tuple(name.encode("utf-16-le") for name in ("Workbook\x00", "Book\x00"))
_HTML_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"mime-version:")
_PDF_HEADER_WITHIN = 1024  # ISO 32000-1, annex H.3.4.1: readers accept the header within the first 1024 bytes


def kind_of(content: bytes) -> str:
    """The format of a file's content: "docx", "pdf" or "txt".

    Raises:
        ReadError: the content is of another format; the reason says which and what to do.
    """
    for magic, reason in _REFUSED:
        # Short magics are also words: a text may begin with "BM" or "MZ", but then holds no zero byte.
        if content.startswith(magic) and (len(magic) > len(b"BM") or b"\x00" in content[:1024]):
            raise ReadError(reason)
    if content.startswith(_OLE2):
        raise ReadError(_ole2_reason(content))
    if content.startswith(b"PK\x03\x04"):
        return _zip_kind(content)
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:32].lower().startswith(_HTML_STARTS):
        raise ReadError(f"trang web (HTML); {_SAVE_AS_DOCX}.")
    return "txt"


def _ole2_reason(content: bytes) -> str:
    if _ENCRYPTED_STREAM in content:
        return "tệp Office đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại thành .docx."
    if any(stream in content for stream in _EXCEL_STREAMS) and "WordDocument".encode("utf-16-le") not in content:
        return f"bảng tính Excel đời cũ (.xls); {_WANTED}."
    return f"tệp .doc đời cũ; {_SAVE_AS_DOCX}."


def _zip_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
                return "docx"
            kind = archive.read("mimetype")[:100] if "mimetype" in names and _small(archive, "mimetype") else b""
    except ZIP_ERRORS as error:
        raise ReadError("tệp nén hoặc tệp .docx bị hỏng; hãy lấy lại tệp từ nơi gửi.") from error
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        raise ReadError(f"tệp OpenDocument (.odt, .ods); {_SAVE_AS_DOCX}.")
    if any(name.startswith("xl/") for name in names):
        raise ReadError(f"bảng tính Excel (.xlsx); {_WANTED}.")
    if any(name.startswith("ppt/") for name in names):
        raise ReadError(f"bài trình chiếu PowerPoint (.pptx); {_WANTED}.")
    raise ReadError("tệp nén ZIP, không phải tệp Word; hãy giải nén rồi đưa từng báo cáo vào.")


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return archive.getinfo(name).file_size <= 1024  # noqa: PLR2004 - a MIME type is a line
