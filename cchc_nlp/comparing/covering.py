"""Reports → the map: what each says of every field and role, under which heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import get_args

from cchc_nlp.comparing.naming import names_of
from cchc_nlp.knowledge import Standard, any_of
from cchc_nlp.model import (
    Area,
    Block,
    Cell,
    Coverage,
    CoverageRow,
    Covered,
    Finding,
    FindingRole,
    Report,
    Role,
    Section,
)
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.sentences import sentence_spans

_ROLES: tuple[Role, ...] = ("result", *get_args(FindingRole))
# A column beside the expected ones is shown where at least this share of the reports has a heading for it.
_SHOWN_SHARE = 0.2


def cover(reports: Sequence[Report], standard: Standard) -> Coverage:
    """The map of the reports, in their order: the parts the outline asks for, and those that many have besides."""
    names = names_of(reports)
    expected = tuple((part.area, part.role) for part in standard.comparing.expected)
    areas: tuple[Area, ...] = get_args(Area)
    every = [(area, role) for area in areas for role in _ROLES]
    rows = []
    headed = Counter[Cell]()
    for name, report in zip(names, reports, strict=True):
        reader = _Reader(report, standard)
        cells = {cell: reader.covered(*cell) for cell in every}
        headed.update(cell for cell in every if reader.own_sections(*cell))
        rows.append(CoverageRow(name, report.source.path, cells))
    besides = [c for c in every if c not in expected and c != ("general", "result")]
    least = max(1.0, _SHOWN_SHARE * len(reports))
    return Coverage((*expected, *(c for c in besides if headed[c] >= least)), expected, tuple(rows))


class _Reader:
    """One report, asked cell by cell."""

    def __init__(self, report: Report, standard: Standard) -> None:
        self._report, self._standard = report, standard
        self._sections = {section.id: section for section in report.sections}
        self._nothing = any_of(standard.comparing.words("nothing"))
        self._beyond = self._is_about_procedures_alone()

    def covered(self, area: Area, role: Role) -> Covered:
        """What the report says of a cell."""
        own = self.own_sections(area, role)
        blocks = [b for b in self._report.blocks if b.kind in ("text", "table") and b.role == role and b.area == area]
        blocks = [b for b in blocks if b.text.strip()]
        if own:
            inside = [b for b in blocks if self._is_below(b.section, {s.id for s in own})]
            inside = inside or [b for b in self._below(own) if b.role == role]
            if inside:
                return self._judged(own[0], inside)
        found = self._elsewhere(area, role, blocks)
        if found:
            return found
        if self._beyond and area not in ("procedures", "general"):
            return Covered("beyond")
        return Covered("missing", own[0].heading, own[0].lines, own[0].page) if own else Covered("missing")

    def own_sections(self, area: Area, role: Role) -> list[Section]:
        """The sections that are of the cell, the outermost first."""
        return [s for s in self._report.sections if s.area == area and s.role == role]

    def _judged(self, section: Section, blocks: Sequence[Block]) -> Covered:
        """How much a part says: nothing to tell of, one short line, or more."""
        lines = (blocks[0].lines[0], blocks[-1].lines[1])
        sentences = [span for b in blocks for span in sentence_spans(b.text)]
        words = sum(len(b.text.split()) for b in blocks)
        state = "stated"
        if self._says_nothing(blocks):
            state = "none"
        elif len(sentences) <= 1 and words <= self._standard.comparing.limit("line_words"):
            state = "one_line"
        return Covered(state, section.heading, lines, section.page)  # type: ignore[arg-type] # one of the states

    def _says_nothing(self, blocks: Sequence[Block]) -> bool:
        """Whether all that is said is that there is nothing: "Không có.", "Không phát sinh trong kỳ"."""
        text = fold(" ".join(b.text for b in blocks)).strip(" .-–+*")
        match = self._nothing.match(text)
        return bool(match) and len(text.split()) <= self._standard.comparing.limit("line_words") / 2

    def _elsewhere(self, area: Area, role: Role, blocks: Sequence[Block]) -> Covered | None:
        """What is said of the cell under a heading of another."""
        findings = [f for f in self._report.findings if f.role == role and area in (f.area, "general")]
        places: list[Block | Finding] = [*findings] if role != "result" else [*blocks]
        if not places:
            return None
        section = self._heading_over(places)
        lines = (places[0].lines[0], places[-1].lines[1])
        return Covered("merged", section.heading if section else None, lines, places[0].page)

    def _heading_over(self, places: Iterable[Block | Finding]) -> Section | None:
        """The heading most of the places stand under."""
        counted = Counter(place.section for place in places if place.section)
        return self._sections.get(counted.most_common(1)[0][0]) if counted else None

    def _below(self, sections: Sequence[Section]) -> list[Block]:
        ids = {section.id for section in sections}
        return [b for b in self._report.blocks if b.kind in ("text", "table") and self._is_below(b.section, ids)]

    def _is_below(self, section: str | None, ids: set[str]) -> bool:
        seen: set[str] = set()
        while section is not None and section not in seen:
            if section in ids:
                return True
            seen.add(section)
            section = self._sections[section].parent if section in self._sections else None
        return False

    def _is_about_procedures_alone(self) -> bool:
        """Whether the title says that the report is on procedures: of the other fields it has nothing to tell."""
        title = fold(self._report.meta.title or "")
        words = self._standard.comparing.words
        return bool(any_of(words("procedures_titles")).search(title)) and not any_of(words("reform_titles")).search(
            title
        )
