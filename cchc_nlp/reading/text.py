"""Plain text → its physical lines, blank ones included, numbered as an editor numbers them.

Reads UTF-8 and UTF-16 (with or without a byte order mark). Other encodings are refused by name until a decoder for
them stands in `_decode`.
"""

from __future__ import annotations

import re

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Line
from cchc_nlp.reading.rendition import Rendition
from cchc_nlp.vietnamese.forms import nfc

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE_BYTES = 65_536
# In UTF-16 the upper byte of every space, digit and plain letter is zero: a third and more of Vietnamese text.
# In no other text do zero bytes stand on one parity only.
_ZEROS_OF_UTF16 = 0.2
_ZEROS_OF_OTHERS = 0.02

_LINE_END = re.compile(r"\r\n|\n|\r")
# Breaks that editors do not count at the start or end of a line, but that do separate words inside it: vertical tab
# (Word's manual line break), form feed (page break), information separators, next line, line and paragraph separator.
_INNER_BREAKS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_INNER_BREAK = re.compile(f"[{_INNER_BREAKS}]")
_PAGE_BREAK = "\x0c"
_BINARY = re.compile("[\x00-\x08\x0e-\x19]")


def read_text(content: bytes) -> Rendition:
    """The lines of a text file. `page` is set only where form feeds tell pages.

    Raises:
        ReadError: the encoding is neither UTF-8 nor UTF-16, or the content is no text at all.
    """
    text, encoding = _decode(content)
    if _BINARY.search(text):
        raise ReadError("không phải tệp văn bản (có dữ liệu nhị phân); chỉ nhận .docx, .pdf có lớp chữ và .txt.")
    lines = _lines(nfc(text))
    return Rendition(lines, encoding, lines[-1].page if lines else None)


def _decode(content: bytes) -> tuple[str, str]:
    bom, encoding = next(((bom, name) for bom, name in _BOMS if content.startswith(bom)), (b"", _guess(content)))
    try:
        return content[len(bom) :].decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise ReadError(
            "bảng mã không phải UTF-8 hay UTF-16 (có thể là TCVN3, VNI hoặc Windows-1258), hoặc không phải tệp văn bản;"
            " hãy mở tệp và lưu lại với bảng mã UTF-8."
        ) from error


def _guess(content: bytes) -> str:
    sample = content[:_SAMPLE_BYTES]
    even, odd = (sample[parity::2].count(0) / max(1, len(sample) // 2) for parity in (0, 1))
    if odd > _ZEROS_OF_UTF16 and even < _ZEROS_OF_OTHERS:
        return "utf-16-le"
    if even > _ZEROS_OF_UTF16 and odd < _ZEROS_OF_OTHERS:
        return "utf-16-be"
    return "utf-8"


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
