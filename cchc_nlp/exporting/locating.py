"""Where the words of a statement stand in the text rendition of its file, to the character.

A statement's words are healed (wraps joined, footnotes cut out, tones in place), the rendition is what the file holds:
so words are compared, folded, and the passage runs from the first to the last that agree.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from cchc_nlp.vietnamese.forms import fold

# Combining marks belong to their letter: a file may keep its letters decomposed.
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_CLOSING = re.compile(r"[.!?…)\]”\"»;:]+")

# A paragraph without line breaks can be a whole page; a statement looked for in more than this is a damaged file.
_MOST_WORDS = 20_000


def locate(words: str, text: str, lines: tuple[int, int]) -> tuple[int, int]:
    r"""First and one past the last character (code points) of `words` in `text`, looked for on `lines` (from 1).

    Where not one word of it is there, the passage is the lines themselves.

    >>> locate("còn thấp, chưa đều.", "1. Kết quả\ntỷ lệ còn\nthấp, chưa đều. Hết", (2, 3))
    (17, 36)
    """
    start, end = _span(text, lines)
    here = [match for _, match in zip(range(_MOST_WORDS), _WORD.finditer(text, start, end), strict=False)]
    wanted = _WORD.findall(words)[:_MOST_WORDS]
    matcher = SequenceMatcher(None, [fold(m.group()) for m in here], [fold(word) for word in wanted], autojunk=False)
    agreeing = [block for block in matcher.get_matching_blocks() if block.size]
    if not agreeing:
        return start, end
    first, last = here[agreeing[0].a].start(), here[agreeing[-1].a + agreeing[-1].size - 1].end()
    closing = _CLOSING.match(text, last, end) if words and not words[-1].isalnum() else None
    return first, closing.end() if closing else last


def _span(text: str, lines: tuple[int, int]) -> tuple[int, int]:
    """The characters of lines `first` to `last`, the line break after them left out."""
    starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
    first, last = (min(max(number, 1), len(starts)) for number in lines)
    end = starts[last] - 1 if last < len(starts) else len(text)
    return starts[first - 1], end
