"""The report as a document: is it one of this subject, has it a number, a date, an outline, sections with content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cchc_nlp.checking.quoting import short, where
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block, Problem, Report
from cchc_nlp.vietnamese.forms import fold

_NUMBER_LINE = re.compile(r"(?:^|\t| {3,})\W*số\s*:", re.IGNORECASE)
_DATE_LINE = re.compile(r"ngày[\s\d.…]*tháng[\s\d.…]*năm", re.IGNORECASE)
_UNREAD = re.compile(r"\[Trang (?P<page>\d+) là ảnh: (?P<reason>.+)\.\]$")  # as reading says it of a page
_FULL_DATE = len("2026-01-01")
# A report of one part, or of none, has no outline to compare.
_FEWEST_SECTIONS = 2
_MOST_FIELDS = 4
_FEWEST_OF_A_FORM = 10
_CONTENT_ROLES = ("result", "strength", "limitation", "cause", "task", "recommendation", "assessment")


def doubts(report: Report, standard: Standard) -> Iterator[Problem]:
    """Whether the file is a report on the reform at all, and whether it has an outline."""
    if not _is_about_reform(report, standard):
        yield standard.problem("form_alone" if _is_form(report) else "not_cchc_report", _whole(report))
    elif sum(section.role != "appendix" for section in report.sections) < _FEWEST_SECTIONS:
        yield standard.problem("no_outline", _whole(report))


def unread_pages(report: Report, standard: Standard) -> Iterator[Problem]:
    """Scanned pages of which nobody knows what they say."""
    for block in report.blocks:
        if block.kind == "noise" and (unread := _UNREAD.match(block.text)):
            yield standard.problem("unread_page", block.lines, page=unread["page"], reason=unread["reason"])


def identification(report: Report, standard: Standard) -> Iterator[Problem]:
    """A number or a date left open on the line made for it."""
    line = _front_line(report, _NUMBER_LINE)
    if report.meta.document_number is None and line is not None:
        yield standard.problem("missing_document_number", line.lines, quote=short(line.text))
    line = _front_line(report, _DATE_LINE)
    if (report.meta.date is None or len(report.meta.date) < _FULL_DATE) and line is not None:
        yield standard.problem("missing_document_date", line.lines, quote=short(line.text))


def empty_sections(report: Report, standard: Standard) -> Iterator[Problem]:
    """Sections of the body that hold neither words nor sections."""
    parents = {section.parent for section in report.sections}
    filled = {block.section for block in report.blocks if block.kind in ("text", "table")}
    for section in report.sections:
        if section.id not in parents | filled and section.role in _CONTENT_ROLES and not section.run_in:
            found = where(section.lines, section.page, standard)
            yield standard.problem("empty_section", section.lines, heading=short(section.heading), where=found)


def _front_line(report: Report, pattern: re.Pattern[str]) -> Block | None:
    return next((b for b in report.blocks if b.role == "front" and pattern.search(b.text)), None)


def _is_about_reform(report: Report, standard: Standard) -> bool:
    """Whether the title names the subject, or the headings name most fields; without a title, front and headings.

    A report on everything a commune did has a part on the reform too: that part does not make it one on the reform.
    """
    words = standard.words("subject_words")
    front = " ".join(block.text for block in report.blocks if block.role == "front")
    headings = " ".join(section.heading for section in report.sections)
    if report.meta.title:
        named = {section.area for section in report.sections if section.area not in ("general", "direction")}
        return any(word in fold(report.meta.title) for word in words) or len(named) >= _MOST_FIELDS
    if any(word in fold(f"{front} {headings}") for word in words):
        return True
    return not front and not headings and any(word in fold(b.text) for b in report.blocks for word in words)


def _is_form(report: Report) -> bool:
    """Whether a file without a title holds our forms: an annex that was sent without its report."""
    known = {figure.id for figure in report.indicators if figure.source == "table"}
    return report.meta.title is None and len(known) >= _FEWEST_OF_A_FORM


def _whole(report: Report) -> tuple[int, int]:
    return (report.blocks[0].lines[0], report.blocks[-1].lines[1]) if report.blocks else (1, 1)
