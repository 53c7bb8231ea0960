"""How prose states a figure: patterns around a number, made from phrases that an officer can read and extend.

A phrase is words around the place of the number: `#` a count or a sum of money, `#/#` a count out of another, `%` a
share, `KHÔNG` a zero said in words, `@` what a figure is limited to: behind the number any words, at the beginning of a
phrase an office. `…` stands for a few words within a clause, `~` for words that may go on over commas, `(a|b)` for
either, `[a]` for words that may be missing. A comma may be missing too. Small and capital letters, places of tone marks
and abbreviations make no difference.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.clauses import Clauses
from cchc_nlp.knowledge.entries import Words
from cchc_nlp.knowledge.lexicon import alternatives
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.knowledge.remembering import Remembered
from cchc_nlp.model import Area
from cchc_nlp.vietnamese.forms import canonical_tones, nfc

FILE = "figures.toml"
# What stands for the number in the text a phrase is held against; private characters, blanks where a text has them.
COUNT, SHARE, ZERO, MONEY = "\ue001", "\ue002", "\ue003", "\ue004"
_MARK = re.compile(f"[{COUNT}{SHARE}{ZERO}{MONEY}]")
_PLACES = {"#/#": f"[{COUNT}{MONEY}]", "#": f"[{COUNT}{MONEY}]", "%": SHARE, "KHÔNG": ZERO}
_GAP = "((?:[^,;.():\ue001-\ue004]|:(?=\\s*[\ue001-\ue004])){0,60}?)"
_WIDE_GAP = "([^;.\ue001-\ue004]{0,160}?)"
_PART = r"(?P<part>[^,;.()\ue001-\ue004]{2,60}?)(?=\s*(?:[,;.():\ue001-\ue004]|$|(?:và|với)(?!\w)))"
_WORD = re.compile(r"\w+")
_PIECE = re.compile(r"…|~|@|#/#|#|%|KHÔNG|\(|\)|\[|\]|\||\s+|[^\s…~@#%()\[\]|]+")
# Blanks in a row count as one, left-over markup as nothing; the sign in "tỷ lệ % hồ sơ" says nothing.
_SIGNS = re.compile(r"~|@|#/#|#|%|KHÔNG|,")
_TO_DROP = r"\s{2,}|[\t\n]|\*{2,3}|</?[ibu]>|(?<=[Tt][ỷỉỶỈ] [lL][ệỆ])\s*%(?=\s)"
_BLANK = r"\s+"
_LONGEST_JOINER = 12
_COMMA = re.compile(r" ?,+")
_PRINTED = {" ": _BLANK, ",": r"\s*,?"}


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """How one indicator is said. `id` is the indicator's, with "/2", "/3" … where one set of conditions does not do.

    `topics` are those of which the last one named before the number must be one; `areas` the fields the phrase means
    this in; `unless` words that must not stand in the clause, `paragraph_has` and `paragraph_lacks` words that must or
    must not stand in the whole paragraph; `out_of` the indicator of b in "a/b"; `shared` a number said of several
    indicators at once; `event` one of an event with a name; `nouns` what may be counted, where it is not the
    indicator's unit.
    """

    id: str
    says: tuple[str, ...]
    topics: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    unless: tuple[str, ...] = ()
    paragraph_has: tuple[str, ...] = ()
    paragraph_lacks: tuple[str, ...] = ()
    out_of: str | None = None
    shared: bool = False
    event: bool = False
    nouns: tuple[str, ...] = ()

    @property
    def indicator(self) -> str:
        """The id of the indicator."""
        return self.id.partition("/")[0]


@dataclass(frozen=True)
class Saying:
    """One compiled phrase of an entry; `order` is its place among all, `fraction` whether it holds for "a/b" only.

    `needs` are groups of words of which one each stands in any clause that the phrase matches: a quick look before
    the pattern is tried.
    """

    entry: FigureEntry
    order: int
    pattern: str
    needs: tuple[tuple[str, ...], ...]
    place: str
    fraction: bool
    opens: bool
    """Whether the number comes first."""

    def found_in(self, window: str, place: int) -> re.Match[str] | None:
        """The phrase in a clause whose number is marked at a place."""
        return self.regex.match(window, place) if self.opens else self.regex.search(window)

    @cached_property
    def sure(self) -> tuple[str, ...]:
        """The words that stand in every clause the phrase matches."""
        return tuple(words[0] for words in self.needs if len(words) == 1)

    @cached_property
    def either(self) -> tuple[tuple[str, ...], ...]:
        """The groups of words of which one each stands there."""
        return tuple(words for words in self.needs if len(words) > 1)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern, made when the phrase is first tried: most never are.

        Raises:
            KnowledgeError: the phrase is no pattern.
        """
        try:
            return re.compile(self.pattern)
        except re.error as error:
            raise KnowledgeError(f"{FILE}: [[figure]] {self.entry.id}: cụm từ sai cú pháp ({error}).") from error


class Said(NamedTuple):
    """A phrase found in a clause, from `start` to `end`.

    `letters` are those of its own words, `part` is where what the figure is limited to stands, `clause` the stretch of
    commas and brackets around the phrase, `names_counted` whether a noun behind the number says what it counts.
    """

    saying: Saying
    start: int
    end: int
    letters: int
    part: tuple[int, int] | None
    clause: str
    names_counted: bool


@dataclass(frozen=True)
class Sayings:
    """All phrases and words of prose."""

    figures: tuple[FigureEntry, ...]
    topics: tuple[Words, ...]
    nouns: tuple[Words, ...]
    lists: tuple[Words, ...]
    abbreviations: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    """The unit of each indicator."""
    synonyms: tuple[Words, ...] = ()

    def spelled_out(self, text: str) -> str:
        """The text for comparing: small letters, abbreviations spelled out, single blanks."""
        text = _same_length(self._short_forms.sub(self._long_form, text))
        return _MARK.sub(" ", text) if _MARK.search(text) else text

    def origins(self, text: str) -> Callable[[int], int]:
        """Tells for a character of the text spelled out, or its end, the character of the text it comes from."""
        starts, places, steps = [0], [0], [1]  # stretches of the text spelled out: copied, or standing for one place
        last = 0
        for match in self._short_forms.finditer(text):
            copied = starts[-1] + match.start() - last
            last = match.end()
            starts += copied, copied + len(self._long_form(match))
            places += match.start(), last
            steps += 0, 1

        def origin(place: int) -> int:
            i = bisect(starts, place) - 1
            return places[i] + steps[i] * (place - starts[i])

        return origin

    def _long_form(self, match: re.Match[str]) -> str:
        return " " if match[0].isspace() else self._expansions.get(match[0], "")

    def words(self, purpose: str) -> re.Pattern[str]:
        """A pattern for the words of a list; KeyError for an id that is none (a mistake of ours)."""
        return self._patterns[purpose]

    @cached_property
    def said_in(self) -> Remembered[tuple[str, str, Area], tuple[Said, ...]]:
        """The phrases that a clause says of its number, those of the most letters first.

        Asked with the number's mark, the clause with the mark in its place, and the field. Communes take their clauses
        over from each other, so most have been asked for before.
        """
        return Remembered(self._said_in)

    def _said_in(self, asked: tuple[str, str, Area]) -> tuple[Said, ...]:
        mark, window, area = asked
        place = window.index(mark)
        joiner = self.clauses.joined.search(window, max(0, place - _LONGEST_JOINER), place)
        joined = joiner.start() if joiner else -1
        behind = self.noun_pattern.match(window, place + 1) if mark == COUNT else None
        noun = without_commas(behind[1]) if behind else None
        found: list[Said] = []
        for saying in self._candidates(mark, window, area):
            if not self._counts(saying.entry, mark, noun):
                continue
            match = saying.found_in(window, place)
            if match is None or self._turns(match, joined):
                continue
            gaps = sum(len(gap) for gap in match.groups() if gap)
            letters = (len("#/#") if saying.fraction else 0) + match.end() - match.start() - gaps
            part = match.span("part") if match.groupdict().get("part") is not None else None
            clause = self.clauses.around(window, *match.span())
            found.append(Said(saying, *match.span(), letters, part, clause, noun is not None))
        return tuple(sorted(found, key=lambda said: (-said.letters, said.saying.order)))

    def _counts(self, entry: FigureEntry, mark: str, noun: str | None) -> bool:
        """Whether an entry may count what a number does: money, or what the noun behind it says."""
        if mark not in {COUNT, MONEY}:
            return True
        if mark == MONEY or self._unit(entry).endswith("đồng"):
            return mark == MONEY and self._unit(entry).endswith("đồng")
        return noun is None or noun in self._counted(entry)

    def may_count(self, entry: FigureEntry, subject: str) -> bool:
        """Whether an entry may count what was named last before a number that has no noun."""
        counted = self._counted(entry)
        return subject in counted or not counted & self.subjects

    def _unit(self, entry: FigureEntry) -> str:
        return self._units[entry.indicator]

    @cached_property
    def _units(self) -> dict[str, str]:
        return dict(self.units)

    def _turns(self, match: re.Match[str], joined: int) -> bool:
        """Whether a gap of a phrase holds words that turn to something else, or what joins another number to it."""
        turns = self._patterns["turns"]
        return any(
            gap and (match.start(i) <= joined < match.end(i) or turns.search(gap))
            for i, gap in enumerate(match.groups(), start=1)
        )

    def _candidates(self, mark: str, window: str, area: Area) -> list[Saying]:
        """The sayings of a field for a kind of number whose sure words stand in its clause."""
        by_word = self._by_first_word(COUNT if mark == MONEY else mark, area)
        stands = window.__contains__
        found = {
            saying.order: saying
            for first in ("", *set(_WORD.findall(window)))
            for anchor, sayings in by_word.get(first, ())
            if anchor in window
            for saying in sayings
            if all(map(stands, saying.sure))
            and (not saying.either or all(any(map(stands, words)) for words in saying.either))
        }
        return list(found.values())

    def all(self) -> list[Saying]:
        """Every saying, in no order; the tests and the loading of a department's file try each."""
        return [saying for by_word in self._by_anchor.values() for sayings in by_word.values() for saying in sayings]

    @cached_property
    def _by_anchor(self) -> dict[str, dict[str, list[Saying]]]:
        found: dict[str, dict[str, list[Saying]]] = {COUNT: {}, SHARE: {}, ZERO: {}}
        phrases = [(entry, phrase) for entry in self.figures for phrase in entry.says]
        for order, (entry, phrase) in enumerate(phrases):
            saying = self._compiled(entry, phrase, order)
            for anchor in max(saying.needs, key=lambda words: min(map(len, words)), default=("",)):
                found[saying.place].setdefault(anchor, []).append(saying)
        return found

    def _by_first_word(self, place: str, area: Area) -> dict[str, list[tuple[str, list[Saying]]]]:
        """The anchors of a field by their first words: whole words begin each, so most need not be looked for."""
        found = self._anchors.get((place, area))
        if found is None:
            found = self._anchors[place, area] = {}
            for anchor, sayings in self._by_anchor[place].items():
                meant = [saying for saying in sayings if not saying.entry.areas or area in saying.entry.areas]
                if meant:
                    first = _WORD.search(anchor)
                    found.setdefault(first[0] if first else "", []).append((anchor, meant))
        return found

    @cached_property
    def _anchors(self) -> dict[tuple[str, Area], dict[str, list[tuple[str, list[Saying]]]]]:
        return {}

    @cached_property
    def topic_pattern(self) -> re.Pattern[str]:
        """Finds any topic's words, the longer ones first."""
        return re.compile(rf"(?<!\w){self._any_phrase(word for topic in self.topics for word in topic.words)}(?!\w)")

    def topic_of(self, match: re.Match[str]) -> str:
        """The topic whose words a match of the pattern found."""
        return self._topics[without_commas(match[0])]

    @cached_property
    def _topics(self) -> dict[str, str]:
        return {without_commas(self._plain(word)): topic.id for topic in self.topics for word in topic.words}

    @cached_property
    def noun_pattern(self) -> re.Pattern[str]:
        """Matches the noun behind a number; longer nouns win."""
        return re.compile(rf"\s*({self._any_phrase(word for group in self.nouns for word in group.words)})(?!\w)")

    def _counted(self, entry: FigureEntry) -> frozenset[str]:
        """What an entry may count: its own nouns, or those of its indicator's unit."""
        known = self._counted_by.get(entry.id)
        if known is None:
            known = self._plain_nouns(entry.nouns) if entry.nouns else self.counted_in(self._unit(entry))
            self._counted_by[entry.id] = known
        return known

    def counted_in(self, unit: str) -> frozenset[str]:
        """What may be counted in a unit."""
        return self._nouns.get(unit) or self._plain_nouns((unit,))

    @cached_property
    def _counted_by(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def subjects(self) -> frozenset[str]:
        """What a report counts over several clauses, naming it once."""
        return next(self._plain_nouns(group.words) for group in self.lists if group.id == "subjects")

    def _plain_nouns(self, nouns: Sequence[str]) -> frozenset[str]:
        return frozenset(without_commas(self._plain(noun)) for noun in nouns)

    @cached_property
    def _nouns(self) -> dict[str, frozenset[str]]:
        return {group.id: self._plain_nouns(group.words) for group in self.nouns}

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {group.id: re.compile(rf"(?<!\w){self._any_phrase(group.words)}(?!\w)") for group in self.lists}

    @cached_property
    def clauses(self) -> Clauses:
        """How clauses with figures go on."""
        return Clauses(self._patterns)

    @cached_property
    def _link(self) -> str:
        """What may stand between a label and its number without saying anything."""
        return rf"(?:[\s:=]|\)(?=\s*:)|{self._patterns['links'].pattern})*"

    def says(self, words: tuple[str, ...], text: str) -> bool:
        """Whether one of an entry's condition words stands in a text."""
        pattern = self._conditions.get(words)
        if pattern is None:
            pattern = re.compile(rf"(?<!\w){self._any_phrase(words)}(?!\w)")
            self._conditions[words] = pattern
        return pattern.search(text) is not None

    @cached_property
    def _conditions(self) -> dict[tuple[str, ...], re.Pattern[str]]:
        return {}

    @cached_property
    def _expansions(self) -> dict[str, str]:
        """Short forms and other words for the same thing → the words of the phrases."""
        same = {word: group.id for group in self.synonyms for word in group.words}
        return dict(self.abbreviations) | same | {word.capitalize(): long for word, long in same.items()}

    @cached_property
    def _short_forms(self) -> re.Pattern[str]:
        names = alternatives(map(re.escape, name) for name in self._expansions)
        return re.compile(rf"(?<![\w/-]){names}(?![\w/])|{_TO_DROP}")

    def _plain(self, phrase: str) -> str:
        return self.spelled_out(nfc(phrase))

    def _any_phrase(self, phrases: Iterable[str]) -> str:
        return alternatives(map(self._pieces, phrases))

    def _pieces(self, phrase: str) -> list[str]:
        """The letters of a phrase, and what its blanks and commas match."""
        plain = _COMMA.sub(",", " ".join(self._plain(phrase).split()))
        return [_PRINTED.get(sign) or re.escape(sign) for sign in plain]

    def _compiled(self, entry: FigureEntry, phrase: str, order: int) -> Saying:
        places = [mark for sign, mark in (("#", COUNT), ("%", SHARE), ("KHÔNG", ZERO)) if sign in phrase]
        if len(places) != 1:
            raise KnowledgeError(
                f"{FILE}: [[figure]] {entry.id}: «{phrase}» phải có đúng một chỗ của số: #, % hoặc KHÔNG."
            )
        return Saying(
            entry,
            order,
            self._regex(phrase),
            self._needs(phrase),
            places[0],
            "#/#" in phrase,
            phrase.startswith(tuple(_PLACES)),
        )

    def _regex(self, phrase: str) -> str:
        pieces = _PIECE.findall(phrase)
        out: list[str] = []
        for i, piece in enumerate(pieces):
            if piece in _PLACES:
                out.append((self._link if i else "") + _PLACES[piece])
            elif piece in ("…", "~"):
                out.append(_GAP if piece == "…" else _WIDE_GAP)
            elif piece == "@":
                out.append(
                    _PART if i else f"(?P<part>{self._patterns['offices'].pattern}[^,;.()\ue001-\ue004]{{0,60}}?)"
                )
            elif piece in "()[]|":
                out.append({"(": "(?:", "[": "(?:", ")": ")", "]": ")?", "|": "|"}[piece])
            elif piece.isspace():
                out.append(_blank(pieces, i))
            else:
                before = "" if _is_blank(pieces, i - 1) else r"(?<!\w)"
                behind = "" if _is_blank(pieces, i + 1) else r"(?!\w)"
                out.append(f"{before}{''.join(self._pieces(piece))}{behind}")
        return "".join(out)

    def _needs(self, phrase: str) -> tuple[tuple[str, ...], ...]:
        """Groups of words of which one each must stand in a clause for the phrase to match."""
        needed = re.sub(r"\[[^\]]*\]", " … ", phrase)
        groups = [group.split("|") for group in re.findall(r"\(([^()]*)\)", needed)]
        groups += [[part] for part in re.split(r"…", re.sub(r"\([^()]*\)", " … ", needed))]
        # A comma may be missing, so only the words before it are sure.
        sure = [tuple(self._plain(_SIGNS.split(part.strip())[0].strip()) for part in group) for group in groups]
        plain = [
            tuple(self._plain(piece.strip()) for piece in _SIGNS.split(part) if piece.strip())
            for group in groups
            if len(group) == 1
            for part in group
        ]
        found = [words for words in sure if len(words) > 1 and all(words)]
        found += [(piece,) for pieces in plain for piece in pieces]
        return tuple(dict.fromkeys(tuple(word.split(",")[0] for word in words) for words in found))


def without_commas(phrase: str) -> str:
    """A phrase as it is looked up: a comma may be missing."""
    return " ".join(phrase.replace(",", " ").split())


def _is_blank(pieces: Sequence[str], i: int) -> bool:
    """Whether a blank must stand there, which bounds the words beside it."""
    return 0 <= i < len(pieces) and pieces[i].isspace() and _blank(pieces, i) == _BLANK


def _blank(pieces: Sequence[str], i: int) -> str:
    """A blank beside a gap, a place or words that may be missing may be missing too."""
    before, after = pieces[i - 1] if i else "", pieces[i + 1] if i + 1 < len(pieces) else ""
    if after in _PLACES:
        return ""
    if {before, after} & {"…", "~", "@", *_PLACES}:
        return r"\s*"
    return r"\s*" if "]" in before or "[" in after else _BLANK


def _same_length(text: str) -> str:
    """Small letters with canonical tone marks, character for character."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    plain = canonical_tones(small)
    return (plain if len(plain) == len(text) else small).replace("tỉ lệ", "tỷ lệ")


@lru_cache(maxsize=4)
def load_sayings(
    abbreviations: tuple[tuple[str, str], ...], units: tuple[tuple[str, str], ...], overlay: Path | None = None
) -> Sayings:
    """The phrases of prose, with a department's own file laid over ours by id; `units` are those of the indicators.

    Raises:
        KnowledgeError: a file is wrong, a phrase has no place for its number, or is of no indicator.
    """
    sayings = Sayings(
        load_entries(FigureEntry, FILE, "figure", overlay),
        load_entries(Words, FILE, "topic", overlay),
        load_entries(Words, FILE, "noun", overlay),
        load_entries(Words, FILE, "list", overlay),
        abbreviations,
        units,
        load_entries(Words, FILE, "synonym", overlay),
    )
    for saying in sayings.all() if overlay is not None else ():
        _ = saying.regex
    known, indicators = {topic.id for topic in sayings.topics}, dict(units)
    for entry in sayings.figures:
        unknown = next((topic for topic in entry.topics if topic not in known), None)
        if unknown is not None:
            raise KnowledgeError(f"{FILE}: [[figure]] {entry.id}: không có chủ đề «{unknown}».")
        if entry.indicator not in indicators:
            raise KnowledgeError(f"{FILE}: [[figure]] {entry.id}: không có chỉ tiêu «{entry.indicator}».")
    return sayings
