"""Many reports: statements grouped into themes, and the province's text with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cchc_nlp.model.counts import Trend
from cchc_nlp.model.document import Area, Role
from cchc_nlp.model.report import FindingRole


@dataclass(frozen=True, slots=True)
class Statement:
    """A finding on its way to a theme. `unit` names the commune; path and lines lead back to its words."""

    id: str
    role: FindingRole
    text: str
    unit: str | None = None
    area: Area | None = None
    period: str | None = None
    path: str | None = None
    lines: tuple[int, int] | None = None


Extent: TypeAlias = Literal["most", "some", "rare"]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where a statement went: `cluster` is -1 for none; `theme` the id of the theme book, if it is one of the book's.

    `terms` are the words that decided, strongest first; `score` is 0 to 1. `also` are other themes of the book that a
    clause of the statement belongs to; `extent` is of how many it speaks: most, some, hardly any, or not said.
    """

    id: str
    cluster: int
    theme: str | None
    score: float
    terms: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    extent: Extent | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of statements that say the same. `units` are the communes, sorted; `share` is theirs of all reporting.

    `examples` are ids of statements, the most central first, from different communes where possible. `trend` is known
    only where earlier periods were given.
    """

    cluster: int
    theme: str | None
    role: FindingRole
    title: str
    terms: tuple[str, ...]
    size: int
    units: tuple[str, ...]
    share: float
    area: Area
    examples: tuple[str, ...]
    trend: Trend | None = None


@dataclass(frozen=True, slots=True)
class Clustering:
    """What `cluster` found: one assignment a statement, in input order, and the themes, most communes first.

    `gone` are the themes of the period before that nobody states now, counted as they were then; their cluster is -1.
    """

    statements: tuple[Statement, ...]
    assignments: tuple[Assignment, ...]
    themes: tuple[Theme, ...]
    gone: tuple[Theme, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a commune's file."""

    path: str
    lines: tuple[int, int]
    value: float | None = None
    whole: bool = False
    """Of a rate: that the value is part of what is divided by."""


Derivation: TypeAlias = Literal["sum", "share", "count", "rate", "quote", "date", "number"]
"""How a figure recomputes from the values of its places: their sum, mean, number, quotient (values that are no `whole`
over those that are); a `date` or `number` stands in its place as it is."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the text with the places it recomputes from. `at` is where it starts in the paragraph's text."""

    text: str
    value: float
    derivation: Derivation
    sources: tuple[Place, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a commune used in the text, exactly as they stand in its file (wraps healed).

    `at` is where they start in the paragraph's text.
    """

    text: str
    path: str
    lines: tuple[int, int]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What only an officer can decide: `question` about `text`, the words at `at` of the paragraph.

    `id` stays the same from run to run; `choices` are answers that suggest themselves.
    """

    id: str
    question: str
    choices: tuple[str, ...]
    sources: tuple[Place, ...]
    text: str = ""
    at: int = 0


ParagraphStyle: TypeAlias = Literal["heading1", "heading2", "heading3", "body", "item", "table_row", "note", "annex"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the synthesis with all it rests on. A `table_row` has `cells`; `table` names its table."""

    style: ParagraphStyle
    text: str
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()
    cells: tuple[str, ...] | None = None
    table: str | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The frame of an official report (Nghị định 30/2020/NĐ-CP, Phụ lục I). "" is left open for the officer."""

    parent_body: str
    issuing_body: str
    number: str
    place_and_date: str
    title: str
    subtitle: str
    addressee: str
    signature: tuple[str, ...]
    recipients: tuple[str, ...]
    nation: str = ""
    motto: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The words around a place, to be shown where a source is asked for. `label` names commune, file and lines."""

    path: str
    lines: tuple[int, int]
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Synthesis:
    """The province's report: frame and paragraphs in order, and the passages that its sources point to."""

    letterhead: Letterhead
    paragraphs: tuple[Paragraph, ...]
    passages: tuple[Passage, ...] = ()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All that is open, each once, in the order of the text."""
        found = {decision.id: decision for p in reversed(self.paragraphs) for decision in reversed(p.decisions)}
        return tuple(reversed(found.values()))


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A commune that must report, and the row of the roster that says so. `name` has the kind in front."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not in the synthesis, with the reason in Vietnamese."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What a document no longer shares with its sources: the paragraph, the words in it, the reason in Vietnamese."""

    paragraph: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extract:
    """One sentence chosen to stand for a cell (area, role) of a report. Exact words."""

    area: Area
    role: Role
    text: str
    lines: tuple[int, int]
    page: int | None = None
