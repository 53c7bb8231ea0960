"""Entries of the files of knowledge: one frozen dataclass a table; its fields are the only list of legal keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cchc_nlp.model import Area, Role, Severity


@dataclass(frozen=True, slots=True)
class Title:
    """A standard heading with its other wordings; `primary` for the fields and part I themselves."""

    id: str
    title: str
    area: Area | None = None
    role: Role | None = None
    aliases: tuple[str, ...] = ()
    primary: bool = False
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleCue:
    """Words that tell the role of a heading."""

    id: str
    role: Role
    words: tuple[str, ...]
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaCue:
    """Words that tell a field, with the weight of each."""

    id: str
    area: Area
    weight: float
    words: tuple[str, ...]
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """Whole statements of a field, for what others are like."""

    id: str
    area: Area
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Masked:
    """Phrases in which a cue does not mean what it says elsewhere."""

    id: str
    words: tuple[str, ...]
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Words of one purpose."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a line begins or looks that frames a report: front, closing, appendix, noise."""

    id: str
    role: Role
    starts: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A group of words of one purpose."""

    id: str
    purpose: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WordList:
    """A list of words of identification."""

    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A kind of administrative unit, the tier it stands on, and its short forms in letterheads."""

    id: str
    tier: Literal["commune", "district", "city", "province"]
    short: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of administrative document, as it is cited."""

    id: str


@dataclass(frozen=True, slots=True)
class ProblemEntry:
    """What can be wrong: severity, and the sentence for the commune with {words} to fill in.

    One code of the contract may have several sentences: each an entry of its own that names the `code`.
    """

    id: str
    severity: Severity
    message: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of the sentence about a problem."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """Problems that are listed together."""

    id: str
    title: str
    codes: tuple[str, ...]
