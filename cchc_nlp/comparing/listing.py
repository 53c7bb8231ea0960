"""What comparing finds → workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from cchc_nlp.comparing.printing import cell_note, change, column_title, figure_name, file_of, number, place_of, where
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import CellState, Copies, Followed, PairedFigure, Periods, Survey, UnitChange
from cchc_nlp.tabulating import Cell, Column, Sheet, workbook_bytes

# Told apart by sign and by lightness too: for eyes that do not see colours.
FILLS: dict[CellState, str | None] = {
    "stated": "9CC7A8",
    "merged": "C9E0F2",
    "one_line": "FFF2CC",
    "none": "FBE3B5",
    "missing": "E8998D",
    "beyond": None,
}
_UNIT, _FILE, _PLACE, _TEXT, _SHORT = 26, 34, 18, 70, 14


def survey_workbook(survey: Survey, standard: Standard) -> bytes:
    """The map, its details, copied passages, shares, wording left over, what is not said."""
    return workbook_bytes(
        [
            _map(survey, standard),
            _details(survey, standard),
            _copies(survey.copies, standard),
            _shares(survey.copies, standard),
            _leftovers(survey, standard),
            _unsaid(survey, standard),
        ]
    )


def periods_workbook(periods: Periods, standard: Standard) -> bytes:
    """Figures of the province and of each commune, what stays, what became of tasks, what is asked again, copies."""
    return workbook_bytes(
        [
            _figures("sheet_province", [("", periods.figures)], periods, standard),
            _figures("sheet_unit_figures", [(u.unit, u.figures) for u in periods.units], periods, standard),
            _themes(periods, standard),
            _followed("sheet_persisting", [(u, u.persisting) for u in periods.units], standard),
            _followed("sheet_tasks", [(u, u.tasks) for u in periods.units], standard, state=True),
            _followed("sheet_repeated", [(u, u.repeated) for u in periods.units], standard),
            _copies(periods.copies, standard),
            _shares(periods.copies, standard),
            _single(periods, standard),
        ]
    )


def _sheet(
    name: str, columns: Iterable[tuple[str, float]], rows: Iterable[Sequence[Cell]], standard: Standard, fixed: int = 0
) -> Sheet:
    say = standard.comparing.phrase
    titles = tuple(Column(say(title), width) for title, width in columns)
    return Sheet(say(name), titles, tuple(map(tuple, rows)), fixed_columns=fixed)


def _map(survey: Survey, standard: Standard) -> Sheet:
    say = standard.comparing.phrase
    titles = [Column(say("unit"), _UNIT), Column(say("file"), _FILE)]
    titles += [Column(column_title(cell, standard), _SHORT) for cell in survey.coverage.columns]
    rows = [
        (
            Cell(row.unit),
            Cell(PurePath(row.path).name),
            *(
                Cell(
                    f"{say('sign_' + row.cells[c].state)} {say(row.cells[c].state)}",
                    cell_note(row.cells[c], standard),
                    fill=FILLS[row.cells[c].state],
                )
                for c in survey.coverage.columns
            ),
        )
        for row in survey.coverage.rows
    ]
    return Sheet(say("sheet_map"), tuple(titles), tuple(rows), fixed_columns=1)


def _details(survey: Survey, standard: Standard) -> Sheet:
    columns = (
        ("unit", _UNIT),
        ("area", 34),
        ("role", 18),
        ("state", 24),
        ("heading", 50),
        ("place", _PLACE),
        ("file", _FILE),
    )
    say, wording = standard.comparing.phrase, standard.wording
    rows = [
        (
            Cell(row.unit),
            Cell(wording.area(cell[0]).name),
            Cell(wording.role(cell[1])),
            Cell(say(covered.state), fill=FILLS[covered.state]),
            Cell(covered.heading),
            Cell(where(covered.lines, covered.page, standard) if covered.lines else None),
            Cell(PurePath(row.path).name),
        )
        for row in survey.coverage.rows
        for cell in survey.coverage.columns
        for covered in [row.cells[cell]]
    ]
    return _sheet("sheet_details", columns, rows, standard)


def _copies(copies: Copies, standard: Standard) -> Sheet:
    columns = (
        *(("copied_unit", _UNIT), ("copied_place", _PLACE), ("source_unit", _UNIT), ("source_place", _PLACE)),
        *(("words", 10), ("kind", 24), ("passage", _TEXT), ("source_passage", _TEXT), ("copied_file", _FILE)),
        ("source_file", _FILE),
    )
    say = standard.comparing.phrase
    rows = [
        (
            Cell(copy.copied.unit),
            Cell(place_of(copy.copied, standard)),
            Cell(copy.source.unit),
            Cell(place_of(copy.source, standard)),
            Cell(copy.words),
            Cell(say(copy.kind)),
            Cell(copy.copied.text),
            Cell(copy.source.text),
            Cell(file_of(copy.copied)),
            Cell(file_of(copy.source)),
        )
        for copy in copies.passages
    ]
    return _sheet("sheet_copies", columns, rows, standard)


def _shares(copies: Copies, standard: Standard) -> Sheet:
    columns = (("unit", _UNIT), ("words", 12), ("share", 12), ("file", _FILE))
    rows = [
        (Cell(s.unit), Cell(s.words), Cell(s.share, format="0.0%"), Cell(PurePath(s.path).name)) for s in copies.shares
    ]
    return _sheet("sheet_shares", columns, rows, standard)


def _leftovers(survey: Survey, standard: Standard) -> Sheet:
    columns = (
        ("unit", _UNIT),
        ("kind", 26),
        ("found", 30),
        ("advice", 44),
        ("place", _PLACE),
        ("passage", _TEXT),
        ("file", _FILE),
    )
    rows = [
        (
            Cell(one.excerpt.unit),
            Cell(standard.comparing.phrase(one.kind)),
            Cell(one.found),
            Cell(one.advice),
            Cell(place_of(one.excerpt, standard)),
            Cell(one.excerpt.text),
            Cell(file_of(one.excerpt)),
        )
        for one in survey.leftovers
    ]
    return _sheet("sheet_leftovers", columns, rows, standard)


def _unsaid(survey: Survey, standard: Standard) -> Sheet:
    columns = (
        ("unit", _UNIT),
        ("kind", 14),
        ("what", 60),
        ("area", 34),
        ("role", 16),
        ("said_by", 16),
        ("file", _FILE),
    )
    wording = standard.wording
    rows = [
        (
            Cell(one.unit),
            Cell(standard.comparing.phrase(f"unsaid_{one.kind}")),
            Cell(one.name),
            Cell(wording.area(one.area).name),
            Cell(wording.role(one.role) if one.role else None),
            Cell(f"{one.said}/{one.of}"),
            Cell(PurePath(one.path).name),
        )
        for one in survey.unsaid
    ]
    return _sheet("sheet_unsaid", columns, rows, standard)


def _figures(
    name: str, groups: Iterable[tuple[str, Sequence[PairedFigure]]], periods: Periods, standard: Standard
) -> Sheet:
    say = standard.comparing.phrase
    titles = [(say("unit"), _UNIT), (say("indicator"), 50), (say("measure"), 14), (periods.names[0], 18)]
    titles += [(periods.names[1], 18), (say("change"), 26)]
    rows = [
        (
            Cell(unit or say("province")),
            Cell(figure_name(figure, standard)),
            Cell(figure.unit),
            Cell(figure.left, format="#,##0.##"),
            Cell(figure.right, format="#,##0.##"),
            Cell(change(figure, standard)),
        )
        for unit, figures in groups
        for figure in figures
    ]
    return Sheet(say(name), tuple(Column(*title) for title in titles), tuple(rows))


def _themes(periods: Periods, standard: Standard) -> Sheet:
    columns = (("role", 16), ("theme", 60), ("before", 12), ("now", 12), ("both", 12), ("both_units", _TEXT))
    rows = [
        (
            Cell(standard.wording.role(theme.role)),
            Cell(theme.title),
            Cell(len(theme.before)),
            Cell(len(theme.now)),
            Cell(len(theme.both)),
            Cell("; ".join(theme.both)),
        )
        for theme in periods.themes
    ]
    return _sheet("sheet_themes", columns, rows, standard)


def _followed(
    name: str, groups: Iterable[tuple[UnitChange, Sequence[Followed]]], standard: Standard, *, state: bool = False
) -> Sheet:
    columns: list[tuple[str, float]] = [("unit", _UNIT), ("said_before", _TEXT), ("place", _PLACE)]
    columns += [("became", 24)] if state else []
    columns += [("said_now", _TEXT), ("now_place", _PLACE), ("nearness", 12)]
    rows = [tuple(_followed_row(unit.unit, one, standard, state=state)) for unit, found in groups for one in found]
    return _sheet(name, columns, rows, standard)


def _followed_row(unit: str, one: Followed, standard: Standard, *, state: bool) -> Iterator[Cell]:
    yield from (Cell(unit), Cell(one.before.text), Cell(place_of(one.before, standard)))
    if state:
        yield Cell(standard.comparing.phrase(f"task_{one.state}"))
    yield Cell(one.now.text if one.now else None)
    yield Cell(place_of(one.now, standard) if one.now else None)
    yield Cell(number(one.score) if one.now else None)


def _single(periods: Periods, standard: Standard) -> Sheet:
    rows = [(Cell(name), Cell(periods.names[0])) for name in periods.only_before]
    rows += [(Cell(name), Cell(periods.names[1])) for name in periods.only_now]
    return _sheet("sheet_single", (("unit", _UNIT), ("only_period", 30)), rows, standard)
