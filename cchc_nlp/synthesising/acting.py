"""What the communes did in common: sentences of results → usual work of a field, counted in communes; notable practice.

Which words tell of which work is knowledge; a sentence that denies the work tells of none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cchc_nlp.knowledge.telling import Activity
from cchc_nlp.knowledge.wording import Wording
from cchc_nlp.model import Area, FindingRole, Place, Report
from cchc_nlp.synthesising.gathering import Voice
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.sentences import sentence_spans

_LEADING = re.compile(r"^\s*(?:[-+*•–]\s*|\d+(?:\.\d+)*[.)]\s+|[a-zđ][.)]\s+)+")
_MARKS = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰*_]+")
_FEWEST_WORDS = 5
_WANTING: tuple[FindingRole, ...] = ("limitation", "cause", "recommendation")
# What makes an example: a figure, a whole sentence, no list of documents.
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*\s*(?:%|[^\W\d_]{2,})")
# «đến nay có 0 thủ tục» is true and no example.
_NOTHING = re.compile(r"(?<![\d.,/])0{1,2}\s+[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Deed:
    """A sentence that tells of work done, of one commune."""

    voice: Voice
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Done:
    """Usual work with the communes that did it: one sentence each, the best to quote first."""

    activity: Activity
    deeds: tuple[Deed, ...]

    @property
    def quotable(self) -> list[Deed]:
        """Those that are whole sentences, on something that happened if there are such."""
        whole = [deed for deed in self.deeds if _is_whole(deed.text)]
        return [deed for deed in whole if not _NOTHING.search(deed.text)] or whole


def done(deeds: Sequence[Deed], activities: Sequence[Activity], wording: Wording) -> list[Done]:
    """The work that is told of, by the number of communes."""
    found = []
    for activity in activities:
        words = [fold(word) for word in activity.words]
        telling = [deed for deed in deeds if any(word in fold(deed.text) for word in words)]
        best: dict[Voice, Deed] = {}
        for deed in sorted(telling, key=lambda d: _rank(d, words, wording)):
            best.setdefault(deed.voice, deed)
        if best:
            found.append(Done(activity, tuple(best.values())))
    order = {activity.id: position for position, activity in enumerate(activities)}
    return sorted(found, key=lambda d: (-len(d.deeds), order[d.activity.id]))


def practices(deeds: Sequence[Deed], wording: Wording) -> list[Deed]:
    """Sentences on something the commune calls new or a model, the best to quote first, one a commune."""
    words = [fold(word) for word in wording.cue("practice")]
    telling = [d for d in deeds if _is_whole(d.text) and any(word in fold(d.text) for word in words)]
    best: dict[Voice, Deed] = {}
    for deed in sorted(telling, key=lambda d: (_surest(d, words), *_rank(d, words, wording))):
        best.setdefault(deed.voice, deed)
    return list(best.values())


def _surest(deed: Deed, words: Sequence[str]) -> int:
    folded = fold(deed.text)
    return next(at for at, word in enumerate(words) if word in folded)


def deeds_of(reports: Mapping[str, Report], by_path: Mapping[str, Voice], area: Area, wording: Wording) -> list[Deed]:
    """The sentences of the results on an area, besides those that tell of nothing or of what is wanting."""
    denied = [fold(word) for word in (*wording.cue("denied"), *wording.cue("empty"))]
    found = []
    for path, report in reports.items():
        wanting = [f for f in report.findings if f.role in _WANTING]
        for text, lines in _sentences(report, area):
            folded = fold(text)
            said = [fold(f.text) for f in wanting if f.lines[0] <= lines[1] and lines[0] <= f.lines[1]]
            if len(text.split()) >= _FEWEST_WORDS and not any(word in folded for word in (*denied, *said)):
                found.append(Deed(by_path[path], text, Place(path, lines)))
    return found


def _sentences(report: Report, area: Area) -> Iterator[tuple[str, tuple[int, int]]]:
    for block in report.blocks:
        if block.kind != "text" or block.role != "result" or block.area != area:
            continue
        lead = _LEADING.match(block.text)
        for start, end in sentence_spans(block.text):
            first = max(start, lead.end()) if lead else start
            text = block.text[first:end].strip()
            if text:
                yield text, block.lines_between(first, end)


def _rank(deed: Deed, words: Sequence[str], wording: Wording) -> tuple[bool, bool, bool, int, str]:
    """Whole sentences before parts, without documents before lists of them, with a figure before without."""
    folded = fold(deed.text)
    return (
        not _is_whole(deed.text) or folded.startswith(tuple(map(fold, wording.cue("leaning")))),
        any(fold(word) in folded for word in wording.cue("plan")),
        not _FIGURE.search(deed.text),
        min(folded.find(word) for word in words if word in folded),
        deed.place.path,
    )


def _is_whole(text: str) -> bool:
    """Neither cut by a page nor with the mark of a footnote inside."""
    return text[:1].isupper() and text.rstrip()[-1] in ".;" and not _MARKS.search(text)
