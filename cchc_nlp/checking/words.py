"""Wordings mistyped or gone out of use, as `formalities.toml` lists them; a hint, never an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_nlp.checking.quoting import plain, where
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.formalities import Term
from cchc_nlp.model import Block, Problem, Report
from cchc_nlp.vietnamese.forms import canonical_tones, fold, nfc

# Words that make a wording right ("huyện … trước đây") stand this near.
_REACH = 60


def terms(report: Report, standard: Standard) -> Iterator[Problem]:
    """One problem a wording, at its first place, with the lines of all."""
    blocks = [b for b in report.blocks if b.kind != "noise" and b.role not in ("appendix", "closing")]
    folded = [fold(plain(block.text)) for block in blocks]
    for term in standard.formalities.terms_in("\n".join(folded)):
        if term.since is None or (_day(report) or "") >= term.since:
            said = [block for block, words in zip(blocks, folded, strict=True) if term.regex.search(words)]
            yield from _found(said, term, standard)


def _found(blocks: Sequence[Block], term: Term, standard: Standard) -> Iterator[Problem]:
    hits = []
    for block in blocks:
        text = canonical_tones(nfc(plain(block.text)))
        for match in term.regex.finditer(text.lower()):
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
