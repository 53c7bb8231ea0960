"""TCVN3 (ABC) and VNI: text as Windows-1252 shows it → Unicode. The tables are data beside this page.

Old fonts draw Vietnamese letters in the places of others; files typed with them hold "C«ng t¸c" or "Coâng taùc".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

from cchc_nlp.vietnamese.syllables import is_syllable

Encoding: TypeAlias = Literal["tcvn3", "vni"]

# The families by the beginning of their names: .VnTime, .VnArialH, VnTime; VNI-Times, VNI Helve.
_TCVN3_FONT = re.compile(r"\.?Vn(?=[A-Z0-9])")
_VNI_FONT = re.compile(r"VNI[-_ ]", re.IGNORECASE)
# Letters that only Unicode has: a text with one of them was not typed for an old font, whatever font it is set in.
_UNICODE_ONLY = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0300-\u036f]"
)
# The letters that TCVN3 has both in small and as capitals: their case is believed.
_SMALL = frozenset("abcdefghijklmnopqrstuvwxyzăâêôơưđ")
_CAPITAL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZĂÂÊÔƠƯĐ")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Script:
    """How the text of an old font is to be read. `capitals`: the font draws capitals where small letters are typed."""

    encoding: Encoding
    capitals: bool = False

    def read(self, text: str) -> str:
        """The text in Unicode.

        >>> Script("tcvn3").read("Sè hãa"), Script("tcvn3", capitals=True).read("b¸o c¸o")
        ('Số hóa', 'BÁO CÁO')
        >>> Script("vni").read("Ñoäc laäp")
        'Độc lập'
        """
        if self.encoding == "vni":
            return from_vni(text)
        small = from_tcvn3(text)
        return small.upper() if self.capitals else "\n".join(map(restore_capitals, small.split("\n")))

    def continues(self, before: str, text: str) -> bool:
        """Whether a text begins with the marks of the last letter of the text before it."""
        return self.encoding == "vni" and bool(before and text) and before[-1] + text[0] in _vni()[0]


@cache
def script_of_font(name: str | None) -> Script | None:
    """The script of a font by its name, None for fonts that draw what Unicode says.

    >>> script_of_font(".VnTimeH"), script_of_font("VNI-Times"), script_of_font("Times New Roman")
    (Script(encoding='tcvn3', capitals=True), Script(encoding='vni', capitals=False), None)
    """
    name = (name or "").strip("\"' ")
    if _TCVN3_FONT.match(name):
        return Script("tcvn3", capitals=name.endswith("H"))
    return Script("vni") if _VNI_FONT.match(name) else None


def is_unicode(text: str) -> bool:
    """Whether a text holds letters that only Unicode has."""
    return bool(_UNICODE_ONLY.search(text))


def from_tcvn3(text: str) -> str:
    """TCVN3 → Unicode, letter by letter."""
    return text.translate(_tcvn3())


def from_vni(text: str) -> str:
    """VNI → Unicode: letters with the marks behind them."""
    table, pattern = _vni()
    return pattern.sub(lambda match: table[match.group()], text)


def restore_capitals(line: str) -> str:
    """Capitals for letters that TCVN3 has only in small, where the word, or its neighbours, are in capitals.

    >>> restore_capitals("BáO CáO ủY BAN"), restore_capitals("Uỷ ban, Số TTHC đã nhận")
    ('BÁO CÁO ỦY BAN', 'Uỷ ban, Số TTHC đã nhận')
    """
    words = list(_WORD.finditer(line))
    cases = [_case(match.group()) for match in words]
    telling = [None if case is None or not is_syllable(words[i].group()) else case for i, case in enumerate(cases)]
    pieces: list[str] = []
    end = 0
    for index, match in enumerate(words):
        capitals = cases[index]
        if capitals is None:
            near = (case for case in (*telling[index + 1 :], *reversed(telling[:index])) if case is not None)
            capitals = next(near, False)
        pieces += [line[end : match.start()], match.group().upper() if capitals else match.group()]
        end = match.end()
    return "".join((*pieces, line[end:]))


def _case(word: str) -> bool | None:
    """Whether a word is in capitals, None where its letters do not say: any word may begin with one."""
    if word[0] in _SMALL:
        return False
    rest = [c for c in word[1:] if c in _SMALL or c in _CAPITAL]
    return rest[0] in _CAPITAL if rest else None


@cache
def _tcvn3() -> dict[int, str]:
    return {ord(typed): letter for typed, letter in _table("tcvn3")["letters"].items()}


@cache
def _vni() -> tuple[dict[str, str], re.Pattern[str]]:
    """Every sequence of VNI and its letter, and the pattern that finds them, longest first."""
    content = _table("vni")
    letters = content.pop("letters")
    small = dict(letters)
    for marks in content.values():
        for base in marks.pop("after"):
            small |= {base + typed: _composed(letters.get(base, base) + mark) for typed, mark in marks.items()}
    table: dict[str, str] = {}
    for typed, letter in small.items():
        table[typed] = letter
        table[typed.upper()] = letter.upper()
        table[typed[0].upper() + typed[1:]] = letter.upper()
    pattern = re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    return table, pattern


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _table(name: Encoding) -> dict[str, dict[str, str]]:
    import tomllib  # costs 8 ms; most files are in Unicode

    text = resources.files("cchc_nlp.reading.encodings").joinpath(f"{name}.toml").read_text("utf-8")
    tables: dict[str, dict[str, str]] = tomllib.loads(text)
    return tables
