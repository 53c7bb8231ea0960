"""Tells the format of a file by its content, whatever its name; refuses by name what cannot be read."""

from __future__ import annotations

import io
import re
import zipfile

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.unpacking import ZIP_ERRORS

GET_AGAIN = "hãy lấy lại tệp từ nơi gửi"
SAVE_AS_DOCX = "hãy mở bằng Word và lưu lại thành .docx"
WANTED = "chỉ nhận .docx, .doc, .odt, .rtf, .pdf, .html, .mht, .txt, .xlsx, .xls và .zip"

_DAMAGED = f"tệp nén hoặc tệp Office bị hỏng; {GET_AGAIN}."
_PICTURE = f"chưa nhận dạng được chữ trong ảnh; {WANTED}."
_UNPACK = "hãy giải nén rồi đưa từng báo cáo vào."
# First bytes → what the file is and what to do.
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", f"tệp ảnh PNG, {_PICTURE}"),
    (b"\xff\xd8\xff", f"tệp ảnh JPEG, {_PICTURE}"),
    (b"GIF8", f"tệp ảnh GIF, {_PICTURE}"),
    (b"II*\x00", f"tệp ảnh TIFF, {_PICTURE}"),
    (b"MM\x00*", f"tệp ảnh TIFF, {_PICTURE}"),
    (b"BM", f"tệp ảnh BMP, {_PICTURE}"),
    (b"Rar!\x1a\x07", f"tệp nén RAR; {_UNPACK}"),
    (b"7z\xbc\xaf\x27\x1c", f"tệp nén 7z; {_UNPACK}"),
    (b"\x1f\x8b", f"tệp nén gzip; {_UNPACK}"),
    (b"MZ", f"tệp chương trình, không phải báo cáo; {WANTED}."),
    (b"\x7fELF", f"tệp chương trình, không phải báo cáo; {WANTED}."),
)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF_HEADER_WITHIN = 1024  # ISO 32000-1, annex H.3.4.1: readers accept the header within the first 1024 bytes
_BLANKS = b"\xef\xbb\xbf \t\r\n\x0c"
_HTML_START = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_MHT_START = re.compile(rb"(?:from: <?saved by|mime-version:|content-type: *multipart/related)", re.IGNORECASE)
_OPENDOCUMENT = b"application/vnd.oasis.opendocument."
_NAMED = {
    **dict.fromkeys((".docx", ".docm", ".dotx", ".doc", ".dot"), "tệp Word"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls"), "tệp Excel"),
    **dict.fromkeys((".odt", ".ods"), "tệp OpenDocument"),
    ".rtf": "tệp RTF",
    ".pdf": "tệp PDF",
    ".zip": "gói nén",
}


def damaged_by_name(ending: str) -> str | None:
    """What is said of content that can be nothing, by what the file's ending promised; None where it promised nothing.

    >>> damaged_by_name(".PDF")
    'tệp PDF bị hỏng; hãy lấy lại tệp từ nơi gửi.'
    """
    named = _NAMED.get(ending.lower())
    return f"{named} bị hỏng; {GET_AGAIN}." if named else None


def kind_of(content: bytes, ending: str = "") -> str:
    """The format of a file's content: docx, doc, odt, rtf, pdf, html, mht, xlsx, xls, ods, zip or txt.

    "locked" is an Office file whose format nobody can tell without its password. The ending of the file's name decides
    nothing; it is told where the content is damaged.

    Raises:
        ReadError: the content is of another format; the reason says which and what to do.
    """
    for magic, reason in _REFUSED:
        # Short magics are also words: a text may begin with "BM" or "MZ", but then holds no zero byte.
        if content.startswith(magic) and (len(magic) > len(b"BM") or b"\x00" in content[:1024]):
            raise ReadError(reason)
    if content.startswith(_OLE2):
        return _ole2_kind(content, ending)
    if content.startswith(_ZIP):
        return _zip_kind(content, ending)
    start = _beginning(content)
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return "pdf"
    if _MHT_START.match(start):
        return "mht"
    return "html" if _HTML_START.match(start) else "txt"


def _beginning(content: bytes) -> bytes:
    """The first bytes without marks and blanks, one byte a letter where the file takes two."""
    start = content[:4096]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start[2:].replace(b"\x00", b"")
    return start.lstrip(_BLANKS)


def _ole2_kind(content: bytes, ending: str) -> str:
    def holds(*streams: str) -> bool:
        return any(stream.encode("utf-16-le") in content for stream in streams)

    if holds("EncryptedPackage"):
        return "locked"
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook\x00", "Book\x00"):
        return "xls"
    if holds("PowerPoint Document"):
        raise ReadError(f"bài trình chiếu PowerPoint (.ppt); {WANTED}.")
    if holds("__substg1.0_", "__properties_version1.0"):
        raise ReadError("thư Outlook (.msg); hãy lưu tệp đính kèm ra rồi đưa vào.")
    raise ReadError(damaged_by_name(ending) or _DAMAGED)


def _zip_kind(content: bytes, ending: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return kind_of_zip(archive)
    except ZIP_ERRORS as error:
        raise ReadError(damaged_by_name(ending) or _DAMAGED) from error


def kind_of_zip(archive: zipfile.ZipFile) -> str:
    """The format of a zip: an Office format, or "zip" for a bundle of files.

    Raises:
        ReadError: an Office format without words.
    """
    names = frozenset(archive.namelist())
    if "[Content_Types].xml" in names:
        return _office_kind(names)
    kind = archive.read("mimetype")[:100] if "mimetype" in names and _small(archive, "mimetype") else b""
    if kind.startswith(_OPENDOCUMENT):
        form = kind.removeprefix(_OPENDOCUMENT).decode("ascii", "replace").strip()
        if form.startswith("text"):
            return "odt"
        if form.startswith("spreadsheet"):
            return "ods"
        raise ReadError(f"tệp OpenDocument không phải văn bản hay bảng tính; {WANTED}.")
    return "zip"


def _office_kind(names: frozenset[str]) -> str:
    for folder, kind in (("word/", "docx"), ("xl/", "xlsx")):
        if any(name.startswith(folder) for name in names):
            return kind
    if any(name.startswith("ppt/") for name in names):
        raise ReadError(f"bài trình chiếu PowerPoint (.pptx); {WANTED}.")
    raise ReadError(f"tệp Office không có phần nội dung; {GET_AGAIN}.")


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    return archive.getinfo(name).file_size <= 1024  # noqa: PLR2004 - a MIME type is a line
