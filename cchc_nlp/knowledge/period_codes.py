"""Periods as a user names them: by a code ("2026-H1") or in words; and when they end."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence

from cchc_nlp.knowledge.periods import PeriodWord, periods_in
from cchc_nlp.model import Period

# How programs write periods: "2026-M04", "2026-Q2", "2026-H1", "2026-9M", "2026"; and officers in haste: "06/2026",
# "T6/2026", "Q2/2026", "2026/Q2".
_PART = r"(?:[MT]?(?P<month>\d{1,2})|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine>9M))"
_CODES = (re.compile(rf"(?P<year>\d{{4}})(?:[-/]{_PART})?"), re.compile(rf"{_PART}[-/.](?P<year>\d{{4}})"))
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}
_YEAR_MONTHS = 12
# The last number of each kind that has numbers in a year; a text may name none like it ("quý IX").
_MOST = {"month": 12, "quarter": 4, "half": 2}


def period_said(text: str, words: Sequence[PeriodWord]) -> Period | None:
    """The period a user names, by its code or in words; None where it is none, without a year, or impossible.

    >>> period_said("2026-H1", ()), period_said("2026-m4", ())
    (Period(kind='half', year=2026, number=1, start=None, end=None), \
Period(kind='month', year=2026, number=4, start=None, end=None))
    """
    match = next((match for code in _CODES if (match := code.fullmatch(text.strip().upper()))), None)
    if match is None:
        return _in_words(text, words)
    year = int(match["year"])
    if match["month"]:
        number = int(match["month"])
        return Period("month", year, number) if 1 <= number <= _YEAR_MONTHS else None
    if match["quarter"]:
        return Period("quarter", year, int(match["quarter"]))
    if match["half"]:
        return Period("half", year, int(match["half"]))
    return Period("nine_months" if match["nine"] else "year", year)


def _in_words(text: str, words: Sequence[PeriodWord]) -> Period | None:
    """The one period that a text names; none where it goes on to name what is none ("tháng 13 năm 2026")."""
    found = periods_in(text, words)
    if len(found) != 1:
        return None
    (start, end, period), lowered = found[0], text.lower()
    rest = f"{lowered[:start]} {lowered[end:]}"
    unknown = any(map(str.isdigit, rest)) or any(word.needs in rest for word in words)
    possible = period.year and (period.number or 0) <= _MOST.get(period.kind, period.number or 0)
    return period if possible and not unknown else None


def last_day(period: Period) -> str:
    """The last day of a period by the calendar, as ISO.

    >>> last_day(Period("half", 2026, 1)), last_day(Period("month", 2024, 2))
    ('2026-06-30', '2024-02-29')
    """
    months = _MONTHS.get(period.kind, _YEAR_MONTHS)
    last = months * (period.number or 1) if period.kind in ("month", "quarter", "half") else months
    last = min(last, _YEAR_MONTHS)
    return f"{period.year:04d}-{last:02d}-{monthrange(period.year, last)[1]:02d}"
