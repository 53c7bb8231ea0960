"""Commands on the department's own templates: copy ours, check them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_nlp.cli import outputs, show
from cchc_nlp.cli.help import VietnameseCommand, VietnameseGroup
from cchc_nlp.cli.options import Force
from cchc_nlp.errors import KnowledgeError, TemplateError
from cchc_nlp.model import Enrolled, LeftOut, Period, Place, Problem, Severity

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs

_TOLD: tuple[Severity, ...] = ("error", "warning")
_PERIODS = (Period("half", 2026, 1), Period("month", 2026, 4), Period("year", 2026))

_HELP = """Mẫu báo cáo riêng của đơn vị: chép ra, kiểm tra.

\b
cchc templates init tri-thuc-so/
cchc templates check tri-thuc-so/
"""


def register(app: typer.Typer) -> None:
    """Add the commands to the application, under `templates`."""
    group = typer.Typer(cls=VietnameseGroup, no_args_is_help=True, help=_HELP)
    for command in (init, check):
        group.command(cls=VietnameseCommand, no_args_is_help=True)(command)
    app.add_typer(group, name="templates")


def init(
    folder: Annotated[
        Path,
        typer.Argument(metavar="THƯ MỤC", help="Thư mục tri thức của đơn vị.", file_okay=False, show_default=False),
    ],
    force: Force = False,
) -> None:
    """Chép các tệp mẫu và tệp Word mẫu (mau.docx) vào thư mục con templates/ để sửa theo ý đơn vị.

    \b
    cchc templates init tri-thuc-so/
    cchc synthesize bao-cao/ -o tong-hop.docx --knowledge tri-thuc-so/
    """
    from cchc_nlp import synthesising

    files = synthesising.own_templates()
    target = folder / "templates"
    outputs.check_free([target / name for name in files], [], force=force)
    for name, content in files.items():
        with outputs.replacing(target / name) as draft:
            draft.write_bytes(content)
    show.news(f"Đã chép {len(files)} tệp vào {target}; sửa xong thì chạy «cchc templates check {folder}».")


def check(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="THƯ MỤC", help="Thư mục tri thức của đơn vị.", exists=True, file_okay=False, show_default=False
        ),
    ],
) -> None:
    """Thử các tệp mẫu trên báo cáo giả định; nêu từng lỗi với tên tệp và số dòng.

    \b
    cchc templates check tri-thuc-so/
    """
    from cchc_nlp.knowledge import load_standard

    try:
        errors = list(dict.fromkeys(_errors(load_standard(folder))))
    except KnowledgeError as error:
        errors = [str(error)]
    for line in errors:
        show.news(f"LỖI {line}")
    if not errors:
        show.news(f"Các tệp mẫu trong {folder} dùng được.")
    raise typer.Exit(1 if errors else 0)


def _errors(standard: Standard) -> list[str]:
    """What goes wrong with reports of every kind of period, with one report, without any, and with a letter."""
    from cchc_nlp import pipeline, synthesising
    from cchc_nlp.knowledge.sample import sample_reports

    errors = []
    roster = [
        Enrolled(name, Place("danh-sach.csv", (at, at))) for at, name in enumerate(("xã Mẫu Một", "xã Mẫu Bốn"), 2)
    ]
    left_out = [LeftOut("khac.docx", "không phải báo cáo công tác CCHC.")]
    whole = [sample_reports(period) for period in _PERIODS]
    for reports in (*whole, whole[0][:1], ()):
        try:
            pipeline.synthesise(reports, standard, roster=roster, left_out=left_out)
        except TemplateError as error:
            errors.append(str(error))
    problems = tuple(Problem("rate_mismatch", severity, "Tỷ lệ sai.", (2, 2)) for severity in _TOLD)
    try:
        synthesising.letter(replace(sample_reports(_PERIODS[0])[0], problems=problems), standard)
        synthesising.check_reference(standard)
    except TemplateError as error:
        errors.append(str(error))
    return errors
