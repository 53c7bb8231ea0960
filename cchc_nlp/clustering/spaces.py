"""Texts → TF-IDF vectors in three spaces: segmented words, characters, concepts.

Words tell the subject, characters forgive spelling and segmentation, concepts let official and plain speech meet
(«bà con chưa rành» and «người dân chưa thành thạo»). Likeness is the mean of the three cosines: no space outweighs
another. Knows no theme.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]
from sklearn.preprocessing import normalize  # type: ignore[import-untyped]

from cchc_nlp.knowledge import any_of
from cchc_nlp.knowledge.themes import ConceptEntry
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    import numpy.typing as npt

    Likeness: TypeAlias = npt.NDArray[np.float64]
    """Rows × columns, mean cosine of the three spaces, 0 to 1."""

    Vectors: TypeAlias = tuple[Any, ...]
    """One sparse matrix a space (words first), rows of length 1 or less. scipy has no types to name."""

# What a statement says, it says in its first two thousand characters; the rest of a page that came as one line would
# only cost time.
_READ_CHARACTERS = 2_000

# A block of likeness against 3 000 columns takes 24 MB.
_ROWS_AT_ONCE = 1_000


class Lexicon:
    """Abbreviations and concepts, ready to be found in text."""

    def __init__(self, abbreviations: Iterable[tuple[str, str]], concepts: Iterable[ConceptEntry]) -> None:
        """Compile both; neither may be empty."""
        self._expansions = {fold(short): fold(long) for short, long in abbreviations}
        self._concepts = {_plain(fold(word)): concept.id for concept in concepts for word in concept.words}
        self._short = any_of(self._expansions)
        self._wordings = any_of(self._concepts)

    def expand(self, text: str) -> str:
        """The folded text with its abbreviations written out, those in small letters too.

        >>> lexicon = Lexicon([("TTHC", "thủ tục hành chính")], [ConceptEntry("citizen", ("bà con", "người dân"))])
        >>> lexicon.expand("Công khai TTHC cho bà con")
        'công khai thủ tục hành chính cho bà con'
        >>> lexicon.concepts("công khai thủ tục hành chính cho bà con")
        ['citizen']
        """
        return self._short.sub(lambda found: self._expansions[found[0]], fold(text[:_READ_CHARACTERS]))

    def concepts(self, text: str) -> list[str]:
        """The concepts of an expanded text in order, longer wordings first where two begin at one place."""
        return [self._concepts[found[0]] for found in self._wordings.finditer(_plain(text))]

    def coverage(self, text: str) -> float:
        """The part of an expanded text that is told in concepts, 0 to 1."""
        covered = sum(len(found[0]) for found in self._wordings.finditer(_plain(text)))
        return covered / max(len(_plain(text)), 1)


def _plain(text: str) -> str:
    """«cán bộ, công chức» and «cán bộ công chức» are the same wording."""
    return text.replace(",", "")


class Spaces:
    """The three spaces. `fit` learns the features and their weights; `transform` gives the vectors.

    Learned: `vectorisers_` (words, characters, concepts) and `terms_`, the readable features of the space of words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn from expanded texts, at least one of them with words in it."""
        self.vectorisers_ = tuple(
            TfidfVectorizer(sublinear_tf=True, lowercase=False, **features)
            for features in (
                {"analyzer": _word_features},
                {"analyzer": "char_wb", "ngram_range": (3, 5)},
                {"analyzer": self._concept_features},
            )
        )
        for vectoriser in self.vectorisers_:
            vectoriser.fit(texts)
        self.terms_ = tuple(term.replace("_", " ") for term in self.vectorisers_[0].get_feature_names_out())
        return self

    def transform(self, texts: Sequence[str]) -> Vectors:
        """The vectors of expanded texts.

        One familiar word in a sentence about something else must not decide, so a vector is only as long as the part
        of the text that is familiar: words that were learned, and in the space of concepts what is told in concepts.
        """
        familiar = sparse.diags([self._familiar(text) for text in texts])
        in_concepts = sparse.diags([self.lexicon.coverage(text) for text in texts])
        by_words, by_characters, by_concepts = (vectoriser.transform(texts) for vectoriser in self.vectorisers_)
        return (familiar @ by_words).tocsr(), (familiar @ by_characters).tocsr(), (in_concepts @ by_concepts).tocsr()

    def _familiar(self, text: str) -> float:
        known = self.vectorisers_[0].vocabulary_
        found = words(text)
        return sum(word in known for word in found) / max(len(found), 1)

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


def nearest(rows: Vectors, columns: Vectors) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """For every row the column most like it (the first of equals), and how like."""
    best, scores = [], []
    for start in range(0, rows[0].shape[0], _ROWS_AT_ONCE):
        near = likeness(tuple(matrix[start : start + _ROWS_AT_ONCE] for matrix in rows), columns)
        best.append(near.argmax(axis=1))
        scores.append(near.max(axis=1))
    return np.concatenate(best), np.concatenate(scores)


def rows_of(vectors: Vectors, rows: Sequence[int]) -> Vectors:
    """These rows, in this order."""
    return tuple(matrix[rows] for matrix in vectors)


def means(vectors: Vectors, groups: Sequence[Sequence[int]]) -> Vectors:
    """The mean vector of each group of rows: likeness to it is the mean likeness to its members."""
    rows = [number for number, members in enumerate(groups) for _ in members]
    columns = [member for members in groups for member in members]
    weights = [1 / len(members) for members in groups for _ in members]
    averaging = sparse.csr_matrix((weights, (rows, columns)), shape=(len(groups), vectors[0].shape[0]))
    return tuple((averaging @ matrix).tocsr() for matrix in vectors)


def unit_length(vectors: Vectors) -> Vectors:
    """The same directions with length 1, so that likeness to them is a cosine."""
    return tuple(normalize(matrix) for matrix in vectors)
