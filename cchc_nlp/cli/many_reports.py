"""The command that summarises each report, and what commands on many reports share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from cchc_nlp.cli import batch, outputs, show
from cchc_nlp.cli.handling import Handling, spread
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.options import Force, Inputs, Json
from cchc_nlp.model import Extract, Report, Synthesis, Unit
from cchc_nlp.vietnamese.forms import fold

_DOCUMENTS, _ARRAY = (".docx", ".md"), ".json"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(spread(summarize))


def summarize(
    inputs: Inputs,
    sentences: Annotated[
        int, typer.Option("--sentences", min=1, max=20, metavar="SỐ", help="Số câu nhiều nhất cho mỗi mục.")
    ] = 2,
    words: Annotated[
        int | None,
        typer.Option("--words", min=20, metavar="SỐ", help="Số từ nhiều nhất của mỗi bản tóm tắt.", show_default=False),
    ] = None,
    by_field: Annotated[
        bool, typer.Option("--by-field", help="Tóm tắt chung mọi báo cáo theo lĩnh vực, thay vì từng báo cáo.")
    ] = False,
    json_: Json = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="TỆP",
            help="Ghi vào tệp này: .docx, .md, .json (một danh sách), hoặc văn bản; với --json: mỗi báo cáo một dòng.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    force: Force = False,
    *,
    handling: Handling,
) -> None:
    """Tóm tắt báo cáo bằng chính câu chữ của xã, theo lĩnh vực và loại nội dung.

    \b
    cchc summarize xa-a.docx
    cchc summarize bao-cao/ --words 150 -o tom-tat.docx
    cchc summarize bao-cao/ --by-field -o tom-tat-linh-vuc.md
    cchc summarize bao-cao/ --sentences 1 -o tom-tat.json
    cchc summarize bao-cao/ --sentences 1 --json -o tom-tat.jsonl
    """
    from cchc_nlp import synthesising
    from cchc_nlp.knowledge import load_standard

    array = output is not None and output.suffix.lower() == _ARRAY
    if by_field and (json_ or array):
        raise typer.BadParameter("--by-field không dùng cùng --json hay tệp .json; hãy chọn một.")
    if output and not outputs.is_text(output) and (json_ or output.suffix.lower() not in _DOCUMENTS):
        raise typer.BadParameter(f"{output}: tên tệp kết quả phải có đuôi .docx, .md, .txt, .json hoặc .jsonl.")
    run = batch.start(
        inputs,
        results=[output],
        force=force,
        stored=True,
        handling=handling,
        printing=output is None,
    )
    standard = load_standard(handling.knowledge)

    def summary(report: Report) -> tuple[Report, tuple[Extract, ...]]:
        return report, synthesising.summarise(report, standard, sentences=sentences, words=words)

    found = map(summary, run.reports(standard))
    if by_field:
        reports = list(run.reports(standard))
        chosen = synthesising.summarise_fields(reports, standard, sentences=sentences, words=words)
        _write(synthesising.summary_of_fields(chosen, standard), output)
    elif output and output.suffix.lower() in _DOCUMENTS and not json_:
        _write(synthesising.summary_of_reports(list(found), standard), output)
    elif json_ or array:
        rows = (show.json_line(show.extracts_json(*one)) for one in found)
        outputs.write_lines(["[" + ",\n".join(rows) + "]"] if array else rows, output)
    else:
        outputs.write_lines(chain.from_iterable(show.extracts(*one, standard) for one in found), output)
    status = run.finish()
    if output and not handling.quiet:
        show.news(f"Đã tóm tắt {run.done} báo cáo vào {output}.")
    raise typer.Exit(status)


def _write(made: Synthesis, output: Path | None) -> None:
    """As a document where the name of the file says so, else as text."""
    from cchc_nlp import synthesising

    if output and output.suffix.lower() in _DOCUMENTS:
        with outputs.replacing(output) as draft:
            synthesising.write(made, draft)
    else:
        outputs.write_lines(show.outlined(made), output)


def count_units(reports: Sequence[Report]) -> int:
    """How many communes reported: two reports of one count once, one whose commune is unknown counts by itself."""
    return len({_unit_key(report.meta.unit) if report.meta.unit else report.source.path for report in reports})


def _unit_key(unit: Unit) -> tuple[str, ...]:
    return tuple(fold(name or "") for name in (unit.name, unit.district, unit.province))


def is_foreign(report: Report) -> bool:
    """Whether a report is none on administrative reform."""
    problem = batch.doubt_about(report)
    return problem is not None and problem.code == batch.NOT_CCHC
