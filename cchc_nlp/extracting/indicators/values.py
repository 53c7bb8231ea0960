"""A printed cell → the value it holds for an indicator: numbers, money, answers in words, codes, several at once."""

from __future__ import annotations

import re

from cchc_nlp.knowledge.indicators import Catalogue, IndicatorEntry
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.numbers import Number, find_numbers, says_nothing

# đồng in one unit of money as the catalogue and the forms name them.
_MONEY = {"đồng": 1.0, "nghìn đồng": 1e3, "triệu đồng": 1e6, "tỷ đồng": 1e9}
# A cell with more text than this around its number tells something else.
_LONGEST_CELL = 60


def values(entry: IndicatorEntry, cell: str, unit: str, catalogue: Catalogue) -> list[tuple[IndicatorEntry, float]]:
    """What a cell says: nothing where it is blank, damaged or unclear; a count under yes/no goes to what it counts.

    >>> from cchc_nlp.knowledge import load_standard
    >>> known = load_standard().indicators
    >>> [(e.id, v) for e, v in values(known["website_items"], "12 chuyên mục, 48 tin", "Tin, bài", known)]
    [('website_items', 48.0), ('propaganda_columns', 12.0)]
    """
    if not cell or len(cell) > _LONGEST_CELL:
        return []
    if entry.codes:
        return _answer(entry, cell, catalogue)
    if (
        entry.unit == "%"
        and fold(unit) in catalogue.words("units")
        and not ("%" in unit or "%" in cell or "lệ" in unit)
    ):
        return []
    if says_nothing(cell):
        return [(entry, 0.0)]
    shared = [catalogue[identity] for identity in entry.beside] if len(find_numbers(cell)) > 1 else []
    read = [(known, _the_number(known, cell)) for known in (entry, *shared)]
    return [(known, in_unit(number, known, unit)) for known, number in read if number is not None]


def in_unit(number: Number, entry: IndicatorEntry, printed: str = "") -> float:
    """The value of a number in the unit of its indicator; a bare number of money is in the unit printed beside it."""
    wanted = _MONEY.get(entry.unit)
    if wanted is None:
        return number.value
    scale = 1.0 if number.kind == "money" else _MONEY.get(fold(printed), wanted)
    return round(number.value * scale / wanted, 6)


def with_answers(unit: str, value: str) -> tuple[str, str]:
    """Unit and value parted where the value stands behind the list of answers ("Có = 1; Không = 0 1").

    >>> with_answers("Có = 1; Không = 0 1", "")
    ('Có = 1; Không = 0', '1')
    """
    if value or not re.search(r"[=:]\s*\d", unit):
        return unit, value
    match = re.fullmatch(r"(?P<list>.*[=:]\s*\d)\s+(?P<value>\d)", unit.strip(), re.DOTALL)
    return (match["list"], match["value"]) if match else (unit, value)


def _answer(entry: IndicatorEntry, cell: str, catalogue: Catalogue) -> list[tuple[IndicatorEntry, float]]:
    words = fold(cell).strip(" .;")
    answers = [fold(code) for code in entry.codes]
    if words in answers:
        return [(entry, float(answers.index(words)))]
    if words in catalogue.words("no"):
        return [(entry, 0.0)]
    if words in catalogue.words("yes"):
        return [(entry, 1.0)]
    numbers = [n for n in find_numbers(cell) if n.kind == "count"]
    if len(numbers) == 1 and numbers[0].end == len(cell.rstrip(" .")) and numbers[0].value < len(entry.codes):
        return [(entry, numbers[0].value)]
    if len(numbers) == 1 and numbers[0].start == 0 and entry.counted_as and len(words) > numbers[0].end:
        return [(catalogue[entry.counted_as], numbers[0].value)]
    return []


def _the_number(entry: IndicatorEntry, cell: str) -> Number | None:
    """The one number of a cell, or the one with the unit of the indicator where there are several."""
    numbers = find_numbers(cell)
    money = entry.unit in _MONEY
    fitting = [n for n in numbers if (n.kind != "money" or money) and (n.kind != "percent" or entry.unit == "%")]
    if len(numbers) > 1:
        fitting = [n for n in fitting if _has_unit(n, entry, cell)]
        return fitting[0] if len(fitting) == 1 else None
    if not fitting or not (fitting[0].start == 0 or _has_unit(fitting[0], entry, cell)):
        return None
    return fitting[0]


def _has_unit(number: Number, entry: IndicatorEntry, cell: str) -> bool:
    if number.kind == "percent":
        return entry.unit == "%"
    if number.kind == "money":
        return entry.unit in _MONEY
    following = fold(cell[number.end :])
    return any(following.startswith(word.strip()) for word in entry.unit.split(",")) and entry.unit != "%"
