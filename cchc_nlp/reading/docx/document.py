"""A Word file → its lines: headers first, then the text with its notes, then footers.

Left out, because the printed page does not show them: deleted and hidden text, comments, field codes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.docx.names import R, W, switch
from cchc_nlp.reading.docx.notes import Notes
from cchc_nlp.reading.docx.numbering import Numbering
from cchc_nlp.reading.docx.package import Package
from cchc_nlp.reading.docx.story import Story
from cchc_nlp.reading.docx.styles import Styles
from cchc_nlp.reading.kinds import kind_of
from cchc_nlp.reading.rendition import Rendition, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_nlp.model import Layer, Line
    from cchc_nlp.reading.docx.names import Element
    from cchc_nlp.reading.docx.package import Relation
    from cchc_nlp.reading.terms import Terms
    from cchc_nlp.reading.unpacking import Packed


# Offices write their reports into one template, whose styles are often the longest part of the file: known by the bytes
# they are packed in, they need not even be unpacked.
_LONGEST_KEPT, _MOST_KEPT = 1024 * 1024, 4
_kept: dict[Packed, Styles] = {}


def read_docx(content: bytes, terms: Terms) -> Rendition:
    """The lines of a Word file, one a paragraph, a manual line or a table row.

    Raises:
        ReadError: damaged, protected, too large, or unsafe.
    """
    package = Package(content, terms)
    main = package.main
    document = package.part(main)
    body = None if document is None else document.find(f"{W}body")
    if body is None:
        raise ReadError("tệp .docx không có phần nội dung; hãy mở bằng Word, lưu lại rồi thử lại.")
    relations = package.relations(main)
    styles = _styles(package, relations)
    story = Story(
        styles,
        Numbering(_related(package, relations, "numbering"), styles),
        Notes(_related(package, relations, "footnotes"), _related(package, relations, "endnotes"), body),
        partial(_foreign, package, relations, terms),
        terms,
    )
    lines = [
        *_margins(package, relations, body, story, "header"),
        *story.lines(body),
        *_margins(package, relations, body, story, "footer"),
    ]
    return Rendition(numbered(lines))


def _related(package: Package, relations: dict[str, Relation], kind: str) -> Element | None:
    return next((package.part(r.target) for r in relations.values() if r.type == kind), None)


def _styles(package: Package, relations: dict[str, Relation]) -> Styles:
    name = next((r.target for r in relations.values() if r.type == "styles" and package.has(r.target)), None)
    if name is None:
        return Styles(None)
    packed = package.packed(name, _LONGEST_KEPT)
    if packed is None:
        return Styles(package.part(name))
    if packed not in _kept:
        styles = Styles(package.part(name))
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[packed] = styles
    return _kept[packed]


def _foreign(package: Package, relations: dict[str, Relation], terms: Terms, relation_id: str) -> Sequence[Line]:
    """The lines of a part in a format of its own (`w:altChunk`); such parts may hold such parts."""
    from cchc_nlp.reading.opening import reader_of  # which loads this room

    relation = relations.get(relation_id)
    content = None if relation is None else package.content(relation.target)
    if not content:
        return ()
    if terms.max_bundles == 0:
        raise ReadError("tệp .docx chứa tệp trong tệp quá nhiều lớp; hãy mở bằng Word, lưu lại rồi thử lại.")
    return reader_of(kind_of(content))(content, replace(terms, max_bundles=terms.max_bundles - 1)).lines


def _margins(
    package: Package, relations: dict[str, Relation], body: Element, story: Story, layer: Layer
) -> Iterator[Line]:
    """The lines of the headers or footers that sections use; equal ones once.

    The header of the first page alone does not run: somebody put the letterhead there. It belongs to the text.
    """
    seen: set[str] = set()
    alone = _on_first_page(body) if layer == "header" else None
    for reference in sorted(body.iter(f"{W}{layer}Reference"), key=lambda reference: reference is alone):
        relation = relations.get(reference.get(f"{R}id", ""))
        part = None if relation is None or relation.target in seen else package.part(relation.target)
        if relation is None or part is None:
            continue
        seen.add(relation.target)
        lines = list(story.margin(part, "body" if reference is alone else layer))
        words = "\n".join(line.text for line in lines)
        if words not in seen:
            seen.add(words)
            yield from lines


def _on_first_page(body: Element) -> Element | None:
    """The reference to a header of the document's first page alone, None if the first page has none of its own."""
    section = next(body.iter(f"{W}sectPr"), None)
    if section is None or not switch(section, "titlePg"):
        return None
    references = section.iterfind(f"{W}headerReference")
    return next((reference for reference in references if reference.get(f"{W}type") == "first"), None)
