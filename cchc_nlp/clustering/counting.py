"""Statements → themes counted in communes: the door of the room.

A long report must not outweigh ten short ones, so a theme is as big as the number of communes that speak of it. The
model that groups is loaded only when there is something to group.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, get_args

from cchc_nlp.clustering.settling import settle
from cchc_nlp.clustering.titling import title
from cchc_nlp.clustering.trending import spans, trend
from cchc_nlp.model import Area, Assignment, Clustering, FindingRole, Statement, Theme
from cchc_nlp.vietnamese.alphabet import alphabetical
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cchc_nlp.clustering.embedding import Embed
    from cchc_nlp.clustering.settling import Settled
    from cchc_nlp.clustering.theming import Group, ThemeModel
    from cchc_nlp.knowledge import Standard
    from cchc_nlp.knowledge.themes import ThemeEntry

_EXAMPLES = 5

_ROLES: tuple[FindingRole, ...] = get_args(FindingRole)
_AREAS: tuple[Area, ...] = get_args(Area)


def cluster(
    statements: Sequence[Statement],
    standard: Standard,
    *,
    units_total: int | None = None,
    role: FindingRole | None = None,
    earlier: Sequence[Sequence[Statement]] = (),
    decided: Mapping[str, str | None] | None = None,
    embed: Embed | None = None,
) -> Clustering:
    """Group statements into themes, each role by itself, and count the communes of each.

    With `role`, only the statements of this role are grouped and returned. A theme's share is that of all communes:
    `units_total` of them, or those named by any of the statements where these are more. The same statements give the
    same themes in any order; a statement without words, or like no other and no theme of the book, has cluster -1.

    `earlier` are the statements of earlier periods, the nearest first: new themes are looked for in all periods
    together, each theme gets its trend, and the themes that have gone are told. What officers decided holds whatever
    the model says: `decided` by id of the statement (None for no theme), then the decisions of the standard by text.

    `embed` adds the space of a sentence embedding: that of `e5()`, or any other that gives a text a row of numbers.
    """
    periods = [_of_role(period, role) for period in (statements, *earlier)]
    everything = tuple(chain.from_iterable(periods))
    if not everything:
        return Clustering((), (), ())
    found = settle(_fitted(everything, standard, embed), everything, standard, decided or {})
    book = {theme.id: theme for theme in standard.themes}
    linking = frozenset(fold(word) for stance in standard.stances if stance.id == "linking" for word in stance.words)
    said = _Said(everything, found.scores, book, linking)
    totals = [max(units_total or 0, len(_units(statements))), *(len(_units(period)) for period in earlier)]
    counted = [_counted(group, said, spans(periods), totals) for group in found.groups]
    told = [(at, theme) for at, theme in enumerate(counted) if theme is not None]
    told.sort(key=lambda numbered: _importance(numbered[1]))
    now = [(at, theme) for at, theme in told if not _is_gone(theme)]
    numbers = {at: number for number, (at, _) in enumerate(now)}
    themes = tuple(replace(theme, cluster=numbers[at]) for at, theme in now)
    gone = tuple(theme for _, theme in told if _is_gone(theme))
    return Clustering(periods[0], _assignments(periods[0], found, numbers), themes, gone)


def _of_role(statements: Sequence[Statement], role: FindingRole | None) -> tuple[Statement, ...]:
    return tuple(statement for statement in statements if role is None or statement.role == role)


def _units(statements: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(sorted({statement.unit for statement in statements if statement.unit}, key=alphabetical))


def _fitted(statements: Sequence[Statement], standard: Standard, embed: Embed | None) -> ThemeModel:
    from cchc_nlp.clustering.theming import ThemeModel  # scikit-learn takes a second to import
    from cchc_nlp.clustering.wordings import Lexicon

    lexicon = Lexicon(standard.abbreviations, standard.concepts, standard.stances)
    return ThemeModel(standard.themes, lexicon, embed=embed).fit(statements)


def _is_gone(theme: Theme) -> bool:
    return theme.trend is not None and theme.trend.status == "gone"


@dataclass(frozen=True, slots=True)
class _Said:
    """The statements of all periods in one row, and what their themes are told by."""

    statements: Sequence[Statement]
    scores: Sequence[float]
    book: Mapping[str, ThemeEntry]
    linking: frozenset[str]


def _counted(group: Group, said: _Said, periods: Sequence[range], totals: Sequence[int]) -> Theme | None:
    """The theme of a group in this period; as it was in the one before, where it is gone; None for an older one."""
    by_period = [[at for at in group.members if at in period] for period in periods]
    if len(periods) == 1:
        return _theme(group, by_period[0], said, totals[0])
    before = _units(said.statements[at] for at in by_period[1])
    course = trend([bool(members) for members in by_period], before, totals[1])
    if course is None:
        return None
    at = 1 if course.status == "gone" else 0
    return replace(_theme(group, by_period[at], said, totals[at]), trend=course)


def _theme(group: Group, positions: Sequence[int], said: _Said, total: int) -> Theme:
    central_first = sorted(positions, key=lambda at: (-said.scores[at], *_printed(said.statements[at])))
    members = [said.statements[at] for at in central_first]
    entry = said.book[group.theme] if group.theme else None
    units = _units(members)
    return Theme(
        cluster=-1,
        theme=group.theme,
        role=group.role,
        title=entry.title if entry else title([member.text for member in members], group.terms, said.linking),
        terms=group.terms,
        size=len(members),
        units=units,
        share=round(len(units) / total, 4) if total else 0.0,
        area=entry.area if entry else _usual_area(members),
        examples=_examples(members),
    )


def _printed(statement: Statement) -> tuple[str, str, str]:
    """What settles equal scores: nothing that depends on the order of the input."""
    return statement.unit or "", statement.text, statement.id


def _usual_area(members: Sequence[Statement]) -> Area:
    """The area of most members; of equals, the first in the order of the fields."""
    areas = Counter(statement.area for statement in members if statement.area)
    return min(areas, key=lambda area: (-areas[area], _AREAS.index(area))) if areas else "general"


def _examples(central_first: Sequence[Statement]) -> tuple[str, ...]:
    """Ids of central statements, one a commune as long as there are communes, then the others."""
    seen: set[str | None] = set()
    first: list[str] = []
    again: list[str] = []
    for statement in central_first:
        (again if statement.unit in seen else first).append(statement.id)
        seen.add(statement.unit)
    return tuple((first + again)[:_EXAMPLES])


def _importance(theme: Theme) -> tuple[int, int, int, str, str, tuple[str, ...]]:
    """Most communes first, then most statements; the rest only settles ties."""
    role = _ROLES.index(theme.role)
    return -len(theme.units), -theme.size, role, theme.theme or "~", theme.title, theme.examples


def _assignments(statements: Sequence[Statement], found: Settled, numbers: Mapping[int, int]) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(
            id=statement.id,
            cluster=numbers.get(label, -1),
            theme=found.groups[label].theme if label >= 0 else None,
            score=found.scores[at],
            terms=found.terms[at],
            also=found.also[at],
            extent=found.extents[at],
        )
        for at, (statement, label) in enumerate(zip(statements, found.labels, strict=False))
    )
