"""Reports → passages that stand in two of them, beyond what the standard outline and common wording explain.

Shingles of the words of each paragraph find the paragraphs to be held against each other; their alignment decides.
Wording that many communes use is the province's, not one commune's: it explains, so it is no copy.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rapidfuzz.distance import LCSseq

from cchc_nlp.comparing.naming import excerpt, names_of
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.communes import bare_name
from cchc_nlp.model import Block, Copies, Copy, CopyKind, Excerpt, Report, Shared
from cchc_nlp.vietnamese.forms import canonical_tones, fold, nfc

_WORD = re.compile(r"\w+(?:[.,/-]\w+)*")
_SENTENCE_END = re.compile(r"[.;:!?](?=\s|$)")
_OWN_NAME = "@"
# Runs of equal words that belong to one passage stand at most so far apart.
_GAP = 3


@dataclass(frozen=True)
class _Text:
    """A paragraph as words: each with its place in the text, its sentence, and whether something else explains it."""

    report: int
    block: Block
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[int, ...]
    lengths: Counter[int]
    explained: frozenset[int]


@dataclass(frozen=True)
class _Match:
    """Words `a` to `b` of one paragraph that stand, nearly alike, as words of another."""

    first: _Text
    second: _Text
    at: tuple[int, int]
    other: tuple[int, int]
    pairs: tuple[tuple[int, int], ...]
    kind: CopyKind
    similarity: float

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the passage."""
        return self.first.words[slice(*self.at)]

    @property
    def new(self) -> int:
        """How many of the equal words nothing else explains."""
        return sum(i not in self.first.explained and j not in self.second.explained for i, j in self.pairs)


def copies(
    reports: Sequence[Report],
    standard: Standard,
    *,
    earlier: Sequence[Report] = (),
    names: Sequence[str] | None = None,
) -> Copies:
    """The passages of the reports that stand in one of another commune; with `earlier` ones, in one of their own.

    Between communes a passage is a whole paragraph, or a whole statement of an assessment, or very long, with the same
    figures: fragments are language, and the same sentence with other figures is what the outline leads to. What a
    commune says again of itself may have other figures; `kind` tells these apart. `names` are those of the communes of
    all reports, the earlier ones last, where their reports do not tell.
    """
    every = [*reports, *earlier]
    names = names or names_of(every)
    texts = list(_texts(every, standard))
    found: list[_Match] = []
    for one, other, is_rare in _candidates(texts, names, standard):
        own = names[one.report] == names[other.report]
        apart = (one.report < len(reports)) != (other.report < len(reports))
        if own == apart == bool(earlier):
            matches = _matches(one, other, standard, own=own)
            found += [match for match in matches if is_rare or match.kind == "verbatim"]
    rare = found if earlier else _rare(found, names, standard.comparing.limit("common_units"))
    kept = _longest(rare, every, len(reports))
    passages = [_copy(match, every, names) for match in kept]
    passages.sort(key=lambda copy: (copy.kind != "verbatim", -copy.words, copy.copied.path, copy.copied.lines))
    return Copies(tuple(passages), tuple(_shares(kept, texts, reports, names)))


def _texts(reports: Sequence[Report], standard: Standard) -> Iterator[_Text]:
    roles = standard.comparing.words("content_roles")
    titles = _Titles(standard)
    for number, report in enumerate(reports):
        own = _parts(bare_name(report.meta.unit.name)) if report.meta.unit else ()
        for block in report.blocks:
            if block.kind == "text" and block.role in roles:
                yield _text(number, block, own, titles)


def _text(number: int, block: Block, own: Sequence[str], titles: _Titles) -> _Text:
    text = nfc(block.text)
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    words, spans, sentences = [], [], []
    sentence = 0
    for match in _WORD.finditer(text):
        while sentence < len(ends) and ends[sentence] <= match.start():
            sentence += 1
        words.append(canonical_tones(match[0]).lower())
        spans.append(match.span())
        sentences.append(sentence)
    words, spans, sentences = _mask(words, spans, sentences, own)
    return _Text(number, block, tuple(words), tuple(spans), tuple(sentences), Counter(sentences), titles.within(words))


def _mask(
    words: list[str], spans: list[tuple[int, int]], sentences: list[int], own: Sequence[str]
) -> tuple[list[str], list[tuple[int, int]], list[int]]:
    """The commune's own name as one word, the same for all communes."""
    if not own:
        return words, spans, sentences
    kept: list[int] = []
    at = 0
    masked = list(words)
    ends = list(spans)
    while at < len(words):
        kept.append(at)
        if tuple(words[at : at + len(own)]) == tuple(own):
            masked[at] = _OWN_NAME
            ends[at] = (spans[at][0], spans[at + len(own) - 1][1])
            at += len(own)
        else:
            at += 1
    return [masked[i] for i in kept], [ends[i] for i in kept], [sentences[i] for i in kept]


def _parts(name: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(name))


class _Titles:
    """Wordings of the standard outline: where they stand in a text, they explain that others have the same words."""

    def __init__(self, standard: Standard) -> None:
        wordings = {_parts(fold(w)) for title in standard.titles for w in (title.title, *title.aliases)}
        wordings |= {_parts(fold(w)) for w in standard.comparing.words("stock_phrases")}
        self._by_start: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for wording in sorted(wordings, key=lambda w: (-len(w), w)):
            if wording:
                self._by_start[wording[0]].append(wording)

    def within(self, words: Sequence[str]) -> frozenset[int]:
        """The positions of words that such wordings cover."""
        covered: set[int] = set()
        for at, word in enumerate(words):
            for wording in self._by_start.get(word, ()):
                if tuple(words[at : at + len(wording)]) == wording:
                    covered.update(range(at, at + len(wording)))
                    break
        return frozenset(covered)


def _candidates(texts: Sequence[_Text], names: Sequence[str], standard: Standard) -> list[tuple[_Text, _Text, bool]]:
    """Pairs of paragraphs of different reports that share a shingle, and whether few communes have one they share.

    Pairs of two communes only if so.
    """
    size = int(standard.comparing.limit("shingle"))
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        for start in range(len(text.words) - size + 1):
            places = holders[text.words[start : start + size]]
            if not places or places[-1] != at:
                places.append(at)
    units = len(set(names))
    most = max(standard.comparing.limit("common_units"), standard.comparing.limit("common_share") * units)
    pairs: dict[tuple[int, int], bool] = {}
    for places in holders.values():
        if len(places) > 1:
            is_rare = len({names[texts[at].report] for at in places}) <= most
            for one, other in combinations(places, 2) if is_rare else _own(places, texts, names):
                if texts[one].report != texts[other].report:
                    pairs[one, other] = is_rare or pairs.get((one, other), False)
    return [(texts[one], texts[other], pairs[one, other]) for one, other in sorted(pairs)]


def _own(places: Sequence[int], texts: Sequence[_Text], names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs of one commune: what many say, it can still have from its own last report."""
    by_unit: dict[str, list[int]] = defaultdict(list)
    for at in places:
        by_unit[names[texts[at].report]].append(at)
    for own in by_unit.values():
        yield from combinations(own, 2)


def _matches(one: _Text, other: _Text, standard: Standard, *, own: bool) -> Iterator[_Match]:
    """The passages two paragraphs share."""
    limit = standard.comparing.limit
    runs = [
        (op.src_start, op.src_end, op.dest_start)
        for op in LCSseq.opcodes(one.words, other.words)
        if op.tag == "equal" and op.src_end - op.src_start > 1
    ]
    for group in _groups(runs):
        pairs = tuple((i, j0 + i - i0) for i0, i1, j0 in group for i in range(i0, i1))
        at = (pairs[0][0], pairs[-1][0] + 1)
        to = (pairs[0][1], pairs[-1][1] + 1)
        similarity = 2 * len(pairs) / (at[1] - at[0] + to[1] - to[0])
        changed = _figures_differ(_to_the_stop(one, at), _to_the_stop(other, to))
        match = _Match(one, other, at, to, pairs, "figures" if changed else "verbatim", round(similarity, 3))
        if match.new >= limit("words") and similarity >= limit("similarity") and _tells(match, standard, own=own):
            yield match


def _tells(match: _Match, standard: Standard, *, own: bool) -> bool:
    """Whether a passage is more than a fragment that two reports share by chance."""
    least = standard.comparing.limit("whole")
    sides = ((match.first, match.at), (match.second, match.other))
    paragraphs = all(at[1] - at[0] >= least * len(text.words) for text, at in sides)
    if own:
        return paragraphs or match.new >= standard.comparing.limit("long_words")
    if match.kind == "figures":
        return False
    judged = standard.comparing.words("judging_roles")
    statements = all(text.block.role in judged and _is_whole(text, at) for text, at in sides)
    exact = match.similarity == 1
    return (exact and (paragraphs or statements)) or match.new >= standard.comparing.limit("long_words")


def _groups(runs: Sequence[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Runs of equal words that stand near each other on both sides."""
    group: list[tuple[int, int, int]] = []
    for run in runs:
        if group:
            i0, i1, j0 = group[-1]
            if run[0] - i1 > _GAP or run[2] - (j0 + i1 - i0) > _GAP:
                yield group
                group = []
        group.append(run)
    if group:
        yield group


def _to_the_stop(text: _Text, at: tuple[int, int]) -> Sequence[str]:
    """The words of a passage and those up to the end of its last clause: the figure it leads to may be another."""
    last = text.sentences[at[1] - 1]
    return text.words[at[0] : bisect_right(text.sentences, last)]


def _figures_differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the figures within two passages are others."""
    return Counter(w for w in one if any(map(str.isdigit, w))) != Counter(w for w in other if any(map(str.isdigit, w)))


def _is_whole(text: _Text, at: tuple[int, int]) -> bool:
    """Whether a passage is whole statements from end to end."""
    touched = set(text.sentences[at[0] : at[1]])
    return at[1] - at[0] == sum(text.lengths[sentence] for sentence in touched)


def _rare(matches: Sequence[_Match], names: Sequence[str], most: float) -> list[_Match]:
    """The matches whose words stand in no more than so many communes: what more have is the province's wording."""
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for match in matches:
        holders[match.words].update((names[match.first.report], names[match.second.report]))
    return [match for match in matches if len(holders[match.words]) <= most]


def _longest(matches: Iterable[_Match], reports: Sequence[Report], now: int) -> list[_Match]:
    """The matches from source to copy, longest first; of words that stand in several reports, the first is the source.

    Reports from number `now` on are of the earlier period.
    """
    ages = [(number < now, report.meta.date or "9", number) for number, report in enumerate(reports)]
    turned = [_turned(match) if ages[match.first.report] > ages[match.second.report] else match for match in matches]
    turned.sort(key=lambda m: (m.kind != "verbatim", -m.new, ages[m.first.report], ages[m.second.report], m.other))
    used: dict[int, set[int]] = defaultdict(set)
    kept = []
    for match in turned:
        span = set(range(*match.other))
        if len(used[id(match.second)] & span) * 2 <= len(span):
            used[id(match.second)] |= span
            kept.append(match)
    return kept


def _turned(match: _Match) -> _Match:
    pairs = tuple((j, i) for i, j in match.pairs)
    return replace(match, first=match.second, second=match.first, at=match.other, other=match.at, pairs=pairs)


def _copy(match: _Match, reports: Sequence[Report], names: Sequence[str]) -> Copy:
    return Copy(
        match.kind,
        _excerpt(match.first, match.at, reports, names),
        _excerpt(match.second, match.other, reports, names),
        match.new,
        match.similarity,
        names[match.first.report] == names[match.second.report],
    )


def _excerpt(text: _Text, at: tuple[int, int], reports: Sequence[Report], names: Sequence[str]) -> Excerpt:
    start, end = text.spans[at[0]][0], text.spans[at[1] - 1][1]
    return excerpt(names[text.report], reports[text.report], text.block, start, end)


def _shares(
    matches: Sequence[_Match], texts: Sequence[_Text], reports: Sequence[Report], names: Sequence[str]
) -> Iterator[Shared]:
    """For each report the words that stand word for word in another, of all its words that nothing explains."""
    copied: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for match in matches:
        if match.kind == "verbatim":
            for text, place in ((match.first, 0), (match.second, 1)):
                copied[text.report][id(text)].update(p[place] for p in match.pairs if p[place] not in text.explained)
    totals = Counter[int]()
    for text in texts:
        totals[text.report] += len(text.words) - len(text.explained)
    shares = []
    for number, report in enumerate(reports):
        words = sum(map(len, copied[number].values()))
        if words:
            shares.append(Shared(names[number], report.source.path, words, round(words / totals[number], 4)))
    yield from sorted(shares, key=lambda s: (-s.share, s.path))
