"""A workbook of figures that an officer has changed → the cells changed by hand; those cells → corrected reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cchc_nlp.errors import ReadError
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Correction, Indicator, Report
from cchc_nlp.tabulating.figures import FIRST_COLUMN
from cchc_nlp.tabulating.opening import values_of
from cchc_nlp.tabulating.table import grouped, stated_by_hand
from cchc_nlp.tabulating.workbooks import letter
from cchc_nlp.vietnamese.numbers import parse_number

_LONGEST_SHOWN = 40
_NOISE = 1e-9  # of numbers that went through a spreadsheet


def read_corrections(path: Path, standard: Standard) -> tuple[Correction, ...]:
    """The cells of the sheet of figures that differ from what was read when the workbook was made, in its order.

    Raises:
        ReadError: no workbook of figures, or a changed cell holds no number; the message names file and cell.
    """
    words = standard.tabulating
    sheets = values_of(path)
    figures = sheets.get(words.phrase("sheet_figures"))
    original = sheets.get(words.phrase("sheet_original"))
    head = _head(figures or [], standard)
    if figures is None or original is None or head is None:
        raise ReadError(words.phrase("no_figures", file=path))
    before = {(str(row[0]), str(row[1])): row[2] for row in original[1:] if len(row) > 2}  # noqa: PLR2004 - three columns
    known = {entry.id for entry in standard.indicators.entries}
    columns = {column: str(name) for column, name in enumerate(figures[head]) if name in known}
    found = []
    for number, row in enumerate(figures[head + 1 :], head + 2):
        for column, name in columns.items():
            key, value = row[0], row[column] if column < len(row) else None
            if key and _differs(value, before.get((str(key), name))):
                cell = f"{letter(column + 1)}{number}"
                found.append(Correction(str(key), name, _number(value, path, cell, standard), path, cell))
    _refuse_uncounted(found, path, standard)
    return tuple(found)


def _head(rows: Sequence[Sequence[object]], standard: Standard) -> int | None:
    """The row of the ids: the one that says so in the column before the first indicator."""
    title, at = standard.tabulating.phrase("id"), FIRST_COLUMN - 2
    return next((n for n, row in enumerate(rows[:20]) if len(row) > at and row[at] == title), None)


def _differs(value: object, before: object) -> bool:
    if isinstance(value, int | float) and isinstance(before, int | float):
        return abs(value - before) > _NOISE * max(1.0, abs(before))
    return (None if value == "" else value) != before


def _number(value: object, path: Path, cell: str, standard: Standard) -> float | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    number = parse_number(value) if isinstance(value, str) else value
    if not isinstance(number, int | float) or isinstance(number, bool):
        shown = str(value)[:_LONGEST_SHOWN]
        raise ReadError(standard.tabulating.phrase("bad_cell", file=path, cell=cell, text=shown))
    return float(number)


def _refuse_uncounted(found: Iterable[Correction], path: Path, standard: Standard) -> None:
    """A formula typed into a cell and never counted looks empty: it would clear the figure.

    Raises:
        ReadError: there is one.
    """
    cleared = [one.cell for one in found if one.value is None]
    if not cleared:
        return
    rows = values_of(path, formulas=True)[standard.tabulating.phrase("sheet_figures")]
    written = {
        f"{letter(c)}{r}": v for r, row in enumerate(rows, 1) for c, v in enumerate(row, 1) if isinstance(v, str)
    }
    for cell in cleared:
        if written.get(cell, "").strip():
            raise ReadError(standard.tabulating.phrase("bad_cell", file=path, cell=cell, text=written[cell]))


def corrected(reports: Sequence[Report], corrections: Sequence[Correction], standard: Standard) -> list[Report]:
    """The reports, in their order, with the figures written by hand in the place of those read."""
    keys = {report.source.path: (key, n) for key, group in grouped(reports).items() for n, report in enumerate(group)}
    by_key: dict[str, list[Correction]] = {}
    for one in corrections:
        by_key.setdefault(one.key, []).append(one)
    changed = []
    for report in reports:
        key, position = keys[report.source.path]
        own = by_key.get(key, [])
        dropped = {one.indicator for one in own}
        kept = [i for i in report.indicators if i.qualifier or i.id not in dropped]
        written = list(_written(report, own, standard)) if position == 0 else []
        changed.append(replace(report, indicators=(*kept, *written)) if own else report)
    return changed


def _written(report: Report, corrections: Iterable[Correction], standard: Standard) -> Iterator[Indicator]:
    """The figures written by hand, each where the report had it, else at its beginning."""
    for one in corrections:
        if one.value is None:
            continue
        entry = standard.indicators[one.indicator]
        read = [i for i in report.indicators if i.id == one.indicator and not i.qualifier]
        lines, page = (read[0].lines, read[0].page) if read else ((1, 1), None)
        said = stated_by_hand(one, read[0].value if read else None, standard).quote
        yield Indicator(entry.id, entry.name, one.value, entry.unit, "corrected", None, said, lines, page)


def unmatched(reports: Sequence[Report], corrections: Iterable[Correction]) -> list[Correction]:
    """Corrections of communes that are not among the reports."""
    keys = grouped(reports)
    return [one for one in corrections if one.key not in keys]
