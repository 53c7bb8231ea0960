"""What no theme of the book took → new themes: average-linkage agglomeration of a sample, the rest to the nearest.

Cost is near-linear and memory bounded: only the sample is compared pair by pair. What is said most often is in the
sample first; the rest of it is drawn by a digest of the text, so neither order nor number of the statements matters.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.cluster import AgglomerativeClustering  # type: ignore[import-untyped]

from cchc_nlp.clustering.book import about_others, marked
from cchc_nlp.clustering.spaces import Spaces, batches, likeness, means, strongest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_nlp.clustering.book import Book
    from cchc_nlp.clustering.spaces import Likeness
    from cchc_nlp.clustering.wordings import Lexicon

# The dense likeness of the sample takes 8 bytes a pair: 72 MB at 3 000.
_SAMPLE = 3_000

# What joined nothing is sampled again, so that a theme too rare for the first sample is still seen.
_ROUNDS = 3

# «Người dân chưa quen …» and «công chức chưa quen …» are two themes however many words they share.
_OTHERS = 0.25


@dataclass(slots=True)
class NewTheme:
    """A theme found: its texts, each with score and deciding terms, and the telling terms of all."""

    texts: list[str] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    terms: list[tuple[str, ...]] = field(default_factory=list)
    telling: tuple[str, ...] = ()


def group(repeats: Mapping[str, int], lexicon: Lexicon, book: Book, *, join: float, seed: int) -> list[NewTheme]:
    """Expanded texts in groups of at least `join` mean likeness; `repeats` says how many statements say each.

    A group may be one text alone. What is like nothing even after all rounds is in none.
    """
    pool = sorted(repeats, key=lambda text: (-repeats[text], _digest(text, seed)))
    found: list[NewTheme] = []
    for _ in range(_ROUNDS):
        if not pool:
            break
        centres = _Centres(pool[:_SAMPLE], lexicon, book, join)
        pool = centres.place(sorted(pool), repeats)
        found += centres.themes()
    return found


def _digest(text: str, seed: int) -> bytes:
    return blake2b(text.encode(), key=str(seed).encode(), digest_size=8).digest()


class _Centres:
    """The groups of a sample, and what has been placed with them."""

    def __init__(self, sample: Sequence[str], lexicon: Lexicon, book: Book, join: float) -> None:
        self._lexicon = lexicon
        self._join = join
        self._spaces = Spaces(lexicon).fit([*book.texts, *sample])  # the book's texts keep common words light
        vectors = self._spaces.transform(sample)
        named = marked([lexicon.who(text) for text in sample])
        near = likeness(vectors, vectors)
        near[about_others(named, named)] *= _OTHERS
        groups = _average_linkage(near, join)
        self._home = {sample[row]: number for number, rows in enumerate(groups) for row in rows}
        self._means = means(vectors, groups)
        self._named = np.array([named[rows].any(axis=0) for rows in groups])
        self._themes = [NewTheme() for _ in groups]
        self._shared: list[Any] = [0] * len(groups)

    def place(self, texts: Sequence[str], repeats: Mapping[str, int]) -> list[str]:
        """Put each text where it belongs: the sample into its groups, others with the nearest; what is left over."""
        left: list[str] = []
        for batch in batches(texts):
            vectors = self._spaces.transform(batch)
            near = likeness(vectors, self._means)
            named = marked([self._lexicon.who(text) for text in batch])
            to_others = near * np.where(about_others(named, self._named), _OTHERS, 1)
            for row, text in enumerate(batch):
                home = self._home.get(text, int(to_others[row].argmax()))
                if text in self._home or to_others[row, home] >= self._join:
                    self._add(home, text, float(near[row, home]), vectors[0][row], repeats[text])
                else:
                    left.append(text)
        return left

    def themes(self) -> list[NewTheme]:
        """The groups with their telling terms."""
        for theme, shared in zip(self._themes, self._shared, strict=True):
            theme.telling = strongest(shared, self._spaces.terms_)
        return self._themes

    def _add(self, home: int, text: str, score: float, vector: Any, times: int) -> None:
        shared = vector.multiply(self._means[0][home]).tocsr()
        theme = self._themes[home]
        theme.texts.append(text)
        theme.scores.append(score)
        theme.terms.append(strongest(shared, self._spaces.terms_))
        self._shared[home] = self._shared[home] + shared * times


def _average_linkage(near: Likeness, join: float) -> list[list[int]]:
    """Rows grouped as long as the mean likeness between two groups stays at `join` or above."""
    if len(near) == 1:
        return [[0]]
    tree = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - join
    )
    groups: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(tree.fit_predict(np.clip(1 - near, 0, 1))):
        groups[int(label)].append(row)
    return list(groups.values())
