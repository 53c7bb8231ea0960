"""Reports → statements: every finding of every report, with the commune that says it.

A commune is (province, district, name): where two reports of one call carry the same name but stand in different
districts or provinces, the name gets its place behind it. Names are compared on their folded form.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePath
from typing import TYPE_CHECKING

from cchc_nlp.model import Statement
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_nlp.model import Period, Report, Unit


def statements_of(reports: Sequence[Report]) -> tuple[Statement, ...]:
    """The findings of all reports, in order.

    `id` is "path:line:ordinal" (the ordinal counts the findings of one report from 1); `unit` is the commune's name,
    with its district and province behind it where another commune has the same name, else the name of the file.
    """
    names = _names([report.meta.unit for report in reports if report.meta.unit])
    return tuple(statement for report in reports for statement in _statements(report, names))


def _statements(report: Report, names: Mapping[_Key, str]) -> tuple[Statement, ...]:
    path = report.source.path
    unit = names[_key(report.meta.unit)] if report.meta.unit else PurePath(path).name
    period = _period(report.meta.period) if report.meta.period else None
    return tuple(
        Statement(
            id=f"{path}:{finding.lines[0]}:{ordinal}",
            role=finding.role,
            text=finding.text,
            unit=unit,
            area=finding.area,
            period=period,
            path=path,
            lines=finding.lines,
        )
        for ordinal, finding in enumerate(report.findings, 1)
    )


_Key = tuple[str, str, str]


def _key(unit: Unit) -> _Key:
    return fold(unit.name), fold(unit.district or ""), fold(unit.province or "")


def _names(units: Sequence[Unit]) -> dict[_Key, str]:
    """One printed name a commune; the first spelling in the alphabet, whatever the order of the reports."""
    spellings: dict[_Key, set[str]] = defaultdict(set)
    places: dict[_Key, set[str]] = defaultdict(set)
    sharing: dict[str, set[_Key]] = defaultdict(set)
    for unit in units:
        key = _key(unit)
        spellings[key].add(unit.name)
        places[key].add(", ".join(place for place in (unit.district, unit.province) if place))
        sharing[key[0]].add(key)
    names = {}
    for key, spelt in spellings.items():
        name, place = min(spelt), min(places[key])
        names[key] = f"{name} ({place})" if place and len(sharing[key[0]]) > 1 else name
    return names


def _period(period: Period) -> str:
    """A period as text that sorts by year: "2026-quarter-1", "2026-year".

    >>> from cchc_nlp.model import Period
    >>> _period(Period("month", 2026, 4))
    '2026-month-4'
    """
    parts = [str(period.year), period.kind, *([str(period.number)] if period.number is not None else [])]
    return "-".join(parts)
