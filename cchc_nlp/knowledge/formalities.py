"""What the form of a report is checked by: units of rows, symbols of documents, words mistyped or gone out of use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.entries import Words
from cchc_nlp.knowledge.lexicon import any_of
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.vietnamese.forms import fold

FILE = "formalities.toml"


@dataclass(frozen=True, slots=True)
class UnitClass:
    """Units that say the same, and the nouns a label counts under them."""

    id: str
    units: tuple[str, ...]
    nouns: tuple[str, ...]


@dataclass(frozen=True)
class Issuer:
    """A kind of issuing body: its code in a symbol, its names in text."""

    id: str
    code: str
    names: tuple[str, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled code."""
        return re.compile(self.code)


@dataclass(frozen=True, slots=True)
class KindCode:
    """A kind of document and its codes in a symbol."""

    id: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """A wording to be told of: its problem code, what to write instead, from which day on, beside which words not.

    `needs` are words of which one stands in whatever the patterns match: most wordings stand nowhere.
    """

    id: str
    code: str
    patterns: tuple[str, ...]
    advice: str
    since: str | None = None
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("",)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """All patterns as one, for folded text."""
        return re.compile(rf"(?<!\w)(?:{'|'.join(self.patterns)})(?!\w)")


@dataclass(frozen=True)
class Formalities:
    """All of them."""

    unit_classes: tuple[UnitClass, ...]
    issuers: tuple[Issuer, ...]
    kind_codes: tuple[KindCode, ...]
    word_lists: tuple[Words, ...]
    terms: tuple[Term, ...]

    def unit_class(self, unit: str) -> str | None:
        """The class of a unit cell; None for a unit that is in none."""
        return self._units.get(fold(unit))

    def closing_unit(self, text: str) -> str | None:
        """The unit a text ends with, as a word of its own; None where it ends with none."""
        match = self._closing.search(fold(text))
        return match["unit"] if match else None

    def counted(self, label: str) -> str | None:
        """The class of what a label counts, by the noun behind "(Tổng) số (lượng)"; None where it names none."""
        match = self._counted.match(fold(label))
        return self._nouns[match["noun"]] if match else None

    def words(self, purpose: str) -> tuple[str, ...]:
        """The words of one purpose, folded; KeyError for a purpose that is none (a mistake of ours)."""
        return self._words[purpose]

    def terms_in(self, text: str) -> list[Term]:
        """The wordings that stand in a text in small letters, in the order of the file."""
        likely = (term for term in self.terms if any(word in text for word in term.needs))
        return [term for term in likely if term.regex.search(text) is not None]

    @cached_property
    def _units(self) -> dict[str, str]:
        return {fold(unit): entry.id for entry in self.unit_classes for unit in entry.units}

    @cached_property
    def _closing(self) -> re.Pattern[str]:
        units = sorted(self._units, key=lambda unit: -len(unit))
        return re.compile(rf"(?:^|(?<=\s))(?P<unit>{'|'.join(map(re.escape, units))})$")

    @cached_property
    def _nouns(self) -> dict[str, str]:
        return {fold(noun): entry.id for entry in self.unit_classes for noun in entry.nouns}

    @cached_property
    def _counted(self) -> re.Pattern[str]:
        nouns = any_of(list(self._nouns)).pattern
        return re.compile(rf"\W*(?:tổng )?(?:số (?:lượng )?)?(?:các )?(?P<noun>{nouns})")

    @cached_property
    def _words(self) -> dict[str, tuple[str, ...]]:
        return {entry.id: tuple(map(fold, entry.words)) for entry in self.word_lists}


def load_formalities(overlay: Path | None = None) -> Formalities:
    """The words checks of form go by, a department's own in the place of ours or after them.

    Raises:
        KnowledgeError: a file is wrong; the message names file, entry and field.
    """
    found = Formalities(
        unit_classes=load_entries(UnitClass, FILE, "unit_class", overlay),
        issuers=load_entries(Issuer, FILE, "issuer", overlay),
        kind_codes=load_entries(KindCode, FILE, "kind_code", overlay),
        word_lists=load_entries(Words, FILE, "words", overlay),
        terms=load_entries(Term, FILE, "term", overlay),
    )
    patterns = [(f"[[issuer]] {entry.id}", entry.code) for entry in found.issuers]
    patterns += [(f"[[term]] {entry.id}", pattern) for entry in found.terms for pattern in entry.patterns]
    for where, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise KnowledgeError(f"{FILE}: {where}: biểu thức «{pattern}» sai cú pháp ({error}).") from error
    return found
