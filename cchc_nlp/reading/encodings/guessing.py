"""Bytes of a text → text: byte order mark, UTF-16, strict UTF-8, then the encoding that makes the most Vietnamese.

Old encodings carry no mark of their own; each reads any bytes. What tells them apart is the language: bytes read
rightly give Vietnamese syllables, read wrongly they do not.
"""

from __future__ import annotations

from cchc_nlp.reading.encodings.legacy import Encoding, Script, is_unicode
from cchc_nlp.vietnamese.forms import nfc
from cchc_nlp.vietnamese.syllables import share_of_syllables

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_OLD: tuple[Encoding, ...] = ("tcvn3", "vni")
_SAMPLE_BYTES = 65_536
# In UTF-16 the upper byte of every space, digit and plain letter is zero: a third and more of Vietnamese text.
# In no other text do zero bytes stand on one parity only.
_ZEROS_OF_UTF16 = 0.2
_ZEROS_OF_OTHERS = 0.02
# Read rightly, 0.93 and more of a report's words with marks are syllables, abbreviations and slips included; read
# wrongly, at most 0.35 (Windows-1258 as VNI, where some letters coincide).
_LEAST_SHARE = 0.6
_ENOUGH_WORDS = 20  # a sign or a foreign word must not turn a good UTF-8 file over


def decode(content: bytes) -> tuple[str, str] | None:
    r"""The text of bytes and the name of its encoding; None where no encoding makes Vietnamese of them.

    >>> decode("Báo cáo".encode("utf-8")), decode(b"B\xb8o c\xb8o c\xb6i c\xb8ch")
    (('Báo cáo', 'utf-8'), ('Báo cáo cải cách', 'tcvn3'))
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strict(content[len(bom) :], encoding) or _best(content[len(bom) :])
    wide = _wide(content)
    if wide:
        return _strict(content[: len(content) // 2 * 2], wide)
    return _typed_for_fonts(_strict(content, "utf-8")) or _best(content)


def _strict(content: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _wide(content: bytes) -> str | None:
    sample = content[:_SAMPLE_BYTES]
    even, odd = (sample[parity::2].count(0) / max(1, len(sample) // 2) for parity in (0, 1))
    if odd > _ZEROS_OF_UTF16 and even < _ZEROS_OF_OTHERS:
        return "utf-16-le"
    if even > _ZEROS_OF_UTF16 and odd < _ZEROS_OF_OTHERS:
        return "utf-16-be"
    return None


def guess_name(raw: bytes) -> str:
    """The name of a file in a zip from its bytes, which carry no mark of their encoding.

    Short as it is, UTF-8 fits by accident never, Vietnamese syllables rarely; else code page 437, as the format says.
    """
    decoded = _strict(raw, "utf-8") or _best(raw)
    return decoded[0] if decoded else raw.decode("cp437")


def modern(text: str) -> str:
    """Text as it is, unless it was typed for an old font."""
    return (_typed_for_fonts((text, "")) or (text, ""))[0]


def _typed_for_fonts(decoded: tuple[str, str] | None) -> tuple[str, str] | None:
    """UTF-8 as it is, unless it holds text typed for an old font (pasted out of Word, saved as UTF-8)."""
    if decoded is None or decoded[0].isascii() or is_unicode(decoded[0]):
        return decoded
    text, encoding = decoded
    share, words = share_of_syllables(text)
    if words < _ENOUGH_WORDS:
        return decoded
    for name in _OLD:
        again = Script(name).read(text)
        if share < _LEAST_SHARE <= share_of_syllables(again)[0]:
            return again, f"{encoding} ({name})"
    return decoded


def _best(content: bytes) -> tuple[str, str] | None:
    """The reading with the largest share of syllables. UTF-8 is among them, for files with a few damaged bytes."""
    latin = content.decode("cp1252", errors="surrogateescape").translate(_UNDEFINED)
    readings = (
        (content.decode("utf-8", errors="replace"), "utf-8"),
        (nfc(content.decode("cp1258", errors="replace")), "windows-1258"),
        *((Script(name).read(latin), name) for name in _OLD),
    )
    share, _, reading = max(
        (share_of_syllables(text)[0], -place, (text, name)) for place, (text, name) in enumerate(readings)
    )
    return reading if share >= _LEAST_SHARE else None


# The five bytes that Windows-1252 leaves undefined, as Python hands them through.
_UNDEFINED = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
