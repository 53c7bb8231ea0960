"""Summaries → a document for the writers: a part a report or a field, each sentence with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING

from cchc_nlp.model import Extract, Letterhead, Paragraph, Passage, Quote, Report, Synthesis
from cchc_nlp.synthesising.gathering import line_words
from cchc_nlp.synthesising.printing import capitalised

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard


def summary_of_reports(chosen: Sequence[tuple[Report, Sequence[Extract]]], standard: Standard) -> Synthesis:
    """A part a report, under each field and role its sentences."""
    paragraphs: list[Paragraph] = []
    for report, extracts in chosen:
        paragraphs.append(Paragraph("heading1", capitalised(_name(report, standard))))
        for (area, role), group in groupby(extracts, key=lambda e: (e.area, e.role)):
            heading = f"{standard.wording.area(area).name}: {standard.wording.role(role).lower()}"
            paragraphs.append(Paragraph("heading2", heading))
            paragraphs += [_item(report, extract, "") for extract in group]
    return _document(paragraphs, [(r, e) for r, extracts in chosen for e in extracts], standard)


def summary_of_fields(chosen: Sequence[tuple[Report, Extract]], standard: Standard) -> Synthesis:
    """A part a field, under each role the sentences with the names of their communes."""
    paragraphs: list[Paragraph] = []
    ordered = sorted(chosen, key=lambda one: _order(one[1], standard))
    for area, of_area in groupby(ordered, key=lambda one: one[1].area):
        paragraphs.append(Paragraph("heading1", standard.wording.area(area).name))
        for role, group in groupby(of_area, key=lambda one: one[1].role):
            paragraphs.append(Paragraph("heading2", standard.wording.role(role)))
            paragraphs += [_item(report, extract, f" ({_name(report, standard)})") for report, extract in group]
    return _document(paragraphs, ordered, standard)


def _order(extract: Extract, standard: Standard) -> int:
    return next(at for at, entry in enumerate(standard.wording.areas) if entry.id == extract.area)


def _item(report: Report, extract: Extract, behind: str) -> Paragraph:
    return Paragraph("item", extract.text + behind, quotes=(Quote(extract.text, report.source.path, extract.lines),))


def _name(report: Report, standard: Standard) -> str:
    unit = report.meta.unit
    return unit.name if unit else standard.wording.phrase("file", name=PurePath(report.source.path).name)


def _document(paragraphs: Sequence[Paragraph], told: Sequence[tuple[Report, Extract]], standard: Standard) -> Synthesis:
    """Without letterhead and signature: it is a working paper."""
    title, subtitle = standard.wording.phrase("summary_title"), standard.wording.phrase("summary_subtitle")
    head = Letterhead("", "", "", "", title, subtitle, "", (), ())
    return Synthesis(head, tuple(paragraphs), tuple(_passages(told, standard)))


def _passages(told: Sequence[tuple[Report, Extract]], standard: Standard) -> Iterator[Passage]:
    for report, extract in told:
        where = line_words(report, extract.lines, standard.wording)
        file = standard.wording.phrase("file", name=PurePath(report.source.path).name)
        label = f"{_name(report, standard)}, {file}, {where}" if report.meta.unit else f"{file}, {where}"
        yield Passage(report.source.path, extract.lines, label, extract.text)
