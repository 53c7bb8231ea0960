"""The command that summarises each report, and what commands on many reports share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Annotated

import typer

from cchc_nlp.cli import batch, outputs, show
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.keeping import conduct
from cchc_nlp.cli.options import (
    Dask,
    Force,
    Inputs,
    Jobs,
    Json,
    Knowledge,
    Limits,
    LogFile,
    NoStore,
    Output,
    Password,
    Quiet,
    StoreAt,
    terms,
)
from cchc_nlp.model import Report, Unit
from cchc_nlp.vietnamese.forms import fold


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(summarize)


def summarize(
    inputs: Inputs,
    sentences: Annotated[int, typer.Option("--sentences", min=1, max=20, help="Số câu nhiều nhất cho mỗi mục.")] = 2,
    json_: Json = False,
    output: Output = None,
    force: Force = False,
    quiet: Quiet = False,
    jobs: Jobs = None,
    store: StoreAt = None,
    no_store: NoStore = False,
    dask: Dask = None,
    log: LogFile = None,
    knowledge: Knowledge = None,
    password: Password = None,
    limits: Limits = None,
) -> None:
    """Tóm tắt từng báo cáo bằng chính câu chữ của xã, theo lĩnh vực và loại nội dung.

    \b
    cchc summarize xa-a.docx
    cchc summarize bao-cao/ --sentences 1 --json -o tom-tat.jsonl
    """
    from cchc_nlp import synthesising
    from cchc_nlp.knowledge import load_standard

    run = batch.start(
        inputs,
        own=[output],
        stored=True,
        quiet=quiet,
        printing=output is None,
        terms=terms(limits, password),
        conduct=conduct(store, dask, log, knowledge, no_store=no_store),
    )
    outputs.check_free([output] if output else [], run.found.files, force=force)
    standard = load_standard(knowledge)

    def summary(report: Report) -> Iterator[str]:
        chosen = synthesising.summarise(report, standard, sentences=sentences)
        return (
            iter([show.json_line(show.extracts_json(report, chosen))])
            if json_
            else show.extracts(report, chosen, standard)
        )

    outputs.write_lines(chain.from_iterable(map(summary, run.reports(standard, jobs))), output)
    raise typer.Exit(run.finish())


def count_units(reports: Sequence[Report]) -> int:
    """How many communes reported: two reports of one count once, one whose commune is unknown counts by itself."""
    return len({_unit_key(report.meta.unit) if report.meta.unit else report.source.path for report in reports})


def _unit_key(unit: Unit) -> tuple[str, ...]:
    return tuple(fold(name or "") for name in (unit.name, unit.district, unit.province))


def is_foreign(report: Report) -> bool:
    """Whether a report is none on administrative reform."""
    problem = batch.doubt_about(report)
    return problem is not None and problem.code == batch.NOT_CCHC
