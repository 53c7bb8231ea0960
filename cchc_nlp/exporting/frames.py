"""Reports and themes → pandas DataFrames. pandas comes with the extra `research` and is imported when asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from cchc_nlp.errors import ExtraError
from cchc_nlp.model import Clustering, FindingRole, Profile, Report

if TYPE_CHECKING:
    import pandas as pd


def reports_frame(reports: Sequence[Report]) -> pd.DataFrame:
    """A row a report: file, commune, period, and how many findings, indicators and problems it has."""
    return _frame(
        {
            "path": report.source.path,
            "file": PurePath(report.source.path).name,
            "unit": report.meta.unit.name if report.meta.unit else None,
            "kind": report.meta.unit.kind if report.meta.unit else None,
            "district": report.meta.unit.district if report.meta.unit else None,
            "province": report.meta.unit.province if report.meta.unit else None,
            "period_kind": report.meta.period.kind if report.meta.period else None,
            "period_year": report.meta.period.year if report.meta.period else None,
            "period_number": report.meta.period.number if report.meta.period else None,
            "date": report.meta.date,
            "findings": len(report.findings),
            "indicators": len(report.indicators),
            "problems": len(report.problems),
        }
        for report in reports
    )


def indicators_frame(reports: Sequence[Report]) -> pd.DataFrame:
    """A row a figure, with file, commune and the words it was read from."""
    return _frame(
        {"path": report.source.path, "commune": report.meta.unit.name if report.meta.unit else None, **asdict(figure)}
        for report in reports
        for figure in report.indicators
    )


def statements_frame(clustering: Clustering) -> pd.DataFrame:
    """A row a statement, in order, with its theme; `cluster` is -1 and `title` missing where it has none."""
    titles = {theme.cluster: theme.title for theme in clustering.themes}
    return _frame(
        asdict(statement) | {"cluster": a.cluster, "theme": a.theme, "title": titles.get(a.cluster), "score": a.score}
        for statement, a in zip(clustering.statements, clustering.assignments, strict=True)
    )


def themes_frame(clustering: Clustering) -> pd.DataFrame:
    """A row a theme, most communes first; the ones that have gone at the end, with cluster -1."""
    return _frame(
        {
            "cluster": theme.cluster,
            "theme": theme.theme,
            "role": theme.role,
            "area": theme.area,
            "title": theme.title,
            "size": theme.size,
            "units": len(theme.units),
            "share": theme.share,
            "names": theme.units,
            "terms": theme.terms,
            "trend": theme.trend.status if theme.trend else None,
            "periods": theme.trend.periods if theme.trend else None,
            "units_before": len(theme.trend.units_before) if theme.trend else None,
            "share_before": theme.trend.share_before if theme.trend else None,
        }
        for theme in (*clustering.themes, *clustering.gone)
    )


def profiles_frame(clustering: Clustering, profiles: Sequence[Profile]) -> pd.DataFrame:
    """A row a theme and kind of commune: how many of the kind state it, and their share of the kind."""
    return _frame(
        {
            "cluster": theme.cluster,
            "role": theme.role,
            "title": theme.title,
            "kind": kind.kind,
            "units": kind.units,
            "share": kind.share,
            "untasked": None if profile.untasked is None else len(profile.untasked),
        }
        for theme, profile in zip(clustering.themes, profiles, strict=True)
        for kind in profile.kinds
    )


def presence_frame(clustering: Clustering, role: FindingRole = "limitation") -> pd.DataFrame:
    """Communes × themes of a role: how many statements of the theme each makes; both sorted as the themes and names.

    Every commune that says anything has a row: nought is a finding too.
    """
    themes = [theme for theme in clustering.themes if theme.role == role]
    units = sorted({statement.unit for statement in clustering.statements if statement.unit})
    table = _pandas().DataFrame(0, index=_named(units, "unit"), columns=_named([t.title for t in themes], "theme"))
    column = {theme.cluster: at for at, theme in enumerate(themes)}
    row = {unit: at for at, unit in enumerate(units)}
    for statement, assignment in zip(clustering.statements, clustering.assignments, strict=True):
        if statement.unit and assignment.cluster in column:
            table.iloc[row[statement.unit], column[assignment.cluster]] += 1
    return table


def _frame(rows: Any) -> pd.DataFrame:
    return _pandas().DataFrame(list(rows))


def _named(values: Sequence[str], name: str) -> Any:
    return _pandas().Index(values, name=name)


def _pandas() -> Any:
    try:
        import pandas as pd
    except ImportError as error:
        raise ExtraError.of("pandas", "research") from error
    return pd
