"""Tables of another period than the report's: by the stretch of time or the period named over them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from cchc_nlp.checking.quoting import short, where
from cchc_nlp.knowledge import Standard, any_of
from cchc_nlp.knowledge.periods import periods_in
from cchc_nlp.model import Block, Period, Problem, Report
from cchc_nlp.vietnamese.dates import spans
from cchc_nlp.vietnamese.forms import fold, nfc

# The cut-off day is a provincial choice (15/02 to 14/03, 25/5 to 24/8): a window may lie this far off the calendar.
_SLACK = timedelta(days=31)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}
# A caption stands at most this many lines above its table; an export of a system spreads its own over many.
_CAPTION_BLOCKS = 20


def foreign_tables(report: Report, standard: Standard) -> tuple[tuple[int, Problem], ...]:
    """(ordinal in `report.tables`, problem) for each table that is of another period."""
    period = report.meta.period
    window = _window(period) if period else None
    if period is None or window is None:
        return ()
    found = []
    above = 0
    for ordinal, table in enumerate(report.tables):
        caption = [b for b in report.blocks if above < b.lines[0] < table.lines[0] and _heads(b)][-_CAPTION_BLOCKS:]
        above = table.lines[1]
        problem = _other_period(caption, period, window, standard)
        if problem is not None:
            found.append((ordinal, problem))
    return tuple(found)


def _heads(block: Block) -> bool:
    return block.kind in ("text", "heading") and block.role == "appendix"


def _other_period(
    caption: list[Block], period: Period, window: tuple[date, date], standard: Standard
) -> Problem | None:
    text = nfc(" ".join(block.text for block in caption))
    if not text or any_of(standard.formalities.words("comparisons")).search(fold(text)):
        return None
    stretches = [(date.fromisoformat(a), date.fromisoformat(b)) for _, a, b in spans(text)]
    if stretches and all(last < window[0] or first > window[1] for first, last in stretches):
        first, last = (f"{day.day:02d}/{day.month:02d}/{day.year}" for day in stretches[0])
        return _problem(caption, standard.phrase("window", first=first, last=last), period, standard)
    named = [p for _, _, p in periods_in(text, standard.period_words) if p.kind == period.kind and p.year]
    if named and all((p.year, p.number) != (period.year, period.number) for p in named):
        return _problem(caption, named_period(named[0], standard), period, standard)
    return None


def _problem(caption: list[Block], table_period: str, period: Period, standard: Standard) -> Problem:
    lines = (caption[0].lines[0], caption[-1].lines[1])
    telling = max(caption, key=lambda block: sum(map(str.isdigit, block.text)))
    return standard.problem(
        "period_mismatch",
        lines,
        table_period=table_period,
        report_period=named_period(period, standard),
        quote=short(telling.text),
        where=where(telling.lines, telling.page, standard),
    )


def named_period(period: Period, standard: Standard) -> str:
    """A period in words."""
    phrase = f"half-{period.number}" if period.kind == "half" else period.kind
    return standard.phrase(phrase, number=period.number, year=period.year)


def _window(period: Period) -> tuple[date, date] | None:
    """The days a period may cover; None for periods of no known length."""
    if period.start and period.end:
        return date.fromisoformat(period.start) - _SLACK, date.fromisoformat(period.end) + _SLACK
    months = _MONTHS.get(period.kind)
    if months is None or not 1 <= period.year <= 9998:  # noqa: PLR2004 - what the calendar can hold
        return None
    last_month = months * (period.number or 1) if period.kind in ("month", "quarter", "half") else months
    if not months <= last_month <= 12:  # noqa: PLR2004 - months of a year
        return None
    first = date(period.year, last_month - months + 1, 1)
    last = date(period.year, last_month, monthrange(period.year, last_month)[1])
    return first - _SLACK, last + _SLACK
