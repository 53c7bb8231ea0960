"""What a figure is about where it is not the whole of the period: a goal, an earlier or shorter time, a field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cchc_nlp.extracting.indicators.periods import MONTHS, days
from cchc_nlp.extracting.indicators.tokens import Token
from cchc_nlp.extracting.periods import find_periods
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.sayings import Sayings
from cchc_nlp.model import Period
from cchc_nlp.vietnamese.dates import since

TARGET, PREVIOUS = "target", "previous"
# Periods beside which a figure counted since the beginning of the year is another one.
_WITHIN_YEAR = ("month", "quarter")
# How far beside a number its time may be told ("900 hồ sơ cùng kỳ năm trước").
_NEAR_BEFORE, _NEAR_BEHIND = 40, 30
_LONGEST_CLAUSE = 260
_BULLETS = " -–+*•"
_CLAUSE_ENDS, _STOPS, _SENTENCE_ENDS = ",;.()", ";.!?", ".!?"


@dataclass(frozen=True)
class Surroundings:
    """The paragraph of figures, spelled out; `planned` where it tells of tasks to come."""

    text: str
    planned: bool
    period: Period | None
    standard: Standard

    def about(self, token: Token, part: str | None) -> list[str | tuple[int, int]]:
        """The parts of the qualifier: words, or the stretch of the text that holds them; `part` is one known before."""
        start = _last_end(self.text, token.start, _STOPS)
        breaks = [m.end() for m in self._sayings.clauses.breaks.finditer(self.text, start, token.start)]
        near = breaks[-1] if breaks else start
        before = self.text[start : token.start]
        behind = self._clause_behind(token)
        stretch = self._stretch(token, start, near)
        found = [
            TARGET if self._is_target(before, self.text[near : token.start]) else None,
            PREVIOUS if stretch == PREVIOUS or self._is_previous(before, behind) else None,
            self._cumulative(near, token.start),
            part or self._field(token, start, near, behind),
            stretch if stretch != PREVIOUS else None,
            self._since(self.text[_last_end(self.text, token.start, _SENTENCE_ENDS) : token.start]),
        ]
        return [one for one in found if one]

    @property
    def _sayings(self) -> Sayings:
        return self.standard.sayings

    def _clause_behind(self, token: Token) -> str:
        clause = self.text[token.end : token.end + _LONGEST_CLAUSE]
        return clause[: min((at for sign in _CLAUSE_ENDS if (at := clause.find(sign)) >= 0), default=None)]

    def _is_target(self, before: str, near: str) -> bool:
        said = self.planned or self._sayings.words("target").search(near) is not None
        return said or self._sayings.clauses.opened_by("target", before)

    def _is_previous(self, before: str, behind: str) -> bool:
        near = before[-_NEAR_BEFORE:] + behind[:_NEAR_BEHIND]
        said = self._sayings.words("previous").search(near) is not None
        return said or self._sayings.clauses.opened_by("previous", before)

    def _cumulative(self, near: int, end: int) -> tuple[int, int] | None:
        """The words that say that a figure is counted since the beginning of the year: «lũy kế»."""
        if self.period is None or self.period.kind not in _WITHIN_YEAR:
            return None
        said = self._sayings.words("cumulative").search(self.text, near, end)
        return said.span() if said else None

    def _field(self, token: Token, start: int, near: int, behind: str) -> tuple[int, int] | None:
        """The field of dossiers or decisions that a figure is limited to ("lĩnh vực đất đai")."""
        clauses = self._sayings.clauses
        for at, text in ((token.end, behind), (near, self.text[near : token.start])) if self._names_field else ():
            match = clauses.field.search(text)
            if match is not None and not self._sayings.words("mostly").search(text[: match.start()]):
                return at + match.start("name"), at + match.end("name")
        opening = clauses.field_opening.match(self.text, start, token.start) if self._names_field else None
        if opening is not None:
            return opening.span("name")
        heads = [match for match in self._heads if match[1] <= token.start]
        return heads[-1] if heads else None

    @cached_property
    def _names_field(self) -> bool:
        return self._sayings.words("field_labels").search(self.text) is not None

    @cached_property
    def _heads(self) -> list[tuple[int, int]]:
        return [match.span("name") for match in self._sayings.clauses.field_heads.finditer(self.text)]

    def _stretch(self, token: Token, start: int, near: int) -> tuple[int, int] | str | None:
        """Another stretch of time: told apart («riêng tháng 5 …»), or opening the clause or sentence («năm 2025 …»)."""
        if not self._periods:
            return None
        apart = [m.end() for m in self._sayings.words("apart").finditer(self.text, start, token.start)]
        for at in (*apart[-1:], near, start):
            named = next((one for one in self._periods if at <= one[0] and one[1] <= token.start), None)
            if named is not None and not self.text[at : named[0]].strip(_BULLETS):
                if self._sayings.words("back_to_results").search(self.text, at, token.start):
                    return None
                return self._other(named[2], named[:2], apart=at in apart)
        return None

    def _other(self, named: Period, said: tuple[int, int], *, apart: bool) -> tuple[int, int] | str | None:
        """What a named period is called where it is before that of the report, or one part of several.

        A single month may just be when the work of the period was done.
        """
        own = self.period
        if own is None:
            return None
        if named.year and named.year < own.year:
            return PREVIOUS
        return said if _is_shorter(named, own) and (apart or self._is_by_parts) else None

    @cached_property
    def _is_by_parts(self) -> bool:
        """Whether the paragraph tells of several shorter stretches, one after the other."""
        named = (period for _, _, period in self._periods)
        return len({(p.kind, p.number) for p in named if self.period and _is_shorter(p, self.period)}) > 1

    @cached_property
    def _periods(self) -> list[tuple[int, int, Period]]:
        return find_periods(self.text, self.standard)

    def _since(self, before: str) -> str | None:
        """«từ 14/4/2026»: a stretch that begins within the period is not the period."""
        begun, own = since(before), days(self.period) if self.period is not None else None
        return f"từ {begun[0]}" if begun is not None and own is not None and begun[1] > own[0] else None


def _is_shorter(one: Period, other: Period) -> bool:
    return MONTHS.get(one.kind, 0) < MONTHS.get(other.kind, 0)


def _last_end(text: str, end: int, signs: str) -> int:
    """Where the stretch after the last of some signs begins; a full stop counts before a blank only ("1.552")."""
    last = 0
    for sign in signs:
        at = text.rfind(sign, last, end)
        while at >= 0 and not (sign == ";" or at + 1 == len(text) or text[at + 1].isspace()):
            at = text.rfind(sign, last, at)
        last = max(last, at + 1)
    return last
