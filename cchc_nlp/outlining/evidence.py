"""How much a block looks like a heading: named pieces of evidence, each with its weight.

The weights are log-odds chosen by hand and kept few; `form` is the logistic of their sum. What they are worth is
measured by the quality floors over real and made reports (`make quality`), to be run again after any change.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from cchc_nlp.model import Block
from cchc_nlp.outlining.marks import Mark, is_bold, is_italic, lead_in_bold
from cchc_nlp.vietnamese.forms import in_capitals

_MARK_WEIGHTS = {
    "annex": 2.2, "part": 2.5, "roman": 2.2, "upper": 1.0, "decimal": 0.9, "letter": 0.3, "bullet": -2.2, "none": -1.3,
}  # fmt: skip
# Evidence is named in Vietnamese: `cchc parse --explain` shows it to officers as it stands.
_MARK_NAMES = {
    "annex": "nhãn phụ lục", "part": "nhãn phần, chương, mục", "roman": "số La Mã", "upper": "chữ cái hoa",
    "decimal": "số thứ tự", "letter": "chữ cái", "bullet": "gạch đầu dòng", "none": "không đánh số",
}  # fmt: skip
_DEEP_NUMBER = 0.7
_CAPITALS = 1.6
_BOLD = 1.5
_ITALIC = 0.6
_STYLE = 2.5
_CENTRED = 0.4
_SHORT_WORDS, _MIDDLE_WORDS, _LONG_WORDS, _LONGEST_WORDS = 14, 24, 34, 46
_SENTENCE_END = -2.2
_COMMA_END = -1.2
_OPEN_END = 0.8
_SEVERAL_SENTENCES = -2.5
# "Tổng số: 25" is no heading by its form; its words may still make one of it.
_VALUE = -3.0
_CONTINUES = 0.9
_BREAKS = -0.7
_OPENS = 0.8
_EMPTY = -2.4
_NO_LETTERS = -3.0
_SMALL_START = -2.0
_BIAS = -0.6


class Candidate(NamedTuple):
    """A block that may be a heading: its mark, its heading words, and where a run-in body begins (None: no body)."""

    place: int
    block: Block
    mark: Mark
    heading: str
    body_start: int | None
    evidence: tuple[tuple[str, float], ...] = ()

    def given(self, evidence: Iterable[tuple[str, float]]) -> Candidate:
        """The candidate with more evidence."""
        more = (*self.evidence, *evidence)
        return Candidate(self.place, self.block, self.mark, self.heading, self.body_start, more)

    @property
    def form(self) -> float:
        """The evidence as a share, 0 to 1."""
        return 1 / (1 + math.exp(-sum(weight for _, weight in self.evidence)))


def own_evidence(candidate: Candidate) -> list[tuple[str, float]]:
    """What the block itself tells, its neighbours apart."""
    block, mark, heading = candidate.block, candidate.mark, candidate.heading
    found = [("mức ban đầu", _BIAS), (_MARK_NAMES[mark.kind], _MARK_WEIGHTS[mark.kind])]
    if mark.kind == "decimal" and len(mark.steps) > 1:
        found.append(("số nhiều cấp", _DEEP_NUMBER))
    found += _looks(block, heading)
    found.append(_length(len(heading.split())))
    found += _punctuation(candidate)
    if not any(c.isalpha() for c in heading):
        found.append(("không có chữ", _NO_LETTERS))
    elif heading.lstrip('"“‘(')[:1].islower():
        found.append(("mở đầu bằng chữ thường", _SMALL_START))
    return found


def _looks(block: Block, heading: str) -> list[tuple[str, float]]:
    found = []
    if in_capitals(heading):
        found.append(("chữ in hoa", _CAPITALS))
    if bold(block) or bold_lead(block) >= len(heading) > 0:
        found.append(("in đậm", _BOLD))
    elif italic(block):
        found.append(("in nghiêng", _ITALIC))
    if block.look.outline_level:
        found.append(("kiểu đề mục của Word", _STYLE))
    if block.look.centred:
        found.append(("căn giữa", _CENTRED))
    return found


def _length(words: int) -> tuple[str, float]:
    if words <= _SHORT_WORDS:
        return "ngắn", 0.9
    if words <= _MIDDLE_WORDS:
        return "vừa", 0.4
    if words <= _LONG_WORDS:
        return "dài", -0.8
    return ("rất dài", -2.2) if words <= _LONGEST_WORDS else ("dài như đoạn văn", -4.5)


def _punctuation(candidate: Candidate) -> list[tuple[str, float]]:
    if candidate.body_start is not None:
        before, behind = candidate.block.text[: candidate.body_start], candidate.block.text[candidate.body_start :]
        stopped = before.rstrip("*_ ").endswith(".") and bold_lead(candidate.block) < len(candidate.heading)
        if behind[:1].isdigit() or before.rstrip().endswith(("-", "–", "—")) or stopped:
            return [("số liệu hoặc câu ngay sau dấu", _VALUE)]
        return [("nội dung viết liền sau dấu hai chấm", 0.2)]
    heading = candidate.heading.rstrip(' "”*_')
    found = []
    if heading.endswith((".", ";", "!", "?")):
        found.append(("kết thúc như câu", _SENTENCE_END))
    elif heading.endswith(","):
        found.append(("kết thúc bằng dấu phẩy", _COMMA_END))
    else:
        found.append(("không có dấu câu ở cuối", _OPEN_END))
    inner = heading[:-1]
    if ". " in inner or "; " in inner:
        found.append(("gồm nhiều câu", _SEVERAL_SENTENCES))
    return found


def neighbour_evidence(*, continues: bool | None, opens: float) -> list[tuple[str, float]]:
    """What the neighbours tell: whether the numbering goes on, and which share of its siblings opens any content."""
    found = [("mở ra nội dung", _EMPTY + (_OPENS - _EMPTY) * opens)]
    if continues is not None:
        found.append(("đánh số liên tục", _CONTINUES) if continues else ("đánh số đứt quãng", _BREAKS))
    return found


def bold(block: Block) -> bool:
    """Whether a whole block is bold, by its look or by markup in the text."""
    return block.look.bold or is_bold(block.text)


def bold_lead(block: Block) -> int:
    """How many characters at the beginning of a block are bold, by its look or by markup in the text."""
    return block.look.bold_lead or lead_in_bold(block.text)


def italic(block: Block) -> bool:
    """Whether a whole block is in italics, by its look or by markup in the text."""
    return block.look.italic or is_italic(block.text)
