"""The themes of one role side by side: by kind of commune, and against the period before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cchc_nlp.model import Theme
from cchc_nlp.plotting.figures import BLUE, GREY, ORANGE, label_rows, look, new_figure, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW, _WIDTH, _EDGES = 0.5, 8.0, 1.4
_COLOURS, _MARKS = (BLUE, ORANGE, "#009E73", "#000000"), ("o", "s", "^", "D")


def compared_bars(shares: Mapping[str, Mapping[str, float]], title: str) -> Figure:
    """Shares (0 to 1) of each series, by theme: name of the series → title of the theme → share.

    A point a series, told apart by form as well as colour.
    """
    rows = list(dict.fromkeys(theme for series in shares.values() for theme in series))
    figure = new_figure(_WIDTH, _EDGES + _ROW * len(rows))
    with look():
        axes = figure.subplots()
        for at, row in enumerate(rows):
            values = [series[row] for series in shares.values() if row in series]
            axes.plot([100 * min(values), 100 * max(values)], [at, at], color=GREY, linewidth=2, zorder=1)
        for number, (name, series) in enumerate(shares.items()):
            _draw_points(axes, [(100 * series[row], at) for at, row in enumerate(rows) if row in series], name, number)
        _finish(axes, [wrapped(row) for row in rows], title)
    return figure


def moved_bars(themes: Sequence[Theme], title: str) -> Figure:
    """The share of communes now and in the period before, for themes with a trend; those that have gone at nought."""
    moved = [theme for theme in themes if theme.trend]
    now = {theme.title: 0.0 if theme.trend and theme.trend.status == "gone" else theme.share for theme in moved}
    before = {theme.title: theme.trend.share_before for theme in moved if theme.trend}
    return compared_bars({"Kỳ này": now, "Kỳ trước": before}, title)


def _draw_points(axes: Axes, points: Sequence[tuple[float, int]], name: str, number: int) -> None:
    colour, mark = _COLOURS[number % len(_COLOURS)], _MARKS[number % len(_MARKS)]
    axes.scatter([x for x, _ in points], [y for _, y in points], color=colour, marker=mark, s=45, label=name, zorder=2)


def _finish(axes: Axes, rows: list[str], title: str) -> None:
    label_rows(axes, rows)
    axes.set_xlim(-3, 103)
    axes.set_xlabel("Tỷ lệ đơn vị nêu (%)")
    axes.grid(axis="x", color="#EEEEEE")
    axes.set_axisbelow(True)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, frameon=False)
    axes.set_title(title, fontweight="bold", pad=28)
