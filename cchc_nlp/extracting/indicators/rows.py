"""Blocks of tables and flattened tables → rows with code, label, unit and value, whatever the layout.

Where the columns of a table are known, a row is read by them. Where they are not (text with one cell a line, columns
parted by blanks, cells lost on the way), rows are put together again from what each piece looks like: a code opens a
row, a unit closes its label, a number is its value. What is printed is kept as printed; nothing is valued here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from cchc_nlp.extracting.indicators.cells import bare_text
from cchc_nlp.extracting.indicators.columns import Columns, find_columns, is_heading_row
from cchc_nlp.knowledge.indicators import Catalogue
from cchc_nlp.model import Block
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.numbers import find_numbers, parse_number, roman

_CODE = re.compile(r"(?:[IVXL]{1,5}|\d{1,2}(?:\.\d{1,2}){0,4})[.)]?")
_CODED = re.compile(r"(?P<code>(?:[IVXL]{1,5}|\d{1,2}(?:\.\d{1,2}){0,4})[.)]?)\s+(?P<rest>[^\W\d_(].*|\(.*)", re.DOTALL)
_OPENS_ROW = re.compile(r"(?:Số|Tổng|Tỷ lệ|Tỉ lệ)\s")
# Codes lost on the way (taken for page numbers) leave a gap in the count of at most this many.
_WIDEST_GAP = 4
# A header repeated in the flow of a flattened table takes at most this many pieces.
_LONGEST_HEADER = 14
_MOST_BROKEN = 4
_LONGEST_LABEL = 600
_ANSWER = re.compile(r"[^\W\d_][^=:]{0,40}(?:=|:\s*\d)")


@dataclass
class Row:
    """A row as printed. `earlier` is the cell of a column for another period; `blocks` are those it was read from."""

    code: str = ""
    label: str = ""
    unit: str = ""
    value: str = ""
    earlier: str = ""
    peeled: bool = False
    """Whether the unit was found at the end of the label, where it may yet turn out to be part of it."""
    blocks: list[Block] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


class Piece(NamedTuple):
    """A cell, or a physical line of text, on its way into a row."""

    text: str
    block: Block
    line: int

    @property
    def doubtful(self) -> bool:
        """Whether it may be a page number: a cell of a flattened table looks like one."""
        return self.block.kind == "noise"


def opens_row(text: str) -> bool:
    """Whether a line opens with the code of a row, or is one."""
    return bool(_CODE.fullmatch(text) or _CODED.fullmatch(text))


def rows(blocks: Sequence[Block], catalogue: Catalogue) -> list[Row]:
    """The rows of one form: tables and pieces of tables in order, read by columns or put together again."""
    found: list[Row] = []
    columns: Columns | None = None
    loose: list[Piece] = []
    for table, group in groupby(blocks, key=lambda b: b.table if b.cells is not None else None):
        members = list(group)
        if table is None:
            loose += [piece for block in members for piece in _lines(block)]
            continue
        columns = find_columns(members, catalogue) or (columns if columns and columns.may_continue(members) else None)
        for block in members:
            cells = [bare_text(cell) for cell in block.cells or ()]
            if columns is None or not columns.fits(cells, catalogue):
                loose += [Piece(cell, block, block.lines[0]) for cell in cells if cell]
                continue
            found += _assembled(loose, catalogue)
            loose = []
            if not is_heading_row(cells, catalogue):
                _take(columns, cells, block, found)
    return found + _assembled(loose, catalogue)


def _lines(block: Block) -> Iterator[Piece]:
    ends = [*(anchor.start for anchor in block.anchors[1:]), len(block.text)]
    for anchor, end in zip(block.anchors, ends, strict=True):
        text = bare_text(block.text[anchor.start : end])
        if text:
            yield Piece(text, block, anchor.line)


def _take(columns: Columns, cells: Sequence[str], block: Block, found: list[Row]) -> None:
    """A row by its columns; one cut by a page break goes on in the row before."""
    row = Row(*columns.parts(cells), blocks=[block], lines=list(block.lines))
    if not (row.label or row.code or row.value):
        return
    last = found[-1] if found else None
    if last is not None and not row.code and row.label and _goes_on(last, row):
        last.label = f"{last.label} {row.label}"
        last.unit, last.value = last.unit or row.unit, last.value or row.value
        last.blocks += row.blocks
        last.lines += row.lines
        return
    found.append(row)


def _goes_on(last: Row, row: Row) -> bool:
    free = not (last.value and row.value) and not (last.unit and row.unit) and len(last.label) < _LONGEST_LABEL
    return free and (row.label[0].islower() or row.label[0] in ")(,;" or last.label.count("(") > last.label.count(")"))


def _assembled(pieces: Sequence[Piece], catalogue: Catalogue) -> list[Row]:
    if not pieces:
        return []
    return _Assembly(catalogue).rows(_without_headers(pieces, catalogue))


def _without_headers(pieces: Sequence[Piece], catalogue: Catalogue) -> list[Piece]:
    """Pieces without the column headers, which come back after each page break, and the page numbers before them."""
    headers = frozenset.union(
        *(catalogue.words(f"{kind}_headers") for kind in ("code", "label", "unit", "value", "note"))
    )
    kept: list[Piece] = []
    skip = 0
    for i, piece in enumerate(pieces):
        if i < skip:
            continue
        if _is_header(piece.text, headers):
            skip = _header_end(pieces, i, headers)
            if kept and kept[-1].doubtful:
                kept.pop()
            continue
        kept.append(piece)
    return kept


def _header_end(pieces: Sequence[Piece], start: int, headers: frozenset[str]) -> int:
    """Index behind the last column name of a header; long names are broken over several pieces."""
    last = start
    for i in range(start + 1, min(len(pieces), start + _LONGEST_HEADER)):
        text = pieces[i].text
        if _is_header(text, headers):
            last = i
        elif i - last > _MOST_BROKEN or _CODE.fullmatch(text) or _CODED.fullmatch(text):
            break
    return last + 1


def _is_header(text: str, headers: frozenset[str]) -> bool:
    return fold(text.split("(", maxsplit=1)[0]) in headers


class _Assembly:
    """Puts the pieces of a flattened table together again."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._units = catalogue.unit_pattern
        self._found: list[Row] = []
        self._row: Row | None = None
        self._code: tuple[int, ...] = ()

    def rows(self, pieces: Sequence[Piece]) -> list[Row]:
        for i, piece in enumerate(pieces):
            self._add(piece, pieces[i + 1] if i + 1 < len(pieces) else None)
        return self._found

    def _add(self, piece: Piece, following: Piece | None) -> None:
        text = piece.text
        if piece.doubtful and not self._is_expected(text, following):
            return
        coded = _CODED.fullmatch(text)
        if _CODE.fullmatch(text):
            if self._is_code(piece, following):
                self._open(text, piece)
            else:
                self._value(text, piece)
            return
        if coded and self._opens(coded["code"], coded["rest"]):
            self._open(coded["code"], piece)
            text = coded["rest"]
        self._text(text, piece)

    def _opens(self, code: str, rest: str) -> bool:
        """Whether "code label" opens a row: "3 Kiểm tra" does, "48 tin" is a value, "30 ngày" goes on in a label."""
        if code.strip(".)").isdigit() and code[-1] not in ".)":
            return rest[0].isupper() and (self._row is None or self._follows(code) or not self._expects_value())
        return True

    def _is_code(self, piece: Piece, following: Piece | None) -> bool:
        text, row = piece.text, self._row
        plain = text.rstrip(".)")
        if roman(plain) and not plain.isdigit():
            return True
        if row is None or row.value:
            return True
        if self._catalogue.is_answer_list(row.unit):
            return False
        if not self._follows(text) or plain != text:
            return plain != text
        if following is None or following.text[0].isdigit() or self._ends_with_unit(following.text):
            return "." in plain and not row.unit
        in_front = following.block is piece.block and following.block.cells is not None
        return "." in plain or in_front or not row.unit or bool(row.code)

    def _is_expected(self, text: str, following: Piece | None) -> bool:
        """Whether a number that may be that of a page is the next value or the next code."""
        if self._follows(text):
            return True
        return self._expects_value() and (
            following is None or not _CODE.fullmatch(following.text) or self._follows(following.text)
        )

    def _expects_value(self) -> bool:
        return self._row is not None and bool(self._row.unit) and not self._row.value

    def _ends_with_unit(self, text: str) -> bool:
        match = self._units.fullmatch(text)
        return match is not None and not match["head"]

    def _follows(self, text: str) -> bool:
        """Whether a code may come next, by the count."""
        code, last = _parts(text), self._code
        if not code or not last or code == (1,):
            return bool(code)
        depth = len(code)
        if depth == len(last) + 1:
            return code[:-1] == last and code[-1] <= _WIDEST_GAP
        return depth <= len(last) and code[:-1] == last[: depth - 1] and 0 < code[-1] - last[depth - 1] <= _WIDEST_GAP

    def _open(self, code: str, piece: Piece) -> None:
        row = self._row
        self._code = _parts(code) or ()
        # A code that stands in the middle of its label's lines belongs to the row begun before it.
        if (
            row is not None
            and not (row.code or row.unit or row.value)
            and len(row.lines) == 1
            and _OPENS_ROW.match(row.label)
        ):
            row.code = code
            self._touch(piece)
            return
        self._start(piece)
        assert self._row is not None
        self._row.code = code

    def _start(self, piece: Piece) -> None:
        self._row = Row()
        self._found.append(self._row)
        self._touch(piece)

    def _touch(self, piece: Piece) -> None:
        assert self._row is not None
        if not self._row.blocks or self._row.blocks[-1] is not piece.block:
            self._row.blocks.append(piece.block)
        self._row.lines.append(piece.line)

    def _text(self, text: str, piece: Piece) -> None:
        row = self._row
        if row is not None and row.label and not row.value and self._is_answers(row, text):
            row.unit, row.peeled = f"{row.unit} {text}".strip(), False
            self._touch(piece)
            return
        if (
            row is not None
            and not row.value
            and ((row.unit and _is_value(text, self._catalogue)) or (row.label and parse_number(text) is not None))
        ):
            self._value(text, piece)
            return
        match = self._units.fullmatch(text)
        if match is None:
            self._label(text, piece)
            return
        head, unit, value = match["head"].strip(), match["unit"], match["value"] or ""
        if head:
            self._label(head, piece)
        self._unit(unit, piece, peeled=bool(head) and not value)
        if value:
            self._value(value, piece)

    def _is_answers(self, row: Row, text: str) -> bool:
        """Whether a piece is (the next part of) a list of answers ("Có = 1; Không =", "0 1")."""
        return _ANSWER.match(text) is not None or (row.unit.endswith("=") and text[0].isdigit())

    def _label(self, text: str, piece: Piece) -> None:
        row = self._row
        if row is None or not self._continues(row, text):
            self._start(piece)
            row = self._row
            assert row is not None
        row.label = f"{row.label} {text}".strip()
        self._touch(piece)

    def _continues(self, row: Row, text: str) -> bool:
        if row.value or (row.unit and not row.peeled):
            return False
        if not row.label:
            return True
        if len(row.label) > _LONGEST_LABEL:
            return False
        if row.peeled:
            row.label, row.unit, row.peeled = f"{row.label} {row.unit}", "", False
        if text[0].islower() or text[0] in "(),;" or row.label.count("(") > row.label.count(")"):
            return True
        return not _OPENS_ROW.match(text) and self._catalogue.find(row.label, forgiving=False) is None

    def _unit(self, unit: str, piece: Piece, *, peeled: bool) -> None:
        row = self._row
        if row is None or row.value or (row.unit and not row.peeled):
            return
        if row.unit:
            row.label = f"{row.label} {row.unit}"
        row.unit, row.peeled = unit, peeled
        self._touch(piece)

    def _value(self, value: str, piece: Piece) -> None:
        if self._row is not None and not self._row.value:
            self._row.value = value
            self._row.peeled = False
            self._touch(piece)


def _parts(code: str) -> tuple[int, ...] | None:
    numbers = code.rstrip(".)").split(".")
    return tuple(map(int, numbers)) if all(n.isdigit() for n in numbers) else None


def _is_value(text: str, catalogue: Catalogue) -> bool:
    """Whether a piece is a value: it opens with a number or is an answer."""
    if fold(text.rstrip(".")) in catalogue.words("yes") | catalogue.words("no"):
        return True
    numbers = find_numbers(text)
    coded = _CODED.fullmatch(text)
    return bool(numbers) and numbers[0].start == 0 and (coded is None or coded["rest"][0].islower())
