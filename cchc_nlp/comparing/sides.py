"""Two reports → side by side: parts of the standard outline, paragraphs in pairs, figures with their change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import get_args

from rapidfuzz import fuzz

from cchc_nlp.comparing.pairing import paired
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import (
    Area,
    Block,
    PairedFigure,
    PairedSection,
    Report,
    Role,
    SideBySide,
    TableCell,
)
from cchc_nlp.vietnamese.forms import fold

_ROLES: tuple[Role, ...] = ("result", "assessment", "strength", "limitation", "cause", "task", "recommendation")


def side_by_side(
    left: Report,
    right: Report,
    figures: tuple[Mapping[str, TableCell], Mapping[str, TableCell]],
    standard: Standard,
) -> SideBySide:
    """The two reports; `figures` are the cells of each, by indicator."""
    names = _names(left, right, standard)
    sections = tuple(_sections(left, right, standard))
    values = tuple({name: cell.value for name, cell in cells.items()} for cells in figures)
    texts = [" ".join(fold(b.text) for b in _content(report)) for report in (left, right)]
    return SideBySide(
        names,
        (left.source.path, right.source.path),
        sections,
        tuple(paired_figures(values[0], values[1], standard)),
        round(fuzz.ratio(*(text.split() for text in texts)) / 100, 4),
    )


def _names(left: Report, right: Report, standard: Standard) -> tuple[str, str]:
    """What tells the two apart: the commune, the period, else the file."""
    units = [r.meta.unit.name if r.meta.unit else PurePath(r.source.path).name for r in (left, right)]
    periods = [standard.wording.period(r.meta.period) if r.meta.period else "" for r in (left, right)]
    if units[0] != units[1] and periods[0] == periods[1]:
        return units[0], units[1]
    names = [f"{unit}, {period}".strip(", ") for unit, period in zip(units, periods, strict=True)]
    if names[0] == names[1]:
        names = [f"{n} ({PurePath(r.source.path).name})" for n, r in zip(names, (left, right), strict=True)]
    return names[0], names[1]


def _content(report: Report) -> list[Block]:
    return [b for b in report.blocks if b.kind == "text" and b.role in _ROLES and b.text.strip()]


def _sections(left: Report, right: Report, standard: Standard) -> Iterator[PairedSection]:
    """The parts that one of them has, results of each field first, then assessments, tasks, recommendations."""
    least = standard.comparing.limit("paired")
    areas: tuple[Area, ...] = get_args(Area)
    for role in _ROLES:
        for area in (*(a for a in areas if a != "general"), "general"):
            sides = [[b for b in _content(r) if (b.area, b.role) == (area, role)] for r in (left, right)]
            if any(sides):
                heads = [_headings(r, blocks) for r, blocks in zip((left, right), sides, strict=True)]
                yield PairedSection(area, role, heads[0], heads[1], tuple(paired(sides[0], sides[1], least)))  # type: ignore[arg-type] # «general» is an area


def _headings(report: Report, blocks: Sequence[Block]) -> tuple[str, ...]:
    """The headings of the blocks, as written, each once."""
    names = {s.id: f"{s.number}. {s.heading}" if s.number else s.heading for s in report.sections}
    return tuple(dict.fromkeys(names[b.section] for b in blocks if b.section in names))


def paired_figures(
    left: Mapping[str, float | None], right: Mapping[str, float | None], standard: Standard
) -> Iterator[PairedFigure]:
    """The indicators that one of them states, in the order of the forms, with the change."""
    areas = [area.id for area in standard.wording.areas]
    for entry in sorted(standard.indicators.entries, key=lambda entry: areas.index(entry.area)):
        one, other = left.get(entry.id), right.get(entry.id)
        if one is None and other is None:
            continue
        change = percent = None
        if one is not None and other is not None:
            change = round(other - one, 4)
            percent = round(100 * change / one, 2) if one and entry.unit != "%" else None
        yield PairedFigure(entry.id, entry.name, entry.unit, entry.area, one, other, change, percent)
