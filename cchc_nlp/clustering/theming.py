"""Statements → themes: of the book where one is like enough, else new themes among what is left.

The book's themes do not depend on the statements of a call, so a statement keeps its theme from period to period and in
any company. Nothing here counts communes or knows what officers decided.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from cchc_nlp.clustering.book import Book
from cchc_nlp.clustering.grouping import group
from cchc_nlp.clustering.spaces import SPACES, Space, batches
from cchc_nlp.knowledge.themes import standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_nlp.clustering.embedding import Embed
    from cchc_nlp.clustering.spaces import Likeness
    from cchc_nlp.clustering.wordings import Lexicon
    from cchc_nlp.knowledge.themes import ThemeEntry
    from cchc_nlp.model import Extent, FindingRole, Statement

# Swept by benchmarks/themes.py on 502 labelled statements of communes: B-cubed F1 is within 0.01 of its best from 0.10
# to 0.14 with examples, from 0.10 to 0.12 without. After a change of the book or the spaces sweep again.
_ACCEPT = 0.12

# Meaning brings all wordings of the field nearer to each other.
_ACCEPT_WITH_MEANING = 0.14

# A clause is short and hits more easily than a whole statement, and a second theme is only worth telling if it is sure.
_ACCEPT_CLAUSE = 0.30

# Mean likeness within a new theme. With a third of the book taken out by turns, 0.92 of the statements of a new theme
# belonged together at 0.20, 0.72 at 0.10. A new theme is an officer's to judge: purity before completeness.
_JOIN = 0.20

_FEWEST = 2
_CACHED = 65_536

# «Chưa.» alone says nothing, though it is like much.
_SYLLABLE = re.compile(r"[^\W\d_]+")
_FEWEST_SYLLABLES = 2

# Elsewhere «không để xảy ra» tells of a success or an aim.
_DENIABLE: frozenset[FindingRole] = frozenset(("limitation", "cause"))


@dataclass(frozen=True, slots=True)
class Group:
    """A theme found in statements: one of the book's (`theme` is its id) or a new one; `members` are positions."""

    role: FindingRole
    theme: str | None
    members: tuple[int, ...]
    terms: tuple[str, ...]


class ThemeModel:
    """Statements grouped by what they say, each role by itself.

    Learned by `fit`: `groups_` (each with at least one statement, new ones with at least two), and for every statement,
    in input order, `labels_` (position in `groups_` or -1), `scores_` (0 to 1), `terms_` (what decided), `also_` (other
    themes of the book that a clause of it belongs to) and `extents_` (of how many it speaks). `accept_` is the likeness
    from which a statement belongs to a theme, `accept` unless that is None.

    With `embed`, wordings are held against the book in the space of a sentence embedding too. `seed` only chooses which
    of very many unknown wordings are compared pair by pair. Neither the order of the statements nor how often one is
    repeated moves a theme of the book.
    """

    def __init__(
        self,
        themes: Sequence[ThemeEntry],
        lexicon: Lexicon,
        *,
        spaces: tuple[Space, ...] = SPACES,
        embed: Embed | None = None,
        accept: float | None = None,
        join: float = _JOIN,
        seed: int = 0,
    ) -> None:
        self.themes = themes
        self.lexicon = lexicon
        self.spaces = spaces
        self.embed = embed
        self.accept = accept
        self.join = join
        self.seed = seed

    def fit(self, statements: Sequence[Statement]) -> Self:
        """Learn the themes of these statements. A statement of one syllable or none belongs to none."""
        self.groups_: list[Group] = []
        self.labels_ = [-1] * len(statements)
        self.scores_ = [0.0] * len(statements)
        self.terms_: list[tuple[str, ...]] = [()] * len(statements)
        self.also_: list[tuple[str, ...]] = [()] * len(statements)
        self.extents_: list[Extent | None] = [None] * len(statements)
        self.accept_ = self.accept if self.accept is not None else _ACCEPT_WITH_MEANING if self.embed else _ACCEPT
        said = self._said(statements)
        if said.wordings:
            self._book = Book(self.themes, self.lexicon, self.spaces, self.embed)
        for role, era in sorted(said.wordings, key=repr):
            self._assign(role, era, said)
        for role, theme in sorted(said.found):
            self._settle(role, theme, said.found[role, theme])
        for role in sorted(said.rest):
            self._find_new(role, said.rest[role])
        return self

    def _said(self, statements: Sequence[Statement]) -> _Said:
        """Who says what: copies of a statement, up to figures and the commune's own name, are one wording."""
        said = _Said()
        eras = {period: standing(self.themes, period) for period in {statement.period for statement in statements}}
        extent = lru_cache(_CACHED)(self.lexicon.extent)
        for position, statement in enumerate(statements):
            wording = self._wording(statement)
            if len(_SYLLABLE.findall(wording)) >= _FEWEST_SYLLABLES:
                self.extents_[position] = extent(wording)
                said.wordings[statement.role, eras[statement.period]][wording].append(position)
        return said

    def _wording(self, statement: Statement) -> str:
        wording = self.lexicon.wording(statement.text, statement.unit)
        return self.lexicon.affirmed(wording) if statement.role in _DENIABLE else wording

    def _assign(self, role: FindingRole, era: _Era, said: _Said) -> None:
        """Give the book's themes of this role what is like enough to them; the rest is left over."""
        wordings = said.wordings[role, era]
        own = [number for number in self._book.of_role(role) if era[number] is not None]
        for texts in batches(sorted(wordings)):
            comparison = self._book.compare(texts, own, self.accept_)
            themes = _best(comparison.near, own, self.accept_)
            also = self._also(texts, comparison.near, own, era)
            for row, (text, theme) in enumerate(zip(texts, themes, strict=True)):
                if theme is None:
                    said.rest[role][text] += wordings[text]
                    continue
                shared = self._book.shared(comparison, row, theme)
                said.found[role, era[theme] or ""].add(wordings[text], shared)
                self._write(wordings[text], comparison.near[row].max(), self._book.terms(shared))
                for position in wordings[text]:
                    self.also_[position] = also[row]

    def _also(self, texts: Sequence[str], near: Likeness, own: Sequence[int], era: _Era) -> list[tuple[str, ...]]:
        """For each text the other themes that one of its clauses surely belongs to, in the order of the text.

        The whole text must be like such a theme as well: a clause out of its company is easily misread.
        """
        also: list[tuple[str, ...]] = [()] * len(texts)
        likely = [row for row, of_row in enumerate(near) if (of_row >= self.accept_).sum() > 1]
        clauses = [(row, clause) for row in likely for clause in self.lexicon.clauses(texts[row])]
        for some in batches(clauses):
            of_clauses = self._book.compare([clause for _, clause in some], own, _ACCEPT_CLAUSE).near
            of_clauses[near[[row for row, _ in some]] < self.accept_] = 0
            for (row, _), theme in zip(some, _best(of_clauses, own, _ACCEPT_CLAUSE), strict=True):
                first = own[near[row].argmax()]
                if theme is not None and era[theme] not in {era[first], *also[row]}:
                    also[row] += (era[theme] or "",)
        return also

    def _find_new(self, role: FindingRole, wordings: _Wordings) -> None:
        """Group what no theme of the book took; a group needs two statements."""
        repeats = {text: len(positions) for text, positions in wordings.items()}
        for new in group(repeats, self.lexicon, self._book, join=self.join, seed=self.seed):
            if sum(repeats[text] for text in new.texts) < _FEWEST:
                continue
            found = _Found()
            for text, score, terms in zip(new.texts, new.scores, new.terms, strict=True):
                found.positions += wordings[text]
                self._write(wordings[text], score, terms)
            self._settle(role, None, found, new.telling)

    def _write(self, positions: Sequence[int], score: float, terms: tuple[str, ...]) -> None:
        for position in positions:
            self.scores_[position] = round(min(float(score), 1.0), 4)
            self.terms_[position] = terms

    def _settle(
        self, role: FindingRole, theme: str | None, found: _Found, terms: tuple[str, ...] | None = None
    ) -> None:
        """Write down a group; the terms of a theme of the book are those its statements share with it."""
        if terms is None:
            terms = self._book.terms(found.shared) if found.shared is not None else ()
        for position in found.positions:
            self.labels_[position] = len(self.groups_)
        self.groups_.append(Group(role, theme, tuple(sorted(found.positions)), terms))


_Era: TypeAlias = tuple[str | None, ...]
"""For each theme of the book the id it goes by in a period."""

_Wordings: TypeAlias = dict[str, list[int]]
"""Wording → positions of the statements that say it."""


@dataclass(slots=True)
class _Found:
    """What belongs to one theme: positions of statements, and the sum of what they share with it."""

    positions: list[int] = field(default_factory=list)
    shared: Any = None

    def add(self, positions: Sequence[int], shared: Any) -> None:
        self.positions += positions
        weighted = shared * len(positions)
        self.shared = weighted if self.shared is None else self.shared + weighted


def _wordings() -> _Wordings:
    return defaultdict(list)


@dataclass(slots=True)
class _Said:
    """All that is said: to be compared with the book, found to belong to a theme of it, or left over."""

    wordings: dict[tuple[FindingRole, _Era], _Wordings] = field(default_factory=lambda: defaultdict(_wordings))
    found: dict[tuple[FindingRole, str], _Found] = field(default_factory=lambda: defaultdict(_Found))
    rest: dict[FindingRole, _Wordings] = field(default_factory=lambda: defaultdict(_wordings))


def _best(near: Likeness, own: Sequence[int], accept: float) -> list[int | None]:
    """For each row the theme most like it, the first of equals; None where even that is not like enough."""
    if not own:
        return [None] * len(near)
    return [own[at] if row[at] >= accept else None for row, at in zip(near, near.argmax(axis=1), strict=True)]
