"""What a synthesis tells: parts by period, key figures and usual work of the fields, addressees, measures. Checked.

Comes in: our `telling.toml` and, laid over it by id, that of a department. Goes out: one frozen `Telling`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.model import Area, PeriodKind

FILE = "telling.toml"

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of the report of a period, each the name of a template without its suffix."""

    id: PeriodKind
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of the sentence on the figures of a field; «{id}» is the province's figure of an indicator."""

    id: str
    area: Area
    text: str

    @property
    def pieces(self) -> tuple[str, ...]:
        """Words and indicators by turns, words first.

        >>> Clause("a", "general", "có {departments} phòng").pieces
        ('có ', 'departments', ' phòng')
        """
        return tuple(_PLACE.split(self.text))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators it needs."""
        return self.pieces[1::2]


@dataclass(frozen=True, slots=True)
class Activity:
    """Usual work of a field: `title` follows «đã»; a sentence with one of `words` tells of it."""

    id: str
    area: Area
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a recommendation may be meant for; `masked` words only look like one of `words`."""

    id: str
    name: str
    words: tuple[str, ...]
    masked: tuple[str, ...] = ()
    usual: bool = False
    """Whether it is meant where communes name several equally often."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The indicator that shows who is most affected by the theme `id`; `best` is its good side."""

    id: str
    indicator: str
    words: str
    best: Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class Basis:
    """A document every synthesis of its years rests on."""

    id: str
    text: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Telling:
    """All of it."""

    outlines: tuple[Outline, ...]
    clauses: tuple[Clause, ...]
    activities: tuple[Activity, ...]
    addressees: tuple[Addressee, ...]
    measures: tuple[Measure, ...]
    bases: tuple[Basis, ...]

    def outline(self, kind: PeriodKind) -> Outline:
        """The parts of a report of this kind of period."""
        return next(outline for outline in self.outlines if outline.id == kind)


def load_telling(indicators: Collection[str], overlay: Path | None = None) -> Telling:
    """What a synthesis tells, a department's own entries in the place of ours or after them.

    Raises:
        KnowledgeError: the file is wrong, or names an indicator that is none of `indicators`.
    """
    telling = Telling(
        outlines=load_entries(Outline, FILE, "outlines", overlay),
        clauses=load_entries(Clause, FILE, "clauses", overlay),
        activities=load_entries(Activity, FILE, "activities", overlay),
        addressees=load_entries(Addressee, FILE, "addressees", overlay),
        measures=load_entries(Measure, FILE, "measures", overlay),
        bases=load_entries(Basis, FILE, "bases", overlay),
    )
    named = [(f"[[clauses]] {clause.id}", name) for clause in telling.clauses for name in clause.indicators]
    named += [(f"[[measures]] {measure.id}", measure.indicator) for measure in telling.measures]
    for where, name in named:
        if name not in indicators:
            raise KnowledgeError(f"{FILE}: {where}: không có chỉ tiêu «{name}» trong danh mục chỉ tiêu.")
    return telling
