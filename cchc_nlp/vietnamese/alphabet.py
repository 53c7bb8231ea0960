"""The order of Vietnamese names: letters first (a, ă, â, b …, d, đ), then tones."""

from __future__ import annotations

import unicodedata

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang, huyền, hỏi, ngã, sắc, nặng


def alphabetical(name: str) -> tuple[tuple[int, ...], ...]:
    """Sorting key of a name.

    >>> sorted(["Đông", "Dương", "Ân", "An", "Ăn"], key=alphabetical)
    ['An', 'Ăn', 'Ân', 'Dương', 'Đông']
    """
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", name.lower()):
        plain = unicodedata.normalize("NFD", char)
        tone = next((t for t in plain if t in _TONES), "")
        letter = unicodedata.normalize("NFC", plain.replace(tone, "")) if tone else char
        letters.append(_ALPHABET.find(letter) if letter in _ALPHABET else ord(letter) - 1000)
        tones.append(_TONES.index(tone))
    return tuple(letters), tuple(tones)
