"""Reports → the table of the province: a row a commune, a cell an indicator, with every place that states it.

A table of the report counts before its prose, the report that was dated last before one sent earlier. Goals, figures of
a part or of another period, and plans of the next period state nothing. What the report says twice in two ways, what a
check found and what was changed by hand is marked on the cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from pathlib import PurePath

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import (
    Correction,
    Indicator,
    Mark,
    Period,
    Problem,
    Report,
    Role,
    Stated,
    TableCell,
    TableRow,
    Tabulation,
)
from cchc_nlp.tabulating.printing import number
from cchc_nlp.tabulating.totals import outliers_of, totals_of
from cchc_nlp.vietnamese.alphabet import alphabetical
from cchc_nlp.vietnamese.forms import fold

_PLANNING: tuple[Role, ...] = ("task", "recommendation", "front")
_SHORTFALLS: tuple[Role, ...] = ("limitation", "cause")
# Which place is taken: the form before the prose, results before what limitations say of something narrower.
_TABLE, _RESULT, _SHORTFALL = range(3)
_NOISE = 1e-9  # of binary fractions


def tabulate(reports: Sequence[Report], standard: Standard, corrections: Sequence[Correction] = ()) -> Tabulation:
    """The table of the reports, in any order; cells of `corrections` have the values written by hand."""
    period = _usual_period(reports)
    by_hand: dict[str, dict[str, Correction]] = {}
    for one in corrections:
        by_hand.setdefault(one.key, {})[one.indicator] = one
    rows = [_row(key, group, period, by_hand.get(key, {}), standard) for key, group in grouped(reports).items()]
    kinds = [kind.id for kind in standard.wording.kinds]
    rows.sort(key=lambda row: (not row.added, *_official_order(row.name, kinds), row.key))
    indicators = _columns(rows, standard)
    added = [row for row in rows if row.added]
    totals = totals_of(indicators, added, standard.indicators)
    return Tabulation(indicators, tuple(rows), period, totals, tuple(outliers_of(indicators, added, standard)))


def grouped(reports: Iterable[Report]) -> dict[str, list[Report]]:
    """The key of each row → its reports, the one dated last first.

    A commune is known by its name; by district or province too only where two of them have the name.
    """
    ordered = sorted(reports, key=lambda r: r.source.path)
    homes: dict[str, tuple[set[str], set[str]]] = {}
    for report in ordered:
        if report.meta.unit:
            districts, provinces = homes.setdefault(fold(report.meta.unit.name), (set(), set()))
            districts.update(filter(None, [report.meta.unit.district]))
            provinces.update(filter(None, [report.meta.unit.province]))
    groups: dict[str, list[Report]] = {}
    for report in ordered:
        groups.setdefault(_key(report, homes), []).append(report)
    return {key: sorted(group, key=lambda r: r.meta.date or "", reverse=True) for key, group in groups.items()}


def _key(report: Report, homes: Mapping[str, tuple[set[str], set[str]]]) -> str:
    unit, period = report.meta.unit, report.meta.period
    when = f"{period.kind} {period.number or ''} {period.year}" if period else ""
    if unit is None or not unit.name.strip():
        return f"{PurePath(report.source.path).name} | {when}"
    name = fold(unit.name)
    districts, provinces = homes[name]
    parts = [name, unit.district if len(districts) > 1 else "", unit.province if len(provinces) > 1 else ""]
    return " | ".join([*(fold(part) for part in parts if part), when])


def row_name(report: Report, standard: Standard) -> str:
    """What a row is called: the commune, or the file where none could be read."""
    if report.meta.unit and report.meta.unit.name.strip():
        return report.meta.unit.name
    return standard.tabulating.phrase("unknown_unit", file=PurePath(report.source.path).name)


def _official_order(name: str, kinds: Sequence[str]) -> tuple[int, object]:
    kind = next((n for n, kind in enumerate(kinds) if fold(name).startswith(f"{kind} ")), len(kinds))
    return kind, alphabetical(name)


def _usual_period(reports: Iterable[Report]) -> Period | None:
    """The period most reports are of, without its window of days; of equals the one that sorts first."""
    counted = Counter(_bare(r.meta.period) for r in reports if r.meta.period)
    return min(counted, key=lambda p: (-counted[p], p.year, p.kind, p.number or 0)) if counted else None


def _bare(period: Period) -> Period:
    return Period(period.kind, period.year, period.number)


def _columns(rows: Sequence[TableRow], standard: Standard) -> tuple[str, ...]:
    """What somebody states, with the parts of its rates, and what most reports should state, as the forms order it."""
    stated = {name for row in rows for name in row.cells}
    for entry in standard.indicators.entries:
        if entry.id in stated and entry.numerator and entry.denominator:
            stated |= {entry.numerator, entry.denominator}
    areas = [area.id for area in standard.wording.areas]
    wanted = [entry for entry in standard.indicators.entries if entry.core or entry.id in stated]
    return tuple(entry.id for entry in sorted(wanted, key=lambda entry: areas.index(entry.area)))


def _row(
    key: str, reports: Sequence[Report], usual: Period | None, by_hand: Mapping[str, Correction], standard: Standard
) -> TableRow:
    newest = reports[0]
    own = _bare(newest.meta.period) if newest.meta.period else None
    places: dict[str, list[_Place]] = {}
    for report in reports:
        for indicator, place in _places(report):
            places.setdefault(indicator, []).append(place)
    cells = {name: _cell(name, found, standard) for name, found in places.items()}
    for name, correction in by_hand.items():
        cells[name] = _corrected(cells.get(name), correction, standard)
    return TableRow(
        key,
        row_name(newest, standard),
        newest.meta.period,
        tuple(report.source.path for report in reports),
        usual is None or own is None or own == usual,
        cells,
    )


@dataclass(frozen=True)
class _Place:
    stated: Stated
    rank: int
    problems: tuple[Problem, ...] = field(default=())


def _places(report: Report) -> Iterator[tuple[str, _Place]]:
    """Every figure of the commune as a whole, in reading order, the best kind of place first."""
    roles = _roles(report)
    foreign = _foreign(report)
    found = []
    for indicator in report.indicators:
        line = indicator.lines[0]
        role = roles.get(line)
        told, by_hand = indicator.source == "narrative", indicator.source == "corrected"
        elsewhere = (told and role in _PLANNING) or any(a <= line <= b for a, b in foreign)
        if indicator.qualifier or (elsewhere and not by_hand):
            continue
        rank = _TABLE if not told else _SHORTFALL if role in _SHORTFALLS else _RESULT
        stated = Stated(
            indicator.value, indicator.source, report.source.path, indicator.lines, indicator.page, indicator.quote
        )
        found.append((indicator.id, _Place(stated, rank, tuple(_problems(report, indicator)))))
    yield from sorted(found, key=lambda one: one[1].rank)


def _roles(report: Report) -> dict[int, Role | None]:
    found: dict[int, Role | None] = {}
    for block in report.blocks:
        if block.kind != "noise":
            for line in range(block.lines[0], block.lines[1] + 1):
                found.setdefault(line, block.role)
    return found


def _foreign(report: Report) -> list[tuple[int, int]]:
    """The lines of tables of another period: each is the first behind the caption that says so."""
    captions = [problem.lines for problem in report.problems if problem.code == "period_mismatch"]
    behind = [[t.lines for t in report.tables if t.lines[1] > caption[1]] for caption in captions]
    return [tables[0] for tables in behind if tables]


def _problems(report: Report, indicator: Indicator) -> Iterator[Problem]:
    """The problems that name the figure at its place; those of a whole row count for the row."""
    for problem in report.problems:
        places = problem.values.get("places")
        if isinstance(places, list | tuple):
            if any(p.get("indicator") == indicator.id and tuple(p["lines"]) == indicator.lines for p in places):
                yield problem
        elif indicator.source == "table" and problem.lines == indicator.lines and problem.severity != "info":
            yield problem


def _cell(name: str, places: Sequence[_Place], standard: Standard) -> TableCell:
    taken = places[0]
    problems = {problem.message: problem for place in places for problem in place.problems}
    marks: list[Mark] = ["corrected"] if taken.stated.source == "corrected" else []
    if any(
        not _same(taken.stated.value, p.stated.value, standard.indicators[name].unit)
        for p in _rivals(name, places, standard)
    ):
        marks.append("conflict")
    severities = {problem.severity for problem in problems.values()}
    # What a check merely notes stands in the comment; a colour for it would hide those that matter.
    if "error" in severities:
        marks.append("error")
    elif "warning" in severities:
        marks.append("doubt")
    stated = tuple(place.stated for place in places)
    return TableCell(taken.stated.value, taken.stated.value, stated, tuple(marks), tuple(problems))


def _rivals(name: str, places: Sequence[_Place], standard: Standard) -> list[_Place]:
    """Places that should state the same: not limitations, nor passages that may each tell of one event."""
    events = name in standard.identities.repeated
    return [p for p in places[1:] if p.rank == _TABLE or (p.rank == _RESULT and not events)]


def _same(one: float, other: float, unit: str) -> bool:
    """Whether two values are equal, or rates that differ only in how far they are rounded or cut.

    >>> _same(56.0, 56.96, "%"), _same(57.0, 56.96, "%"), _same(56.0, 56.96, "hồ sơ")
    (True, True, False)
    """
    if one == other or unit != "%":
        return one == other
    coarse, fine = sorted((one, other), key=_decimals)
    scale = 10 ** _decimals(coarse)
    return coarse == round(fine, _decimals(coarse)) or round(coarse * scale) == floor(fine * scale + _NOISE)


def _decimals(value: float) -> int:
    return len(repr(value).partition(".")[2].rstrip("0"))


def _corrected(cell: TableCell | None, correction: Correction, standard: Standard) -> TableCell:
    """The cell with the value written by hand first among its places."""
    cell = cell or TableCell(None, None, ())
    by_hand = stated_by_hand(correction, cell.extracted, standard)
    return TableCell(correction.value, cell.extracted, (by_hand, *cell.stated), ("corrected",))


def stated_by_hand(correction: Correction, before: float | None, standard: Standard) -> Stated:
    """The place of a correction: the row of the workbook, what it was and what it is."""
    words = standard.tabulating
    said = words.phrase(
        "corrected_quote",
        cell=correction.cell,
        file=correction.file.name,
        before=words.phrase("nothing") if before is None else number(before),
        after=words.phrase("nothing") if correction.value is None else number(correction.value),
    )
    row = int("".join(filter(str.isdigit, correction.cell)) or 1)
    return Stated(correction.value or 0.0, "corrected", str(correction.file), (row, row), None, said)
