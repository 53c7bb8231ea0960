"""Figures of many reports side by side: a row a commune, a cell an indicator, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from cchc_nlp.model.report import IndicatorSource, Period

Mark: TypeAlias = Literal["corrected", "conflict", "error", "doubt"]
"""Why a cell wants a look: changed by hand, stated with several values, wrong by a check, doubtful by a check."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A value where it stands in a commune's file."""

    value: float
    source: IndicatorSource
    path: str
    lines: tuple[int, int]
    page: int | None
    quote: str


@dataclass(frozen=True, slots=True)
class TableCell:
    """One indicator of one commune: the value taken, every place that states one (the taken one first), the doubts.

    `value` is None where it was cleared by hand; `extracted` is the value before a correction.
    """

    value: float | None
    extracted: float | None
    stated: tuple[Stated, ...]
    marks: tuple[Mark, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A commune in a period. `key` stays the same from run to run.

    `added` is False where the period is another one, so that its figures are not added to the others.
    """

    key: str
    name: str
    period: Period | None
    paths: tuple[str, ...]
    added: bool
    cells: Mapping[str, TableCell]


@dataclass(frozen=True, slots=True)
class Total:
    """An indicator over all communes: None where nobody states it.

    `stated` are the keys of the rows with a value, `lowest` and `highest` those with the least and the most (of equals
    the first); `numerators` and `denominators` the sums of a rate over the communes that state both (`both`), None
    where there are none and the rate is the mean of the rates stated.
    """

    value: float | None
    stated: tuple[str, ...]
    numerators: float | None = None
    denominators: float | None = None
    both: tuple[str, ...] = ()
    lowest: str | None = None
    highest: str | None = None


@dataclass(frozen=True, slots=True)
class Outlier:
    """A value far from those of the other communes: `compared` and `median` are per 100 of `per` where there is one."""

    key: str
    indicator: str
    compared: float
    median: float
    score: float
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Tabulation:
    """The table: indicators in the order of the forms, rows in the order of officials, totals, outliers."""

    indicators: tuple[str, ...]
    rows: tuple[TableRow, ...]
    period: Period | None = None
    totals: Mapping[str, Total] = field(default_factory=dict)
    outliers: tuple[Outlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell changed by hand: row, indicator, its new value (None: cleared), and where it was written."""

    key: str
    indicator: str
    value: float | None
    file: Path
    cell: str
