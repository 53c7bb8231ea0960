"""Identified reports → the ledger: for each commune of the roster what it has sent, and what that counts for."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Literal

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Commune, Period, Register, Report, Sent, Standing, State, Verdict
from cchc_nlp.registering.identifying import Identified, identify_file
from cchc_nlp.vietnamese.forms import fold

NOT_CCHC = "not_cchc_report"
_ORDER: tuple[Verdict, ...] = (
    *("counted", "late", "older", "same", "wrong_period", "outside"),
    *("ambiguous", "unknown", "not_cchc", "unreadable"),
)


@dataclass(frozen=True, slots=True)
class Repeated:
    """A report (its path) that says the `same` as another, or is `older`."""

    path: str
    kept: str
    why: Literal["same", "older"]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that gave no report, and why."""

    path: str
    reason: str


def register(
    identified: Sequence[Identified],
    roster: Sequence[Commune],
    period: Period,
    standard: Standard,
    *,
    repeats: Iterable[Repeated] = (),
    unreadable: Iterable[Unreadable] = (),
    deadline: str | None = None,
) -> Register:
    """The ledger. A report counts once; one dated after the deadline (ISO) is late."""
    judge = _Judge(period, deadline, {repeat.path: repeat for repeat in repeats}, standard)
    sent = [judge.sent(one) for one in identified]
    sent += [
        Sent(one.path, "unreadable", commune=identify_file(one.path, roster, standard), notes=(one.reason,))
        for one in unreadable
    ]
    by_commune: dict[Commune, list[Sent]] = {}
    for one in sent:
        if one.commune is not None and one.verdict != "not_cchc":
            by_commune.setdefault(one.commune, []).append(one)
    standings = tuple(judge.standing(commune, by_commune.get(commune, [])) for commune in roster)
    others = tuple(sorted((s for s in sent if s.commune is None or s.verdict == "not_cchc"), key=_placed))
    provinces = {fold(commune.province): commune.province for commune in roster if commune.province}
    province = next(iter(provinces.values())) if len(provinces) == 1 else None
    return Register(period, standings, others, province, deadline)


def _placed(sent: Sent) -> tuple[int, str]:
    return _ORDER.index(sent.verdict), sent.path


@dataclass(frozen=True)
class _Judge:
    """What a file counts for in a period."""

    period: Period
    deadline: str | None
    repeats: Mapping[str, Repeated]
    standard: Standard

    def sent(self, one: Identified) -> Sent:
        """The file with its verdict and notes."""
        report = one.report
        verdict, notes = self._verdict(one)
        return Sent(
            report.source.path,
            verdict,
            one.unit,
            one.commune,
            report.meta.period,
            report.meta.date,
            (*one.notes, *notes),
        )

    def _verdict(self, one: Identified) -> tuple[Verdict, tuple[str, ...]]:
        report, say = one.report, self.standard.registering.phrase
        foreign = next((p.message for p in report.problems if p.code == NOT_CCHC), None)
        if foreign:
            return "not_cchc", (foreign,)
        if one.commune is None:
            return one.verdict, ()
        repeat = self.repeats.get(report.source.path)
        if repeat:
            return repeat.why, (say(f"note_{repeat.why}", file=PurePath(self._kept(repeat)).name),)
        if report.meta.period is None:
            return self._timely(report, (say("note_no_period"),))
        if not _same(report.meta.period, self.period):
            return "wrong_period", (say("note_period", period=self.standard.wording.period(report.meta.period)),)
        return self._timely(report, ())

    def _kept(self, repeat: Repeated) -> str:
        """The report that counts in the end, where the one kept was left out for a newer one itself."""
        seen: set[str] = set()
        path = repeat.kept
        while path in self.repeats and path not in seen:
            seen.add(path)
            path = self.repeats[path].kept
        return path

    def _timely(self, report: Report, notes: tuple[str, ...]) -> tuple[Verdict, tuple[str, ...]]:
        say, day = self.standard.registering.phrase, report.meta.date
        if self.deadline is None:
            return "counted", notes
        if day is None or _last(day) > self.deadline >= _first(day):
            return "counted", (*notes, say("note_date_open"))
        if _first(day) > self.deadline:
            late = say("note_late", date=printed_day(day), deadline=printed_day(self.deadline))
            return "late", (*notes, late)
        return "counted", notes

    def standing(self, commune: Commune, sent: Sequence[Sent]) -> Standing:
        """A commune: what of its files is best decides; an older version in time counts for the time."""
        verdicts = {one.verdict for one in sent}
        state: State = "missing"
        if "counted" in verdicts or any(self._in_time(one) for one in sent):
            state = "received"
        elif verdicts & {"late", "older", "same"}:
            state = "late" if "late" in verdicts else "wrong_period" if "wrong_period" in verdicts else "received"
        elif "wrong_period" in verdicts:
            state = "wrong_period"
        elif sent:
            state = "unreadable"
        return Standing(commune, state, tuple(sorted(sent, key=_placed)))

    def _in_time(self, one: Sent) -> bool:
        """Whether a version that was left out was of this period and in time."""
        if one.verdict not in ("older", "same") or one.period is None or not _same(one.period, self.period):
            return False
        return self.deadline is None or one.date is None or _first(one.date) <= self.deadline


def _same(one: Period, other: Period) -> bool:
    return (one.kind, one.year, one.number) == (other.kind, other.year, other.number)


def _first(day: str) -> str:
    """The first day an ISO date, possibly partial, may mean."""
    return f"{day}-01-01"[:10] if len(day) == len("2026") else f"{day}-01"[:10]


def _last(day: str) -> str:
    """The last one."""
    if len(day) == len("2026"):
        return f"{day}-12-31"
    if len(day) == len("2026-06"):
        year, month = map(int, day.split("-"))
        return f"{day}-{monthrange(year, month)[1]:02d}"
    return day


def printed_day(day: str) -> str:
    """An ISO date as offices print it.

    >>> printed_day("2026-06-05"), printed_day("2026-06")
    ('05/6/2026', '6/2026')
    """
    parts = day.split("-")
    if len(parts) == len(("year", "month", "day")):
        when = date.fromisoformat(day)
        return f"{when.day:02d}/{when.month if when.month > 2 else f'{when.month:02d}'}/{when.year}"  # noqa: PLR2004 - the decree writes 01 and 02
    return "/".join([*(str(int(p)) for p in reversed(parts[1:])), parts[0]])
