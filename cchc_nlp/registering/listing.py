"""The ledger → a workbook: a sheet of communes, one of files, one of those that have not sent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Register, Sent, Standing
from cchc_nlp.registering.registering import printed_day
from cchc_nlp.tabulating import Cell, Column, Sheet, workbook_bytes

STATES = {
    "received": "received",
    "late": "state_late",
    "wrong_period": "state_wrong_period",
    "unreadable": "state_unreadable",
    "missing": "missing",
}
_FILLS = {"missing": "F8CBAD", "unreadable": "F8CBAD", "wrong_period": "FFF2CC", "late": "FFF2CC"}
_COMMUNES = (
    *(("column_order", 6), ("column_commune", 28), ("column_district", 22), ("column_state", 20)),
    *(("column_date", 14), ("column_file", 44), ("column_note", 60)),
)
_FILES = (
    *(("column_file", 44), ("column_said", 28), ("column_commune", 28), ("column_period", 24)),
    *(("column_date", 14), ("column_verdict", 22), ("column_note", 60)),
)
_MISSING = (("column_order", 6), ("column_commune", 28), ("column_district", 22), ("column_state", 20))


def register_workbook(register: Register, standard: Standard) -> bytes:
    """The .xlsx file; the same ledger gives the same bytes."""
    say = standard.registering.phrase
    files = [one for standing in register.standings for one in standing.sent] + list(register.others)
    lacking = [standing for standing in register.standings if standing.state not in ("received", "late")]
    return workbook_bytes(
        [
            _sheet(say("sheet_communes"), _COMMUNES, _communes(register.standings, standard), standard),
            _sheet(say("sheet_files"), _FILES, [_file(one, standard) for one in files], standard),
            _sheet(say("sheet_missing"), _MISSING, _communes(lacking, standard), standard),
        ]
    )


def _sheet(
    name: str, columns: Sequence[tuple[str, int]], rows: Sequence[tuple[Cell, ...]], standard: Standard
) -> Sheet:
    titles = tuple(Column(standard.registering.phrase(phrase), width) for phrase, width in columns)
    return Sheet(name, titles, tuple(row[: len(columns)] for row in rows))


def _communes(standings: Sequence[Standing], standard: Standard) -> list[tuple[Cell, ...]]:
    return [_commune(number, standing, standard) for number, standing in enumerate(standings, 1)]


def _commune(number: int, standing: Standing, standard: Standard) -> tuple[Cell, ...]:
    dates = dict.fromkeys(printed_day(one.date) for one in standing.sent if one.date)
    return (
        Cell(number),
        Cell(standing.commune.name),
        Cell(standing.commune.district),
        Cell(standard.registering.phrase(STATES[standing.state]), fill=_FILLS.get(standing.state)),
        Cell("\n".join(dates)),
        Cell("\n".join(PurePath(one.path).name for one in standing.sent)),
        Cell("\n".join(note for one in standing.sent for note in one.notes)),
    )


def _file(one: Sent, standard: Standard) -> tuple[Cell, ...]:
    return (
        Cell(PurePath(one.path).name, one.path),
        Cell(one.unit),
        Cell(one.commune.name if one.commune else None),
        Cell(standard.wording.period(one.period) if one.period else None),
        Cell(printed_day(one.date) if one.date else None),
        Cell(standard.registering.phrase(one.verdict)),
        Cell("\n".join(one.notes)),
    )
