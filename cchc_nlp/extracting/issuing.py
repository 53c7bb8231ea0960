"""Which body issued a report: by its letterhead, its title, its opening, else by what its text names most often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block, Outline, Unit
from cchc_nlp.vietnamese.forms import BREAK, fold, plain_line

_UPPER_WORD = r"[^\W\d_a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]\w*[’']?\w*"
_NAME = rf"{_UPPER_WORD}(?:[ -]{_UPPER_WORD}){{0,4}}"
_NUMBERED_NAME = r"(?:\d{1,2})"
_TOP_LINES = 8
# Also behind the apostrophe of a name of the Highlands: "Đạ K’Nàng".
_FIRST_LETTER = re.compile(r"(?:(?<=[\s’'-])|^)[^\W\d_]")


_Text: TypeAlias = tuple[str, str]
"""A paragraph as printed and in small letters."""


def unit_of(outline: Outline, front: Sequence[Block], title: str | None, standard: Standard) -> Unit | None:
    """The issuing body with its district and province; None where nothing names one."""
    bodies = _Bodies(standard)
    lines = (plain_line(b.text) for b in outline.blocks if b.role not in ("appendix", "noise"))
    texts = [(line, line.lower()) for line in lines]
    cased = Counter(m for text in _holding(texts, standard.words("issuers")) for m in bodies.named(text))
    found = bodies.on_top(front, cased)
    if found is None and title:
        found = next(iter(bodies.named(title)), None)
    if found is None:
        communes = Counter({u: n for u, n in cased.items() if bodies.tiers[u[0]] == "commune"})
        found = next(iter((communes or cased).most_common(1)), (None,))[0]
    if found is None:
        return None
    kind, name = found
    is_commune = bodies.tiers[kind] == "commune"
    district = _above(texts, bodies.kinds("district"), front) if is_commune else None
    return Unit(f"{kind} {name}", kind, district, _province(texts, front, standard))


class _Bodies:
    """Finds "UBND xã Bình An" in text and letterheads; its patterns are compiled once a report."""

    def __init__(self, standard: Standard) -> None:
        self.tiers = {kind.id: kind.tier for kind in standard.unit_kinds}
        self._full = {short: kind.id for kind in standard.unit_kinds for short in kind.short}
        own = [k for k, tier in self.tiers.items() if tier != "province"]
        spellings = "|".join(map(re.escape, sorted((*own, *self._full), key=len, reverse=True)))
        issuers = "|".join(sorted(standard.words("issuers"), key=len, reverse=True))
        self._in_text = re.compile(rf"(?i:{issuers})\s+(?P<k>(?i:{spellings}))\s+(?P<n>{_NAME}|{_NUMBERED_NAME}(?!\d))")
        self._on_top = re.compile(
            rf"^(?:(?:{issuers})\s+(?:[-–]\s+)?)*(?P<k>{spellings})(?:(?<=\.)\s*|\s+)(?P<n>\S.{{0,40}})$"
        )

    def kinds(self, tier: str) -> list[str]:
        return [kind for kind, t in self.tiers.items() if t == tier]

    def named(self, text: str) -> list[tuple[str, str]]:
        """(kind, name) of each body the text names, in its spelling."""
        return [
            (self._kind(m["k"]), _without_capital_tail(m["n"]))
            for m in self._in_text.finditer(text)
            if not m["k"].isupper()
        ]

    def on_top(self, front: Sequence[Block], cased: Counter[tuple[str, str]]) -> tuple[str, str] | None:
        """The body of the letterhead, in the text's spelling: a commune's before its superior's."""
        found = [
            hit
            for block in front[:_TOP_LINES]
            for whole in block.cells or (block.text,)
            for cell in BREAK.split(whole)
            if (hit := self._in_letterhead(plain_line(cell))) is not None
        ]
        lowest = next((hit for hit in found if self.tiers[hit[0]] == "commune"), next(iter(found), None))
        return lowest and _in_text_case(lowest, cased)

    def _in_letterhead(self, text: str) -> tuple[str, str] | None:
        letters = [c for c in text if c.isalpha()]
        match = self._on_top.match(fold(text))
        if not match or not letters or not all(c.isupper() for c in letters):
            return None
        return self._kind(match["k"]), re.split(r"\s{2,}|\t|\s+cộng hòa", match["n"])[0].strip(" -–—")

    def _kind(self, printed: str) -> str:
        return self._full.get(printed.lower(), printed.lower())


def _without_capital_tail(name: str) -> str:
    """Turn "Bình An CCHC" into "Bình An": a name ends before an abbreviation."""
    words = name.split()
    while len(words) > 1 and words[-1].isupper() and not words[0].isupper():
        words.pop()
    return " ".join(words)


def _in_text_case(found: tuple[str, str], cased: Counter[tuple[str, str]]) -> tuple[str, str]:
    """The name as the text writes it, else with a capital on each word."""
    kind, name = found
    for (other_kind, other), _ in cased.most_common():
        if other_kind == kind and fold(other) == fold(name):
            return kind, other
    return kind, _FIRST_LETTER.sub(lambda letter: letter[0].upper(), name)


def _province(texts: Sequence[_Text], front: Sequence[Block], standard: Standard) -> str | None:
    """The province named most often, or the city that is one."""
    provinces = _above(texts, [k.id for k in standard.unit_kinds if k.tier == "province"], front)
    cities = "|".join(map(re.escape, standard.words("central_cities")))
    kind = next(k.id for k in standard.unit_kinds if k.tier == "city")
    spelled = {fold(city): city for city in standard.listed("central_cities")}
    named = Counter(
        f"{kind} {spelled[fold(m['n'])]}"
        for text in _holding(texts, (kind, "tp"))
        for m in re.finditer(rf"(?i:{kind}|tp\.?)\s+(?P<n>(?i:{cities}))(?!\w)", text)
    )
    return provinces or next((name for name, _ in named.most_common(1)), None)


def _holding(texts: Sequence[_Text], words: Sequence[str]) -> Iterator[str]:
    """The texts in which one of the words stands, in whatever case: most name no body."""
    return (text for text, small in texts if any(map(small.__contains__, words)))


def _above(texts: Sequence[_Text], kinds: Sequence[str], front: Sequence[Block]) -> str | None:
    """The district or province named in the text, most often first; in the letterhead it stands in capitals."""
    spellings = "|".join(spelling for k in kinds for spelling in (k, k.upper(), k.capitalize()))
    pattern = re.compile(rf"(?<!\w)(?P<k>{spellings})\s+(?P<n>{_NAME})")
    found: Counter[str] = Counter()
    for match in (m for text in _holding(texts, kinds) for m in pattern.finditer(text)):
        name = _without_capital_tail(match["n"])
        if not match["k"].isupper() and not name.isupper():
            found[f"{match['k'].lower()} {name}"] += 1
    letterhead = re.compile(rf"^(?:ủy ban nhân dân |ubnd )?(?P<k>{'|'.join(kinds)}) (?P<n>[^\d:,]{{2,30}})$")
    for text in (plain_line(block.text) for block in front[:4]):
        on_top = letterhead.match(fold(text)) if text.isupper() else None
        if on_top:
            found[f"{on_top['k']} {' '.join(w.capitalize() for w in on_top['n'].split())}"] += 2
    return found.most_common(1)[0][0] if found else None
