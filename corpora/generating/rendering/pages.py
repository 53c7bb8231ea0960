"""PDF with a text layer, laid out line by line so that the truth knows what stands on which page.

The font is a subset of Liberation Serif (see `corpora/fonts`), so that no machine's fonts matter.
"""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from generating.truth import Piece

if TYPE_CHECKING:
    from generating.paper import Paper, Paragraph
    from generating.planning import Plan

FONTS = Path(__file__).resolve().parent.parent.parent / "fonts"
LEFT, RIGHT, TOP, BOTTOM = 85.0, 550.0, 785.0, 62.0
SIZE, LEADING, GAP = 13.0, 17.5, 4.0
BOLD = frozenset({"doctype", "title", "h1", "h2", "appendix", "signature", "form", "group"})
ITALIC = frozenset({"window", "note", "h4", "label", "date"})
CENTRED = frozenset({"doctype", "title", "window", "appendix", "note", "form"})
COLUMNS = (LEFT - 25, LEFT + 20, LEFT + 290, LEFT + 365, LEFT + 425, RIGHT + 15)


def render(paper: Paper, plan: Plan) -> tuple[bytes, list[Piece]]:
    """The PDF and its ideal lines."""
    press = Press(plan)
    for at, paragraph in enumerate(paper.paragraphs):
        press.add(at, paragraph)
    press.foot()
    press.canvas.save()
    return press.out.getvalue(), press.pieces


class Press:
    """The document as it is set."""

    def __init__(self, plan: Plan) -> None:
        """The first page; page numbers begin on the second, as the decree wants."""
        for style in ("Regular", "Bold", "Italic"):
            pdfmetrics.registerFont(TTFont(f"Corpus-{style}", FONTS / f"CorpusSerif-{style}.ttf"))
        self.plan, self.design = plan, plan.design
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1, pageCompression=1)
        self.pieces: list[Piece] = []
        self.y, self.page = TOP, 1
        self.notes: list[str] = []
        self.marks = 0
        self.header: Paragraph | None = None
        self.side: str | None = None
        self.top = self.lowest = TOP

    # ------------------------------------------------------------ pages
    def floor(self) -> float:
        """Where the body ends on this page: above its footnotes."""
        return BOTTOM + sum(2 * 12.0 + 4 for _ in self.notes)

    def foot(self) -> None:
        """Footnotes of the page."""
        y = self.floor() - 14
        if self.notes:
            self.canvas.line(LEFT, y + 12, LEFT + 120, y + 12)
        for note in self.notes:
            for line in self.wrap(note, "Regular", 10, RIGHT - LEFT):
                self.draw(LEFT, y, line, "Regular", 10)
                y -= 12
            self.pieces.append(Piece(note))
            y -= 4
        self.notes = []

    def turn(self) -> None:
        """A new page: its number and, in some reports, a running header."""
        self.foot()
        self.canvas.showPage()
        self.page += 1
        self.y = TOP
        if self.design.options.get("running_header"):
            text = f"UBND {self.plan.commune.name} - Báo cáo CCHC"
            self.draw(LEFT, 812, text, "Italic", 10)
            self.draw(RIGHT - 10, 812, str(self.page), "Regular", 10)
            self.pieces.append(Piece(f"{text} {self.page}"))
            return
        text = str(self.page)
        self.draw((LEFT + RIGHT) / 2, 812, text, "Regular", 12)
        self.pieces.append(Piece(text))

    # ------------------------------------------------------------ text
    def add(self, at: int, p: Paragraph) -> None:
        """Set one paragraph or row."""
        if p.look in {"left", "right"}:
            self.column(at, p)
            return
        if self.side:
            self.y, self.side = min(self.y, self.lowest), None
        if p.kind == "table":
            (self.flat if self.design.appendix == "flat" else self.row)(at, p)
        else:
            self.text(at, p)

    def text(self, at: int, p: Paragraph) -> None:
        """A paragraph, cut where the page ends."""
        self.header = None if p.look == "form" else self.header
        style = "Bold" if p.look in BOLD else "Italic" if p.look in ITALIC and p.look != "label" else "Regular"
        mark = ""
        if p.footnote:
            self.marks += 1
            mark = "¹²³"[self.marks - 1]
        indent = 36.0 if p.look in {"body", "bullet", "label", "h1", "h2", "h3", "h4"} else 0.0
        rows = self.wrap(p.text + mark, style, SIZE, RIGHT - LEFT - (120 if p.look == "title" else 0), indent)
        if p.look == "appendix" and p.heading:
            self.turn()
        if p.heading and self.y - LEADING * 2 < self.floor():
            self.turn()
        start, begun = 0, 0
        here: list[str] = []
        for position, row in enumerate(rows):
            if self.y - LEADING < self.floor():
                if here:
                    self.pieces.append(Piece(" ".join(here), at, begun))
                begun, here = start, []
                self.turn()
            self.y -= LEADING
            self.draw(self.left(p, row, style, indent if position == 0 else 0.0), self.y, row, style, SIZE)
            here.append(row)
            start += len(row) + 1
        self.pieces.append(Piece(" ".join(here), at, begun))
        if p.footnote:
            self.notes.append(f"{mark} {p.footnote}")
        self.y -= GAP

    def left(self, p: Paragraph, row: str, style: str, indent: float) -> float:
        """Where a row of text begins."""
        width = float(pdfmetrics.stringWidth(row, f"Corpus-{style}", SIZE))
        if p.look in CENTRED:
            return (LEFT + RIGHT - width) / 2
        if p.look == "signature":
            return LEFT + 330 - width / 2
        return LEFT + indent

    def column(self, at: int, p: Paragraph) -> None:
        """A line of one of two columns: letterhead, or addressees beside the signature."""
        closing = p.role == "closing"
        if self.side is None and self.y - LEADING * 9 < self.floor():
            self.turn()
        if p.look != self.side:
            self.top, self.lowest = (self.y, self.y) if self.side is None else (self.top, self.y)
            self.y, self.side = self.top, p.look
        listed = closing and p.look == "left"
        plain = listed or "Số:" in p.text
        style = "Italic" if ", ngày" in p.text else "Regular" if plain else "Bold"
        size = 11.0 if listed else 12.0
        self.y -= LEADING * (3 if closing and not listed and not p.text.isupper() else 1)
        width = float(pdfmetrics.stringWidth(p.text, f"Corpus-{style}", size))
        middle = LEFT + (90 if p.look == "left" else 340)
        self.draw(LEFT if listed else middle - width / 2, self.y, p.text, style, size)
        self.pieces.append(Piece(p.text, at))

    # ------------------------------------------------------------ tables
    def row(self, at: int, p: Paragraph, *, again: bool = False) -> None:
        """A ruled row; the head comes again on each page."""
        widths = [b - a - 6 for a, b in pairwise(COLUMNS)]
        style = "Bold" if p.look in {"header", "group"} else "Regular"
        cells = [
            self.wrap(c, style, 10.5, 10_000 if p.look == "group" else w) if c else []
            for c, w in zip(p.cells, widths, strict=True)
        ]
        height = max(len(c) for c in cells) * 13 + 5
        if self.y - height < self.floor() and not again:
            self.turn()
            if self.header is not None:
                self.row(-1, self.header, again=True)
        if p.look == "header":
            self.header = p
        for position, lines in enumerate(cells):
            x = COLUMNS[position]
            if p.look != "group" or position < 2:  # noqa: PLR2004 - the title of a group spans the rest
                right = COLUMNS[position + 1] if p.look != "group" or position == 0 else COLUMNS[-1]
                self.canvas.rect(x, self.y - height, right - x, height)
            for number, line in enumerate(lines):
                self.draw(x + 3, self.y - 12 - 13 * number, line, style, 10.5)
        self.y -= height
        piece = Piece(p.text, kind="table", role="appendix", area=p.area) if again else Piece(p.text, at)
        self.pieces.append(piece)

    def flat(self, at: int, p: Paragraph, *, again: bool = False) -> None:
        """One cell a line, as a converter leaves a table without rules."""
        lines = [line for cell in p.cells if cell for line in self.wrap(cell, "Regular", 10, 330)]
        if self.y - 12.5 * len(lines) < self.floor():
            self.turn()
            if self.header is not None and not again and p.look != "header":
                self.flat(-1, self.header, again=True)
        if p.look == "header":
            self.header = p
        for line in lines:
            self.y -= 12.5
            self.draw(LEFT, self.y, line, "Regular", 10)
        self.y -= 3
        piece = Piece(p.text, kind="table", role="appendix", area=p.area) if again else Piece(p.text, at)
        self.pieces.append(piece)

    # ------------------------------------------------------------ type
    def draw(self, x: float, y: float, text: str, style: str, size: float) -> None:
        """A line of type."""
        self.canvas.setFont(f"Corpus-{style}", size)
        self.canvas.drawString(x, y, text)

    def wrap(self, text: str, style: str, size: float, width: float, indent: float = 0.0) -> list[str]:
        """The text in lines of this width, the first one indented."""
        rows: list[str] = []
        row = ""
        for word in text.split(" "):
            longer = f"{row} {word}" if row else word
            room = width - (indent if not rows else 0)
            if row and pdfmetrics.stringWidth(longer, f"Corpus-{style}", size) > room:
                rows.append(row)
                row = word
            else:
                row = longer
        return [*rows, row]
