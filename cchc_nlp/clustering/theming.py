"""Statements → themes: of the book where one is like enough, else new themes among what is left.

The book's themes do not depend on the statements of a call, so a statement keeps its theme from period to period and in
any company. New themes are found by average-linkage agglomeration of the rest, per role. Nothing here counts communes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeAlias

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.cluster import AgglomerativeClustering  # type: ignore[import-untyped]

from cchc_nlp.clustering.spaces import Spaces, likeness, means, nearest, rows_of, unit_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_nlp.clustering.spaces import Lexicon, Vectors
    from cchc_nlp.knowledge.themes import ThemeEntry
    from cchc_nlp.model import FindingRole, Statement

# Swept in steps of 0.01 on 502 labelled statements of communes: B-cubed F1 is 0.83 to 0.84 from 0.11 to 0.14 and falls
# on both sides; of the assigned, 0.93 are right at 0.13. After a change of the book or the spaces sweep again.
_ACCEPT = 0.13

# Mean likeness within a new theme. With a third of the book taken out by turns, 0.92 of the statements of a new theme
# belonged together at 0.20, 0.72 at 0.10. A new theme is an officer's to judge: purity before completeness.
_JOIN = 0.20

# The dense likeness of the sample takes 8 bytes a pair: 72 MB at 3 000.
_SAMPLE = 3_000

_TERMS = 5


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
    in input order, `labels_` (position in `groups_` or -1), `scores_` (0 to 1) and `terms_` (what decided).

    No randomness: texts are put in order first, so neither their order nor their number of repeats moves a theme.
    """

    def __init__(
        self, themes: Sequence[ThemeEntry], lexicon: Lexicon, *, accept: float = _ACCEPT, join: float = _JOIN
    ) -> None:
        self.themes = themes
        self.lexicon = lexicon
        self.accept = accept
        self.join = join

    def fit(self, statements: Sequence[Statement]) -> Self:
        """Learn the themes of these statements. A statement without words belongs to none."""
        self.groups_: list[Group] = []
        self.labels_ = [-1] * len(statements)
        self.scores_ = [0.0] * len(statements)
        self.terms_: list[tuple[str, ...]] = [()] * len(statements)
        said = self._said(statements)
        if said:
            self._fit_book()
        for role, texts in said.items():
            rest = self._assign(role, texts)
            if rest:
                self._find_new(role, rest)
        return self

    def _said(self, statements: Sequence[Statement]) -> dict[FindingRole, _Said]:
        """Who says what: positions by expanded text, by role, both in order of the alphabet."""
        said: dict[FindingRole, _Said] = defaultdict(lambda: defaultdict(list))
        for position, statement in enumerate(statements):
            text = self.lexicon.expand(statement.text)
            if any(character.isalpha() for character in text):
                said[statement.role][text].append(position)
        return {role: dict(sorted(said[role].items())) for role in sorted(said)}

    def _fit_book(self) -> None:
        """Each theme becomes the mean of its title, definition, cues and examples, each a text of equal weight."""
        self._book_texts = [self.lexicon.expand(text) for theme in self.themes for text in _anchors(theme)]
        ends = np.cumsum([len(_anchors(theme)) for theme in self.themes]).tolist()
        anchors = [range(start, end) for start, end in zip([0, *ends], ends, strict=False)]
        self._book = Spaces(self.lexicon).fit(self._book_texts)
        self._anchors = unit_length(means(self._book.transform(self._book_texts), anchors))

    def _assign(self, role: FindingRole, said: _Said) -> _Said:
        """Give the book's themes of this role what is like enough to them, and return what is left."""
        own = [number for number, theme in enumerate(self.themes) if theme.role == role]
        if not own:
            return said
        texts = list(said)
        vectors = self._book.transform(texts)
        best, scores = nearest(vectors, rows_of(self._anchors, own))
        for at, number in enumerate(own):
            rows = np.flatnonzero((best == at) & (scores >= self.accept)).tolist()
            if rows:
                found = _Found(rows_of(vectors, rows), rows_of(self._anchors, [number]), self._book.terms_)
                self._settle(role, self.themes[number].id, found, [said[texts[row]] for row in rows])
        return {text: said[text] for text, score in zip(texts, scores, strict=True) if score < self.accept}

    def _find_new(self, role: FindingRole, said: _Said) -> None:
        """Group what no theme of the book took; a group needs two statements."""
        texts = list(said)
        spaces = Spaces(self.lexicon).fit(self._book_texts + texts)  # the book's texts keep common words light
        vectors = spaces.transform(texts)
        for group in self._agglomerate(vectors, [len(same) for same in said.values()]):
            positions = [said[texts[row]] for row in group]
            if sum(map(len, positions)) > 1:
                self._settle(
                    role, None, _Found(rows_of(vectors, group), means(vectors, [group]), spaces.terms_), positions
                )

    def _agglomerate(self, vectors: Vectors, repeats: list[int]) -> list[list[int]]:
        """Rows in groups: what is said most often makes them, the rest joins the nearest or stays alone."""
        often_said_first = sorted(range(len(repeats)), key=lambda row: -repeats[row])
        sample, others = often_said_first[:_SAMPLE], often_said_first[_SAMPLE:]
        groups = [[sample[at] for at in group] for group in _average_linkage(rows_of(vectors, sample), self.join)]
        if others:
            best, scores = nearest(rows_of(vectors, others), means(vectors, groups))
            for row, at, score in zip(others, best, scores, strict=True):
                if score >= self.join:
                    groups[at].append(row)
        return [sorted(group) for group in groups]

    def _settle(self, role: FindingRole, theme: str | None, found: _Found, positions: list[list[int]]) -> None:
        """Write down a group: `positions` are those of the statements that say the text of each row."""
        scores = likeness(found.vectors, found.centre)[:, 0]
        shared = found.vectors[0].multiply(found.centre[0]).tocsr()
        for row, same in enumerate(positions):
            terms = _strongest(shared[row], found.names)
            for position in same:
                self.labels_[position] = len(self.groups_)
                self.scores_[position] = round(float(scores[row]), 4)
                self.terms_[position] = terms
        repeats = sparse.csr_matrix([[len(same) for same in positions]])
        members = tuple(sorted(position for same in positions for position in same))
        self.groups_.append(Group(role, theme, members, _strongest(repeats @ shared, found.names)))


_Said: TypeAlias = dict[str, list[int]]
"""Expanded text → positions of the statements that say it."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Vectors that belong together, their centre, and the names of the features of the first space."""

    vectors: Vectors
    centre: Vectors
    names: tuple[str, ...]


def _anchors(theme: ThemeEntry) -> list[str]:
    cues = [". ".join(theme.cues)] if theme.cues else []
    return [theme.title, theme.definition, *cues, *theme.examples]


def _average_linkage(vectors: Vectors, join: float) -> list[list[int]]:
    """Rows grouped as long as the mean likeness between two groups stays at `join` or above."""
    if vectors[0].shape[0] == 1:
        return [[0]]
    distances = np.clip(1 - likeness(vectors, vectors), 0, 1)
    tree = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - join
    )
    groups: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(tree.fit_predict(distances)):
        groups[int(label)].append(row)
    return list(groups.values())


def _strongest(weights: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """The heaviest terms of a sparse row, none of them a part of another; single syllables only where nothing else is.

    A single syllable («chưa», «hồ») tells little.
    """
    heavy = sorted(
        (-round(float(weight), 9), names[at]) for at, weight in zip(weights.indices, weights.data, strict=True)
    )
    ranked = [name for _, name in heavy]
    telling: list[str] = []
    for term in [name for name in ranked if " " in name] or ranked:
        if not any(term in other or other in term for other in telling):
            telling.append(term)
        if len(telling) == _TERMS:
            break
    return tuple(telling)
