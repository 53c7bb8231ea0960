"""The text of a Word file in the order of reading: paragraphs, table rows, notes and text boxes as lines."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Layer, Line
from cchc_nlp.reading.breaks import ends_of
from cchc_nlp.reading.docx.names import VAL, R, W, parted, value
from cchc_nlp.reading.docx.runs import Runs, Spoken
from cchc_nlp.reading.docx.styles import Style, outline_level, overlay, paragraph_style, said_by
from cchc_nlp.reading.docx.tables import Cell, is_layout, rows_of, width
from cchc_nlp.reading.pieces import Piece, look_of
from cchc_nlp.reading.tabulating import lines_by_columns, row_line
from cchc_nlp.reading.terms import wider
from cchc_nlp.vietnamese.forms import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cchc_nlp.reading.docx.names import Element
    from cchc_nlp.reading.docx.notes import Notes
    from cchc_nlp.reading.docx.numbering import Numbering
    from cchc_nlp.reading.docx.styles import Styles
    from cchc_nlp.reading.terms import Terms

_PARAGRAPH, _TABLE, _RUN_PROPERTIES, _CHUNK = (f"{W}{name}" for name in ("p", "tbl", "rPr", "altChunk"))
_DELETED, _MOVED = f"{W}del", f"{W}moveFrom"
_PROPERTIES, _NAMED, _NUMBERED = f"{W}pPr", f"{W}pStyle", f"{W}numPr"
_PAGE_FIELD = re.compile(r"\b(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)


class _Setting(NamedTuple):
    """How a paragraph is set, the id of its named style, and whether something is said of the mark at its end."""

    style: Style
    style_id: str | None
    centred: bool
    outline_level: int | None
    marks_end: bool


class Story:
    """Reads containers of blocks (the body, a header, a note, a cell) into lines; all share numbering and notes."""

    def __init__(
        self, styles: Styles, numbering: Numbering, notes: Notes, foreign: Callable[[str], Sequence[Line]], terms: Terms
    ) -> None:
        """`foreign` reads the part that a relation names, whatever its format."""
        self._terms = terms
        self._foreign = foreign
        self._cells = 0
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._runs = Runs(styles, notes.mark)
        self._tables = 0
        self._carried: list[Piece] = []
        self._settings: dict[tuple[tuple[str, str | None], ...], _Setting] = {}

    def lines(self, container: Element, layer: Layer = "body", own_mark: str = "") -> list[Line]:
        """The lines of a container, not yet numbered. `own_mark` is the mark of the note the container is."""
        found: list[Line] = []
        for block in container:
            tag = block.tag
            if tag == _PARAGRAPH:
                found += self._paragraph(block, layer, own_mark)
            elif tag == _TABLE:
                found += self._table(block, layer)
            elif tag == _CHUNK:
                found += self._chunk(block)
        return found

    def _chunk(self, block: Element) -> Iterator[Line]:
        """What another program put into the file in a format of its own, for Word to take in when it opens the file."""
        before = self._tables
        for line in self._foreign(block.get(f"{R}id", "")):
            self._tables = max(self._tables, before + (line.table or 0))
            yield line if line.table is None else replace(line, table=before + line.table)

    def margin(self, container: Element, layer: Layer) -> Iterator[Line]:
        """The lines of a header or footer that show anything; those that show the page's number are marked so."""
        numbered = any(_PAGE_FIELD.search(field) for field in _fields(container))
        for line in self.lines(container, layer):
            if line.text.strip():
                lone = numbered and not any(c.isalpha() for c in line.text)
                yield replace(line, layer="page_number") if lone else line

    def _paragraph(self, paragraph: Element, layer: Layer, own_mark: str) -> list[Line]:
        properties, parts = parted(paragraph, _PROPERTIES)
        setting = self._setting(properties)
        spoken = self._runs.read(parts, setting.style, own_mark)
        if setting.marks_end and _end_is_deleted(properties):
            self._carried += spoken.lines[-1]  # its end is deleted: the words go on in the next paragraph
            spoken.lines.pop()
        elif self._carried:
            spoken.lines[0][:0] = self._carried
            self._carried = []
        label = self._label(setting) if spoken.lines else None
        found = _paragraph_lines(spoken.lines, setting, label, layer)
        if spoken.boxes or spoken.notes:
            found += self._apart(spoken)
        return found

    def _apart(self, spoken: Spoken) -> Iterator[Line]:
        """What is anchored in a paragraph but stands apart from it: text boxes, then notes."""
        for box in spoken.boxes:
            yield from self.lines(box)
        for kind, note_id in spoken.notes:
            note = self._notes.text(kind, note_id)
            if note is not None:
                yield from self._note(note, self._notes.mark(kind, note_id))

    def _note(self, note: Element, mark: str) -> Iterator[Line]:
        for position, line in enumerate(self.lines(note, "footnote", mark)):
            marked = position > 0 or line.text.lstrip().startswith(mark)
            yield line if marked else replace(line, text=f"{mark} {line.text.lstrip()}")

    def _setting(self, properties: Element | None) -> _Setting:
        """How a paragraph is set: defaults below its named style, its own properties above."""
        named = () if properties is None else tuple([(e.tag, e.get(VAL)) for e in properties])
        known = self._settings.get(named)
        if known is None:
            said = said_by(properties)
            style_id = value(said.get(_NAMED))
            named_style = overlay(self._styles.defaults, self._styles.get(style_id, "paragraph"))
            style = overlay(named_style, paragraph_style(said))
            known = _Setting(style, style_id, bool(style.centred), outline_level(style), _RUN_PROPERTIES in said)
            if _NUMBERED not in said:  # whose own children say more
                self._settings[named] = known
        return known

    def _label(self, setting: _Setting) -> str | None:
        numbering = setting.style.numbering
        if numbering is None or numbering == "0":
            return None
        return self._numbering.label(numbering, setting.style.numbering_level, setting.style_id)

    def _table(self, table: Element, layer: Layer) -> Iterator[Line]:
        rows = rows_of(table)
        self._cells += sum(map(len, rows))
        if self._cells > self._terms.max_cells:
            most = self._terms.max_cells
            raise ReadError(f"tệp .docx có hơn {most} ô bảng; hãy tách riêng phần báo cáo, {wider('cells')}.")
        # In the order of the file, so that automatic numbers and notes count as Word counts them.
        contents = [[self._cell(cell, layer) for cell in row] for row in rows]
        if is_layout(table, rows, contents, self._styles):
            yield from lines_by_columns(rows, contents)
            return
        self._tables += 1
        ordinal, columns = self._tables, width(rows)
        for row, content in zip(rows, contents, strict=True):
            yield row_line(row, content, columns=columns, table=ordinal, layer=layer)
            yield from (line for cell in content for line in cell if line.layer == "footnote")

    def _cell(self, cell: Cell, layer: Layer) -> list[Line]:
        if cell.continued:
            return []
        before = self._tables
        lines = self.lines(cell.element, layer)
        self._tables = before  # a table within a cell becomes part of the cell's text
        return lines


def _paragraph_lines(lines: list[list[Piece]], setting: _Setting, label: str | None, layer: Layer) -> list[Line]:
    texts = [pieces[0].text if len(pieces) == 1 else nfc("".join([piece.text for piece in pieces])) for pieces in lines]
    if label:
        lines[0].insert(0, _label_piece(label, lines[0]))
    found: list[Line] = []
    for pieces, text, ends in zip(lines, texts, ends_of(texts), strict=True):
        shown = None if found else label
        words = nfc(f"{lines[0][0].text}{text}") if shown else text
        look = look_of(pieces, centred=setting.centred, outline_level=setting.outline_level)
        found.append(Line(0, words, None, layer, None, None, shown, look, ends))
    return found


def _label_piece(label: str, pieces: list[Piece]) -> Piece:
    """An automatic number looks like the words it stands in front of."""
    first = next((piece for piece in pieces if piece.text.strip()), None)
    text = f"{label} " if first else label
    return first._replace(text=text) if first else Piece(text, bold=False, italic=False, size=0.0)


def _end_is_deleted(properties: Element | None) -> bool:
    mark = None if properties is None else properties.find(_RUN_PROPERTIES)
    return mark is not None and (mark.find(_DELETED) is not None or mark.find(_MOVED) is not None)


def _fields(container: Element) -> Iterator[str]:
    for element in container.iter(f"{W}instrText", f"{W}pgNum"):
        yield "PAGE" if element.tag == f"{W}pgNum" else element.text or ""
