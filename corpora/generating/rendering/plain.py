"""Plain text: hard wraps or none, pages with numbers and footnotes in the flow, three shapes of the appendix."""

from __future__ import annotations

import textwrap
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from generating.truth import Piece

if TYPE_CHECKING:
    from generating.paper import Paper, Paragraph
    from generating.planning import Plan

GUESS = 95  # characters a line of paper holds, where the text itself is not wrapped


def render(paper: Paper, plan: Plan) -> tuple[bytes, list[Piece]]:
    """The text file and its ideal lines."""
    sheet = Sheet(plan.design.options, plan.design.appendix)
    for at, paragraph in enumerate(paper.paragraphs):
        sheet.add(at, paragraph)
    sheet.turn(last=True)
    text = "\n".join(sheet.lines).rstrip("\n") + "\n"
    text = unicodedata.normalize(plan.design.options.get("normal", "NFC"), text)
    return text.encode(plan.design.options.get("encoding", "utf-8")), sheet.pieces


@dataclass
class Sheet:
    """The text as it grows, line by line and page by page."""

    options: dict[str, Any]
    appendix: str
    lines: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    used: int = 0
    page: int = 1
    notes: list[str] = field(default_factory=list)
    marks: int = 0
    header: Paragraph | None = None

    def add(self, at: int, paragraph: Paragraph) -> None:
        """Print one paragraph."""
        if paragraph.kind == "table":
            self.row(at, paragraph)
            return
        self.header = None
        mark = ""
        if paragraph.footnote:
            self.marks += 1
            mark = "¹²³"[self.marks - 1]
            self.notes.append(f"{mark} {paragraph.footnote}")
        self.flow(at, paragraph, mark)
        if self.options.get("blank", True) and paragraph.look not in {"to", "signature"}:
            self.lines.append("")

    def flow(self, at: int, paragraph: Paragraph, mark: str) -> None:
        """Body text: wrapped, and cut where the page ends."""
        width = self.options.get("width")
        rows = _wrap(paragraph.text, width or GUESS)
        start = 0
        bold = self.options.get("bold") and paragraph.look in {"h1", "title"}
        limit = self.options.get("page_lines")
        while rows:
            room = len(rows) if not limit else max(0, limit - self.used - len(self.notes) * 2)
            if room <= 0 or (room < len(rows) and paragraph.kind == "heading"):
                self.turn()
                continue
            now, rows = rows[:room], rows[room:]
            text = " ".join(now)
            tail = mark if not rows else ""
            shown = now if width else [text]
            if bold:
                shown = [f"**{shown[0]}", *shown[1:]]
                shown[-1] += "**"
            self.lines += [*shown[:-1], shown[-1] + tail]
            self.pieces.append(Piece(text + tail, at, start))
            start += len(text) + 1
            self.used += len(now) + 1
            if rows:
                self.turn()

    def turn(self, *, last: bool = False) -> None:
        """The foot of the page: footnotes, number, and the next page."""
        if not self.options.get("page_lines"):
            return
        if self.lines and self.lines[-1] != "":
            self.lines.append("")
        for note in self.notes:
            self.lines += [*_wrap(note, self.options.get("width") or 10_000), ""]
            self.pieces.append(Piece(note))
        self.notes = []
        self.used = 0
        self.page += 1
        if self.options.get("page_numbers") and not last:
            self.lines += [str(self.page), ""]
            self.pieces.append(Piece(str(self.page)))

    def row(self, at: int, paragraph: Paragraph) -> None:
        """A row of the appendix in the shape of this file."""
        limit = self.options.get("page_lines")
        repeat = paragraph.look != "header" and limit and self.used > limit - 2
        if repeat:
            self.turn()
        if repeat and self.header is not None:
            self.again()
        if paragraph.look == "header":
            self.header = paragraph
        shape = {"pipe": self.pipe, "flat": self.flat, "tabs": self.tabs}[self.appendix]
        shape(paragraph)
        self.pieces.append(Piece(paragraph.text, at))
        if paragraph.look == "header" and self.appendix == "pipe":
            self.rule(len(paragraph.cells))
        self.used += 1 + len(paragraph.text) // GUESS

    def again(self) -> None:
        """The head of the table on a new page: empty in a pipe table, repeated in the other shapes."""
        assert self.header is not None
        cells = len(self.header.cells)
        if self.appendix == "pipe":
            self.lines.append("|" + " |" * cells)
            self.pieces.append(Piece("|" + " |" * cells, kind="table", role="appendix"))
            self.rule(cells)
            return
        {"flat": self.flat, "tabs": self.tabs}[self.appendix](self.header)
        self.pieces.append(Piece(self.header.text, kind="table", area=self.header.area, role="appendix"))

    def rule(self, cells: int) -> None:
        """The line under the head of a pipe table."""
        text = "|" + "---|" * cells
        self.lines.append(text)
        self.pieces.append(Piece(text, kind="table", role="appendix"))

    def pipe(self, paragraph: Paragraph) -> None:
        """`| a | b |`."""
        self.lines.append("| " + " | ".join(paragraph.cells) + " |")

    def tabs(self, paragraph: Paragraph) -> None:
        """Cells between tabs."""
        self.lines.append("\t".join(paragraph.cells).rstrip("\t"))

    def flat(self, paragraph: Paragraph) -> None:
        """One cell a line, long labels wrapped."""
        for cell in paragraph.cells:
            if cell:
                self.lines += _wrap(cell, 48)
        self.lines.append("")


def _wrap(text: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, break_long_words=False, break_on_hyphens=False, expand_tabs=False, replace_whitespace=False
    ) or [text]
