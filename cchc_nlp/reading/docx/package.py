"""The zip around a Word file: its parts and how they point to each other."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_nlp.reading.docx.names import unwrapped
from cchc_nlp.reading.unpacking import Parts, parsed

if TYPE_CHECKING:
    from cchc_nlp.reading.docx.names import Element
    from cchc_nlp.reading.terms import Terms
    from cchc_nlp.reading.unpacking import Packed

FORM = ".docx"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Files saved as "Strict Open XML" differ from the usual ones in the names of their namespaces only.
_STRICT_HOST = b"http://purl.oclc.org/ooxml/"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


# How table styles set single rows and columns: most of styles.xml, and nothing here asks for it.
_UNASKED = b"<w:tblStylePr", b"</w:tblStylePr>"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part points to: the last word of the relation's type ("footnotes") and the target's name in the zip."""

    type: str
    target: str


class Package:
    """The parts of a Word file, read one at a time and only when asked for."""

    def __init__(self, content: bytes, terms: Terms) -> None:
        """Open the zip.

        Raises:
            ReadError: the content is no zip, or its directory is damaged.
        """
        self._parts = Parts(content, FORM, terms)

    @property
    def main(self) -> str:
        """The name of the part that holds the text."""
        found = [
            r.target
            for r in self.relations("").values()
            if r.type == "officeDocument" and r.target in self._parts.names
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
        """The root element of a part as `unwrapped` leaves it, None if there is no such part.

        Raises:
            ReadError: the part is too large, protected, damaged, or declares a document type.
        """
        content = self.content(name)
        if content is None:
            return None
        if _STRICT_HOST in content:
            for strict, usual in _STRICT:
                content = content.replace(strict, usual)
        return unwrapped(parsed(_without_unasked(content), FORM))

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self._parts.names

    def packed(self, name: str, longest: int) -> Packed | None:
        """A part as it lies in the zip, which tells equal ones without unpacking them; None for one that takes more.

        Raises:
            ReadError: there is no such part, or the zip is damaged.
        """
        return self._parts.packed(name, longest)

    def content(self, name: str) -> bytes | None:
        """The bytes of a part, None if there is no such part.

        Raises:
            ReadError: the part is too large, protected or damaged.
        """
        return self._parts.content(name)


def _without_unasked(content: bytes) -> bytes:
    """XML without the elements that nothing asks for: to cut them out takes a tenth of the time of parsing them."""
    begins, ends = _UNASKED
    kept: list[bytes] = []
    place = 0
    while (start := content.find(begins, place)) >= 0:
        closed = content.find(b">", start)
        end = closed + 1 if content[closed - 1 : closed] == b"/" else content.find(ends, start) + len(ends)
        if closed < 0 or end < closed:
            break
        kept.append(content[place:start])
        place = end
    return b"".join((*kept, content[place:])) if kept else content
