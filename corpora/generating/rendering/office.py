"""Word files with python-docx: typed or automatic numbers, footnotes, tables; the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from generating.truth import Piece

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph as WordParagraph

    from generating.paper import Paper, Paragraph
    from generating.planning import Plan

CENTRED = frozenset({"doctype", "title", "window", "appendix", "note", "form"})
BOLD = frozenset({"doctype", "title", "h1", "h2", "appendix", "signature", "form", "group"})
ITALIC = frozenset({"window", "note", "h4", "label", "date"})
LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"))
WIDTHS = (1.4, 8.6, 2.4, 2.2, 1.9)


def render(paper: Paper, plan: Plan) -> tuple[bytes, list[Piece]]:
    """The Word file and its ideal lines: one a paragraph or table row."""
    writer = Writer(plan)
    for at, paragraph in enumerate(paper.paragraphs):
        writer.add(at, paragraph)
    return _fixed(writer.saved()), writer.pieces


class Writer:
    """The document as it grows."""

    def __init__(self, plan: Plan) -> None:
        """An empty A4 page set in Times New Roman."""
        self.design = plan.design
        self.auto = plan.design.numbering == "auto"
        self.word: Word = Document()
        self.pieces: list[Piece] = []
        self.table: Table | None = None
        self.notes: list[str] = []
        _page(self.word)
        if self.auto:
            _numbering(self.word)
        if self.design.options.get("running_header"):
            self.word.sections[0].header.paragraphs[0].text = f"UBND {plan.commune.name} - Báo cáo cải cách hành chính"
            self.pieces.append(Piece(f"UBND {plan.commune.name} - Báo cáo cải cách hành chính"))

    def add(self, at: int, p: Paragraph) -> None:
        """Write one paragraph or row."""
        self.pieces.append(Piece(p.text, at))
        if p.look in {"left", "right"}:
            self.column(p)
            return
        if p.kind == "table" and self.design.appendix != "tabs":
            self.row(p)
            return
        self.table = None
        self.paragraph(self.word.add_paragraph(), p)

    def column(self, p: Paragraph) -> None:
        """A line of the letterhead or the signature: in one of two cells of a table without borders."""
        if self.table is None:
            self.table = _table(self.word, (6.0, 10.5))
            self.table.add_row()  # type: ignore[no-untyped-call]
        cell = self.table.rows[0].cells[p.look == "right"]
        out = cell.paragraphs[0] if not cell.text else cell.add_paragraph()
        listed = p.role == "closing" and p.look == "left"
        run = out.add_run(p.text)
        run.bold = (not listed and ", ngày" not in p.text and "Số:" not in p.text) or None
        run.italic = ", ngày" in p.text or None
        run.font.size = Pt(11 if listed else 12)
        out.paragraph_format.space_after = Pt(0)
        if not listed:
            out.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def row(self, p: Paragraph) -> None:
        """A row of the appendix as a bordered table; long tables repeat their head."""
        if self.table is None or p.look == "header":
            self.table = _table(self.word, WIDTHS)
            self.table.style = "Table Grid"
        row = self.table.add_row()  # type: ignore[no-untyped-call]
        if p.look == "header":
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no door for it
        for position, (cell, text) in enumerate(zip(row.cells, p.cells, strict=True)):
            _cell(cell, text, bold=p.look in {"header", "group"}, centred=position != 1 or p.look == "header")
        if p.look == "group":
            merged = row.cells[1].merge(row.cells[4])
            for empty in merged.paragraphs[1:]:
                empty._p.getparent().remove(empty._p)  # noqa: SLF001

    def paragraph(self, out: WordParagraph, p: Paragraph) -> None:
        """A paragraph with its look, its number and its footnote."""
        text = p.text
        if p.look in CENTRED:
            out.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif p.look in {"body", "bullet", "label"}:
            out.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            out.paragraph_format.first_line_indent = Cm(1.27)
        if p.look == "doctype":
            out.paragraph_format.space_before = Pt(14)
        if p.look == "appendix" and p.heading:
            out.paragraph_format.page_break_before = True
        if p.look == "signature":
            out.paragraph_format.left_indent = Cm(9)
            out.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if p.heading and not p.heading.run_in and p.look in {"h1", "h2", "h3"} and self.design.options.get("styles"):
            out.style = self.word.styles[f"Heading {p.look[1]}"]
        if self.auto and p.label:
            text = text.removeprefix(p.label)
            _numbered(out, int(p.look[1]) - 1, 1)
        elif self.auto and p.look == "bullet":
            text = text.removeprefix("- ")
            _numbered(out, 0, 2)
        self.runs(out, p, text)
        if p.footnote:
            self.notes.append(p.footnote)
            _reference(out, len(self.notes))
            self.pieces.append(Piece(p.footnote))

    def runs(self, out: WordParagraph, p: Paragraph, text: str) -> None:
        """Runs: bold or italic as a whole, or only the heading of a run-in paragraph."""
        if p.heading and p.heading.run_in and ":" in text:
            head, _, rest = text.partition(":")
            first = out.add_run(head + ":")
            first.italic = p.look == "label" or None
            first.bold = p.look != "label" or None
            out.add_run(rest)
            return
        run = out.add_run(text)
        run.bold = p.look in BOLD or None
        run.italic = p.look in ITALIC or None

    def saved(self) -> bytes:
        """The file as python-docx writes it, with the footnotes part."""
        if self.notes:
            _footnotes(self.word, self.notes)
        out = io.BytesIO()
        self.word.save(out)
        return out.getvalue()


def _page(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    normal = word.styles["Normal"]
    normal.font.name = "Times New Roman"
    normal.font.size = Pt(13)
    normal.paragraph_format.space_after = Pt(4)
    for level in (1, 2, 3):
        style = word.styles[f"Heading {level}"]
        style.font.name, style.font.size = "Times New Roman", Pt(13)
        style.font.color.rgb = None
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    properties = word.core_properties
    properties.author, properties.title = "UBND", "Báo cáo CCHC"


def _table(word: Word, widths: tuple[float, ...]) -> Table:
    """An empty table with fixed column widths."""
    table: Table = word.add_table(rows=0, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _cell(cell: _Cell, text: str, *, bold: bool, centred: bool) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.font.size = Pt(10)
    run.bold = bold or None
    cell.paragraphs[0].paragraph_format.space_after = Pt(0)
    if centred:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _numbering(word: Word) -> None:
    """Two lists: the outline of the headings and the dashes of the bullets."""
    indent = '<w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr>'
    outline = "".join(_level(i, kind, text, indent) for i, (kind, text) in enumerate(LEVELS))
    numbering = word.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    for number, levels in ((1, outline), (2, _level(0, "bullet", "-", indent))):
        kind = '<w:multiLevelType w:val="multilevel"/>'
        opened = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        numbering.append(parse_xml(f"{opened}{kind}{levels}</w:abstractNum>"))
    for number in (1, 2):
        abstract = f'<w:abstractNumId w:val="{number}"/>'
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{abstract}</w:num>'))


def _level(level: int, kind: str, text: str, indent: str) -> str:
    number = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{level}">{number}{indent}</w:lvl>'


def _numbered(paragraph: WordParagraph, level: int, number: int) -> None:
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def _reference(paragraph: WordParagraph, number: int) -> None:
    run = paragraph.add_run()
    run.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)  # noqa: SLF001


def _footnotes(word: Word, notes: list[str]) -> None:
    """The part of the footnotes: two separators, then the notes."""
    rows = "".join(
        f'<w:footnote w:type="{kind}" w:id="{i}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for i, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    for number, note in enumerate(notes, 1):
        text = f'<w:r><w:t xml:space="preserve"> {note}</w:t></w:r>'
        rows += f'<w:footnote w:id="{number}"><w:p>{mark}{text}</w:p></w:footnote>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    blob = f"{head}<w:footnotes {nsdecls('w')}>{rows}</w:footnotes>"
    part = Part(PackURI("/word/footnotes.xml"), kind, blob.encode(), word.part.package)
    word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _fixed(content: bytes) -> bytes:
    """The same archive with fixed times: the same report gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            blob = old.read(name)
            if name == "docProps/core.xml":
                blob = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-06-15T08:00:00Z", blob)
            info = zipfile.ZipInfo(name, (2026, 6, 15, 8, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, blob)
    return out.getvalue()
