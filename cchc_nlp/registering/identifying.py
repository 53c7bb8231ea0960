"""A report and the roster → whose report it is: by name, by its former name, by slips, by the name of its file.

Names stand in several provinces and, before July 2025, in several districts: what the report says of these, and the
folders it lies in, tells them apart. Where nothing does, the report is
nobody's, and its note names whose it may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.communes import Communes, alike, bare_name, kind_of, load_communes
from cchc_nlp.model import Commune, Report, Unit, Verdict
from cchc_nlp.vietnamese.forms import bare, fold

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Identified:
    """A report with its commune; where that is None, `verdict` says why. `notes` are in Vietnamese.

    The unit of `report` is the commune as the roster has it, so that two reports of one commune are seen to be.
    `unit` is the name as the report said it.
    """

    report: Report
    commune: Commune | None
    verdict: Verdict
    unit: str | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    commune: Commune | None
    verdict: Verdict = "counted"
    notes: tuple[str, ...] = ()


def identify(reports: Iterable[Report], roster: Sequence[Commune], standard: Standard) -> list[Identified]:
    """Each report, in order, with the commune of the roster whose it is."""
    finder = _Finder(roster, load_communes(), standard)
    found = []
    for report in reports:
        answer = finder.find(report.meta.unit, report.source.path)
        unit = report.meta.unit.name if report.meta.unit else None
        known = replace(report, meta=replace(report.meta, unit=_unit(answer.commune))) if answer.commune else report
        found.append(Identified(known, answer.commune, answer.verdict, unit, answer.notes))
    return found


def identify_file(path: str, roster: Sequence[Commune], standard: Standard) -> Commune | None:
    """The commune that the name of a file alone names, where it names one."""
    return _Finder(roster, load_communes(), standard).by_file(path, roster)


def _unit(commune: Commune) -> Unit:
    return Unit(commune.name, kind_of(commune.name) or "", commune.district, commune.province, commune.code)


class _Finder:
    """The roster with its look-ups."""

    def __init__(self, roster: Sequence[Commune], country: Communes, standard: Standard) -> None:
        self._roster, self._country, self._standard = roster, country, standard
        self._say = standard.registering.phrase
        self._tiers = {kind.id: kind.tier for kind in standard.unit_kinds}
        self._provinces = {bare_name(c.province) for c in roster if c.province}

    def find(self, unit: Unit | None, path: str) -> _Found:
        """Whose report with this unit, lying at this path, is."""
        if unit is None or not unit.name.strip():
            return self._by_file_alone(path)
        found = self._named(unit, path)
        other = self.by_file(path, self._roster) if found.commune else None
        if (
            found.commune
            and other
            and bare_name(other.name) not in (bare_name(found.commune.name), bare_name(unit.name))
        ):
            note = self._say("note_file_other", other=other.name)
            return replace(found, notes=(*found.notes, note))
        return found

    def _named(self, unit: Unit, path: str) -> _Found:
        if unit.province and self._provinces and not self._is_ours(unit.province):
            if self._country.provinces_now(unit.province):
                return _Found(None, "outside", (self._say("note_other_province", province=unit.province),))
            unit = replace(unit, province=None)  # a name of no province: cut or misread, it tells nothing
        same = [c for c in self._roster if fold(c.name) == fold(unit.name)]
        heirs = self._by_former_name(unit)
        if heirs.commune and unit.district and not any(c.district or c == heirs.commune for c in same):
            return heirs  # the district says that the former one of this name is meant
        if same:
            return self._told_apart(same, unit, path)
        if heirs.commune or heirs.verdict == "ambiguous":
            return heirs
        return self._by_slip(unit, path) or self._not_ours(unit)

    def _is_ours(self, province: str) -> bool:
        """Whether a province is that of the roster, or a former one that became part of it."""
        now = self._country.provinces_now(province)
        return bare_name(province) in self._provinces or any(bare_name(name) in self._provinces for name in now)

    def _told_apart(self, same: Sequence[Commune], unit: Unit, path: str, notes: tuple[str, ...] = ()) -> _Found:
        now = (unit.province, *(self._country.provinces_now(unit.province) if unit.province else ()))
        fitting = [c for c in same if _agrees(c.district, unit.district) and any(_agrees(c.province, p) for p in now)]
        if len(fitting) == 1 or (fitting and len({(c.province, c.district) for c in fitting}) == 1):
            return _Found(fitting[0], notes=notes)
        if not fitting:
            where = ", ".join(filter(None, (unit.district, unit.province)))
            return _Found(None, "outside", (self._say("note_other_province", province=where),))
        words = _words(path)
        by_path = [c for c in fitting if any(_within(place, words) for place in (c.district, c.province) if place)]
        if len(by_path) == 1:
            return _Found(by_path[0], notes=(*notes, self._say("note_file_apart")))
        return _Found(None, "ambiguous", (self._say("note_ambiguous", names=self._listed(fitting)),))

    def _by_former_name(self, unit: Unit) -> _Found:
        """The commune of the roster that carries on one that is no more."""
        once = [
            (former, [own for heir in heirs if (own := self._own(heir))])
            for former, heirs in self._country.once_named(unit.name)
            if fold(former.name) == fold(unit.name)
            and _agrees(former.district, unit.district)
            and self._fits(former, heirs, unit)
        ]
        once = [(former, heirs) for former, heirs in once if heirs]
        mains = list(dict.fromkeys(heirs[0] for _, heirs in once))
        if len(mains) > 1:
            return _Found(None, "ambiguous", (self._say("note_ambiguous", names=self._listed(mains)),))
        if not mains:
            return _Found(None, "unknown")
        former, heirs = once[0]
        old = f"{former.name}, {former.district}" if former.district else former.name
        now, divided = heirs[0], len(heirs) > 1
        phrase = "note_divided" if divided else "note_heir" if bare_name(now.name) == bare_name(old) else "note_merged"
        return _Found(now, notes=(self._say(phrase, old=old, now=now.name, all=", ".join(h.name for h in heirs)),))

    def _fits(self, former: Commune, heirs: Sequence[Commune], unit: Unit) -> bool:
        return any(_agrees(c.province, unit.province) for c in (former, *heirs))

    def _own(self, heir: Commune) -> Commune | None:
        fitting = (c for c in self._roster if fold(c.name) == fold(heir.name) and _agrees(c.province, heir.province))
        return next(fitting, None)

    def _by_slip(self, unit: Unit, path: str) -> _Found | None:
        """By the name with another kind in front, or by its letters without marks."""
        kind = [c for c in self._roster if bare_name(c.name) == bare_name(unit.name)]
        if kind:
            note = self._say("note_kind", said=unit.name, now=kind[0].name)
            return self._told_apart(kind, unit, path, (note,))
        plain = [c for c in self._roster if bare(bare_name(c.name)) == bare(bare_name(unit.name))]
        if len(plain) == 1:
            return _Found(plain[0], notes=(self._say("note_spelling", said=unit.name, now=plain[0].name),))
        return None

    def _not_ours(self, unit: Unit) -> _Found:
        if self._tiers.get(unit.kind) != "commune":
            return _Found(None, "outside", (self._say("note_no_commune", said=unit.name),))
        known = [*self._country.named(unit.name), *(former for former, _ in self._country.once_named(unit.name))]
        elsewhere = list(dict.fromkeys(c.province for c in known if c.province and fold(c.name) == fold(unit.name)))
        near = alike(unit.name, [c.name for c in self._roster])
        if near:
            names = self._say("or").join(near)
            return _Found(None, "unknown", (self._say("note_alike", said=unit.name, names=names),))
        if elsewhere:
            shown = ", ".join(elsewhere[:_MOST_NAMED]) + ("…" if len(elsewhere) > _MOST_NAMED else "")
            return _Found(None, "outside", (self._say("note_elsewhere", provinces=shown),))
        return _Found(None, "outside", (self._say("note_not_listed", said=unit.name),))

    def _by_file_alone(self, path: str) -> _Found:
        commune = self.by_file(path, self._roster)
        if commune is None:
            return _Found(None, "unknown", (self._say("note_no_unit"),))
        return _Found(commune, notes=(self._say("note_file", now=commune.name),))

    def by_file(self, path: str, among: Sequence[Commune]) -> Commune | None:
        """The one commune whose name stands in the file's name, the longest where one holds another; else None."""
        words = _words(PurePath(path).name)
        named = [c for c in among if _within(c.name, words)]
        longest = max((len(bare_name(c.name)) for c in named), default=0)
        named = [c for c in named if len(bare_name(c.name)) == longest]
        kinds = [c for c in named if f" {bare(c.name)} " in words]
        named = kinds or named
        return named[0] if len(named) == 1 and longest > 1 else None

    def _listed(self, communes: Sequence[Commune]) -> str:
        names = [f"{c.name} ({place})" if (place := c.district or c.province) else c.name for c in communes]
        return self._say("or").join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")


def _agrees(listed: str | None, said: str | None) -> bool:
    """Whether two names of a place may be the same: one of them is not said, or they are equal."""
    return not listed or not said or bare_name(listed) == bare_name(said)


def _words(path: str) -> str:
    """A path as words without marks, a blank at each end."""
    return f" {' '.join(''.join(c if c.isalnum() else ' ' for c in bare(path)).split())} "


def _within(name: str, words: str) -> bool:
    plain = " ".join("".join(c if c.isalnum() else " " for c in bare(bare_name(name))).split())
    return bool(plain) and f" {plain} " in words
