"""One figure stated in several places: prose against prose, prose against table, table against table.

A different sub-set, a bound or an estimate is another figure. What differs between the same two places is told in one
message for the figures of one family.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cchc_nlp.checking.figures import PREVIOUS, Figure, Figures, same_value
from cchc_nlp.checking.quoting import number, place, places, spanned, term
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.identities import Sum
from cchc_nlp.model import Problem, Severity

_CODES = {
    (False, False): "narrative_mismatch",
    (False, True): "narrative_table_mismatch",
    (True, True): "table_table_mismatch",
}
# A figure with this many values in the prose is told of several things.
_SERIES = 3


@dataclass(frozen=True)
class _Difference:
    """Figures that should be one, the entry of the message, how grave it is, and what it is grouped by."""

    figures: tuple[Figure, ...]
    entry: str
    severity: Severity
    family: str

    @property
    def key(self) -> tuple[object, ...]:
        passages = tuple(dict.fromkeys(figure.setting for figure in self.figures if not figure.in_table))
        return (self.entry, self.severity, self.family, passages)


def contradictions(figures: Figures, foreign: frozenset[int], standard: Standard) -> Iterator[Problem]:
    """All differences between places; `foreign` are the tables known to be of another period."""
    found = [
        *_one_indicator(figures, foreign, standard),
        *_equals(figures, foreign, standard),
        *_implications(figures, foreign, standard),
    ]
    grouped: dict[tuple[object, ...], list[_Difference]] = {}
    for difference in found:
        grouped.setdefault(difference.key, []).append(difference)
    yield from (_problem(differences, standard) for differences in grouped.values())
    yield from _derived(figures, foreign, standard)


def _problem(differences: Sequence[_Difference], standard: Standard) -> Problem:
    told = list({figure.order: figure for one in differences for figure in one.figures}.values())
    items = []
    for one in differences:
        names = dict.fromkeys(figure.indicator.name for figure in one.figures)
        shown = ", ".join(place(figure, standard) for figure in one.figures)
        items.append(standard.phrase("item", name=" / ".join(names), places=shown))
    first = differences[0]
    return standard.problem(
        first.entry, spanned(told), first.severity, items="; ".join(dict.fromkeys(items)), places=places(told)
    )


def _one_indicator(figures: Figures, foreign: frozenset[int], standard: Standard) -> Iterator[_Difference]:
    identities = standard.identities
    for name in dict.fromkeys(figure.id for figure in figures.all):
        stated = list(figures.stated(name))
        told = [f for f in stated if not f.in_table and not figures.is_listed(f)]
        rows = [f for f in stated if f.in_table and f.table not in foreign]
        family = identities.family(name)
        if name not in identities.repeated:
            yield from _within_prose(told, family)
        yield from _between_tables(rows, family)
        pair = _apart(told, rows, summed=name in identities.repeated)
        if pair:
            yield _Difference(pair, "narrative_table_mismatch", _gravity(pair), family)
        if not rows:
            others = [f for f in figures.of(name) if f.table in foreign and f.subset in ("", PREVIOUS) and f.in_table]
            pair = _apart(told, others, summed=False)
            if pair:
                yield _Difference(pair, "narrative_other_period_table", "error", family)


def _within_prose(told: Sequence[Figure], family: str) -> Iterator[_Difference]:
    """The first two passages that differ, plain contradictions before those that may be explained.

    Many values are no contradiction but a series, of fields or events that were not told apart.
    """
    pairs = [(told[0], other) for other in told[1:] if not same_value(told[0], other)]
    series = len({figure.value for figure in told if not figure.is_vague}) >= _SERIES
    for pair in sorted(pairs, key=_may_be_explained)[:1]:
        severity: Severity = "info" if series or _may_be_explained(pair) else "error"
        yield _Difference(pair, "narrative_mismatch", severity, family)


def _may_be_explained(pair: tuple[Figure, Figure]) -> bool:
    """Whether the figures may be about different things after all.

    "Không phát sinh" and limitations are often said of something narrower.
    """
    return any(figure.is_vague for figure in pair)


def _between_tables(rows: Sequence[Figure], family: str) -> Iterator[_Difference]:
    for other in rows[1:]:
        if other.table != rows[0].table and not same_value(rows[0], other):
            yield _Difference((rows[0], other), "table_table_mismatch", "warning", family)
            return


def _apart(told: Sequence[Figure], rows: Sequence[Figure], *, summed: bool) -> tuple[Figure, Figure] | None:
    """One figure of each side where none of the prose agrees with any of the table; None where one does.

    `summed`: passages may each tell of one event, so their sum may stand in the table.
    """
    if not told or not rows or any(same_value(a, b) for a in told for b in rows):
        return None
    if summed and sum((f.exact for f in told), Fraction(0)) in {f.exact for f in rows}:
        return None
    return next((f for f in told if not f.is_vague), told[0]), rows[0]


def _gravity(pair: tuple[Figure, Figure]) -> Severity:
    """An error, or a hint where the prose may speak of something else; zero in words speaks of the whole."""
    told = pair[0]
    return "info" if told.is_vague and not told.said_in_words else "error"


def _equals(figures: Figures, foreign: frozenset[int], standard: Standard) -> Iterator[_Difference]:
    for rule in standard.identities.equals:
        first, second = ([f for f in figures.stated(name) if f.table not in foreign] for name in rule.figures)
        if not first or not second or any(same_value(a, b) for a in first for b in second):
            continue
        pair = (first[0], second[0])
        low, high = sorted(figure.value for figure in pair)
        severity: Severity = "info" if rule.nearness and low < rule.nearness * high else rule.severity
        yield _Difference(_in_order(pair), _code(pair), severity, rule.family or rule.id)


def _implications(figures: Figures, foreign: frozenset[int], standard: Standard) -> Iterator[_Difference]:
    for rule in standard.identities.implications:
        given = next(
            (f for name in rule.given for f in figures.of(name) if f.value > 0 and f.table not in foreign), None
        )
        denied = [f for name in rule.figures for f in figures.stated(name) if f.table not in foreign]
        if given is None or not denied:
            continue
        least, below = rule.least, rule.below
        if all((least is not None and f.value < least) or (below is not None and f.value >= below) for f in denied):
            pair = (given, denied[0])
            yield _Difference(_in_order(pair), _code(pair), rule.severity, rule.id)


def _code(pair: tuple[Figure, Figure]) -> str:
    first, second = sorted(figure.in_table for figure in pair)
    return _CODES[first, second]


def _in_order(pair: Iterable[Figure]) -> tuple[Figure, ...]:
    return tuple(sorted(pair, key=lambda figure: figure.order))


def _derived(figures: Figures, foreign: frozenset[int], standard: Standard) -> Iterator[Problem]:
    """Totals of a table against their parts in the prose, where the prose leaves the total unsaid."""
    for rule in standard.identities.sums:
        rows = [f for f in figures.stated(rule.total) if f.in_table and f.table not in foreign]
        unsaid = all(f.in_table for f in figures.of(rule.total))
        if not rule.derived or not rows or not unsaid:
            continue
        parts = _told_together(figures, rule)
        summed = sum((part.exact for part in parts), Fraction(0))
        complete = {part.id for part in parts} == set(rule.parts)
        if not parts or any(row.exact == summed for row in rows) or (summed < rows[0].exact and not complete):
            continue
        yield standard.problem(
            "derived_total_mismatch",
            spanned([*parts, rows[0]]),
            total_name=rows[0].indicator.name,
            total=place(rows[0], standard),
            parts=" + ".join(term(part, rows[0], standard) for part in parts),
            sum=number(summed),
            places=places([*parts, rows[0]]),
        )


def _told_together(figures: Figures, rule: Sum) -> list[Figure]:
    """The parts one paragraph states, all that are needed among them; none where no paragraph does."""
    anchors = [f for f in figures.stated(rule.parts[0]) if not f.in_table]
    for anchor in anchors:
        beside = [anchor if name == anchor.id else figures.beside(anchor, name) for name in rule.parts]
        parts = [f for f in beside if f is not None and f.setting == anchor.setting]
        needed = {name for name in rule.parts if name not in rule.optional}
        if needed <= {f.id for f in parts} and len(parts) > 1:
            return parts
    return []
