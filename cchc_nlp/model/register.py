"""Who sent what: the communes of a province with their reports, and the files that are no report of any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cchc_nlp.model.report import Period

State: TypeAlias = Literal["received", "late", "wrong_period", "unreadable", "missing"]
"""Of a commune; `unreadable`: it has sent a file, but nobody can read it."""

Verdict: TypeAlias = Literal[
    "counted", "late", "older", "same", "wrong_period", "outside", "ambiguous", "unknown", "not_cchc", "unreadable"
]
"""Of a file; `older` and `same` are repeats of a report that counts."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of a roster. `name` has the kind in front ("xã Bình Lư"), so have district and province."""

    name: str
    province: str | None = None
    district: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A file, whose it is, what it counts for. `notes` are sentences in Vietnamese for the officer.

    `unit` is the name as the report says it; `commune` that of the roster.
    """

    path: str
    verdict: Verdict
    unit: str | None = None
    commune: Commune | None = None
    period: Period | None = None
    date: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A commune of the roster and all files it sent, those that count first."""

    commune: Commune
    state: State
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """The ledger of a period: communes in the order of the roster, and files that belong to none of them."""

    period: Period
    standings: tuple[Standing, ...]
    others: tuple[Sent, ...]
    province: str | None = None
    deadline: str | None = None
