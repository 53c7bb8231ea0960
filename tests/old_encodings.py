"""Writes Vietnamese as it was written before Unicode: by rule, not by the reader's tables."""

from __future__ import annotations

import unicodedata

# TCVN 5712:1993, the small letters from 0xA8 on, and the capitals without tone from 0xA1 on.
_TCVN3 = dict(zip("ĂÂÊÔƠƯĐăâêôơưđ", range(0xA1, 0xAF), strict=True)) | {
    letter: code
    for codes, letters in (
        (range(0xB5, 0xBA), "àảãáạ"),
        (range(0xBB, 0xBF), "ằẳẵắ"),
        (range(0xC6, 0xCD), "ặầẩẫấậè"),
        (range(0xCE, 0xD9), "ẻẽéẹềểễếệìỉ"),
        (range(0xDC, 0xE0), "ĩíịò"),
        (range(0xE1, 0xF0), "ỏõóọồổỗốộờởỡớợù"),
        (range(0xF1, 0xFF), "ủũúụừửữứựỳỷỹýỵ"),
    )
    for code, letter in zip(codes, letters, strict=True)
}
_VNI_WHOLE = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ơ": "ô", "ư": "ö"}
_VNI_TONES = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
_VNI_CIRCUMFLEX = dict(zip(["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"], "âáàåãä", strict=True))
_VNI_BREVE = dict(zip(["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"], "êéèúüë", strict=True))


def to_tcvn3(text: str) -> bytes:
    """TCVN3 (ABC). Capitals with a tone become small: it has none."""
    return b"".join(bytes([_TCVN3.get(c) or _TCVN3[c.lower()]]) if _special(c) else c.encode("cp1252") for c in text)


def to_vni(text: str) -> bytes:
    """VNI for Windows."""
    return "".join(_vni(c) for c in text).encode("cp1252")


def to_cp1258(text: str) -> bytes:
    """Windows-1258: letters with circumflex, breve or horn whole, tones behind them."""
    return "".join(_toned_apart(c) for c in text).encode("cp1258")


def _special(char: str) -> bool:
    return char in _TCVN3 or char.lower() in _TCVN3


def _toned_apart(char: str) -> str:
    decomposed = unicodedata.normalize("NFD", char)
    tones = "".join(mark for mark in decomposed if mark in _VNI_TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _VNI_TONES)) + tones


def _vni(char: str) -> str:
    small = char.lower()
    if small in _VNI_WHOLE:
        written = _VNI_WHOLE[small]
    else:
        letter, *tones = _toned_apart(small)
        tone = tones[0] if tones else ""
        if letter in "âêô" and letter:
            written = unicodedata.normalize("NFD", letter)[0] + _VNI_CIRCUMFLEX[tone]
        elif letter == "ă":
            written = "a" + _VNI_BREVE[tone]
        else:
            written = _VNI_WHOLE.get(letter, letter) + (_VNI_TONES[tone] if tone else "")
    return written.upper() if char.isupper() else written
