"""The command that checks reports: figures, places, periods, units, identification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from cchc_nlp.cli import batch, outputs, show
from cchc_nlp.cli import corrections as taking
from cchc_nlp.cli.handling import Handling, spread
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.options import Corrections, Force, Inputs, Json
from cchc_nlp.model import Report, Severity

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(spread(check))


def check(
    inputs: Inputs,
    strict: Annotated[
        bool, typer.Option("--strict", help="Kết thúc với mã 1 nếu có lỗi số liệu, thể thức (mức «Lỗi»).")
    ] = False,
    json_: Json = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="TỆP",
            help="Ghi bảng lỗi vào tệp .xlsx này (với --json: tệp JSON) thay vì in ra màn hình.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    letters: Annotated[
        Path | None,
        typer.Option(
            "--letters",
            metavar="THƯ MỤC",
            help="Ghi vào thư mục này mỗi báo cáo có lỗi một phiếu đề nghị chỉnh sửa (.docx) để gửi lại xã, phường.",
            file_okay=False,
            show_default=False,
        ),
    ] = None,
    corrections: Corrections = None,
    force: Force = False,
    *,
    handling: Handling,
) -> None:
    """Kiểm tra số liệu, kỳ báo cáo, biểu mẫu, văn bản viện dẫn của từng báo cáo; mỗi lỗi một câu gửi lại được cho xã.

    \b
    cchc check bao-cao/ -o loi.xlsx
    cchc check bao-cao/ --letters phieu/
    cchc check xa-a.docx --strict
    cchc check bao-cao/ --corrections so-lieu-da-sua.xlsx -o loi.xlsx
    """
    from cchc_nlp.knowledge import load_standard

    if json_:
        outputs.as_text(output)
    elif output and output.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{output}: tên tệp kết quả phải có đuôi .xlsx.")
    run = batch.start(
        inputs,
        results=[output],
        force=force,
        beside=[corrections],
        stored=True,
        handling=handling,
    )
    standard = load_standard(handling.knowledge)
    changed = taking.read(corrections, standard)
    reports = taking.applied(list(run.reports(standard)), changed, standard)
    slips = _slips(reports, letters) if letters else []
    run.check_free(slips, force=force)
    if json_:
        outputs.write_lines((show.json_line(show.problems_json(report)) for report in reports), output)
    elif output:
        _write_workbook(reports, standard, output)
    elif not letters:
        outputs.write_lines(_listed(reports, standard), None)
    sent = _write_letters(reports, slips, standard)
    status = run.finish()
    if not handling.quiet and (output or letters):
        _tell(reports, standard, output, letters, sent)
    wrong = strict and any(problem.severity == "error" for report in reports for problem in report.problems)
    raise typer.Exit(1 if wrong else status)


def _listed(reports: list[Report], standard: Standard) -> Iterator[str]:
    for report in reports:
        yield from show.problems(report, standard)


def _write_workbook(reports: list[Report], standard: Standard, path: Path) -> None:
    from cchc_nlp import tabulating

    with outputs.replacing(path) as draft:
        draft.write_bytes(tabulating.problems_workbook(reports, standard))


def _slips(reports: list[Report], folder: Path) -> list[Path]:
    """A file for the letter of each report, named as the report."""
    return [folder / name for name in outputs.unique_names([Path(r.source.path) for r in reports], ".docx")]


def _write_letters(reports: list[Report], slips: list[Path], standard: Standard) -> int:
    """A letter for each report that has something to correct, and how many; `slips` is empty where none are wanted."""
    from cchc_nlp import synthesising

    written = 0
    for report, slip in zip(reports, slips, strict=False):
        letter = synthesising.letter(report, standard)
        if letter is not None:
            with outputs.replacing(slip) as draft:
                synthesising.write(letter, draft)
            written += 1
    return written


def _tell(reports: list[Report], standard: Standard, output: Path | None, letters: Path | None, sent: int) -> None:
    """How much was found in how many reports, and where it is written."""
    found = Counter(problem.severity for report in reports for problem in report.problems)
    concerned = sum(bool(report.problems) for report in reports)
    counts = ", ".join(f"{found[kind]} «{standard.phrase(kind)}»" for kind in get_args(Severity) if found[kind])
    places = [str(output)] if output else []
    places += [f"{sent} phiếu đề nghị chỉnh sửa trong {letters}"] if letters else []
    what = f"Đã tìm thấy {counts} trong {concerned}/{len(reports)} báo cáo" if counts else "Không tìm thấy lỗi nào"
    show.news(f"{what}: {'; '.join(places)}.")
