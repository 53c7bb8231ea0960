"""Two lists of paragraphs → pairs that say the same, in order, the words that differ marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

from cchc_nlp.model import Block, PairedText, Word
from cchc_nlp.vietnamese.forms import fold

_TOKEN = re.compile(r"\S+\s*")
_EDGE = ".,;:!?()«»\"'“”-–+*"


def paired(left: Sequence[Block], right: Sequence[Block], least: float) -> list[PairedText]:
    """The paragraphs of both sides in their order: pairs at least this similar (0 to 100), the others alone."""
    pairs = dict(_pairs(left, right, least))
    taken = set(pairs.values())
    found, at = [], 0
    for number, block in enumerate(left):
        if number not in pairs:
            found.append(PairedText("removed", (Word(block.text, differs=True),), left_lines=block.lines))
            continue
        while at <= pairs[number]:
            if at not in taken:
                found.append(_added(right[at]))
            at += 1
        found.append(_both(block, right[pairs[number]]))
    found += [_added(block) for n, block in enumerate(right) if n >= at and n not in taken]
    return found


def _pairs(left: Sequence[Block], right: Sequence[Block], least: float) -> Iterator[tuple[int, int]]:
    """The most similar pairs first, each paragraph once."""
    if not left or not right:
        return
    scores = process.cdist([fold(b.text) for b in left], [fold(b.text) for b in right], scorer=fuzz.ratio)
    ranked = sorted(
        ((-float(scores[i][j]), abs(i - j), i, j) for i in range(len(left)) for j in range(len(right))),
    )
    lefts: set[int] = set()
    rights: set[int] = set()
    for score, _, i, j in ranked:
        if -score < least:
            return
        if i not in lefts and j not in rights:
            lefts.add(i)
            rights.add(j)
            yield i, j


def _added(block: Block) -> PairedText:
    return PairedText("added", right=(Word(block.text, differs=True),), right_lines=block.lines)


def _both(left: Block, right: Block) -> PairedText:
    one, other = marked(left.text, right.text)
    same = not any(word.differs for word in (*one, *other))
    return PairedText("same" if same else "changed", one, other, left.lines, right.lines)


def marked(left: str, right: str) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Both texts as stretches of words, those marked that the other has not.

    >>> marked("Tiếp nhận 45 hồ sơ.", "Tiếp nhận 52 hồ sơ.")[1]
    (Word(text='Tiếp nhận ', differs=False), Word(text='52 ', differs=True), Word(text='hồ sơ.', differs=False))
    """
    one, other = _TOKEN.findall(left), _TOKEN.findall(right)
    lefts: list[Word] = []
    rights: list[Word] = []
    for op in LCSseq.opcodes([_plain(t) for t in one], [_plain(t) for t in other]):
        differs = op.tag != "equal"
        _append(lefts, "".join(one[op.src_start : op.src_end]), differs=differs)
        _append(rights, "".join(other[op.dest_start : op.dest_end]), differs=differs)
    return tuple(lefts), tuple(rights)


def _append(words: list[Word], text: str, *, differs: bool) -> None:
    if not text:
        return
    if words and words[-1].differs == differs:
        words[-1] = Word(words[-1].text + text, differs)
    else:
        words.append(Word(text, differs))


def _plain(token: str) -> str:
    return fold(token).strip(_EDGE) or fold(token)
