"""Chooses sentences out of (area, role) cells: exact words, figures before slogans, nothing said twice.

Never a heading, a table row, noise, letterhead or closing. Two questions are answered: which sentences stand for a cell
of one report (`summarise`), and which passages of which communes stand for a field of the province
(`representative`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, get_args

from cchc_nlp.model import Area, Block, Extract, FindingRole, Report, Role
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.sentences import sentence_spans

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard
    from cchc_nlp.knowledge.wording import Wording

# What reads as one statement in a report: shorter is a label, longer a list of documents.
_SHORTEST, _LONGEST = 40, 420
_LEAST_WORDS = 8
# Two sentences that share this much of their words say the same; below, communes word the same thing differently.
_SAME = 0.5
# Two passages for one field shall speak of two things; the same form filled in by two communes shares about a third.
_SAME_SUBJECT = 0.2
# Weights of the evidence, beside a salience between 0 and 1: a figure outweighs two slogans, a mere list of documents
# issued outweighs nothing. Set by reading what was chosen from three real reports.
_FIGURE, _RESULT, _SLOGAN, _PLAN = 0.25, 0.08, -0.12, -0.4
_LEANING = -0.2
_RESULT_CUES_AT_MOST = 3
# The mean over fewer pairs of syllables than this would make a scrap like «giảm thời gian» look central.
_LEAST_TERMS = 12
_MEASURE = re.compile(r"\d+(?:[.,]\d+)*\s*(?:%|[^\W\d_]{2,})")
# A bullet's label before its sentence: «Về số hóa hồ sơ: Số hồ sơ đã số hóa …».
_LABEL = re.compile(r"[^.;:!?]{3,100}:\s+(?=[^\W\d_])")
_LEADING = re.compile(r"^\s*(?:[-+*•–]\s*|\d+(?:\.\d+)*[.)]\s+|[a-zđ][.)]\s+)+")
_ROLES: tuple[Role, ...] = ("result", *get_args(FindingRole))
# What a reader in the province looks for first.
_URGENT: tuple[Role, ...] = ("limitation", "recommendation", "cause", "strength", "task", "result")

Terms: TypeAlias = frozenset[str]
"""Pairs of neighbouring syllables: what a sentence is about, without segmenting words (a hundred times dearer)."""


@dataclass(frozen=True)
class Candidate:
    """A sentence that may be chosen, with its place; `rank` is its order among those of one line."""

    report: Report
    area: Area
    role: Role
    text: str
    lines: tuple[int, int]
    page: int | None
    rank: int = 0

    @cached_property
    def folded(self) -> str:
        """For looking words up."""
        return fold(self.text)

    @cached_property
    def terms(self) -> Terms:
        """For comparing with others."""
        syllables = re.findall(r"\w+", self.folded)
        return frozenset(f"{a} {b}" for a, b in pairwise(syllables))


def summarise(
    report: Report, standard: Standard, *, sentences: int = 2, words: int | None = None
) -> tuple[Extract, ...]:
    """At most `sentences` sentences for each (area, role) cell of a report, cells in the order of the standard outline.

    Within a cell the sentences keep the order of the report; none repeats what an earlier one said. With `words`, so
    many words at most in all: first the best sentence of each cell, what is wanting and asked for before results.
    """
    chosen = _chosen([report], standard.wording, sentences)
    if words is not None:
        chosen = _within(chosen, words)
    return tuple(Extract(c.area, c.role, c.text, c.lines, c.page) for c in _in_outline(chosen))


def summarise_fields(
    reports: Sequence[Report], standard: Standard, *, sentences: int = 2, words: int | None = None
) -> tuple[tuple[Report, Extract], ...]:
    """The same over many reports: for each (area, role) cell sentences that stand for all, each of another report."""
    chosen = _chosen(reports, standard.wording, sentences)
    if words is not None:
        chosen = _within(chosen, words)
    return tuple((c.report, Extract(c.area, c.role, c.text, c.lines, c.page)) for c in _in_outline(chosen))


def _chosen(reports: Sequence[Report], wording: Wording, sentences: int) -> list[list[Candidate]]:
    """For each cell its sentences, the best first."""
    said: list[Candidate] = []
    cells = []
    for role in _ROLES:
        found = [c for report in reports for c in candidates(report, wording, role)]
        for area in (entry.id for entry in wording.areas):
            ranked = _ranked([c for c in found if c.area == area], wording)
            picked = _pick(_one_each(ranked) if len(reports) > 1 else ranked, sentences, said)
            said += picked
            cells.append(picked)
    return cells


def _one_each(ranked: Iterable[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        best.setdefault(candidate.report.source.path, candidate)
    return list(best.values())


def _within(cells: Sequence[Sequence[Candidate]], words: int) -> list[list[Candidate]]:
    """As many sentences as fit, a round over all cells after another; a longer one makes place for a shorter."""
    order = sorted(range(len(cells)), key=lambda at: _URGENT.index(cells[at][0].role) if cells[at] else 0)
    kept: list[list[Candidate]] = [[] for _ in cells]
    left = words
    for rank in range(max(map(len, cells), default=0)):
        for at in order:
            length = len(cells[at][rank].text.split()) if rank < len(cells[at]) else left + 1
            if length <= left:
                kept[at].append(cells[at][rank])
                left -= length
    return kept


def _in_outline(cells: Sequence[Sequence[Candidate]]) -> list[Candidate]:
    """Cells in order, within each the sentences as they stand in their reports."""
    return [c for cell in cells for c in sorted(cell, key=lambda c: (c.report.source.path, c.lines, c.rank))]


def representative(cell: Sequence[Candidate], wording: Wording, limit: int) -> list[Candidate]:
    """The passages that stand best for one cell of many reports, each from another file."""
    picked: list[Candidate] = []
    for candidate in _ranked([c for c in cell if _is_telling(c, wording)], wording):
        if len(picked) == limit:
            break
        if all(candidate.report is not p.report and not _repeats(candidate, p, _SAME_SUBJECT) for p in picked):
            picked.append(candidate)
    return picked


def candidates(report: Report, wording: Wording, role: Role) -> Iterator[Candidate]:
    """The sentences of a role: findings where the role is one of theirs, else sentences of the running text."""
    if role in get_args(FindingRole):
        for rank, finding in enumerate(report.findings):
            if finding.role == role:
                yield Candidate(report, finding.area, role, finding.text, finding.lines, finding.page, rank)
        return
    found = [(finding.lines, fold(finding.text)) for finding in report.findings]
    for block in report.blocks:
        if block.kind == "text" and block.role == role and block.area is not None:
            for candidate in _sentences(report, block, block.area, role):
                if _is_sentence(candidate, wording) and not _is_finding(candidate, found):
                    yield candidate


def _sentences(report: Report, block: Block, area: Area, role: Role) -> Iterator[Candidate]:
    lead = _LEADING.match(block.text)
    for start, end in sentence_spans(block.text):
        first = max(start, lead.end()) if lead else start
        label = _LABEL.match(block.text, first)
        if label and block.text[label.end()].isupper() and end - label.end() >= _SHORTEST:
            first = label.end()
        text = block.text[first:end].strip()
        if text:
            yield Candidate(report, area, role, text, block.lines_between(first, end), block.page_at(first), first)


def _is_sentence(candidate: Candidate, wording: Wording) -> bool:
    """Neither a label, nor a list of documents, nor a table row that was flattened to text, nor «Không có»."""
    text = candidate.text
    letters = [c for c in text if c.isalpha()]
    return (
        _SHORTEST <= len(text) <= _LONGEST
        and len(text.split()) >= _LEAST_WORDS
        and not text.endswith(":")
        and not set(text) & {"\t", "|"}
        and len(letters) > len(text) / 2
        and sum(c.islower() for c in letters) > len(letters) / 2
        and not _says(candidate, wording.cue("empty"))
    )


def _is_telling(candidate: Candidate, wording: Wording) -> bool:
    """Fit to be quoted before the province: it opens as a sentence, leans on none before it, names no documents."""
    opens = candidate.text[:1].isupper() or candidate.text[:1].isdigit()
    return opens and not _leans(candidate, wording) and not _says(candidate, wording.cue("plan"))


def _leans(candidate: Candidate, wording: Wording) -> bool:
    """Whether a sentence goes on from the one before: «Trong đó …»."""
    return candidate.folded.startswith(tuple(map(fold, wording.cue("leaning"))))


def _is_finding(candidate: Candidate, found: Iterable[tuple[tuple[int, int], str]]) -> bool:
    """Whether the sentence is (part of) a finding, which has a cell of its own."""
    first, last = candidate.lines
    return any(
        lines[0] <= last and first <= lines[1] and (words in candidate.folded or candidate.folded in words)
        for lines, words in found
    )


def _ranked(cell: Sequence[Candidate], wording: Wording) -> list[Candidate]:
    """Best first. Salience is the mean spread of a sentence's terms over the reports, or one report's sentences."""
    texts: dict[str, set[str]] = {}
    several = len({candidate.report.source.path for candidate in cell}) > 1
    for position, candidate in enumerate(cell):
        texts.setdefault(candidate.report.source.path if several else str(position), set()).update(candidate.terms)
    spread = Counter(term for terms in texts.values() for term in terms)
    scores = [_score(candidate, spread, len(texts), wording) for candidate in cell]
    order = sorted(range(len(cell)), key=lambda i: (-scores[i], cell[i].report.source.path, cell[i].lines, i))
    return [cell[i] for i in order]


def _score(candidate: Candidate, spread: Counter[str], total: int, wording: Wording) -> float:
    salience = sum(spread[t] for t in sorted(candidate.terms)) / (total * max(_LEAST_TERMS, len(candidate.terms)))
    results = min(_RESULT_CUES_AT_MOST, sum(cue in candidate.folded for cue in wording.cue("result")))
    slogans = sum(cue in candidate.folded for cue in wording.cue("slogan"))
    return (
        salience
        + _FIGURE * bool(_MEASURE.search(candidate.text))
        + _RESULT * results
        + _SLOGAN * slogans
        + _PLAN * _says(candidate, wording.cue("plan"))
        + _LEANING * _leans(candidate, wording)
    )


def _pick(ranked: Iterable[Candidate], limit: int, said: Sequence[Candidate]) -> list[Candidate]:
    picked: list[Candidate] = []
    for candidate in ranked:
        if len(picked) == limit:
            break
        if not any(_repeats(candidate, other) for other in (*said, *picked)):
            picked.append(candidate)
    return picked


def _repeats(one: Candidate, other: Candidate, share: float = _SAME) -> bool:
    union = len(one.terms | other.terms)
    return one.folded == other.folded or (union > 0 and len(one.terms & other.terms) / union >= share)


def _says(candidate: Candidate, cues: Iterable[str]) -> bool:
    return any(fold(cue) in candidate.folded for cue in cues)
