"""The province's figure of each indicator, and the communes whose figure is far from the others'.

The same sums as the formulas of the workbook: a rate is the sum of its numerators over the sum of its denominators, of
the communes that state both; where none does, the mean of the rates stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import fsum
from statistics import fmean, median

from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.indicators import Catalogue, IndicatorEntry
from cchc_nlp.model import Outlier, TableRow, Total

_YES = (1,)
# Iglewicz and Hoaglin 1993: these make the median of distances, or their mean where the median is 0, comparable to a
# standard deviation.
_BY_MEDIAN, _BY_MEAN = 0.6745, 0.7979


def totals_of(indicators: Sequence[str], rows: Sequence[TableRow], catalogue: Catalogue) -> dict[str, Total]:
    """The figure of each indicator over the rows."""
    return {name: _total(catalogue[name], rows) for name in indicators}


def yes_codes(entry: IndicatorEntry) -> tuple[int, ...]:
    """The values that count as yes."""
    return entry.yes_codes or _YES


def _total(entry: IndicatorEntry, rows: Sequence[TableRow]) -> Total:
    values = _values(entry.id, rows)
    lowest, highest = (pick(values, key=values.__getitem__, default=None) for pick in (min, max))
    stated = Total(_over_all(entry, list(values.values())), tuple(values), lowest=lowest, highest=highest)
    if entry.aggregate == "ratio" and entry.numerator and entry.denominator:
        above, below = _values(entry.numerator, rows), _values(entry.denominator, rows)
        both = tuple(key for key in above if key in below)
        top, bottom = fsum(above[key] for key in both), fsum(below[key] for key in both)
        if bottom:
            return replace(stated, value=100 * top / bottom, numerators=top, denominators=bottom, both=both)
    return stated


def _over_all(entry: IndicatorEntry, values: Sequence[float]) -> float | None:
    """What the values of the communes come to."""
    if not values:
        return None
    if entry.aggregate == "sum":
        return fsum(values)
    if entry.aggregate == "count_yes":
        return float(sum(value in yes_codes(entry) for value in values))
    return fmean(values)


def _values(name: str, rows: Sequence[TableRow]) -> dict[str, float]:
    cells = ((row.key, row.cells.get(name)) for row in rows)
    return {key: cell.value for key, cell in cells if cell is not None and cell.value is not None}


def outliers_of(indicators: Sequence[str], rows: Sequence[TableRow], standard: Standard) -> Iterator[Outlier]:
    """Values far from the median of all communes, by indicator, the farthest first."""
    for name in indicators:
        entry = standard.indicators[name]
        if entry.aggregate != "count_yes":
            yield from sorted(_outliers(entry, rows, standard), key=lambda o: (-abs(o.score), o.key))


def _outliers(entry: IndicatorEntry, rows: Sequence[TableRow], standard: Standard) -> Iterator[Outlier]:
    values, per = _compared(entry, rows, standard)
    if len(values) < standard.tabulating.limit("communes"):
        return
    middle = median(values.values())
    distances = [abs(value - middle) for value in values.values()]
    spread = median(distances) / _BY_MEDIAN or fmean(distances) / _BY_MEAN
    for key, value in values.items():
        score = (value - middle) / spread if spread else 0.0
        if abs(score) > standard.tabulating.limit("score") and _is_worth_a_look(value, middle, entry, per, standard):
            yield Outlier(key, entry.id, value, middle, score, per)


def _compared(
    entry: IndicatorEntry, rows: Sequence[TableRow], standard: Standard
) -> tuple[dict[str, float], str | None]:
    """What is held against each other: values per 100 of what they grow with, as they are where too few state that."""
    values, per = _values(entry.id, rows), standard.tabulating.scale_of(entry.id)
    if per is None:
        return values, None
    scale = _values(per, rows)
    shares = {key: 100 * value / scale[key] for key, value in values.items() if scale.get(key)}
    return (shares, per) if len(shares) >= standard.tabulating.limit("communes") else (values, None)


def _is_worth_a_look(value: float, middle: float, entry: IndicatorEntry, per: str | None, standard: Standard) -> bool:
    """Whether the distance means something: points for rates, times for counts (one more of each, for zeros)."""
    if entry.unit == "%" or per is not None:
        return abs(value - middle) >= standard.tabulating.limit("points")
    low, high = sorted((value, middle))
    return (high + 1) / (max(low, 0) + 1) >= standard.tabulating.limit("times")
