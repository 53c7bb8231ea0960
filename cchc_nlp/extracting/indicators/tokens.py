"""A paragraph spelled out → what may be a figure in it: numbers, fractions taken together, zeros said in words."""

from __future__ import annotations

import re
from typing import NamedTuple

from cchc_nlp.knowledge.sayings import COUNT, MONEY, SHARE, ZERO, Sayings
from cchc_nlp.vietnamese.dates import no_counts
from cchc_nlp.vietnamese.numbers import Number, find_numbers

# "điểm tiếp nhận số 2 chật hẹp": a number in a row, not of what follows.
_ORDINAL = re.compile(r"(?<!tổng )số\s+$")
_WORD = re.compile(r"\s*[^\W\d]")
_MARKS = {"count": COUNT, "percent": SHARE, "money": MONEY}


class Token(NamedTuple):
    """A number, a fraction or a zero in words: `end` is where what is counted begins."""

    mark: str
    number: Number
    start: int
    end: int
    whole: Number | None = None

    @property
    def said_until(self) -> int:
        """Where the number ends, with what it is out of."""
        return self.end if self.mark == ZERO else (self.whole or self.number).end


def tokens_of(text: str, sayings: Sayings) -> list[Token]:
    """All of them in reading order."""
    masked = no_counts(text)
    numbers = [n for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in masked)]
    tokens: list[Token] = []
    for number in (number for number in numbers if _counts(text, number, sayings)):
        if tokens and _is_whole(text, tokens[-1], number, sayings):
            tokens[-1] = Token(_MARKS[number.kind], tokens[-1].number, tokens[-1].start, number.end, number)
        else:
            tokens.append(Token(_MARKS[number.kind], number, number.start, number.end))
    zeros = [
        Token(ZERO, Number(0.0, "count", m.start(), m.end()), m.start(), m.end())
        for m in sayings.words("zero").finditer(text)
    ]
    return sorted([*tokens, *zeros], key=lambda token: token.start)


def _is_whole(text: str, last: Token, number: Number, sayings: Sayings) -> bool:
    """Whether a number is what the last one is out of: "45/79", "8,5/15,2 tỷ đồng", "45 trên tổng số 79"."""
    if last.whole is not None or last.mark != _MARKS[number.kind] or last.mark == SHARE:
        return False
    between = text[last.end : number.start]
    if between.strip() == "/":
        return True
    noun, counted = sayings.noun_pattern.match(between), sayings.noun_pattern.match(text[number.end :])
    rest = between[noun.end() if noun else 0 :].strip()
    same = noun is not None and counted is not None and noun[1] == counted[1]
    return (rest == "/" and same) or (
        (same or noun is None or counted is None) and sayings.words("out_of").fullmatch(rest) is not None
    )


def _counts(text: str, number: Number, sayings: Sayings) -> bool:
    """Whether a number may count something: no year, no part of a name ("Đề án 06"), no duration, no rise or fall."""
    before, after = text[max(0, number.start - 40) : number.start], text[number.end : number.end + 20]
    if number.kind == "percent":
        return not sayings.words("change").search(before[-20:])
    named = (before[match.end() :].split() for match in sayings.words("named").finditer(before))
    if any(between in ([], ["số"]) for between in named):
        return False
    if _ORDINAL.search(before) and _WORD.match(after) and not sayings.noun_pattern.match(after):
        return False
    return not (sayings.words("measured").match(after.lstrip()) or sayings.words("change").search(before[-12:]))
