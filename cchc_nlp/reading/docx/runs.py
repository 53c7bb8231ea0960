"""A paragraph's runs → pieces of text with their look, as Word prints them: fields by result, deletions left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_nlp.reading.docx.formulas import formula
from cchc_nlp.reading.docx.names import M, W, parted
from cchc_nlp.reading.docx.styles import Style, Styles, overlay, run_style, said_of_run
from cchc_nlp.reading.encodings import script_of_font
from cchc_nlp.reading.pieces import Piece, modernise
from cchc_nlp.reading.symbols import plain, raised, symbol
from cchc_nlp.vietnamese.forms import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_nlp.reading.docx.names import Element

_LINE_BREAK = "\n"
_PAGE_BREAK = "\f"
_FIXED = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": _LINE_BREAK,
    f"{W}noBreakHyphen": "-",
}
_TEXT, _BREAK, _SYMBOL, _FIELD = f"{W}t", f"{W}br", f"{W}sym", f"{W}fldChar"
_RUN, _RUN_PROPERTIES, _NAMED = f"{W}r", f"{W}rPr", f"{W}rStyle"
_SOFT_HYPHEN = f"{W}softHyphen"
_NOTE_REFERENCES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_NOTE_MARKS = {f"{W}footnoteRef", f"{W}endnoteRef"}
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_BOX = f"{W}txbxContent"
_NOT_BOLD, _NOT_ITALIC = Style(bold=False), Style(italic=False)
_MATHS = {f"{M}oMath", f"{M}oMathPara"}


@dataclass(slots=True)
class Spoken:
    """What a paragraph says: its lines of pieces, the notes it refers to, the text boxes anchored in it."""

    lines: list[list[Piece]] = field(default_factory=lambda: [[]])
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    after_page_break: bool = False


class Runs:
    """Reads the runs of paragraphs in order; remembers fields that go on over paragraphs."""

    def __init__(self, styles: Styles, note_mark: Callable[[str, str], str]) -> None:
        """`note_mark` gives the mark of a note from its kind and id."""
        self._styles = styles
        self._note_mark = note_mark
        self._fields: list[bool] = []  # of each open field: whether its result has begun
        self._looks: dict[tuple[Style, tuple[tuple[str, str | None], ...]], Style] = {}

    def read(self, paragraph: Sequence[Element], base: Style, own_mark: str = "") -> Spoken:
        """The words of the children of a paragraph of style `base`; `own_mark` is the mark of the note it opens."""
        spoken = Spoken()
        for child in paragraph:
            if child.tag == _RUN:
                self._read_run(child, base, spoken, own_mark)
            elif child.tag in _MATHS:
                _say(spoken, formula(child), base)
        if spoken.after_page_break:
            spoken.lines.pop()
        # A damaged file may open a field and never tell its result; it must not swallow the rest of the text.
        if self._fields:
            self._fields = [begun for begun in self._fields if begun]
        modernise(spoken.lines)
        return spoken

    def _read_run(self, run: Element, base: Style, spoken: Spoken, own_mark: str) -> None:
        properties, parts = parted(run, _RUN_PROPERTIES)
        look = self._look(properties, base)
        for child in parts:
            tag = child.tag
            if tag == _RUN_PROPERTIES:
                continue
            if tag == _FIELD:
                self._field(child.get(f"{W}fldCharType"))
            elif look.hidden or (self._fields and not all(self._fields)):
                continue
            elif tag == _TEXT:
                text = plain(child.text or "")
                if look.capitals and not script_of_font(look.font):
                    text = text.upper()
                _say(spoken, raised(text) if look.superscript else text, look)
            elif tag in _NOTE_REFERENCES:
                _say(spoken, self._reference(child, spoken), look)
            elif tag in _PICTURES:
                spoken.boxes += _boxes(child)
            else:
                _say(spoken, own_mark if tag in _NOTE_MARKS else _sign(child, look), look)

    def _reference(self, reference: Element, spoken: Spoken) -> str:
        """Keep the note that is referred to; its mark, unless the author wrote one."""
        note = (_NOTE_REFERENCES[reference.tag], reference.get(f"{W}id", ""))
        spoken.notes.append(note)
        return self._note_mark(*note) if reference.get(f"{W}customMarkFollows") is None else ""

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _look(self, properties: Element | None, base: Style) -> Style:
        """The look of a run: toggles of paragraph and character style cancel each other, what the run says wins."""
        if properties is None:
            return base
        said = said_of_run(properties)
        look = self._looks.get((base, said))
        if look is None:
            look = self._looks[base, said] = self._worked_out(said, base)
        return look

    def _worked_out(self, said: tuple[tuple[str, str | None], ...], base: Style) -> Style:
        direct = run_style(said)
        style_id = dict(said).get(_NAMED)
        if not style_id:
            return overlay(base, direct)
        character = self._styles.get(style_id, "character")
        both = overlay(base, character)
        if character.bold and base.bold:
            both = overlay(both, _NOT_BOLD)
        if character.italic and base.italic:
            both = overlay(both, _NOT_ITALIC)
        return overlay(both, direct)


def _sign(element: Element, look: Style) -> str:
    """What an element other than text puts on the page: a tab, a break, a symbol, or nothing."""
    if element.tag == _SOFT_HYPHEN and script_of_font(look.font):
        return "\u00ad"  # not a hyphen but the letter that the old font has in its place
    if element.tag == _BREAK:
        return _PAGE_BREAK if element.get(f"{W}type") in {"page", "column"} else _LINE_BREAK
    if element.tag == _SYMBOL:
        return symbol(element.get(f"{W}char"))
    return _FIXED.get(element.tag, "")


def _say(spoken: Spoken, text: str, look: Style) -> None:
    """Add text to the last line. A page break inside a paragraph parts lines only where words stand on both sides."""
    if text == _LINE_BREAK:
        spoken.lines.append([])
        spoken.after_page_break = False
    elif text == _PAGE_BREAK:
        if spoken.lines[-1]:
            spoken.lines.append([])
            spoken.after_page_break = True
    elif text:
        script = script_of_font(look.font)
        spoken.lines[-1].append(Piece(nfc(text), bool(look.bold), bool(look.italic), look.size or 0.0, script))
        spoken.after_page_break = False


def _boxes(picture: Element) -> list[Element]:
    """The text boxes in a drawing, each once, outermost first."""
    found: list[Element] = []
    for child in picture:
        found += [child] if child.tag == _BOX else _boxes(child)
    return found
