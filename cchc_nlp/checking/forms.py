"""Rows of the statistical forms checked cell by cell: units, kinds of values, totals left blank.

Only tables with a column of units are forms; an export of a system has none, and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, zip_longest
from typing import NamedTuple

from cchc_nlp.checking.figures import Figure, Figures
from cchc_nlp.checking.quoting import plain, short, where
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block, Problem, Report
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.numbers import find_numbers, parse_number

_CODE = re.compile(r"^[\dIVXL]+(?:\.\d+)*\.?$")
_LEADING_CODE = re.compile(r"^[\dIVXL]+(?:\.\d+)*\.?\s+")
_ANSWERS = re.compile(r"[=:]\s*\d")
_WHOLE = 100


class _Row(NamedTuple):
    """A row of a form."""

    code: str
    label: str
    unit: str
    value: str
    block: Block

    def where(self, standard: Standard) -> str:
        return where(self.block.lines, self.block.page, standard)

    def covers(self, other: _Row) -> bool:
        """Whether the other is a row below this one by their codes."""
        return bool(self.code) and other.code.startswith(f"{self.code}.")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where label, unit and value stand."""

    label: int
    unit: int
    value: int

    def row(self, texts: Sequence[str], block: Block) -> _Row:
        code = texts[0].rstrip(".") if self.label and _CODE.match(texts[0]) else ""
        return _Row(code, texts[self.label], texts[self.unit], texts[self.value], block)


def cells(report: Report, figures: Figures, standard: Standard) -> Iterator[Problem]:
    """Problems of single cells of all forms of a report; of forms flattened to text, those of their units."""
    yield from _units([row for figure in figures.all for row in _flattened(figure, standard)], standard)
    for _, group in groupby((b for b in report.blocks if b.cells and b.kind == "table"), key=lambda b: b.role):
        rows = list(_rows(list(group), standard))
        yield from _units(rows, standard)
        yield from _values(rows, standard)
        yield from _blanks(rows, standard)


def _rows(blocks: Sequence[Block], standard: Standard) -> Iterator[_Row]:
    """The rows of forms; columns hold from their header on, over page breaks; empty cells at the end may be lost."""
    columns: _Columns | None = None
    width = 0
    for block in blocks:
        texts = [plain(cell) for cell in block.cells or ()]
        found = _columns(texts, standard)
        if found is not None:
            columns, width = found, len(texts)
        elif columns is not None and len(texts) <= width:
            row = columns.row([*texts, *[""] * (width - len(texts))], block)
            if row.label:
                yield row


def _flattened(figure: Figure, standard: Standard) -> Iterator[_Row]:
    """The row of a figure that has no cells: its words are label, unit and value in a line."""
    block = figure.block
    if not figure.in_table or block is None or block.cells:
        return
    words = plain(figure.indicator.quote)
    found = find_numbers(words)
    head = words[: found[-1].start].rstrip() if found else ""
    unit = standard.formalities.closing_unit(head)
    if unit is not None and found[-1].value == figure.value:
        label = _LEADING_CODE.sub("", head[: len(head) - len(unit)].rstrip())
        yield _Row("", label, head[len(head) - len(unit) :], words[found[-1].start :], block)


def _columns(texts: Sequence[str], standard: Standard) -> _Columns | None:
    """The columns a header row names: the unit by its name, the label before it, the value behind it."""
    folded = list(map(fold, texts))
    words = standard.formalities.words
    unit = next((i for i, text in enumerate(folded) if text in words("unit_headers")), None)
    if unit is None or not 0 < unit < len(folded) - 1:
        return None
    named = [i for i in range(unit + 1, len(folded)) if folded[i] in words("value_headers")]
    return _Columns(unit - 1, unit, named[0] if named else unit + 1)


# ---------------------------------------------------------------------------- units
def _units(rows: Sequence[_Row], standard: Standard) -> Iterator[Problem]:
    """Rows that count one thing under the unit of another; told together where the fault is the same."""
    wrong: dict[tuple[str, str, bool], list[_Row]] = {}
    for row in rows:
        counted, unit = standard.formalities.counted(row.label), standard.formalities.unit_class(row.unit)
        number = parse_number(row.value)
        if counted and unit and counted != unit and number is not None:
            impossible = unit == "percent" and number > _WHOLE
            wrong.setdefault((fold(row.unit), counted, impossible), []).append(row)
        elif unit and _brings_its_own_unit(row, unit):
            wrong.setdefault((fold(row.unit), row.label, False), []).append(row)
    for (_, _, impossible), same in wrong.items():
        told = "; ".join(
            standard.phrase("row", label=short(row.label), where=row.where(standard), value=row.value) for row in same
        )
        yield standard.problem(
            "unit_mismatch", _span(same), "error" if impossible else None, unit=same[0].unit, rows=told
        )


def _brings_its_own_unit(row: _Row, unit: str) -> bool:
    """Whether a value says its unit, and another than the form's ("10 tỷ đồng" or "52%" under "Triệu đồng")."""
    kinds = {number.kind for number in find_numbers(row.value)}
    return ("percent" in kinds and unit != "percent") or ("money" in kinds and fold(row.unit) not in fold(row.value))


def _span(rows: Sequence[_Row]) -> tuple[int, int]:
    return rows[0].block.lines[0], rows[-1].block.lines[1]


# ---------------------------------------------------------------------------- values
def _values(rows: Sequence[_Row], standard: Standard) -> Iterator[Problem]:
    """Values without a unit, on rows that are headings, or of another kind than the form asks for."""
    for row, below in zip_longest(rows, rows[1:]):
        if not row.value:
            continue
        number = parse_number(row.value)
        told = {"label": short(row.label), "where": row.where(standard), "value": row.value}
        if not row.unit and number is not None:
            heads = below is not None and row.covers(below)
            yield standard.problem("header_row_value" if heads else "missing_unit", row.block.lines, **told)
        elif row.unit and _is_of_another_kind(row, number, standard):
            yield standard.problem("cell_type_mismatch", row.block.lines, unit=row.unit, **told)


def _is_of_another_kind(row: _Row, number: float | None, standard: Standard) -> bool:
    """Whether a cell holds words where a number is asked for, or a count where the form asks for one of its codes."""
    if fold(row.value) in standard.formalities.words("cell_words"):
        return False
    if _ANSWERS.search(row.unit):
        return number is None and fold(row.value) not in fold(row.unit)
    return standard.formalities.unit_class(row.unit) is not None and not find_numbers(row.value) and number is None


# ---------------------------------------------------------------------------- blanks
def _blanks(rows: Sequence[_Row], standard: Standard) -> Iterator[Problem]:
    """Totals and rates left blank over parts that are filled in."""
    words = standard.formalities.words
    for row, below in pairwise(rows):
        total = fold(row.label).startswith(words("totals")) and not row.value and bool(row.unit)
        thereof = row.covers(below) or fold(plain((below.block.cells or ("",))[0])).startswith(words("thereof"))
        number = parse_number(below.value)
        if total and thereof and number:
            yield standard.problem(
                "total_blank_with_parts",
                (row.block.lines[0], below.block.lines[1]),
                label=short(row.label),
                where=row.where(standard),
                part=short(below.label),
                value=below.value,
            )
    for row, first, second in zip(rows, rows[1:], rows[2:], strict=False):
        is_rate = standard.formalities.unit_class(row.unit) == "percent" and not row.value
        if is_rate and all(_could_make(row, part) for part in (first, second)):
            yield standard.problem("blank_rate", row.block.lines, label=short(row.label), where=row.where(standard))


def _could_make(rate: _Row, part: _Row) -> bool:
    """Whether a row below a blank rate holds a count above zero that the rate is made of."""
    return (rate.covers(part) or not part.code) and bool(parse_number(part.value)) and part.unit != rate.unit
