"""Ruled tables of a page: crossing rules → a grid → rows of cells, merged cells included."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_nlp.reading.pdf.strips import joined, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cchc_nlp.reading.pdf.pages import Rule, Word

_PADDING = 6.0  # points: Word's cells keep 5.4 free on either side
_LETTER = 0.6  # parts of the size: the room another digit or capital would have needed
_BROKEN = re.compile(r"[\d.,]+\n[\d.,]*\d?%?|[A-ZĐ]{2,}\n[A-ZĐ]{1,2}")
_TOUCH = 3.0  # points within which rules meet: programs leave gaps of half a line's width at corners
_MOST_RULES = 20_000  # a drawn map or chart has more; it is no table
_MOST_CROSSINGS = 20_000  # a page holds at most some 100 rows of 60 columns


@dataclass(frozen=True, slots=True)
class Grid:
    """The edges of columns and rows, and which rule parts which neighbours."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    horizontals: tuple[Rule, ...]
    verticals: tuple[Rule, ...]

    def holds(self, word: Word) -> bool:
        """Whether a word stands inside the grid."""
        x, y = (word.x0 + word.x1) / 2, word.baseline - word.size / 4
        return self.xs[0] - _TOUCH <= x <= self.xs[-1] + _TOUCH and self.ys[0] - _TOUCH <= y <= self.ys[-1] + _TOUCH


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """The tables drawn by rules, from top to bottom. A frame around text or a lone rule is none."""
    if len(rules) < 4 or len(rules) > _MOST_RULES:  # noqa: PLR2004 - a box has four sides
        return []
    horizontals = _joined([r for r in rules if r.x1 - r.x0 >= r.bottom - r.top], across=False)
    verticals = _joined([r for r in rules if r.x1 - r.x0 < r.bottom - r.top], across=True)
    if len(horizontals) * len(verticals) > _MOST_CROSSINGS:
        return []
    grids = [_grid(h, v) for h, v in _connected(horizontals, verticals)]
    return sorted((g for g in grids if len(g.xs) > 2 and len(g.ys) > 1), key=lambda g: g.ys[0])  # noqa: PLR2004


@dataclass(slots=True)
class Cell:
    """The words of a cell, in reading order by line, and its right edge; a place covered by another cell has none."""

    right: float
    rows: list[list[Word]]

    @property
    def text(self) -> str:
        """Its words on one line; a number or code that the narrow cell broke in two is put together."""
        text = ""
        before: Word | None = None
        for row in self.rows:
            text += _seam(before, row[0], self.right) + joined(row)
            before = row[-1]
        return text


def rows_of_cells(grid: Grid, words: Iterable[Word]) -> list[list[Cell]]:
    """The words of a grid by row and column; those of a merged cell in its first row and column."""
    owner = _owners(grid)
    cells: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        row = _band(grid.ys, word.baseline - word.size / 4)
        column = _band(grid.xs, (word.x0 + word.x1) / 2)
        cells[owner[row][column]].append(word)
    rights = {place: grid.xs[column + 1] for line in owner for column, place in enumerate(line)}
    return [
        [Cell(rights.get((row, column), 0.0), rows_of(cells[row, column])) for column in range(len(grid.xs) - 1)]
        for row in range(len(grid.ys) - 1)
    ]


def areas_of(grid: Grid) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each cell, a merged cell once."""
    areas: dict[tuple[int, int], tuple[float, float, float, float]] = {}
    for row, line in enumerate(_owners(grid)):
        for column, owner in enumerate(line):
            left, top, *_ = areas.get(owner, (grid.xs[column], grid.ys[row]))
            areas[owner] = (left, top, grid.xs[column + 1], grid.ys[row + 1])
    return list(areas.values())


def _seam(before: Word | None, word: Word, right: float) -> str:
    """What stands between two lines of a cell: nothing if a number or a code filled the cell and goes on."""
    if before is None:
        return ""
    filled = right - before.x1 < _PADDING + word.size * _LETTER
    return "" if filled and _BROKEN.fullmatch(before.text + "\n" + word.text) else " "


def _joined(rules: list[Rule], *, across: bool) -> list[Rule]:
    """Collinear rules that touch, as one. `across`: the rules are vertical."""
    along, position = (1, 0) if across else (0, 1)
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round((r[position] + r[position + 2]) / 2 / _TOUCH), r[along])):
        last = joined[-1] if joined else None
        if (
            last is not None
            and abs(last[position] - rule[position]) <= _TOUCH
            and rule[along] <= last[along + 2] + _TOUCH
        ):
            joined[-1] = type(rule)(
                min(last.x0, rule.x0), min(last.top, rule.top), max(last.x1, rule.x1), max(last.bottom, rule.bottom)
            )
        else:
            joined.append(rule)
    return joined


def _connected(horizontals: list[Rule], verticals: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that meet one another."""
    group = list(range(len(verticals)))  # the group of each vertical
    members: list[tuple[Rule, int]] = []
    for rule in horizontals:
        met = {group[i] for i, other in enumerate(verticals) if _meet(rule, other)}
        if met:
            lowest = min(met)
            group = [lowest if g in met else g for g in group]
            members.append((rule, lowest))
    roots = {g: i for i, g in reversed(list(enumerate(group)))}
    return [
        (
            [rule for rule, g in members if group[g] == root],
            [rule for rule, g in zip(verticals, group, strict=True) if g == root],
        )
        for root in sorted(roots)
    ]


def _meet(horizontal: Rule, vertical: Rule) -> bool:
    return (
        horizontal.x0 - _TOUCH <= vertical.x1
        and vertical.x0 <= horizontal.x1 + _TOUCH
        and vertical.top - _TOUCH <= horizontal.bottom
        and horizontal.top <= vertical.bottom + _TOUCH
    )


def _grid(horizontals: list[Rule], verticals: list[Rule]) -> Grid:
    xs = _edges((r.x0 + r.x1) / 2 for r in verticals)
    anchored = [r for r in horizontals if _near(r.x0, xs) and _near(r.x1, xs)]  # others underline words
    ys = _edges((r.top + r.bottom) / 2 for r in anchored)
    return Grid(xs, ys, tuple(anchored), tuple(verticals))


def _near(x: float, edges: Sequence[float]) -> bool:
    return any(abs(x - edge) <= 2 * _TOUCH for edge in edges)


def _edges(positions: Iterable[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > _TOUCH:
            edges.append(position)
    return tuple(edges)


def _band(edges: Sequence[float], position: float) -> int:
    """The index of the band between edges that a position lies in, the outer ones for positions outside."""
    return bisect_right(edges, position, 1, len(edges) - 1) - 1


def _owners(grid: Grid) -> list[list[tuple[int, int]]]:
    """For each place of the grid the first row and column of the cell that covers it."""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    owner: list[list[tuple[int, int] | None]] = [[None] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if owner[row][column] is None:
                right = column + 1
                while right < columns and owner[row][right] is None and not _parts_columns(grid, right, row):
                    right += 1
                below = row + 1
                while below < rows and not any(_parts_rows(grid, below, i) for i in range(column, right)):
                    below += 1
                for r in range(row, below):
                    owner[r][column:right] = [(row, column)] * (right - column)
    return [[place or (r, i) for i, place in enumerate(line)] for r, line in enumerate(owner)]


def _parts_columns(grid: Grid, edge: int, row: int) -> bool:
    x, y = grid.xs[edge], (grid.ys[row] + grid.ys[row + 1]) / 2
    return any(abs((r.x0 + r.x1) / 2 - x) <= _TOUCH and r.top <= y <= r.bottom for r in grid.verticals)


def _parts_rows(grid: Grid, edge: int, column: int) -> bool:
    x, y = (grid.xs[column] + grid.xs[column + 1]) / 2, grid.ys[edge]
    return any(abs((r.top + r.bottom) / 2 - y) <= _TOUCH and r.x0 <= x <= r.x1 for r in grid.horizontals)
