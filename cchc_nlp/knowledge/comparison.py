"""What comparing goes by: the parts every report should have, bounds, words of its lists and pages.

Comes in: `comparison.toml` of ours and, laid over it by id, that of a department. Goes out: one frozen `Comparing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from cchc_nlp.knowledge.entries import Phrase, WordList
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.model import Area, Role
from cchc_nlp.vietnamese.forms import fold

FILE = "comparison.toml"
LimitId: TypeAlias = Literal[
    "shingle",
    "common_units",
    "common_share",
    "words",
    "long_words",
    "similarity",
    "whole",
    "line_words",
    "paired",
    "followed",
    "repeated",
    "like_units",
    "theme_share",
    "indicator_share",
    "unsaid",
]


@dataclass(frozen=True, slots=True)
class Expected:
    """A part the standard outline asks for, with the short title of its column."""

    id: str
    area: Area
    role: Role
    title: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound."""

    id: LimitId
    value: float


@dataclass(frozen=True)
class Comparing:
    """Parts, bounds, words."""

    expected: tuple[Expected, ...]
    limits: tuple[Limit, ...]
    word_lists: tuple[WordList, ...]
    phrases: tuple[Phrase, ...]

    def limit(self, limit: LimitId) -> float:
        """A bound."""
        return self._limits[limit]

    def words(self, list_id: str) -> tuple[str, ...]:
        """The words of a list, folded."""
        return self._words[list_id]

    def phrase(self, phrase_id: str, **values: object) -> str:
        """A phrase with its places filled; KeyError for an id that is none (a mistake of ours)."""
        return self._phrases[phrase_id].format(**values)

    @cached_property
    def _limits(self) -> dict[LimitId, float]:
        return {entry.id: entry.value for entry in self.limits}

    @cached_property
    def _words(self) -> dict[str, tuple[str, ...]]:
        return {entry.id: tuple(map(fold, entry.words)) for entry in self.word_lists}

    @cached_property
    def _phrases(self) -> dict[str, str]:
        return {entry.id: entry.text for entry in self.phrases}


def load_comparing(overlay: Path | None = None) -> Comparing:
    """What comparing goes by.

    Raises:
        KnowledgeError: the file is wrong; the message names file, entry and field.
    """
    return Comparing(
        expected=load_entries(Expected, FILE, "expected", overlay),
        limits=load_entries(Limit, FILE, "limit", overlay),
        word_lists=load_entries(WordList, FILE, "word_list", overlay),
        phrases=load_entries(Phrase, FILE, "phrase", overlay),
    )
