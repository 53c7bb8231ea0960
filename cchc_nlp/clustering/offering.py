"""Statements → the themes of the book they are likest to: what an officer may mean where the model was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_nlp.knowledge import Standard
    from cchc_nlp.knowledge.themes import ThemeEntry
    from cchc_nlp.model import Statement

# Statements held to the book at a time: the likeness of ten thousand to thirty themes takes 2 MB.
_AT_ONCE = 10_000


def alternatives(
    statements: Sequence[Statement], standard: Standard, *, count: int = 3
) -> Mapping[str, tuple[str, ...]]:
    """By id of each statement, the `count` themes of its role it is likest to, the likest first.

    Likeness here is that of words alone, to everything the book says of a theme: another view than that of the model.
    """
    found: dict[str, tuple[str, ...]] = {}
    for role in dict.fromkeys(statement.role for statement in statements):
        themes = [theme for theme in standard.themes if theme.role == role]
        members = [statement for statement in statements if statement.role == role]
        if themes:
            found |= _likest(members, themes, count)
    return found


def _likest(members: Sequence[Statement], themes: Sequence[ThemeEntry], count: int) -> dict[str, tuple[str, ...]]:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    space = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    book = space.fit_transform([" ".join([t.title, t.definition, *t.cues, *t.examples]) for t in themes])
    found: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(members), _AT_ONCE):
        part = members[start : start + _AT_ONCE]
        alike = np.round((space.transform([s.text for s in part]) @ book.T).toarray(), 9)
        order = np.argsort(-alike, axis=1, kind="stable")[:, :count]
        for statement, row, likeness in zip(part, order, alike, strict=True):
            found[statement.id] = tuple(themes[at].id for at in row if likeness[at] > 0)
    return found
