"""What all figures share: fonts with Vietnamese letters, colours for any eyes, and files that come out the same."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_nlp.errors import ExtraError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Told apart by people with any colour vision, and in grey print (Okabe and Ito).
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#BBBBBB"
# From light to dark of one hue: read by lightness alone, so by any eyes and in grey print.
STEPS = "Blues"

_LOOK: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, has all Vietnamese letters
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "cchc_nlp",  # identifiers in SVG are random otherwise
}
_TITLE_CHARACTERS = 46


def new_figure(width: float, height: float) -> Figure:
    """An empty figure of a size in inches, tied to no window.

    Raises:
        ExtraError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ExtraError.of("matplotlib", "plots") from error
    with look():
        return Figure(figsize=(width, height), layout="constrained")


@contextmanager
def look() -> Iterator[None]:
    """The look of all figures, while they are drawn and saved; nothing outside is changed."""
    import matplotlib as mpl

    with mpl.rc_context(_LOOK):
        yield


def save(figure: Figure, path: Path) -> None:
    """Write a figure as .svg, .png or .pdf, by its ending; the same figure gives the same bytes.

    Raises:
        OSError: the file cannot be written.
    """
    without_moment: dict[str, dict[str, Any]] = {
        ".svg": {"Date": None},
        ".png": {"Software": None},
        ".pdf": {"CreationDate": None},
    }
    with look():
        figure.savefig(path, dpi=200, metadata=without_moment.get(path.suffix.lower()))


def wrapped(title: str) -> str:
    """A title of a theme on lines short enough for the side of a figure."""
    return "\n".join(textwrap.wrap(title, _TITLE_CHARACTERS, max_lines=3, placeholder=" …"))


def label_rows(axes: Axes, labels: list[str]) -> None:
    """Rows from the top down, each with its label."""
    axes.set_yticks(range(len(labels)), labels)
    axes.set_ylim(max(len(labels), 1) - 0.5, -0.5)
    axes.tick_params(axis="y", which="both", length=0)


def whole_numbers(axes: Axes) -> None:
    """Communes are counted in whole numbers."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
