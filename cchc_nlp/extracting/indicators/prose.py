"""Prose of the report → indicators: each number with its clause is held against the phrases of the knowledge.

A number takes the phrase that says most (the most letters of it stand in the clause). A bare share ("đạt 99,7%") is the
rate of the count before it; in "45/79" the second number is what the first is out of; "không có …" is zero.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from cchc_nlp.extracting.indicators.qualifiers import Surroundings
from cchc_nlp.extracting.indicators.tokens import Token, tokens_of
from cchc_nlp.extracting.indicators.values import in_unit
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.clauses import Clauses
from cchc_nlp.knowledge.indicators import IndicatorEntry
from cchc_nlp.knowledge.sayings import COUNT, MONEY, SHARE, ZERO, FigureEntry, Said, without_commas
from cchc_nlp.model import Block, Indicator, Period, Role, Section
from cchc_nlp.vietnamese.dates import no_counts, times
from cchc_nlp.vietnamese.numbers import Number

_STATING: frozenset[Role | None] = frozenset({"result", "assessment", "strength", "limitation", "cause", "task"})
_DIGIT = re.compile(r"\d")
_ITEM = re.compile(r"\s*[-–—+*•○]\s*\S")
_YEAR = re.compile(r"\s*\bnăm\s+20\d{2}\b", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\d[^()]*\)")
_SHARE_IN_BRACKETS = re.compile(r"\([^\d()]{0,20}\d[\d.,]*\s?%\s?\)(?=\s*[^\W\d_])")
_TIMES = ("20", "tháng", "quý", "thời điểm", "trong kỳ báo cáo")
_END = re.compile(r";|[.!?](?=\s|$)")
_LONGEST_WINDOW = 260
_LONGEST_BLOCK = 20_000


class _Window(NamedTuple):
    """The clause of a number: `place` is where its mark stands, `at` where the clause begins in the paragraph."""

    text: str
    place: int
    at: int

    def offset(self, position: int, token: Token) -> int:
        """Where in the paragraph a character of the clause stands."""
        return self.at + position if position <= self.place else token.end + position - self.place - 1


class _Reading(NamedTuple):
    """What a token was read as: its indicator and the stretch of the paragraph that says so."""

    entry: IndicatorEntry
    token: Token
    start: int
    end: int
    qualifier: str | None = None
    out_of: str | None = None
    event: bool = False


def from_prose(
    blocks: Sequence[Block], sections: Sequence[Section], period: Period | None, standard: Standard
) -> list[Indicator]:
    """Every figure that paragraphs and items state; those of the tasks to come are targets."""
    headings = {section.id: section.heading for section in sections}
    found: list[tuple[Indicator, str | None]] = []
    doubtful: list[tuple[Indicator, list[IndicatorEntry]]] = []
    run_in = {section.id for section in sections if section.run_in}
    for i, block in enumerate(blocks):
        if block.kind == "text" and block.role in _STATING and _may_state(block.text, standard):
            if i and block.section in run_in and blocks[i - 1].kind == "heading":
                block = _with_label(block, headings[block.section or ""])  # noqa: PLW2901 - with what it goes on from
            heading = headings.get(block.section or "", "")
            paragraph = _Paragraph(block, _beside(blocks, i), heading, period, standard)
            found += paragraph.indicators()
            doubtful += paragraph.open
    return _of_events(_settled(found, doubtful))


def _with_label(block: Block, label: str) -> Block:
    """The body of a run-in heading with the label before it: «3.1. Tổng số hồ sơ tiếp nhận: 4.321 hồ sơ»."""
    anchors = tuple(replace(a, start=a.start + len(label) + 2) if a.start else a for a in block.anchors)
    return replace(block, text=f"{label}: {block.text}", anchors=anchors)


def _settled(
    found: Sequence[tuple[Indicator, str | None]], doubtful: Sequence[tuple[Indicator, list[IndicatorEntry]]]
) -> list[tuple[Indicator, str | None]]:
    """The whole of a fraction that may be one of several counts is the one stated elsewhere with its value."""
    if not doubtful:
        return list(found)
    open_ones = {id(figure) for figure, _ in doubtful}
    said = {(figure.id, figure.value) for figure, _ in found if id(figure) not in open_ones}
    meant = {}
    for figure, entries in doubtful:
        entry = next((e for e in entries if (e.id, figure.value) in said), entries[0])
        meant[id(figure)] = replace(figure, id=entry.id, name=entry.name, unit=entry.unit)
    return [(meant.get(id(figure), figure), event) for figure, event in found]


def meant_by_words(
    label: str, value: str, unit: str, block: Block, above: Sequence[str], standard: Standard
) -> IndicatorEntry | None:
    """What a row means whose label is none of the catalogue's, read as a sentence: «Số lao động hợp đồng: 3 người».

    `above` are the labels of the rows above it, nearest first. None where its words tell nothing, or several things.
    """
    label = _YEAR.sub("", label)
    if not _DIGIT.search(value) or _DIGIT.search(unit) or _DIGIT.search(label):
        return None
    said = f"{label.rstrip(' :')}: {value.strip()}{'' if value.rstrip().endswith('%') else f' {unit.strip()}'}"
    sentence = replace(block, kind="text", text=said, anchors=block.anchors[:1], cells=None, role="result")
    found = _Paragraph(sentence, ("", ""), "; ".join(reversed(above)), None, standard).readings()
    return found[0].entry if len(found) == 1 and found[0].token.end >= len(label) else None


def _beside(blocks: Sequence[Block], i: int) -> tuple[str, str]:
    """What an item of a list goes on from, and the item behind it, where they stand in one section; "" for none."""
    if not _ITEM.match(blocks[i].text):
        return "", ""
    before, behind = blocks[i - 1] if i else None, blocks[i + 1] if i + 1 < len(blocks) else None
    near = [b.text if b and b.kind == "text" and b.section == blocks[i].section else "" for b in (before, behind)]
    return near[0], near[1] if _ITEM.match(near[1]) else ""


def _may_state(text: str, standard: Standard) -> bool:
    """Whether a paragraph has a digit or a zero in words."""
    return bool(_DIGIT.search(text) or standard.sayings.words("zero").search(text.lower()))


class _Paragraph:
    """One block of prose on its way to figures."""

    def __init__(
        self, block: Block, beside: tuple[str, str], heading: str, period: Period | None, standard: Standard
    ) -> None:
        self._block = block
        self._catalogue, self._sayings = standard.indicators, standard.sayings
        text = self._sayings.spelled_out(block.text[:_LONGEST_BLOCK])
        self._text, self._places = _without_times(_without_dates(text))
        self._clauses = self._sayings.clauses
        self._beside, self._heading = beside, heading
        self.open: list[tuple[Indicator, list[IndicatorEntry]]] = []  # figures that may be of one of several counts
        self._surroundings = Surroundings(text, block.role == "task", period, standard)

    @cached_property
    def _spelled_origin(self) -> Callable[[int], int]:
        return self._sayings.origins(self._block.text[:_LONGEST_BLOCK])

    def _origin(self, place: int) -> int:
        return self._spelled_origin(self._places[min(place, len(self._text))])

    def indicators(self) -> list[tuple[Indicator, str | None]]:
        """The figures of the paragraph in reading order, each with the event it is about, where it is about one."""
        found = self.readings()
        event = self._event() if found else ""
        return [(figure, event if reading.event else None) for reading in found for figure in self._stated(reading)]

    def readings(self) -> list[_Reading]:
        """What each number is read as, in reading order; numbers that tell nothing are left out."""
        tokens = tokens_of(self._text, self._sayings)
        found: list[_Reading] = []
        for token in tokens:
            if token.mark == ZERO and self._block.role == "task":
                continue
            # A zero in words bounds no number: "02 máy không có kết nối mạng".
            bounds = [t for t in tokens if t.mark != ZERO or token.mark == ZERO]
            start = max((t.end for t in bounds if t.start < token.start), default=0)
            end = min((t.start for t in bounds if t.start > token.start), default=len(self._text))
            found += (
                self._out_of_share(token, found)
                or self._whole(token, found)
                or self._read(token, start, end)
                or self._bare(token, end, found)
            )
        return found

    def _event(self) -> str:
        """The name of the event a paragraph is about ("đối thoại giữa … với …"); "" where it has none."""
        opener = self._sayings.words("event_openers").search(self._text)
        if opener is None:
            return ""
        name = self._clauses.event_name.match(self._text, opener.end())
        return self._original(name.start(1), name.end(1)) if name is not None else ""

    def _read(self, token: Token, start: int, end: int) -> list[_Reading]:
        left = self._text[max(start, token.start - _LONGEST_WINDOW) : token.start]
        ends = list(_END.finditer(left))
        left = left[ends[-1].end() :] if ends else left
        averages = self._sayings.words("averages")
        if averages.search(left) and averages.search(self._clauses.breaks.split(left)[-1]):
            return []
        right = self._behind(token, end)
        cut = _END.search(right)
        right = right[: cut.start()] if cut else right
        found: list[_Reading] = []
        for window in _windows(left, token, right, self._clauses):
            found += self._matches(token, window)
        return found

    def _behind(self, token: Token, end: int) -> str:
        """What follows a number up to the next one but its share in brackets: "45 hồ sơ (90%) trực tuyến"."""
        last = min(len(self._text), token.end + _LONGEST_WINDOW)
        share = _SHARE_IN_BRACKETS.search(self._text, token.end, last) if token.mark == COUNT else None
        if share is None or not share.start() < end < share.end():
            return self._text[token.end : min(end, last)]
        digit = _DIGIT.search(self._text, share.end(), last)
        blank, rest = " " * (share.end() - share.start()), slice(share.end(), digit.start() if digit else last)
        return self._text[token.end : share.start()] + blank + self._text[rest]

    def _matches(self, token: Token, window: _Window) -> list[_Reading]:
        said_there = self._sayings.said_in((token.mark, window.text, self._block.area or "general"))
        fitting = [said for said in said_there if self._fits(said, token)]
        chosen = fitting[:1]
        if chosen and chosen[0].saying.entry.shared:
            firsts = {said.saying.entry.indicator: said for said in reversed(fitting) if said.saying.entry.shared}
            chosen = [said for said in fitting if said is firsts.get(said.saying.entry.indicator)]
        return [self._reading(token, said, window) for said in chosen]

    def _fits(self, said: Said, token: Token) -> bool:
        """Whether a phrase may be meant where the number stands: by what was named before, and the words around it."""
        entry = said.saying.entry
        if said.saying.fraction and token.whole is None:
            return False
        subject = self._subject(token) if token.mark == COUNT and not said.names_counted else None
        if subject is not None and not self._sayings.may_count(entry, subject):
            return False
        if entry.topics and self._topic(token.start) not in entry.topics:
            return False
        return self._allows(entry, said.clause)

    def _allows(self, entry: FigureEntry, clause: str) -> bool:
        if entry.unless and self._sayings.says(entry.unless, clause):
            return False
        if entry.paragraph_lacks and self._is_said(entry.paragraph_lacks):
            return False
        return not entry.paragraph_has or self._is_said(entry.paragraph_has)

    def _is_said(self, words: tuple[str, ...]) -> bool:
        """Whether words of a condition stand in the paragraph or beside it."""
        known = self._said.get(words)
        if known is None:
            known = self._said[words] = self._sayings.says(words, self._around)
        return known

    @cached_property
    def _said(self) -> dict[tuple[str, ...], bool]:
        return {}

    def _subject(self, token: Token) -> str | None:
        """What was named last before a count without a noun: in "05 phản ánh, đã xử lý 04" no dossiers."""
        return next((word for at, word in reversed(self._subjects) if at <= token.start), None)

    @cached_property
    def _subjects(self) -> list[tuple[int, str]]:
        found = self._sayings.words("subjects").finditer(self._text)
        return [(match.end(), without_commas(match[0])) for match in found]

    def _topic(self, end: int) -> str | None:
        """The last topic named up to a number, else in what it goes on from, in its heading, or first behind it."""
        said = next((topic for at, topic in reversed(self._topics) if at <= end), self._topic_before)
        return said or (self._topics[0][1] if self._topics else None)

    @cached_property
    def _around(self) -> str:
        """The paragraph, with the items of its list beside it."""
        return "\n".join((self._text, *map(self._sayings.spelled_out, self._beside)))

    @cached_property
    def _topics(self) -> list[tuple[int, str]]:
        found = self._sayings.topic_pattern.finditer(self._text)
        return [(match.end(), self._sayings.topic_of(match)) for match in found]

    @cached_property
    def _topic_before(self) -> str | None:
        for text in (self._beside[0], self._heading):
            found = list(self._sayings.topic_pattern.finditer(self._sayings.spelled_out(text)))
            if found:
                return self._sayings.topic_of(found[-1])
        return None

    def _reading(self, token: Token, said: Said, window: _Window) -> _Reading:
        entry = said.saying.entry
        start = min(window.offset(said.start, token), token.start)
        end = max(window.offset(said.end, token), token.said_until)
        qualifier = None
        if said.part is not None:
            qualifier = self._original(*(window.offset(place, token) for place in said.part))
        return _Reading(self._catalogue[entry.indicator], token, start, end, qualifier, entry.out_of, entry.event)

    def _bare(self, token: Token, end: int, found: Sequence[_Reading]) -> list[_Reading]:
        """What a number is that names nothing by itself: it goes with the figure before it."""
        if not found:
            return []
        last = found[-1]
        between = self._text[last.token.said_until : token.start]
        if len(between) > _LONGEST_WINDOW:
            return []
        named = self._rate_of(last, token, between, end)
        return [_Reading(named, token, last.start, token.said_until, last.qualifier)] if named is not None else []

    def _out_of_share(self, token: Token, found: Sequence[_Reading]) -> list[_Reading]:
        """The counts that the rate right before them comes of."""
        if token.whole is None or not found:
            return []
        last = found[-1]
        named = self._counts_of(last, token, self._text[last.token.said_until : token.start])
        return [_Reading(named, token, last.start, token.said_until, last.qualifier)] if named is not None else []

    def _whole(self, token: Token, found: Sequence[_Reading]) -> list[_Reading]:
        """What the count before it is out of: "876 văn bản được ký số trên tổng số 880 văn bản đi"."""
        last = found[-1] if found else None
        if last is None or last.token.whole is not None or token.mark != last.token.mark or token.mark == SHARE:
            return []
        between = self._text[last.token.said_until : token.start]
        if len(between) > _LONGEST_WINDOW or not self._clauses.out_of.search(between):
            return []
        whole = self._wholes(last)
        fits = whole and self._counts_unit(self._catalogue[whole[0]].unit, self._text[token.end :])
        return (
            [_Reading(self._catalogue[whole[0]], token, last.start, token.said_until, last.qualifier)] if fits else []
        )

    def _wholes(self, reading: _Reading) -> list[str]:
        """The indicators that a count may be out of, the first one likeliest."""
        rate = self._catalogue.ratio_of(reading.entry.id)
        if reading.out_of:
            return [reading.out_of]
        return [w for w in (rate.denominator, *rate.other_denominators) if w is not None] if rate else []

    def _rate_of(self, last: _Reading, token: Token, between: str, end: int) -> IndicatorEntry | None:
        """The rate of the count before it: "…, đạt 99,7%"."""
        if token.mark != SHARE or last.token.mark not in (COUNT, MONEY):
            return None
        noun = self._sayings.noun_pattern.match(between)  # one that holds a comma ends no clause
        between = between[noun.end() :] if noun is not None else between
        behind = self._clauses.behind_share.match(self._text[token.end : end])
        said = behind and self._clauses.share_sign.search(between) and self._clauses.bare_share.fullmatch(between)
        return self._catalogue.ratio_of(last.entry.id) if said else None

    def _counts_of(self, last: _Reading, token: Token, between: str) -> IndicatorEntry | None:
        """The count that a rate before it comes of: "đạt 92,7% (1.085/1.170 hồ sơ)"."""
        if token.whole is None or last.token.mark != SHARE or last.entry.numerator is None:
            return None
        entry = self._catalogue[last.entry.numerator]
        fits = self._counts_unit(entry.unit, self._text[token.end :]) and self._clauses.counts_of_share.fullmatch(
            between
        )
        return entry if fits and self._catalogue.ratio_of(entry.id) == last.entry else None

    def _counts_unit(self, unit: str, behind: str) -> bool:
        """Whether what stands behind a number can be counted in a unit; nothing can."""
        noun = self._sayings.noun_pattern.match(behind)
        return noun is None or without_commas(noun[1]) in self._sayings.counted_in(unit)

    def _stated(self, reading: _Reading) -> Iterator[Indicator]:
        token = reading.token
        qualifier = self._qualifier(reading)
        yield self._figure(reading.entry, token.number, qualifier, reading)
        if token.whole is None:
            return
        wholes = self._wholes(reading)
        if wholes:
            figure = self._figure(self._catalogue[wholes[0]], token.whole, qualifier, reading)
            if len(wholes) > 1:
                self.open.append((figure, [self._catalogue[w] for w in wholes]))
            yield figure

    def _figure(self, entry: IndicatorEntry, number: Number, qualifier: str | None, reading: _Reading) -> Indicator:
        start, end = self._origin(reading.start), self._origin(reading.end)
        quote = self._block.text[start:end].strip(" ,;:(")
        lines = self._block.lines_between(start, max(end, start + 1))
        value = in_unit(number, entry)
        return Indicator(
            entry.id, entry.name, value, entry.unit, "narrative", qualifier, quote, lines, self._block.page_at(start)
        )

    def _original(self, start: int, end: int) -> str:
        return self._block.text[self._origin(start) : self._origin(end)]

    def _qualifier(self, reading: _Reading) -> str | None:
        """What a figure is about, in the words of the report."""
        token = reading.token
        if not isinstance(self._places, range):
            token = token._replace(start=self._places[token.start], end=self._places[token.end])
        parts = self._surroundings.about(token, reading.qualifier)
        return "; ".join(part if isinstance(part, str) else self._name(*part) for part in parts) or None

    def _name(self, start: int, end: int) -> str:
        """The name of a field as printed, its first letter small."""
        name = self._block.text[self._spelled_origin(start) : self._spelled_origin(end)]
        return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _without_dates(text: str) -> str:
    """The text with blanks for brackets that hold dates only: «tiếp nhận (từ 15/4/2026 đến 14/5/2026): 2.145»."""
    return _BRACKETS.sub(lambda m: m[0] if _DIGIT.search(_dates_out(m[0])) else " " * len(m[0]), text)


def _without_times(text: str) -> tuple[str, Sequence[int]]:
    """The text without the times it tells ("tính đến hết tháng 5/2026"), and where each of its characters stood."""
    told = times(text) if any(sign in text for sign in _TIMES) else []
    if not told:
        return text, range(len(text) + 1)
    ends = [0, *(end for _, end in told)]
    starts = [*(start for start, _ in told), len(text) + 1]
    kept = list(zip(ends, starts, strict=True))
    return "".join(text[a:b] for a, b in kept), [place for a, b in kept for place in range(a, b)]


def _dates_out(text: str) -> str:
    for start, end in reversed(no_counts(text)):
        text = text[:start] + text[end:]
    return text


def _windows(left: str, token: Token, right: str, clauses: Clauses) -> Iterator[_Window]:
    """The clause with its number marked; for coordinated labels of one share ("tỷ lệ A và tỷ lệ B") a clause each."""
    at = token.start - len(left)
    parts = list(clauses.second_rate.finditer(left)) if token.mark == SHARE else []
    if parts:
        yield _Window(f"{left[: parts[0].start()]} {token.mark}", parts[0].start() + 1, at)
    last = parts[-1].end() if parts else 0
    yield _Window(f"{left[last:]}{token.mark}{right}", len(left) - last, at + last)


def _of_events(found: Sequence[tuple[Indicator, str | None]]) -> list[Indicator]:
    """Figures of several events of one kind are told apart by the events' names; those of a single one need none."""
    if len({event for _, event in found if event is not None}) < 2:  # noqa: PLR2004 - several
        return [figure for figure, _ in found]
    return [
        replace(figure, qualifier="; ".join(part for part in (event, figure.qualifier) if part)) if event else figure
        for figure, event in found
    ]
