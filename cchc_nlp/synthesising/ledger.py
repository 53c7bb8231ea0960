"""Values that carry their evidence through a template.

A template gets `Entry` objects, not words. Printed, an entry is a mark: its number between two control characters.
After rendering, the ledger puts the words in place of the marks and knows for each where it came from. So templates
stay plain prose, and no text of a report can be taken for markup of a template.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cchc_nlp.model import Derivation, Figure, Paragraph, ParagraphStyle, Place, Quote
from cchc_nlp.synthesising.printing import capitalised, count, number_value, percent

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

    def given(self, number: int) -> Entry:
        """A count the user gave: it has no source in the reports."""
        words = count(number)
        return self._enter(_Content(words, (Figure(words, float(number), "number", ()),)), number)

    def share(self, part: Sequence[Place], rest: Sequence[Place], missing: int = 0) -> Entry:
        """The share of `part` in everything: its places count 1, those of `rest` 0, `missing` have no place."""
        total = len(part) + len(rest) + missing
        value = 100 * len(part) / total if total else 0.0
        words = f"{percent(value)}%"
        sources = (*(replace(p, value=1.0) for p in part), *(replace(p, value=0.0) for p in rest))
        return self._enter(_Content(words, (Figure(words, round(value, 2), "share", sources),)), value)

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
        return Paragraph(style, content.text, content.figures, content.quotes)

    def row(self, table: str, marked: Sequence[str]) -> Paragraph:
        """Rendered cells as a row of a table; its text is the cells joined by tabs."""
        content = self._resolved("\t".join(marked))
        return Paragraph(
            "table_row", content.text, content.figures, content.quotes, tuple(content.text.split("\t")), table
        )

    def _enter(self, content: _Content, n: float = 0.0) -> Entry:
        clean = replace(content, text=_one_line(content.text))
        self._contents.append(clean)
        return Entry(len(self._contents) - 1, n, bool(clean.text))

    def _resolved(self, marked: str) -> _Content:
        """Marks become words; numbers of the template itself become figures without a source."""
        text, figures, quotes = "", list[Figure](), list[Quote]()
        for position, piece in enumerate(_MARK.split(marked)):
            if text.endswith(_ELLIPSIS) and (piece == "." or piece.startswith(". ")):
                piece = piece[1:]  # noqa: PLW2901 - a list cut with «…» ends the sentence by itself
            content = self._contents[int(piece)] if position % 2 else _Content(piece, _numbers(piece, "number", ()))
            figures += [replace(f, at=f.at + len(text)) for f in content.figures]
            quotes += [replace(q, at=q.at + len(text)) for q in content.quotes]
            text += content.text
        return _Content(text, tuple(figures), tuple(quotes))


def _numbers(words: str, derivation: Derivation, places: tuple[Place, ...]) -> tuple[Figure, ...]:
    return tuple(
        Figure(m.group(), number_value(m.group()), derivation, places, m.start())
        for m in _NUMBER.finditer(_one_line(words))
    )


def _one_line(words: str) -> str:
    """Same length always: a position in the words stays true."""
    return re.sub(r"[\s\x00-\x1f]", " ", words)
