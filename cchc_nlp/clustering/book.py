"""The theme book as anchors in the spaces: wordings → how like each theme of a role.

A theme is held by its centre, a weighted mean of all that the book says of it, and by its single texts: plain speech
often matches one example and nothing else. The book knows nothing of the statements of a call, so a wording
is as like a theme in any company.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from cchc_nlp.clustering.meaning import Meaning
from cchc_nlp.clustering.spaces import SPACES, Space, Spaces, likeness, rows_of, strongest, unit_length, weighted_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from cchc_nlp.clustering.embedding import Embed
    from cchc_nlp.clustering.spaces import Likeness, Vectors
    from cchc_nlp.clustering.wordings import Lexicon
    from cchc_nlp.knowledge.themes import ThemeEntry, Who
    from cchc_nlp.model import FindingRole

# Weights in a theme's centre, and what n examples weigh together: _EXAMPLES · n / (n + _FEW), so that neither one odd
# example turns a theme nor forty drown its definition. Swept by benchmarks/themes.py with the examples taken from other
# communes; B-cubed F1 changes by less than 0.02 for half or double of each.
_TITLE, _DEFINITION, _CUES = 1.0, 2.0, 2.0
_EXAMPLES, _FEW = 6.0, 3.0

# The part of the likeness that is decided by the nearest texts of a theme, and how many of them.
_NEAREST_PART, _NEAREST = 0.3, 2

# The part of the likeness that is decided by meaning, where it is asked for: half the weight of each other space.
_MEANING = 1 / 7

# A wording that names only others than those a theme means belongs to a theme about those it names, if it is like one
# enough and at least this part as like it. Where there is none it stays: who is named is not always who is meant.
_RIVAL = 0.4
_BEHIND = 0.999

_WHO: tuple[Who, ...] = ("citizen", "official", "system", "superior")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Wordings (rows) held against the themes of a role (columns, in the order of the book)."""

    near: Likeness
    vectors: Vectors


class Book:
    """The themes, ready to be compared with. `texts` is all that they say, expanded."""

    def __init__(
        self,
        themes: Sequence[ThemeEntry],
        lexicon: Lexicon,
        names: tuple[Space, ...] = SPACES,
        embed: Embed | None = None,
    ) -> None:
        """Learn the spaces from the book itself; with `embed`, that of meaning as well."""
        self.themes = tuple(themes)
        self.texts = [lexicon.expand(text) for theme in themes for text, _ in _anchors(theme)]
        self._lexicon = lexicon
        self._spaces = Spaces(lexicon, names)
        self._anchors = _Anchors(self.themes, self._spaces.fit_transform(self.texts))
        self._meaning = Meaning(embed).fit(self.texts) if embed else None
        if self._meaning:
            self._meanings = _Anchors(self.themes, self._meaning.transform(self.texts))
        self._meant = marked([frozenset([theme.who]) if theme.who else frozenset() for theme in themes])

    def of_role(self, role: FindingRole) -> list[int]:
        """Positions of the themes of a role, in the order of the book."""
        return [number for number, theme in enumerate(self.themes) if theme.role == role]

    def compare(self, texts: Sequence[str], own: Sequence[int], accept: float) -> Comparison:
        """Hold wordings against these themes; `accept` is the likeness from which one can belong to a theme."""
        vectors = self._spaces.transform(texts)
        if not own:
            return Comparison(np.zeros((len(texts), 0)), vectors)
        near = self._anchors.near(vectors, own)
        if self._meaning:
            near = (1 - _MEANING) * near + _MEANING * self._meanings.near(self._meaning.transform(texts), own)
        named = marked([self._lexicon.who(text) for text in texts])
        return Comparison(_giving_way(near, named, self._meant[own], accept), vectors)

    def shared(self, comparison: Comparison, row: int, theme: int) -> Any:
        """What a wording has in common with a theme: the weights of the terms of the first space, a sparse row."""
        return comparison.vectors[0][row].multiply(self._anchors.centres[0][theme]).tocsr()

    def terms(self, shared: Any) -> tuple[str, ...]:
        """The telling terms of what is shared."""
        return strongest(shared, self._spaces.terms_)


class _Anchors:
    """Where the themes lie in some spaces: their centres, and each of their texts."""

    def __init__(self, themes: Sequence[ThemeEntry], vectors: Vectors) -> None:
        """`vectors` are those of all texts of the themes, in order."""
        weights = [[weight for _, weight in _anchors(theme)] for theme in themes]
        self._spans = [range(start, end) for start, end in pairwise(accumulate(map(len, weights), initial=0))]
        self._vectors = unit_length(vectors)
        of_theme = [list(zip(span, some, strict=True)) for span, some in zip(self._spans, weights, strict=True)]
        self.centres = unit_length(weighted_sums(self._vectors, of_theme))

    def near(self, vectors: Vectors, own: Sequence[int]) -> Likeness:
        """How like each row is to each of these themes, 0 to 1."""
        to_centres = likeness(vectors, rows_of(self.centres, own))
        near = (1 - _NEAREST_PART) * to_centres + _NEAREST_PART * self._to_nearest(vectors, own)
        return np.asarray(np.maximum(near, 0))

    def _to_nearest(self, vectors: Vectors, own: Sequence[int]) -> Likeness:
        spans = [self._spans[theme] for theme in own]
        near = likeness(vectors, rows_of(self._vectors, [row for span in spans for row in span]))
        ends = list(accumulate(map(len, spans), initial=0))
        nearest = [-np.sort(-near[:, start:end], axis=1)[:, :_NEAREST].mean(axis=1) for start, end in pairwise(ends)]
        return np.stack(nearest, axis=1)


def _giving_way(near: Likeness, named: npt.NDArray[np.bool_], meant: npt.NDArray[np.bool_], accept: float) -> Likeness:
    """Likeness where themes about others stay behind the best theme about those who are named."""
    about_them = named.astype(int) @ meant.T.astype(int) > 0
    rival = np.where(about_them, near, 0).max(axis=1, keepdims=True)
    gives_way = about_others(named, meant) & (rival >= accept) & (rival >= _RIVAL * near)
    return np.where(gives_way, np.minimum(near, _BEHIND * rival), near)


def about_others(named: npt.NDArray[np.bool_], meant: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Rows × columns: where both name somebody, and nobody in common."""
    in_common = named.astype(int) @ meant.T.astype(int) > 0
    both = np.outer(named.any(axis=1), meant.any(axis=1))
    return np.asarray(both & ~in_common, dtype=np.bool_)


def marked(named: Sequence[frozenset[Who]]) -> npt.NDArray[np.bool_]:
    """One row a text, one column a kind of somebody."""
    return np.array([[who in some for who in _WHO] for some in named], dtype=bool).reshape(len(named), len(_WHO))


def _anchors(theme: ThemeEntry) -> list[tuple[str, float]]:
    """All that the book says of a theme, each text with its weight."""
    cues = [(". ".join(theme.cues), _CUES)] if theme.cues else []
    each = _EXAMPLES / (len(theme.examples) + _FEW)
    return [(theme.title, _TITLE), (theme.definition, _DEFINITION), *cues, *((text, each) for text in theme.examples)]
