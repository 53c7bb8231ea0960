"""Writes real files for tests of reading: Word packages from raw XML, PDF pages from placed words and rules.

docx_file(tmp_path, p("I. KẾT QUẢ") + table([["STT", "Chỉ tiêu"], ["1", "Hồ sơ"]]))
pdf_file(tmp_path, [Words(85, 100, "Độc lập - Tự do"), Ruled(85, 200, 300, 200)])
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}


def t(text: str) -> str:
    """Text of a run."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    return f"<w:r><w:rPr>{properties}</w:rPr>{t(text)}</w:r>"


def p(content: str = "", properties: str = "") -> str:
    """A paragraph of plain text, or of runs."""
    runs = content if content.startswith("<") else r(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def listed(text: str, level: int = 0, num: int = 1) -> str:
    """A paragraph of an automatic list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def cell(*paragraphs: str, properties: str = "") -> str:
    """A cell of paragraphs."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


BORDERS = '<w:tblBorders><w:top w:val="single"/><w:insideH w:val="single"/><w:insideV w:val="single"/></w:tblBorders>'


def table(rows: list[list[str]], borders: str = BORDERS) -> str:
    """A table; a cell is its text, or `cell(…)`."""
    written = "".join(
        "<w:tr>" + "".join(c if c.startswith("<w:tc>") else cell(p(c)) for c in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr>{borders}</w:tblPr>{written}</w:tbl>"


def level(number: int, form: str, pattern: str, more: str = "") -> str:
    """A level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def _types(parts: dict[str, str]) -> str:
    """What each part is: our reader does without, LibreOffice does not."""
    kinds = {"document": "document.main"} | {name: name.rstrip("0123456789") for name in parts}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>{overrides}</Types>'
    )


def docx_bytes(body: str, doctype: str = "", **parts: str) -> bytes:
    """A Word package. `parts` are the contents of styles, numbering, footnotes, endnotes, header1, footer1 …"""
    related = [(f"rId{i}", name) for i, name in enumerate(parts, 1)]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(parts))
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{_RELATIONS}">'
            + "".join(
                f'<Relationship Id="{i}" Type="{_OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
                for i, name in related
            )
            + "</Relationships>",
        )
        references = "".join(
            f'<w:{name[:-1]}Reference r:id="{i}"/>' for i, name in related if name.startswith(("header", "footer"))
        )
        archive.writestr(
            "word/document.xml",
            f"{doctype}<w:document {_NAMESPACES}><w:body>{body}<w:sectPr>{references}</w:sectPr></w:body></w:document>",
        )
        for name, content in parts.items():
            root = _ROOTS.get(name) or {"header": "hdr", "footer": "ftr"}[name[:-1]]
            archive.writestr(f"word/{name}.xml", f"<w:{root} {_NAMESPACES}>{content}</w:{root}>")
    return written.getvalue()


def docx_file(folder: Path, body: str, **parts: str) -> Path:
    """A Word file in a folder."""
    path = folder / "bao-cao.docx"
    path.write_bytes(docx_bytes(body, **parts))
    return path


_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def odt_bytes(body: str, doctype: str = "", automatic: str = "", styles: str = "") -> bytes:
    """An OpenDocument text from the XML of its body, its automatic styles and its named styles."""
    names = {"office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing"}
    declared = " ".join(f'xmlns:{short}="{_ODF}:{name}:1.0"' for short, name in names.items())
    declared += f' xmlns:fo="{_ODF}:xsl-fo-compatible:1.0" xmlns:svg="{_ODF}:svg-compatible:1.0"'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f"{doctype}<office:document-content {declared}>"
            f"<office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr("styles.xml", f"<office:document-styles {declared}>{styles}</office:document-styles>")
    return written.getvalue()


def xlsx_bytes(*sheets: list[list[object]], doctype: str = "", formats: dict[str, str] | None = None) -> bytes:
    """A workbook; `formats` are number formats by cell name, of the first sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    for name, form in (formats or {}).items():
        book.worksheets[0][name].number_format = form
    written = io.BytesIO()
    book.save(written)
    if not doctype:
        return written.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, doctype.encode() + content if name == "xl/workbook.xml" else content)
    return changed.getvalue()


@dataclass(frozen=True)
class Words:
    """Words on paper: `x` from the left, `y` of the baseline from the top, in points; `turn` in degrees to the left."""

    x: float
    y: float
    text: str
    size: float = 14
    face: str = "Regular"
    turn: float = 0


@dataclass(frozen=True)
class Ruled:
    """A rule on paper."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Picture:
    """A grey picture that fills the page, as a scanner makes it: blank, or with stripes, which are no letters."""

    stripes: bool = False


def pdf_bytes(*pages: list[Words | Ruled | Picture], password: str | None = None) -> bytes:
    """A PDF of A4 pages."""
    for face in ("Regular", "Bold", "Italic"):
        font = Path(__file__).parent.parent / "corpora" / "fonts" / f"CorpusSerif-{face}.ttf"
        pdfmetrics.registerFont(TTFont(f"CorpusSerif-{face}", font))
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), encrypt=password, invariant=1)
    for page in pages:
        for item in page:
            _draw(canvas, item)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _draw(canvas: Canvas, item: Words | Ruled | Picture) -> None:
    if isinstance(item, Words):
        canvas.setFont(f"CorpusSerif-{item.face}", item.size)
        canvas.saveState()
        canvas.translate(item.x, 842 - item.y)
        canvas.rotate(item.turn)
        canvas.drawString(0, 0, item.text)
        canvas.restoreState()
    elif isinstance(item, Ruled):
        canvas.line(item.x0, 842 - item.y0, item.x1, 842 - item.y1)
    else:
        from PIL import Image
        from reportlab.lib.utils import ImageReader

        picture = Image.new("L", (595, 842), 200)
        for top in range(100, 700, 40) if item.stripes else ():
            picture.paste(20, (100, top, 500, top + 12))
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)


def pdf_file(folder: Path, *pages: list[Words | Ruled | Picture], password: str | None = None) -> Path:
    """A PDF in a folder."""
    path = folder / "bao-cao.pdf"
    path.write_bytes(pdf_bytes(*pages, password=password))
    return path


def width(text: str, size: float = 14, face: str = "Regular") -> float:
    """How wide words are on paper."""
    pdf_bytes([])
    return pdfmetrics.stringWidth(text, f"CorpusSerif-{face}", size)
