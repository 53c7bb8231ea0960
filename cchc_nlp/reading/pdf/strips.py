"""Words → strips: pieces of a text line without a wide gap inside. The atoms of every later decision."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from statistics import median
from typing import TYPE_CHECKING

from cchc_nlp.reading.pdf.pages import Word
from cchc_nlp.reading.symbols import raised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Above and below the baseline, in parts of the size: how far letters of text fonts reach.
_ASCENT, _DESCENT = 0.9, 0.22
_SAME_BASELINE = 0.25  # parts of the size within which words are of one line
_RAISED = 0.55  # and how far a smaller word may be raised above the line it belongs to
_SMALLER = 0.8
_LIFTED = 0.1  # parts of the size by which a raised word at least stands above the baseline
# The narrowest gap between letterhead columns is the padding of two Word cells: 10.8 pt, 0.8 of the usual size.
# Justified lines stretch all their blanks alike, so a gap must also stand out from the others of its line.
_GAP = 0.75
_GAP_AMONG_OTHERS = 2.2


_TOUCHING = 0.08  # parts of the size: less is no blank
_BASELINE, _X0, _SIZE = (Word._fields.index(name) for name in ("baseline", "x0", "size"))


@dataclass(frozen=True, slots=True)
class Strip:
    """Words on one baseline with no wide gap between them, on page `page`.

    `size` is that of most characters, `baseline` that of the largest word: others may be raised.
    """

    page: int
    words: tuple[Word, ...]
    x0: float
    x1: float
    size: float
    baseline: float

    @property
    def top(self) -> float:
        """Where its letters begin."""
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Where its letters end."""
        return self.baseline + _DESCENT * self.size

    @property
    def text(self) -> str:
        """Its words, blanks between them where the page has them."""
        return joined(self.words)


def joined(words: Sequence[Word]) -> str:
    """Words of one line as text. Where the type changes, PDFium may see a blank that the page does not have.

    Only punctuation that touches the word before it is put back: "2026¹ ." is "2026¹."
    """
    text = words[0].text
    for before, word in pairwise(words):
        touches = word.x0 - before.x1 < _TOUCHING * word.size and not any(c.isalnum() for c in word.text)
        text += word.text if touches else " " + word.text
    return text


def main_size(words: Sequence[Word]) -> float:
    """The size of most characters."""
    first = words[0].size
    if all(word.size == first for word in words):
        return first
    weights: dict[float, int] = {}
    for word in words:
        weights[word.size] = weights.get(word.size, 0) + len(word.text)
    return max(weights, key=lambda size: weights[size])


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words by baseline, from top to bottom, each row from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=itemgetter(_BASELINE)):
        if rows and rows[-1][-1].baseline == word.baseline:
            rows[-1].append(word)
            continue
        row = next((row for row in reversed(rows[-3:]) if _on_line(row[0], word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    for row in rows:
        row.sort(key=itemgetter(_X0))
    rows.sort(key=lambda row: max(row, key=itemgetter(_SIZE)).baseline)
    return rows


def _on_line(other: Word, word: Word) -> bool:
    distance = abs(word.baseline - other.baseline)
    large, small = max(word.size, other.size), min(word.size, other.size)
    return distance <= _SAME_BASELINE * large or (small < _SMALLER * large and distance <= _RAISED * large)


def strips_of(words: Iterable[Word], page: int) -> list[Strip]:
    """The strips of a page, from top to bottom, those of one row from left to right."""
    return [_strip(page, part) for row in rows_of(words) for part in _parted(row)]


def _strip(page: int, words: list[Word]) -> Strip:
    first = words[0]
    if all(word.size == first.size for word in words):  # most lines are of one size
        return Strip(page, tuple(words), first.x0, words[-1].x1, first.size, first.baseline)
    baseline = max(words, key=itemgetter(_SIZE)).baseline
    size = main_size(words)
    written = tuple(
        word._replace(text=raised(word.text))
        if word.size < _SMALLER * size and word.baseline < baseline - _LIFTED * size
        else word
        for word in words
    )
    return Strip(page, written, words[0].x0, words[-1].x1, size, baseline)


def _parted(row: list[Word]) -> list[list[Word]]:
    gaps = [b.x0 - a.x1 for a, b in pairwise(row)]
    parts = [[row[0]]]
    for index, gap in enumerate(gaps):
        if gap > _GAP * row[index].size and gap > _GAP_AMONG_OTHERS * _usual(gaps, index):
            parts.append([])
        parts[-1].append(row[index + 1])
    return parts


def _usual(gaps: list[float], index: int) -> float:
    others = gaps[:index] + gaps[index + 1 :]
    return median(others) if others else 0.0
