"""Figures of one setting held against each other: totals, balances, rates, parts and wholes, lists under a total."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc_nlp.checking.figures import PREVIOUS, Figure, Figures, agrees, is_rounded
from cchc_nlp.checking.quoting import number, places, share, spanned, term, value_of
from cchc_nlp.checking.quoting import place as place_of
from cchc_nlp.knowledge import Standard, any_of
from cchc_nlp.knowledge.identities import Balance, Ratio, Sum
from cchc_nlp.model import Problem
from cchc_nlp.vietnamese.dates import no_counts
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.numbers import find_numbers

# A rule that fails on every row of a table of at least this many is one fault of the table, told once.
_FEWEST_ROWS = 3
_WHOLE = 100
_FEWEST_ITEMS = 2


@dataclass(frozen=True)
class _Failure:
    """One figure for which a rule does not hold: the problem, and the figure it hangs on."""

    anchor: Figure
    problem: Problem
    everywhere: Callable[[int, tuple[int, int]], Problem] | None = None


def totals(figures: Figures, standard: Standard) -> Iterator[Problem]:
    """Totals that are not the sum of their parts."""
    for rule in standard.identities.sums:
        weighed, failures = 0, []
        for total in figures.of(rule.total):
            parts = _parts(figures, total, rule)
            if parts is None or len(parts) < _FEWEST_ITEMS or total.bounded:
                continue
            weighed += 1
            failure = _sum_failure(figures, total, parts, rule, standard)
            failures += [failure] if failure else []
        yield from _told(failures, weighed)


def _parts(figures: Figures, total: Figure, rule: Sum) -> list[Figure] | None:
    """The parts stated beside a total; None where one that is needed is not stated."""
    found = []
    for name in rule.parts:
        part = figures.beside(total, name)
        if part is not None:
            found.append(part)
        elif name not in rule.optional:
            pieces = _pieces(figures, total, name)
            if not pieces:
                return None
            found += pieces
    return found


def _pieces(figures: Figures, total: Figure, name: str) -> list[Figure]:
    """A part stated in pieces only ("01 khi huyện yêu cầu, 01 khi tỉnh yêu cầu"): the pieces."""
    if total.subset:
        return []
    pieces = [f for f in figures.of(name) if f.setting == total.setting and f.subset and not f.bounded]
    return pieces if len(pieces) >= _FEWEST_ITEMS else []


def _sum_failure(
    figures: Figures, total: Figure, parts: list[Figure], rule: Sum, standard: Standard
) -> _Failure | None:
    summed = sum((part.exact for part in parts), Fraction(0))
    stated = {part.id for part in parts}
    extras = [f.exact for name in rule.may_add if (f := figures.beside(total, name)) is not None]
    if total.exact in (summed, *(summed + extra for extra in extras)):
        return None
    if summed < total.exact and any(name not in stated for name in rule.optional):
        return None
    entry, severity = "parts_sum_mismatch", rule.severity
    if summed < total.exact and rule.short is not None:
        if _is_told(total, parts, total.exact - summed):
            return None
        entry, severity = "parts_sum_remainder", rule.short
    values: dict[str, object] = {
        "total_name": total.indicator.name,
        "total": place_of(total, standard),
        "parts": _addition(parts, total, standard),
        "sum": number(summed),
        "places": places([total, *parts]),
    }
    lines = spanned([total, *parts])
    problem = standard.problem(entry, lines, severity, difference=number(abs(total.exact - summed)), **values)

    def everywhere(count: int, lines: tuple[int, int]) -> Problem:
        where = standard.phrase("lines", first=lines[0], last=lines[1])
        return standard.problem("parts_sum_mismatch_everywhere", lines, severity, count=count, where=where, **values)

    return _Failure(total, problem, everywhere)


def _is_told(total: Figure, parts: Sequence[Figure], remainder: Fraction) -> bool:
    """Whether the paragraph of a total counts what its parts leave: «… 32 nhiệm vụ đang thực hiện trong hạn»."""
    text = fold(total.block.text) if total.block is not None and not total.in_table else ""
    dates = no_counts(text)
    counted = [
        number
        for number in find_numbers(text)
        if number.kind == "count"
        and Fraction(str(number.value)) == remainder
        and not any(start <= number.start < end for start, end in dates)
        and _counts(text[number.end :].lstrip(), total.indicator.unit)
    ]
    return len(counted) > sum(figure.exact == remainder for figure in (total, *parts))


def _counts(behind: str, unit: str) -> bool:
    """Whether what stands behind a number leaves it to count in a unit."""
    return behind.startswith(unit) or not behind[:1].isalpha()


def _addition(parts: Sequence[Figure], anchor: Figure, standard: Standard) -> str:
    return " + ".join(term(part, anchor, standard) for part in parts)


def _told(failures: Sequence[_Failure], weighed: int) -> Iterator[Problem]:
    """Each failure by itself; one problem where every row of a table fails."""
    rows = [failure for failure in failures if failure.anchor.in_table]
    whole_table = len(rows) >= _FEWEST_ROWS and len(rows) == weighed and len({f.anchor.setting for f in rows}) == 1
    if whole_table and rows[0].everywhere is not None:
        yield rows[0].everywhere(len(rows), spanned(failure.anchor for failure in rows))
        return
    yield from (failure.problem for failure in failures)


# ---------------------------------------------------------------------------- balances
def balances(figures: Figures, standard: Standard) -> Iterator[Problem]:
    """What comes in is not what goes out and what remains."""
    for rule in standard.identities.balances:
        for anchor in figures.of(rule.left[0]):
            problem = _imbalance(figures, anchor, rule, standard)
            if problem is not None:
                yield problem


def _imbalance(figures: Figures, anchor: Figure, rule: Balance, standard: Standard) -> Problem | None:
    def stated(names: Iterable[str]) -> list[Figure]:
        return [f for name in names if (f := anchor if name == anchor.id else figures.beside(anchor, name)) is not None]

    needed = len(stated(rule.require)) == len(rule.require) and stated(rule.require_any)
    if not needed or anchor.bounded:
        return None
    left, right = stated(rule.left), stated(rule.right)
    right += stated([rule.total]) if not stated(rule.total_of) else []
    left_sum, right_sum = (sum((f.exact for f in side), Fraction(0)) for side in (left, right))
    # What is stated first may count the rest of its side in: «tiếp nhận 124 (kỳ trước chuyển sang 9)».
    if right_sum in (left_sum, anchor.exact):
        return None
    severity = rule.severity if right_sum > left_sum else "warning"
    return standard.problem(
        "balance_mismatch",
        spanned([*left, *right]),
        severity,
        left=_addition(left, anchor, standard),
        left_sum=number(left_sum),
        right=_addition(right, anchor, standard),
        right_sum=number(right_sum),
        places=places([*left, *right]),
    )


# ---------------------------------------------------------------------------- rates
def rates(figures: Figures, standard: Standard) -> Iterator[Problem]:
    """Rates that are not numerator over denominator, and rates of nothing."""
    for rule in standard.ratios:
        weighed, failures = 0, []
        for rate in figures.of(rule.id):
            if rate.bounded:
                continue
            bases = [f for name in rule.denominators if (f := figures.beside(rate, name)) is not None]
            if not bases:
                continue
            weighed += 1
            failure = _rate_failure(figures, rate, bases, rule, standard)
            failures += [failure] if failure else []
        yield from _told(failures, weighed)


def _rate_failure(
    figures: Figures, rate: Figure, bases: Sequence[Figure], rule: Ratio, standard: Standard
) -> _Failure | None:
    base = bases[0]
    top = figures.beside(rate, rule.numerator)
    if not base.value:
        if top is not None and top.value:
            return None
        return _Failure(rate, _rate_of_nothing(rate, base, standard))
    if top is None:
        return None
    shares = [top.exact * _WHOLE / b.exact for b in bases if b.value]
    if any(is_rounded(rate, exact) for exact in shares):
        return None
    values: dict[str, object] = {
        "rate_name": rate.indicator.name,
        "rate": place_of(rate, standard),
        "numerator": term(top, rate, standard),
        "denominator": term(base, rate, standard),
        "exact": share(shares[0]),
        "places": places([rate, top, base]),
    }
    lines = spanned([rate, top, base])
    if any(agrees(rate, exact) for exact in shares):
        return _Failure(rate, standard.problem("rate_cut", lines, **values))
    other = None if rate.in_table else _other_fraction(figures, rate, (top, base))
    if other is not None:
        shown = " / ".join(term(f, rate, standard) for f in other)
        return _Failure(rate, standard.problem("rate_ambiguous", lines, other=shown, **values))

    def everywhere(count: int, lines: tuple[int, int]) -> Problem:
        where = standard.phrase("lines", first=lines[0], last=lines[1])
        return standard.problem("rate_mismatch_everywhere", lines, count=count, where=where, **values)

    return _Failure(rate, standard.problem("rate_mismatch", lines, **values), everywhere)


def _rate_of_nothing(rate: Figure, base: Figure, standard: Standard) -> Problem:
    return standard.problem(
        "zero_denominator_rate" if rate.value else "zero_denominator_zero",
        spanned([rate, base]),
        rate_name=rate.indicator.name,
        rate=place_of(rate, standard),
        denominator_name=base.indicator.name,
        denominator=value_of(base, standard),
        places=places([rate, base]),
    )


def _other_fraction(figures: Figures, rate: Figure, used: tuple[Figure, Figure]) -> tuple[Figure, Figure] | None:
    """Two counts of the same paragraph and unit that make the rate: the sentence, not the figure, may be at fault."""
    counts = [
        f
        for f in figures.all
        if f.setting == rate.setting and f.indicator.unit == used[1].indicator.unit and f.value and not f.bounded
    ]
    return next(
        (
            (top, base)
            for top in counts
            for base in counts
            if top.value < base.value and is_rounded(rate, top.exact * _WHOLE / base.exact)
        ),
        None,
    )


# ---------------------------------------------------------------------------- parts and wholes
def subsets(figures: Figures, standard: Standard) -> Iterator[Problem]:
    """Parts larger than their whole; one problem a part, against the whole it passes most clearly."""
    told: set[int] = set()
    for rule in standard.identities.subsets:
        for part in figures.of(rule.part):
            whole = figures.beside(part, rule.whole)
            explained = any(figures.beside(part, name) is not None for name in rule.unless)
            if whole is None or part.bounded or part.exact <= whole.exact or explained or part.order in told:
                continue
            told.add(part.order)
            yield standard.problem(
                "subset_exceeds_set",
                spanned([part, whole]),
                rule.severity,
                part_name=part.indicator.name,
                part=place_of(part, standard),
                whole_name=whole.indicator.name,
                whole=place_of(whole, standard),
                places=places([part, whole]),
            )


# ---------------------------------------------------------------------------- lists under a total
def sublists(figures: Figures, standard: Standard) -> Iterator[Problem]:
    """Totals of the commune whose sub-sets, listed behind them, add up to something else.

    More than the total is always wrong. Less is wrong only where the list says it is the whole ("gồm: …"). The list
    stands in the paragraph of the total, else in the paragraphs of its section.
    """
    for total in figures.all:
        if total.subset or total.is_rate or total.bounded:
            continue
        items = _items(figures, total)
        if len(items) < _FEWEST_ITEMS:
            continue
        summed = sum((item.exact for item in items), Fraction(0))
        if summed > total.exact or (summed < total.exact and _is_complete(total, items, standard)):
            yield standard.problem(
                "sublist_total_mismatch",
                spanned([total, *items]),
                total_name=total.indicator.name,
                total=place_of(total, standard),
                parts=_addition(items, total, standard),
                sum=number(summed),
                difference=number(abs(total.exact - summed)),
                places=places([total, *items]),
            )


def table_totals(figures: Figures, standard: Standard) -> Iterator[Problem]:
    """Tables whose rows, each of a sub-set, do not add up to their row of totals; told once a table."""
    told: set[int | None] = set()
    for total in figures.all:
        if not total.in_table or total.is_rate or total.bounded or total.table in told:
            continue
        inner = f"{total.subset}; " if total.subset else ""
        rows = [f for f in figures.of(total.id) if f.setting == total.setting and _is_below(f, total, inner)]
        summed = sum((row.exact for row in rows), Fraction(0))
        if len(rows) >= _FEWEST_ITEMS and summed != total.exact:
            told.add(total.table)
            yield standard.problem(
                "rows_unlike_total",
                spanned([total, *rows]),
                total_name=total.indicator.name,
                total=place_of(total, standard),
                count=len(rows),
                sum=number(summed),
                places=places([total, *rows]),
            )


def _is_below(figure: Figure, total: Figure, inner: str) -> bool:
    """Whether a row is of a sub-set of the row of totals, one level down."""
    level = figure.subset.removeprefix(inner)
    return figure.subset != total.subset and figure.subset.startswith(inner) and ";" not in level and level != PREVIOUS


def _items(figures: Figures, total: Figure) -> list[Figure]:
    """The sub-sets of one level listed behind a total of the prose, up to the next total of the same figure."""
    found: list[Figure] = []
    for figure in figures.of(total.id):
        if figure.order <= total.order or figure.in_table or figure.section != total.section:
            continue
        if not figure.subset:
            break
        found.append(figure)
    near = [figure for figure in found if figure.setting == total.setting]
    found = near or found
    subsets = [figure.subset for figure in found]
    nested = any(one != other and one in other for one in subsets for other in subsets)
    return [] if nested or len(set(subsets)) != len(subsets) else found


def _is_complete(total: Figure, items: Sequence[Figure], standard: Standard) -> bool:
    """Whether the words between a total and its list say that the list is the whole."""
    if total.block is None:
        return False
    text = " ".join(total.block.text.split())
    start = text.find(" ".join(total.indicator.quote.split()))
    ends = [text.find(" ".join(item.indicator.quote.split()), start) for item in items]
    if start < 0 or min(ends) < 0:
        return False
    opening = fold(text[start : min(ends)])
    whole = re.compile(any_of(standard.formalities.words("complete_lists")).pattern)
    choice = re.compile(any_of(standard.formalities.words("partial_lists")).pattern)
    return bool(whole.search(opening)) and not choice.search(fold(text[start : max(ends)])) and "…" not in text


def suspicious(figures: Figures, standard: Standard) -> Iterator[Problem]:
    """Rates beyond 100 % that may not be, and counts of things with decimals."""
    for figure in figures.all:
        entry = _doubt(figure, standard)
        if entry is not None:
            yield standard.problem(
                entry,
                spanned([figure]),
                name=figure.indicator.name,
                place=place_of(figure, standard),
                places=places([figure]),
            )


def _doubt(figure: Figure, standard: Standard) -> str | None:
    """The entry of the problem a value is by itself; None for a plain one."""
    if figure.is_rate:
        beyond = figure.value > _WHOLE and figure.id not in standard.identities.unbounded
        return "suspicious_value" if beyond else None
    counted = standard.formalities.unit_class(figure.indicator.unit) not in (None, "money", "percent")
    return "number_format" if counted and figure.decimals and not float(figure.value).is_integer() else None
