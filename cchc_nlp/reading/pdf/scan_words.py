"""Boxes of recognised words → words on paper: baseline, size and weight told from what the letters are.

A box is as high as its letters: "an" is lower than "Ấp". Knowing the letters, their height gives the size of type, and
letters that stand on the line give the baseline.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from cchc_nlp.reading.pdf.pages import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_nlp.reading.ocr import Found

# How far letters of text fonts reach above and below the baseline, in parts of the size (Times New Roman and its like).
_X_HEIGHT, _CAPITAL, _ASCENDER, _DIGIT = 0.45, 0.66, 0.69, 0.67
_MARK_ABOVE, _SECOND_MARK = 0.22, 0.13
_DESCENDER, _DOT_BELOW, _COMMA = 0.21, 0.2, 0.14
_TALL = frozenset("bdđfhkl")
_DEEP = frozenset("gpqyjQ")
_FLAT = frozenset("-–—_=~.,:;'\"…•·*+")
_PLAUSIBLE_SIZES = (5.0, 40.0)
_SAME_SIZE = 0.12  # boxes are a pixel wrong here and there: sizes closer than this are the same
_WIDE = 1.4  # heights of a word: a gap that parts columns
# Bold type keeps about twice as much of its ink when a pixel is taken off all around as plain type of its size.
_BOLD = 1.45
_BOLD_WORD = 1.7  # a short word by itself is less sure


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words recognised on a page, how thick the strokes of each are, and the dots per inch."""

    found: tuple[Found, ...]
    thick: tuple[float, ...]
    dpi: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words of one line without a wide gap: by their places on the sheet, with their size of type and thickness."""

    sheet: Sheet
    places: list[int]
    size: float
    thick: float

    @property
    def letters(self) -> int:
        return sum(len(self.sheet.found[place].text) for place in self.places)


def words_of(sheets: Sequence[Sheet]) -> list[list[Word]]:
    """For each sheet its words in points from the top left corner.

    What is usual is told from all sheets together: a page of headings alone is bold, whatever stands beside it.
    """
    pieces = [_pieces(sheet) for sheet in sheets]
    every = [piece for of_sheet in pieces for piece in of_sheet]
    size = round(2 * _usual([(piece.size, piece.letters) for piece in every])) / 2
    thick = _usual([(piece.thick, piece.letters) for piece in every])
    return [[word for piece in of_sheet for word in _words(piece, size, thick)] for of_sheet in pieces]


def _words(piece: _Piece, usual_size: float, usual_thick: float) -> Iterator[Word]:
    near = abs(piece.size - usual_size) <= _SAME_SIZE * usual_size
    size = usual_size if near else round(piece.size, 1)
    found, dpi = [piece.sheet.found[place] for place in piece.places], piece.sheet.dpi
    baseline = _baseline(found, size * dpi / 72) * 72 / dpi
    for word, bold in zip(found, _bold(piece, usual_thick), strict=True):
        yield Word(word.text, word.left * 72 / dpi, baseline, word.right * 72 / dpi, size, bold=bold, italic=False)


def _usual(weighed: list[tuple[float, int]]) -> float:
    """The middle of values by weight."""
    half, passed = sum(weight for _, weight in weighed) / 2, 0
    for value, weight in sorted(weighed):
        passed += weight
        if passed >= half:
            return value
    return 1.0


def _pieces(sheet: Sheet) -> list[_Piece]:
    """Lines parted at wide gaps: blocks side by side need not stand on one baseline."""
    lines: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for place, word in enumerate(sheet.found):
        lines[word.line].append(place)
    pieces = [part for line in lines.values() for part in _parted(sheet.found, line)]
    return [_Piece(sheet, part, _size(sheet, part), _thickness(sheet, part)) for part in pieces]


def _parted(found: Sequence[Found], line: list[int]) -> list[list[int]]:
    line = sorted(line, key=lambda place: found[place].left)
    height = median(found[place].bottom - found[place].top for place in line)
    parts = [[line[0]]]
    for before, place in pairwise(line):
        if found[place].left - found[before].right > _WIDE * height:
            parts.append([])
        parts[-1].append(place)
    return parts


def _thickness(sheet: Sheet, part: list[int]) -> float:
    """Of all letters of a piece together: single letters differ."""
    weights = [len(sheet.found[place].text) for place in part]
    return sum(sheet.thick[place] * weight for place, weight in zip(part, weights, strict=True)) / sum(weights)


def _extents(text: str) -> tuple[float, float]:
    """How far a word reaches above and below its baseline, in parts of the size of type."""
    above = below = 0.0
    for char in unicodedata.normalize("NFC", text):
        decomposed = unicodedata.normalize("NFD", char)
        base, marks = decomposed[0], decomposed[1:]
        height = _base_height(base)
        low = _DESCENDER if base in _DEEP else _COMMA if base in ",;" else 0.0
        raised = [m for m in marks if m not in "\u0323\u031b"]
        if raised:
            height += _MARK_ABOVE + _SECOND_MARK * (len(raised) - 1)
        if "\u0323" in marks:
            low = max(low, _DOT_BELOW)
        above, below = max(above, height), max(below, low)
    return above, below


def _base_height(char: str) -> float:
    if char.isdigit():
        return _DIGIT
    if char.isupper():
        return _CAPITAL
    if char in _TALL or char in "()[]/%":
        return _ASCENDER
    return 0.6 if char in "ti" else _X_HEIGHT


def _size(sheet: Sheet, part: list[int]) -> float:
    words = [sheet.found[place] for place in part]
    told = []
    for word in words:
        if not set(word.text) <= _FLAT:
            above, below = _extents(word.text)
            told.append((word.bottom - word.top) / (above + below))
    size = (median(told) if told else max(word.bottom - word.top for word in words)) * 72 / sheet.dpi
    least, most = _PLAUSIBLE_SIZES
    return min(most, max(least, size))


def _baseline(words: list[Found], size: float) -> float:
    standing = [word.bottom for word in words if _extents(word.text)[1] == 0 and not set(word.text) <= _FLAT]
    if standing:
        return float(median(standing))
    return float(median(word.bottom - _extents(word.text)[1] * size for word in words))


def _bold(piece: _Piece, usual: float) -> list[bool]:
    """Which words of a piece are bold: all, none, or a run of them clearly thicker than the rest."""
    if piece.thick > _BOLD * usual:
        return [True] * len(piece.places)
    return [piece.sheet.thick[place] > _BOLD_WORD * usual for place in piece.places]
