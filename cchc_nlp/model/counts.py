"""What is counted of a theme in communes, beside how many state it: over periods, by field, by kind, in company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cchc_nlp.model.document import Area

TrendStatus: TypeAlias = Literal["new", "returns", "persists", "gone"]


@dataclass(frozen=True, slots=True)
class Trend:
    """A theme against earlier periods.

    `returns` had gone and is back. `periods` counts the periods in a row that state it: up to this one, or up to the
    one before where it is `gone`.
    `units_before`, `share_before` are those of the period before this one.
    """

    status: TrendStatus
    periods: int
    units_before: tuple[str, ...] = ()
    share_before: float = 0.0


@dataclass(frozen=True, slots=True)
class AreaCount:
    """How many communes state the theme in this field."""

    area: Area
    units: int


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many communes of a kind state the theme, and their share of all communes of this kind that reported."""

    kind: str
    units: int
    share: float


@dataclass(frozen=True, slots=True)
class Companion:
    """Another theme that the same reports state, with the communes that state both, sorted."""

    cluster: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One theme, looked at closely.

    `causes` and `recommendations` are the themes most often stated in the same reports. `untasked` are the communes
    that state the limitation and plan no task that answers it; None where no task is known to answer it.
    """

    cluster: int
    areas: tuple[AreaCount, ...]
    kinds: tuple[KindCount, ...]
    causes: tuple[Companion, ...] = ()
    recommendations: tuple[Companion, ...] = ()
    untasked: tuple[str, ...] | None = None
