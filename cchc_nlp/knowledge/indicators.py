"""The catalogue of indicators: what is counted, and which row of a table or column of an export states it.

A label is looked up by its words among the labels of the catalogue, below the rows above it: the same words mean
different indicators in different places. A label that is none of ours finds nothing; the nearest is not good enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from rapidfuzz import fuzz, process

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.entries import Words
from cchc_nlp.knowledge.lexicon import Abbreviations
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.knowledge.remembering import Remembered
from cchc_nlp.model import Area
from cchc_nlp.vietnamese.forms import bare, fold

FILE = "indicators.toml"
# «Số hồ sơ tiếp nhận (hồ sơ)»: what every title of a table of dossiers may say besides.
_BESIDE_TITLE = re.compile(r"\s*\([^()]*\)|^(?:tổng số|tổng|số lượng|số)\s+(?:hồ sơ\s+)?(?=\w)|\s+trong kỳ$")
Aggregate: TypeAlias = Literal["sum", "mean", "count_yes", "ratio"]
"""How an indicator adds up over communes."""

# A slip of typing or optical reading is forgiven in labels of at least this many words of content, this many times.
_FEWEST_WORDS, _MOST_SLIPS = 5, 2
_SAME_LABEL, _SAME_WORD = 92.0, 60.0
_LONGEST_LABEL = 400
_COLUMNS = ("code", "label", "unit", "value", "note", "previous")
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"\w+")
_ANSWER = re.compile(r"[^\W\d_][=:\s]*[=:]\s*\d\b")


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """One indicator of the catalogue; the fields are told at the top of the file."""

    id: str
    name: str
    area: Area
    unit: str
    aggregate: Aggregate
    numerator: str | None = None
    denominator: str | None = None
    other_denominators: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    yes_codes: tuple[int, ...] = ()
    counted_as: str | None = None
    beside: tuple[str, ...] = ()
    core: bool = False
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Label:
    entry: IndicatorEntry
    full: str
    content: tuple[str, ...]
    above: str | None
    cut: bool
    """Whether brackets were left out of it."""


@dataclass(frozen=True)
class Catalogue:
    """All indicators, and the look-up of labels among them."""

    entries: tuple[IndicatorEntry, ...]
    table_words: tuple[Words, ...]
    abbreviations: tuple[tuple[str, str], ...]

    def __getitem__(self, identity: str) -> IndicatorEntry:
        return self._by_id[identity]

    def words(self, purpose: str) -> frozenset[str]:
        """The table words of one purpose, folded; KeyError for an id that is none (a mistake of ours)."""
        return self._words[purpose]

    def form_column(self, title: str) -> str | None:
        """What a column of a form holds by its folded title: one of `_COLUMNS`; None for a title that tells nothing."""
        return self._form_columns.get(title)

    @cached_property
    def _form_columns(self) -> dict[str, str]:
        return {title: column for column in reversed(_COLUMNS) for title in self._words[f"{column}_headers"]}

    @cached_property
    def plain(self) -> Remembered[str, str]:
        """A label for comparing: folded, abbreviations spelled out, of words that mean the same one, single blanks."""
        return Remembered(self._plain_form)

    def _plain_form(self, text: str) -> str:
        words = f" {' '.join(_WORD.findall(fold(self._expander.expand(text))))} "
        for said, meant in self._same:
            words = words.replace(f" {said} ", f" {meant} ")
        return words.strip()

    def find(
        self, label: str, above: Sequence[str] = (), area: Area | None = None, *, forgiving: bool = True
    ) -> IndicatorEntry | None:
        """The indicator a label means below the labels `above` (nearest first, each `plain`); None for none of ours.

        The same words count before the same content, whole labels before those without their brackets, a label that
        asks for a row above before one that does not, a nearer row before a farther one, the field last. Slips of
        typing and optical reading are forgiven unless told otherwise.
        """
        ranked = sorted(
            (*rank, distance, entry.area != area, entry.id)
            for rank, entry, distance in self._candidates(label, above, forgiving=forgiving)
        )
        if not ranked or (len(ranked) > 1 and ranked[0][:-1] == ranked[1][:-1] and ranked[0][-1] != ranked[1][-1]):
            return None
        return self._by_id[ranked[0][-1]]

    def is_field_header(self, title: str) -> bool:
        """Whether a column holds the fields of dossiers."""
        return fold(title) in self.words("field_headers")

    def column_of(self, titles: Sequence[str]) -> IndicatorEntry | None:
        """What a column of a table by field counts; `titles` from the top of its header down."""
        plain = [_BESIDE_TITLE.sub("", fold(title)).strip() for title in titles]
        for first in range(len(plain) - 1):
            known = self._columns.get(f"{plain[first]} > {plain[-1]}")
            if known is not None:
                return known
        return self._columns.get(plain[-1]) if plain else None

    @cached_property
    def _columns(self) -> dict[str, IndicatorEntry]:
        pairs = (pair.split(" = ") for pair in self.words("field_columns"))
        return {title: self._by_id[identity] for title, identity in pairs}

    @cached_property
    def unit_pattern(self) -> re.Pattern[str]:
        """Matches "label Unit value" as a whole: a unit alone, or one in capitals or % behind a label.

        Groups `head`, `unit`, `value`; the last may be empty.
        """
        words = sorted({word for group in self.table_words if group.id == "units" for word in group.words}, key=len)
        alone = "|".join(re.escape(word) for word in reversed(words))
        behind = "|".join(re.escape(word[0].upper() + word[1:]) for word in reversed(words))
        value = r"(?P<value>\d[\d.,]*\s?%?|Có|Không)?"
        return re.compile(rf"(?P<head>|.+?\s)(?P<unit>(?:(?<!.)(?i:{alone})|(?<=\s)(?:{behind})))(?:\s+{value})?\s*")

    def is_answer_list(self, text: str) -> bool:
        """Whether a unit cell lists the codes to answer with ("Không có: 0 Có: 1").

        >>> load_catalogue(()).is_answer_list("Không có: 0 Có: 1"), load_catalogue(()).is_answer_list("Văn bản: 5")
        (True, False)
        """
        return len(_ANSWER.findall(text)) > 1

    def ratio_of(self, numerator: str) -> IndicatorEntry | None:
        """The rate whose numerator an indicator is."""
        return self._ratios.get(numerator)

    def _candidates(
        self, label: str, above: Sequence[str], *, forgiving: bool
    ) -> list[tuple[tuple[int, bool], IndicatorEntry, int]]:
        if len(label) > _LONGEST_LABEL:
            return []
        matches = self._exact(label)
        if not matches and forgiving:
            matches = self._slipped(label)
        found = []
        for tier, known in matches:
            distance = 0
            if known.above is not None:
                distance = next((i for i, words in enumerate(above) if f" {known.above} " in f" {words} "), -1)
            if distance >= 0:
                found.append(((tier, known.above is None), known.entry, distance))
        return found

    @cached_property
    def _exact(self) -> Remembered[str, list[tuple[int, _Label]]]:
        return Remembered(self._of_same_words)

    @cached_property
    def _slipped(self) -> Remembered[str, list[tuple[int, _Label]]]:
        return Remembered(self._of_nearly_same_words)

    def _of_same_words(self, label: str) -> list[tuple[int, _Label]]:
        full, cut = self.plain(label), self.plain(_BRACKETS.sub(" ", label))
        found: list[tuple[int, _Label]] = []
        for text, is_cut in dict.fromkeys(((full, False), (cut, True))):
            content = self._content(text)
            labels = self._by_content.get(content, ()) if content else self._by_full.get(text, ())
            found += [((known.full != text) + 2 * (is_cut or known.cut), known) for known in labels]
        return found

    def _of_nearly_same_words(self, label: str) -> list[tuple[int, _Label]]:
        content = self._content(self.plain(label))
        if len(content) < _FEWEST_WORDS:
            return []
        near = process.extract(" ".join(content), self._contents, scorer=fuzz.ratio, score_cutoff=_SAME_LABEL, limit=4)
        return [(4, self._labels[i]) for _, _, i in near if _is_slip(content, self._labels[i].content)]

    def _content(self, plain: str) -> tuple[str, ...]:
        light = self.words("light")
        return tuple(sorted(word for word in plain.split() if word not in light))

    @cached_property
    def _expander(self) -> Abbreviations:
        return Abbreviations(self.abbreviations)

    @cached_property
    def _by_id(self) -> dict[str, IndicatorEntry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def _ratios(self) -> dict[str, IndicatorEntry]:
        return {entry.numerator: entry for entry in reversed(self.entries) if entry.numerator}

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {group.id: frozenset(map(fold, group.words)) for group in self.table_words}

    @cached_property
    def _same(self) -> list[tuple[str, str]]:
        pairs = (pair.split(" = ") for pair in sorted(self.words("same")))
        return [(said, meant) for said, meant in pairs]

    @cached_property
    def _labels(self) -> tuple[_Label, ...]:
        found: dict[tuple[str, str, str | None], _Label] = {}
        for entry in self.entries:
            for alias in (entry.name, *entry.aliases):
                above, _, name = alias.rpartition(" > ")
                for text, cut in ((name, False), (_BRACKETS.sub(" ", name), True)):
                    full = self.plain(text)
                    words = self.plain(above) or None
                    found.setdefault((entry.id, full, words), _Label(entry, full, self._content(full), words, cut))
        return tuple(found.values())

    @cached_property
    def _contents(self) -> list[str]:
        return [" ".join(label.content) for label in self._labels]

    @cached_property
    def _by_content(self) -> dict[tuple[str, ...], list[_Label]]:
        found: dict[tuple[str, ...], list[_Label]] = {}
        for label in self._labels:
            found.setdefault(label.content, []).append(label)
        return found

    @cached_property
    def _by_full(self) -> dict[str, list[_Label]]:
        found: dict[str, list[_Label]] = {}
        for label in self._labels:
            found.setdefault(label.full, []).append(label)
        return found


def _is_slip(content: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether two labels differ in a few damaged words only; a number is never damaged into another."""
    ours, theirs = (
        list((Counter(content) - Counter(known)).elements()),
        list((Counter(known) - Counter(content)).elements()),
    )
    if len(ours) != len(theirs) or len(ours) > _MOST_SLIPS or any(word.isdigit() for word in (*ours, *theirs)):
        return False
    return all(any(bare(a) == bare(b) or fuzz.ratio(a, b) >= _SAME_WORD for b in theirs) for a in ours)


@lru_cache(maxsize=4)
def load_catalogue(abbreviations: tuple[tuple[str, str], ...], overlay: Path | None = None) -> Catalogue:
    """The catalogue, with a department's own file laid over ours by id.

    Raises:
        KnowledgeError: a file is wrong, or a ratio names an indicator that is none.
    """
    catalogue = Catalogue(
        load_entries(IndicatorEntry, FILE, "indicator", overlay),
        load_entries(Words, FILE, "table_word", overlay),
        abbreviations,
    )
    unpaired = next((pair for pair in catalogue.words("same") if pair.count(" = ") != 1), None)
    if unpaired is not None:
        raise KnowledgeError(f"{FILE}: [[table_word]] same: «{unpaired}» phải có dạng «từ = từ cùng nghĩa».")
    known = {entry.id for entry in catalogue.entries}
    for entry in catalogue.entries:
        parts = [entry.numerator, entry.denominator, *entry.other_denominators]
        if entry.aggregate == "ratio" and None in parts[:2]:
            raise KnowledgeError(f"{FILE}: [[indicator]] {entry.id}: tỷ lệ phải có «numerator» và «denominator».")
        unknown = next(
            (part for part in (*parts, entry.counted_as, *entry.beside) if part is not None and part not in known), None
        )
        if unknown is not None:
            raise KnowledgeError(f"{FILE}: [[indicator]] {entry.id}: không có chỉ tiêu «{unknown}».")
    return catalogue
