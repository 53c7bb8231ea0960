"""Sources as notes: which words of a paragraph get one, and what it says. The same for every kind of file.

A quotation has a note of its own. A figure has one for its set of places, where that set is used first: «12 đơn vị» in
every second sentence rests on the same twelve reports. Shares rest on the counts beside them and get none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cchc_nlp.model import Decision, Figure, Paragraph, Passage, Quote, Synthesis

_TO_DECIDE, _CHOICES = "CẦN QUYẾT ĐỊNH", "Phương án"

Key: TypeAlias = tuple[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Note:
    """The sources of the characters `start` to `end` of a paragraph; `words` are the quoted ones, "" for a figure."""

    number: int
    start: int
    end: int
    words: str
    passages: tuple[Passage, ...]


def notes(synthesis: Synthesis) -> list[tuple[Paragraph, tuple[Note, ...]]]:
    """Every paragraph with its notes in order of their place, numbered through the text.

    Rows of tables get none: a row of the annex names file or communes itself.
    """
    passages = {(p.path, p.lines): p for p in synthesis.passages}
    told: set[frozenset[Key]] = set()
    result, number = [], 0
    for paragraph in synthesis.paragraphs:
        found = []
        for start, words, keys in _places(paragraph, told):
            number += 1
            known = tuple(passages[key] for key in keys if key in passages)
            found.append(Note(number, start[0], start[1], words, known))
        result.append((paragraph, tuple(found)))
    return result


def asking(decision: Decision) -> str:
    """A question as it is put to the officer, in one line."""
    about = f" («{decision.text}»)" if decision.text else ""
    return f"{_TO_DECIDE}{about}: {decision.question} {_CHOICES}: {' / '.join(decision.choices)}."


def _places(paragraph: Paragraph, told: set[frozenset[Key]]) -> Iterator[tuple[tuple[int, int], str, list[Key]]]:
    if paragraph.style == "table_row":
        return
    evidence: list[Figure | Quote] = sorted([*paragraph.figures, *paragraph.quotes], key=lambda e: e.at)
    for item in evidence:
        span = (item.at, item.at + len(item.text))
        if isinstance(item, Quote):
            yield span, item.text, [(item.path, item.lines)]
        elif (keys := _keys(item)) and frozenset(keys) not in told:
            told.add(frozenset(keys))
            yield span, "", keys


def _keys(figure: Figure) -> list[Key]:
    """The places of a count, of the part of a fraction («12/15»), of a sum; none for a percentage beside them."""
    if figure.derivation in ("count", "sum"):
        counting = figure.sources
    elif "/" in figure.text:
        counting = tuple(s for s in figure.sources if figure.derivation == "rate" or s.value)
    else:
        counting = ()
    return list(dict.fromkeys((s.path, s.lines) for s in counting))
