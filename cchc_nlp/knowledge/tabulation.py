"""What the table of the province needs to know beside the catalogue: scales, limits, words of its sheets.

Comes in: `tabulation.toml` of ours and, laid over it by id, that of a department. Goes out: one frozen `Tabulating`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.entries import Phrase
from cchc_nlp.knowledge.indicators import Catalogue
from cchc_nlp.knowledge.loading import load_entries

FILE = "tabulation.toml"
LimitId: TypeAlias = Literal["score", "communes", "points", "times"]


@dataclass(frozen=True, slots=True)
class Scale:
    """An indicator (`id`) that others grow with: they are compared per 100 of it."""

    id: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound for outliers."""

    id: LimitId
    value: float


@dataclass(frozen=True)
class Tabulating:
    """Scales, limits, words."""

    scales: tuple[Scale, ...]
    limits: tuple[Limit, ...]
    phrases: tuple[Phrase, ...]
    guide: tuple[Phrase, ...]

    def phrase(self, phrase_id: str, **values: object) -> str:
        """A phrase with its places filled; KeyError for an id that is none (a mistake of ours)."""
        return self._phrases[phrase_id].format(**values)

    def limit(self, limit: LimitId) -> float:
        """A bound."""
        return self._limits[limit]

    def scale_of(self, indicator: str) -> str | None:
        """What an indicator is compared per 100 of; None where it is compared as it is."""
        return self._scales.get(indicator)

    @cached_property
    def _phrases(self) -> dict[str, str]:
        return {entry.id: entry.text for entry in self.phrases}

    @cached_property
    def _limits(self) -> dict[LimitId, float]:
        return {entry.id: entry.value for entry in self.limits}

    @cached_property
    def _scales(self) -> dict[str, str]:
        return {part: entry.id for entry in self.scales for part in entry.of}


def load_tabulating(catalogue: Catalogue, overlay: Path | None = None) -> Tabulating:
    """The words and choices of the table.

    Raises:
        KnowledgeError: the file is wrong, or names an indicator that is none.
    """
    found = Tabulating(
        scales=load_entries(Scale, FILE, "scale", overlay),
        limits=load_entries(Limit, FILE, "limit", overlay),
        phrases=load_entries(Phrase, FILE, "phrase", overlay),
        guide=load_entries(Phrase, FILE, "guide", overlay),
    )
    known = {entry.id for entry in catalogue.entries}
    for scale in found.scales:
        for indicator in (scale.id, *scale.of):
            if indicator not in known:
                raise KnowledgeError(f"{FILE}: [[scale]] {scale.id}: không có chỉ tiêu «{indicator}».")
    return found
