"""A synthesis → .docx as Nghị định 30/2020/NĐ-CP, Phụ lục I, wants it: the only importer of python-docx.

Sources become Word comments: they stand beside the very words, and an officer deletes them all in one step before
signing; footnotes or a list of sources would have to be taken out of the text by hand.

python-docx writes the parts; the zip is packed anew with fixed times, so that the same synthesis gives the same bytes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell

from cchc_nlp.errors import ReadError, TemplateError
from cchc_nlp.model import MAKER
from cchc_nlp.synthesising import noting
from cchc_nlp.synthesising.noting import Note

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

    from cchc_nlp.model import Letterhead, Paragraph, Synthesis

_FONT = "Times New Roman"
_LANGUAGE = "vi-VN"
_AUTHOR, _INITIALS = "cchc_nlp", "CCHC"
# Sizes in points and lengths in millimetres, each within the decree's range.
_BODY, _NAMES, _MOTTO, _NUMBER, _RECIPIENTS_LABEL, _RECIPIENTS, _TABLE = 14, 12, 13, 13, 12, 11, 12
_TOP, _BOTTOM, _LEFT, _RIGHT, _HEADER = 20, 20, 30, 20, 10
_SHORT_SIDE, _LONG_SIDE = 210, 297
_FIRST_LINE, _GAP, _CELL_GAP = 12.7, 6, 1
_LETTERHEAD_COLUMNS = (66, 94)
# The rule under the issuing body and the title is a third to a half of the line above; that under the motto as long as
# the motto, which is 67 mm in bold 13 pt.
_ISSUER_RULE, _MOTTO_RULE, _TITLE_RULE = 24, 67, 50
# A character of Times New Roman 12 takes about 2.2 mm, a bold or capital one 2.8; a column grows to 40 characters
# before it wraps, and words up to 14 characters are kept whole.
_CHARACTER, _BOLD_CHARACTER, _WIDEST, _LONGEST_WORD, _CELL_MARGINS = 2.2, 2.8, 40, 14, 4
_STYLES = {"heading1": "Heading 1", "heading2": "Heading 2", "heading3": "Heading 3", "annex": "Heading 1"}
_NEEDED_STYLES = ("Normal", "Body Text", "Heading 1", "Heading 2", "Heading 3", "Table Grid")
_TWIPS, _HALF_POINTS = 20, 2  # to a point
# Any date does, as long as it is always the same; a zip cannot hold one before 1980.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def docx_bytes(synthesis: Synthesis, *, notes: bool = True, reference: Path | None = None) -> bytes:
    """The file. Always the same bytes for the same synthesis.

    Without `notes` there are no comments. `reference` is a document whose styles and margins are taken over.

    Raises:
        TemplateError: the reference is no Word document, or lacks a style.
    """
    word = _opened(reference) if reference else Document()
    _set_properties(word, synthesis.letterhead)
    if reference is None:
        _set_styles(word)
        _set_page(word.sections[0], landscape=False)
    if synthesis.letterhead.issuing_body:
        _write_letterhead(word, synthesis.letterhead)
    else:  # a working paper has only a title
        _write_title(word, synthesis.letterhead)
    noted = noting.notes(synthesis)
    first_annex = next((i for i, (p, _) in enumerate(noted) if p.style == "annex"), len(noted))
    for paragraph, found in noted[:first_annex]:
        _write_paragraph(word, paragraph, found, notes=notes)
    if synthesis.letterhead.issuing_body:
        word.paragraphs[-1].paragraph_format.keep_with_next = True  # a signature never stands on a page by itself
        _write_signature(word, synthesis.letterhead)
    for annex in _annexes([p for p, _ in noted[first_annex:]]):
        _write_annex(word, annex)
    return _packed(word)


def reference_bytes() -> bytes:
    """A document with our styles and margins and a line in each style, to be changed by the department."""
    word = Document()
    _set_styles(word)
    _set_page(word.sections[0], landscape=False)
    for style in _NEEDED_STYLES[:-1]:
        word.add_paragraph(style, style=style)
    return _packed(word)


def check_reference(path: Path) -> None:
    """Refuse what is no reference.

    Raises:
        TemplateError: it is no Word document, or lacks a style.
    """
    _opened(path)


def _opened(reference: Path) -> Word:
    """The reference without its text."""
    try:
        word = Document(str(reference))
    except Exception as error:  # python-docx raises what its parts raise: zip, XML, keys
        raise TemplateError(
            f"{reference}: không mở được tệp Word mẫu; hãy lưu lại bằng Word với đuôi .docx."
        ) from error
    names = {style.name for style in word.styles}
    missing = [name for name in _NEEDED_STYLES if name not in names]
    if missing:
        raise TemplateError(f"{reference}: tệp Word mẫu thiếu kiểu {', '.join(f'«{name}»' for name in missing)}.")
    for element in list(word.element.body):
        if element.tag != qn("w:sectPr"):
            word.element.body.remove(element)
    return word


def _set_properties(word: Word, letterhead: Letterhead) -> None:
    """Who and what, but no times: they would differ from run to run."""
    properties = word.core_properties
    properties.title, properties.subject = letterhead.subtitle, letterhead.title
    properties.author = properties.last_modified_by = letterhead.issuing_body
    properties.language, properties.comments, properties.revision = _LANGUAGE, "", 1
    properties.keywords = MAKER
    for time in ("dcterms:created", "dcterms:modified"):
        for element in word.part.package.core_properties._element.findall(qn(time)):  # noqa: SLF001 - no other way
            element.getparent().remove(element)
    compatibility = (
        f"<w:compat {nsdecls('w')}><w:compatSetting w:name='compatibilityMode' "
        "w:uri='http://schemas.microsoft.com/office/word' w:val='15'/></w:compat>"
    )
    settings = word.settings.element
    for language in settings.findall(qn("w:themeFontLang")):
        language.set(qn("w:val"), _LANGUAGE)
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    # The schema wants w:compat before these; the first of them that is there takes it in front.
    after = ("w:rsids", "m:mathPr", "w:themeFontLang", "w:clrSchemeMapping", "w:decimalSymbol")
    following = next((e for name in after if (e := settings.find(qn(name))) is not None), None)
    if following is None:
        settings.append(parse_xml(compatibility))
    else:
        following.addprevious(parse_xml(compatibility))


def _set_styles(word: Word) -> None:
    for fonts in word.styles.element.iter(qn("w:rFonts")):
        _set_font(fonts)
    for language in word.styles.element.iter(qn("w:lang")):
        for kind in ("w:val", "w:eastAsia"):
            language.set(qn(kind), _LANGUAGE)
    body = _style(word, "Normal", _BODY)
    body.paragraph_format.space_after = Pt(_GAP)
    body.paragraph_format.widow_control = True
    text = _style(word, "Body Text", _BODY)
    text.paragraph_format.first_line_indent = Mm(_FIRST_LINE)
    text.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    text.paragraph_format.space_before, text.paragraph_format.space_after = Pt(0), Pt(_GAP)
    for name, bold in (("Heading 1", True), ("Heading 2", True), ("Heading 3", False)):
        heading = _style(word, name, _BODY, bold=bold)
        heading.paragraph_format.first_line_indent = Mm(_FIRST_LINE)
        heading.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(_GAP), Pt(_GAP)
        heading.paragraph_format.keep_with_next = True


def _style(word: Word, name: str, size: float, *, bold: bool = False) -> ParagraphStyle:
    style: ParagraphStyle = word.styles[name]
    style.font.name, style.font.size = _FONT, Pt(size)
    style.font.bold, style.font.italic, style.font.color.rgb = bold, False, RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    _set_font(properties.find(qn("w:rFonts")))
    for complex_size in properties.findall(qn("w:szCs")):
        complex_size.set(qn("w:val"), str(int(size * 2)))
    return style


def _set_font(fonts: BaseOxmlElement) -> None:
    """Our font for Latin, East Asian and complex scripts; theme fonts would win over it."""
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        for theme in (f"w:{script}Theme", f"w:{script.lower()}theme"):
            if fonts.get(qn(theme)) is not None:
                del fonts.attrib[qn(theme)]
        fonts.set(qn(f"w:{script}"), _FONT)


def _set_page(section: Section, *, landscape: bool) -> None:
    """A4 with the decree's margins and the page number in the top margin, hidden on the first page."""
    width, height = (_LONG_SIDE, _SHORT_SIDE) if landscape else (_SHORT_SIDE, _LONG_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    section.left_margin, section.right_margin = Mm(_LEFT), Mm(_RIGHT)
    section.header_distance = section.footer_distance = Mm(_HEADER)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.style = "Normal"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if not paragraph.runs:
        _add_page_number(paragraph)


def _add_page_number(paragraph: WordParagraph) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("", "2"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001 - python-docx has no fields
        elif text == "PAGE":
            instruction = OxmlElement("w:instrText")
            instruction.text = text
            run._r.append(instruction)  # noqa: SLF001
        else:
            run.text = text


def _write_letterhead(word: Word, letterhead: Letterhead) -> None:
    table = word.add_table(rows=2, cols=2)
    _set_widths(table, _LETTERHEAD_COLUMNS)
    left, right = table.rows[0].cells
    for line in letterhead.parent_body.split("\n"):
        _centred(left, line, _NAMES)
    _centred(left, letterhead.issuing_body, _NAMES, bold=True)
    _add_rule(left, _ISSUER_RULE, _LETTERHEAD_COLUMNS[0])
    _centred(right, letterhead.nation, _NAMES, bold=True)
    _centred(right, letterhead.motto, _MOTTO, bold=True)
    _add_rule(right, _MOTTO_RULE, _LETTERHEAD_COLUMNS[1])
    left, right = table.rows[1].cells
    _centred(left, letterhead.number, _NUMBER)
    _centred(right, letterhead.place_and_date, _NUMBER, italic=True)
    if letterhead.title:  # a letter has none: what it is about stands below its number
        _write_title(word, letterhead)
    addressee = _centred(word, letterhead.addressee, _BODY)
    addressee.paragraph_format.space_before, addressee.paragraph_format.space_after = Pt(2 * _GAP), Pt(2 * _GAP)


def _write_title(word: Word, letterhead: Letterhead) -> None:
    title = _centred(word, letterhead.title, _BODY, bold=True)
    title.paragraph_format.space_before = Pt(3 * _GAP)
    _centred(word, letterhead.subtitle, _BODY, bold=True)
    _add_rule(word, _TITLE_RULE, _SHORT_SIDE - _LEFT - _RIGHT)


def _centred(where: Word | _Cell, text: str, size: float, *, bold: bool = False, italic: bool = False) -> WordParagraph:
    """A centred line without a gap, in the cell's empty first paragraph where it has one."""
    last = where.paragraphs[-1] if where.paragraphs else None
    empty_cell = isinstance(where, _Cell) and not where.text
    paragraph = last if empty_cell and last is not None else where.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _add_rule(where: Word | _Cell, width: float, room: float) -> None:
    """A centred line of a set width: the top border of an empty paragraph between two indents."""
    paragraph = where.add_paragraph()
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = Mm((room - width) / 2)
    layout.space_before, layout.space_after, layout.line_spacing = Pt(2), Pt(0), Pt(6)
    borders = parse_xml(
        f"<w:pBdr {nsdecls('w')}><w:top w:val='single' w:sz='6' w:space='0' w:color='000000'/></w:pBdr>"
    )
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no borders
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _write_paragraph(word: Word, paragraph: Paragraph, found: Sequence[Note], *, notes: bool) -> None:
    written = word.add_paragraph(style=_STYLES.get(paragraph.style, "Body Text"))
    if paragraph.style == "item":
        written.add_run("- ")
    comments = _comments(paragraph, found) if notes else []
    runs = _add_runs(written, paragraph.text, {at for start, end, _ in comments for at in (start, end)})
    for start, end, text in comments:
        _comment(word, [run for at, run in runs.items() if start <= at < end], text)
    if paragraph.style in ("note", "annex"):
        written.paragraph_format.first_line_indent = Mm(0)
        written.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paragraph.style == "note":
        for run in written.runs:
            run.italic = True


def _comments(paragraph: Paragraph, found: Sequence[Note]) -> list[tuple[int, int, str]]:
    """First what is to decide, then the sources: where, and for a quotation the words around it."""
    asked = [(d.at, d.at + len(d.text), noting.asking(d)) for d in paragraph.decisions]
    return [*asked, *((note.start, note.end, _sources(note)) for note in found)]


def _sources(note: Note) -> str:
    lines = [passage.label for passage in note.passages]
    if note.words:
        lines += [passage.text for passage in note.passages if passage.text != note.words]
    return "\n".join(lines)


def _add_runs(written: WordParagraph, text: str, cuts: set[int]) -> dict[int, Run]:
    """The text in runs cut at these places, each under the place it starts at."""
    places = sorted({0, len(text), *cuts})
    return {start: written.add_run(text[start:end]) for start, end in pairwise(places)}


def _comment(word: Word, runs: Sequence[Run], text: str) -> None:
    if runs:
        comment = word.add_comment(list(runs), text=text, author=_AUTHOR, initials=_INITIALS)
        del comment._comment_elm.attrib[qn("w:date")]  # noqa: SLF001 - python-docx always writes the time of now


def _write_signature(word: Word, letterhead: Letterhead) -> None:
    table = word.add_table(rows=1, cols=2)
    _set_widths(table, (80, 80))
    left, right = table.rows[0].cells
    label, *bodies = letterhead.recipients or ("",)
    first = left.paragraphs[0]
    first.paragraph_format.space_after = Pt(0)
    run = first.add_run(label)
    run.font.size, run.bold, run.italic = Pt(_RECIPIENTS_LABEL), True, True
    for body in bodies:
        paragraph = left.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(body).font.size = Pt(_RECIPIENTS)
    for line in letterhead.signature:
        _centred(right, line, _BODY, bold=True)
    _keep_rows_whole(table)


def _annexes(paragraphs: Sequence[Paragraph]) -> list[list[Paragraph]]:
    """Each annex from its first heading on; headings that follow at once belong to it."""
    annexes: list[list[Paragraph]] = []
    before: str | None = None
    for paragraph in paragraphs:
        if paragraph.style == "annex" and before != "annex":
            annexes.append([])
        annexes[-1].append(paragraph)
        before = paragraph.style
    return annexes


def _write_annex(word: Word, annex: Sequence[Paragraph]) -> None:
    """On pages of its own, numbered from 1; on its side where a table is wider than the page."""
    tables = [p.cells for p in annex if p.cells is not None]
    portrait = _SHORT_SIDE - _LEFT - _RIGHT
    landscape = any(sum(w) > portrait for w in [_natural_widths(tables)] if tables)
    section = word.add_section(WD_SECTION.NEW_PAGE)
    _set_page(section, landscape=landscape)
    for copied in section._sectPr.findall(qn("w:pgNumType")):  # noqa: SLF001 - a new section copies the last one
        section._sectPr.remove(copied)  # noqa: SLF001
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    section._sectPr.insert_element_before(numbering, "w:cols", "w:titlePg", "w:docGrid")  # noqa: SLF001
    room = (_LONG_SIDE if landscape else _SHORT_SIDE) - _LEFT - _RIGHT
    for table, group in groupby(annex, key=lambda p: p.table):
        if table is None:
            for paragraph in group:
                _write_paragraph(word, paragraph, (), notes=False)
        else:
            _write_table(word, [p.cells for p in group if p.cells is not None], room)


def _write_table(word: Word, rows: Sequence[Sequence[str]], room: float) -> None:
    widths = _widths(rows, room)
    table = word.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    _set_widths(table, widths)
    for position, texts in enumerate(rows):
        table._tbl.append(_row(texts, widths, is_header=position == 0))  # noqa: SLF001 - see `_row`


def _row(texts: Sequence[str], widths: Sequence[float], *, is_header: bool) -> BaseOxmlElement:
    """A row that is kept whole, the first repeated on every page.

    Written as XML: python-docx has neither, and takes a second for the thousands of cells of the annexes.
    """
    padded = [*texts, *[""] * (len(widths) - len(texts))]
    cells = "".join(_cell_xml(text, width, is_header) for text, width in zip(padded, widths, strict=True))
    repeated = "<w:tblHeader/>" if is_header else ""
    return parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>")


def _cell_xml(text: str, width: float, is_header: bool) -> str:  # noqa: FBT001 - a row's cells share it
    gap, size = round(_CELL_GAP * _TWIPS), round(_TABLE * _HALF_POINTS)
    centred = '<w:jc w:val="center"/>' if is_header or _is_figure(text) else ""
    bold = "<w:b/>" if is_header else '<w:b w:val="0"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{Mm(width).twips}"/></w:tcPr>'
        f'<w:p><w:pPr><w:spacing w:before="{gap}" w:after="{gap}"/>{centred}</w:pPr>'
        f'<w:r><w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
        "</w:p></w:tc>"
    )


def _is_figure(text: str) -> bool:
    """A number, a sign, a cross; not the unit «%», which stands among words."""
    return text != "%" and (len(text) == 1 or not any(c.isalpha() for c in text))


def _widths(rows: Sequence[Sequence[str]], room: float) -> list[float]:
    """Every column gets its least width; what is left is shared by what more its longest text takes on one line.

    So the longest texts of all columns have about as many lines, and a row no more than it needs.
    """
    columns = _columns(rows)
    least = [_least_width(column) for column in columns]
    wished = [
        max(0.0, _CELL_MARGINS + _CHARACTER * max(map(len, column)) - width)
        for column, width in zip(columns, least, strict=True)
    ]
    left = room - sum(least)
    if left < 0:
        return [width * room / sum(least) for width in least]
    even = left / len(least)
    return [w + (left * wish / sum(wished) if sum(wished) else even) for w, wish in zip(least, wished, strict=True)]


def _natural_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """What each column would like: room for its longest text, up to a bound."""
    return [
        max(_least_width(column), _CELL_MARGINS + _CHARACTER * min(_WIDEST, max(map(len, column))))
        for column in _columns(rows)
    ]


def _least_width(column: Sequence[str]) -> float:
    """Room for the longest word."""
    longest = max((len(word) for text in column for word in text.split()), default=1)
    return _CELL_MARGINS + _BOLD_CHARACTER * min(_LONGEST_WORD, longest)


def _columns(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    return [[row[i] for row in rows if i < len(row)] for i in range(max(map(len, rows)))]


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    """Fixed, in the grid and in every cell: Word and LibreOffice each look at another of them."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _keep_rows_whole(table: Table) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx cannot say it


def _packed(word: Word) -> bytes:
    """The parts in the order python-docx gives them, with fixed times."""
    raw, packed = BytesIO(), BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, _ZIP_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, source.read(item))
    return packed.getvalue()


def texts_of(path: Path) -> list[str]:
    """The paragraphs and rows of tables of a document in order, as `verify` wants them.

    Raises:
        ReadError: it is no Word document.
    """
    try:
        word = Document(str(path))
    except Exception as error:  # python-docx raises what its parts raise: zip, XML, keys
        raise ReadError(f"{path}: không mở được tệp Word; hãy lưu lại bằng Word (.docx).") from error
    texts: list[str] = []
    for inner in word.iter_inner_content():
        if isinstance(inner, Table):
            texts += ["\t".join(cell.text for cell in row.cells) for row in inner.rows]
        else:
            texts.append(inner.text.removeprefix("- "))
    return [text for text in texts if text.strip()]
