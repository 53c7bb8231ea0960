"""The questions that are asked of PDFium for every word and every line drawn, in half the time.

pypdfium2's functions take typed pointers, and ctypes checks the type of each at each call, which takes as long as the
answer. Here the same functions take addresses: whoever calls sees to it that they are of what the names say.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as c  # type: ignore[import-untyped]

_INT, _ADDRESS = ctypes.c_int, ctypes.c_void_p


def address(pointer: Any) -> int:
    """What a typed pointer points to; 0 for none."""
    return ctypes.cast(pointer, _ADDRESS).value or 0


def _by_address(function: Any, answer: Any, *asked: Any) -> Any:
    """The same function, by the same convention of calling."""
    twin = type(function)(address(function))
    twin.restype, twin.argtypes = answer, asked
    return twin


# Of a text page and the position of a character.
origin = _by_address(c.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
loose_box = _by_address(c.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
text_object = _by_address(c.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)

# Of a text object.
font_size = _by_address(c.FPDFTextObj_GetFontSize, _INT, _ADDRESS, _ADDRESS)
font = _by_address(c.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
render_mode = _by_address(c.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)

# Of a font.
font_name = _by_address(c.FPDFFont_GetBaseFontName, ctypes.c_size_t, _ADDRESS, _ADDRESS, ctypes.c_size_t)
font_flags = _by_address(c.FPDFFont_GetFlags, _INT, _ADDRESS)

# Of a page and the number of what is drawn on it, and of what is drawn.
drawn = _by_address(c.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
kind = _by_address(c.FPDFPageObj_GetType, _INT, _ADDRESS)
bounds = _by_address(c.FPDFPageObj_GetBounds, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
matrix = _by_address(c.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)

# Of a path, and of its segments.
draw_mode = _by_address(c.FPDFPath_GetDrawMode, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
segments = _by_address(c.FPDFPath_CountSegments, _INT, _ADDRESS)
segment = _by_address(c.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT)
point = _by_address(c.FPDFPathSegment_GetPoint, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
segment_kind = _by_address(c.FPDFPathSegment_GetType, _INT, _ADDRESS)
closes = _by_address(c.FPDFPathSegment_GetClose, _INT, _ADDRESS)
