"""Which words of a file name say that it is an annex, and which say nothing of whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cchc_nlp.knowledge.entries import Words
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.vietnamese.forms import bare

_TOKEN = re.compile(r"[a-z]+|\d+")


@dataclass(frozen=True, slots=True)
class FileName:
    """What a file's name says: whether it is an annex, and the words that tell whose it is."""

    annex: bool
    words: frozenset[str]


def read_name(stem: str) -> FileName:
    """What the name of a file, without its ending, says.

    >>> read_name("Phụ lục CCHC xã Khe Mận") == FileName(True, frozenset({"xa", "khe", "man"}))
    True
    """
    text = " ".join(_TOKEN.findall(bare(stem)))
    said = {name: bool(pattern.search(text)) for name, pattern in _patterns().items()}
    for pattern in _patterns().values():
        text = pattern.sub(" ", text)
    return FileName(said["annex"] and not said["report"], frozenset(text.split()))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    entries = load_entries(Words, "annexes.toml", "word")
    return {e.id: re.compile(rf"\b(?:{'|'.join(sorted(e.words, key=len, reverse=True))})\b") for e in entries}
