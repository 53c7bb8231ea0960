"""A report before it has a format: its paragraphs in order, each with what is true of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from generating.banks import Figure, Phrase, citations

PROPER = (
    *("UBND", "HĐND", "CCHC", "TTHC", "Cổng", "Sở", "Trung", "Hệ thống", "Mã OTP", "Internet", "VNeID"),
    *("Văn phòng", "Báo", "Bộ phận Một", "Chủ tịch"),
)
"""Words that keep their capital after a semicolon."""


@dataclass(frozen=True)
class Statement:
    """A finding to be planted: a phrase with what the truth says of it."""

    phrase: Phrase
    role: str
    area: str
    area_alt: str | None = None
    theme: str | None = None
    embedded: bool = False
    copied_from: str | None = None


@dataclass(frozen=True)
class Finding:
    """A statement where it stands in a paragraph."""

    statement: Statement
    start: int
    end: int


@dataclass(frozen=True)
class Heading:
    """What a heading line opens. `parent` is the position of the parent heading among the paragraphs."""

    number: str | None
    title: str
    level: int
    parent: int | None
    run_in: bool = False
    mixed: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, heading or table row with its labels.

    `look` is how it is set: left and right (columns side by side), letterhead, number, date, doctype, title, window,
    h1…h4, label, body, bullet, to, signature, appendix, form, note, header, group, row. `cells` are those of a row.
    `label` is the part of the text that Word would number by itself.
    """

    text: str
    kind: Literal["heading", "text", "table"]
    area: str
    role: str
    look: str
    findings: tuple[Finding, ...] = ()
    figures: tuple[Figure, ...] = ()
    heading: Heading | None = None
    cells: tuple[str, ...] = ()
    label: str = ""
    footnote: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def cites(self) -> list[tuple[int, str, str]]:
        """The documents cited."""
        return citations(self.text)


@dataclass
class Paper:
    """A report: its paragraphs, and what is known of it as a whole."""

    number: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    meta: dict[str, object] = field(default_factory=dict)
    problems: list[dict[str, object]] = field(default_factory=list)

    def add(self, paragraph: Paragraph) -> int:
        """Append it and return its position."""
        self.paragraphs.append(paragraph)
        return len(self.paragraphs) - 1


def lowered(text: str) -> str:
    """The clause as it goes on after a semicolon or a word."""
    first = text.split(" ", 1)[0]
    acronym = len(first) > 1 and first.isupper()
    return text if acronym or text.startswith(PROPER) else text[0].lower() + text[1:]


def joined(parts: list[Statement | Phrase], between: str, mark: str, end: str) -> Paragraph:
    """Statements and phrases as one paragraph of body text, labels still open.

    `between` is "; " or ". ", `mark` the list mark in front, `end` the closing mark.
    """
    text, findings, figures = mark, [], []
    for position, part in enumerate(parts):
        phrase = part.phrase if isinstance(part, Statement) else part
        words = lowered(phrase.text) if position and between == "; " else phrase.text
        if position:
            text = text.rstrip(".") + between if between == ". " else text + between
        start = len(text)
        text += words
        figures += [figure.moved(start) for figure in phrase.figures]
        if isinstance(part, Statement):
            findings.append(Finding(replace(part, phrase=replace(phrase, text=words)), start, start + len(words)))
    closed = text if text.endswith((".", ":", "!")) and not end else text.rstrip(".") + end
    return Paragraph(closed, "text", "general", "result", "body", tuple(findings), tuple(figures))
