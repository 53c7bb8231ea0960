"""Texts → vectors of meaning: a sentence embedding, beside words, characters and concepts. Off unless asked for.

Knows no theme, and of the embedding only that it gives each text a row of numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]

from cchc_nlp.clustering.spaces import unit_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from cchc_nlp.clustering.embedding import Embed
    from cchc_nlp.clustering.spaces import Vectors


class Meaning:
    """A space like those of `Spaces`. Learned by `fit`: `mean_`, what all texts of the field have in common."""

    def __init__(self, embed: Embed) -> None:
        self.embed = embed

    def fit(self, texts: Sequence[str]) -> Self:
        """Learn from expanded texts."""
        self.mean_ = self._rows(texts).mean(axis=0)
        return self

    def transform(self, texts: Sequence[str]) -> Vectors:
        """One matrix, rows of length 1: what a text says beyond what all say."""
        return unit_length((sparse.csr_matrix(self._rows(texts) - self.mean_),))

    def _rows(self, texts: Sequence[str]) -> npt.NDArray[np.float64]:
        return np.asarray(self.embed(texts), dtype=np.float64).reshape(len(texts), -1)
