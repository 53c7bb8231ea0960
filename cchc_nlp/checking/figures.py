"""Indicators of a report → figures that know where they stand: the unit in which identities are weighed.

A figure stands in a setting (its table, or its paragraph) and concerns a sub-set (its qualifier). Only figures of one
setting and one sub-set are held against each other; a section serves where the paragraph does not say enough.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from cchc_nlp.knowledge import Standard, any_of
from cchc_nlp.model import Block, Indicator, Report, Role
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.numbers import find_numbers

# Qualifiers of the catalogue's extraction: a goal, and a stray figure on a heading row, are no figures of the period.
_NO_RESULTS = ("target", "heading")
PREVIOUS = "previous"
_PLANNING: tuple[Role, ...] = ("task", "recommendation", "front")
_SHORTFALLS: tuple[Role, ...] = ("limitation", "cause")
_CLAUSE_END = re.compile(r"[;:(]|\.\s")
_DECIMALS = re.compile(r"^\d+[.,](\d+)")
_THOUSANDS = re.compile(r"^\d{1,3}(?:\.\d{3})+$")


@dataclass(frozen=True)
class Figure:
    """An indicator, the number as printed (its decimals), and its setting."""

    indicator: Indicator
    order: int
    decimals: int
    bounded: bool
    said_in_words: bool
    aside: bool
    """Whether its clause names another stretch of time, or a goal; asked of prose only."""
    block: Block | None
    table: int | None
    """The ordinal of its table in `report.tables`; None in the prose and in tables flattened to text."""
    begun: int | None = None
    """The ordinal of the table that its own continues on another page; that of its own where it continues none."""

    @property
    def id(self) -> str:
        """The id of the indicator."""
        return self.indicator.id

    @property
    def value(self) -> float:
        """The value stated."""
        return self.indicator.value

    @cached_property
    def exact(self) -> Fraction:
        """The value as printed, without the noise of binary fractions."""
        value = round(float(self.indicator.value), 9)
        # The short way for what a float holds exactly.
        return Fraction(int(value)) if value.is_integer() and abs(value) < 2**53 else Fraction(str(value))

    @cached_property
    def in_table(self) -> bool:
        """Whether it stands in a table, or was written by hand for one that does."""
        if self.by_hand:
            return self.table is not None or (self.block is not None and self.block.kind == "table")
        return self.indicator.source == "table"

    @cached_property
    def by_hand(self) -> bool:
        """Whether an officer wrote it in the place of what was read."""
        return self.indicator.source == "corrected"

    @property
    def is_rate(self) -> bool:
        """Whether it is in per cent."""
        return self.indicator.unit == "%"

    @cached_property
    def is_vague(self) -> bool:
        """Whether it may be about something narrower or another stretch of time than its indicator.

        Zero in words, figures of limitations and causes, and figures beside "lũy kế", "cùng kỳ", … often are.
        """
        shortfall = self.block is not None and self.block.role in _SHORTFALLS
        return not self.in_table and (shortfall or self.said_in_words or self.aside)

    @cached_property
    def subset(self) -> str:
        """What it is about, folded; "" for the commune as a whole."""
        return fold(self.indicator.qualifier or "")

    @cached_property
    def setting(self) -> tuple[object, ...]:
        """Its table, or its paragraph."""
        if self.in_table:
            return ("table", self.begun)
        return ("block", self.block.anchors[0] if self.block else self.indicator.lines)

    @cached_property
    def section(self) -> tuple[object, ...] | None:
        """Its section, for figures of the prose."""
        if self.in_table or self.block is None or self.block.section is None:
            return None
        return ("section", self.block.section)


@dataclass(frozen=True)
class Figures:
    """All figures of a report that state results."""

    all: tuple[Figure, ...]

    @cached_property
    def _by_id(self) -> dict[str, tuple[Figure, ...]]:
        found: dict[str, list[Figure]] = {}
        for figure in self.all:
            found.setdefault(figure.id, []).append(figure)
        return {name: tuple(figures) for name, figures in found.items()}

    def of(self, name: str) -> tuple[Figure, ...]:
        """The figures of one indicator, in reading order."""
        return self._by_id.get(name, ())

    def beside(self, anchor: Figure, name: str) -> Figure | None:
        """The figure of an indicator in the setting of another: the nearest of its paragraph or table.

        Where the paragraph says nothing, the section, if it states one value of each only. None in a list of values:
        which of them belong together is not told.
        """
        near = [f for f in self._in_setting(anchor, name) if not f.bounded]
        if self.is_listed(anchor) or (near and self.is_listed(near[0])):
            return None
        if near:
            return min(near, key=lambda f: (_distance(f, anchor), abs(f.order - anchor.order)))
        same = [f for f in self.of(name) if f.subset == anchor.subset and not f.bounded]
        wider = [f for f in same if f.section is not None and f.section == anchor.section]
        rivals = [f for f in self.of(anchor.id) if f.section == anchor.section and f.subset == anchor.subset]
        one_meaning = len({f.value for f in wider}) == 1 and len({f.value for f in rivals}) == 1
        return wider[0] if one_meaning else None

    def is_listed(self, figure: Figure) -> bool:
        """Whether its paragraph gives several values for the same thing: a list by fields or events."""
        if figure.in_table:
            return False
        return any(f.value != figure.value for f in self._in_setting(figure, figure.id))

    def _in_setting(self, anchor: Figure, name: str) -> Sequence[Figure]:
        """The figures of an indicator in the setting and sub-set of another."""
        return self._by_setting.get((name, anchor.setting, anchor.subset), ())

    @cached_property
    def _by_setting(self) -> dict[tuple[str, tuple[object, ...], str], list[Figure]]:
        found: dict[tuple[str, tuple[object, ...], str], list[Figure]] = {}
        for figure in self.all:
            found.setdefault((figure.id, figure.setting, figure.subset), []).append(figure)
        return found

    def stated(self, name: str) -> Iterator[Figure]:
        """Figures of the whole commune, neither bounds nor estimates."""
        return (f for f in self.of(name) if not f.subset and not f.bounded)


def _distance(one: Figure, other: Figure) -> int:
    return abs(one.indicator.lines[0] - other.indicator.lines[0])


def figures_of(report: Report, standard: Standard) -> Figures:
    """The figures of a report; goals, headings and plans of the next period left out."""
    bounds = re.compile(rf"{any_of(standard.formalities.words('bounds')).pattern}\s*$")
    asides = any_of(standard.formalities.words("asides"))
    blocks = [block for block in report.blocks if block.kind != "noise"]
    begun = _beginnings(report, blocks)
    on_line = _on_lines(blocks)
    found = []
    for order, indicator in enumerate(report.indicators):
        if indicator.qualifier and set(fold(indicator.qualifier).split("; ")) & set(_NO_RESULTS):
            continue
        block = _block_of(indicator, on_line)
        if indicator.source == "narrative" and block is not None and block.role in _PLANNING:
            continue
        printed = _printed(indicator)
        table = None if indicator.source == "narrative" else _table_of(indicator, report)
        found.append(
            Figure(
                indicator,
                order,
                _decimals(printed[0]) if printed else 0,
                printed is not None and _is_bounded(indicator, printed[1], block, bounds),
                printed is None,
                indicator.source != "table" and asides.search(fold(_clause(indicator, block))) is not None,
                block,
                table,
                None if table is None else begun[table],
            )
        )
    return Figures(tuple(found))


def _on_lines(blocks: Sequence[Block]) -> dict[int, dict[int, Block]]:
    """For each line the blocks on it by their places."""
    found: dict[int, dict[int, Block]] = {}
    for place, block in enumerate(blocks):
        first, last = block.lines
        for line in range(first, last + 1):
            found.setdefault(line, {})[place] = block
    return found


def _block_of(indicator: Indicator, on_line: dict[int, dict[int, Block]]) -> Block | None:
    """The paragraph or row of an indicator: of those on its line the one that holds its words."""
    first, last = indicator.lines
    by_place = dict(on_line.get(first, {}))
    for line in range(first + 1, last + 1):
        by_place |= on_line.get(line, {})
    there = [by_place[place] for place in sorted(by_place)]
    quoted = " ".join(indicator.quote.split())
    return next((block for block in there if _holds(block.text, indicator.quote, quoted)), there[0] if there else None)


def _holds(text: str, quote: str, quoted: str) -> bool:
    """Whether words stand in a text, as they are or with single blanks (`quoted`)."""
    return quote in text or quoted in " ".join(text.split())


def _clause(indicator: Indicator, block: Block | None) -> str:
    """The words from the start of the clause of a figure to its end."""
    at = block.text.find(indicator.quote) if block is not None else -1
    if block is None or at < 0:
        return indicator.quote
    return _CLAUSE_END.split(block.text[:at])[-1] + indicator.quote


def _table_of(indicator: Indicator, report: Report) -> int | None:
    line = indicator.lines[0]
    return next((i for i, table in enumerate(report.tables) if table.lines[0] <= line <= table.lines[1]), None)


def _beginnings(report: Report, blocks: Sequence[Block]) -> list[int]:
    """For each table the first of those it continues: as many columns, and no words between but noise."""
    told = sorted(block.lines[0] for block in blocks if block.kind != "table")
    begun: list[int] = []
    for i, table in enumerate(report.tables):
        last = report.tables[i - 1] if i else None
        alone = last is None or len(last.header) != len(table.header)
        parted = last is not None and bisect(told, last.lines[1]) != bisect(told, table.lines[0])
        begun.append(i if alone or parted else begun[-1])
    return begun


def _printed(indicator: Indicator) -> tuple[str, int] | None:
    """The number as printed in the quote, with its offset: the last that has the value; None for zero in words."""
    for number in reversed(find_numbers(indicator.quote)):
        if abs(number.value - indicator.value) < 1e-9:  # noqa: PLR2004 - equal but for binary fractions
            return indicator.quote[number.start : number.end].strip(), number.start
    return None


def _decimals(printed: str) -> int:
    digits = printed.partition("%")[0].strip()
    match = None if _THOUSANDS.match(digits) and "%" not in printed else _DECIMALS.match(digits)
    return len(match[1]) if match else 0


def _is_bounded(indicator: Indicator, at: int, block: Block | None, bounds: re.Pattern[str]) -> bool:
    """Whether "gần", "trên", … stands right before the number, in the quote or before it."""
    before = indicator.quote[:at]
    if not before.strip() and block is not None:
        start = block.text.find(indicator.quote)
        before = block.text[max(0, start - 20) : start] if start > 0 else ""
    return bool(bounds.search(fold(before)))


def agrees(printed: Figure, exact: Fraction) -> bool:
    """Whether a rate as printed is the exact one, rounded or cut at the printed decimals."""
    return is_rounded(printed, exact) or is_cut(printed, exact)


def is_rounded(printed: Figure, exact: Fraction) -> bool:
    """Whether a rate as printed is the exact one, rounded at the printed decimals (half up)."""
    scale = 10**printed.decimals
    return bool(printed.exact * scale == (exact * scale + Fraction(1, 2)) // 1)


def is_cut(printed: Figure, exact: Fraction) -> bool:
    """Whether a rate as printed is the exact one, cut at the printed decimals."""
    scale = 10**printed.decimals
    return bool(printed.exact * scale == (exact * scale) // 1)


def same_value(one: Figure, other: Figure) -> bool:
    """Whether two figures state the same: equal, or rates that differ by printed decimals only."""
    if one.exact == other.exact:
        return True
    if not (one.is_rate and other.is_rate):
        return False
    coarse, fine = sorted((one, other), key=lambda f: f.decimals)
    return agrees(coarse, fine.exact)
