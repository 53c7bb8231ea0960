"""Wordings mistyped or gone out of use, as `formalities.toml` lists them; a hint, never an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_nlp.checking.quoting import plain, where
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.formalities import Term
from cchc_nlp.model import Block, Problem, Report
from cchc_nlp.vietnamese.forms import canonical_tones, nfc

# Words that make a wording right ("huyện … trước đây") stand this near.
_REACH = 60


def terms(report: Report, standard: Standard) -> Iterator[Problem]:
    """One problem a wording, at its first place, with the lines of all."""
    texts = [
        (block, canonical_tones(nfc(plain(block.text))))
        for block in report.blocks
        if block.kind != "noise" and block.role not in ("appendix", "closing")
    ]
    lowered = [(block, text, text.lower()) for block, text in texts]
    for term in standard.formalities.terms_in("\n".join(text for _, _, text in lowered)):
        if term.since is None or (_day(report) or "") >= term.since:
            yield from _found(lowered, term, standard)


def _found(texts: Sequence[tuple[Block, str, str]], term: Term, standard: Standard) -> Iterator[Problem]:
    hits = []
    for block, text, lowered in texts:
        for match in term.regex.finditer(lowered):
            near = text[max(0, match.start() - _REACH) : match.end() + _REACH].lower()
            if not any(word in near for word in term.unless):
                hits.append((block, text[match.start() : match.end()]))
    if hits:
        block, found = hits[0]
        yield standard.problem(
            term.code,
            (block.lines[0], hits[-1][0].lines[1]),
            found=found,
            advice=term.advice,
            where=where(block.lines, block.page, standard),
            all_lines=[list(other.lines) for other, _ in hits],
        )


def _day(report: Report) -> str | None:
    """The day of the report, or the end of its period, as ISO."""
    meta = report.meta
    if meta.date or meta.period is None:
        return meta.date
    return meta.period.end or f"{meta.period.year}-06"
