"""The period a report is about, the one it looks forward to, and the window its data cover."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.periods import periods_in
from cchc_nlp.model import Outline, Period, PeriodKind
from cchc_nlp.vietnamese.dates import spans
from cchc_nlp.vietnamese.forms import fold, nfc

# How far before a window its words may stand ("(Số liệu từ ngày …", "Thời điểm báo cáo từ ngày …").
_REACH = 60
# A window of another year than the report's belongs to something else (an old export, a plan).
_LONGEST_LAG_YEARS = 1
# One report on two periods at once is about the longer one, which holds the other: "quý III và 9 tháng năm 2026".
_JOINED = re.compile(r"\s*(?:,|-|–|và|cùng)?\s*", re.IGNORECASE)
_LENGTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}


def period_of(
    title: str | None, date: str | None, outline: Outline, standard: Standard
) -> tuple[Period | None, Period | None]:
    """(period, next period): the first one the title names, and the one named behind its words for tasks to come.

    Without a period in the title the opening and the headings are asked; without a year the report's own date.
    """
    text = nfc(title or "")
    if not find_periods(text, standard):
        opening = " ".join(b.text for b in outline.blocks if b.role == "front" and len(b.text) > 60)  # noqa: PLR2004
        text = f"{text} {opening}"
    found = find_periods(text, standard)
    if not found:
        found = find_periods(" . ".join(s.heading for s in outline.sections if s.role == "result"), standard)
    tasks = " ".join(s.heading for s in outline.sections if s.role == "task" and s.level == 1)
    following = next((p for at, _, p in found if _looks_forward(text[:at], standard)), None)
    if following is None:
        following = next((p for *_, p in find_periods(tasks, standard)), None)
    year = next((p.year for *_, p in found if p.year), None)
    return _dated(_current(text, found, standard), year, date), _dated(following, year, date)


def _current(text: str, found: Sequence[tuple[int, int, Period]], standard: Standard) -> Period | None:
    """The first period that is no look forward; of «quý III và 9 tháng» the longer; else a stretch of days."""
    if not found:
        return next((Period("other", int(last[:4]), None, first, last) for _, first, last in spans(text)), None)
    here = next((i for i, (at, _, _) in enumerate(found) if not _looks_forward(text[:at], standard)), 0)
    _, end, period = found[here]
    for start, next_end, other in found[here + 1 :]:
        if not _JOINED.fullmatch(text[end:start]) or _LENGTHS.get(other.kind, 0) <= _LENGTHS.get(period.kind, 0):
            break
        end, period = next_end, other
    return period


def _looks_forward(before: str, standard: Standard) -> bool:
    done = standard.pattern("done_words").sub(" ", fold(before))
    return any(word in done for word in standard.words("next_period_words"))


def _dated(period: Period | None, year: int | None, date: str | None) -> Period | None:
    """A period without a year takes the one printed beside the others, else the one it was reported in."""
    if period is None or period.year:
        return period
    if year is None and date:
        ahead = period.kind == "month" and len(date) > len("2026") and (period.number or 0) > int(date[5:7])
        year = int(date[:4]) - ahead
    return replace(period, year=year) if year else None


def find_periods(text: str, standard: Standard) -> list[tuple[int, int, Period]]:
    """(start, end, period) for each period named in a text; year 0 where none is printed beside it.

    The more special word wins where two overlap ("6 tháng đầu năm 2026" holds "năm 2026").
    """
    return periods_in(text, standard.period_words)


def with_window(period: Period | None, outline: Outline, standard: Standard) -> Period | None:
    """The period with the first and last day of its data, where they are printed outside the appendix."""
    if period is None:
        return None
    cues = standard.words("window_words")
    for block in outline.blocks:
        if block.role in ("appendix", "noise", "task", "closing"):
            continue
        for at, first, last in spans(block.text):
            near = fold(block.text[max(0, at - _REACH) : at + 8])
            if (
                abs(int(last[:4]) - period.year) <= _LONGEST_LAG_YEARS
                and any(cue in near for cue in cues)
                and _fits(period, first, last)
            ):
                return replace(period, start=first, end=last)
    return period


def _fits(period: Period, first: str, last: str) -> bool:
    """Whether the window is about as long as the period: a month's report does not cover a year."""
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])
    shortest, longest = {
        "month": (0, 2),
        "quarter": (1, 4),
        "half": (3, 8),
        "nine_months": (6, 11),
        "year": (9, 14),
    }.get(period.kind, (0, 99))
    return shortest <= months <= longest
