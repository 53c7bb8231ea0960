"""The table of the province → a workbook whose totals are formulas, so that an officer can audit and correct it.

The sheet of figures holds the values, each with the words it was read from as its comment; every other sheet takes
them from there. A hidden sheet keeps what was read, to tell later which cells were changed by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import PurePath

from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.indicators import IndicatorEntry
from cchc_nlp.model import Mark, Report, Stated, TableCell, TableRow, Tabulation
from cchc_nlp.tabulating.printing import number, period_name, where
from cchc_nlp.tabulating.totals import yes_codes
from cchc_nlp.tabulating.workbooks import Cell, Column, Formula, Sheet, letter, workbook_bytes

# In Vietnamese style wherever a program follows the language of a format, and by the computer's own settings elsewhere.
WHOLE, DECIMAL, DAY = "[$-42A]#,##0", "[$-42A]#,##0.00", "dd/mm/yyyy"
FILLS: dict[Mark, str] = {"corrected": "BDD7EE", "conflict": "F8CBAD", "error": "FF9F9F", "doubt": "FFF2CC"}
_TOTAL_FILL = "E2EFDA"
# Rows of the sheet of figures below the titles, and its columns before the first indicator.
_IDS, _FIELD, _UNIT, _TOTAL, _COUNT, _MISSING, _NUMBERS = range(2, 9)
FIRST_ROW, FIRST_COLUMN = _NUMBERS + 1, 4
_ORDER_WIDTH, _NAME_WIDTH, _FIGURE_WIDTH = 6, 26, 15
_LONGEST_QUOTE = 300


def figures_workbook(table: Tabulation, reports: Sequence[Report], standard: Standard) -> bytes:
    """The .xlsx file; the same table gives the same bytes."""
    return workbook_bytes(
        [
            _figures(table, standard),
            *_forms(table, standard),
            outlier_sheet(table, standard),
            report_sheet(table, reports, standard),
            _guide(table, standard),
            _original(table, standard),
        ]
    )


@dataclass(frozen=True)
class _Layout:
    """Where the figures stand: the column of each indicator, the first and last row that are added up."""

    columns: dict[str, int]
    last: int

    def range(self, indicator: str) -> str:
        column = letter(self.columns[indicator])
        return f"{column}{FIRST_ROW}:{column}{self.last}"


def _layout(table: Tabulation) -> _Layout:
    added = sum(row.added for row in table.rows)
    columns = {name: column for column, name in enumerate(table.indicators, FIRST_COLUMN)}
    return _Layout(columns, FIRST_ROW + max(added, 1) - 1)


def _figures(table: Tabulation, standard: Standard) -> Sheet:
    words, layout = standard.tabulating, _layout(table)
    entries = [standard.indicators[name] for name in table.indicators]
    added = [row for row in table.rows if row.added]
    others = [row for row in table.rows if not row.added]
    say = words.phrase
    rows = [
        (Cell(None), Cell(None), Cell(say("id")), *(Cell(entry.id) for entry in entries)),
        _label_row(say("field"), [Cell(say(entry.area)) for entry in entries]),
        _label_row(say("measure"), [Cell(entry.unit) for entry in entries]),
        _label_row(say("total"), [_total_cell(entry, layout, table, standard) for entry in entries], _TOTAL_FILL),
        _label_row(say("count"), [_whole(f"COUNT({layout.range(entry.id)})") for entry in entries]),
        _label_row(say("missing"), [_missing(layout.range(entry.id), len(added)) for entry in entries]),
        _label_row(say("column_number"), [Cell(number) for number in range(1, len(entries) + 1)]),
        *(_commune_row(position, row, table, standard) for position, row in enumerate(added, 1)),
    ]
    if others:
        blank = [Cell(None)] * len(entries)
        rows.append((Cell(None), Cell(None), Cell(None), *blank))
        rows.append((Cell(None), Cell(None), Cell(say("other_period"), bold=True), *blank))
        rows += [_commune_row(position, row, table, standard) for position, row in enumerate(others, 1)]
    columns = (
        Column(say("key"), _NAME_WIDTH, hidden=True),
        Column(say("order"), _ORDER_WIDTH),
        Column(say("unit_name"), _NAME_WIDTH),
        *(Column(entry.name, _FIGURE_WIDTH) for entry in entries),
    )
    return Sheet(
        say("sheet_figures"),
        columns,
        tuple(rows),
        fixed_rows=_NUMBERS - 1,
        fixed_columns=FIRST_COLUMN - 1,
        filtered=len(added),
        hidden_rows=(_IDS,),
    )


def _label_row(label: str, cells: Sequence[Cell], fill: str | None = None) -> tuple[Cell, ...]:
    return (Cell(None), Cell(None), Cell(label, bold=True, fill=fill), *cells)


def _whole(formula: str) -> Cell:
    return Cell(Formula(formula), format=WHOLE)


def _missing(cells: str, communes: int) -> Cell:
    """How many communes have no number; none of none where there is no commune."""
    return _whole(f"ROWS({cells})-COUNT({cells})" if communes else "0")


def _total_cell(entry: IndicatorEntry, layout: _Layout, table: Tabulation, standard: Standard) -> Cell:
    note = _how(entry, standard)
    form = _format(entry, table, total=True)
    return Cell(Formula(_total_formula(entry, layout)), note, form, _TOTAL_FILL, bold=True)


def _total_formula(entry: IndicatorEntry, layout: _Layout) -> str:
    """The formula of the province's figure: empty, not 0, where nobody states it."""
    own = layout.range(entry.id)
    if entry.aggregate == "ratio" and entry.numerator in layout.columns and entry.denominator in layout.columns:
        above, below = layout.range(entry.numerator), layout.range(entry.denominator)
        both = f"--ISNUMBER({above}),--ISNUMBER({below})"
        top, bottom = f"SUMPRODUCT({both},{above})", f"SUMPRODUCT({both},{below})"
        return f'IF({bottom}<>0,{top}/{bottom}*100,IF(COUNT({own})=0,"",AVERAGE({own})))'
    if entry.aggregate == "sum":
        return f'IF(COUNT({own})=0,"",SUM({own}))'
    if entry.aggregate == "count_yes":
        answers = "+".join(f"COUNTIF({own},{code})" for code in yes_codes(entry))
        return f'IF(COUNT({own})=0,"",{answers})'
    return f'IF(COUNT({own})=0,"",AVERAGE({own}))'


def _how(entry: IndicatorEntry, standard: Standard) -> str:
    """In words how the province's figure comes about."""
    catalogue, words = standard.indicators, standard.tabulating
    if entry.aggregate == "ratio" and entry.numerator and entry.denominator:
        names = {"numerator": catalogue[entry.numerator].name, "denominator": catalogue[entry.denominator].name}
        return words.phrase("ratio", **names)
    codes = [entry.codes[code] if code < len(entry.codes) else str(code) for code in yes_codes(entry)]
    return words.phrase(entry.aggregate, answers=", ".join(codes))


def _format(entry: IndicatorEntry, table: Tabulation, *, total: bool = False) -> str:
    """Decimals for rates and means, and where a commune states some."""
    if entry.aggregate == "count_yes":
        return WHOLE
    values = [cell.value for row in table.rows if (cell := row.cells.get(entry.id)) and cell.value is not None]
    fractions = entry.unit == "%" or any(not value.is_integer() for value in values)
    return DECIMAL if fractions or (total and entry.aggregate == "mean") else WHOLE


def _commune_row(position: int, row: TableRow, table: Tabulation, standard: Standard) -> tuple[Cell, ...]:
    say = standard.tabulating.phrase
    name = row.name if row.added else say("row_name", name=row.name, period=period_name(row.period, standard))
    cells = (_figure_cell(row.cells.get(indicator), indicator, table, standard) for indicator in table.indicators)
    return (Cell(row.key), Cell(position), Cell(name), *cells)


def _figure_cell(cell: TableCell | None, indicator: str, table: Tabulation, standard: Standard) -> Cell:
    if cell is None:
        return Cell(None)
    note = "\n".join(_notes(cell, standard))
    fill = FILLS[cell.marks[0]] if cell.marks else None
    return Cell(cell.value, note, _format(standard.indicators[indicator], table), fill)


def _notes(cell: TableCell, standard: Standard) -> Iterator[str]:
    """What is to be looked at, the place the value was taken from, and every other place with another value."""
    say = standard.tabulating.phrase
    yield say("noted", **_said(cell.stated[0], standard))
    yield from (say("noted_other", value=number(one.value), **_said(one, standard)) for one in _differing(cell))
    yield from cell.problems


def _differing(cell: TableCell) -> list[Stated]:
    return [one for one in cell.stated[1:] if one.value != cell.value]


def _said(stated: Stated, standard: Standard) -> dict[str, str]:
    quote = " ".join(stated.quote.split())
    return {
        "source": standard.tabulating.phrase(stated.source),
        "where": where(stated, standard),
        "file": PurePath(stated.path).name,
        "quote": quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…",
    }


def _forms(table: Tabulation, standard: Standard) -> Iterator[Sheet]:
    """A sheet for each field: its indicators as rows, the province's figures beside them."""
    layout, say = _layout(table), standard.tabulating.phrase
    titles = ["order", "indicator", "measure", "total", "count", "missing"]
    titles += ["lowest", "lowest_unit", "median", "highest", "highest_unit", "how"]
    widths = dict.fromkeys(titles, 14.0) | {
        "order": 6,
        "indicator": 60,
        "lowest_unit": 24,
        "highest_unit": 24,
        "how": 60,
    }
    columns = tuple(Column(say(title), widths[title]) for title in titles)
    fields = groupby(table.indicators, key=lambda name: standard.indicators[name].area)
    for ordinal, (area, names) in enumerate(fields, 1):
        rows = tuple(
            _form_row(n, standard.indicators[name], layout, table, standard) for n, name in enumerate(names, 1)
        )
        yield Sheet(say("sheet_form", number=ordinal, area=say(area)), columns, rows, fixed_columns=2)


def _form_row(
    position: int, entry: IndicatorEntry, layout: _Layout, table: Tabulation, standard: Standard
) -> tuple[Cell, ...]:
    sheet = f"'{standard.tabulating.phrase('sheet_figures')}'!"
    column = letter(layout.columns[entry.id])
    own = f"{sheet}{layout.range(entry.id)}"
    names = f"{sheet}{letter(FIRST_COLUMN - 1)}{FIRST_ROW}:{letter(FIRST_COLUMN - 1)}{layout.last}"
    form = _format(entry, table)

    def shown(formula: str) -> Cell:
        return Cell(Formula(f'IF(COUNT({own})=0,"",{formula})'), format=form)

    def at(extreme: str) -> Cell:
        return Cell(Formula(f'IF(COUNT({own})=0,"",INDEX({names},MATCH({extreme}({own}),{own},0)))'))

    return (
        Cell(position),
        Cell(entry.name),
        Cell(entry.unit),
        Cell(Formula(f"{sheet}{column}{_TOTAL}"), format=_format(entry, table, total=True), bold=True),
        _whole(f"{sheet}{column}{_COUNT}"),
        _whole(f"{sheet}{column}{_MISSING}"),
        shown(f"MIN({own})"),
        at("MIN"),
        shown(f"MEDIAN({own})"),
        shown(f"MAX({own})"),
        at("MAX"),
        Cell(_how(entry, standard)),
    )


def outlier_sheet(table: Tabulation, standard: Standard) -> Sheet:
    """The values far from the others', with their source."""
    say = standard.tabulating.phrase
    titles = {"unit_name": 26, "indicator": 50, "value": 14, "compared": 14, "median": 14, "per": 40}
    titles |= {"score": 12, "source": 60}
    rows = {row.key: row for row in table.rows}
    return Sheet(
        say("sheet_outliers"),
        tuple(Column(say(title), width) for title, width in titles.items()),
        tuple(
            (
                Cell(rows[one.key].name),
                Cell(standard.indicators[one.indicator].name),
                Cell(
                    rows[one.key].cells[one.indicator].value, format=_format(standard.indicators[one.indicator], table)
                ),
                Cell(round(one.compared, 2), format=DECIMAL),
                Cell(round(one.median, 2), format=DECIMAL),
                Cell(say("per_hundred", name=standard.indicators[one.per].name) if one.per else say("as_is")),
                Cell(round(one.score, 1), format="[$-42A]0.0"),
                Cell("\n".join(_notes(rows[one.key].cells[one.indicator], standard))),
            )
            for one in table.outliers
        ),
    )


def report_sheet(table: Tabulation, reports: Sequence[Report], standard: Standard) -> Sheet:
    """The reports, in the order of the rows they went into."""
    say = standard.tabulating.phrase
    titles = {"order": 6, "unit_name": 26, "number": 20, "date": 14, "period": 24, "file": 40}
    titles |= {"figures": 12, "errors": 10, "warnings": 12, "added": 14}
    by_path = {report.source.path: report for report in reports}
    ordered = [(row, by_path[path]) for row in table.rows for path in row.paths if path in by_path]
    return Sheet(
        say("sheet_reports"),
        tuple(Column(say(title), width) for title, width in titles.items()),
        tuple(
            (
                Cell(position),
                Cell(row.name),
                Cell(report.meta.document_number),
                _day_cell(report.meta.date),
                Cell(period_name(report.meta.period, standard)),
                Cell(PurePath(report.source.path).name),
                Cell(len({i.id for i in report.indicators if not i.qualifier})),
                Cell(sum(problem.severity == "error" for problem in report.problems)),
                Cell(sum(problem.severity == "warning" for problem in report.problems)),
                Cell(say("yes" if row.added else "no")),
            )
            for position, (row, report) in enumerate(ordered, 1)
        ),
    )


def _day_cell(iso: str | None) -> Cell:
    """A day as the spreadsheet knows it; month and year where the report has no day."""
    try:
        return Cell(date.fromisoformat(iso or ""), format=DAY)
    except ValueError:
        return Cell("/".join(reversed((iso or "").split("-"))) or None)


def _guide(table: Tabulation, standard: Standard) -> Sheet:
    """What was added up, how to read the workbook, and what the colours mean."""
    say = standard.tabulating.phrase
    added = sum(row.added for row in table.rows)
    rows = [(Cell(say("added_up", period=period_name(table.period, standard), communes=added), bold=True),)]
    rows += [(Cell(line.text),) for line in standard.tabulating.guide]
    rows += [(Cell(say(mark), fill=fill),) for mark, fill in FILLS.items()]
    return Sheet(say("sheet_guide"), (Column(say("sheet_guide"), 110),), tuple(rows))


def _original(table: Tabulation, standard: Standard) -> Sheet:
    """What was read for every cell of the sheet of figures."""
    say = standard.tabulating.phrase
    columns = tuple(Column(say(title), 20) for title in ("key", "id", "value"))
    rows = tuple(
        (Cell(row.key), Cell(name), Cell(row.cells[name].extracted))
        for row in table.rows
        for name in table.indicators
        if name in row.cells
    )
    return Sheet(say("sheet_original"), columns, rows, hidden=True)
