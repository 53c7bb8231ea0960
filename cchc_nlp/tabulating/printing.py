"""Numbers, places and periods in the words of the sheets."""

from __future__ import annotations

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Period, Stated


def number(value: float) -> str:
    """As Vietnamese offices print it, with two decimals at most.

    >>> number(1552), number(99.36), number(0.5)
    ('1.552', '99,36', '0,5')
    """
    whole = f"{value:,.2f}".rstrip("0").rstrip(".")
    return whole.translate(str.maketrans(",.", ".,"))


def where(stated: Stated, standard: Standard) -> str:
    """Line and, where the format has pages, page."""
    words = standard.tabulating
    first, last = stated.lines
    lines = words.phrase("lines", first=first, last=last) if last > first else words.phrase("line", first=first)
    return lines if stated.page is None else f"{lines}, {words.phrase('page', page=stated.page)}"


def period_name(period: Period | None, standard: Standard) -> str:
    """The period in words, "" where none is known."""
    if period is None:
        return ""
    counted = period.kind in ("month", "quarter", "half")
    phrase = f"half-{period.number}" if period.kind == "half" else period.kind
    if counted and (period.number is None or (period.kind == "half" and period.number not in (1, 2))):
        phrase = "year"
    return standard.phrase(phrase, number=period.number, year=period.year)
