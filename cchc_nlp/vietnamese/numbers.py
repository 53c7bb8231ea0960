"""Numbers in Vietnamese text: Roman numerals and lettered lists."""

from __future__ import annotations

import re

_ROMAN = re.compile(r"^(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$")
_ROMAN_VALUES = {"C": 100, "XC": 90, "L": 50, "XL": 40, "X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}
# Lists by Nghị định 30/2020/NĐ-CP run a, b, c, d, đ, e, g, h; Word's automatic ones in Latin letters.
_VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
_LATIN_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def roman(text: str) -> int | None:
    """Value of a Roman numeral, 1 to 399; None if it is none.

    >>> roman("XIV"), roman("IIII")
    (14, None)
    """
    match = _ROMAN.match(text.upper())
    if not match or not text:
        return None
    parts = re.findall(r"XC|XL|IX|IV|[CLXVI]", text.upper())
    return sum(_ROMAN_VALUES[part] for part in parts)


def letter_follows(previous: str, letter: str) -> bool:
    """Whether a list may go from one letter to the next, in either alphabet.

    >>> letter_follows("d", "đ"), letter_follows("d", "e"), letter_follows("e", "g"), letter_follows("a", "c")
    (True, True, True, False)
    """
    a, b = previous.lower(), letter.lower()
    return any(
        a in alphabet and b in alphabet and alphabet.index(b) == alphabet.index(a) + 1
        for alphabet in (_VIETNAMESE_LETTERS, _LATIN_LETTERS)
    )
