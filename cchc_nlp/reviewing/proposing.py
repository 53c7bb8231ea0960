"""A clustering → the sheets an officer corrects: each statement with its theme, others, and room for a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, get_args

from cchc_nlp.model import Assignment, Clustering, FindingRole, Statement, Theme
from cchc_nlp.reviewing import layout
from cchc_nlp.tabulating import Cell, Column, Options, Sheet

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard

_STATEMENT_COLUMNS = (
    Column(layout.ID, 16),
    Column(layout.ROLE, 16),
    Column(layout.UNIT, 22),
    Column(layout.TEXT, 70),
    Column(layout.THEME, 40, filled_in=True),
    Column(layout.NEW_THEME, 30, filled_in=True),
    *(Column(title, 32) for title in layout.ALTERNATIVES),
    Column(layout.SCORE, 8),
    Column(layout.PROPOSED, 30, hidden=True),
)
_GROUP_COLUMNS = (
    Column(layout.GROUP, 14),
    Column(layout.ROLE, 20),
    Column(layout.GROUP_TITLE, 70),
    Column(layout.GROUP_UNITS, 12),
    Column(layout.GROUP_NAME, 50, filled_in=True),
)
_ROLES: tuple[FindingRole, ...] = get_args(FindingRole)
_THEME = [column.title for column in _STATEMENT_COLUMNS].index(layout.THEME)


def propose(
    clustering: Clustering, standard: Standard, alternatives: Mapping[str, Sequence[str]] | None = None
) -> tuple[Sheet, ...]:
    """The sheets of a review: statements in order, new groups to name, and the list of themes by role.

    `alternatives` are ids of themes by id of the statement, the likeliest first.
    """
    labels = {theme.id: layout.theme_label(theme.id, theme.title) for theme in standard.themes}
    said = {statement.role for statement in clustering.statements}
    roles = [role for role in _ROLES if role in said] or _ROLES
    lists = {role: _listed(role, clustering, standard) for role in roles}
    offered = {role: Options(layout.THEMES, at, len(lists[role])) for at, role in enumerate(roles)}
    rows = tuple(
        _row(statement, assignment, _label(assignment, clustering.themes, labels), labels, standard, alternatives or {})
        for statement, assignment in zip(clustering.statements, clustering.assignments, strict=True)
    )
    options = {_THEME: [offered[statement.role] for statement in clustering.statements]}
    return (
        Sheet(layout.STATEMENTS, _STATEMENT_COLUMNS, rows, options),
        Sheet(layout.GROUPS, _GROUP_COLUMNS, _groups(clustering, standard)),
        Sheet(layout.THEMES, tuple(Column(standard.wording.role(role), 60) for role in roles), _side_by_side(lists)),
    )


def _listed(role: FindingRole, clustering: Clustering, standard: Standard) -> list[str]:
    """What the drop-down list of a role offers: no theme, the book's, the new groups of this call."""
    book = [layout.theme_label(theme.id, theme.title) for theme in standard.themes if theme.role == role]
    new = [layout.group_label(t.cluster, t.title) for t in clustering.themes if t.role == role and t.theme is None]
    return [layout.NONE, *book, *new]


def _label(assignment: Assignment, themes: Sequence[Theme], labels: Mapping[str, str]) -> str:
    if assignment.theme:
        return labels[assignment.theme]
    if assignment.cluster < 0:
        return layout.NONE
    return layout.group_label(assignment.cluster, themes[assignment.cluster].title)


def _row(
    statement: Statement,
    assignment: Assignment,
    label: str,
    labels: Mapping[str, str],
    standard: Standard,
    alternatives: Mapping[str, Sequence[str]],
) -> tuple[Cell, ...]:
    others = [labels[theme] for theme in alternatives.get(statement.id, ()) if theme != assignment.theme]
    wanted = len(layout.ALTERNATIVES)
    values = (
        statement.id,
        standard.wording.role(statement.role),
        statement.unit,
        statement.text,
        label,
        None,
        *(others + [""] * wanted)[:wanted],
        assignment.score,
        label,
    )
    return tuple(map(Cell, values))


def _groups(clustering: Clustering, standard: Standard) -> tuple[tuple[Cell, ...], ...]:
    texts = {statement.id: statement.text for statement in clustering.statements}
    rows = (
        (f"{layout.GROUPS} {t.cluster + 1}", standard.wording.role(t.role), texts[t.examples[0]], len(t.units), None)
        for t in clustering.themes
        if t.theme is None
    )
    return tuple(tuple(map(Cell, row)) for row in rows)


def _side_by_side(lists: Mapping[FindingRole, Sequence[str]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(map(Cell, row)) for row in zip_longest(*lists.values()))
