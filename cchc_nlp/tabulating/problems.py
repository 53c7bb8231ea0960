"""Problems of many reports → a workbook: an overview of the communes, then a sheet for each kind of problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Problem, Report
from cchc_nlp.tabulating.workbooks import Cell, Column, Sheet, workbook_bytes

_SEVERITIES = ("error", "warning", "info")
# Columns of the overview and of the sheets with their widths in characters; the words are phrases of `problems.toml`.
_OVERVIEW = (("column_unit", 28), ("column_file", 36), ("error", 10), ("warning", 14), ("info", 10))
_DETAILS = (
    ("column_unit", 24),
    ("column_severity", 14),
    ("column_message", 90),
    ("column_place", 16),
    ("column_file", 30),
    ("column_code", 26),
)


def problems_workbook(reports: Sequence[Report], standard: Standard) -> bytes:
    """The .xlsx file; the same reports give the same bytes."""
    sheets = [Sheet(standard.phrase("sheet_overview"), _columns(_OVERVIEW, standard), _overview(reports, standard))]
    for kind in standard.problem_kinds:
        rows = tuple(
            _row(report, problem, standard)
            for severity in _SEVERITIES
            for report in reports
            for problem in report.problems
            if problem.code in kind.codes and problem.severity == severity
        )
        if rows:
            sheets.append(Sheet(kind.title, _columns(_DETAILS, standard), rows))
    return workbook_bytes(sheets)


def _columns(wanted: Sequence[tuple[str, int]], standard: Standard) -> tuple[Column, ...]:
    return tuple(Column(standard.phrase(phrase), width) for phrase, width in wanted)


def _overview(reports: Sequence[Report], standard: Standard) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(_unit(report, standard)),
            Cell(PurePath(report.source.path).name),
            *(Cell(sum(p.severity == severity for p in report.problems)) for severity in _SEVERITIES),
        )
        for report in reports
    )


def _row(report: Report, problem: Problem, standard: Standard) -> tuple[Cell, ...]:
    return (
        Cell(_unit(report, standard)),
        Cell(standard.phrase(problem.severity)),
        Cell(problem.message, "\n".join(_notes(problem, standard)) or None),
        Cell(_lines(problem.lines, standard)),
        Cell(PurePath(report.source.path).name),
        Cell(problem.code),
    )


def _notes(problem: Problem, standard: Standard) -> Iterator[str]:
    """The words of the report at each place of a problem."""
    places = problem.values.get("places")
    for place in places if isinstance(places, list | tuple) else ():
        first, last = place["lines"]
        found = standard.phrase("page", page=place["page"]) if place["page"] else _lines((first, last), standard)
        quote = " ".join(place["quote"].split())
        yield standard.phrase("noted_place", where=found, value=f"{place['value']:g}", quote=quote)


def _lines(lines: tuple[int, int], standard: Standard) -> str:
    first, last = lines
    return standard.phrase("lines", first=first, last=last) if last > first else standard.phrase("line", first=first)


def _unit(report: Report, standard: Standard) -> str:
    return report.meta.unit.name if report.meta.unit else standard.phrase("unknown_unit")
