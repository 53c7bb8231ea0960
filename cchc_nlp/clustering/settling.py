"""What the model found, with the officers' decisions put in its place.

The model proposes; what an officer has said about a statement holds, in whatever company the statement comes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_nlp.clustering.theming import Group, ThemeModel
    from cchc_nlp.knowledge import Standard
    from cchc_nlp.model import Extent, Statement

# A new theme needs two statements; one that decisions leave with fewer is none.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Settled:
    """Groups, and for each statement its group (-1 for none), score, deciding terms, second themes and extent."""

    groups: tuple[Group, ...]
    labels: tuple[int, ...]
    scores: tuple[float, ...]
    terms: tuple[tuple[str, ...], ...]
    also: tuple[tuple[str, ...], ...]
    extents: tuple[Extent | None, ...]


def settle(
    model: ThemeModel, statements: Sequence[Statement], standard: Standard, decided: Mapping[str, str | None]
) -> Settled:
    """The groups of a fitted model after `decided` (by id of the statement) and the decisions of the standard."""
    fixed = _fixed(statements, standard, decided)
    if not fixed:
        return Settled(
            tuple(model.groups_),
            tuple(model.labels_),
            tuple(model.scores_),
            tuple(model.terms_),
            tuple(model.also_),
            tuple(model.extents_),
        )
    members: dict[int, list[int]] = defaultdict(list)
    for position, label in enumerate(model.labels_):
        if position not in fixed and label >= 0:
            members[label].append(position)
    groups = [replace(group, members=tuple(members[at])) for at, group in enumerate(model.groups_)]
    groups = _with_decided(groups, statements, fixed)
    kept = tuple(group for group in groups if len(group.members) >= (1 if group.theme else _LEAST))
    label_of = {position: label for label, group in enumerate(kept) for position in group.members}
    labels = tuple(label_of.get(position, -1) for position in range(len(statements)))
    return Settled(
        kept,
        labels,
        tuple(_score(at, label, fixed, model.scores_) for at, label in enumerate(labels)),
        tuple(() if at in fixed or label < 0 else model.terms_[at] for at, label in enumerate(labels)),
        tuple(() if at in fixed else also for at, also in enumerate(model.also_)),
        tuple(model.extents_),
    )


def _fixed(
    statements: Sequence[Statement], standard: Standard, decided: Mapping[str, str | None]
) -> dict[int, str | None]:
    fixed: dict[int, str | None] = {}
    if not decided and not standard.decisions:
        return fixed
    for position, statement in enumerate(statements):
        key = (statement.role, fold(statement.text))
        if statement.id in decided:
            fixed[position] = decided[statement.id]
        elif key in standard.decisions:
            fixed[position] = standard.decisions[key]
    return fixed


def _with_decided(
    groups: Sequence[Group], statements: Sequence[Statement], fixed: Mapping[int, str | None]
) -> list[Group]:
    """The groups with the decided statements in those of their themes; a theme nobody had gets a group of its own."""
    from cchc_nlp.clustering.theming import Group

    joining: dict[str, list[int]] = defaultdict(list)
    for position, theme in fixed.items():
        if theme is not None:
            joining[theme].append(position)
    found = {group.theme for group in groups}
    joined = [
        replace(group, members=tuple(sorted((*group.members, *joining.get(group.theme or "", ()))))) for group in groups
    ]
    added = [
        Group(statements[positions[0]].role, theme, tuple(positions), ())
        for theme, positions in sorted(joining.items())
        if theme not in found
    ]
    return [*joined, *added]


def _score(position: int, label: int, fixed: Mapping[int, str | None], scores: Sequence[float]) -> float:
    if label < 0:
        return 0.0
    return 1.0 if position in fixed else scores[position]
