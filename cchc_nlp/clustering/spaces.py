"""Texts → TF-IDF vectors in three spaces: segmented words, characters, concepts.

Words tell the subject, characters forgive spelling and segmentation, concepts let official and plain speech meet
(«bà con chưa rành» and «người dân chưa thành thạo»). Likeness is the mean of the cosines: no space outweighs another.
Knows no theme.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias, TypeVar

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.preprocessing import normalize  # type: ignore[import-untyped]

from cchc_nlp.vietnamese.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from cchc_nlp.clustering.wordings import Lexicon

    Likeness: TypeAlias = npt.NDArray[np.float64]
    """Rows × columns, mean cosine of the spaces, 0 to 1."""

    Vectors: TypeAlias = tuple[Any, ...]
    """One sparse matrix a space, rows of length 1 or less. scipy has no types to name."""

Item = TypeVar("Item")
Space: TypeAlias = Literal["words", "characters", "concepts"]
SPACES: tuple[Space, ...] = ("words", "characters", "concepts")

# A block of likeness against 3 000 columns takes 24 MB.
_ROWS_AT_ONCE = 1_000

_TERMS = 5


class Spaces:
    """The spaces, all three unless told otherwise. `fit` learns features and weights; `transform` gives the vectors.

    Learned: `vectorisers_` (one a space) and `terms_`, the features of the first as one reads them, "" for fragments.
    """

    def __init__(self, lexicon: Lexicon, names: tuple[Space, ...] = SPACES) -> None:
        self.lexicon = lexicon
        self.names = names

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn from expanded texts, at least one of them with words in it."""
        self.fit_transform(texts)
        return self

    def fit_transform(self, texts: Sequence[str]) -> Vectors:
        """Learn from texts as `fit` does; their vectors as `transform` gives them, their features taken once."""
        features: dict[Space, dict[str, Any]] = {
            "words": {"analyzer": _word_features},
            "characters": {"analyzer": "char_wb", "ngram_range": (3, 5)},
            "concepts": {"analyzer": self._concept_features},
        }
        self.vectorisers_ = {
            name: TfidfVectorizer(sublinear_tf=True, lowercase=False, **features[name]) for name in self.names
        }
        vectors = {name: vectoriser.fit_transform(texts) for name, vectoriser in self.vectorisers_.items()}
        self._known = {word for text in texts for word in words(text)}
        first = self.vectorisers_[self.names[0]]
        terms = (term.replace("_", " ") for term in first.get_feature_names_out())
        self.terms_ = tuple("" if self.lexicon.links(term) else term for term in terms)
        return self._shortened(vectors, texts)

    def transform(self, texts: Sequence[str]) -> Vectors:
        """The vectors of expanded texts.

        One familiar word in a sentence about something else must not decide, so a vector is only as long as the part
        of the text that is familiar: words that were learned, and in the space of concepts what is told in concepts.
        """
        vectors = {name: vectoriser.transform(texts) for name, vectoriser in self.vectorisers_.items()}
        return self._shortened(vectors, texts)

    def _shortened(self, vectors: dict[Space, Any], texts: Sequence[str]) -> Vectors:
        familiar = sparse.diags([self._familiar(text) for text in texts])
        in_concepts = sparse.diags([self.lexicon.coverage(text) for text in texts])
        return tuple(
            ((in_concepts if name == "concepts" else familiar) @ matrix).tocsr() for name, matrix in vectors.items()
        )

    def _familiar(self, text: str) -> float:
        found = words(text)
        return sum(word in self._known for word in found) / max(len(found), 1)

    def _concept_features(self, text: str) -> list[str]:
        """Concepts, and which stand together in a statement: «citizen» with «payment» says more than each alone."""
        found = self.lexicon.concepts(text)
        return [*found, *(f"{one} {other}" for one, other in combinations(sorted(set(found)), 2))]


def _word_features(text: str) -> list[str]:
    found = words(text)
    return [*found, *(" ".join(pair) for pair in pairwise(found))]


def likeness(rows: Vectors, columns: Vectors) -> Likeness:
    """Mean cosine over the spaces, every row against every column."""
    total = sum((one @ other.T).toarray() for one, other in zip(rows, columns, strict=True))
    return np.asarray(total, dtype=np.float64) / len(rows)


def rows_of(vectors: Vectors, rows: Sequence[int]) -> Vectors:
    """These rows, in this order."""
    return tuple(matrix[rows] for matrix in vectors)


def means(vectors: Vectors, groups: Sequence[Sequence[int]]) -> Vectors:
    """The mean vector of each group of rows: likeness to it is the mean likeness to its members."""
    return weighted_sums(vectors, [[(member, 1 / len(members)) for member in members] for members in groups])


def weighted_sums(vectors: Vectors, groups: Sequence[Sequence[tuple[int, float]]]) -> Vectors:
    """For each group the sum of its rows, each times its weight."""
    rows = [number for number, members in enumerate(groups) for _ in members]
    columns = [member for members in groups for member, _ in members]
    weights = [weight for members in groups for _, weight in members]
    adding = sparse.csr_matrix((weights, (rows, columns)), shape=(len(groups), vectors[0].shape[0]))
    return tuple((adding @ matrix).tocsr() for matrix in vectors)


def unit_length(vectors: Vectors) -> Vectors:
    """The same directions with length 1, so that likeness to them is a cosine."""
    return tuple(normalize(matrix) for matrix in vectors)


def batches(texts: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The texts, so many at a time that their vectors and their likeness to 3 000 columns stay below 100 MB."""
    for start in range(0, len(texts), _ROWS_AT_ONCE):
        yield texts[start : start + _ROWS_AT_ONCE]


def strongest(weights: Any, names: tuple[str, ...]) -> tuple[str, ...]:
    """The heaviest terms of a sparse row, none of them a part of another; single syllables only where nothing else is.

    A single syllable («chưa», «hồ») tells little; a name of "" is not told.
    """
    heavy = sorted(
        (-round(float(weight), 9), names[at]) for at, weight in zip(weights.indices, weights.data, strict=True)
    )
    ranked = [name for _, name in heavy if name]
    telling: list[str] = []
    for term in [name for name in ranked if " " in name] or ranked:
        if not any(term in other or other in term for other in telling):
            telling.append(term)
        if len(telling) == _TERMS:
            break
    return tuple(telling)
