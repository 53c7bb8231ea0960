"""Phrase banks: templates in TOML, and how one of them becomes a sentence.

A template chooses among `[a|b|c]`, asks a teller for `{slots}` and prints figures as `<id=words with #>` (or
`<id!words that say none>`). The result keeps where its figures and its citations stand.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from random import Random

BANKS = Path(__file__).resolve().parent.parent / "banks"
CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{([^{}]+)\}")
FIGURE = re.compile(r"<([a-z_0-9]+)([=!])([^<>]*)>")
INNER = re.compile(r"«([a-z_0-9]+)»")
CITATION = re.compile(r"(Kế hoạch|Quyết định|Công văn|Thông báo|Nghị quyết) số (\d+/[A-ZĐ-]+)")


@dataclass(frozen=True)
class Figure:
    """A figure as printed: where in the text it stands, and what it is."""

    id: str
    value: float
    raw: str
    start: int
    end: int

    def moved(self, by: int) -> Figure:
        """The same figure in a longer text."""
        return Figure(self.id, self.value, self.raw, self.start + by, self.end + by)


@dataclass(frozen=True)
class Phrase:
    """A sentence or clause without its closing mark, with the figures it prints."""

    text: str
    figures: tuple[Figure, ...] = field(default=())


class Teller(Protocol):
    """Who fills the slots: one commune in one report."""

    rng: Random

    def slot(self, name: str) -> str:
        """The words for a slot."""

    def value(self, name: str) -> float | None:
        """The figure of this name, if the commune has it."""

    def printed(self, name: str) -> str:
        """The figure of this name as this commune prints it in prose."""


@cache
def bank(name: str) -> dict[str, Any]:
    """The TOML file of this name in `corpora/banks`."""
    return tomllib.loads((BANKS / f"{name}.toml").read_text("utf-8"))


def fits(template: str, teller: Teller) -> bool:
    """Whether the commune has the figures the template prints: none for `!`, some value for `=`."""
    for name, mark, words in FIGURE.findall(template):
        for each in (name, *INNER.findall(words)):
            value = teller.value(each)
            if value is None or (mark == "!" and value != 0) or (mark == "=" and value == 0 and "!" in template):
                return False
    return True


def say(template: str, teller: Teller) -> Phrase:
    """One wording of the template, told by the commune."""
    text = template
    while CHOICE.search(text):
        text = CHOICE.sub(lambda m: teller.rng.choice(m.group(1).split("|")), text)
    while SLOT.search(text):
        text = SLOT.sub(lambda m: teller.slot(m.group(1)), text)
    text = re.sub(r" +", " ", text).strip()
    text = text[0].upper() + text[1:] if text[0] != "<" else text
    return _with_figures(text, teller)


def _with_figures(text: str, teller: Teller) -> Phrase:
    out, figures, last = "", [], 0
    for match in FIGURE.finditer(text):
        out += text[last : match.start()]
        last = match.end()
        name, mark, words = match.groups()
        start = len(out)
        others = INNER.findall(words)
        words = INNER.sub(lambda m: teller.printed(m.group(1)), words)
        raw = "" if mark == "!" else teller.printed(name)
        words = words.replace("#", raw)
        if start == 0:
            words = words[0].upper() + words[1:]
        out += words
        figures += [
            Figure(each, float(teller.value(each) or 0), teller.printed(each) if raw else "", start, len(out))
            for each in (name, *others)
        ]
    return Phrase(out + text[last:], tuple(figures))


def citations(text: str) -> list[tuple[int, str, str]]:
    """The documents a text cites: offset, type, number."""
    return [(m.start(), m.group(1), m.group(2)) for m in CITATION.finditer(text)]
