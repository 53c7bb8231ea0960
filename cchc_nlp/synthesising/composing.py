"""Reports and themes → the province's report, every number and quotation with its places.

The prose is in templates; this module prepares what they may say: views whose values are ledger entries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, get_args

from cchc_nlp.model import (
    Area,
    Clustering,
    FindingRole,
    Letterhead,
    Paragraph,
    Passage,
    Period,
    Place,
    Report,
    Synthesis,
    Theme,
)
from cchc_nlp.synthesising import gathering, printing, selecting
from cchc_nlp.synthesising.gathering import Gathered, Voice
from cchc_nlp.synthesising.ledger import Entry, Ledger
from cchc_nlp.synthesising.templating import render_prose
from cchc_nlp.synthesising.views import (
    FieldView,
    KindView,
    OtherPeriod,
    ReportRow,
    RoleView,
    Spoken,
    Tally,
    TaskView,
    ThemeRow,
    ThemeView,
)
from cchc_nlp.vietnamese.alphabet import alphabetical

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard
    from cchc_nlp.knowledge.wording import Wording

_MASTER = "bao-cao.j2"
_FIELDS: tuple[Area, ...] = (
    "institutions",
    "procedures",
    "organisation",
    "civil_service",
    "public_finance",
    "digital_government",
)


def synthesise(
    reports: Sequence[Report],
    clustering: Clustering,
    standard: Standard,
    *,
    province: str | None = None,
    period: Period | None = None,
    roster_size: int | None = None,
) -> Synthesis:
    """The report of a province on the reports of its communes, by the official outline.

    Args:
        reports: the communes' reports, in any order; the result does not depend on it.
        clustering: the themes of their findings; statements of files not among `reports` are left out.
        standard: gives the wording and the folders of templates.
        province: "Lai Châu" or "tỉnh Lai Châu"; without it the one most reports name, else dots.
        period: of the synthesis; without it the one most reports are of.
        roster_size: how many communes should have reported, where that is known.

    Raises:
        TemplateError: a template is wrong.
    """
    ordered = sorted(reports, key=lambda r: r.source.path)
    composer = _Composer(
        ordered, clustering, standard.wording, province=province, period=period, roster_size=roster_size
    )
    return composer.synthesis()


class _Composer:
    """What one synthesis needs at hand: the communes, the words, and the ledger all values are entered in."""

    def __init__(
        self,
        reports: Sequence[Report],
        clustering: Clustering,
        wording: Wording,
        *,
        province: str | None,
        period: Period | None,
        roster_size: int | None,
    ) -> None:
        self.reports = reports
        self.clustering = clustering
        self.wording = wording
        self.roster_size = roster_size
        self.voices = gathering.voices(reports, wording)
        self.by_path = {r.source.path: voice for voice in self.voices for r in voice.reports}
        self.period = gathering.bare_period(period) if period else gathering.usual_period(reports)
        self.province = _province_name(province or _usual_province(reports), wording)
        self.noun = _noun(self.voices, wording)
        self.everyone = self._everyone()
        self.results = [c for r in reports for c in selecting.candidates(r, wording, "result")]
        self.quoted: Counter[str] = Counter()
        self.ledger = Ledger()

    def synthesis(self) -> Synthesis:
        pieces = render_prose(_MASTER, self.wording.templates, self.ledger, self._values())
        paragraphs = tuple(
            self.ledger.row(f"table{piece.table}", piece.cells)
            if piece.style == "table_row"
            else self.ledger.paragraph(piece.style, piece.text)
            for piece in pieces
        )
        letterhead = self._letterhead()
        return Synthesis(letterhead, paragraphs, self._passages(paragraphs, letterhead))

    def _values(self) -> dict[str, object]:
        themes = {role: gathering.gathered(self.clustering, self.by_path, role) for role in get_args(FindingRole)}
        roles = {role: self._role(role, found) for role, found in themes.items()}
        return {
            "province": self.ledger.text(self.province),
            "period": self._period_entry(self.period),
            "next_period": self._next_period_entry(),
            "noun": self.ledger.text(self.noun),
            "everyone": self.ledger.text(self.everyone),
            "units": self._tally(self.voices),
            "reports": self.ledger.count([gathering.naming_place(r) for r in self.reports]),
            "kinds": self._kinds(),
            "roster": self._roster(),
            "unnamed": self._tally([v for v in self.voices if not v.known]),
            "other_periods": self._other_periods(),
            "no_period": self._tally_of([r for r in self.reports if r.meta.period is None]),
            "direction": self._field("direction"),
            "fields": [self._field(area) for area in _FIELDS],
            "strengths": roles["strength"],
            "limitations": roles["limitation"],
            "causes": roles["cause"],
            "tasks": roles["task"],
            "task_groups": self._by_field(roles["task"]),
            "recommendations": roles["recommendation"],
            "report_rows": [self._report_row(report) for report in self._by_unit()],
            "theme_rows": [row for role, found in themes.items() for row in self._theme_rows(role, found)],
        }

    def _tally(self, voices: Sequence[Voice], places: Sequence[Place] | None = None) -> Tally:
        """Count, share and names of some communes; `places` say where each of them speaks, else where it is named."""
        chosen = [v.place for v in voices] if places is None else list(places)
        rest = [v.place for v in self.voices if v not in voices]
        share = len(voices) / len(self.voices) if self.voices else 0.0
        hedge = self.wording.hedge(len(voices), share)
        names = [(v.kind, v.base) for v in voices]
        enter = self.ledger.text
        return Tally(
            n=len(voices),
            count=self.ledger.count(chosen),
            total=self.ledger.count([v.place for v in self.voices]),
            share=self.ledger.share(chosen, rest),
            names=enter(printing.listed(names, self.wording, self.wording.limit("names")), chosen),
            all_names=enter(printing.listed(names, self.wording), chosen),
            how_many=enter(f"{hedge.words} {self.noun}"),
            hedge=hedge.id,
            whole=bool(self.voices) and len(voices) == len(self.voices),
        )

    def _everyone(self) -> str:
        """«các xã, phường», or the only commune by its name."""
        if len(self.voices) == 1 and self.voices[0].known:
            return self.voices[0].name
        return f"{self.wording.phrase('several')} {self.noun}"

    def _kinds(self) -> list[KindView]:
        by_kind = {kind: [v for v in self.voices if v.kind == kind.id] for kind in self.wording.kinds}
        return [KindView(self.ledger.text(kind.name), self._tally(v)) for kind, v in by_kind.items() if v]

    def _roster(self) -> dict[str, Entry] | None:
        """How many should have reported, and the share that did; None where nobody said, or less than have reported."""
        if self.roster_size is None or self.roster_size < len(self.voices):
            return None
        here = [v.place for v in self.voices]
        return {
            "count": self.ledger.given(self.roster_size),
            "share": self.ledger.share(here, (), missing=self.roster_size - len(here)),
            "missing": self.ledger.given(self.roster_size - len(here)),
        }

    def _period_entry(self, period: Period | None) -> Entry:
        if period is None:
            return self.ledger.text(self.wording.phrase("unknown_period"))
        return self.ledger.text(printing.period_name(period, self.wording), self._period_places(period), "date")

    def _next_period_entry(self) -> Entry:
        if self.period is None:
            return self.ledger.text(self.wording.phrase("unknown_next_period"))
        words = printing.next_period_name(self.period, self.wording)
        return self.ledger.text(words, self._period_places(self.period), "date")

    def _period_places(self, period: Period) -> list[Place]:
        same = [r for r in self.reports if r.meta.period and gathering.bare_period(r.meta.period) == period]
        return [gathering.period_place(r) for r in same]

    def _other_periods(self) -> list[OtherPeriod]:
        """Communes with a report of another period, a group for each."""
        groups: dict[Period, list[Report]] = {}
        for report in self.reports:
            own = gathering.bare_period(report.meta.period) if report.meta.period else None
            if own and own != self.period:
                groups.setdefault(own, []).append(report)
        ordered = sorted(groups, key=lambda p: (p.year, p.kind, p.number or 0))
        return [OtherPeriod(self._period_entry(own), self._tally_of(groups[own])) for own in ordered]

    def _tally_of(self, reports: Sequence[Report]) -> Tally:
        """The communes of some reports, each where its report names the period."""
        first = {self.by_path[report.source.path]: report for report in reversed(reports)}
        return self._tally(list(first), [gathering.period_place(report) for report in first.values()])

    def _field(self, area: Area) -> FieldView:
        places = {v: place for v in self.voices if (place := gathering.area_place(v.reports, area))}
        cell = [c for c in self.results if c.area == area]
        chosen = selecting.representative(cell, self.wording, self.wording.limit("passages"))
        names = self.wording.area(area)
        return FieldView(
            name=self.ledger.text(names.name),
            about=self.ledger.text(names.about),
            tally=self._tally(list(places), list(places.values())),
            silent=self._tally([v for v in self.voices if v not in places]),
            passages=tuple(
                self._spoken(c.text, Place(c.report.source.path, c.lines), self.by_path[c.report.source.path])
                for c in chosen
            ),
        )

    def _spoken(self, words: str, place: Place, voice: Voice) -> Spoken:
        kept, cut = gathering.clipped(words, self.wording.limit("quote"))
        return Spoken(self.ledger.quote(kept, place, cut=cut), self.ledger.text(voice.name, [voice.place]))

    def _role(self, role: FindingRole, themes: Sequence[Gathered]) -> RoleView:
        """The themes of several communes, filled up with what one commune says where they are few."""
        common = [g for g in themes if len(g.voices) > 1]
        most = self.wording.limit(role)
        room = max(0, self.wording.limit("single_themes") - len(common))
        single = [g for g in themes if len(g.voices) == 1][:room]
        more = [g for g in themes if len(g.voices) == 1][room:]
        others = gathering.ungrouped(self.clustering, self.by_path, role)
        alone, left = others[: room - len(single)], others[room - len(single) :]
        return RoleView(
            told=tuple(self._theme(g) for g in [*common[:most], *single]),
            brief=tuple(self._theme(g) for g in common[most:]),
            alone=tuple(self._spoken(s.statement.text, s.place, s.voice) for s in alone),
            more=len(more),
            more_count=self.ledger.count([g.places[0] for g in more]),
            others=len(left),
            others_count=self.ledger.count([s.place for s in left]),
        )

    def _theme(self, found: Gathered) -> ThemeView:
        said = gathering.quotable(found, self.quoted, self.wording)
        return ThemeView(
            title=self.ledger.text(_title(found.theme), found.places),
            area=found.theme.area,
            tally=self._tally(found.voices, found.places),
            quote=self._spoken(said.statement.text, said.place, said.voice),
        )

    def _by_field(self, tasks: RoleView) -> list[TaskView]:
        """The themes of the tasks under their fields, in the order of the outline."""
        views = []
        for entry in self.wording.areas:
            told, brief = (tuple(t for t in themes if t.area == entry.id) for themes in (tasks.told, tasks.brief))
            if told or brief:
                views.append(TaskView(self.ledger.text(entry.about), told, brief))
        return views

    def _theme_rows(self, role: FindingRole, themes: Sequence[Gathered]) -> list[ThemeRow]:
        """Every theme of a role, and in a last row what is in none."""
        rows = [(_title(g.theme), self.wording.area(g.theme.area).name, g.voices, g.places) for g in themes]
        others = {s.voice: s.place for s in reversed(gathering.ungrouped(self.clustering, self.by_path, role))}
        if others:
            title, area = self.wording.phrase("ungrouped"), self.wording.area("general").name
            rows.append((title, area, list(others), list(others.values())))
        enter = self.ledger.text
        return [
            ThemeRow(enter(self.wording.role(role)), enter(title, places), enter(area), self._tally(speaking, places))
            for title, area, speaking, places in rows
        ]

    def _by_unit(self) -> list[Report]:
        kinds = [kind.id for kind in self.wording.kinds]
        ordered = sorted(self.voices, key=lambda v: (kinds.index(v.kind), alphabetical(v.base)))
        return [report for voice in ordered for report in voice.reports]

    def _report_row(self, report: Report) -> ReportRow:
        meta, voice = report.meta, self.by_path[report.source.path]
        unsaid = self.wording.phrase("not_stated")
        named = voice.name if voice.known else unsaid
        period = printing.period_name(meta.period, self.wording) if meta.period else unsaid
        enter = self.ledger.text
        return ReportRow(
            unit=enter(printing.capitalised(named), [voice.place]),
            number=enter(meta.document_number or unsaid, [gathering.number_place(report)]),
            date=enter(_date(meta.date) or unsaid, [gathering.date_place(report)], "date"),
            period=enter(printing.capitalised(period), [gathering.period_place(report)], "date"),
            file=enter(PurePath(report.source.path).name, [Place(report.source.path, voice.place.lines)]),
        )

    def _letterhead(self) -> Letterhead:
        year = str(self.period.year) if self.period else "……"
        period = printing.period_name(self.period, self.wording) if self.period else None
        places = {
            "PROVINCE": self.province.upper(),
            "province": self.province,
            "period": period or self.wording.phrase("unknown_period"),
            "everyone": self.everyone,
            "year": year,
        }
        framed = {part.id: self.wording.framed(part.id, **places) for part in self.wording.frame}
        dated = self.ledger.text(framed["subtitle"], self._period_places(self.period) if self.period else (), "date")
        return Letterhead(
            parent_body=framed["parent_body"],
            issuing_body=framed["issuing_body"],
            number=framed["number"],
            place_and_date=framed["place_and_date"],
            title=framed["title"],
            subtitle=framed["subtitle"],
            addressee=framed["addressee"],
            signature=tuple(framed["signature"].split("\n")),
            recipients=tuple(framed["recipients"].split("\n")),
            nation=framed["nation"],
            motto=framed["motto"],
            figures=self.ledger.paragraph("body", str(dated)).figures,
        )

    def _passages(self, paragraphs: Sequence[Paragraph], letterhead: Letterhead) -> tuple[Passage, ...]:
        figures = [*letterhead.figures, *(f for p in paragraphs for f in p.figures)]
        places = {(s.path, s.lines) for f in figures for s in f.sources}
        places |= {(q.path, q.lines) for p in paragraphs for q in p.quotes}
        return tuple(gathering.passages(places, self.by_path, self.wording))


def _title(theme: Theme) -> str:
    """As it stands inside a sentence."""
    return printing.uncapitalised(theme.title.strip().rstrip(".;,:"))


def _noun(voices: Sequence[Voice], wording: Wording) -> str:
    """«xã, phường» for the kinds that reported; «đơn vị» where no commune did."""
    kinds = {v.kind for v in voices}
    names = [kind.name for kind in wording.kinds if kind.id in kinds and kind.id != "other"]
    return ", ".join(names) or wording.phrase("body")


def _usual_province(reports: Sequence[Report]) -> str | None:
    named = Counter(r.meta.unit.province for r in reports if r.meta.unit and r.meta.unit.province)
    return min(named, key=lambda p: (-named[p], p)) if named else None


def _province_name(name: str | None, wording: Wording) -> str:
    """«tỉnh Lai Châu», «thành phố Huế»: with the kind in front, dots where nobody named it."""
    if not name or not name.strip():
        return wording.phrase("unknown_province")
    bare = " ".join(name.split())
    if any(bare.lower().startswith(f"{prefix.lower()} ") for prefix in wording.cue("province_prefix")):
        return printing.uncapitalised(bare)
    return wording.phrase("city" if bare in wording.cue("city") else "province", name=bare)


def _date(iso: str | None) -> str | None:
    """«05/6/2026» as the decree wants: a zero before days below ten and before the first two months."""
    if not iso:
        return None
    year, *rest = iso.split("-")
    if not rest:
        return year
    month = rest[0] if int(rest[0]) < 3 else str(int(rest[0]))  # noqa: PLR2004 - January and February
    return "/".join([*rest[1:2], month, year])
