"""Reports and themes → the province's report, every number and quotation with its places.

The prose is in templates; the rooms beside this module prepare what they may say: views whose values are ledger
entries. Here they are put together, and the opening is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from cchc_nlp.model import (
    Citation,
    Clustering,
    Enrolled,
    FindingRole,
    LeftOut,
    Letterhead,
    Paragraph,
    Passage,
    Period,
    Place,
    Report,
    Synthesis,
    Tabulation,
)
from cchc_nlp.synthesising import gathering, printing
from cchc_nlp.synthesising.annexing import Annexer
from cchc_nlp.synthesising.assessing import Assessment
from cchc_nlp.synthesising.attending import attendance, kind_and_base
from cchc_nlp.synthesising.fielding import FIELDS, Fields
from cchc_nlp.synthesising.figuring import Figures
from cchc_nlp.synthesising.ledger import Entry
from cchc_nlp.synthesising.staging import Stage
from cchc_nlp.synthesising.templating import render_prose
from cchc_nlp.synthesising.views import Annexes, KindView, OtherPeriod, RosterView, Tally
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard
    from cchc_nlp.knowledge.wording import Wording

_MASTER = "bao-cao.j2"
_MOST_CITED, _FEWEST_CITING = 3, 2
_OPEN = "……"


def synthesise(
    reports: Sequence[Report],
    clustering: Clustering,
    standard: Standard,
    *,
    table: Tabulation | None = None,
    province: str | None = None,
    period: Period | None = None,
    roster: Sequence[Enrolled] = (),
    left_out: Sequence[LeftOut] = (),
    answers: Mapping[str, str] | None = None,
) -> Synthesis:
    """The report of a province on the reports of its communes, by the official outline of its period.

    Args:
        reports: the communes' reports, in any order; the result does not depend on it.
        clustering: the themes of their findings; statements of files not among `reports` are left out.
        standard: gives the wording, what is told of each field, and the folders of templates.
        table: the figures of the same reports; without it none are told.
        province: "Lai Châu" or "tỉnh Lai Châu"; without it the one most reports name, else dots.
        period: of the synthesis; without it the one most reports are of.
        roster: the communes that should have reported, where they are known.
        left_out: files that are not among `reports`, to be told in the annex.
        answers: what officers decided, by the id of the decision.

    Raises:
        TemplateError: a template is wrong.
    """
    ordered = sorted(reports, key=lambda r: r.source.path)
    stage = Stage(ordered, gathering.voices(ordered, standard.wording), standard, answers or {})
    wanted = gathering.bare_period(period) if period else gathering.usual_period(ordered)
    return _Composer(stage, clustering, table, wanted, province, roster, left_out).synthesis()


class _Composer:
    """Puts the parts of one synthesis together."""

    def __init__(
        self,
        stage: Stage,
        clustering: Clustering,
        table: Tabulation | None,
        period: Period | None,
        province: str | None,
        roster: Sequence[Enrolled],
        left_out: Sequence[LeftOut],
    ) -> None:
        self.stage, self.wording, self.ledger = stage, stage.wording, stage.ledger
        self.reports, self.voices = stage.reports, stage.voices
        self.period = period
        self.province = _province_name(province or _usual_province(stage.reports), stage.wording)
        self.everyone = self._everyone()
        self.roster, self.left_out = roster, left_out
        known = (stage.by_path, stage.ledger, stage.standard, stage.answers)
        self.figures = Figures(table, *known) if table else None
        self.fields = Fields(stage, self.figures)
        self.assessment = Assessment(stage, clustering, self.figures)
        self.annexer = Annexer(stage, self.assessment, self.figures)

    def synthesis(self) -> Synthesis:
        values = self._values()
        pieces = render_prose(_MASTER, self.wording.templates, self.ledger, values)
        paragraphs = tuple(
            self.ledger.row(f"table{piece.table}", piece.cells)
            if piece.style == "table_row"
            else self.ledger.paragraph(piece.style, piece.text)
            for piece in pieces
        )
        letterhead = self._letterhead()
        return Synthesis(letterhead, paragraphs, self._passages(paragraphs, letterhead))

    def _values(self) -> dict[str, object]:
        stage, assessment = self.stage, self.assessment
        themes = {role: assessment.themes(role) for role in get_args(FindingRole)}
        outline = stage.standard.telling.outline(self.period.kind if self.period else "other")
        fields = [self.fields.view("direction"), *(self.fields.view(area) for area in FIELDS)]
        roles = {role: assessment.view(role, found) for role, found in themes.items() if role != "recommendation"}
        return {
            "parts": [f"{part}.j2" for part in outline.parts],
            "short": "chi-dao" not in outline.parts,
            "province": self.ledger.text(self.province),
            "period": self._period_entry(self.period),
            "next_period": self._next_period_entry(),
            "noun": self.ledger.text(stage.noun),
            "everyone": self.ledger.text(self.everyone),
            "bases": self._bases(),
            "units": stage.tally(self.voices),
            "reports": self.ledger.count([gathering.naming_place(r) for r in self.reports]),
            "kinds": self._kinds(),
            "roster": self._roster(),
            "unnamed": stage.tally([v for v in self.voices if not v.known]),
            "narrow": stage.tally(stage.narrow),
            "other_periods": self._other_periods(),
            "no_period": self._tally_of([r for r in self.reports if r.meta.period is None]),
            "left_out": len(self.left_out),
            "left_out_count": self.ledger.text(printing.count(len(self.left_out))),
            "direction": fields[0],
            "fields": fields[1:],
            "strengths": roles["strength"],
            "limitations": roles["limitation"],
            "causes": roles["cause"],
            "tasks": roles["task"],
            "task_groups": assessment.tasks(roles["task"]),
            "requests": assessment.requests(themes["recommendation"]),
            **self._annexes(themes),
        }

    def _everyone(self) -> str:
        """«các xã, phường», or the only commune by its name."""
        if len(self.voices) == 1 and self.voices[0].known:
            return self.voices[0].name
        return f"{self.wording.phrase('several')} {self.stage.noun}"

    def _kinds(self) -> list[KindView]:
        by_kind = {kind: [v for v in self.voices if v.kind == kind.id] for kind in self.wording.kinds}
        return [KindView(self.ledger.text(kind.name), self.stage.tally(v)) for kind, v in by_kind.items() if v]

    def _bases(self) -> list[Entry]:
        """The documents the report rests on: those of its years, and those that most communes cite."""
        year = self.period.year if self.period else None
        standing = [b.text for b in self.stage.standard.telling.bases if year and b.first_year <= year <= b.last_year]
        return [*map(self.ledger.text, standing), *self._cited("; ".join(standing))]

    def _cited(self, known: str) -> list[Entry]:
        """Documents of one number and date that many communes name; each has some of its own under a like number."""
        citing: dict[tuple[str, str | None], dict[str, tuple[Citation, Place]]] = {}
        for report in self.reports:
            voice = self.stage.by_path[report.source.path]
            for cited in report.meta.citations:
                place = Place(report.source.path, cited.lines)
                citing.setdefault((fold(cited.number), cited.date), {}).setdefault(voice.name, (cited, place))
        least = self.wording.limit("cited") / 100 * len(self.voices)
        often = [by for by in citing.values() if len(by) >= max(least, _FEWEST_CITING)]
        often.sort(key=lambda by: (-len(by), min(place.path for _, place in by.values())))
        own = tuple(map(fold, self.wording.cue("own_symbol")))
        numbers = [(next(iter(by.values()))[0].number, list(by.values())) for by in often]
        fresh = [by for number, by in numbers if number not in known and not any(s in fold(number) for s in own)]
        entries = [self._basis(by[0][0], [place for _, place in by]) for by in fresh[:_MOST_CITED]]
        return [entry for entry in entries if entry is not None]

    def _basis(self, cited: Citation, places: Sequence[Place]) -> Entry | None:
        """None for one that an officer has taken out."""
        date = printing.date(cited.date)
        values = {"kind": cited.kind, "number": cited.number, "date": date}
        words = self.wording.phrase("citation" if date else "citation_undated", **values)
        identity = f"can-cu:{fold(cited.number)}"
        question = self.stage.question(
            identity, "ask_basis", "ask_basis_choices", places, n=printing.count(len(places))
        )
        if self.stage.answer(question) == self.wording.phrase("drop"):
            return None
        return self.stage.asked(self.ledger.text(words, places), question)

    def _roster(self) -> RosterView | None:
        """Who should have reported and did not; None where nobody said who should."""
        if not self.roster:
            return None
        held = attendance(self.voices, self.roster, self.wording)
        here, rest = [v.place for v in held.here], [row.place for row in held.missing]
        names = printing.listed([kind_and_base(row.name, self.wording) for row in held.missing], self.wording)
        return RosterView(
            ratio=self.ledger.fraction(here, rest),
            share=self.ledger.share(here, rest),
            missing=len(rest),
            missing_count=self.ledger.count(rest),
            missing_names=self.ledger.text(names, rest),
            outside=self.stage.tally(held.outside),
        )

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
        return [self._other_period(own, groups[own]) for own in ordered]

    def _other_period(self, period: Period, reports: Sequence[Report]) -> OtherPeriod:
        voices = list(dict.fromkeys(self.stage.by_path[report.source.path] for report in reports))
        name = printing.listed([(v.kind, v.base) for v in voices], self.wording, self.wording.limit("names"))
        words = printing.period_name(period, self.wording)
        places = [gathering.period_place(report) for report in reports]
        question = self.stage.question(
            f"khac-ky:{fold(words)}", "ask_period", "ask_period_choices", places, name=name, period=words
        )
        return OtherPeriod(self.stage.asked(self._period_entry(period), question), self._tally_of(reports))

    def _tally_of(self, reports: Sequence[Report]) -> Tally:
        """The communes of some reports, each where its report names the period."""
        first = {self.stage.by_path[report.source.path]: report for report in reversed(reports)}
        return self.stage.tally(list(first), [gathering.period_place(report) for report in first.values()])

    def _annexes(self, themes: Mapping[FindingRole, Sequence[gathering.Gathered]]) -> dict[str, object]:
        """The rows of the annexes, and what each is called, by the order of those there are."""
        annexer = self.annexer
        missing = attendance(self.voices, self.roster, self.wording).missing if self.roster else ()
        codes, matrix = annexer.matrix(themes["limitation"])
        rows: dict[str, Sequence[object]] = {
            "reports": annexer.reports(),
            "missing": [self.ledger.text(printing.capitalised(row.name), [row.place]) for row in missing],
            "figures": annexer.indicators(),
            "themes": annexer.themes(themes),
            "matrix": matrix,
            "flaws": annexer.flaws(self.left_out),
        }
        there = [name for name, found in rows.items() if found]
        names = {name: self.ledger.text(self._annex_name(at, len(there))) for at, name in enumerate(there, 1)}
        return {"annex": Annexes(**names), "matrix_codes": codes} | {f"{n}_rows": found for n, found in rows.items()}

    def _annex_name(self, position: int, how_many: int) -> str:
        if how_many == 1:
            return self.wording.phrase("only_annex")
        return self.wording.phrase("annex", number=printing.roman(position))

    def _letterhead(self) -> Letterhead:
        year = str(self.period.year) if self.period else _OPEN
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
        places |= {(s.path, s.lines) for p in paragraphs for d in p.decisions for s in d.sources}
        said = self.figures.said_by_hand() if self.figures else {}
        said |= {(row.place.path, row.place.lines): row.name for row in self.roster}
        rows = gathering.table_passages(places, said, self.wording)
        return (*gathering.passages(places, self.stage.by_path, self.wording), *rows)


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
