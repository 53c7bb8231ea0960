"""The door of reading: opens a file within limits, tells its format by content, and lets that format's reader work."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Document, Source
from cchc_nlp.reading.bundles import INSIDE, content_of, outer
from cchc_nlp.reading.guarding import guarded
from cchc_nlp.reading.kinds import GET_AGAIN, damaged_by_name, kind_of
from cchc_nlp.reading.terms import DEFAULT, MIB, Terms, wider

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_nlp.model import Line
    from cchc_nlp.reading.rendition import Reader, Rendition

# Soft hyphens, blanks of no width, signs of direction; control characters, which XML cannot even hold.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def read(path: Path, terms: Terms = DEFAULT) -> Document:
    """The document in a file, its lines filled, `blocks` empty.

    Raises:
        ReadError: the file is missing, empty, too large, damaged, protected, or not of a format that can be read yet.
            One Vietnamese line that names the file and says what to do.
    """
    try:
        content = _content(path, terms)
        kind = kind_of(content, path.suffix)
        if kind in {"locked", "doc", "xls"}:
            from cchc_nlp.reading.unlocking import unlocked

            content = unlocked(content, terms)
            kind = kind_of(content, path.suffix)
        rendition = _rendition(kind, content, path.suffix, terms)
        _refuse_emptiness(rendition)
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error
    source = Source(
        path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        format=kind,
        encoding=rendition.encoding,
        pages=rendition.pages,
        ocr=rendition.ocr,
    )
    return Document(source=source, lines=tuple(map(_visible, rendition.lines)))


def content_at(path: Path, terms: Terms = DEFAULT) -> bytes:
    """The bytes of a file, on the disk or in a bundle, within the limits of `terms`.

    Raises:
        ReadError: as `read`, for what can be told without reading the format.
    """
    try:
        return _content(path, terms)
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error


def _rendition(kind: str, content: bytes, ending: str, terms: Terms) -> Rendition:
    try:
        return guarded(kind, content, terms)
    except ReadError as error:
        # Whatever is of no known kind is tried as text; of a damaged PDF one does not want to hear about encodings.
        reason = damaged_by_name(ending) if kind == "txt" else None
        if reason is None:
            raise
        raise ReadError(reason) from error


def _content(path: Path, terms: Terms) -> bytes:
    bundle = outer(path) if INSIDE in str(path) and not path.exists() else None
    content = content_of(path, bundle, terms) if bundle else _bytes(path, terms)
    if not content:
        raise ReadError(f"tệp rỗng (0 byte); {GET_AGAIN}.")
    return content


def _bytes(path: Path, terms: Terms) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(terms.max_bytes + 1)
    except FileNotFoundError as error:
        raise ReadError("không tìm thấy tệp; hãy kiểm tra lại tên và thư mục.") from error
    except IsADirectoryError as error:
        raise ReadError("đây là thư mục, không phải tệp báo cáo.") from error
    except PermissionError as error:
        raise ReadError("không có quyền đọc tệp; hãy đóng tệp ở chương trình khác hoặc xin quyền đọc.") from error
    except (OSError, ValueError) as error:
        raise ReadError("hệ điều hành không mở được tệp; hãy kiểm tra lại đường dẫn và ổ đĩa.") from error
    if len(content) > terms.max_bytes:
        most = terms.max_bytes // MIB
        raise ReadError(f"tệp lớn hơn {most} MB; hãy giảm dung lượng ảnh hoặc tách tệp, {wider('size')}.")
    return content


def reader_of(kind: str) -> Reader:
    """The reader of a format; its page, and the libraries it needs, are loaded only when a file of it comes.

    Raises:
        ReadError: a bundle, which is read member by member, or a file with a password that cannot be opened.
    """
    if kind == "locked":
        raise ReadError(f"tệp Office đặt mật khẩu bị hỏng; {GET_AGAIN}.")
    if kind == "zip":
        raise ReadError("gói nén nhiều tệp; hãy đưa gói vào lệnh «cchc», hoặc giải nén rồi đưa từng báo cáo vào.")
    page, name = _READERS[kind]
    reader: Reader = getattr(import_module(f"cchc_nlp.reading.{page}"), name)
    return reader


# Format → the page of its reader and the reader.
_READERS = {
    "docx": ("docx", "read_docx"),
    "doc": ("converting", "read_doc"),
    "odt": ("odt", "read_odt"),
    "rtf": ("converting", "read_rtf"),
    "pdf": ("pdf", "read_pdf"),
    "html": ("webpage", "read_html"),
    "mht": ("singlefile", "read_mht"),
    "txt": ("text", "read_text"),
    "xlsx": ("sheets", "read_xlsx"),
    "xls": ("sheets", "read_old_sheets"),
    "ods": ("sheets", "read_old_sheets"),
}


def _visible(line: Line) -> Line:
    """A line without characters that nobody sees and no word is found with."""
    if not _INVISIBLE.search(line.text):
        return line
    cells = None if line.cells is None else tuple(_INVISIBLE.sub("", cell) for cell in line.cells)
    look = replace(line.look, bold_lead=len(_INVISIBLE.sub("", line.text[: line.look.bold_lead])))
    return replace(line, text=_INVISIBLE.sub("", line.text), cells=cells, look=look)


def _refuse_emptiness(rendition: Rendition) -> None:
    if not any(line.text.strip() for line in rendition.lines):
        raise ReadError(f"tệp không có chữ nào; {GET_AGAIN}.")
