"""The command that puts the figures of many reports side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_nlp.cli import batch, outputs, show
from cchc_nlp.cli import corrections as taking
from cchc_nlp.cli.handling import Handling, spread
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.many_reports import is_foreign
from cchc_nlp.cli.options import Corrections, Force, Inputs

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs
    from cchc_nlp.model import Report, Tabulation


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(spread(tabulate))


def tabulate(
    inputs: Inputs,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="TỆP",
            help="Bảng số liệu .xlsx: mỗi đơn vị một hàng, tổng là công thức, mỗi ô có nguồn.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(
            "--csv",
            metavar="THƯ MỤC",
            help="Ghi số liệu, nguồn từng số, giá trị bất thường, danh sách báo cáo thành các tệp .csv.",
            file_okay=False,
            show_default=False,
        ),
    ] = None,
    corrections: Corrections = None,
    force: Force = False,
    *,
    handling: Handling,
) -> None:
    """Lập bảng số liệu của các xã, phường theo bảy biểu, có tổng toàn tỉnh và nguồn của từng ô.

    \b
    cchc tabulate bao-cao/ -o so-lieu.xlsx
    cchc tabulate bao-cao/ --csv so-lieu/
    cchc tabulate bao-cao/ --corrections so-lieu-da-sua.xlsx -o so-lieu-2.xlsx
    """
    from cchc_nlp import pipeline, tabulating
    from cchc_nlp.knowledge import load_standard

    if output is None and csv is None:
        raise typer.BadParameter("cần -o TỆP.xlsx hoặc --csv THƯ MỤC để ghi kết quả.")
    if output and output.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{output}: tên tệp kết quả phải có đuôi .xlsx.")
    run = batch.start(
        inputs,
        results=[output, *(csv / name for name in tabulating.CSV_NAMES if csv)],
        force=force,
        beside=[corrections],
        stored=True,
        handling=handling,
    )
    standard = load_standard(handling.knowledge)
    changed = taking.read(corrections, standard)
    reports = run.without_repeats([report for report in run.reports(standard) if not is_foreign(report)])
    status = run.finish()
    if not reports:
        show.news("LỖI: không có báo cáo CCHC nào để lập bảng; chưa ghi kết quả.")
        raise typer.Exit(1)
    taking.tell_unmatched(reports, changed)
    table = pipeline.table(reports, standard, changed)
    _write(table, reports, output, csv, standard)
    if not handling.quiet:
        _tell(table, [path for path in (output, csv) if path])
    raise typer.Exit(status)


def _write(
    table: Tabulation,
    reports: list[Report],
    output: Path | None,
    csv: Path | None,
    standard: Standard,
) -> None:
    from cchc_nlp import tabulating

    if output:
        with outputs.replacing(output) as draft:
            draft.write_bytes(tabulating.figures_workbook(table, reports, standard))
    if csv:
        for name, content in tabulating.figures_csv(table, reports, standard).items():
            with outputs.replacing(csv / name) as draft:
                draft.write_bytes(content)


def _tell(table: Tabulation, results: list[Path]) -> None:
    added = [row for row in table.rows if row.added]
    marked = sum(bool(cell.marks) for row in table.rows for cell in row.cells.values())
    aside = len(table.rows) - len(added)
    other = f" ({aside} báo cáo khác kỳ để riêng, không cộng)" if aside else ""
    show.news(
        f"Đã lập bảng {len(table.indicators)} chỉ tiêu của {len(added)} đơn vị{other}; {marked} ô cần xem lại, "
        f"{len(table.outliers)} giá trị bất thường: {', '.join(map(str, results))}."
    )
