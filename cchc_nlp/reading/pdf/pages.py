"""Pages of a PDF as words and rules on paper: the only page that talks to PDFium.

Coordinates are points from the top left corner of the page as it is shown. PDFium answers per character at about half
a microsecond a question, so only the first and last character of each word are asked about.
"""

from __future__ import annotations

import ctypes
import math
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.pdf import asking
from cchc_nlp.reading.symbols import plain, raised
from cchc_nlp.reading.terms import wider
from cchc_nlp.vietnamese.forms import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PIL.Image import Image

    from cchc_nlp.reading.terms import Terms

_PDFIUM = Lock()  # PDFium keeps global state: one document at a time in a process

_WORD = re.compile(r"\S+")
_LINE_END = re.compile(r"\n")
# PDFium writes a hyphen that ends a line as one of these; the others are control characters of broken fonts.
_HYPHENS = re.compile("[\x02\ufffe]")
_CONTROLS = re.compile("[\x00-\x1f\x7f\ufeff\ufffd\u00ad]")
_UNCLEAN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffd\ufffe\u00ad\uf000-\uf0ff]")
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_FLAG_ITALIC, _FLAG_FORCE_BOLD = 1 << 6, 1 << 18  # ISO 32000-1, table 123
_BOLD_WEIGHT = 600
_RAISED_SIZE = 0.8  # superscripts are set at 58 to 70 % of the size of their line
_RIGHT_ANGLE = 90
_ASKEW = 4  # a way of text that is no number of quarter turns
_HALF = 0.5
_THIN = 2.5  # points: a rule is a line or a filled strip no thicker than this
_SHORTEST_RULE = 6.0
# Dots per inch for recognition: below 200 letters lose their marks, above 300 nothing is gained (measured).
_FEWEST_DOTS, _MOST_DOTS = 200.0, 300.0
_MOST_RENDERED = 18_000_000  # pixels: A3 at 300 dots; a larger page is drawn coarser


class Word(NamedTuple):
    """A word and where it stands: from `x0` to `x1` on its baseline.

    `turned` ones are written in another direction than the page, all that stands in one line together.
    """

    text: str
    x0: float
    baseline: float
    x1: float
    size: float
    bold: bool
    italic: bool
    turned: bool = False


class Rule(NamedTuple):
    """A straight line, horizontal if it is wider than high."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page, in the order of the file. `pictured` pages hold pictures.

    `covered` is the share of the page under its largest picture, `dots` that picture's dots per inch. The words of a
    `recognised` page were read from its image; `unread` says why what stands on it could not be read.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    pictured: bool
    covered: float = 0.0
    dots: float = 0.0
    recognised: bool = False
    unread: str = ""


class _Font(NamedTuple):
    """The look of text, and its `way` on the file's page: quarter turns to the left, or askew."""

    size: float
    bold: bool
    italic: bool
    way: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """A run of text in the file, the same object wherever it is met."""

    font: _Font


_NO_FONT = _Font(0.0, bold=False, italic=False)
_NO_RUN = _Run(_NO_FONT)


class Placing(NamedTuple):
    """Point of the file → point on the page as shown: `x' = xx·x + xy·y + xc`, and y' likewise."""

    xx: float
    xy: float
    xc: float
    yx: float
    yy: float
    yc: float

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        """The point as shown."""
        return self.xx * x + self.xy * y + self.xc, self.yx * x + self.yy * y + self.yc


def pages_of(content: bytes, terms: Terms) -> tuple[Page, ...]:
    """All pages of a PDF.

    Raises:
        ReadError: damaged, protected, or with more pages than a report has.
    """
    with _PDFIUM:
        document = _open(content, terms.password)
        try:
            if len(document) > terms.max_pages:
                raise ReadError(
                    f"tệp PDF có hơn {terms.max_pages} trang; hãy tách riêng phần báo cáo, {wider('pages')}."
                )
            return tuple(_page(document, index) for index in range(len(document)))
        except pdfium.PdfiumError as error:
            raise ReadError("tệp PDF bị hỏng; hãy xuất lại tệp từ Word hoặc lấy lại từ nơi gửi.") from error
        finally:
            document.close()


def rendered(content: bytes, pages: Sequence[Page], terms: Terms) -> Iterator[tuple[Image | None, float]]:
    """For each page its grey image and dots per inch, one at a time; None for an image beyond the limit of pixels."""
    from cchc_nlp.reading.pdf.scan_image import grey  # Pillow costs 20 ms

    with _PDFIUM:
        document = _open(content, terms.password)
    try:
        for page in pages:
            dpi = min(_MOST_DOTS, max(_FEWEST_DOTS, page.dots))
            dpi = min(dpi, 72 * math.sqrt(_MOST_RENDERED / max(1.0, page.width * page.height)))
            if page.covered * (page.dots / 72) ** 2 * page.width * page.height > terms.max_pixels:
                yield None, dpi
                continue
            with _PDFIUM:
                opened = document[page.number - 1]
                image = opened.render(scale=dpi / 72).to_pil()
                opened.close()
            yield grey(image), dpi
    finally:
        with _PDFIUM:
            document.close()


def _open(content: bytes, password: str | None) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(content, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in {c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY}:
            raise ReadError(
                "tệp PDF đặt mật khẩu khác; hãy kiểm tra lại --password."
                if password
                else "tệp PDF đặt mật khẩu; hãy thêm --password, hoặc bỏ mật khẩu rồi lưu lại."
            ) from error
        raise ReadError("tệp PDF bị hỏng; hãy xuất lại tệp từ Word hoặc lấy lại từ nơi gửi.") from error


def _page(document: pdfium.PdfDocument, index: int) -> Page:
    page = document[index]
    try:
        text_page = page.get_textpage()
        try:
            words, (place, width, height) = _words(text_page.raw, page)
        finally:
            text_page.close()
        rules, pictured = _drawn(page, place)
        covered, dots = _largest_picture(page) if pictured else (0.0, 0.0)
        return Page(index + 1, width, height, tuple(words), tuple(rules), pictured, covered, dots)
    finally:
        page.close()


def _placing(page: Any, turned: int) -> tuple[Placing, float, float]:
    """How a point of the file lies on the page turned by so many degrees to the right, and the page's size then."""
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    match turned:
        case 90:
            return Placing(0, 1, -bottom, 1, 0, -left), height, width
        case 180:
            return Placing(-1, 0, right, 0, 1, -bottom), width, height
        case 270:
            return Placing(0, -1, top, -1, 0, right), height, width
        case _:
            return Placing(1, 0, -left, 0, -1, top), width, height


def _words(raw: Any, page: Any) -> tuple[list[Word], tuple[Placing, float, float]]:
    """The words of a page, and how it is placed: as it is shown, or so that most of its words stand upright."""
    characters = _characters(raw)
    spans = [match.span() for match in _WORD.finditer(characters)]
    at = asking.address(raw)
    fonts = _Fonts(at)
    unclean = bool(_UNCLEAN.search(characters)) or nfc(characters) != characters
    x, y, box = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF()
    to_x, to_y, to_box = map(ctypes.addressof, (x, y, box))
    lines = _lines(characters, spans)
    looks = fonts.of_words(spans, lines)
    way = _way([font for font, _ in looks], page)
    placed = (xx, xy, xc, yx, yy, yc), width, height = _placing(page, _RIGHT_ANGLE * way)
    words: list[Word] = []
    turned: dict[int, tuple[int, int]] = {}
    for index, ((first, end), (font, mixed)) in enumerate(zip(spans, looks, strict=True)):
        text = characters[first:end]
        if mixed:
            text, font = _mixed(text, fonts.at(range(first, end)))  # noqa: PLW2901 - the font of the whole word
        if unclean and not (text := _clean(text)):
            continue
        asking.origin(at, first, to_x, to_y)
        asking.loose_box(at, end - 1, to_box)
        x0 = xx * x.value + xy * y.value + xc
        x1 = xx * box.right + xy * (box.top if xy > 0 else box.bottom) + xc
        baseline = yx * x.value + yy * y.value + yc
        if x0 > width or x1 < 0 or baseline < 0 or baseline > height:
            continue  # off the page: nobody sees it
        if font.way != way:
            turned[len(words)] = font.way, bisect_left(lines, (index + 1, 0))
        words.append(Word(text, x0, baseline, max(x0, x1), font.size, font.bold, font.italic))
    return (_turned(words, turned) if turned else words), placed


def _way(fonts: Sequence[_Font], page: Any) -> int:
    """The quarter turns to the right that set the page upright: those that the file says, unless most words differ."""
    said = page.get_rotation() // _RIGHT_ANGLE
    if all(font.way == said for font in fonts):
        return int(said)
    (most, count), *_ = Counter(font.way for font in fonts).most_common()
    # A scan is recognised as it is shown; the words that a signature adds to it tell nothing.
    sure = most != _ASKEW and count * 3 > len(fonts) * 2
    return most if sure and _largest_picture(page)[0] < _HALF else int(said)


def _turned(words: Sequence[Word], ways: Mapping[int, tuple[int, int]]) -> list[Word]:
    """The words with those that are written in other directions put together line by line, in their middle.

    `ways` are, by the places of such words, their way and their line.
    """
    found: list[Word] = []
    for way, group in groupby(range(len(words)), key=ways.get):
        among = [words[index] for index in group]
        if way is None:
            found += among
            continue
        first = among[0]
        x = sum(word.x0 for word in among) / len(among)
        y = sum(word.baseline for word in among) / len(among)
        text = " ".join(word.text for word in among)
        found.append(first._replace(text=text, x0=x, x1=x, baseline=y, turned=True))
    return found


def _lines(characters: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first and last word of each of PDFium's lines."""
    firsts = [first for first, _ in spans]
    starts = [0, *(bisect_left(firsts, match.end()) for match in _LINE_END.finditer(characters)), len(spans)]
    return [(start, end - 1) for start, end in pairwise(starts) if start < end]


def _characters(raw: Any) -> str:
    """The characters of a page, one a position of PDFium's."""
    count = c.FPDFText_CountChars(raw)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = c.FPDFText_GetText(raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", errors="replace")
    if len(text) == count:
        return text
    # Characters beyond the basic plane or left out by PDFium shift positions: ask for each.
    return "".join(_character(c.FPDFText_GetUnicode(raw, index)) for index in range(count))


def _character(code: int) -> str:
    return " " if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)  # noqa: PLR2004 - surrogates


def _clean(text: str) -> str:
    return nfc(plain(_CONTROLS.sub("", _HYPHENS.sub("-", text))))


def _mixed(text: str, fonts: list[_Font]) -> tuple[str, _Font]:
    """A word of several fonts: its small digits raised, its font that of the largest characters."""
    main = max(fonts, key=lambda font: font.size)
    written, small = "", ""
    for char, font in zip(text, fonts, strict=True):
        if font.size < _RAISED_SIZE * main.size:
            small += char
        else:
            written, small = written + raised(small) + char, ""
    return written + raised(small), main


class _Fonts:
    """The look of characters, asked once for each run of text in the file."""

    def __init__(self, page: int) -> None:
        """Of the text page at an address."""
        self._page = page
        self._runs: dict[int | None, _Run] = {}
        self._same: dict[_Font, _Font] = {}
        self._styles: dict[int | None, tuple[bool, bool]] = {}
        self._size, self._matrix = ctypes.c_float(), c.FS_MATRIX()

    def of_words(self, spans: Sequence[tuple[int, int]], lines: Sequence[tuple[int, int]]) -> list[tuple[_Font, bool]]:
        """The font of each word by the positions of its characters, and whether it is of several fonts.

        A run of text fills a stretch of positions, so only a word at the end of a run can be of several. `lines` are
        the first and last words of lines: most are of one run.
        """
        runs = self._runs_at([first for first, _ in spans], lines)
        fonts: list[tuple[_Font, bool]] = []
        for index, run in enumerate(runs):
            inside = index + 1 < len(runs) and runs[index + 1] is run
            fonts.append((run.font, not inside and self._of(spans[index][1] - 1).font is not run.font))
        return fonts

    def at(self, indices: Sequence[int]) -> list[_Font]:
        """The fonts at rising positions; equal fonts are one object."""
        return [run.font for run in self._runs_at(indices, [(0, len(indices) - 1)])]

    def _runs_at(self, indices: Sequence[int], stretches: Sequence[tuple[int, int]]) -> list[_Run]:
        """The runs at rising positions: where both ends of a stretch are of one run, so is all between."""
        runs = [_NO_RUN] * len(indices)
        for low, high in stretches:
            runs[low] = self._of(indices[low])
            runs[high] = self._of(indices[high])
        stretches = list(stretches)
        while stretches:
            low, high = stretches.pop()
            if runs[low] is runs[high]:
                runs[low + 1 : high] = [runs[low]] * (high - low - 1)
            elif high - low > 1:
                middle = (low + high) // 2
                runs[middle] = self._of(indices[middle])
                stretches += [(low, middle), (middle, high)]
        return runs

    def _of(self, index: int) -> _Run:
        text_object = asking.text_object(self._page, index)
        run = self._runs.get(text_object)
        if run is None:
            font = self._font(text_object) if text_object else _NO_FONT
            run = self._runs[text_object] = _Run(self._same.setdefault(font, font))
        return run

    def _font(self, text_object: int) -> _Font:
        size, matrix = self._size, self._matrix
        asking.font_size(text_object, ctypes.addressof(size))
        asking.matrix(text_object, ctypes.addressof(matrix))
        scale = math.hypot(matrix.c, matrix.d) or 1.0
        slanted = abs(matrix.b) < 0.01 * scale and matrix.c > 0.1 * scale
        font = asking.font(text_object)
        if font not in self._styles:
            self._styles[font] = _style(font)
        bold, italic = self._styles[font]
        stroked = asking.render_mode(text_object) == c.FPDF_TEXTRENDERMODE_FILL_STROKE
        return _Font(round(size.value * scale, 1), bold or stroked, italic or slanted, _way_of(matrix.a, matrix.b))


def _way_of(a: float, b: float) -> int:
    """The quarter turns to the left of text that runs along a vector."""
    if abs(b) < abs(a) / 10:
        return 0 if a > 0 else 2
    if abs(a) < abs(b) / 10:
        return 1 if b > 0 else 3
    return _ASKEW


def _style(font: int | None) -> tuple[bool, bool]:
    """Whether a font is bold, italic, by its name or by what the file says of it."""
    if font is None:
        return False, False
    name = ctypes.create_string_buffer(128)
    asking.font_name(font, ctypes.addressof(name), 128)
    named = name.value.decode("utf-8", errors="replace")
    flags = asking.font_flags(font)
    bold = bool(_BOLD.search(named)) or bool(flags & _FLAG_FORCE_BOLD)
    return bold, bool(_ITALIC.search(named)) or bool(flags & _FLAG_ITALIC)


def _drawn(page: Any, place: Placing) -> tuple[list[Rule], bool]:
    rules: list[Rule] = []
    pictured = False
    edges = [ctypes.c_float() for _ in range(4)]
    to_edges = [ctypes.addressof(edge) for edge in edges]
    at = asking.address(page.raw)
    for index in range(c.FPDFPage_CountObjects(page.raw)):
        drawn = asking.drawn(at, index)
        kind = asking.kind(drawn)
        pictured = pictured or kind in {c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM}
        if kind != c.FPDF_PAGEOBJ_PATH or not asking.bounds(drawn, *to_edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        (ax, ay), (bx, by) = place(left, top), place(right, bottom)
        bounds = Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        if _is_rule(bounds):
            rules.append(bounds)
        else:
            rules += _sides(drawn, place)
    return list(dict.fromkeys(rules)), pictured  # two cells side by side both draw what parts them


def _largest_picture(page: Any) -> tuple[float, float]:
    """The share of the page under its largest picture, and its dots per inch."""
    width, height = page.get_size()
    share = dots = 0.0
    edges = [ctypes.c_float() for _ in range(4)]
    across, down = ctypes.c_uint(), ctypes.c_uint()
    for picture in _pictures(page.raw):
        if not c.FPDFPageObj_GetBounds(picture, *edges) or not c.FPDFImageObj_GetImagePixelSize(picture, across, down):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        own = max(0.0, right - left) * max(0.0, top - bottom) / max(1.0, width * height)
        if own > share:
            share, dots = own, 72 * max(across.value, down.value) / max(1.0, right - left, top - bottom)
    return min(1.0, share), dots


def _pictures(raw: Any) -> Iterator[Any]:
    for index in range(c.FPDFPage_CountObjects(raw)):
        drawn = c.FPDFPage_GetObject(raw, index)
        if c.FPDFPageObj_GetType(drawn) == c.FPDF_PAGEOBJ_IMAGE:
            yield drawn
        elif c.FPDFPageObj_GetType(drawn) == c.FPDF_PAGEOBJ_FORM:
            for inner in range(c.FPDFFormObj_CountObjects(drawn)):
                part = c.FPDFFormObj_GetObject(drawn, inner)
                if c.FPDFPageObj_GetType(part) == c.FPDF_PAGEOBJ_IMAGE:
                    yield part


def _is_rule(bounds: Rule) -> bool:
    left, top, right, bottom = bounds
    wide, high = right - left, bottom - top
    return (wide <= _THIN or high <= _THIN) and (wide >= _SHORTEST_RULE or high >= _SHORTEST_RULE)


def _sides(path: int, place: Placing) -> Iterator[Rule]:
    """The straight sides of a drawn shape: the boxes and grids that some programs draw in one stroke."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    asking.draw_mode(path, ctypes.addressof(fill), ctypes.addressof(stroke))
    if not stroke.value:
        return  # shading behind cells
    matrix = c.FS_MATRIX()
    asking.matrix(path, ctypes.addressof(matrix))
    a, b, m, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    moves, draws = c.FPDF_SEGMENT_MOVETO, c.FPDF_SEGMENT_LINETO
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.addressof(x), ctypes.addressof(y)
    start = before = (0.0, 0.0)
    last = 0
    for index in range(min(asking.segments(path), 10_000)):
        segment = asking.segment(path, index)
        asking.point(segment, to_x, to_y)
        px, py = x.value, y.value
        here = place(a * px + m * py + e, b * px + d * py + f)
        kind = asking.segment_kind(segment)
        if kind == draws and (side := _side(before, here)):
            yield side
        elif kind == moves:
            if last and asking.closes(last) and (side := _side(before, start)):
                yield side
            start = here
        before, last = here, segment
    if last and asking.closes(last) and (side := _side(before, start)):
        yield side


def _side(a: tuple[float, float], b: tuple[float, float]) -> Rule | None:
    (ax, ay), (bx, by) = a, b
    left, right = (ax, bx) if ax < bx else (bx, ax)
    top, bottom = (ay, by) if ay < by else (by, ay)
    rule = Rule(left, top, right, bottom)
    return rule if _is_rule(rule) else None
