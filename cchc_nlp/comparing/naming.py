"""What communes are called beside each other, and excerpts of their reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePath

from cchc_nlp.model import Block, Excerpt, Report
from cchc_nlp.vietnamese.forms import fold


def names_of(reports: Sequence[Report]) -> list[str]:
    """The name of each report's commune; with its district and province where two communes of one name are there.

    A report whose commune is unknown has the name of its file.
    """
    homes: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    spelt: dict[str, str] = {}
    for report in reports:
        unit = report.meta.unit
        if unit:
            spelt.setdefault(fold(unit.name), unit.name)
            for places, place in zip(homes[fold(unit.name)], (unit.district, unit.province), strict=True):
                if place:
                    places.add(fold(place))
    names = []
    for report in reports:
        unit = report.meta.unit
        if unit is None:
            names.append(PurePath(report.source.path).name)
            continue
        districts, provinces = homes[fold(unit.name)]
        apart = (unit.district if len(districts) > 1 else None, unit.province if len(provinces) > 1 else None)
        where = ", ".join(place for place in apart if place)
        names.append(f"{spelt[fold(unit.name)]} ({where})" if where else spelt[fold(unit.name)])
    return names


def excerpt(unit: str, report: Report, block: Block, start: int = 0, end: int | None = None) -> Excerpt:
    """Characters `start` to `end` of a block, with their lines."""
    end = len(block.text) if end is None else end
    text = " ".join(block.text[start:end].split())
    return Excerpt(unit, report.source.path, block.lines_between(start, end), block.page_at(start), text)
