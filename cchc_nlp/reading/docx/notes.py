"""Footnotes and endnotes: their texts by id, and their marks in the order in which the text refers to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_nlp.reading.docx.names import W, value, whole
from cchc_nlp.reading.docx.numbering import written_number
from cchc_nlp.reading.symbols import raised

if TYPE_CHECKING:
    from cchc_nlp.reading.docx.names import Element

# ECMA-376, 17.11.17 and 17.11.18: how notes are numbered where the file does not say.
_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}


class Notes:
    """Looks up notes; gives each its mark when it is first referred to."""

    def __init__(self, footnotes: Element | None, endnotes: Element | None, body: Element) -> None:
        """`body` may say in its sections how notes are numbered."""
        self._texts = {
            (kind, note.get(f"{W}id", "")): note
            for kind, root in (("footnote", footnotes), ("endnote", endnotes))
            if root is not None
            for note in root.iterfind(f"{W}{kind}")
        }
        self._marks: dict[tuple[str, str], str] = {}
        self._counts = {"footnote": 0, "endnote": 0}
        self._formats = {kind: _said_format(body, kind) or form for kind, form in _FORMATS.items()}
        self._starts = {kind: _said_start(body, kind) for kind in _FORMATS}

    def mark(self, kind: str, note_id: str) -> str:
        """The raised mark of a note: the next one if it is new."""
        key = (kind, note_id)
        if key not in self._marks:
            number = self._starts[kind] + self._counts[kind]
            self._counts[kind] += 1
            self._marks[key] = raised(written_number(number, self._formats[kind]))
        return self._marks[key]

    def text(self, kind: str, note_id: str) -> Element | None:
        """The element that holds a note's paragraphs."""
        return self._texts.get((kind, note_id))


def _said_format(body: Element, kind: str) -> str | None:
    return next((form for p in body.iter(f"{W}{kind}Pr") if (form := value(p, "numFmt"))), None)


def _said_start(body: Element, kind: str) -> int:
    said = next((start for p in body.iter(f"{W}{kind}Pr") if (start := whole(value(p, "numStart"))) is not None), None)
    return 1 if said is None else said
