"""What a commune does not say and those like it do: themes and indicators usual for its kind and its period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from cchc_nlp.comparing.naming import names_of
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.communes import kind_of
from cchc_nlp.model import Clustering, Report, Unsaid


def unsaid(reports: Sequence[Report], themes: Clustering, standard: Standard) -> list[Unsaid]:
    """For each commune, in the order of the reports, what most of those like it say, the most usual first.

    Communes are alike where they are of one kind and report on the same period; of fewer than `like_units` nothing is
    told. A theme of the book is a commune's if any statement of its reports belongs to it.
    """
    names = names_of(reports)
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, report in enumerate(reports):
        groups[_likeness(report)].append(at)
    stated = _themes_by_path(themes)
    found: list[list[Unsaid]] = [[] for _ in reports]
    for group in groups.values():
        if len({names[at] for at in group}) >= standard.comparing.limit("like_units"):
            for at in group:
                theirs = [other for other in group if names[other] != names[at]]
                gaps = [*_themes(at, theirs, reports, names, stated, themes, standard)]
                gaps += _indicators(at, theirs, reports, names, standard)
                gaps.sort(key=lambda gap: (-gap.said / gap.of, gap.kind, gap.id))
                found[at] = gaps[: int(standard.comparing.limit("unsaid"))]
    return [gap for gaps in found for gap in gaps]


def _likeness(report: Report) -> tuple[object, ...]:
    unit, period = report.meta.unit, report.meta.period
    kind = kind_of(unit.name) if unit else None
    return (kind, period.kind, period.year, period.number) if period else (kind,)


def _themes_by_path(themes: Clustering) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    also = {theme.theme: theme.cluster for theme in themes.themes if theme.theme}
    for statement, assignment in zip(themes.statements, themes.assignments, strict=True):
        if statement.path and assignment.cluster >= 0:
            found[statement.path].add(assignment.cluster)
            found[statement.path].update(also[theme] for theme in assignment.also if theme in also)
    return found


def _themes(
    at: int,
    theirs: Sequence[int],
    reports: Sequence[Report],
    names: Sequence[str],
    stated: dict[str, set[int]],
    themes: Clustering,
    standard: Standard,
) -> Iterator[Unsaid]:
    others = {names[other] for other in theirs}
    own = {c for n, r in zip(names, reports, strict=True) if n == names[at] for c in stated[r.source.path]}
    for theme in themes.themes:
        if theme.theme is None:
            continue  # only a theme of the book has a name that an officer can be told
        said = {names[other] for other in theirs if theme.cluster in stated[reports[other].source.path]}
        if theme.cluster not in own and len(said) >= standard.comparing.limit("theme_share") * len(others):
            yield Unsaid(
                names[at],
                reports[at].source.path,
                "theme",
                theme.theme,
                theme.title,
                theme.area,
                theme.role,
                len(said),
                len(others),
            )


def _indicators(
    at: int, theirs: Sequence[int], reports: Sequence[Report], names: Sequence[str], standard: Standard
) -> Iterator[Unsaid]:
    others = {names[other] for other in theirs}
    own = {i.id for n, r in zip(names, reports, strict=True) if n == names[at] for i in r.indicators if not i.qualifier}
    said: dict[str, set[str]] = defaultdict(set)
    for other in theirs:
        for indicator in reports[other].indicators:
            if not indicator.qualifier:
                said[indicator.id].add(names[other])
    for entry in standard.indicators.entries:
        if entry.id not in own and len(said[entry.id]) >= standard.comparing.limit("indicator_share") * len(others):
            yield Unsaid(
                names[at],
                reports[at].source.path,
                "indicator",
                entry.id,
                entry.name,
                entry.area,
                None,
                len(said[entry.id]),
                len(others),
            )
