"""Strengths, limitations, causes, tasks and recommendations: themes as views, tasks by field, requests by addressee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_nlp.model import Clustering, Decision, FindingRole, Theme
from cchc_nlp.synthesising import gathering, printing, routing
from cchc_nlp.synthesising.figuring import Figures
from cchc_nlp.synthesising.gathering import Gathered, Said, Voice, alike
from cchc_nlp.synthesising.ledger import Entry
from cchc_nlp.synthesising.staging import Stage
from cchc_nlp.synthesising.views import Affected, AlsoAsked, RequestView, RoleView, Spoken, TaskView, ThemeView
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from cchc_nlp.knowledge.wording import PhraseId

_KEEP_OR_DROP: tuple[PhraseId, PhraseId] = ("keep", "drop")


@dataclass(frozen=True)
class Assessment:
    """Makes the views of what was found."""

    stage: Stage
    clustering: Clustering
    figures: Figures | None

    def themes(self, role: FindingRole) -> list[Gathered]:
        """The themes of a role as said in our reports, groups an officer has dropped left out, named ones named so."""
        found = gathering.gathered(self.clustering, self.stage.by_path, role)
        return [named for g in found if (named := g if g.theme.theme else self._decided(g))]

    def _decided(self, found: Gathered) -> Gathered | None:
        """A group with the name an officer gave it is a theme like another; None for one that was dropped."""
        keep, drop = map(self.stage.wording.phrase, _KEEP_OR_DROP)
        answer = self.stage.answer(self._what_group(found))
        if answer in (None, keep):
            return found
        if answer == drop:
            return None
        return Gathered(replace(found.theme, title=answer or "", theme=group_id(found.theme)), found.said)

    def _what_group(self, found: Gathered) -> Decision:
        """The question what a group of the program is."""
        name = found.theme.title.strip().rstrip(".;,:")
        return self.stage.question(group_id(found.theme), "ask_group", "ask_group_choices", found.places, name=name)

    def view(self, role: FindingRole, themes: Sequence[Gathered]) -> RoleView:
        """The themes of several communes, filled up with what one commune says where they are few."""
        stage = self.stage
        shared = [g for g in themes if len(g.voices) > 1]
        common, groups = ([g for g in shared if bool(g.theme.theme) is known] for known in (True, False))
        unnamed = stage.wording.limit("groups")
        least = stage.wording.limit("told_share") / 100 * len(stage.voices)
        most = min(stage.wording.limit(role), sum(len(g.voices) >= least for g in common))
        room = max(0, stage.wording.limit("single_themes") - len(shared))
        single = [g for g in themes if len(g.voices) == 1][:room]
        more = [*groups[unnamed:], *[g for g in themes if len(g.voices) == 1][room:]]
        others = gathering.ungrouped(self.clustering, stage.by_path, role)
        alone, left = others[: room - len(single)], others[room - len(single) :]
        return RoleView(
            told=tuple(self.theme(g) for g in [*common[:most], *groups[:unnamed], *single]),
            brief=tuple(self.theme(g) for g in common[most:]),
            alone=tuple(map(self._alone, alone)),
            more=len(more),
            more_count=stage.ledger.count([g.places[0] for g in more]),
            others=len(left),
            others_count=stage.ledger.count([s.place for s in left]),
        )

    def theme(self, found: Gathered, fitting: Gathered | None = None) -> ThemeView:
        """A theme with its quotation, one of `fitting` where that is given.

        A theme that the program made up has a second one, if that differs, and the question what it is.
        """
        stage, known = self.stage, found.theme.theme is not None
        said = [gathering.quotable(fitting or found, stage.quoted, stage.wording)]
        words = said[0].statement.text
        others = [s for s in found.said if s.voice is not said[0].voice and not alike(s.statement.text, words)]
        if not known and others:
            said.append(gathering.quotable(Gathered(found.theme, tuple(others)), stage.quoted, stage.wording))
        measure, affected = self._affected(found)
        return ThemeView(
            title=self.title(found),
            area=found.theme.area,
            known=known,
            tally=stage.tally(found.voices, found.places, first=said[0].voice),
            quotes=tuple(self._quotation(one, found, asked=not known and one is said[0]) for one in said),
            measure=measure,
            affected=affected,
            also=(),
        )

    def title(self, found: Gathered) -> Entry:
        """As it stands inside a sentence; that of a new group says that it is one commune's words."""
        words = printing.uncapitalised(found.theme.title.strip().rstrip(".;,:"))
        if found.theme.theme is None:
            words = self.stage.wording.phrase("new_group", name=words)
        return self.stage.ledger.text(words, found.places)

    def tasks(self, tasks: RoleView) -> list[TaskView]:
        """The themes of the tasks under their fields, in the order of the outline."""
        views = []
        for entry in self.stage.wording.areas:
            told, brief = (tuple(t for t in themes if t.area == entry.id) for themes in (tasks.told, tasks.brief))
            if told or brief:
                views.append(TaskView(self.stage.ledger.text(entry.about), told, brief))
        return views

    def requests(self, themes: Sequence[Gathered]) -> list[RequestView]:
        """The recommendations by whom they are meant for, the same request once: where most communes address it.

        Of two that as many name it goes to the usual one, else to the nearer: a department rather than a ministry.
        """
        addressees = self.stage.standard.telling.addressees
        usual = {a.id for a in addressees if a.usual}
        order: list[str] = [a.id for a in addressees]
        groups: dict[str | None, list[tuple[Gathered, dict[str | None, list[Voice]]]]] = {}
        for found in themes:
            asked = routing.by_addressee(found, self.stage.report_at, addressees)
            named = [a for a in asked if a is not None]
            main = min(named, key=lambda a: (-len(asked[a]), a not in usual, -order.index(a)), default=None)
            main = main or self._answered(found)
            groups.setdefault(main, []).append((found, asked))
        alone: dict[str | None, list[Said]] = {}
        for said in gathering.ungrouped(self.clustering, self.stage.by_path, "recommendation"):
            addressee = routing.addressee_of(said, self.stage.report_at[said.place.path], addressees)
            alone.setdefault(addressee, []).append(said)
        written = [a for a in groups if a is not None and a not in order]
        told = [a for a in (*order, *written, None) if a in groups or a in alone]
        return [self._request(a, groups.get(a, ()), alone.get(a, ())) for a in told]

    def _request(
        self,
        addressee: str | None,
        themes: Sequence[tuple[Gathered, dict[str | None, list[Voice]]]],
        alone: Sequence[Said],
    ) -> RequestView:
        wording = self.stage.wording
        name = self._addressee(addressee)
        heading = wording.phrase("addressee", name=name) if name else wording.phrase("no_addressee")
        most = wording.limit("recommendation")
        views = [self._requested(found, asked, addressee) for found, asked in themes]
        return RequestView(
            self.stage.ledger.text(heading), tuple(views[:most]), tuple(views[most:]), tuple(map(self._alone, alone))
        )

    def _requested(self, found: Gathered, asked: dict[str | None, list[Voice]], addressee: str | None) -> ThemeView:
        addressees, reports = self.stage.standard.telling.addressees, self.stage.report_at
        named = [(s, routing.addressee_of(s, reports[s.place.path], addressees)) for s in found.said]
        fitting = tuple(s for s, whom in named if whom == addressee) or tuple(s for s, whom in named if whom is None)
        view = self.theme(found, Gathered(found.theme, fitting or found.said))
        also = tuple(
            AlsoAsked(self.stage.ledger.text(self._addressee(other)), self.stage.tally(voices))
            for other, voices in asked.items()
            if other is not None and other != addressee
        )
        if addressee is None:
            view = replace(view, title=self.stage.asked(view.title, self._whom(found)))
        return replace(view, also=also)

    def _whom(self, found: Gathered) -> Decision:
        """The question whom a recommendation is meant for."""
        names = "|".join(a.name for a in self.stage.standard.telling.addressees)
        identity = addressee_id(found.theme)
        return self.stage.question(identity, "ask_addressee", "ask_addressee_choices", found.places, names=names)

    def _answered(self, found: Gathered) -> str | None:
        """The addressee an officer has chosen: one of ours by its id, another by its name."""
        answer = self.stage.answer(self._whom(found))
        if answer in (None, self.stage.wording.phrase("keep")):
            return None
        ours = self.stage.standard.telling.addressees
        return next((a.id for a in ours if fold(answer or "") in map(fold, (a.name, *a.words))), answer)

    def _addressee(self, identity: str | None) -> str:
        return next((a.name for a in self.stage.standard.telling.addressees if a.id == identity), identity or "")

    def _affected(self, found: Gathered) -> tuple[Entry | None, tuple[Affected, ...]]:
        measure = next((m for m in self.stage.standard.telling.measures if m.id == found.theme.theme), None)
        if measure is None or self.figures is None:
            return None, ()
        worst = self.figures.affected(measure, self.stage.wording.limit("affected"))
        shown = tuple(
            Affected(self.stage.ledger.text(voice.name, [voice.place]), self.figures.printed(place, measure.indicator))
            for voice, place in worst
        )
        return (self.stage.ledger.text(measure.words) if shown else None), shown

    def _quotation(self, said: Said, found: Gathered, *, asked: bool) -> Spoken:
        spoken = self.stage.spoken(said.statement.text, said.place, said.voice)
        if not asked:
            return spoken
        return replace(spoken, words=self.stage.asked(spoken.words, self._what_group(found)))

    def _alone(self, said: Said) -> Spoken:
        return self.stage.spoken(said.statement.text, said.place, said.voice)


def group_id(theme: Theme) -> str:
    """What a group of the program is called in the book of decisions: by its role and most central words."""
    return f"nhom:{theme.role}:{fold(theme.title)}"


def addressee_id(theme: Theme) -> str:
    """What the addressee of a recommendation is called there."""
    return f"noi-nhan:{theme.theme or group_id(theme)}"
