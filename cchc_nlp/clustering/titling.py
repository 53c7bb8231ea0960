"""A new theme → its title: what nearly all of its statements have in common, in words of the most central one.

A title is read as said by every commune of the theme, so it must not assert for all what one statement says.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

# In common is what so many of the statements say; all of them would let one odd statement take every title away.
_NEARLY_ALL = 0.8

# What is held against the most central statement: its nearest company; more would not change the share.
_COMPANY = 200

# A shorter run («hoàn thành các nhiệm vụ» without the duties) names no subject; a longer one no longer fits a list.
_FEWEST, _MOST = 4, 25

_TERMS = 3
_WORD = re.compile(r"\w+")
_PART = re.compile(r"[^;:.!?\n]+(?:[.:](?=\S)[^;:.!?\n]+)*")


def title(central_first: Sequence[str], terms: Sequence[str], linking: Collection[str]) -> str:
    """The longest run of words that nearly all of the statements share, as the most central one writes it.

    Where they share less than a phrase, the telling terms. `linking` are words that a phrase neither begins nor ends
    with.

    >>> said = ["Chưa có nhà văn hóa thôn, còn họp nhờ.", "chưa có nhà văn hóa thôn; đường lầy lội."]
    >>> title(said, ["nhà văn hóa"], ["còn"])
    'Chưa có nhà văn hóa thôn'
    >>> title(["Giá lúa giảm.", "Thương lái ép giá lúa."], ["giá lúa", "thương lái"], [])
    'Giá lúa, thương lái'
    """
    central, company = central_first[0], [_pairs(text) for text in central_first[:_COMPANY]]
    runs = (_trimmed(run, linking) for part in _PART.findall(central) for run in _shared_runs(part, company))
    best = max(runs, key=len, default=[])
    if len(best) >= _FEWEST:
        kept = best[:_MOST]
        return _capitalised(kept[0].string[kept[0].start() : kept[-1].end()] + ("…" if len(best) > _MOST else ""))
    return _capitalised(", ".join(terms[:_TERMS]) or central.strip())


def _shared_runs(part: str, company: Sequence[set[tuple[str, str]]]) -> Iterator[list[re.Match[str]]]:
    """Runs of words whose neighbours stand together in nearly all statements."""
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(part):
        if run:
            pair = fold(run[-1][0]), fold(word[0])
            if sum(pair in pairs for pairs in company) < _NEARLY_ALL * len(company):
                yield run
                run = []
        run.append(word)
    yield run


def _trimmed(run: list[re.Match[str]], linking: Collection[str]) -> list[re.Match[str]]:
    while run and fold(run[-1][0]) in linking:
        run = run[:-1]
    while run and fold(run[0][0]) in linking:
        run = run[1:]
    return run


def _pairs(text: str) -> set[tuple[str, str]]:
    folded = _WORD.findall(fold(text))
    return set(pairwise(folded))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
