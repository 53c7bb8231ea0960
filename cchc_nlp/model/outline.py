"""The outline of a document: its sections in order, and its blocks, each knowing its section."""

from __future__ import annotations

from dataclasses import dataclass

from cchc_nlp.model.document import Area, Block, Role, Source


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled part. `lines` are those of its heading; `level` counts from 1.

    `form` is the evidence of form alone that this is a heading, 0 to 1: `outlining` keeps doubtful ones for `aligning`
    to decide by their words. `score` is the confidence of area and role. `because` lists every piece of evidence,
    in Vietnamese, in the order it was weighed.
    """

    id: str
    parent: str | None
    level: int
    number: str | None
    heading: str
    lines: tuple[int, int]
    page: int | None = None
    run_in: bool = False
    form: float = 1.0
    area: Area = "general"
    role: Role = "result"
    score: float = 0.0
    matched: str | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """Sections and blocks of one document; a run-in heading has been cut from its body into a block of its own."""

    source: Source
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """A bare heading line aligned with the standard. `matched` is the standard wording or the cue that decided."""

    heading: str
    area: Area
    role: Role
    score: float
    matched: str | None
    because: tuple[str, ...] = ()
