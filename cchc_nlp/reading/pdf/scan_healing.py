"""Slips of recognition healed by what the document itself shows, never by guess.

Roman numbers of headings: their strokes run together (`HI.` for `III.`); the number before and the number after say
which it is, and behind the word for a quarter only four can stand. Marks of letters: a word that stands here alone,
between neighbours that stand several times around the same word with other marks, is that word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING

from cchc_nlp.vietnamese.forms import bare, in_capitals
from cchc_nlp.vietnamese.numbers import roman
from cchc_nlp.vietnamese.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_nlp.reading.pdf.setting import SetLine

# What the strokes of a Roman number are taken for, seen at 150 to 300 dots an inch. A stop that touches a stroke makes
# an L of it.
_STROKES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("Il1|!][iïÏÍÌíìTJ/", ("I",)),
    **dict.fromkeys("Ịị", ("I",)),
    **dict.fromkeys("HUNn", ("II",)),
    **dict.fromkeys("Mm", ("III",)),
    **dict.fromkeys("VvYỲÝ", ("V",)),
    **dict.fromkeys("XxÄ", ("X",)),
    "L": ("I", "I."),
    "W": ("IV", "VI"),
}
_NUMBERED = re.compile(r"(?P<number>[\w|!\]\[/]{1,6})(?P<stop>[.,:]?\]?[.,:]?)(?P<blank>\s+)(?P<rest>\S.*)")
_QUARTER = re.compile(r"\b(?P<word>quý|QUÝ|Quý)(?P<blank> )(?P<number>[A-ZÌÍÏ1l|!\]\[]{1,4})(?![\w|!])")
_QUARTERS = frozenset({1, 2, 3, 4})
_WITHOUT_LAST_STROKE = {4, 5, 9, 10}  # numbers that are not the one before them and a stroke
_LONE_STROKE = {"I", "l", "1", "|", "!", "]", "["}
_MOST_READINGS = 64
_OFTEN = 2  # pairs of words seen this often are no slip themselves

_WORD = re.compile(r"[^\W\d_]+")


def heal(lines: Sequence[SetLine], pages: frozenset[int]) -> None:
    """Mend the text of lines on recognised pages."""
    _heal_numbers([line for line in lines if line.layer == "body"], pages)
    for line in lines:
        if line.page in pages and line.cells is None:
            line.text = _QUARTER.sub(_quarter, line.text)
    _heal_marks(lines, pages)


@dataclass(slots=True)
class _Numbered:
    """A line that may begin with a Roman number: the values it can be read as, and the one it says as it stands."""

    line: SetLine
    match: re.Match[str]
    values: frozenset[int]
    said: int | None
    recognised: bool


def _heal_numbers(lines: Iterable[SetLine], pages: frozenset[int]) -> None:
    headings = [heading for line in lines if (heading := _numbered(line, line.page in pages))]
    last = 0
    for index, heading in enumerate(headings):
        after = headings[index + 1] if index + 1 < len(headings) else None
        value = _value(heading, last, after)
        if value is None:
            continue
        if value != heading.said:
            rest = heading.match["rest"]
            heading.line.text = f"{_roman(value)}.{heading.match['blank']}{rest}"
        last = value


def _numbered(line: SetLine, recognised: bool) -> _Numbered | None:  # noqa: FBT001 - one caller, named there
    match = _NUMBERED.match(line.text) if line.cells is None else None
    if match is None or not (in_capitals(match["rest"]) or line.bold):
        return None
    number, stop = match["number"], match["stop"]
    said = roman(number) if stop.startswith(".") else None
    if number.isdigit() and not (number == "1" and in_capitals(match["rest"])):
        return None
    values = _readings(number + ("I" if stop.startswith("]") else ""), stopped=bool(stop))
    if not values and said is None:
        return None
    return _Numbered(line, match, values, said, recognised)


@lru_cache(maxsize=1024)
def _readings(number: str, *, stopped: bool) -> frozenset[int]:
    """The values that a misread number may have.

    >>> sorted(_readings("HI", stopped=True)), sorted(_readings("IL", stopped=False)), _readings("CCHC", stopped=True)
    ([3], [2], frozenset())
    """
    options = [_STROKES.get(char, ()) for char in number]
    if not all(options) or (number.isdigit() and number != "1"):
        return frozenset()
    values: set[int] = set()
    for letters in list(product(*options))[:_MOST_READINGS]:
        written = "".join(letters)
        if "." in written[:-1] or (written.endswith(".") and stopped):
            continue
        value = roman(written.removesuffix("."))
        # Without any stop after it a word such as "VI" or "LI" is no number; the stop must hide in its last stroke.
        if value is not None and (stopped or number.endswith("L")):
            values.add(value)
    return frozenset(values)


def _quarter(match: re.Match[str]) -> str:
    """A quarter with the one number that its strokes can be; as it stands where they can be several or none.

    >>> [_QUARTER.sub(_quarter, text) for text in ("Quý HI năm 2024", "quý này", "quý 3, quý Il", "QUÝ IV")]
    ['Quý III năm 2024', 'quý này', 'quý 3, quý II', 'QUÝ IV']
    """
    number = match["number"]
    values = frozenset() if number.isdigit() or roman(number) else _readings(number, stopped=True) & _QUARTERS
    return f"{match['word']}{match['blank']}{_roman(next(iter(values)))}" if len(values) == 1 else match[0]


def _value(heading: _Numbered, last: int, after: _Numbered | None) -> int | None:
    """The number of a heading; None where the line is none."""
    expected = last + 1
    if heading.said == expected or not heading.recognised:
        return heading.said
    if expected in heading.values and (heading.said is None or _leads_to(expected, after)):
        return expected
    # A stroke was lost: "I" stands where II is missing between I and III.
    if heading.match["number"] in _LONE_STROKE and 1 < expected <= len("III") and _leads_to(expected, after):
        return expected
    if expected + 1 in heading.values and _leads_to(expected, after):  # a speck was taken for a stroke
        return expected
    # One that says the same as the heading before it: II where III follows II. "I" may begin anew.
    if heading.said == last > 1 and heading.match["number"].endswith("I") and expected not in _WITHOUT_LAST_STROKE:
        return expected
    return heading.said


def _leads_to(value: int, after: _Numbered | None) -> bool:
    """Whether the next numbered heading goes on from a value."""
    if after is None:
        return False
    return after.said == value + 1 or (after.said is None and value + 1 in after.values)


def _roman(value: int) -> str:
    tens, ones = divmod(value, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _heal_marks(lines: Sequence[SetLine], pages: frozenset[int]) -> None:
    """Small type of tables is misread again and again alike: it neither gives evidence nor is it mended."""
    lines = [line for line in lines if line.cells is None]
    texts = [_WORD.findall(line.text) for line in lines]
    pairs = Counter(pair for words in texts for pair in _pairs(words))
    spellings: dict[str, set[str]] = defaultdict(set)
    for words in texts:
        for word in words:
            spellings[bare(word)].add(word.lower())
    doubtful = {word for group in spellings.values() if len(group) > 1 for word in group}
    for line, words in zip(lines, texts, strict=True):
        if line.page not in pages or not any(word.lower() in doubtful for word in words):
            continue
        mended = [
            _mended(before, word, after, pairs, spellings)
            for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False)
        ]
        if mended != words:
            left = iter(mended)
            line.text = _WORD.sub(lambda _, left=left: next(left), line.text)  # type: ignore[misc]


def _pairs(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    lowered = [word.lower() for word in words]
    return pairwise(lowered)


def _mended(before: str, word: str, after: str, pairs: Counter[tuple[str, str]], spellings: dict[str, set[str]]) -> str:
    """A word with the marks it has everywhere else between the same neighbours."""
    said, left, right = word.lower(), before.lower(), after.lower()
    others = spellings[bare(word)] - {said}
    if not others or len(word) == 1:
        return word
    known = is_syllable(said)
    if known and ((left and pairs[left, said] > 1) or (right and pairs[said, right] > 1)):
        return word
    found = [other for other in others if is_syllable(other) and _fits(left, other, right, pairs, known=known)]
    return _in_case(found[0], word) if len(found) == 1 else word


def _fits(left: str, word: str, right: str, pairs: Counter[tuple[str, str]], *, known: bool) -> bool:
    """Whether a word is often seen between neighbours: on both sides in place of a real word, on one else."""
    sides = [pairs[left, word] >= _OFTEN] * bool(left) + [pairs[word, right] >= _OFTEN] * bool(right)
    return bool(sides) and (all(sides) and len(sides) > 1 if known else any(sides))


def _in_case(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word
