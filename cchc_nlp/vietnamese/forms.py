"""Spellings of Vietnamese text made comparable.

Compare on `fold`: NFC, canonical place of the tone mark (hoà = hòa, uỷ = ủy), lower case, single spaces. Text that
leaves the program keeps the spelling of the commune. Diacritics are never stripped for comparing: "hoa" is not "hóa".
`bare` does strip them, for the last resort of OCR slips only.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Headings and terms are folded again and again, for every report; paragraphs for each step of one. The caches hold at
# most some 10 MB each.
_LONGEST_TERM, _LONGEST_CACHED = 200, 4000
_MARKUP = re.compile(r"[*#]{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|</?[ibu]>")
# A line broken within a cell, as converters to markdown write it.
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SIGN = re.compile("[*#_<]")  # without one there is no markup: found much faster
_FEWEST_LETTERS, _CAPITAL_SHARE = 5, 0.8

# Open syllables ending in oa, oe, uy carry the tone on the first vowel in the older school (hòa, khỏe, thủy), on the
# second in the newer (hoà, khoẻ, thuỷ). Both are correct; we compare on the older, which reports use more often.
# "qu" is a consonant: quý, quỳ never move. Closed syllables (hoàn, huỷnh) have one spelling only.
_OLDER = {
    unicodedata.normalize("NFC", first + second + tone): unicodedata.normalize("NFC", first + tone + second)
    for vowels in ("oa", "oe", "uy")
    for first in (vowels[0], vowels[0].upper())
    for second in (vowels[1], vowels[1].upper())
    for tone in _TONES
}
_NEW_STYLE = re.compile(rf"(?:{'|'.join(_OLDER)})(?<![qQ]..)(?!\w|[\u0300-\u036f])")


def nfc(text: str) -> str:
    r"""Compose characters (Unicode NFC).

    >>> nfc("thiết bi\u0323")
    'thiết bị'
    """
    return unicodedata.normalize("NFC", text)


_MARKS = rf"[{_TONES}\u0302\u0306\u031b]"
_MARK = re.compile(_MARKS)  # composed text has none: found much faster
_LOST_MARK = re.compile(rf"(\w)([ \t]+)({_MARKS}+)")


def heal_marks(text: str) -> str:
    r"""Compose characters, and give a mark that slipped behind a blank back to its letter.

    >>> heal_marks("thiết bi \u0323tại")
    'thiết bị tại'
    """
    return nfc(_LOST_MARK.sub(r"\1\3\2", text) if _MARK.search(text) else text)


def canonical_tones(text: str) -> str:
    """Move tone marks to their canonical vowel, in composed text.

    >>> canonical_tones("số hoá, uỷ quyền, hoàn thành, quý")
    'số hóa, ủy quyền, hoàn thành, quý'
    """
    return _NEW_STYLE.sub(lambda found: _OLDER[found[0]], text)


def fold(text: str) -> str:
    """The form in which two spellings of the same words are equal.

    >>> fold("  Số  HOÁ hồ sơ ") == fold("số hóa hồ sơ")
    True
    """
    if len(text) <= _LONGEST_TERM:
        return _fold_term(text)
    return _fold_paragraph(text) if len(text) <= _LONGEST_CACHED else _fold(text)


def in_capitals(text: str) -> bool:
    """Whether nearly all letters are capitals and there are enough of them to tell.

    >>> in_capitals("II. KẾT QUẢ CCHC năm"), in_capitals("UBND xã"), in_capitals("TM."), in_capitals("Ⅲ. KẾT QUẢ Cchc")
    (True, False, False, False)
    """
    return _in_capitals(text) if len(text) <= _LONGEST_TERM else _are_capitals(text)


def _are_capitals(text: str) -> bool:
    # Of a sentence the first third holds more small letters than there may be in all.
    first = filter(str.isalpha, text[: len(text) // 3 + 8])
    if sum(map(str.islower, first)) > (1 - _CAPITAL_SHARE) * len(text):
        return False
    letters = list(filter(str.isalpha, text))
    return len(letters) >= _FEWEST_LETTERS and sum(map(str.isupper, letters)) >= _CAPITAL_SHARE * len(letters)


_in_capitals = lru_cache(maxsize=4096)(_are_capitals)


def _fold(text: str) -> str:
    return " ".join(canonical_tones(nfc(text)).lower().split())


_fold_term, _fold_paragraph = lru_cache(maxsize=16_384)(_fold), lru_cache(maxsize=512)(_fold)


def plain_line(text: str) -> str:
    """A line without markup that converters leave behind, blanks in a row as one.

    >>> plain_line("**UBND  XÃ** <i>An Bình</i>")
    'UBND XÃ An Bình'
    """
    return " ".join((_MARKUP.sub("", text) if _SIGN.search(text) else text).split())


def bare(text: str) -> str:
    """Letters without any mark, đ as d; for healing OCR slips only.

    >>> bare("Đề án số 06")
    'de an so 06'
    """
    decomposed = unicodedata.normalize("NFD", fold(text))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("đ", "d")
