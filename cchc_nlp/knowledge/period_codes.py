"""Periods as a user names them: by a code ("2026-H1") or in words; and when they end."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence

from cchc_nlp.knowledge.periods import PeriodWord, periods_in
from cchc_nlp.model import Period

# How programs write periods: "2026-M04", "2026-Q2", "2026-H1", "2026-9M", "2026".
_CODE = re.compile(r"(?P<year>\d{4})(?:-(?:M(?P<month>\d{1,2})|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine>9M)))?")
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}
_YEAR_MONTHS = 12


def period_said(text: str, words: Sequence[PeriodWord]) -> Period | None:
    """The period a user names, by its code or in words; None where it is none, or without a year.

    >>> period_said("2026-H1", ()), period_said("2026-m4", ())
    (Period(kind='half', year=2026, number=1, start=None, end=None), \
Period(kind='month', year=2026, number=4, start=None, end=None))
    """
    match = _CODE.fullmatch(text.strip().upper())
    if match is None:
        found = [period for *_, period in periods_in(text, words) if period.year]
        return found[0] if len(found) == 1 else None
    year = int(match["year"])
    if match["month"]:
        number = int(match["month"])
        return Period("month", year, number) if 1 <= number <= _YEAR_MONTHS else None
    if match["quarter"]:
        return Period("quarter", year, int(match["quarter"]))
    if match["half"]:
        return Period("half", year, int(match["half"]))
    return Period("nine_months" if match["nine"] else "year", year)


def last_day(period: Period) -> str:
    """The last day of a period by the calendar, as ISO.

    >>> last_day(Period("half", 2026, 1)), last_day(Period("month", 2024, 2))
    ('2026-06-30', '2024-02-29')
    """
    months = _MONTHS.get(period.kind, _YEAR_MONTHS)
    last = months * (period.number or 1) if period.kind in ("month", "quarter", "half") else months
    last = min(last, _YEAR_MONTHS)
    return f"{period.year:04d}-{last:02d}-{monthrange(period.year, last)[1]:02d}"
