"""The columns of a form: which one holds the code, the label, the unit and the value of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_nlp.extracting.indicators.cells import bare_text
from cchc_nlp.knowledge.indicators import Catalogue
from cchc_nlp.model import Block
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.numbers import find_numbers

_CODE_CELL = re.compile(r"(?:[IVXL]{1,5}|\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđ])?[.)]?")
_BRACKET = re.compile(r"\(.*$", re.DOTALL)
# The header of a form has at most this many rows; so many rows below it tell whether its columns hold.
_MOST_HEADER_ROWS, _SAMPLE = 5, 40


@dataclass(frozen=True, slots=True)
class Columns:
    """Index of each column; None for one that a form does not have. `width` is the number of cells of a full row."""

    label: int
    unit: int | None
    value: int | None
    code: int | None
    previous: int | None
    width: int

    def parts(self, cells: Sequence[str]) -> tuple[str, str, str, str, str]:
        """(code, label, unit, value, value of another period) of a row; "" where there is no cell."""
        return (
            _cell(cells, self.code),
            _cell(cells, self.label),
            _cell(cells, self.unit),
            _cell(cells, self.value),
            _cell(cells, self.previous),
        )

    def fits(self, cells: Sequence[str], catalogue: Catalogue) -> bool:
        """Whether the cells of a row stand in these columns."""
        code, _, unit, value, _ = self.parts(cells)
        if len(cells) > self.width or (code and not _is_code_cell(code, catalogue)):
            return False
        if unit and not is_unit(unit, catalogue) and (find_numbers(unit) or len(unit) > len(_cell(cells, self.label))):
            return False
        return not (value and is_unit(value, catalogue) and not find_numbers(value))

    def may_continue(self, members: Sequence[Block]) -> bool:
        """Whether a table without a header can be the next piece of this one."""
        return all(len(block.cells or ()) <= self.width for block in members)


def find_columns(members: Sequence[Block], catalogue: Catalogue) -> Columns | None:
    """The columns of a table by its header rows; by what its cells hold where it has no header."""
    rows = [[bare_text(cell) for cell in block.cells or ()] for block in members[: _SAMPLE + _MOST_HEADER_ROWS]]
    depth = next(
        (i for i, row in enumerate(rows[:_MOST_HEADER_ROWS]) if any(row) and not is_heading_row(row, catalogue)),
        min(len(rows), _MOST_HEADER_ROWS),
    )
    if not any(any(row) for row in rows[:depth]):
        return None
    width = max(len(block.cells or ()) for block in members)
    found: dict[str, int] = {}
    for row in rows[:depth]:
        taken = {_role(cell, catalogue): i for i, cell in reversed(list(enumerate(row))) if cell}
        for role, i in taken.items():
            if role is not None:
                found = {known: at for known, at in found.items() if at != i}
                found[role] = i
    if "label" not in found or not ("value" in found or "unit" in found):
        return None
    value = found.get("value", found.get("unit", 0) + 1)
    columns = Columns(found["label"], found.get("unit"), value, found.get("code"), found.get("previous"), width)
    sample = [row for row in rows[depth:] if any(row)]
    return columns if sum(columns.fits(row, catalogue) for row in sample) * 2 >= len(sample) else None


def is_heading_row(cells: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether a row is (part of) a header: its cells name columns, and two at least, or the columns below one title."""
    roles = [_role(cell, catalogue) for cell in cells if cell]
    known = sum(role is not None for role in roles)
    return bool(roles) and known * 2 >= len(roles) and (known > 1 or roles[0] in ("code", "value", "label"))


def is_unit(text: str, catalogue: Catalogue) -> bool:
    """Whether a cell holds a unit, or a list of the codes to answer with."""
    return fold(text.rstrip(".")) in catalogue.words("units") or "=" in text or catalogue.is_answer_list(text)


def _role(cell: str, catalogue: Catalogue) -> str | None:
    return catalogue.form_column(fold(_BRACKET.sub("", cell)).strip(" .:"))


def _is_code_cell(text: str, catalogue: Catalogue) -> bool:
    return bool(_CODE_CELL.fullmatch(text)) or fold(text.rstrip(":")) in catalogue.words("parts")


def _cell(cells: Sequence[str], index: int | None) -> str:
    return cells[index] if index is not None and index < len(cells) else ""
