"""The annexes: reports used, communes without one, figures, themes, communes × themes, what wants a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from cchc_nlp.model import FindingRole, LeftOut, Place, Report
from cchc_nlp.synthesising import gathering, printing
from cchc_nlp.synthesising.assessing import Assessment
from cchc_nlp.synthesising.figuring import Figures
from cchc_nlp.synthesising.gathering import Gathered, Voice
from cchc_nlp.synthesising.ledger import Entry
from cchc_nlp.synthesising.staging import Stage
from cchc_nlp.synthesising.views import (
    FlawRow,
    IndicatorRow,
    IndicatorTable,
    MatrixRow,
    ReportRow,
    ThemeRow,
    ThemeTable,
)
from cchc_nlp.vietnamese.alphabet import alphabetical

_MARK, _NO_MARK = "x", "–"


@dataclass(frozen=True)
class Annexer:
    """Makes the rows of the annexes."""

    stage: Stage
    assessment: Assessment
    figures: Figures | None

    def reports(self) -> list[ReportRow]:
        """Every report used, communes in the order of officials."""
        return [self._report_row(report) for voice in self._in_order() for report in voice.reports]

    def themes(self, themes: Mapping[FindingRole, Sequence[Gathered]]) -> list[ThemeTable]:
        """A table a role."""
        tables = [ThemeTable(self._text(self._role(role)), self._rows(role, found)) for role, found in themes.items()]
        return [table for table in tables if table.rows]

    def matrix(self, found: Sequence[Gathered]) -> tuple[list[Entry], list[MatrixRow]]:
        """The numbers of the first limitations, and for each commune which of them it states."""
        shown = [g for g in found if len(g.voices) > 1][: self.stage.wording.limit("matrix")]
        codes = [self._text(f"{number:02d}") for number in range(1, len(shown) + 1)]
        rows = [
            MatrixRow(
                self._text(printing.capitalised(voice.name), [voice.place]),
                tuple(self._text(_MARK if voice in g.voices else _NO_MARK) for g in shown),
            )
            for voice in self._in_order()
        ]
        return codes, rows if shown else []

    def indicators(self) -> list[IndicatorTable]:
        """The sums and rates of the province, a table a field."""
        if self.figures is None:
            return []
        by_area: dict[str, list[IndicatorRow]] = {}
        for name in self.figures.table.indicators:
            value, stated = self.figures.figure(name), self.figures.stated(name)
            if value is not None and stated:
                entry = self.stage.standard.indicators[name]
                ratio = self.stage.tally(list(stated), list(stated.values())).ratio
                row = IndicatorRow(self._text(entry.name), self._text(entry.unit), value, ratio)
                by_area.setdefault(entry.area, []).append(row)
        return [
            IndicatorTable(self._text(area.name), tuple(by_area[area.id]))
            for area in self.stage.wording.areas
            if area.id in by_area
        ]

    def flaws(self, left_out: Sequence[LeftOut]) -> list[FlawRow]:
        """What checks found wrong in the reports, and files that are not used."""
        rows = [self._flaw_row(voice, report) for voice in self._in_order() for report in voice.reports]
        files = [
            FlawRow(
                self._text(self.stage.wording.phrase("file", name=PurePath(one.path).name)),
                self._text(one.reason),
                self._text("–"),
            )
            for one in left_out
        ]
        return [*(row for group in rows for row in group), *files]

    def _flaw_row(self, voice: Voice, report: Report) -> list[FlawRow]:
        told = {problem.message: problem for problem in report.problems if problem.severity == "error"}
        by_hand = self.figures.by_hand(report.source.path) if self.figures else []
        return [
            FlawRow(
                self._text(printing.capitalised(voice.name), [voice.place]),
                self._text(message, [Place(report.source.path, problem.lines), *by_hand]),
                self._text(gathering.line_words(report, problem.lines, self.stage.wording)),
            )
            for message, problem in told.items()
        ]

    def _rows(self, role: FindingRole, found: Sequence[Gathered]) -> tuple[ThemeRow, ...]:
        """Every theme of a role, and in a last row what is in none."""
        wording, tally = self.stage.wording, self.stage.tally
        codes = self._codes(role, len(found))
        rows = [
            ThemeRow(
                self._text(code),
                self.assessment.title(g),
                self._text(wording.area(g.theme.area).name),
                tally(g.voices, g.places),
            )
            for code, g in zip(codes, found, strict=True)
        ]
        loose = gathering.ungrouped(self.assessment.clustering, self.stage.by_path, role)
        others = {said.voice: said.place for said in reversed(loose)}
        if others:
            title, area = wording.phrase("ungrouped"), wording.area("general").name
            speaking = tally(list(others), list(others.values()))
            rows.append(ThemeRow(self._text("–"), self._text(title), self._text(area), speaking))
        return tuple(rows)

    def _codes(self, role: FindingRole, how_many: int) -> list[str]:
        """«HC01», the initials of the role and a number."""
        initials = next(entry.code for entry in self.stage.wording.roles if entry.id == role)
        return [f"{initials}{number:02d}" for number in range(1, how_many + 1)]

    def _role(self, role: FindingRole) -> str:
        return self.stage.wording.role(role)

    def _in_order(self) -> list[Voice]:
        kinds = [kind.id for kind in self.stage.wording.kinds]
        return sorted(self.stage.voices, key=lambda v: (kinds.index(v.kind), alphabetical(v.base)))

    def _report_row(self, report: Report) -> ReportRow:
        meta, voice = report.meta, self.stage.by_path[report.source.path]
        unsaid = self.stage.wording.phrase("not_stated")
        named = voice.name if voice.known else unsaid
        period = printing.period_name(meta.period, self.stage.wording) if meta.period else unsaid
        enter = self.stage.ledger.text
        return ReportRow(
            unit=enter(printing.capitalised(named), [voice.place]),
            number=enter(meta.document_number or unsaid, [gathering.number_place(report)]),
            date=enter(printing.date(meta.date) or unsaid, [gathering.date_place(report)], "date"),
            period=enter(printing.capitalised(period), [gathering.period_place(report)], "date"),
            file=enter(PurePath(report.source.path).name, [Place(report.source.path, voice.place.lines)]),
        )

    def _text(self, words: str, places: Sequence[Place] = ()) -> Entry:
        return self.stage.ledger.text(words, places)
