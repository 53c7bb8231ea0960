"""A clustering → each theme looked at closely: by field, by kind of commune, in company, and what nobody plans to do.

What stands together is asked of reports, not of communes: a commune's causes of January do not explain its limitations
of June. Counted are communes all the same.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias, get_args

from cchc_nlp.model import Area, AreaCount, Companion, KindCount, Profile
from cchc_nlp.vietnamese.alphabet import alphabetical
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cchc_nlp.knowledge import Standard
    from cchc_nlp.model import Clustering, FindingRole, Statement, Theme

# Two communes may say two things together by accident of one shared template; more companions tell less each.
_LEAST_UNITS = 2
_COMPANIONS = 3

_AREAS: tuple[Area, ...] = get_args(Area)

_Report: TypeAlias = tuple[str | None, str | None, str | None]
"""What tells two reports of a commune apart: unit, period, file."""


def profile(clustering: Clustering, standard: Standard) -> tuple[Profile, ...]:
    """A profile for each theme of the clustering, in its order.

    Companions and unanswered limitations need all roles in one clustering; of one role alone they are empty.
    """
    stated = _Stated(clustering, standard)
    return tuple(_profile(theme, stated) for theme in clustering.themes)


class _Stated:
    """Who states what, in which report."""

    def __init__(self, clustering: Clustering, standard: Standard) -> None:
        self.standard = standard
        self.themes = clustering.themes
        self.members: dict[int, list[Statement]] = defaultdict(list)
        self.tasks: dict[_Report, set[str]] = defaultdict(set)
        self.has_tasks = any(statement.role == "task" for statement in clustering.statements)
        for statement, assignment in zip(clustering.statements, clustering.assignments, strict=True):
            self.members[assignment.cluster].append(statement)
            if statement.role == "task" and assignment.theme:
                self.tasks[_report(statement)].add(assignment.theme)
        self.kinds = _kinds(clustering.statements, standard)

    def reports(self, cluster: int) -> dict[_Report, str]:
        """The reports that state a theme, with the commune of each."""
        return {_report(statement): statement.unit for statement in self.members[cluster] if statement.unit}


def _profile(theme: Theme, stated: _Stated) -> Profile:
    company = theme.role == "limitation"
    return Profile(
        cluster=theme.cluster,
        areas=_areas(stated.members[theme.cluster]),
        kinds=_by_kind(theme.units, stated.kinds),
        causes=_companions(theme, "cause", stated) if company else (),
        recommendations=_companions(theme, "recommendation", stated) if company else (),
        untasked=_untasked(theme, stated),
    )


def _report(statement: Statement) -> _Report:
    return statement.unit, statement.period, statement.path


def _areas(members: Iterable[Statement]) -> tuple[AreaCount, ...]:
    """Most communes first, then in the order of the fields."""
    units: dict[Area, set[str]] = defaultdict(set)
    for statement in members:
        if statement.area and statement.unit:
            units[statement.area].add(statement.unit)
    order = sorted(units, key=lambda area: (-len(units[area]), _AREAS.index(area)))
    return tuple(AreaCount(area, len(units[area])) for area in order)


def _kinds(statements: Iterable[Statement], standard: Standard) -> dict[str, str]:
    """The kind of each commune that says anything, by the word its name begins with; "" for another body."""
    names = sorted({statement.unit for statement in statements if statement.unit})
    longest_first = sorted((kind.id for kind in standard.unit_kinds), key=len, reverse=True)
    return {
        name: next((kind for kind in longest_first if fold(name).startswith(f"{fold(kind)} ")), "") for name in names
    }


def _by_kind(units: Sequence[str], kinds: Mapping[str, str]) -> tuple[KindCount, ...]:
    """Every kind that reported, in the order of names, those that do not state the theme with nought."""
    all_kinds = list(kinds.values())
    return tuple(
        KindCount(kind, stating, round(stating / all_kinds.count(kind), 4))
        for kind in sorted(set(all_kinds))
        for stating in [sum(kinds[unit] == kind for unit in units)]
    )


def _companions(theme: Theme, role: FindingRole, stated: _Stated) -> tuple[Companion, ...]:
    """The themes of a role that stand most often in the same reports, most communes first."""
    own = stated.reports(theme.cluster)
    found = []
    for other in stated.themes:
        if other.role == role:
            theirs = stated.reports(other.cluster)
            units = tuple(sorted({unit for report, unit in own.items() if report in theirs}, key=alphabetical))
            if len(units) >= _LEAST_UNITS:
                found.append((-len(units), len(other.units), Companion(other.cluster, units)))
    # Of two as frequent in this company, the one less frequent elsewhere tells more.
    found.sort(key=lambda ranked: (*ranked[:2], ranked[2].cluster))
    return tuple(companion for _, _, companion in found[:_COMPANIONS])


def _untasked(theme: Theme, stated: _Stated) -> tuple[str, ...] | None:
    remedies = stated.standard.remedies.get(theme.theme or "")
    if theme.role != "limitation" or not remedies or not stated.has_tasks:
        return None
    unanswered = {unit for report, unit in stated.reports(theme.cluster).items() if not stated.tasks[report] & remedies}
    return tuple(sorted(unanswered, key=alphabetical))
