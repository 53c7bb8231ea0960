"""The table of the province → CSV files: the table itself, every place a figure was read at, outliers, reports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Report, Tabulation
from cchc_nlp.tabulating.figures import outlier_sheet, report_sheet
from cchc_nlp.tabulating.printing import where
from cchc_nlp.tabulating.workbooks import FORMULA_SIGNS, Sheet

FIGURES, SOURCES, OUTLIERS, REPORTS = CSV_NAMES = ("so-lieu.csv", "nguon.csv", "bat-thuong.csv", "bao-cao.csv")


def figures_csv(table: Tabulation, reports: Sequence[Report], standard: Standard) -> Mapping[str, bytes]:
    """Name of each file → its content: UTF-8 with the mark Excel wants, numbers with a decimal point for programs."""
    return {
        FIGURES: _csv(_table(table, standard)),
        SOURCES: _csv(_sources(table, standard)),
        OUTLIERS: _csv(_sheet(outlier_sheet(table, standard))),
        REPORTS: _csv(_sheet(report_sheet(table, reports, standard))),
    }


def _table(table: Tabulation, standard: Standard) -> Iterator[list[object]]:
    say = standard.tabulating.phrase
    entries = [standard.indicators[name] for name in table.indicators]
    yield [say("key"), say("unit_name"), say("added"), *(entry.id for entry in entries)]
    yield ["", say("indicator"), "", *(entry.name for entry in entries)]
    yield ["", say("measure"), "", *(entry.unit for entry in entries)]
    for row in table.rows:
        cells = [row.cells.get(name) for name in table.indicators]
        yield [row.key, row.name, say("yes" if row.added else "no"), *(cell.value if cell else None for cell in cells)]
    totals = [table.totals[name] for name in table.indicators]
    added = sum(row.added for row in table.rows)
    yield ["", say("total"), "", *(total.value for total in totals)]
    yield ["", say("count"), "", *(len(total.stated) for total in totals)]
    yield ["", say("missing"), "", *(added - len(total.stated) for total in totals)]
    names = {row.key: row.name for row in table.rows}
    yield ["", say("lowest_unit"), "", *(names.get(total.lowest or "") for total in totals)]
    yield ["", say("highest_unit"), "", *(names.get(total.highest or "") for total in totals)]


def _sources(table: Tabulation, standard: Standard) -> Iterator[list[object]]:
    """A line for each place; the first of a cell is the one taken."""
    say = standard.tabulating.phrase
    titles = ("key", "unit_name", "id", "indicator", "value", "measure", "source", "file", "place", "quote", "note")
    yield [say(title) for title in titles]
    for row in table.rows:
        for name in table.indicators:
            cell, entry = row.cells.get(name), standard.indicators[name]
            for position, one in enumerate(cell.stated if cell else ()):
                value = cell.value if cell and position == 0 else one.value
                noted = [say(mark) for mark in cell.marks] + list(cell.problems) if cell and position == 0 else []
                found = [say(one.source), PurePath(one.path).name, where(one, standard), one.quote, " ".join(noted)]
                yield [row.key, row.name, name, entry.name, value, entry.unit, *found]


def _sheet(sheet: Sheet) -> Iterator[Sequence[object]]:
    yield [column.title for column in sheet.columns]
    yield from ([cell.value for cell in row] for row in sheet.rows)


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerows([_plain(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig", "replace")


def _plain(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets a mark before it; whole numbers lose their «.0»."""
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"'{line}" if value.startswith(FORMULA_SIGNS) or line.startswith(FORMULA_SIGNS) else line
    return int(value) if isinstance(value, float) and value.is_integer() else value
