"""A theme against earlier periods: new, back again, stated for the nth period in a row, or gone."""

from __future__ import annotations

from itertools import accumulate, pairwise, takewhile
from typing import TYPE_CHECKING

from cchc_nlp.model import Trend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_nlp.model import Statement


def spans(periods: Sequence[Sequence[Statement]]) -> list[range]:
    """The positions of each period's statements where all stand in one row.

    >>> spans([["a", "b"], [], ["c"]])
    [range(0, 2), range(2, 2), range(2, 3)]
    """
    ends = accumulate(map(len, periods), initial=0)
    return [range(start, end) for start, end in pairwise(ends)]


def trend(stated: Sequence[bool], units_before: tuple[str, ...], total_before: int) -> Trend | None:
    """The trend of a theme by whether each period states it, this one first; None for one of older periods alone."""
    now, *before = stated
    in_a_row = len(list(takewhile(bool, before)))
    share = round(len(units_before) / total_before, 4) if total_before else 0.0
    if now and in_a_row:
        return Trend("persists", in_a_row + 1, units_before, share)
    if now:
        return Trend("returns" if any(before) else "new", 1)
    return Trend("gone", in_a_row, units_before, share) if in_a_row else None
