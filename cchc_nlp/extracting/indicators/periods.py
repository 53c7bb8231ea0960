"""Whether a table is about the period of its report, by the period its caption names."""

from __future__ import annotations

from collections.abc import Iterable

from cchc_nlp.extracting.periods import find_periods
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Period
from cchc_nlp.vietnamese.dates import spans
from cchc_nlp.vietnamese.forms import nfc

MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}


def days(period: Period) -> tuple[str, str] | None:
    """First and last day of a period by the calendar, or of its window where one is printed; None where unknown."""
    if period.start and period.end:
        return period.start, period.end
    length = MONTHS.get(period.kind)
    if length is None or not period.year:
        return None
    last = length if period.kind in ("nine_months", "year") else (period.number or 0) * length
    if not length <= last <= 12:  # noqa: PLR2004 - months of a year
        return None
    return f"{period.year}-{last - length + 1:02d}-01", f"{period.year}-{last:02d}-31"


def is_of_another_period(captions: Iterable[str], period: Period | None, standard: Standard) -> bool:
    """Whether the captions of a table name a stretch of time, and all they name lies outside the report's period."""
    own = days(period) if period is not None else None
    if own is None:
        return False
    # A stretch of time may go on in the next line of a caption.
    found = _stretches(nfc(" ".join(captions)), standard)
    return bool(found) and all(last < own[0] or first > own[1] for first, last in found)


def _stretches(text: str, standard: Standard) -> list[tuple[str, str]]:
    printed = [(first, last) for _, first, last in spans(text)]
    named = [days(period) for _, _, period in find_periods(text, standard)]
    return printed or [stretch for stretch in named if stretch is not None]
