"""What every part of a synthesis has at hand: the communes, the words, the answers, and the ledger of all values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from cchc_nlp.model import Decision, Place, Report
from cchc_nlp.synthesising import gathering, printing
from cchc_nlp.synthesising.answering import understood
from cchc_nlp.synthesising.gathering import Voice
from cchc_nlp.synthesising.ledger import Entry, Ledger
from cchc_nlp.synthesising.views import Spoken, Tally
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard
    from cchc_nlp.knowledge.wording import PhraseId, Wording


@dataclass(frozen=True)
class Stage:
    """One synthesis in the making. `quoted` counts how often a commune has been quoted so far."""

    reports: Sequence[Report]
    voices: Sequence[Voice]
    standard: Standard
    answers: Mapping[str, str]
    ledger: Ledger = field(default_factory=Ledger)
    quoted: Counter[str] = field(default_factory=Counter)

    @cached_property
    def wording(self) -> Wording:
        """The words."""
        return self.standard.wording

    @cached_property
    def by_path(self) -> dict[str, Voice]:
        """The commune of each file."""
        return {report.source.path: voice for voice in self.voices for report in voice.reports}

    @cached_property
    def report_at(self) -> dict[str, Report]:
        """The report of each file."""
        return {report.source.path: report for report in self.reports}

    @cached_property
    def noun(self) -> str:
        """«xã, phường» for the kinds that reported; «đơn vị» where no commune did."""
        kinds = {v.kind for v in self.voices}
        names = [kind.name for kind in self.wording.kinds if kind.id in kinds and kind.id != "other"]
        return ", ".join(names) or self.wording.phrase("body")

    @cached_property
    def narrow(self) -> list[Voice]:
        """Communes whose reports are on procedures alone, by their titles: silent on other fields by design."""
        return [voice for voice in self.voices if all(self._is_narrow(report) for report in voice.reports)]

    def _is_narrow(self, report: Report) -> bool:
        title = fold(report.meta.title or "")
        words = self.wording.cue("procedures_title"), self.wording.cue("reform_title")
        on_procedures, on_reform = (any(fold(word) in title for word in group) for group in words)
        areas = {b.area for b in report.blocks if b.kind == "text" and b.role == "result"}
        return on_procedures and not on_reform and areas <= {"procedures", "general", None}

    def tally(
        self,
        voices: Sequence[Voice],
        places: Sequence[Place] | None = None,
        *,
        among: Sequence[Voice] | None = None,
        first: Voice | None = None,
    ) -> Tally:
        """Count, share and names of some communes of all, or of those `among`; `first` is named before the others.

        `places` say where each of them speaks, else where it is named.
        """
        everybody = self.voices if among is None else among
        chosen = [v.place for v in voices] if places is None else list(places)
        speaking = set(voices)
        rest = [v.place for v in everybody if v not in speaking]
        hedge = self.wording.hedge(len(voices), len(voices) / len(everybody) if everybody else 0.0)
        names = [(v.kind, v.base) for v in voices]
        ahead = (first.kind, first.base) if first else None
        enter = self.ledger.text
        return Tally(
            n=len(voices),
            count=self.ledger.count(chosen),
            total=self.ledger.count([v.place for v in everybody]),
            ratio=self.ledger.fraction(chosen, rest),
            share=self.ledger.share(chosen, rest),
            names=enter(printing.listed(names, self.wording, self.wording.limit("names"), ahead), chosen),
            all_names=enter(printing.listed(names, self.wording, None, ahead), chosen),
            how_many=enter(f"{hedge.words} {self.noun}"),
            hedge=hedge.id,
            whole=bool(everybody) and len(voices) == len(everybody),
        )

    def spoken(self, words: str, place: Place, voice: Voice, longest: int | None = None) -> Spoken:
        """Words of a commune, cut where they are long, and its name."""
        kept, cut = gathering.clipped(words, longest or self.wording.limit("quote"), self.wording.cue("joint"))
        return Spoken(self.ledger.quote(kept, place, cut=cut), self.ledger.text(voice.name, [voice.place]))

    def question(
        self, identity: str, ask: PhraseId, choices: PhraseId, sources: Sequence[Place], **values: object
    ) -> Decision:
        """Something to decide, in the words of the wording."""
        offered = tuple(self.wording.phrase(choices, **values).split("|"))
        return Decision(identity, self.wording.phrase(ask, **values), offered, tuple(sources))

    def answer(self, decision: Decision) -> str | None:
        """What an officer decided: a choice or, where they are asked for, own words; None while it is open."""
        return understood(decision, self.answers.get(decision.id, ""))

    def asked(self, entry: Entry, decision: Decision) -> Entry:
        """The entry with the question, unless it has been answered."""
        return entry if self.answer(decision) else self.ledger.asking(entry, decision)
