"""Exports of provincial systems: one row a field, one column an indicator, headers over several merged rows.

The upper header cells stand above a column as the rows of a form stand above a row, so one look-up serves both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cchc_nlp.extracting.indicators.cells import bare_text
from cchc_nlp.knowledge.indicators import Catalogue, IndicatorEntry
from cchc_nlp.model import Block
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.numbers import find_numbers, parse_number

# Fewer columns of ours than this, and a wide table is about something else.
_FEWEST_COLUMNS = 4
_MOST_HEADER_ROWS, _MOST_COLUMNS = 5, 200
# The code of a field in front of its name: "G13-TN02 - ".
_FIELD_CODE = re.compile(r"^[A-Z][\w.-]*\d[\w.]*\s*[-–:]\s*")
_LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class ExportCell:
    """One value of an export: `field` is the name of its row, None for the row of totals."""

    entry: IndicatorEntry
    value: str
    field: str | None
    block: Block
    quote: str


def export_cells(members: Sequence[Block], catalogue: Catalogue) -> list[ExportCell] | None:
    """The cells of an export in reading order; None where a table is none."""
    header = list(map(_row, members[: _MOST_HEADER_ROWS + 1]))
    depth = next((i for i, row in enumerate(header) if _is_data(row)), 0)
    if not depth:
        return None
    rows = list(map(_row, members))
    entries = _by_field(rows[:depth], catalogue) or _entries(rows[:depth], catalogue)
    if len(entries) < _FEWEST_COLUMNS - any(catalogue.is_field_header(cell) for row in rows[:depth] for cell in row):
        return None
    name = next((i for i in range(max(map(len, rows))) if i not in entries and _names(rows[depth:], i)), None)
    return [cell for block, row in zip(members[depth:], rows[depth:], strict=True) if _is_data(row)
            for cell in _cells(block, row, entries, name, catalogue)]  # fmt: skip


def _row(block: Block) -> list[str]:
    return [bare_text(cell) for cell in (block.cells or ())[:_MOST_COLUMNS]]


def _is_data(row: Sequence[str]) -> bool:
    return sum(parse_number(cell) is not None for cell in row) >= _FEWEST_COLUMNS


def _entries(header: Sequence[Sequence[str]], catalogue: Catalogue) -> dict[int, IndicatorEntry]:
    found: dict[int, IndicatorEntry] = {}
    for column, path in enumerate(_paths(header)):
        entry = (
            catalogue.find(path[-1], [catalogue.plain(text) for text in reversed(path[:-1])], "procedures")
            if path
            else None
        )
        if entry is not None and entry not in found.values():
            found[column] = entry
    return found


def _by_field(header: Sequence[Sequence[str]], catalogue: Catalogue) -> dict[int, IndicatorEntry]:
    """The columns of a table of dossiers by field, told by short titles; empty for any other table.

    «Đúng hạn» beside no «Trước hạn» is both together.
    """
    if not any(catalogue.is_field_header(cell) for row in header for cell in row):
        return {}
    found: dict[int, IndicatorEntry] = {}
    for column, path in enumerate(_paths(header)):
        entry = catalogue.column_of(path)
        if entry is not None and entry not in found.values():
            found[column] = entry
    identities = {entry.id for entry in found.values()}
    if "dossiers_resolved_on_time" in identities and "dossiers_resolved_early" not in identities:
        both = catalogue["dossiers_resolved_within_deadline"]
        return {column: both if e.id == "dossiers_resolved_on_time" else e for column, e in found.items()}
    return found


def _paths(header: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """For each column its header cells from top to bottom; a merged cell counts for the columns it spans."""
    width = max(map(len, header))
    filled: list[list[str]] = []
    for depth, row in enumerate(header):
        cells = [*row, *[""] * (width - len(row))]
        for i in range(1, width):
            same_above = all(above[i] == above[i - 1] and above[i] for above in filled)
            if not cells[i] and cells[i - 1] and same_above and _has_below(header, depth, i):
                cells[i] = cells[i - 1]
        filled.append(cells)
    for i in range(width):
        yield [row[i] for row in filled if row[i]]


def _has_below(header: Sequence[Sequence[str]], depth: int, column: int) -> bool:
    return any(column < len(row) and row[column] for row in header[depth + 1 :])


def _names(rows: Sequence[Sequence[str]], column: int) -> bool:
    return any(column < len(row) and row[column] and parse_number(row[column]) is None for row in rows)


def _cells(
    block: Block, row: Sequence[str], entries: dict[int, IndicatorEntry], name: int | None, catalogue: Catalogue
) -> Iterator[ExportCell]:
    label = row[name] if name is not None and name < len(row) else ""
    field = None if fold(label) in catalogue.words("total_rows") or not label else _field(label)
    for column, entry in entries.items():
        if column < len(row) and find_numbers(row[column]):
            quote = "\t".join(row[: column + 1])
            yield ExportCell(entry, row[column], field, block, quote[-_LONGEST_QUOTE:])


def _field(label: str) -> str:
    name = _FIELD_CODE.sub("", label)
    return name[:1].lower() + name[1:] if not name[:2].isupper() else name
