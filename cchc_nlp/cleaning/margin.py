"""How a text is set: whether its lines are wrapped, at which margin, and whether blank lines part its paragraphs.

Measured once a text, from its own lines; a text with one paragraph a line has no margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cchc_nlp.model import Line
from cchc_nlp.vietnamese.sentences import is_finished, starts_small

# A text is hard-wrapped when this share of its long lines ends within a word's length of the same margin.
_WRAPPED_SHARE = 0.35
_FEWEST_FULL_LINES = 8
_WIDEST_WRAP = 140
_NARROWEST_WRAP = 50
# A proportional font fills lines unevenly: a line counts as full from this share of the widest ones on.
_FULL = 0.86
_LONG = 0.75
# Where nearly every line that surely goes on had no room for the next word, the margin is exact.
_EXACT_SHARE = 0.95
# Where this share of the blank lines stands inside sentences, blank lines say nothing.
_STRAY_SHARE = 0.25


class Margin:
    """The margin of one text; `width` is None where lines are not wrapped."""

    def __init__(self, lines: Sequence[Line]) -> None:
        """Measure it from the lines of prose, blank ones left out."""
        texts = [line.text.strip() for line in lines]
        self.width = _width(texts)
        sure = [(a, b) for a, b in pairwise(texts) if self._is_long(a) and not is_finished(a) and starts_small(b)]
        self.exact = sum(self._had_no_room(a, b) for a, b in sure) >= _EXACT_SHARE * len(sure)
        self.blanks_part = self.width is None or not _stray_blanks(lines)

    def is_full(self, text: str, following: str) -> bool:
        """Whether the line ended only because the next word had no room on it."""
        if self.width is None:
            return False
        return self._had_no_room(text, following) or (not self.exact and len(text.strip()) >= _FULL * self.width)

    def _is_long(self, text: str) -> bool:
        return len(text) >= _LONG * (self.width or 0)

    def _had_no_room(self, text: str, following: str) -> bool:
        return len(text.strip()) + 1 + len(following.strip().split(" ", 1)[0]) > (self.width or 0)


def _width(texts: Sequence[str]) -> int | None:
    lengths = sorted(len(text) for text in texts if len(text) >= _NARROWEST_WRAP)
    if not lengths:
        return None
    width = lengths[int(0.98 * (len(lengths) - 1))]
    if width > _WIDEST_WRAP:
        return None
    at_margin = sum(length >= _FULL * width for length in lengths)
    return width if at_margin >= max(_FEWEST_FULL_LINES, _WRAPPED_SHARE * len(lengths)) else None


def _stray_blanks(lines: Sequence[Line]) -> bool:
    parted = [(a, b) for a, b in pairwise(lines) if b.number - a.number > 1]
    inside = sum(not is_finished(a.text) and starts_small(b.text) for a, b in parted)
    return bool(parted) and inside >= _STRAY_SHARE * len(parted)
