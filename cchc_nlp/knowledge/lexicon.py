"""Names looked up: headings → standard titles, roles and areas; statements → fields; lines → the frame of a report.

The only importer of rapidfuzz. All look-ups work on folded text (see `vietnamese.forms.fold`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from rapidfuzz import fuzz, process

from cchc_nlp.knowledge.entries import Title
from cchc_nlp.knowledge.remembering import Remembered
from cchc_nlp.model import Area, Role
from cchc_nlp.vietnamese.forms import bare, fold
from cchc_nlp.vietnamese.words import words

# Below this similarity two headings are not the same title. 86 lets one damaged syllable of a three-syllable title pass
# ("Cải cách thề chế") and keeps "Nguyên nhân" from "Nhân viên".
SAME_TITLE = 86.0
_TRAILING = re.compile(r"\s*\((?:[^()]*)\)\s*$|[\s.:;,–-]+$")
_SYLLABLE = re.compile(r"\w+")
# Counted for a word that a field has not: little, for what a field never says speaks against it.
_SMOOTHING = 0.1
# The words of all fields counted for none of them, beside its own: half as many.
_SHARED_PART = 0.5
_PLACE_TAIL = re.compile(r"\b(?:trên địa bàn|tại) .*$")


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A heading's nearest standard title: its entry, the wording it met, the similarity 0 to 1."""

    title: Title
    wording: str
    score: float


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """One pattern for whole words or phrases, longer ones first, so that they win over the shorter inside them.

    Raises:
        ValueError: no words, which would match everywhere.
    """
    return _any_of(tuple(words))


@lru_cache(maxsize=512)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    if not words:
        raise ValueError("no words to look for")
    return re.compile(rf"(?<!\w){alternatives(map(re.escape, word.strip()) for word in words)}(?!\w)")


def alternatives(phrases: Iterable[Iterable[str]]) -> str:
    """The source of a pattern for any of some phrases, each given in pieces of pattern; of none it never matches.

    What phrases begin with in common is written once: tried at each character of a text, most fail at the first letter
    instead of once a phrase. Longer ones win over those they begin with.
    """
    root: _Pieces = {}
    for phrase in phrases:
        at = root
        for piece in phrase:
            at = at.setdefault(piece, {})
        at[_END] = {}
    return f"(?:{_branches(root)})" if root else "(?!)"


_Pieces: TypeAlias = "dict[str, _Pieces]"
_END = ""


def _branches(after: _Pieces) -> str:
    branches = [piece + _branches(rest) for piece, rest in after.items() if piece != _END]
    if _END in after:
        return f"(?:{'|'.join(branches)})?" if branches else ""
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


class Abbreviations:
    """Abbreviations in capitals → their expansion, in text about to be folded."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Keep the pairs; longer abbreviations win."""
        self._expansions = dict(pairs)
        self._pattern = any_of(self._expansions)

    def expand(self, text: str) -> str:
        """The text with abbreviations spelled out; for comparing only, never for showing."""
        return self._pattern.sub(lambda m: self._expansions[m[0]], text)


class TermWeights:
    """Weighted terms of areas: the field of a text is where the weights of its terms sum highest."""

    def __init__(self, terms: Sequence[tuple[str, Area, float]], abbreviations: Sequence[tuple[str, str]]) -> None:
        """Compile the terms; each counts once a text."""
        self._weights = {term: (area, weight) for term, area, weight in terms}
        self._pattern = any_of(self._weights)
        self._abbreviations = Abbreviations(abbreviations)
        self.scores = Remembered(self._scores)
        """Area → (sum of weights, its terms in order) for the terms found in a text."""

    def _scores(self, text: str) -> Mapping[Area, tuple[float, tuple[str, ...]]]:
        folded = fold(self._abbreviations.expand(text))
        found: dict[Area, tuple[float, tuple[str, ...]]] = {}
        for term in dict.fromkeys(m[0] for m in self._pattern.finditer(folded)):
            area, weight = self._weights[term]
            total, terms = found.get(area, (0.0, ()))
            found[area] = (total + weight, (*terms, term))
        return found


class FieldWords:
    """TF-IDF of segmented words against the standard sections: the field of a text whose heading says nothing.

    Each field is one document, made of its titles and cues; words that all fields share weigh nothing.
    """

    def __init__(self, phrases: Mapping[Area, Sequence[str]], abbreviations: Sequence[tuple[str, str]]) -> None:
        """Segment the phrases of each field once."""
        self._abbreviations = Abbreviations(abbreviations)
        self._fields = {
            area: Counter(w for phrase in texts for w in _compounds(phrase)) for area, texts in phrases.items()
        }
        spread = Counter(word for counts in self._fields.values() for word in counts)
        self._idf = {word: math.log(len(self._fields) / n) for word, n in spread.items()}

    def similarities(self, text: str) -> dict[Area, tuple[float, tuple[str, ...]]]:
        """Area → (cosine 0 to 1, the words that weigh most)."""
        counts = Counter(_compounds(self._abbreviations.expand(text)))
        own = {word: n * self._idf.get(word, 0.0) for word, n in counts.items()}
        return {area: self._cosine(own, field) for area, field in self._fields.items()}

    def _cosine(self, own: Mapping[str, float], field: Mapping[str, int]) -> tuple[float, tuple[str, ...]]:
        other = {word: n * self._idf[word] for word, n in field.items()}
        shared = {word: own[word] * other[word] for word in own.keys() & other.keys()}
        norm = math.sqrt(sum(v * v for v in own.values()) * sum(v * v for v in other.values()))
        telling = tuple(sorted((w for w in shared if shared[w]), key=lambda w: (-shared[w], w))[:3])
        return (sum(shared.values()) / norm if norm else 0.0), telling


class FieldPhrases:
    """Naive Bayes of syllables and pairs over phrases of each field: what a statement is like whose terms say little.

    What belongs to no field is said in words that all fields share, so some of theirs are counted for it as well.
    """

    def __init__(self, phrases: Mapping[Area, Sequence[str]], abbreviations: Sequence[tuple[str, str]]) -> None:
        """Count the phrases of each field once."""
        self._abbreviations = Abbreviations(abbreviations)
        counts = {area: Counter(f for text in texts for f in self._features(text)) for area, texts in phrases.items()}
        general = counts.get("general", Counter())
        shared = sum((own for own in counts.values() if own is not general), Counter[str]())
        part = _SHARED_PART * general.total() / max(1, shared.total())
        weights = {**counts, "general": general + Counter({f: n * part for f, n in shared.items()})}
        known = set().union(*weights.values())
        totals = {area: sum(own.values()) + _SMOOTHING * len(known) for area, own in weights.items()}
        self._areas: tuple[Area, ...] = tuple(weights)
        self._logs = {
            f: tuple(math.log((weights[area][f] + _SMOOTHING) / totals[area]) for area in self._areas) for f in known
        }

    def likeness(self, text: str) -> dict[Area, float]:
        """Area → its share of 1; empty where no word is known. Longer texts are no surer than their square root."""
        known = [self._logs[f] for f in self._features(text) if f in self._logs]
        if not known:
            return {}
        sums = [sum(column) / math.sqrt(len(known)) for column in zip(*known, strict=True)]
        shares = [math.exp(value - max(sums)) for value in sums]
        return {area: share / sum(shares) for area, share in zip(self._areas, shares, strict=True)}

    def _features(self, text: str) -> list[str]:
        syllables = _SYLLABLE.findall(fold(self._abbreviations.expand(text)))
        return [*syllables, *map(" ".join, pairwise(syllables))]


def _compounds(text: str) -> list[str]:
    """Words of two syllables or more: single ones (số, mạng, vốn) stand in every field."""
    return [word for word in words(text) if "_" in word]


class Headings:
    """What a heading's words say: nearest title, role by its first cue, area by the sum of its cues."""

    def __init__(
        self,
        titles: Sequence[tuple[str, Title]],
        role_cues: Sequence[tuple[str, Role]],
        masked: Sequence[str],
        areas: Sequence[tuple[str, Area, float]],
        abbreviations: Sequence[tuple[str, str]],
        period_words: Sequence[re.Pattern[str]],
        lead_ins: Sequence[str],
        tails: Sequence[str],
    ) -> None:
        """Compile all look-ups once."""
        self._lead_in = re.compile(rf"^{any_of((*lead_ins, *map(bare, lead_ins))).pattern}\s+")
        self._tail = re.compile(rf"{any_of(tails).pattern}\s*$|{_PLACE_TAIL.pattern}")
        self._abbreviations = Abbreviations(abbreviations)
        self._periods = period_words
        self._titles = [(self.plain(wording), title) for wording, title in titles]
        wordings = [wording for wording, _ in self._titles]
        # As written; with the words in another order; without diacritics, where an OCR slip is all that differs.
        self._look_ups = (_LookUp(str, 0, wordings), _LookUp(_in_order, 2, wordings), _LookUp(bare, 6, wordings))
        self._role_of = dict(role_cues)
        self._role_pattern = any_of(self._role_of)
        self._masked = any_of(masked)
        self._areas = TermWeights(areas, abbreviations)
        self.nearest = Remembered(self._nearest_to)
        """The nearest standard title by edit similarity of words in any order; None below `SAME_TITLE`."""
        self.roles = Remembered(self._roles_in)
        """(role, cue) for each cue in the heading, in reading order, phrases that mask a cue left out."""
        self.areas = self._areas.scores
        """Area → (weight, cues) of the heading's words."""

    def plain(self, heading: str) -> str:
        """A heading without number of its period, lead-in ("Về công tác"), brackets and final punctuation.

        Abbreviations are spelled out, everything is folded.
        """
        text = fold(self._abbreviations.expand(heading))
        for pattern in self._periods:
            text = pattern.sub(" ", text)
        text = " ".join(text.split())
        previous = None
        while previous != text:
            previous = text
            text = _TRAILING.sub("", text).strip()
            text = self._tail.sub("", text).strip() if len(text.split()) > 3 else text  # noqa: PLR2004 - keep short ones
        while len(text.split()) > 2 and (shorter := self._lead_in.sub("", text)) != text:  # noqa: PLR2004 - keep short ones
            text = shorter
        return text

    def _nearest_to(self, heading: str) -> TitleMatch | None:
        plain = self.plain(heading)
        found = max((look_up(plain) for look_up in self._look_ups), key=lambda hit: hit[0]) if plain else (0.0, 0)
        score, index = found
        return TitleMatch(self._titles[index][1], self._titles[index][0], score / 100) if score else None

    def _roles_in(self, heading: str) -> Sequence[tuple[Role, str]]:
        text = self._masked.sub(" ", fold(self._abbreviations.expand(heading)))
        return [(self._role_of[m[0]], m[0]) for m in self._role_pattern.finditer(text)]


def _in_order(text: str) -> str:
    """Words in alphabetical order: two wordings of one title differ in the order of its parts."""
    return " ".join(sorted(text.split()))


class _LookUp:
    """Edit similarity to a list of wordings in one form of them, less a discount for the form's looseness."""

    def __init__(self, form: Callable[[str], str], discount: float, wordings: Sequence[str]) -> None:
        """Bring the wordings into the form once."""
        self._form, self._discount = form, discount
        self._wordings = [form(wording) for wording in wordings]

    def __call__(self, plain: str) -> tuple[float, int]:
        """(similarity, index of the wording), (0, 0) where none is near enough."""
        cutoff = SAME_TITLE + self._discount
        hit = process.extractOne(self._form(plain), self._wordings, scorer=fuzz.ratio, score_cutoff=cutoff)
        return (hit[1] - self._discount, hit[2]) if hit else (0.0, 0)


class Frames:
    """Lines that frame a report, told by how they begin or by a pattern."""

    def __init__(self, frames: Sequence[tuple[Role, tuple[str, ...], tuple[str, ...]]]) -> None:
        """Compile one pattern a role."""
        self._patterns = [(role, re.compile("|".join([*(f"^{re.escape(s)}" for s in starts), *patterns])))
                          for role, starts, patterns in frames]  # fmt: skip

    def role(self, line: str) -> Role | None:
        """The role of a line by its form and first words; None for an ordinary line."""
        folded = fold(line.strip().strip("*_# "))
        return next((role for role, pattern in self._patterns if pattern.search(folded)), None)

    def is_a(self, role: Role, line: str) -> bool:
        """Whether a line can be of this role."""
        folded = fold(line.strip().strip("*_# "))
        return any(pattern.search(folded) for known, pattern in self._patterns if known == role)
