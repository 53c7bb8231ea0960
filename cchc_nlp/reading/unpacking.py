"""Parts of zip files, opened with distrust: bounded members, XML without entities, document types or network."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, TypeAlias

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.terms import wider

if TYPE_CHECKING:
    from lxml.etree import _Element

    from cchc_nlp.reading.terms import Terms

# Everything that zipfile raises over a damaged archive, seen by damaging archives at random.
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError, ValueError, RuntimeError, KeyError,
    OverflowError,
)  # fmt: skip
_RATIO_MATTERS_FROM = 4 * 1024 * 1024
_CHUNK = 256 * 1024
_ENCRYPTED = 1  # flag bit of a member
# APPNOTE 4.3.7: what stands in front of a member, and where it says how long the member's name and extra field are.
_HEADER, _LENGTHS_AT = 30, 26


Packed: TypeAlias = tuple[int, int, int, int, bytes]


class Parts:
    """The parts of an Office file, read one at a time and only when asked for."""

    def __init__(self, content: bytes, form: str, terms: Terms) -> None:
        """Open the zip. `form` is the format's name in messages (".docx").

        Raises:
            ReadError: the content is no zip, or its directory is damaged.
        """
        self.form = form
        self._terms = terms
        try:
            self._content = content
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except ZIP_ERRORS as error:
            raise ReadError(damaged(form)) from error
        self.names = frozenset(self._archive.namelist())

    def content(self, name: str) -> bytes | None:
        """The content of a part, None if there is no such part.

        Raises:
            ReadError: the part is too large, protected or damaged.
        """
        if name not in self.names:
            return None
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & _ENCRYPTED:
                raise ReadError(f"tệp {self.form} đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại.")
            with self._archive.open(info) as member:
                return self._bounded(member, info.compress_size)
        except ZIP_ERRORS as error:
            raise ReadError(damaged(self.form)) from error

    def packed(self, name: str, longest: int) -> Packed | None:
        """A part as it lies in the archive, with all that decides how it is read; None where it takes more bytes.

        Raises:
            ReadError: there is no such part, or the archive is damaged.
        """
        try:
            info = self._archive.getinfo(name)
            names = struct.unpack_from("<HH", self._content, info.header_offset + _LENGTHS_AT)
        except ZIP_ERRORS as error:
            raise ReadError(damaged(self.form)) from error
        length = _HEADER + sum(names) + info.compress_size
        if max(length, info.file_size) > min(longest, self._terms.max_part_bytes):
            return None
        content = self._content[info.header_offset : info.header_offset + length]
        return info.compress_type, info.flag_bits, info.file_size, info.CRC, content

    def xml(self, name: str) -> _Element | None:
        """The root element of a part, None if there is no such part.

        Raises:
            ReadError: as `content`; no XML; or XML that declares a document type.
        """
        content = self.content(name)
        return None if content is None else parsed(content, self.form)

    def _bounded(self, member: IO[bytes], compressed: int) -> bytes:
        """All of a member, given up as soon as it outgrows what a report can be, whatever its header says."""
        limit = min(self._terms.max_part_bytes, max(_RATIO_MATTERS_FROM, self._terms.max_ratio * compressed))
        content = bounded(member, limit)
        if content is None:
            raise ReadError(
                f"tệp {self.form} bung ra quá lớn, không giống một báo cáo; hãy mở bằng Word và lưu lại,"
                f" {wider('part-size')}."
            )
        return content


def bounded(member: IO[bytes], limit: int) -> bytes | None:
    """All that a stream holds; None as soon as it holds more than the limit."""
    chunks: list[bytes] = []
    size = 0
    while chunk := member.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def parsed(content: bytes, form: str) -> _Element:
    """The root element of XML.

    Raises:
        ReadError: it is none, or declares a document type.
    """
    from lxml import etree  # costs 30 ms; telling kinds does without

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError(damaged(form)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(f"tệp {form} chứa khai báo DOCTYPE không an toàn; hãy mở bằng Word và lưu lại rồi thử lại.")
    return root


def damaged(form: str) -> str:
    """What is said of a damaged file of a format."""
    return f"tệp {form} bị hỏng; hãy mở bằng Word, lưu lại rồi thử lại."
