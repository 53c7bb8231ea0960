"""Characters of symbol fonts and raised characters as plain Unicode."""

from __future__ import annotations

import re

# Word puts characters of Symbol and Wingdings into the private use area at F000. These are the ones that bullets and
# boxes of office documents are made of; any other becomes a bullet, which is what it is used for.
_SYMBOLS = {
    0xF02D: "-", 0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "■", 0xF06F: "□", 0xF0A8: "□", 0xF071: "□", 0xF0FE: "☑",
    0xF0FC: "✓", 0xF0FB: "✗", 0xF0D8: "➢", 0xF076: "❖", 0xF0E0: "→", 0xF0AE: "→", 0xF0B3: "≥", 0xF0A3: "≤",
    0xF0B1: "±", 0xF0B4: "×", 0xF02B: "+", 0xF02A: "*", 0xF020: " ", 0xF0B0: "°", 0xF03D: "=", 0xF025: "%",
}  # fmt: skip
_PRIVATE = re.compile("[\uf000-\uf0ff]")

_RAISED = str.maketrans("0123456789+-=()nivxlcdm*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵛˣˡᶜᵈᵐ*")
_RAISED_WHOLE = re.compile(r"[\d+\-=()]*\d[\d+\-=()]*|[ivxlcdm]+|n|\*+")


def plain(text: str) -> str:
    """Text with the private characters of symbol fonts as the Unicode characters they look like."""
    return _PRIVATE.sub(lambda m: _SYMBOLS.get(ord(m[0]), "•"), text) if _PRIVATE.search(text) else text


def symbol(char: str | None) -> str:
    """The character of a `w:sym` from its hexadecimal code."""
    try:
        code = int(char or "", 16)
    except ValueError:
        return ""
    if code < 0x20 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - not a character
        return ""
    return plain(chr(0xF000 + code if code <= 0xFF else code))  # noqa: PLR2004 - a code of the font's own page


def raised(text: str) -> str:
    """Superscript digits and note marks as Unicode superscripts, so that no marker is glued to a number.

    >>> raised("2"), raised("ii"), raised("(chú thích)")
    ('²', 'ⁱⁱ', '(chú thích)')
    """
    return text.translate(_RAISED) if _RAISED_WHOLE.fullmatch(text) else text
