"""Values that carry their evidence through a template.

A template gets `Entry` objects, not words. Printed, an entry is a mark: its number between two control characters.
After rendering, the ledger puts the words in place of the marks and knows for each where it came from. So templates
stay plain prose, and no text of a report can be taken for markup of a template.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc_nlp.model import Decision, Derivation, Figure, Paragraph, ParagraphStyle, Place, Quote
from cchc_nlp.synthesising.printing import amount, capitalised, count, number_value, percent

_MARK = re.compile("\x02(\\d+)\x03")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value in a template. `n` is its number, for conditions; printing gives a mark. Empty words count as false."""

    index: int
    n: float
    filled: bool

    def __str__(self) -> str:
        return f"\x02{self.index}\x03"

    def __bool__(self) -> bool:
        return self.filled


@dataclass(frozen=True, slots=True)
class _Content:
    text: str
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    decisions: tuple[Decision, ...] = ()


class Ledger:
    """The book of entries of one synthesis."""

    def __init__(self) -> None:
        self._contents: list[_Content] = []

    def text(self, words: str, places: Sequence[Place] = (), derivation: Derivation = "number") -> Entry:
        """Words that may hold numbers (a name, a date, a title); each number rests on `places`."""
        return self._enter(_Content(words, _numbers(words, derivation, tuple(places))))

    def count(self, places: Sequence[Place]) -> Entry:
        """How many: one place each."""
        words = count(len(places))
        valued = tuple(replace(place, value=1.0) for place in places)
        return self._enter(_Content(words, (Figure(words, float(len(places)), "count", valued),)), len(places))

    def fraction(self, part: Sequence[Place], rest: Sequence[Place]) -> Entry:
        """«12/15»: the places of `part` count 1, those of `rest` 0."""
        words = f"{count(len(part))}/{count(len(part) + len(rest))}"
        value = len(part) / (len(part) + len(rest)) if part or rest else 0.0
        return self._enter(_Content(words, (Figure(words, round(value, 4), "share", _ones(part, rest)),)), len(part))

    def share(self, part: Sequence[Place], rest: Sequence[Place]) -> Entry:
        """The share of `part` in everything, in per cent."""
        value = 100 * len(part) / (len(part) + len(rest)) if part or rest else 0.0
        words = f"{percent(value)}%"
        return self._enter(_Content(words, (Figure(words, round(value, 2), "share", _ones(part, rest)),)), value)

    def total(self, valued: Sequence[Place]) -> Entry:
        """The sum of the values of some places."""
        value = math.fsum(place.value or 0.0 for place in valued)
        words = amount(value)
        return self._enter(_Content(words, (Figure(words, value, "sum", tuple(valued)),)), value)

    def rate(self, parts: Sequence[Place], wholes: Sequence[Place]) -> Entry:
        """The sum of `parts` in per cent of that of `wholes`, without the sign."""
        top, bottom = (math.fsum(place.value or 0.0 for place in places) for places in (parts, wholes))
        value = 100 * top / bottom
        words = percent(value)
        sources = (*parts, *(replace(place, whole=True) for place in wholes))
        return self._enter(_Content(words, (Figure(words, round(value, 2), "rate", sources),)), value)

    def quotient(self, part: Entry, whole: Entry) -> Entry:
        """«56/81» of two sums, with what is to decide about them."""
        top, bottom = self._contents[part.index], self._contents[whole.index]
        words = f"{top.text}/{bottom.text}"
        wholes = (replace(place, whole=True) for place in bottom.figures[0].sources)
        value = part.n / whole.n if whole.n else 0.0
        figure = Figure(words, round(value, 4), "rate", (*top.figures[0].sources, *wholes))
        decisions = tuple(replace(d, text=words) for d in (*top.decisions, *bottom.decisions))
        return self._enter(_Content(words, (figure,), decisions=decisions), value)

    def joined(self, pieces: Sequence[str | Entry]) -> Entry:
        """Words and entries after one another, as one entry."""
        return self._enter(self._resolved("".join(map(str, pieces))))

    def asking(self, entry: Entry, decision: Decision) -> Entry:
        """The same entry with something to decide about its words."""
        content = self._contents[entry.index]
        open_ = replace(decision, text=content.text, at=0)
        return self._enter(replace(content, decisions=(*content.decisions, open_)), entry.n)

    def quote(self, words: str, place: Place, *, cut: bool = False) -> Entry:
        """Exact words of a commune; `cut` shows that they go on."""
        shown = words + _ELLIPSIS if cut else words
        return self._enter(_Content(shown, quotes=(Quote(words, place.path, place.lines),)))

    def capitalised(self, entry: Entry) -> Entry:
        """The same entry at the start of a sentence."""
        content = self._contents[entry.index]
        return self._enter(replace(content, text=capitalised(content.text)), entry.n)

    def uppercase(self, entry: Entry) -> Entry:
        """The same entry in a heading of capitals."""
        content = self._contents[entry.index]
        return self._enter(replace(content, text=content.text.upper()), entry.n)

    def paragraph(self, style: ParagraphStyle, marked: str) -> Paragraph:
        """Rendered text of a template as a paragraph with its evidence."""
        content = self._resolved(marked)
        return Paragraph(style, content.text, content.figures, content.quotes, decisions=content.decisions)

    def row(self, table: str, marked: Sequence[str]) -> Paragraph:
        """Rendered cells as a row of a table; its text is the cells joined by tabs."""
        content = self._resolved("\t".join(marked))
        cells = tuple(content.text.split("\t"))
        return Paragraph("table_row", content.text, content.figures, content.quotes, cells, table, content.decisions)

    def _enter(self, content: _Content, n: float = 0.0) -> Entry:
        clean = replace(content, text=_one_line(content.text))
        self._contents.append(clean)
        return Entry(len(self._contents) - 1, n, bool(clean.text))

    def _resolved(self, marked: str) -> _Content:
        """Marks become words; numbers of the template itself become figures without a source."""
        text, figures, quotes, decisions = "", list[Figure](), list[Quote](), list[Decision]()
        for position, piece in enumerate(_MARK.split(marked)):
            if text.endswith(_ELLIPSIS) and (piece == "." or piece.startswith(". ")):
                piece = piece[1:]  # noqa: PLW2901 - a list cut with «…» ends the sentence by itself
            content = self._contents[int(piece)] if position % 2 else _Content(piece, _numbers(piece, "number", ()))
            figures += [replace(f, at=f.at + len(text)) for f in content.figures]
            quotes += [replace(q, at=q.at + len(text)) for q in content.quotes]
            decisions += [replace(d, at=d.at + len(text)) for d in content.decisions]
            text += content.text
        return _Content(text, tuple(figures), tuple(quotes), tuple(decisions))


def _ones(part: Sequence[Place], rest: Sequence[Place]) -> tuple[Place, ...]:
    return (*(replace(p, value=1.0) for p in part), *(replace(p, value=0.0) for p in rest))


def _numbers(words: str, derivation: Derivation, places: tuple[Place, ...]) -> tuple[Figure, ...]:
    return tuple(
        Figure(m.group(), number_value(m.group()), derivation, places, m.start())
        for m in _NUMBER.finditer(_one_line(words))
    )


def _one_line(words: str) -> str:
    """Same length always: a position in the words stays true."""
    return re.sub(r"[\s\x00-\x1f]", " ", words)
