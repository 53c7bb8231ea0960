"""Prose of the report → indicators: each number with its clause is held against the phrases of the knowledge.

A number takes the phrase that says most (the most letters of it stand in the clause). A bare share ("đạt 99,7%") is the
rate of the count before it; in "45/79" the second number is what the first is out of; "không có …" is zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from cchc_nlp.extracting.indicators.periods import days
from cchc_nlp.extracting.indicators.values import in_unit
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.indicators import IndicatorEntry
from cchc_nlp.knowledge.sayings import COUNT, MONEY, SHARE, ZERO, FigureEntry, Saying, Sayings
from cchc_nlp.model import Block, Indicator, Period, Role, Section
from cchc_nlp.vietnamese.dates import iso
from cchc_nlp.vietnamese.numbers import Number, find_numbers

_STATING: frozenset[Role | None] = frozenset({"result", "assessment", "strength", "limitation", "cause", "task"})
# A paragraph without a digit and without these words states no figure.
_MAY_STATE = re.compile(r"\d|không|chưa", re.IGNORECASE)
TARGET, PREVIOUS = "target", "previous"
# Dates, numbers of documents, times and years: digits that count nothing. Taken from text spelled out in small letters.
_MASKED = re.compile(
    r"(?=[\dntđ])(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s?[/.]\s?\d{4}(?![\d.,])"
    r"|(?:ngày|từ|đến|trước|tới)\s+\d{1,2}\s?/\s?\d{1,2}(?![\d/])"
    r"|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?"
    r"|\d+(?:/\d{4})?\s?[-/]\s?[a-zđ][\w-]*(?:/[\w-]+)*|\d{1,2}:\d{2}(?::\d{2})?|\d+h\d*)"
)
_MARKS = {"count": COUNT, "percent": SHARE, "money": MONEY}
_END = re.compile(r";|[.!?](?=\s|$)")
_FULL_STOP = re.compile(r"[.!?](?=\s|$)")
_OTHER_LABEL = re.compile(r"(?:,|\s+và)\s+(?=tỷ lệ\s)")
# What may stand between a count and its bare share, and behind the share.
_BARE = re.compile(
    r"(?P<noun>[^,;()%]{0,80}?)[\s,()]*(?:là|đạt|chiếm|bằng|tương ứng|tương đương|tỷ lệ|tỉ lệ|với|=|:|\s|"
    r"và|được|khoảng|hoàn thành|ước)*"
)
_AFTER_BARE = re.compile(
    r"\s*(?:$|[,;.)(]|(?:so với|kế hoạch|dự toán|tổng số|trên tổng|trong tổng|số hồ sơ|và|trong|theo|"
    r"nhiệm vụ|của|trở lên)(?!\w))"
)
_BARE_SIGN = re.compile(r"(?:đạt|chiếm|bằng|tương ứng|tương đương|tỷ lệ|tỉ lệ|=|\(|hoàn thành)[^,;.]{0,25}$")
_BREAK = re.compile(r"[,;()]|(?<!\w)(?:trong đó|bao gồm|còn lại)(?!\w)")
_BREAK_BEHIND = re.compile(rf"{_BREAK.pattern}|(?<!\w)và(?!\w)")
_LONGEST_WINDOW = 260
_LONGEST_BLOCK = 20_000


@dataclass(frozen=True, slots=True)
class _Token:
    """A number, a fraction or a zero in words: `end` is where what is counted begins."""

    mark: str
    number: Number
    start: int
    end: int
    whole: Number | None = None


@dataclass(frozen=True, slots=True)
class _Window:
    """The clause of a number: `place` is where its mark stands, `at` where the clause begins in the paragraph."""

    text: str
    place: int
    at: int

    def offset(self, position: int, token: _Token) -> int:
        """Where in the paragraph a character of the clause stands."""
        return self.at + position if position <= self.place else token.end + position - self.place - 1


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a token was read as: its indicator and the stretch of the paragraph that says so."""

    entry: IndicatorEntry
    token: _Token
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
    for block in blocks:
        if block.kind == "text" and block.role in _STATING and _MAY_STATE.search(block.text):
            found += _Paragraph(block, headings.get(block.section or "", ""), period, standard).indicators()
    return _of_events(found)


class _Paragraph:
    """One block of prose on its way to figures."""

    def __init__(self, block: Block, heading: str, period: Period | None, standard: Standard) -> None:
        self._block = block
        self._catalogue, self._sayings = standard.indicators, standard.sayings
        self._text = self._sayings.spelled_out(block.text[:_LONGEST_BLOCK])
        self._heading = heading
        self._period = period

    @cached_property
    def _origin(self) -> list[int]:
        return self._sayings.origins(self._block.text[:_LONGEST_BLOCK])

    def indicators(self) -> list[tuple[Indicator, str | None]]:
        """The figures of the paragraph in reading order, each with the event it is about, where it is about one."""
        tokens = _tokens(self._text, self._sayings)
        if not tokens:
            return []
        found: list[_Reading] = []
        for token in tokens:
            # A zero in words bounds no number: "02 máy không có kết nối mạng".
            bounds = [t for t in tokens if t.mark != ZERO or token.mark == ZERO]
            start = max((t.end for t in bounds if t.start < token.start), default=0)
            end = min((t.start for t in bounds if t.start > token.start), default=len(self._text))
            found += self._read(token, start, end) or self._bare_share(token, end, found)
        event = self._event()
        return [(figure, event if reading.event else None) for reading in found for figure in self._stated(reading)]

    def _event(self) -> str:
        """The name of the event a paragraph is about ("đối thoại giữa … với …"); "" where it has none."""
        opener = self._sayings.words("event_openers").search(self._text)
        if opener is None:
            return ""
        name = _EVENT_NAME.match(self._text, opener.end())
        return self._original(name.start(1), name.end(1)) if name is not None else ""

    def _read(self, token: _Token, start: int, end: int) -> list[_Reading]:
        left = self._text[max(start, token.start - _LONGEST_WINDOW) : token.start]
        ends = list(_END.finditer(left))
        left = left[ends[-1].end() :] if ends else left
        right = self._text[token.end : min(end, token.end + _LONGEST_WINDOW)]
        cut = _END.search(right)
        right = right[: cut.start()] if cut else right
        found: list[_Reading] = []
        for window in _windows(left, token, right):
            found += self._matches(token, window, right)
        return found

    def _matches(self, token: _Token, window: _Window, right: str) -> list[_Reading]:
        topics: list[str | None] = []
        best: list[tuple[float, int, Saying, re.Match[str]]] = []
        for saying in self._sayings.candidates(token.mark, window.text):
            if saying.fraction and token.whole is None:
                continue
            match = saying.regex.search(window.text)
            if match is None or any(self._sayings.words("turns").search(gap) for gap in match.groups() if gap):
                continue
            if not self._allows(saying.entry, token, _clause(window.text, match), right, topics):
                continue
            said = (
                (len("#/#") if saying.fraction else 0)
                + match.end()
                - match.start()
                - sum(len(g) for g in match.groups() if g)
            )
            best.append((-said, saying.order, saying, match))
        if not best:
            return []
        best.sort(key=lambda x: x[:2])
        chosen = [best[0]]
        if best[0][2].entry.shared:
            firsts = {one[2].entry.indicator: one for one in reversed(best) if one[2].entry.shared}
            chosen = sorted(firsts.values(), key=lambda x: x[:2])
        return [self._reading(token, saying.entry, match, window) for _, _, saying, match in chosen]

    def _allows(self, entry: FigureEntry, token: _Token, clause: str, right: str, topics: list[str | None]) -> bool:
        indicator = self._catalogue[entry.indicator]
        if entry.areas and self._block.area not in entry.areas:
            return False
        if token.mark in {MONEY, COUNT} and (token.mark == MONEY) != indicator.unit.endswith("đồng"):
            return False
        noun = self._sayings.noun_pattern.match(right) if token.mark == COUNT else None
        allowed = self._sayings.counts(entry, indicator.unit)
        if noun is not None and " ".join(noun[1].replace(",", " ").split()) not in allowed:
            return False
        if entry.unless and self._sayings.says(entry.unless, clause):
            return False
        if entry.paragraph_lacks and self._sayings.says(entry.paragraph_lacks, self._text):
            return False
        if entry.paragraph_has and not self._sayings.says(entry.paragraph_has, self._text):
            return False
        if entry.topics:
            if not topics:
                topics.append(self._topic(token.start))
            return topics[0] in entry.topics
        return True

    def _topic(self, end: int) -> str | None:
        """The last topic named in the paragraph up to a number, else in its heading."""
        return next((topic for at, topic in reversed(self._topics) if at <= end), self._heading_topic)

    @cached_property
    def _topics(self) -> list[tuple[int, str]]:
        found = self._sayings.topic_pattern.finditer(self._text)
        return [(match.end(), self._sayings.topic_of(match)) for match in found]

    @cached_property
    def _heading_topic(self) -> str | None:
        found = list(self._sayings.topic_pattern.finditer(self._sayings.spelled_out(self._heading)))
        return self._sayings.topic_of(found[-1]) if found else None

    def _reading(self, token: _Token, entry: FigureEntry, match: re.Match[str], window: _Window) -> _Reading:
        start = min(window.offset(match.start(), token), token.start)
        end = max(
            window.offset(match.end(), token), token.end if token.mark == ZERO else (token.whole or token.number).end
        )
        qualifier = None
        if match.groupdict().get("part") is not None:
            qualifier = self._original(
                window.offset(match.start("part"), token), window.offset(match.end("part"), token)
            )
        return _Reading(self._catalogue[entry.indicator], token, start, end, qualifier, entry.out_of, entry.event)

    def _bare_share(self, token: _Token, end: int, found: Sequence[_Reading]) -> list[_Reading]:
        """The rate of the count before it, for a share that names nothing by itself."""
        if token.mark != SHARE or not found or not _AFTER_BARE.match(self._text[token.end : end]):
            return []
        last = found[-1]
        between = self._text[(last.token.whole or last.token.number).end : token.start]
        rate = self._catalogue.ratio_of(last.entry.id)
        if rate is None or last.token.mark not in (COUNT, MONEY) or not _BARE_SIGN.search(between):
            return []
        if not _BARE.fullmatch(between) or len(between) > _LONGEST_WINDOW:
            return []
        return [_Reading(rate, token, last.start, token.end, last.qualifier)]

    def _stated(self, reading: _Reading) -> Iterator[Indicator]:
        token = reading.token
        qualifier = self._qualifier(reading)
        yield self._figure(reading.entry, token.number, qualifier, reading)
        if token.whole is None:
            return
        rate = self._catalogue.ratio_of(reading.entry.id)
        whole = reading.out_of or (rate.denominator if rate is not None else None)
        if whole is not None:
            yield self._figure(self._catalogue[whole], token.whole, qualifier, reading)

    def _figure(self, entry: IndicatorEntry, number: Number, qualifier: str | None, reading: _Reading) -> Indicator:
        start, end = self._origin[reading.start], self._origin[min(reading.end, len(self._text))]
        quote = self._block.text[start:end].strip(" ,;:(")
        lines = self._block.lines_between(start, max(end, start + 1))
        value = in_unit(number, entry)
        return Indicator(
            entry.id, entry.name, value, entry.unit, "narrative", qualifier, quote, lines, self._block.page_at(start)
        )

    def _original(self, start: int, end: int) -> str:
        return self._block.text[self._origin[start] : self._origin[min(end, len(self._text))]]

    def _qualifier(self, reading: _Reading) -> str | None:
        """What a figure is about where it is not the whole of the period: a part, a target, an earlier time."""
        sentence_start = max((m.end() for m in _END.finditer(self._text, 0, reading.token.start)), default=0)
        before = self._text[sentence_start : reading.token.start]
        clause = self._text[reading.token.end : reading.token.end + _LONGEST_WINDOW]
        cut = re.search(r"[,;.()]", clause)
        clause = clause[: cut.start()] if cut else clause
        parts = [
            TARGET
            if self._block.role == "task" or self._sayings.words("target").search(_BREAK.split(before)[-1])
            else None,
            PREVIOUS if self._sayings.words("previous").search(before[-40:] + clause[:30]) else None,
            reading.qualifier or self._field(reading, sentence_start, clause),
            self._since(self._text[_sentence_start(self._text, reading.token.start) : reading.token.start]),
        ]
        return "; ".join(part for part in parts if part) or None

    def _field(self, reading: _Reading, sentence_start: int, clause: str) -> str | None:
        """The field of dossiers or decisions that a figure is limited to ("lĩnh vực đất đai")."""
        near = max((m.end() for m in _BREAK.finditer(self._text, sentence_start, reading.token.start)), default=0)
        near = max(near, sentence_start)
        for start, text in ((reading.token.end, clause), (near, self._text[near : reading.token.start])):
            match = _FIELD.search(text)
            if match is not None and not _MOSTLY.search(text[: match.start()]):
                return self._original(start + match.start("name"), start + match.end("name"))
        heads = list(self._sayings.field_heads.finditer(self._text, 0, reading.token.start))
        if not heads:
            return None
        name = self._original(heads[-1].start("name"), heads[-1].end("name"))
        return name[:1].lower() + name[1:]

    def _since(self, before: str) -> str | None:
        """«từ 14/4/2026»: a stretch that begins within the period is not the period."""
        match = _SINCE.search(before)
        own = days(self._period) if self._period is not None else None
        if match is None or own is None:
            return None
        first = iso(match["d"], match["m"], match["y"])
        if first is None or first <= own[0]:
            return None
        return f"từ {match['d']}/{match['m']}/{match['y']}"


_FIELD = re.compile(
    r"lĩnh vực\s+(?P<name>[^,;.():\d\ue001-\ue004]{2,40}?)(?=\s*(?:$|[,;.():]|(?:với|có|đạt|là|và|được|trên|đã)(?!\w)))"
)
_EVENT_NAME = re.compile(r"\s*([^,;.()\d]{3,90}?)(?=\s*(?:$|[,;.()]|(?:năm|và tổ chức|trong|tại|có)(?!\w)))")
_MOSTLY = re.compile(r"chủ yếu|phần lớn|đa số|như")
_SINCE = re.compile(
    r"từ\s+(?:ngày\s+)?(?P<d>\d{1,2})\s?[/.]\s?(?P<m>\d{1,2})\s?[/.]\s?(?P<y>\d{4})\s+đến\s+(?:nay|thời điểm|hết)"
)


def _sentence_start(text: str, end: int) -> int:
    return max((m.end() for m in _FULL_STOP.finditer(text, 0, end)), default=0)


def _tokens(text: str, sayings: Sayings) -> list[_Token]:
    """Numbers that may be figures, fractions taken together, and zeros in words, in reading order."""
    masked = [m.span() for m in _MASKED.finditer(text)]
    numbers = [n for n in find_numbers(text) if not any(a < n.end and n.start < b for a, b in masked)]
    numbers = [n for n in numbers if _counts(text, n, sayings)]
    tokens: list[_Token] = []
    for number in numbers:
        last = tokens[-1] if tokens else None
        if (
            last is not None
            and last.whole is None
            and last.mark == COUNT
            and text[last.end : number.start].strip() == "/"
        ):
            kind = _MARKS[number.kind]
            if kind != SHARE:
                tokens[-1] = _Token(kind, last.number, last.start, number.end, number)
                continue
        tokens.append(_Token(_MARKS[number.kind], number, number.start, number.end))
    zeros = [
        _Token(ZERO, Number(0.0, "count", m.start(), m.end()), m.start(), m.end())
        for m in sayings.words("zero").finditer(text)
    ]
    return sorted([*tokens, *zeros], key=lambda t: t.start)


def _counts(text: str, number: Number, sayings: Sayings) -> bool:
    """Whether a number may count something: no year, no part of a name ("Đề án 06"), no duration, no rise or fall."""
    before, after = text[max(0, number.start - 40) : number.start], text[number.end : number.end + 20]
    if number.kind == "percent":
        return not sayings.words("change").search(before[-20:])
    if any(before[named.end() :].strip() in ("", "số") for named in sayings.words("named").finditer(before)):
        return False
    return not (sayings.words("measured").match(after.lstrip()) or sayings.words("change").search(before[-12:]))


def _windows(left: str, token: _Token, right: str) -> Iterator[_Window]:
    """The clause with its number marked; for coordinated labels of one share ("tỷ lệ A và tỷ lệ B") a clause each."""
    at = token.start - len(left)
    parts = list(_OTHER_LABEL.finditer(left)) if token.mark == SHARE else []
    if parts:
        yield _Window(f"{left[: parts[0].start()]} {token.mark}", parts[0].start() + 1, at)
    last = parts[-1].end() if parts else 0
    yield _Window(f"{left[last:]}{token.mark}{right}", len(left) - last, at + last)


def _clause(window: str, match: re.Match[str]) -> str:
    """The stretch of commas and brackets a phrase stands in, with the one before it where it opens right behind."""
    breaks = [m.end() for m in _BREAK.finditer(window, 0, match.start())]
    begins_with_word = window[match.start()].isalpha()
    while breaks and begins_with_word and not window[breaks[-1] : match.start()].strip():
        breaks.pop()
    start = breaks[-1] if breaks else 0
    end = _BREAK_BEHIND.search(window, match.end())
    return window[start : end.start() if end else len(window)]


def _of_events(found: Sequence[tuple[Indicator, str | None]]) -> list[Indicator]:
    """Figures of several events of one kind are told apart by the events' names; those of a single one need none."""
    if len({event for _, event in found if event is not None}) < 2:  # noqa: PLR2004 - several
        return [figure for figure, _ in found]
    return [
        replace(figure, qualifier="; ".join(part for part in (event, figure.qualifier) if part)) if event else figure
        for figure, event in found
    ]
