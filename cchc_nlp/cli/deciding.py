"""The book of decisions: what a synthesis asks, answered by officers in Excel or any editor (.xlsx, .csv)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import StringIO
from pathlib import Path
from textwrap import shorten

import typer

from cchc_nlp.cli import outputs
from cchc_nlp.cli.lists import delimiter_of, tables_of
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Decision
from cchc_nlp.vietnamese.forms import fold

_COLUMNS = ("mã", "câu hỏi", "phương án", "quyết định")
_WIDTHS = (30, 90, 45, 40)
_SUFFIXES = (".xlsx", ".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class Row:
    """A point to decide with its answer, "" where there is none yet."""

    id: str
    question: str
    choices: str
    answer: str


@dataclass(frozen=True)
class Book:
    """The rows of a book; none where there is no file yet. `delimiter` parts the columns of a text file."""

    path: Path
    rows: tuple[Row, ...] = ()
    delimiter: str = ","
    there: bool = False

    @cached_property
    def answers(self) -> dict[str, str]:
        """The answers by the ids of what they answer."""
        return {row.id: row.answer for row in self.rows if row.answer}

    def new(self, decision: Decision) -> bool:
        """Whether an earlier run wrote this book and did not ask this yet."""
        return self.there and decision.id not in {row.id for row in self.rows}

    def with_open(self, decisions: Sequence[Decision]) -> Book:
        """The book to hand out now: what is open first, then what has been answered.

        An answer that was not understood stays in its row, for the officer to mend.
        """
        open_ = [Row(d.id, question_of(d), " / ".join(d.choices), self.answers.get(d.id, "")) for d in decisions]
        asked = {row.id for row in open_}
        return replace(self, rows=(*open_, *(row for row in self.rows if row.answer and row.id not in asked)))

    def row_number(self, decision: Decision) -> int:
        """Where the file has a point that it asks, the titles being row 1."""
        return next(at for at, row in enumerate(self.rows, 2) if row.id == decision.id)


def read(path: Path | None) -> Book | None:
    """The book; empty where there is no file of that name yet, None where no name is given.

    Raises:
        typer.BadParameter: it cannot be read, or is no book of decisions.
    """
    if path is None:
        return None
    if path.suffix.lower() not in _SUFFIXES:
        raise typer.BadParameter(f"{path}: tên sổ quyết định phải có đuôi .xlsx hoặc .csv.")
    if not path.exists():
        return Book(path)
    try:
        found = [rows for table in tables_of(path) if (rows := _rows(table)) is not None]
        delimiter = "" if path.suffix.lower() == ".xlsx" else delimiter_of(path)
    except ReadError as error:
        raise typer.BadParameter(str(error)) from error
    if not found:
        raise typer.BadParameter(f"{path}: không phải sổ quyết định; cần đủ các cột {', '.join(_COLUMNS)}.")
    return Book(path, found[0], delimiter, there=True)


def _rows(table: Sequence[Sequence[str]]) -> tuple[Row, ...] | None:
    """The rows below the titles; None where there are no such titles."""
    titles = [[fold(cell) for cell in row] for row in table]
    head = next((at for at, row in enumerate(titles) if set(_COLUMNS) <= set(row)), None)
    if head is None:
        return None
    columns = [titles[head].index(title) for title in _COLUMNS]
    cells = [[row[at].strip() if at < len(row) else "" for at in columns] for row in table[head + 1 :]]
    return tuple(Row(*row) for row in cells if row[0])


def question_of(decision: Decision, most: int | None = None) -> str:
    """The question with the words it is about in front, so many characters of them at most."""
    about = shorten(decision.text, most, placeholder="…") if most else decision.text
    return f"«{about}»: {decision.question}" if about else decision.question


def write(book: Book) -> None:
    """Write the book the way it was found, a new one by its name: a workbook, or CSV with commas.

    Raises:
        WriteError: it cannot be written.
    """
    content = _workbook(book) if book.path.suffix.lower() == ".xlsx" else _text(book)
    if not (book.path.exists() and book.path.read_bytes() == content):
        with outputs.replacing(book.path) as draft:
            draft.write_bytes(content)


def _text(book: Book) -> bytes:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n", delimiter=book.delimiter or ",")
    writer.writerow(_COLUMNS)
    writer.writerows((row.id, row.question, row.choices, row.answer) for row in book.rows)
    # What tells Excel that it is Unicode: a mark in front, and with tabs UTF-16, as it saves them itself.
    return text.getvalue().encode("utf-16" if book.delimiter == "\t" else "utf-8-sig", "backslashreplace")


def _workbook(book: Book) -> bytes:
    from cchc_nlp.tabulating import Cell, Column, Sheet, workbook_bytes

    columns = tuple(
        Column(title, width, filled_in=title == _COLUMNS[-1]) for title, width in zip(_COLUMNS, _WIDTHS, strict=True)
    )
    rows = tuple((Cell(r.id), Cell(r.question), Cell(r.choices), Cell(r.answer or None)) for r in book.rows)
    return workbook_bytes([Sheet(_COLUMNS[-1], columns, rows)])
