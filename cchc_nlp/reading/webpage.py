"""A web page (.html, also under the names .doc and .xls) → its lines, as a browser would show them.

Nothing is fetched, no script is run. Looks come from tags, attributes and the simplest style rules: enough to tell
headings; a page's own layout is not drawn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree, html

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Layer, Line
from cchc_nlp.reading.breaks import ends_of
from cchc_nlp.reading.docx.numbering import written_number
from cchc_nlp.reading.encodings import decode, script_of_font
from cchc_nlp.reading.kinds import SAVE_AS_DOCX
from cchc_nlp.reading.pieces import Piece, look_of, modernise
from cchc_nlp.reading.rendition import Rendition, numbered
from cchc_nlp.reading.symbols import plain, raised
from cchc_nlp.reading.tabulating import Placed, lines_by_columns, looks_like_layout, placed, row_line
from cchc_nlp.reading.terms import wider
from cchc_nlp.reading.webstyles import Rules, Set, rules_of
from cchc_nlp.vietnamese.forms import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from cchc_nlp.reading.terms import Terms

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHARSET_WITHIN = 4096
# What browsers take these names for.
_BROWSER_NAMES = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "x-user-defined": "cp1252"}
_BLANKS = re.compile(r"[ \t\r\n\f]+")

_UNSEEN = {
    "audio", "button", "canvas", "datalist", "del", "head", "iframe", "link", "map", "meta", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video", "xml",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "tbody", "td", "th", "tr",
    "ul",
}  # fmt: skip
_LISTS = frozenset(("ol", "ul", "menu", "dir"))
_NUMBER_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "decimal-leading-zero": "decimalZero", "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
}  # fmt: skip
_BULLET = "•"
_FEWEST_LINKS, _ALL_LINKS = 3, 0.9  # links in a list that is a menu, and their share of its letters
_NOTE_IDS = re.compile(r"(?:sd)?(?:foot|end)note\d*|(?:ftn|edn)\d+", re.IGNORECASE)
_NOTE_MARKS = frozenset(("sdfootnotesym", "sdendnotesym", "msofootnotereference", "msoendnotereference"))
_COMMENT_MARK = "MsoCommentReference"
_SYMBOL_MARKS = frozenset("·o§Øvüq")  # bullets of Word's lists, as letters of its symbol fonts
# What portals set around a page's own text.
_AROUND: dict[str, Layer] = {"nav": "header", "aside": "header", "header": "header", "footer": "footer"}


def read_html(content: bytes, terms: Terms) -> Rendition:
    """The lines of a web page, one a block, a line break or a table row.

    Raises:
        ReadError: no text, or no encoding makes sense of it.
    """
    text, encoding = _decoded(content)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError("trang web không có nội dung; hãy lấy lại tệp từ nơi gửi.") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise ReadError(f"trang web có bảng lồng nhau quá sâu; {SAVE_AS_DOCX}.")
    writer = _Writer(rules_of(root), _own_text(root), terms)
    writer.write(root, Set(), 0)
    writer.end()
    lines = (line for line in writer.lines if line is not None)
    return Rendition(numbered(lines), encoding)


def _own_text(root: _Element) -> _Element | None:
    """The part of a page that holds its own text, where the page says so and most of the text stands there."""
    parts = list(root.iter("main")) or list(root.iter("article"))
    if len(parts) != 1:
        return None
    own, whole = ("".join(str(text) for text in part.itertext()) for part in (parts[0], root))
    return parts[0] if len(own) * 2 > len(whole) else None


def _decoded(content: bytes) -> tuple[str, str]:
    said = _CHARSET.search(content[:_CHARSET_WITHIN])
    if said and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = said[1].decode("ascii").lower()
        try:
            return nfc(content.decode(_BROWSER_NAMES.get(name, name))), name
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong or unknown name: the bytes themselves must tell
    decoded = decode(content)
    if decoded is None:
        raise ReadError(
            "không nhận ra bảng mã của trang web; hãy mở bằng trình duyệt và lưu lại thành .docx hoặc .txt."
        )
    return nfc(decoded[0]), decoded[1]


class _List(NamedTuple):
    """An open list: how it numbers and where it is."""

    form: str | None
    step: int


class _Writer:
    """Goes through the page and writes its lines; `lines` holds them in order."""

    def __init__(self, rules: Rules, own: _Element | None, terms: Terms) -> None:
        """`own` is the part that holds the page's own text, None: all of it."""
        self.lines: list[Line] = []
        self._own = own
        self._rules = rules
        self._terms = terms
        self._pieces: list[Piece] = []
        self._paragraph: list[tuple[list[Piece], Set]] = []
        self._label: str | None = None
        self._tables = 0
        self._cells = 0
        self._layer: Layer = "body" if own is None else "header"

    def write(self, element: _Element, inherited: Set, depth: int) -> None:
        """All that an element shows."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN:
            return
        look = self._rules.look(element, inherited)
        if look.hidden or element.get("class") == _COMMENT_MARK:
            return
        if look.item_mark:
            mark = "".join(map(str, element.itertext())).strip()
            self._say(f"{_BULLET if mark in _SYMBOL_MARKS else mark} ", look)
        elif depth > self._terms.max_depth:
            self._say(" ".join(map(str, element.itertext())), look)
        elif tag == "br":
            self._break(look)
        elif tag == "table":
            self.end(look)
            self._table(element, look, depth)
        elif tag in _LISTS:
            self._list(element, look, depth)
        elif tag in _BLOCKS:
            self._block(element, look, depth)
        else:
            self._inside(element, look, depth)

    def end(self, look: Set | None = None) -> None:
        """Ends the paragraph: what was said since the last end becomes lines."""
        if self._pieces:
            self._paragraph.append((self._pieces, look or Set()))
            self._pieces = []
        paragraph, self._paragraph = self._paragraph, []
        written = [pieces for pieces, _ in paragraph]
        modernise(written)
        filled = [place for place, pieces in enumerate(written) if any(piece.text.strip() for piece in pieces)]
        if not filled:
            return
        label, self._label = self._label, None
        kept = [_trimmed(pieces) for pieces in written[: filled[-1] + 1]]
        endings = ends_of(["".join(piece.text for piece in pieces) for pieces in kept])
        for place, (pieces, ends) in enumerate(zip(kept, endings, strict=True)):
            shown = label if place == filled[0] else None
            if shown and pieces:
                pieces.insert(0, pieces[0]._replace(text=f"{shown} "))
            look = paragraph[place][1]
            self.lines.append(
                Line(
                    number=0,
                    text=nfc("".join(piece.text for piece in pieces)),
                    layer=self._layer,
                    label=shown,
                    look=look_of(pieces, centred=look.centred, outline_level=look.outline_level),
                    ends=ends,
                )
            )

    def _inside(self, element: _Element, look: Set, depth: int) -> None:
        """The text of an element and of what it holds, in order."""
        mark = element.tag == "a" and not _NOTE_MARKS.isdisjoint((element.get("class") or "").lower().split())
        own = look._replace(superscript=True) if mark else look
        self._say(element.text, own)
        for child in element:
            self.write(child, own, depth + 1)
            self._say(child.tail, own)

    def _say(self, text: str | None, look: Set) -> None:
        if not text:
            return
        shown = plain(text if look.preformatted else _BLANKS.sub(" ", text))
        if look.preformatted and "\n" in shown:
            first, *rest = shown.split("\n")
            self._piece(first, look)
            for line in rest:
                self._break(look)
                self._piece(line, look)
            return
        self._piece(shown, look)

    def _piece(self, text: str, look: Set) -> None:
        blank = not self._pieces or self._pieces[-1].text.endswith(" ")
        text = text.lstrip(" ") if blank and not look.preformatted else text
        if text:
            script = script_of_font(look.font)
            text = raised(text) if look.superscript else text
            text = text.upper() if look.capitals and not script else text
            self._pieces.append(Piece(text, look.bold, look.italic, look.size, script))

    def _break(self, look: Set) -> None:
        self._paragraph.append((self._pieces, look))
        self._pieces = []

    def _block(self, element: _Element, look: Set, depth: int) -> None:
        self.end(look)
        before, self._layer = self._layer, self._layer_of(element)
        self._inside(element, look, depth)
        self.end(look)
        self._layer = before

    def _layer_of(self, element: _Element) -> Layer:
        if element is self._own:
            return "body"
        if self._own is None and element.tag in _AROUND and (element.tag in {"nav", "aside"} or _is_outermost(element)):
            return _AROUND[str(element.tag)]
        if element.get("title") in {"header", "footer"}:  # as LibreOffice saves them
            return "header" if element.get("title") == "header" else "footer"
        return "footnote" if _NOTE_IDS.fullmatch(element.get("id") or "") else self._layer

    def _list(self, element: _Element, look: Set, depth: int) -> None:
        self.end(look)
        before = self._layer
        if before == "body" and _is_menu(element):
            self._layer = "header"
        items = [child for child in element if child.tag == "li"]
        backwards = element.get("reversed") is not None
        number = _whole(element.get("start"), len(items) if backwards else 1)
        self._say(element.text, look)
        for child in element:
            if child.tag == "li":
                number = _whole(child.get("value"), number)
                own = self._rules.look(child, look)
                self.end(look)
                self._label = (
                    None if own.hidden else _item_label(element, child, own.list_style or look.list_style, number)
                )
                number += -1 if backwards else 1
            self.write(child, look, depth + 1)
            if child.tag == "li":
                self._label = None
            self._say(child.tail, look)
        self.end(look)
        self._layer = before

    def _table(self, table: _Element, look: Set, depth: int) -> None:
        for caption in table.iterchildren("caption"):
            self.write(caption, look, depth + 1)
        rows = [
            [(cell, _span(cell, "colspan"), _span(cell, "rowspan")) for cell in row.iterchildren("td", "th")]
            for row in _rows(table)
        ]
        self._cells += sum(map(len, rows))
        if self._cells > self._terms.max_cells:
            raise ReadError(
                f"trang web có hơn {self._terms.max_cells} ô bảng; hãy tách riêng phần báo cáo, {wider('cells')}."
            )
        grid, columns = placed(rows)
        nested = next(table.iterdescendants("table"), None) is not None
        before = self._tables
        contents = [[self._cell(cell.element, look, depth) for cell in row] for row in grid]
        framed = not nested and self._rules.framed(table)
        if nested or columns == 1:
            self.lines += [line for row in contents for lines in row for line in lines]
        elif looks_like_layout(contents, framed=framed):
            self.lines += lines_by_columns(grid, contents)
        else:
            self._tables = before + 1
            self.lines += _row_lines(grid, contents, columns, self._tables, self._layer)

    def _cell(self, cell: _Element, look: Set, depth: int) -> list[Line]:
        outside, self.lines = self.lines, []
        self._block(cell, self._rules.look(cell, look), depth + 3)
        inside, self.lines = self.lines, outside
        return inside


def _is_menu(element: _Element) -> bool:
    """Whether a list is of links alone: the way around a portal, no text of the page.

    Portals link the documents that a report cites too: those have numbers.
    """
    links = [_length(link) for link in element.iterdescendants("a") if link.get("href")]
    alone = len(links) >= _FEWEST_LINKS and sum(links) >= _ALL_LINKS * _length(element)
    return alone and not any(map(str.isdigit, "".join(map(str, element.itertext()))))


def _length(element: _Element) -> int:
    return sum(len(str(text).strip()) for text in element.itertext())


def _is_outermost(element: _Element) -> bool:
    """Whether an element stands in the page itself, and not in a part of it."""
    parent = element.getparent()
    return parent is not None and parent.tag == "body"


def _row_lines(
    grid: list[list[Placed[_Element]]], contents: list[list[list[Line]]], columns: int, table: int, layer: Layer
) -> Iterator[Line]:
    for row, cells in zip(grid, contents, strict=True):
        if row:
            yield row_line(row, cells, columns=columns, table=table, layer=layer)


def _rows(table: _Element) -> list[_Element]:
    """The rows of a table, not of the tables inside it."""
    found: list[_Element] = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            found += child.iterchildren("tr")
    return found


def _item_label(element: _Element, item: _Element, style: str | None, number: int) -> str | None:
    said = style or item.get("type") or element.get("type") or ("1" if element.tag == "ol" else "disc")
    if said == "none":
        return None
    form = _NUMBER_FORMS.get(said)
    return f"{written_number(number, form)}." if form and element.tag == "ol" else _BULLET


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Pieces without the blanks that a browser drops at the end of a line."""
    trimmed = [piece for piece in pieces if piece.text]
    if trimmed:
        trimmed[-1] = trimmed[-1]._replace(text=trimmed[-1].text.rstrip())
    return trimmed


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else otherwise


def _span(cell: _Element, name: str) -> int:
    return max(1, _whole(cell.get(name), 1))
