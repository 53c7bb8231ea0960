"""What is formally wrong with a report: contradictions in figures come with the indicators."""

from __future__ import annotations

import re

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block, Meta, Outline, Problem
from cchc_nlp.vietnamese.forms import fold

_NUMBER_LINE = re.compile(r"(?:^|\t| {3,})\W*số\s*:", re.IGNORECASE)
_DATE_LINE = re.compile(r"ngày[\s\d.…]*tháng[\s\d.…]*năm", re.IGNORECASE)
# A report of one part, or of none, has no outline to compare.
_FEWEST_SECTIONS = 2


def problems(outline: Outline, meta: Meta, standard: Standard) -> tuple[Problem, ...]:
    """Formal problems, in the order of the report."""
    found = [*_missing_number(outline, meta, standard), *_incomplete_date(outline, meta, standard)]
    if not _is_about_reform(outline, standard):
        found.append(standard.problem("not_cchc_report", _whole(outline)))
    elif sum(section.role != "appendix" for section in outline.sections) < _FEWEST_SECTIONS:
        found.append(standard.problem("no_outline", _whole(outline)))
    return tuple(found)


def _missing_number(outline: Outline, meta: Meta, standard: Standard) -> list[Problem]:
    line = _front_line(outline, _NUMBER_LINE)
    if meta.document_number is not None or line is None:
        return []
    return [standard.problem("missing_document_number", line.lines, quote=line.text)]


def _incomplete_date(outline: Outline, meta: Meta, standard: Standard) -> list[Problem]:
    line = _front_line(outline, _DATE_LINE)
    if (meta.date is not None and len(meta.date) == len("2026-01-01")) or line is None:
        return []
    return [standard.problem("missing_document_date", line.lines, quote=line.text)]


def _front_line(outline: Outline, pattern: re.Pattern[str]) -> Block | None:
    return next((b for b in outline.blocks if b.role == "front" and pattern.search(b.text)), None)


def _is_about_reform(outline: Outline, standard: Standard) -> bool:
    """Whether the title, the opening or the headings name the subject."""
    front = " ".join(block.text for block in outline.blocks if block.role == "front")
    headings = " ".join(section.heading for section in outline.sections)
    text = fold(f"{front} {headings}")
    if any(word in text for word in standard.words("subject_words")):
        return True
    return (
        not front
        and not headings
        and any(w in fold(b.text) for b in outline.blocks for w in standard.words("subject_words"))
    )


def _whole(outline: Outline) -> tuple[int, int]:
    return (outline.blocks[0].lines[0], outline.blocks[-1].lines[1]) if outline.blocks else (1, 1)
