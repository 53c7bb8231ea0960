"""What a statement says, apart from how it is spelt: abbreviations written out, concepts, who is meant, how sure.

Reads a statement into the form in which it is compared. Knows no theme and no vector.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_nlp.knowledge import any_of
from cchc_nlp.knowledge.themes import ConceptEntry
from cchc_nlp.vietnamese.dates import without_months
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.names import CAPITALISED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_nlp.knowledge.themes import StanceEntry, Who
    from cchc_nlp.model import Extent

# What a statement says, it says in its first two thousand characters; the rest of a page that came as one line would
# only cost time.
_READ_CHARACTERS = 2_000

# A clause of fewer syllables («còn chậm») says nothing by itself.
_CLAUSE_SYLLABLES = 4

# Figures differ from commune to commune where the statement is the same. Small whole numbers stay: «mức độ 4», «2 cấp».
_FIGURE = re.compile(r"\d+(?:[.,/]\d+)+ ?%?|\d+ ?%|\d{3,}")
# The concept whose words stand before the name of a place within a commune.
_VILLAGE = "village"
_BREAK = re.compile(r"[;.,:](?=\s|$)")
_EDGES = " .,;:-–+*•\"'“”"


class Lexicon:
    """Abbreviations, concepts and stances, ready to be found in text."""

    def __init__(
        self,
        abbreviations: Iterable[tuple[str, str]],
        concepts: Iterable[ConceptEntry],
        stances: Iterable[StanceEntry] = (),
    ) -> None:
        """Compile them; neither abbreviations nor concepts may be empty."""
        concepts = tuple(concepts)
        self._expansions = {fold(short): fold(long) for short, long in abbreviations}
        self._concepts = {_plain(fold(word)): concept.id for concept in concepts for word in concept.words}
        self._who = {concept.id: concept.who for concept in concepts if concept.who}
        villages = next((concept.words for concept in concepts if concept.id == _VILLAGE), ())
        self._villages = _named(villages) if villages else None
        self._short = any_of(self._expansions)
        self._wordings = any_of(self._concepts)
        stances = tuple(stances)
        self._linking = {fold(word) for stance in stances if stance.id == "linking" for word in stance.words}
        self._stances = {stance.id: any_of(map(fold, stance.words)) for stance in stances}

    def expand(self, text: str) -> str:
        """The folded text with its abbreviations written out, those in small letters too.

        >>> lexicon = Lexicon([("TTHC", "thủ tục hành chính")], [ConceptEntry("citizen", ("bà con", "người dân"))])
        >>> lexicon.expand("Công khai TTHC cho bà con")
        'công khai thủ tục hành chính cho bà con'
        >>> lexicon.concepts("công khai thủ tục hành chính cho bà con")
        ['citizen']
        """
        return self._short.sub(lambda found: self._expansions[found[0]], fold(text[:_READ_CHARACTERS]))

    def wording(self, text: str, unit: str | None = None) -> str:
        """What communes that say the same have in common: the expanded text without figures, names of places, months.

        >>> lexicon = Lexicon([("TTHC", "thủ tục hành chính")], [ConceptEntry("village", ("thôn", "bản"))])
        >>> lexicon.wording("- Tại xã An Phú còn 12/345 hồ sơ quá hạn.", "xã An Phú")
        'tại xã còn hồ sơ quá hạn'
        >>> lexicon.wording("Mạng yếu ở thôn Nà Pán, thôn Khe Bồ và bản 5, nhất là trong tháng 5.")
        'mạng yếu ở thôn, nhất là'
        """
        text = without_months(text[:_READ_CHARACTERS])
        expanded = self.expand(self._villages.sub(r"\1", text) if self._villages else text)
        if unit:
            kind, _, name = fold(unit.split("(")[0]).partition(" ")
            expanded = expanded.replace(f"{kind} {name}", kind) if name else expanded
        return " ".join(_FIGURE.sub(" ", expanded).split()).strip(_EDGES)

    def concepts(self, text: str) -> list[str]:
        """The concepts of an expanded text in order, longer wordings first where two begin at one place."""
        return [self._concepts[found[0]] for found in self._wordings.finditer(_plain(text))]

    def coverage(self, text: str) -> float:
        """The part of an expanded text that is told in concepts, 0 to 1."""
        covered = sum(len(found[0]) for found in self._wordings.finditer(_plain(text)))
        return covered / max(len(_plain(text)), 1)

    def who(self, text: str) -> frozenset[Who]:
        """Those an expanded text is about."""
        return frozenset(self._who[concept] for concept in self.concepts(text) if concept in self._who)

    def extent(self, text: str) -> Extent | None:
        """How far it reaches what an expanded text says; the narrowest where it says several."""
        narrowest_first: tuple[Extent, ...] = ("rare", "some", "most")
        return next((extent for extent in narrowest_first if self._says(extent, text)), None)

    def affirmed(self, text: str) -> str:
        """An expanded text without the clauses that say that something is not, or no longer, so; "" if all do."""
        if not self._says("denied", text):
            return text
        return ", ".join(clause for clause in self._parts(text) if not self._says("denied", clause))

    def clauses(self, text: str) -> list[str]:
        """The clauses of an expanded text that can say something by themselves; none where there is only one."""
        clauses = [clause for clause in self._parts(text) if clause.count(" ") + 1 >= _CLAUSE_SYLLABLES]
        return clauses if len(clauses) > 1 else []

    def links(self, term: str) -> bool:
        """Whether a term begins or ends with a word that says nothing without what it links to («quyền trong»)."""
        syllables = term.split()
        return bool({*syllables[:1], *syllables[-1:]} & self._linking)

    def _parts(self, text: str) -> list[str]:
        but = self._stances.get("but")
        parts = [part for piece in _BREAK.split(text) for part in (but.split(piece) if but else [piece])]
        return [part for part in (part.strip(_EDGES) for part in parts) if part]

    def _says(self, stance: str, text: str) -> bool:
        return stance in self._stances and self._stances[stance].search(text) is not None


def _named(villages: Iterable[str]) -> re.Pattern[str]:
    """Villages with their names, several in a row as one; the first word for a village is group 1."""
    kinds = "|".join(sorted(map(re.escape, villages), key=len, reverse=True))
    name = rf"(?:{CAPITALISED}|\d+)(?: (?:{CAPITALISED}|\d+))*"
    return re.compile(rf"\b({kinds}) {name}(?:(?:,| và|, và) (?:(?:{kinds}) )?{name})*")


def _plain(text: str) -> str:
    """«cán bộ, công chức» and «cán bộ công chức» are the same wording."""
    return text.replace(",", "")
