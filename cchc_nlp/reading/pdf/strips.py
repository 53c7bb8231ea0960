"""Words → strips: pieces of a text line without a wide gap inside. The atoms of every later decision."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_nlp.reading.pdf.pages import Word

# Above and below the baseline, in parts of the size: how far letters of text fonts reach.
_ASCENT, _DESCENT = 0.9, 0.22
_SAME_BASELINE = 0.25  # parts of the size within which words are of one line
_RAISED = 0.55  # and how far a smaller word may be raised above the line it belongs to
_SMALLER = 0.8
# The narrowest gap between letterhead columns is the padding of two Word cells: 10.8 pt, 0.8 of the usual size.
# Justified lines stretch all their blanks alike, so a gap must also stand out from the others of its line.
_GAP = 0.75
_GAP_AMONG_OTHERS = 2.2


@dataclass(frozen=True, slots=True)
class Strip:
    """Words on one baseline with no wide gap between them, on page `page`."""

    page: int
    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        """Its left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Its right end."""
        return self.words[-1].x1

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        return main_size(self.words)

    @property
    def baseline(self) -> float:
        """The baseline of its largest word: others may be raised."""
        return max(self.words, key=lambda word: word.size).baseline

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
        """Its words, single blanks between them."""
        return " ".join(word.text for word in self.words)


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
    for word in sorted(words, key=lambda word: (word.baseline, word.x0)):
        row = next((row for row in reversed(rows[-3:]) if _on_line(row[-1], word)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    for row in rows:
        row.sort(key=lambda word: word.x0)
    rows.sort(key=lambda row: max(row, key=lambda word: word.size).baseline)
    return rows


def _on_line(other: Word, word: Word) -> bool:
    distance = abs(word.baseline - other.baseline)
    large, small = max(word.size, other.size), min(word.size, other.size)
    return distance <= _SAME_BASELINE * large or (small < _SMALLER * large and distance <= _RAISED * large)


def strips_of(words: Iterable[Word], page: int) -> list[Strip]:
    """The strips of a page, from top to bottom, those of one row from left to right."""
    return [Strip(page, tuple(part)) for row in rows_of(words) for part in _parted(row)]


def _parted(row: list[Word]) -> list[list[Word]]:
    gaps = [b.x0 - a.x1 for a, b in pairwise(row)]
    parts = [[row[0]]]
    for index, gap in enumerate(gaps):
        others = gaps[:index] + gaps[index + 1 :]
        usual = median(others) if others else 0.0
        wide = gap > _GAP * row[index].size and gap > _GAP_AMONG_OTHERS * usual
        if wide:
            parts.append([])
        parts[-1].append(row[index + 1])
    return parts
