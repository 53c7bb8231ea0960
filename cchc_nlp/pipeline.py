"""One report and many, each a line one can read.

Path → Document → Document → Outline → Outline → Report → its problems
Reports → Themes → Synthesis
Reports, corrections → the table of figures
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from cchc_nlp.aligning import align
from cchc_nlp.checking import check
from cchc_nlp.cleaning import clean
from cchc_nlp.extracting import extract
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Correction, Enrolled, LeftOut, Period, Problem, Report, Synthesis, Tabulation
from cchc_nlp.outlining import outline
from cchc_nlp.reading import Terms, join, read


def parse(path: Path, standard: Standard, *, annexes: Sequence[Path] = (), terms: Terms | None = None) -> Report:
    """The report a file holds, with the annexes sent in files of their own; `terms` are those of reading.

    Raises:
        ReadError: a file cannot be read as a report.
    """
    terms = terms or Terms()
    document = join(read(path, terms), [read(annex, terms) for annex in annexes])
    report = extract(align(outline(clean(document)), standard), standard)
    return replace(report, problems=check(report, standard))


def correct(reports: Sequence[Report], corrections: Sequence[Correction], standard: Standard) -> list[Report]:
    """The reports with the figures written by hand, and the problems that are left or come of them."""
    from cchc_nlp.tabulating import corrected  # loads openpyxl, which parsing does without

    return [
        report if fixed is report else replace(fixed, problems=_problems_left(report, fixed, corrections, standard))
        for report, fixed in zip(reports, corrected(reports, corrections, standard), strict=True)
    ]


def table(reports: Sequence[Report], standard: Standard, corrections: Sequence[Correction] = ()) -> Tabulation:
    """The figures of the reports side by side, the values written by hand in the place of those read."""
    from cchc_nlp.tabulating import tabulate

    fixed = correct(reports, corrections, standard)
    judged = [replace(report, problems=other.problems) for report, other in zip(reports, fixed, strict=True)]
    return tabulate(judged, standard, corrections)


def synthesise(
    reports: Sequence[Report],
    standard: Standard,
    *,
    corrections: Sequence[Correction] = (),
    province: str | None = None,
    period: Period | None = None,
    roster: Sequence[Enrolled] = (),
    left_out: Sequence[LeftOut] = (),
    answers: Mapping[str, str] | None = None,
) -> Synthesis:
    """The report of the province on the reports of its communes; the options are those of `synthesising`.

    Raises:
        TemplateError: a template is wrong.
    """
    from cchc_nlp import clustering, synthesising  # templates and themes are of no use to who parses one report

    themes = clustering.cluster(clustering.statements_of(reports), standard)
    period = period or synthesising.usual_period(reports)
    return synthesising.synthesise(
        correct(reports, corrections, standard),
        themes,
        standard,
        table=table(synthesising.of_period(reports, period), standard, corrections),
        province=province,
        period=period,
        roster=roster,
        left_out=left_out,
        answers=answers,
    )


def _problems_left(
    report: Report, fixed: Report, corrections: Sequence[Correction], standard: Standard
) -> tuple[Problem, ...]:
    """Problems that touch a corrected figure are looked for anew; the others stand as they were found.

    A stored report has lost the cells of its tables: looking for everything anew would find less.
    """
    changed = {one.indicator for one in corrections}
    stay = tuple(problem for problem in report.problems if not _touches(problem, changed))
    return stay + tuple(problem for problem in check(fixed, standard) if _touches(problem, changed))


def _touches(problem: Problem, indicators: set[str]) -> bool:
    places = problem.values.get("places")
    return isinstance(places, list | tuple) and any(place["indicator"] in indicators for place in places)
