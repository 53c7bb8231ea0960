"""Numbers, names and periods as a Vietnamese office prints them. Knows no report and no template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cchc_nlp.knowledge.wording import Wording
from cchc_nlp.model import Period
from cchc_nlp.vietnamese.alphabet import alphabetical

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ELLIPSIS = "…"
_SWAPPED = str.maketrans(",.", ".,")


def count(number: int) -> str:
    """A count; below ten with a leading zero, from a thousand on with dots.

    >>> count(5), count(12), count(1552)
    ('05', '12', '1.552')
    """
    return f"{number:02d}" if number < 10 else f"{number:,}".replace(",", ".")  # noqa: PLR2004 - the office's rule


def amount(value: float) -> str:
    """A sum: whole numbers as counts, others with a comma.

    >>> amount(23574.0), amount(7.0), amount(1012.5)
    ('23.574', '07', '1.012,5')
    >>> amount(0.0)
    '0'
    """
    if value == int(value):
        return count(int(value)) if value else "0"
    return f"{value:,.2f}".rstrip("0").translate(_SWAPPED)


def percent(value: float) -> str:
    """At most two decimals, with a comma.

    >>> percent(75.0), percent(99.357)
    ('75', '99,36')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def number_value(digits: str) -> float:
    """The value of a number as printed: a dot before three digits marks thousands, else it is decimal as a comma is.

    >>> number_value("1.552"), number_value("99,36"), number_value("05"), number_value("1.012,5")
    (1552.0, 99.36, 5.0, 1012.5)
    """
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", digits):
        return float(digits.replace(".", "").replace(",", "."))
    whole, *decimals = re.split("[.,]", digits)
    return float(f"{whole}.{''.join(decimals) or 0}")


def capitalised(text: str) -> str:
    """First letter large.

    >>> capitalised("đa số xã")
    'Đa số xã'
    """
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """First letter small, unless the first word is an abbreviation.

    >>> uncapitalised("Hồ sơ quá hạn"), uncapitalised("TTHC công bố chậm")
    ('hồ sơ quá hạn', 'TTHC công bố chậm')
    """
    first = text.split(" ", 1)[0]
    return text if sum(c.isupper() for c in first) > 1 else text[:1].lower() + text[1:]


def listed(
    names: Sequence[tuple[str, str]],
    wording: Wording,
    limit: int | None = None,
    first: tuple[str, str] | None = None,
) -> str:
    """Communes as (kind, bare name) in one phrase: «các xã A, B và phường C», cut with «…» after `limit` names.

    Kinds stand in the order of the wording, names in alphabetical order; `first` and its kind stand before the others.
    A body of another kind keeps its own name.
    """
    kinds = [kind.id for kind in wording.kinds]
    kinds.sort(key=lambda kind: first is not None and kind != first[0])
    ordered = sorted(set(names), key=lambda n: (kinds.index(n[0]), n != first, _sorted_as(n[1])))
    shown = ordered if limit is None or len(ordered) <= limit else ordered[:limit]
    groups = [(kind, [name for k, name in shown if k == kind]) for kind in kinds]
    groups = [(kind, members) for kind, members in groups if members]
    if not groups:
        return ""
    if len(shown) < len(ordered):
        return "; ".join(_group(kind, members, wording) for kind, members in groups) + _ELLIPSIS
    if len(groups) == 1:
        return _group(*groups[0], wording, last=f" {wording.phrase('and')} ")
    *heads, tail = [_group(kind, members, wording) for kind, members in groups]
    between = "; " if any(len(members) > 1 for _, members in groups) else ", "
    return f"{between.join(heads)} {wording.phrase('and')} {tail}"


@lru_cache(maxsize=1024)
def _sorted_as(name: str) -> tuple[tuple[int, ...], ...]:
    """The place of a name in the alphabet; the names of a province are listed again and again."""
    return alphabetical(name)


def _group(kind: str, members: Sequence[str], wording: Wording, last: str = ", ") -> str:
    """Bodies of one kind; `last` stands before the last of them."""
    bodies = ", ".join(members[:-1]) + last + members[-1] if len(members) > 1 else members[0]
    if kind == "other":
        return bodies
    return f"{wording.phrase('several')} {kind} {bodies}" if len(members) > 1 else f"{kind} {bodies}"


def period_name(period: Period, wording: Wording) -> str:
    """«quý III năm 2024», «6 tháng đầu năm 2026»."""
    return _period_words(period, wording)[0]


def next_period_name(period: Period, wording: Wording) -> str:
    """What comes after: «quý IV năm 2024», «6 tháng cuối năm 2026»."""
    return _period_words(period, wording)[1]


def _period_words(period: Period, wording: Wording) -> tuple[str, str]:
    known = {entry.id: entry for entry in wording.periods}
    entry = known.get(f"{period.kind}-{period.number}") or known[period.kind]
    if entry.cycle is None:
        values: dict[str, object] = {"year": period.year, "next_year": period.year + 1}
        return entry.name.format(**values), entry.next.format(**values)
    if period.number is None or not 1 <= period.number <= entry.cycle:
        return known["year"].name.format(year=period.year), wording.phrase("unknown_next_period")
    following = period.number % entry.cycle + 1
    values = {
        "number": _month(period.number),
        "roman": roman(period.number),
        "year": period.year,
        "next_number": _month(following),
        "next_roman": roman(following),
        "next_year": period.year + (following == 1),
    }
    return entry.name.format(**values), entry.next.format(**values)


def _month(number: int) -> str:
    """January and February get a zero, so that nobody can make them November or December."""
    return f"{number:02d}" if number in (1, 2) else str(number)


def roman(number: int) -> str:
    """«IV»; from eleven on as it is."""
    return _ROMAN[number] if number < len(_ROMAN) else str(number)


def date(iso: str | None) -> str | None:
    """«05/6/2026» as the decree wants: a zero before days below ten and before the first two months.

    >>> date("2026-06-05"), date("2026-02"), date("2026"), date(None)
    ('05/6/2026', '02/2026', '2026', None)
    """
    if not iso:
        return None
    year, *rest = iso.split("-")
    if not rest:
        return year
    return "/".join([*rest[1:2], _month(int(rest[0])), year])
