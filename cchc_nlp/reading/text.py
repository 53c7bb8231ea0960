"""Plain text → its physical lines, blank ones included, numbered as an editor numbers them.

Reads UTF-8, UTF-16 and, where neither fits, the encodings of before Unicode.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Line
from cchc_nlp.reading.encodings import decode
from cchc_nlp.reading.kinds import WANTED
from cchc_nlp.reading.rendition import Rendition
from cchc_nlp.vietnamese.forms import nfc

if TYPE_CHECKING:
    from cchc_nlp.reading.terms import Terms

_LINE_END = re.compile(r"\r\n|\n|\r")
# Breaks that editors do not count at the start or end of a line, but that do separate words inside it: vertical tab
# (Word's manual line break), form feed (page break), information separators, next line, line and paragraph separator.
_INNER_BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_INNER_BREAK = re.compile(f"[{_INNER_BREAKS}]")
_PAGE_BREAK = "\x0c"
# Control characters slip into text that programs drew from Word files, where \x07 ends a cell. With many of them, or
# one NUL, it is no text.
_CELL_END = "\x07"
_CONTROL = re.compile("[\x01-\x08\x0e-\x19]")
_MOST_CONTROLS = 0.01

_NO_VIETNAMESE = (
    "không nhận ra bảng mã (đã thử UTF-8, UTF-16, Windows-1258, TCVN3, VNI), hoặc không phải tệp văn bản;"
    " hãy mở tệp và lưu lại với bảng mã UTF-8."
)


def read_text(content: bytes, _: Terms) -> Rendition:
    """The lines of a text file. `page` is set only where form feeds tell pages.

    Raises:
        ReadError: no encoding makes Vietnamese of the bytes, or the content is no text at all.
    """
    decoded = decode(content)
    if decoded is None:
        raise ReadError(_NO_VIETNAMESE)
    text, encoding = decoded
    if "\0" in text or len(_CONTROL.findall(text)) > _MOST_CONTROLS * len(text):
        raise ReadError(f"không phải tệp văn bản (có dữ liệu nhị phân); {WANTED}.")
    lines = _lines(nfc(text.replace(_CELL_END, "\t")))
    return Rendition(lines, encoding, lines[-1].page if lines else None)


def _lines(text: str) -> tuple[Line, ...]:
    physical = _LINE_END.split(text)
    if physical[-1] == "":
        physical.pop()  # the end of the last line is not one more line
    paged = _PAGE_BREAK in text
    page = 1
    lines: list[Line] = []
    for whole in physical:
        for piece, page_breaks_before in _pieces(whole):
            page += page_breaks_before
            lines.append(Line(number=len(lines) + 1, text=piece, page=page if paged else None))
        page += _trailing_page_breaks(whole)
    return tuple(lines)


def _pieces(whole: str) -> list[tuple[str, int]]:
    r"""The words of a physical line between inner breaks, each with the number of page breaks in front of it.

    >>> _pieces("\x0cTrang hai\x0bdòng sau")
    [('Trang hai', 1), ('dòng sau', 0)]
    """
    if not _INNER_BREAK.search(whole):
        return [(whole, 0)]
    pieces: list[tuple[str, int]] = []
    start = page_breaks = 0
    for match in _INNER_BREAK.finditer(whole):
        if match.start() > start:
            pieces.append((whole[start : match.start()], page_breaks))
            page_breaks = 0
        page_breaks += match.group() == _PAGE_BREAK
        start = match.end()
    if start < len(whole):
        pieces.append((whole[start:], page_breaks))
    return pieces or [("", 0)]


def _trailing_page_breaks(whole: str) -> int:
    """Page breaks that end a physical line: they count for the next one."""
    return whole[len(whole.rstrip(_INNER_BREAKS)) :].count(_PAGE_BREAK)
