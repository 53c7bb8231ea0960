"""Statements → themes counted in communes: the door of the room.

A long report must not outweigh ten short ones, so a theme is as big as the number of communes that speak of it. The
model that groups is loaded only when there is something to group.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from cchc_nlp.model import Area, Assignment, Clustering, FindingRole, Statement, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_nlp.clustering.theming import Group, ThemeModel
    from cchc_nlp.knowledge import Standard
    from cchc_nlp.knowledge.themes import ThemeEntry

_EXAMPLES = 5

# A new theme is called by its most central statement; a title longer than this no longer fits a list of themes.
_TITLE_WORDS = 25
_CLAUSE = re.compile(r"[;:.](?=\s|$)")

_ROLES: tuple[FindingRole, ...] = get_args(FindingRole)
_AREAS: tuple[Area, ...] = get_args(Area)


def cluster(
    statements: Sequence[Statement],
    standard: Standard,
    *,
    units_total: int | None = None,
    role: FindingRole | None = None,
) -> Clustering:
    """Group statements into themes, each role by itself, and count the communes of each.

    With `role`, only the statements of this role are grouped and returned. A theme's share is that of all communes:
    `units_total` of them, or those named by any of the statements where these are more. The same statements give the
    same themes in any order; a statement without words, or like no other and no theme of the book, has cluster -1.
    """
    total = max(units_total or 0, len({statement.unit for statement in statements if statement.unit}))
    chosen = tuple(statement for statement in statements if role is None or statement.role == role)
    if not chosen:
        return Clustering((), (), ())
    model = _fitted(chosen, standard)
    book = {theme.id: theme for theme in standard.themes}
    counted = [_theme(group, chosen, model.scores_, book, total) for group in model.groups_]
    order = sorted(range(len(counted)), key=lambda at: _importance(counted[at]))
    numbers = {at: number for number, at in enumerate(order)}
    themes = tuple(replace(counted[at], cluster=numbers[at]) for at in order)
    return Clustering(chosen, _assignments(chosen, model, numbers), themes)


def _fitted(statements: Sequence[Statement], standard: Standard) -> ThemeModel:
    from cchc_nlp.clustering.spaces import Lexicon  # scikit-learn takes a second to import
    from cchc_nlp.clustering.theming import ThemeModel

    return ThemeModel(standard.themes, Lexicon(standard.abbreviations, standard.concepts)).fit(statements)


def _theme(
    group: Group,
    statements: Sequence[Statement],
    scores: Sequence[float],
    book: Mapping[str, ThemeEntry],
    total: int,
) -> Theme:
    central_first = sorted(group.members, key=lambda at: (-scores[at], *_printed(statements[at])))
    members = [statements[at] for at in central_first]
    entry = book[group.theme] if group.theme else None
    units = tuple(sorted({statement.unit for statement in members if statement.unit}))
    return Theme(
        cluster=-1,
        theme=group.theme,
        role=group.role,
        title=entry.title if entry else _title(members[0].text),
        terms=group.terms,
        size=len(members),
        units=units,
        share=round(len(units) / total, 4) if total else 0.0,
        area=_area(members, entry.area if entry else "general"),
        examples=_examples(members),
    )


def _printed(statement: Statement) -> tuple[str, str, str]:
    """What settles equal scores: nothing that depends on the order of the input."""
    return statement.unit or "", statement.text, statement.id


def _title(text: str) -> str:
    """The first clause of a statement, short enough for a list, with a capital.

    >>> _title("chưa có nhà văn hóa thôn; đường vào thôn lầy lội.")
    'Chưa có nhà văn hóa thôn'
    """
    first_clause = _CLAUSE.split(text.strip(), maxsplit=1)[0]
    words = (first_clause[:1].upper() + first_clause[1:]).split()
    return " ".join(words) if len(words) <= _TITLE_WORDS else " ".join(words[:_TITLE_WORDS]) + "…"


def _area(members: Sequence[Statement], otherwise: Area) -> Area:
    """The area of most members; of equals, the first in the order of the fields."""
    areas = Counter(statement.area for statement in members if statement.area)
    return min(areas, key=lambda area: (-areas[area], _AREAS.index(area))) if areas else otherwise


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


def _assignments(
    statements: Sequence[Statement], model: ThemeModel, numbers: Mapping[int, int]
) -> tuple[Assignment, ...]:
    return tuple(
        Assignment(
            id=statement.id,
            cluster=numbers.get(label, -1),
            theme=model.groups_[label].theme if label >= 0 else None,
            score=score,
            terms=terms,
        )
        for statement, label, score, terms in zip(statements, model.labels_, model.scores_, model.terms_, strict=True)
    )
