"""Whom a recommendation is meant for: by its own words, else by the headings it stands below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cchc_nlp.knowledge.telling import Addressee
from cchc_nlp.model import Report
from cchc_nlp.synthesising.gathering import Gathered, Said, Voice
from cchc_nlp.vietnamese.forms import fold

# An addressee is named at the start: «Đề nghị UBND tỉnh chỉ đạo Sở …» is for the UBND.
_NEAR = 60


def addressee_of(said: Said, report: Report, addressees: Sequence[Addressee]) -> str | None:
    """The id of the addressee of a statement; None where nothing names one."""
    texts = [said.statement.text[:_NEAR], *_headings(said, report)]
    return next((found for text in texts if (found := _named(text, addressees))), None)


def by_addressee(
    found: Gathered, reports: Mapping[str, Report], addressees: Sequence[Addressee]
) -> dict[str | None, list[Voice]]:
    """The communes of a theme by whom they ask, a commune once: under the first addressee it names.

    >>> by_addressee(Gathered(None, ()), {}, ())
    {}
    """
    groups: dict[str | None, list[Voice]] = {}
    named: dict[Voice, str | None] = {}
    for said in found.said:
        addressee = addressee_of(said, reports[said.place.path], addressees)
        named[said.voice] = named.get(said.voice) or addressee
    for voice, addressee in named.items():
        groups.setdefault(addressee, []).append(voice)
    return groups


def _headings(said: Said, report: Report) -> Iterator[str]:
    """The headings above a statement, the nearest first."""
    sections = {section.id: section for section in report.sections}
    place, words = said.place.lines, said.statement.text
    at: str | None = next((f.section for f in report.findings if f.lines == place and f.text == words), None)
    passed: set[str] = set()
    while at is not None and at in sections and at not in passed:
        passed.add(at)
        yield sections[at].heading
        at = sections[at].parent


def _named(text: str, addressees: Sequence[Addressee]) -> str | None:
    folded = f" {fold(text)} "
    hits = []
    for order, addressee in enumerate(addressees):
        plain = folded
        for masked in addressee.masked:
            plain = plain.replace(fold(masked), " " * len(fold(masked)))
        for word in addressee.words:
            at = plain.find(f" {fold(word)}")
            if at >= 0:
                hits.append((at, -len(word), order, addressee.id))
    return min(hits)[3] if hits else None
