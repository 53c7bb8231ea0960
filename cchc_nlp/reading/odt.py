"""OpenDocument text (.odt) → lines, straight from its XML, automatic numbers included.

LibreOffice is not asked: this reader gives the same lines, in a hundredth of the time, on every machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Layer, Line
from cchc_nlp.reading.breaks import ends_of
from cchc_nlp.reading.docx.numbering import written_number
from cchc_nlp.reading.encodings import script_of_font
from cchc_nlp.reading.odtstyles import DRAW, OFFICE, TABLE, TEXT, OdtStyles, Setting, name_of, whole
from cchc_nlp.reading.pieces import Piece, look_of, modernise
from cchc_nlp.reading.rendition import Rendition, numbered
from cchc_nlp.reading.symbols import plain, raised
from cchc_nlp.reading.tabulating import MOST_COLUMNS, lines_by_columns, looks_like_layout, placed, row_line
from cchc_nlp.reading.terms import wider
from cchc_nlp.reading.unpacking import Parts, damaged
from cchc_nlp.vietnamese.forms import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from cchc_nlp.reading.terms import Terms

_FORM = ".odt"
_BLANKS = re.compile(r"[ \t\r\n]+")  # as the standard has it: blanks beyond one are written as elements
_MOST_BLANKS = 200  # `text:s` repeats a blank as often as it says
_UNSEEN = frozenset(
    [
        f"{TEXT}{name}"
        for name in ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "ruby-text")
    ]
    + [f"{OFFICE}{name}" for name in ("annotation", "annotation-end", "forms")]
    + [f"{TEXT}{name}" for name in ("alphabetical-index-source", "table-of-content-source", "bibliography-source")]
)
_NUMBER_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read_odt(content: bytes, terms: Terms) -> Rendition:
    """The lines of an OpenDocument text, one a paragraph, a line break or a table row.

    Raises:
        ReadError: damaged, protected, too large, or unsafe.
    """
    parts = Parts(content, _FORM, terms)
    if b"encryption-data" in (parts.content("META-INF/manifest.xml") or b""):
        raise ReadError("tệp .odt đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại.")
    root = parts.xml("content.xml")
    body = None if root is None else root.find(f"{OFFICE}body/{OFFICE}text")
    if root is None or body is None:
        raise ReadError(damaged(_FORM))
    named = parts.xml("styles.xml")
    styles = OdtStyles([part for part in (named, root) if part is not None])
    story = _Story(styles, terms)
    margins = {layer: list(_margin(story, named, layer)) for layer in ("header", "footer")}
    lines = [*margins["header"], *story.lines(body, "body", 0), *margins["footer"]]
    return Rendition(numbered(lines))


def _margin(story: _Story, named: _Element | None, layer: Layer) -> Iterator[Line]:
    """The lines of the headers or footers of the page styles; equal ones once."""
    seen: set[str] = set()
    for element in () if named is None else named.iter(f"{{{name_of('style')}}}{layer}"):
        numbered = next(element.iter(f"{TEXT}page-number"), None) is not None
        for line in story.lines(element, layer, 0):
            if line.text.strip() and line.text not in seen:
                seen.add(line.text)
                lone = numbered and not any(c.isalpha() for c in line.text)
                yield replace(line, layer="page_number") if lone else line


@dataclass(slots=True)
class _Said:
    """What a paragraph says, and what stands apart from it."""

    lines: list[list[Piece]] = field(default_factory=lambda: [[]])
    apart: list[tuple[_Element, Layer, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """Where in which list the next paragraph stands. `numbered` until the item's first paragraph has its number."""

    style: str | None
    level: int
    counters: list[int | None]
    numbered: bool = True


class _Story:
    """Reads containers of blocks into lines; all share counters and the number of tables."""

    def __init__(self, styles: OdtStyles, terms: Terms) -> None:
        self._styles = styles
        self._terms = terms
        self._tables = self._cells = 0
        self._of_id: dict[str, list[int | None]] = {}
        self._of_style: dict[str, list[int | None]] = {}
        self._outline: list[int | None] = [None] * 10

    def lines(
        self, container: _Element, layer: Layer, depth: int, place: _Place | None = None, mark: str = ""
    ) -> Iterator[Line]:
        """The lines of a container, not yet numbered."""
        if depth > self._terms.max_depth:
            raise ReadError(
                f"tệp {_FORM} có bảng hoặc danh sách lồng nhau quá sâu; hãy mở bằng Word và lưu lại, {wider('depth')}."
            )
        for block in container:
            tag = block.tag
            if tag in _UNSEEN:
                continue
            if tag in {f"{TEXT}p", f"{TEXT}h"}:
                yield from self._paragraph(block, layer, depth, place, mark)
                mark = ""
            elif tag == f"{TEXT}list":
                yield from self._list(block, layer, depth, place)
            elif tag == f"{TABLE}table":
                yield from self._table(block, layer, depth)
            elif isinstance(tag, str):
                yield from self.lines(block, layer, depth + 1, place)

    def _paragraph(self, block: _Element, layer: Layer, depth: int, place: _Place | None, mark: str) -> Iterator[Line]:
        setting = self._styles.paragraph(block.get(f"{TEXT}style-name"))
        said = _Said()
        if mark:
            said.lines[0].append(Piece(f"{mark} "))
        self._inline(block, setting, said, 0)
        modernise(said.lines)
        level = whole(block.get(f"{TEXT}outline-level"), 0) if block.tag == f"{TEXT}h" else None
        label = self._label(block, level, place)
        texts = ["".join(piece.text for piece in pieces) for pieces in said.lines]
        for position, (pieces, ends) in enumerate(zip(said.lines, ends_of(texts), strict=True)):
            shown = label if position == 0 else None
            if shown:
                first = next((piece for piece in pieces if piece.text.strip()), Piece(""))
                pieces.insert(0, first._replace(text=f"{shown} " if first.text else shown))
            yield Line(
                number=0,
                text=nfc("".join(piece.text for piece in pieces)),
                layer=layer,
                label=shown,
                look=look_of(pieces, centred=bool(setting.centred), outline_level=level or None),
                ends=ends,
            )
        for element, own_layer, own_mark in said.apart:
            yield from self.lines(element, own_layer, depth + 1, None, own_mark)

    def _inline(self, element: _Element, setting: Setting, said: _Said, depth: int) -> None:
        if depth > self._terms.max_depth:
            return
        self._say(element.text, setting, said)
        for child in element:
            tag = child.tag
            if tag == f"{TEXT}s":
                count = min(max(1, whole(child.get(f"{TEXT}c"), 1)), _MOST_BLANKS)
                said.lines[-1].append(Piece(" " * count, setting.bold or False, setting.italic or False))
            elif tag == f"{TEXT}tab":
                said.lines[-1].append(Piece("\t"))
            elif tag == f"{TEXT}line-break":
                said.lines.append([])
            elif tag == f"{TEXT}note":
                self._note(child, said)
            elif tag == f"{DRAW}text-box":
                said.apart.append((child, "body", ""))
            elif tag not in _UNSEEN and isinstance(tag, str):
                own = setting if tag != f"{TEXT}span" else self._styles.span(child.get(f"{TEXT}style-name"), setting)
                self._inline(child, own, said, depth + 1)
            self._say(child.tail, setting, said)

    def _note(self, note: _Element, said: _Said) -> None:
        citation = note.find(f"{TEXT}note-citation")
        mark = "" if citation is None else raised("".join(map(str, citation.itertext())).strip())
        said.lines[-1].append(Piece(mark))
        body = note.find(f"{TEXT}note-body")
        if body is not None:
            said.apart.append((body, "footnote", mark))

    def _say(self, text: str | None, setting: Setting, said: _Said) -> None:
        if not text or setting.hidden:
            return
        shown = plain(_BLANKS.sub(" ", text))
        if not said.lines[-1] or said.lines[-1][-1].text.endswith(" "):
            shown = shown.lstrip(" ")
        shown = raised(shown) if setting.superscript else shown
        script = script_of_font(setting.font)
        said.lines[-1].append(Piece(shown, bool(setting.bold), bool(setting.italic), setting.size or 0.0, script))

    def _label(self, block: _Element, outline: int | None, place: _Place | None) -> str | None:
        if place is not None:
            if not place.numbered or place.style is None:
                return None
            place.numbered = False
            return self._counted(place.style, place.level, place.counters)
        if outline and block.get(f"{TEXT}is-list-header") != "true":
            return self._counted("", outline - 1, self._outline)
        return None

    def _counted(self, style: str, level: int, counters: list[int | None]) -> str | None:
        own = self._styles.level(style, level)
        if own is None or level >= len(counters):
            return None
        current = counters[level]
        counters[level] = own.start if current is None else current + 1
        counters[level + 1 :] = [None] * (len(counters) - level - 1)
        if own.bullet is not None:
            return own.bullet or None
        numbers = []
        for at in range(max(0, level - own.shown + 1), level + 1):
            other = self._styles.level(style, at)
            form = other and _NUMBER_FORMS.get(other.form)
            if other and form:
                count = counters[at]
                numbers.append(written_number(other.start if count is None else count, form))
        return f"{own.prefix}{'.'.join(numbers)}{own.suffix}".strip() or None if numbers else None

    def _list(self, element: _Element, layer: Layer, depth: int, outer: _Place | None) -> Iterator[Line]:
        style = element.get(f"{TEXT}style-name") or (outer.style if outer else None)
        level = outer.level + 1 if outer else 0
        counters = outer.counters if outer else self._counters(element, style)
        for item in element:
            if item.tag not in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                continue
            start = whole(item.get(f"{TEXT}start-value"), -1)
            if start >= 0 and level < len(counters):
                counters[level] = start - 1
            place = _Place(style, level, counters, numbered=item.tag == f"{TEXT}list-item")
            yield from self.lines(item, layer, depth + 1, place)

    def _counters(self, element: _Element, style: str | None) -> list[int | None]:
        """The counters a list goes on with: those it names, those of the list before it, or fresh ones."""
        continued = self._of_id.get(element.get(f"{TEXT}continue-list") or "no such list")
        if continued is None and element.get(f"{TEXT}continue-numbering") == "true":
            continued = self._of_style.get(style or "")
        counters: list[int | None] = [None] * 10 if continued is None else continued
        self._of_id[element.get("{http://www.w3.org/XML/1998/namespace}id", "")] = counters
        self._of_style[style or ""] = counters
        return counters

    def _table(self, table: _Element, layer: Layer, depth: int) -> Iterator[Line]:
        rows = [[(cell, *_spans(cell)) for cell in _cells(row)] for row in _rows(table)]
        self._cells += sum(map(len, rows))
        if self._cells > self._terms.max_cells:
            raise ReadError(
                f"tệp {_FORM} có hơn {self._terms.max_cells} ô bảng; hãy tách riêng phần báo cáo, {wider('cells')}."
            )
        grid, columns = placed(rows)
        before = self._tables
        contents = [[list(self.lines(cell.element, layer, depth + 1)) for cell in row] for row in grid]
        self._tables = before
        framed = [self._styles.framed(cell.element.get(f"{TABLE}style-name")) for row in grid for cell in row]
        if looks_like_layout(contents, framed=sum(framed) * 2 > len(framed)):
            yield from lines_by_columns(grid, contents)
            return
        self._tables = before + 1
        for row, content in zip(grid, contents, strict=True):
            yield row_line(row, content, columns=columns, table=before + 1, layer=layer)
            yield from (line for cell in content for line in cell if line.layer == "footnote")


def _rows(table: _Element) -> Iterator[_Element]:
    """The rows of a table; a repeated row stands once unless it holds words."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif child.tag in {f"{TABLE}table-header-rows", f"{TABLE}table-row-group", f"{TABLE}table-rows"}:
            yield from _rows(child)


def _cells(row: _Element) -> Iterator[_Element]:
    """The cells of a row, those that a merged cell covers left out: its span says them."""
    count = 0
    for child in row:
        if child.tag == f"{TABLE}table-cell":
            repeated = min(whole(child.get(f"{TABLE}number-columns-repeated"), 1), MOST_COLUMNS - count)
            count += max(1, repeated)
            yield from [child] * max(1, repeated)


def _spans(cell: _Element) -> tuple[int, int]:
    across, down = (whole(cell.get(f"{TABLE}number-{what}-spanned"), 1) for what in ("columns", "rows"))
    return max(1, across), max(1, down)
