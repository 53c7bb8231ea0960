"""Reports into a dataset, part by part, and the command that asks it questions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from cchc_nlp.cli import outputs, show
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.options import Force, Json, Output
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Report

if TYPE_CHECKING:
    from cchc_nlp.archiving import Answer
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run

Format: TypeAlias = Literal["parquet", "csv", "jsonl"]

# So many reports are in memory at a time, half a megabyte each, and so seldom the files of a partition are rewritten.
_TOGETHER = 250


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(query)


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="Câu truy vấn.", show_default=False)],
    dataset: Annotated[
        Path,
        typer.Option("--dataset", metavar="THƯ MỤC", help="Thư mục dữ liệu của «cchc export -o».", file_okay=False),
    ] = Path("dataset"),
    json_: Json = False,
    csv_: Annotated[bool, typer.Option("--csv", help="In kết quả dạng CSV.")] = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Trả lời câu truy vấn SQL trên dữ liệu đã xuất: reports, sections, findings, indicators, problems, themes.

    \b
    cchc export bao-cao/ -o dataset/
    cchc query "SELECT theme, sum(units) FROM themes GROUP BY theme ORDER BY 2 DESC"
    cchc query "FROM reports" --dataset dataset/ --csv -o bao-cao.csv
    """
    from cchc_nlp import archiving

    outputs.check_free([output] if output else [], [], force=force)
    try:
        answer = archiving.ask(sql, dataset)
    except ReadError as error:  # a question that cannot be answered is a mistake of use
        raise typer.BadParameter(str(error)) from error
    lines = _json(answer) if json_ else _csv(answer) if csv_ else _table(answer)
    outputs.write_lines(lines, output)


def results(folder: Path | None, kind: Format) -> list[Path]:
    """The files that a run would write over: a dataset in Parquet grows, the others are made anew."""
    from cchc_nlp.archiving import TABLES

    return [folder / f"{name}.{kind}" for name in TABLES] if folder and kind != "parquet" else []


def add(reports: Iterator[Report], standard: Standard, folder: Path, kind: Format) -> int:
    """Put reports into a dataset, as they come; how many.

    Themes are those of the book: they depend on nothing but the statement, so a dataset can grow part by part.
    """
    from cchc_nlp import archiving

    titles = {theme.id: theme.title for theme in standard.themes}
    files = archiving.Dataset(folder, titles) if kind == "parquet" else archiving.PlainFiles(folder, titles, kind)
    added = 0
    try:
        for some in _together(reports):
            files.add(some, _assignments(some, standard))
            added += len(some)
        if added:
            files.close()
    finally:
        files.abandon()
    return added


def _together(reports: Iterator[Report]) -> Iterator[list[Report]]:
    while some := list(islice(reports, _TOGETHER)):
        yield some


def _assignments(reports: list[Report], standard: Standard) -> Any:
    from cchc_nlp import clustering

    return clustering.cluster(clustering.statements_of(reports), standard).assignments


def _json(answer: Answer) -> Iterator[str]:
    for row in answer.rows:
        yield show.json_line(dict(zip(answer.columns, map(_plain, row), strict=True)))


def _csv(answer: Answer) -> Iterator[str]:
    for row in (answer.columns, *answer.rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(row)
        yield line.getvalue()


def _table(answer: Answer) -> Iterator[str]:
    """Columns side by side; what is unknown stays empty."""
    rows = [answer.columns, *([_shown(value) for value in row] for row in answer.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(answer.columns))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _shown(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return "".join(c if c.isprintable() else " " for c in text)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
