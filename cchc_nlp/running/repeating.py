"""A report sent twice: of the same text one is kept, of changed ones the newest; those left out are named.

A changed report is known by its commune, its period and the paragraphs that stayed; without these only the same text is
a repeat.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from cchc_nlp.model import Report
from cchc_nlp.vietnamese.forms import fold

_LEAST_SHARED = 0.3  # of the paragraphs of the shorter one


@dataclass(frozen=True, slots=True)
class Repeat:
    """A report that is left out: it says the `same` as the one kept, or is `older` than it."""

    left_out: Report
    kept: Report
    why: Literal["same", "older"]


def without_repeats(reports: Sequence[Report]) -> tuple[list[Report], list[Repeat]]:
    """The reports without repeats, in their order, and what was left out.

    Which of two changed reports is newer their dates say; where they do not, the one that came later.
    """
    kept: list[tuple[Report, frozenset[str]]] = []
    alike: dict[Hashable, list[int]] = {}  # what makes two reports worth comparing → places in `kept`
    repeats: list[Repeat] = []
    for report in reports:
        said = _said(report)
        marks = [said, *filter(None, [_identity(report)])]
        places = sorted({at for mark in marks for at in alike.get(mark, ())})
        place = next((at for at in places if _repeats(report, said, *kept[at])), None)
        for mark in marks:
            alike.setdefault(mark, []).append(len(kept) if place is None else place)
        if place is None:
            kept.append((report, said))
            continue
        before, words = kept[place]
        if said == words:
            repeats.append(Repeat(report, before, "same"))
        elif (report.meta.date or "") >= (before.meta.date or ""):
            repeats.append(Repeat(before, report, "older"))
            kept[place] = (report, said)
        else:
            repeats.append(Repeat(report, before, "older"))
    return [report for report, _ in kept], repeats


def _repeats(report: Report, said: frozenset[str], other: Report, words: frozenset[str]) -> bool:
    if said == words:
        return True
    identity = _identity(report)
    if identity is None or identity != _identity(other):
        return False
    # The same commune reports on its reform and, apart from it, on its procedures: these share next to nothing.
    return len(said & words) >= _LEAST_SHARED * min(len(said), len(words))


def _identity(report: Report) -> Hashable | None:
    meta = report.meta
    if meta.unit is None or meta.period is None:
        return None
    unit = meta.unit
    place = tuple(fold(name or "") for name in (unit.province, unit.district, unit.name))
    return (*place, meta.period.kind, meta.period.year, meta.period.number)


def _said(report: Report) -> frozenset[str]:
    return frozenset(fold(block.text) for block in report.blocks if block.kind != "noise")
