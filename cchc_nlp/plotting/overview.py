"""The themes of one role: how many communes state each, and which."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cchc_nlp.model import Clustering, FindingRole, Theme
from cchc_nlp.plotting.figures import BLUE, STEPS, label_rows, look, new_figure, whole_numbers, wrapped
from cchc_nlp.vietnamese.alphabet import alphabetical

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from cchc_nlp.knowledge import Standard

# What fits a page and still reads.
_MOST_THEMES = 20
_MOST_NAMED = 90
_MOST_STATEMENTS = 4

_ROW, _COLUMN = 0.48, 0.2
_UNNAMED = 12.0
_SIDE, _BARS, _EDGES = 3.6, 3.0, 2.6


def overview(clustering: Clustering, standard: Standard, role: FindingRole | None = None) -> Figure:
    """Ranked bars beside the heat map, themes in the same rows: the figure of `cchc cluster --plot`.

    `role` is the one the figure is about: by default limitations, or the first role there is.
    """
    themes, role = _shown(clustering, role)
    units = _units(clustering)
    across = _across(units)
    figure = new_figure(_SIDE + _BARS + _EDGES + across, _EDGES + _ROW * len(themes))
    with look():
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=[_BARS, across])
        _draw_bars(left, themes, len(units))
        _draw_map(right, themes, clustering)
        label_rows(left, [wrapped(theme.title) for theme in themes])
        figure.suptitle(f"{standard.wording.role(role)}: chủ đề theo số đơn vị nêu", fontweight="bold")
    return figure


def ranked_bars(clustering: Clustering, standard: Standard, role: FindingRole | None = None) -> Figure:
    """Themes of a role by the number of communes that state them."""
    themes, role = _shown(clustering, role)
    figure = new_figure(_SIDE + 4, 1.2 + _ROW * len(themes))
    with look():
        axes = figure.subplots()
        _draw_bars(axes, themes, len(_units(clustering)))
        label_rows(axes, [wrapped(theme.title) for theme in themes])
        axes.set_title(f"{standard.wording.role(role)}: số đơn vị nêu từng chủ đề", fontweight="bold")
    return figure


def heat_map(clustering: Clustering, standard: Standard, role: FindingRole | None = None) -> Figure:
    """Which commune states which theme, and how often."""
    themes, role = _shown(clustering, role)
    figure = new_figure(_SIDE + _EDGES + _across(_units(clustering)), _EDGES + _ROW * len(themes))
    with look():
        axes = figure.subplots()
        _draw_map(axes, themes, clustering)
        label_rows(axes, [wrapped(theme.title) for theme in themes])
        axes.set_title(f"{standard.wording.role(role)}: đơn vị nào nêu chủ đề nào", fontweight="bold")
    return figure


def _shown(clustering: Clustering, role: FindingRole | None) -> tuple[list[Theme], FindingRole]:
    """The themes of the figure, most communes first."""
    roles = [theme.role for theme in clustering.themes]
    chosen = role or ("limitation" if "limitation" in roles or not roles else roles[0])
    return [theme for theme in clustering.themes if theme.role == chosen][:_MOST_THEMES], chosen


def _units(clustering: Clustering) -> list[str]:
    return sorted({statement.unit for statement in clustering.statements if statement.unit}, key=alphabetical)


def _draw_bars(axes: Axes, themes: list[Theme], total: int) -> None:
    counts = [len(theme.units) for theme in themes]
    bars = axes.barh(range(len(themes)), counts, height=0.65, color=BLUE)
    axes.bar_label(bars, [f"{count}/{total}" for count in counts], padding=3)
    axes.set_xlim(0, max(counts, default=1) * 1.2)
    axes.set_xlabel("Số đơn vị nêu")
    whole_numbers(axes)


def _across(units: list[str]) -> float:
    """The width of the heat map in inches; columns that bear no names may be as narrow as they must."""
    return _UNNAMED if len(units) > _MOST_NAMED else max(_COLUMN * len(units), 1)


def _draw_map(axes: Axes, themes: list[Theme], clustering: Clustering) -> None:
    """One column a commune; white says nothing, the darker the more statements."""
    units = _units(clustering)
    said = Counter(
        (statement.unit, assignment.cluster)
        for statement, assignment in zip(clustering.statements, clustering.assignments, strict=True)
    )
    table = [[min(said[unit, theme.cluster], _MOST_STATEMENTS) for unit in units] for theme in themes]
    if units and themes:
        _colour_in(axes, table)
    _name_columns(axes, units)
    if len(units) <= _MOST_NAMED:
        axes.set_xticks([at - 0.5 for at in range(1, len(units))], minor=True)
    axes.set_yticks([at - 0.5 for at in range(1, len(themes))], minor=True)
    axes.grid(which="minor", color="#DDDDDD", linewidth=0.5)
    axes.tick_params(which="both", axis="both", length=0)


def _colour_in(axes: Axes, table: list[list[int]]) -> None:
    """As many steps of colour as there are numbers; where nobody says a thing twice, no key is needed."""
    import matplotlib as mpl
    from matplotlib.colors import ListedColormap

    most = max(map(max, table))
    colours = ListedColormap([mpl.colormaps[STEPS](0.85 - 0.6 * at / _MOST_STATEMENTS) for at in range(most)][::-1])
    seen = [[number or float("nan") for number in row] for row in table]
    image = axes.imshow(seen, aspect="auto", cmap=colours, vmin=0.5, vmax=most + 0.5)
    if most > 1:
        bar = axes.figure.colorbar(image, ax=axes, ticks=range(1, most + 1), shrink=0.6, pad=0.01)
        names = [str(number) for number in range(1, most + 1)]
        bar.ax.set_yticklabels([*names[:-1], f"≥ {most}" if most == _MOST_STATEMENTS else names[-1]])
        bar.set_label("Số ý kiến")


def _name_columns(axes: Axes, units: list[str]) -> None:
    """Names below the columns; of very many communes only their number can be read."""
    if len(units) > _MOST_NAMED:
        axes.set_xlabel(f"{len(units)} đơn vị, theo thứ tự tên")
        axes.set_xticks([])
    else:
        axes.set_xticks(range(len(units)), units, rotation=60, ha="right", rotation_mode="anchor")
        axes.tick_params(axis="x", length=0)
