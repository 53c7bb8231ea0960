"""A file as read: its lines in order, then the paragraphs healed from them.

Positions are identity: a line is known by its number, a block by its lines. Nothing here is keyed by text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Area: TypeAlias = Literal[
    "direction",
    "institutions",
    "procedures",
    "organisation",
    "civil_service",
    "public_finance",
    "digital_government",
    "general",
]
"""The field a passage is about; `general` is none of them or several at once."""

Role: TypeAlias = Literal[
    "front",
    "result",
    "assessment",
    "strength",
    "limitation",
    "cause",
    "task",
    "recommendation",
    "closing",
    "appendix",
    "noise",
]
"""What a passage does in the report."""

Layer: TypeAlias = Literal["body", "header", "footer", "footnote", "page_number", "stamp"]
"""Where on the page a line stands; anything but `body` becomes noise, marked and kept."""

Kind: TypeAlias = Literal["heading", "text", "table", "noise"]


@dataclass(frozen=True, slots=True)
class Annex:
    """A file that was sent beside the report and read behind it: its lines follow those of the report."""

    path: str
    sha256: str
    format: str
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Source:
    """The file itself. `pages` only where the format has pages; `encoding` only for plain text and web pages."""

    path: str
    sha256: str
    format: str
    encoding: str | None = None
    pages: int | None = None
    ocr: bool = False
    annexes: tuple[Annex, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is set, as far as the format tells: evidence for headings, never a decision.

    `bold` and `italic` hold for the whole line; `bold_lead` is the number of leading characters of the text that are
    bold or italic where the rest is not (a run-in label). `outline_level` counts from 1 and comes from the paragraph
    or its style. `size` is in points.
    """

    bold: bool = False
    italic: bool = False
    bold_lead: int = 0
    centred: bool = False
    size: float | None = None
    outline_level: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text rendition: what `cchc read` prints on line `number` (1-based).

    A physical line of a text file, a paragraph or table row or list item of an office file, a text line of a PDF page.
    `text` is what a person sees, an automatic number included; `label` says which leading part of it is automatic.
    `cells` are the cells of a table row (merged cells: text in the first, "" in the others), `table` the 1-based
    ordinal of its table. `ends` is True where a paragraph surely ends with this line, False where it surely goes on
    in the next one, None where the format does not say.
    """

    number: int
    text: str
    page: int | None = None
    layer: Layer = "body"
    cells: tuple[str, ...] | None = None
    table: int | None = None
    label: str | None = None
    look: Look = field(default_factory=Look)
    ends: bool | None = None

    def as_row(self, cells: tuple[str, ...], table: int) -> Line:
        """The line as a row of a table; `dataclasses.replace` takes three times as long."""
        return Line(self.number, self.text, self.page, self.layer, cells, table, self.label, self.look, self.ends)


@dataclass(frozen=True, slots=True)
class Anchor:
    """From character `start` of a block's text on, the words stand on line `line` of page `page`."""

    start: int
    line: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a table row or a piece of noise, healed from one or more lines.

    `anchors` lead from an offset in `text` back to the line. `cells` and `table` are those of a table row.
    `section`, `area` and `role` are filled in by outlining and aligning.
    """

    kind: Kind
    text: str
    anchors: tuple[Anchor, ...]
    look: Look = field(default_factory=Look)
    label: str | None = None
    cells: tuple[str, ...] | None = None
    table: int | None = None
    section: str | None = None
    area: Area | None = None
    role: Role | None = None

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line."""
        return self.anchors[0].line, self.anchors[-1].line

    @property
    def page(self) -> int | None:
        """The page the block starts on."""
        return self.anchors[0].page

    def at(self, section: str | None, area: Area | None = None, role: Role | None = None) -> Block:
        """The block in a section, with the field and role that it has there.

        Each block is put somewhere some four times, and `dataclasses.replace` takes three times as long.
        """
        return Block(
            self.kind, self.text, self.anchors, self.look, self.label, self.cells, self.table, section, area, role
        )

    def lines_between(self, start: int, end: int) -> tuple[int, int]:
        """The first and last line of the characters `start` to `end` (end excluded)."""
        at = [a.line for a in self.anchors if a.start < end]
        before = [a.line for a in self.anchors if a.start <= start]
        return before[-1] if before else at[0], at[-1] if at else self.anchors[0].line

    def page_at(self, start: int) -> int | None:
        """The page on which character `start` stands."""
        return next((a.page for a in reversed(self.anchors) if a.start <= start), self.page)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as lines (reading) and as healed blocks (cleaning). Before cleaning, `blocks` is empty."""

    source: Source
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...] = ()
