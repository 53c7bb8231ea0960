"""The fields of the outline: who reported, the figures, what was done in common, what stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cchc_nlp.model import Area, Place
from cchc_nlp.synthesising import acting, gathering, selecting
from cchc_nlp.synthesising.acting import Deed, Done
from cchc_nlp.synthesising.figuring import Figures
from cchc_nlp.synthesising.gathering import Voice
from cchc_nlp.synthesising.ledger import Entry
from cchc_nlp.synthesising.selecting import Candidate
from cchc_nlp.synthesising.staging import Stage
from cchc_nlp.synthesising.views import ActivityView, ClauseView, FieldView, Spoken, Tally

FIELDS: tuple[Area, ...] = (
    "institutions",
    "procedures",
    "organisation",
    "civil_service",
    "public_finance",
    "digital_government",
)


@dataclass(frozen=True)
class Fields:
    """Makes the view of a field."""

    stage: Stage
    figures: Figures | None

    def view(self, area: Area) -> FieldView:
        """All there is to say of a field."""
        stage = self.stage
        among = [v for v in stage.voices if area == "procedures" or v not in stage.narrow]
        places = {v: place for v in among if (place := gathering.area_place(v.reports, area))}
        deeds = acting.deeds_of(stage.report_at, stage.by_path, area, stage.wording)
        practice = next(iter(acting.practices(deeds, stage.wording)), None)
        told = acting.done(deeds, [a for a in stage.standard.telling.activities if a.area == area], stage.wording)
        most = stage.wording.limit("activities")
        common = [work for work in told if len(work.deeds) > 1 or len(stage.voices) == 1]
        quoted = {practice.text} if practice else set[str]()
        names = stage.wording.area(area)
        clauses, stated = self._clauses(area, among)
        return FieldView(
            name=stage.ledger.text(names.name),
            about=stage.ledger.text(names.about),
            tally=stage.tally(list(places), list(places.values()), among=among),
            silent=stage.tally([v for v in among if v not in places]),
            stated=stated,
            clauses=clauses,
            activities=tuple(self._activity(work, among, quoted) for work in common[:most]),
            brief=tuple(self._activity(work, among, quoted, examples=0) for work in common[most:]),
            practice=self._deed(practice) if practice else None,
            passages=() if common else tuple(self._passages(area)),
        )

    def _clauses(self, area: Area, among: Sequence[Voice]) -> tuple[tuple[ClauseView, ...], Tally | None]:
        told: list[tuple[Entry, dict[Voice, Place]]] = self.figures.clauses(area) if self.figures else []
        if not told or not self.figures:
            return (), None
        usual = self.figures.usual(told)
        views = tuple(
            ClauseView(words, None if set(by) == set(usual) else self._tally_of(by, among)) for words, by in told
        )
        return views, self._tally_of(usual, among)

    def _tally_of(self, speaking: dict[Voice, Place], among: Sequence[Voice]) -> Tally:
        return self.stage.tally(list(speaking), list(speaking.values()), among=among)

    def _activity(
        self, work: Done, among: Sequence[Voice], quoted: set[str], *, examples: int | None = None
    ) -> ActivityView:
        """The work with the words of some communes: those not quoted often first, no sentence twice in a field."""
        limit = self.stage.wording.limit("examples") if examples is None else examples
        longest = self.stage.wording.limit("example")
        fresh = [deed for deed in work.quotable if deed.text not in quoted]
        fit = [deed for deed in fresh if len(deed.text) <= longest] or fresh
        chosen = _unlike(sorted(fit[: 2 * limit + 1], key=lambda d: self.stage.quoted[d.voice.name]), limit)
        quoted.update(deed.text for deed in chosen)
        voices = [deed.voice for deed in work.deeds]
        return ActivityView(
            title=self.stage.ledger.text(work.activity.title),
            tally=self.stage.tally(
                voices, [d.place for d in work.deeds], among=among, first=chosen[0].voice if chosen else None
            ),
            examples=tuple(self._deed(deed, longest) for deed in chosen),
        )

    def _deed(self, deed: Deed, longest: int | None = None) -> Spoken:
        self.stage.quoted[deed.voice.name] += 1
        return self.stage.spoken(deed.text, deed.place, deed.voice, longest)

    @cached_property
    def _results(self) -> list[Candidate]:
        return [c for r in self.stage.reports for c in selecting.candidates(r, self.stage.wording, "result")]

    def _passages(self, area: Area) -> list[Spoken]:
        cell = [c for c in self._results if c.area == area]
        chosen = selecting.representative(cell, self.stage.wording, self.stage.wording.limit("passages"))
        by_path = self.stage.by_path
        return [
            self.stage.spoken(c.text, Place(c.report.source.path, c.lines), by_path[c.report.source.path])
            for c in chosen
        ]


def _unlike(deeds: Sequence[Deed], most: int) -> list[Deed]:
    """The first of them, and others in other words: the same sentence with other figures is no second example."""
    chosen: list[Deed] = []
    for deed in deeds:
        if len(chosen) < most and not any(gathering.alike(deed.text, other.text) for other in chosen):
            chosen.append(deed)
    return chosen
