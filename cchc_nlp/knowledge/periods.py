"""Periods named in a text: "quý III năm 2024", "6 tháng đầu năm 2026", "tháng 04/2026"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cchc_nlp.model import Period, PeriodKind
from cchc_nlp.vietnamese.numbers import month_in_words, roman


@dataclass(frozen=True)
class PeriodWord:
    """A pattern that finds a period in a title; `needs` is a word that stands in whatever it matches."""

    id: str
    kind: PeriodKind
    pattern: str
    number: int | None = None
    needs: str = ""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern, re.IGNORECASE)


def periods_in(text: str, words: Sequence[PeriodWord]) -> list[tuple[int, int, Period]]:
    """(start, end, period) for each period named in a text; year 0 where none is printed beside it.

    The more special word wins where two overlap ("6 tháng đầu năm 2026" holds "năm 2026").
    """
    found: list[tuple[int, int, Period]] = []
    lowered = text.lower()
    for word in (word for word in words if word.needs in lowered):
        for match in word.regex.finditer(text):
            start, end = match.span()
            if any(start < e and s < end for s, e, _ in found):
                continue
            groups = match.groupdict()
            year = next((int(v) for k, v in groups.items() if k.startswith("y") and v), 0)
            found.append((start, end, Period(word.kind, year, _number(groups.get("n")) or word.number)))
    return sorted(found, key=lambda x: x[0])


def _number(printed: str | None) -> int | None:
    if printed is None:
        return None
    return int(printed) if printed.isdigit() else month_in_words(printed) or roman(printed)
