"""The zip around a Word file, opened with distrust: bounded members, XML without entities, DTD or network."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from lxml import etree

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.kinds import ZIP_ERRORS

if TYPE_CHECKING:
    from lxml.etree import _Element

    from cchc_nlp.reading.docx.names import Element

# The longest reports seen have parts of 1 MB; a province's year with annexes stays below 20 MB. A tree takes ten times
# as much.
MAX_PART_BYTES = 40 * 1024 * 1024
# Word's XML shrinks 10 to 60 times, a table of equal rows up to 200; deflate alone can reach 1032.
MAX_RATIO = 400
_RATIO_MATTERS_FROM = 4 * 1024 * 1024
_CHUNK = 256 * 1024

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Files saved as "Strict Open XML" differ from the usual ones in the names of their namespaces only.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_DAMAGED = "tệp .docx bị hỏng; hãy mở bằng Word, lưu lại rồi thử lại."


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points to: the last word of the relation's type ("footnotes") and the target's name in the zip."""

    type: str
    target: str


class Package:
    """The parts of a Word file, read one at a time and only when asked for."""

    def __init__(self, content: bytes) -> None:
        """Open the zip.

        Raises:
            ReadError: the content is no zip, or its directory is damaged.
        """
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except ZIP_ERRORS as error:
            raise ReadError(_DAMAGED) from error
        self._names = set(self._archive.namelist())

    @property
    def main(self) -> str:
        """The name of the part that holds the text."""
        found = [
            r.target for r in self.relations("").values() if r.type == "officeDocument" and r.target in self._names
        ]
        return found[0] if found else "word/document.xml"

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of a part by id; those of the package for ""."""
        folder, name = posixpath.split(part)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {
            r.get("Id", ""): Relation(
                type=posixpath.basename(r.get("Type", "")),
                target=posixpath.normpath(posixpath.join("/", folder, r.get("Target", ""))).lstrip("/"),
            )
            for r in root.iter(_RELATIONSHIP)
        }

    def part(self, name: str) -> Element | None:
        """The root element of a part, None if there is no such part.

        Raises:
            ReadError: the part is too large, protected, damaged, or declares a document type.
        """
        if name not in self._names:
            return None
        content = self._member(name)
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return _parse(content)

    def _member(self, name: str) -> bytes:
        try:
            info = self._archive.getinfo(name)
            if info.flag_bits & 1:
                raise ReadError("tệp .docx đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại.")
            with self._archive.open(info) as member:
                return _bounded(member, info.compress_size)
        except ZIP_ERRORS as error:
            raise ReadError(_DAMAGED) from error


def _bounded(member: IO[bytes], compressed: int) -> bytes:
    """The content of a member, given up as soon as it grows beyond what a report can be, whatever its header says."""
    limit = min(MAX_PART_BYTES, max(_RATIO_MATTERS_FROM, MAX_RATIO * compressed))
    chunks: list[bytes] = []
    size = 0
    while chunk := member.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise ReadError(
                "tệp .docx bung ra quá lớn, không giống một báo cáo; hãy mở bằng Word và lưu lại rồi thử lại."
            )
        chunks.append(chunk)
    return b"".join(chunks)


def _parse(content: bytes) -> _Element:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError(_DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError("tệp .docx chứa khai báo DOCTYPE không an toàn; hãy mở bằng Word và lưu lại rồi thử lại.")
    return root
