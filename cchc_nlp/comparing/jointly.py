"""Figures of two periods over the same communes: each over those that state it in both, so that like is held with like.

As in the table of the province: counts are added, a rate is the sum of its numerators over that of its denominators.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import fsum
from statistics import fmean
from typing import TypeAlias

from cchc_nlp.comparing.sides import paired_figures
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.indicators import IndicatorEntry
from cchc_nlp.model import PairedFigure

Values: TypeAlias = Mapping[str, Mapping[str, float | None]]
"""The figures of each commune by its name."""

_YES = (1,)


def joint_figures(before: Values, now: Values, standard: Standard) -> Iterator[PairedFigure]:
    """The indicators that communes state in both periods, in the order of the forms, with how many these are."""
    found = {entry.id: joint for entry in standard.indicators.entries if (joint := _joint(entry, before, now))}
    sides = [{name: joint[at] for name, joint in found.items()} for at in (0, 1)]
    for figure in paired_figures(sides[0], sides[1], standard):
        yield replace(figure, units=found[figure.id][2])


def _joint(entry: IndicatorEntry, before: Values, now: Values) -> tuple[float, float, int] | None:
    """The figure before and now, and over how many communes; None where none states it twice."""
    if entry.numerator and entry.denominator:
        counts = _rows((entry.numerator, entry.denominator), before, now)
        rates = [_rate(rows) for rows in counts]
        if rates[0] is not None and rates[1] is not None:
            return rates[0], rates[1], len(counts[0])
    old, new = _rows((entry.id,), before, now)
    return (_over_all(entry, old), _over_all(entry, new), len(old)) if old else None


def _rows(names: Sequence[str], before: Values, now: Values) -> tuple[list[list[float]], list[list[float]]]:
    """The values of some indicators, of each commune that states all of them in both periods."""
    sides: tuple[list[list[float]], list[list[float]]] = ([], [])
    for unit in now:
        own = [[v for name in names if (v := side.get(unit, {}).get(name)) is not None] for side in (before, now)]
        if all(len(values) == len(names) for values in own):
            for side, values in zip(sides, own, strict=True):
                side.append(values)
    return sides


def _rate(rows: Sequence[Sequence[float]]) -> float | None:
    above, below = (fsum(row[at] for row in rows) for at in (0, 1))
    return 100 * above / below if below else None


def _over_all(entry: IndicatorEntry, rows: Sequence[Sequence[float]]) -> float:
    values = [value for (value,) in rows]
    if entry.aggregate == "sum":
        return fsum(values)
    if entry.aggregate == "count_yes":
        return float(sum(value in (entry.yes_codes or _YES) for value in values))
    return fmean(values)
