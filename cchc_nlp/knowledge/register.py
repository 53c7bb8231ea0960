"""What the ledger needs beside rosters: titles of columns, words of its lists and of the letter.

Comes in: `register.toml` of ours and, laid over it by id, that of a department. Goes out: one frozen `Registering`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from cchc_nlp.knowledge.entries import Phrase, WordList
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.vietnamese.forms import fold

FILE = "register.toml"
ColumnId: TypeAlias = Literal["commune", "kind", "district", "province", "code"]


@dataclass(frozen=True, slots=True)
class RosterColumn:
    """A column of a roster and the titles it may have."""

    id: ColumnId
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Registering:
    """Columns and words."""

    columns: tuple[RosterColumn, ...]
    word_lists: tuple[WordList, ...]
    phrases: tuple[Phrase, ...]

    def phrase(self, phrase_id: str, **values: object) -> str:
        """A phrase with its places filled; KeyError for an id that is none (a mistake of ours)."""
        return self._phrases[phrase_id].format(**values)

    def words(self, list_id: str) -> tuple[str, ...]:
        """The words of a list, folded."""
        return self._words[list_id]

    def column(self, title: str) -> ColumnId | None:
        """The column a title names; None for one that is of no use."""
        return self._titles.get(fold(title).strip(" .:*"))

    @cached_property
    def _phrases(self) -> dict[str, str]:
        return {entry.id: entry.text for entry in self.phrases}

    @cached_property
    def _words(self) -> dict[str, tuple[str, ...]]:
        return {entry.id: tuple(map(fold, entry.words)) for entry in self.word_lists}

    @cached_property
    def _titles(self) -> dict[str, ColumnId]:
        return {fold(title): column.id for column in self.columns for title in column.titles}


def load_registering(overlay: Path | None = None) -> Registering:
    """The words of the ledger.

    Raises:
        KnowledgeError: the file is wrong; the message names file, entry and field.
    """
    return Registering(
        columns=load_entries(RosterColumn, FILE, "column", overlay),
        word_lists=load_entries(WordList, FILE, "word_list", overlay),
        phrases=load_entries(Phrase, FILE, "phrase", overlay),
    )
