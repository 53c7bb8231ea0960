"""Reports → wording that does not belong there: of a past period, of another commune, gone out of use.

What is said of the past on purpose stays out: comparisons, documents cited, plans and stages of several years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cchc_nlp.comparing.naming import excerpt, names_of
from cchc_nlp.knowledge import Standard, any_of
from cchc_nlp.knowledge.communes import bare_name, load_communes
from cchc_nlp.knowledge.periods import periods_in
from cchc_nlp.model import Block, Leftover, Period, Report
from cchc_nlp.vietnamese.forms import canonical_tones, fold, nfc
from cchc_nlp.vietnamese.names import CAPITALISED
from cchc_nlp.vietnamese.sentences import sentence_spans

OBSOLETE = "obsolete_term"
# How far around a mention words may stand that make it right.
_BEFORE, _BEHIND = 60, 40
_CITED = re.compile(r"số\s*:?\s*\d+[a-z]?(?:/\d{4})?\s*[/-]\s*[A-ZĐ]")
_NAME = rf"(?P<name>{CAPITALISED}(?:[ -]{CAPITALISED}){{0,3}})"


def leftovers(reports: Sequence[Report], standard: Standard) -> list[Leftover]:
    """The wordings of all reports, in order; each once a report and paragraph."""
    names = names_of(reports)
    others = {bare_name(r.meta.unit.name) for r in reports if r.meta.unit}
    seeker = _Seeker(standard, others)
    return [one for name, report in zip(names, reports, strict=True) for one in seeker.of(name, report)]


class _Seeker:
    """The words to look for, compiled once."""

    def __init__(self, standard: Standard, reporting: set[str]) -> None:
        words = standard.comparing.words
        self._standard, self._reporting = standard, reporting
        self._roles = words("content_roles")
        self._past = any_of(words("past_on_purpose"))
        self._elsewhere = any_of(words("elsewhere_on_purpose"))
        kinds = "|".join(kind.id for kind in standard.unit_kinds if kind.tier == "commune")
        bodies = "|".join(sorted(map(re.escape, words("own_bodies")), key=len, reverse=True))
        self._body = re.compile(rf"(?<!\w)(?i:{bodies})\s+(?P<kind>(?i:{kinds}))\s+{_NAME}")

    def of(self, unit: str, report: Report) -> Iterator[Leftover]:
        """Those of one report."""
        for block in report.blocks:
            if block.kind in ("text", "heading") and block.role in self._roles:
                yield from self._past_periods(unit, report, block)
                yield from self._foreign_communes(unit, report, block)
        yield from _obsolete(unit, report)

    def _past_periods(self, unit: str, report: Report, block: Block) -> Iterator[Leftover]:
        """Periods of the report's kind that are over, or years that are: told as if they were now."""
        own = report.meta.period
        if own is None:
            return
        text = nfc(block.text)
        for start, end in sentence_spans(text):
            sentence = text[start:end]
            for at, *_, period in periods_in(sentence, self._standard.period_words):
                before, behind = sentence[max(0, at - _BEFORE) : at], sentence[at : at + _BEHIND]
                near = f"{before}{behind}"
                if not _is_past(period, own, block) or self._past.search(fold(near)) or _CITED.search(near):
                    continue
                said = self._standard.comparing.phrase(
                    "advice_period",
                    said=self._standard.wording.period(period),
                    own=self._standard.wording.period(own),
                )
                found = re.split(r"[,;.(]", behind)[0].strip()
                yield Leftover("past_period", found, said, excerpt(unit, report, block, start, end))
                return

    def _foreign_communes(self, unit: str, report: Report, block: Block) -> Iterator[Leftover]:
        """Bodies of another commune that act in this report as its own would."""
        own = report.meta.unit
        if own is None:
            return
        ours = {bare_name(own.name), *load_communes().names_before(own.name)}
        text = nfc(block.text)
        for match in self._body.finditer(text):
            said = bare_name(f"{match['kind'].lower()} {match['name']}")
            before = text[max(0, match.start() - _BEFORE) : match.start()]
            near = fold(before + text[match.start() : match.end() + _BEHIND])
            issued = before.rstrip().endswith("của") and _CITED.search(before)
            if _is_one_of(said, ours) or self._elsewhere.search(near) or issued:
                continue
            known = self._known(said)
            if known:
                found = f"{match['kind'].lower()} {match['name']}"
                advice = self._standard.comparing.phrase("advice_commune", own=own.name)
                span = next((s for s in sentence_spans(text) if s[0] <= match.start() < s[1]), (0, len(text)))
                yield Leftover("foreign_commune", found, advice, excerpt(unit, report, block, *span))
                return

    def _known(self, name: str) -> bool:
        """Whether there is, or was, a commune of this name: one of the reports', or one of the country's."""
        communes = load_communes()
        words = name.split()
        heads = [" ".join(words[:n]) for n in range(len(words), 0, -1)]
        return any(h in self._reporting or communes.named(h) or communes.once_named(h) for h in heads)


def _is_past(period: Period, own: Period, block: Block) -> bool:
    """Whether a period named is over: one of the report's own kind before it, or an earlier year in what is to come."""
    if not period.year or period.kind == "other":
        return False
    if period.kind == own.kind:
        return (period.year, period.number or 0) < (own.year, own.number or 0) and (
            period.year < own.year or block.kind == "heading"
        )
    return period.kind == "year" and period.year < own.year and block.role == "task"


def _is_one_of(said: str, ours: set[str]) -> bool:
    """Whether a name, which may have swallowed the capitals behind it, is one of ours, or a part of one."""
    return any(said == name or said.startswith(f"{name} ") or name.startswith(f"{said} ") for name in ours)


def _obsolete(unit: str, report: Report) -> Iterator[Leftover]:
    """What the checks have found of terms gone out of use, place by place."""
    for problem in report.problems:
        if problem.code != OBSOLETE:
            continue
        first, found = problem.lines[0], str(problem.values.get("found", ""))
        there = [b for b in report.blocks if b.lines[0] <= first <= b.lines[1] and b.kind != "noise"]
        block = next((b for b in there if fold(found) in fold(b.text)), None)
        if block:
            at = canonical_tones(nfc(block.text)).lower().find(found.lower())
            span = next((s for s in sentence_spans(block.text) if s[0] <= at < s[1]), (0, len(block.text)))
            yield Leftover(
                "obsolete_term", found, str(problem.values.get("advice", "")), excerpt(unit, report, block, *span)
            )
