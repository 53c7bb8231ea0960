"""The door of the room: every check in its order, the problems in the order of the report."""

from __future__ import annotations

from collections.abc import Iterator

from cchc_nlp.checking import arithmetic, documents, forms, places, reporting, words
from cchc_nlp.checking.figures import figures_of
from cchc_nlp.checking.windows import foreign_tables
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Problem, Report

_GRAVITY = ("error", "warning", "info")


def check(report: Report, standard: Standard) -> tuple[Problem, ...]:
    """All problems of a report: first what says whether it is a report at all, then by line and gravity."""
    doubts = tuple(reporting.doubts(report, standard))
    found = sorted(_checks(report, standard), key=lambda p: (p.lines, _GRAVITY.index(p.severity), p.code, p.message))
    return doubts + tuple(found)


def _checks(report: Report, standard: Standard) -> Iterator[Problem]:
    figures = figures_of(report, standard)
    foreign = foreign_tables(report, standard)
    yield from reporting.identification(report, standard)
    yield from reporting.unread_pages(report, standard)
    yield from reporting.empty_sections(report, standard)
    yield from documents.citations(report, standard)
    yield from (problem for _, problem in foreign)
    yield from arithmetic.totals(figures, standard)
    yield from arithmetic.balances(figures, standard)
    yield from arithmetic.rates(figures, standard)
    yield from arithmetic.subsets(figures, standard)
    yield from arithmetic.sublists(figures, standard)
    yield from arithmetic.table_totals(figures, standard)
    yield from arithmetic.suspicious(figures, standard)
    yield from places.contradictions(figures, frozenset(table for table, _ in foreign), standard)
    yield from forms.cells(report, figures, standard)
    yield from words.terms(report, standard)
