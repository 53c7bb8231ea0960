"""Commands about the program itself: schema, demo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

from cchc_nlp.cli import batch, drafting, outputs, synthesize
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.options import Force, Quiet
from cchc_nlp.errors import ReadError

_SchemaName: TypeAlias = Literal["report", "alignment", "assignment", "theme", "statement", "summary", "evidence"]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(schema)
    app.command(cls=VietnameseCommand)(demo)


def schema(name: Annotated[_SchemaName, typer.Argument(help="Loại kết quả.", show_default=False)]) -> None:
    """In JSON Schema của một loại kết quả, để chương trình khác kiểm tra.

    \b
    cchc schema report
    """
    from cchc_nlp.storing import json_schema

    outputs.write_lines([json.dumps(json_schema(name), ensure_ascii=False, indent=2)], None)


def demo(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="THƯ MỤC", help="Nơi ghi kết quả.", file_okay=False)
    ] = Path("out"),
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Làm thử việc chính trên các báo cáo mẫu của một tỉnh hư cấu (có trong mã nguồn, thư mục corpora/mau).

    \b
    cchc demo
    """
    from cchc_nlp.knowledge import load_standard

    samples = _samples()
    results = [output / f"tong-hop{suffix}" for suffix in (".docx", ".md", ".html")]
    evidence = output / "nguon.json"
    run = batch.start([str(samples / "reports")], quiet=quiet)
    outputs.check_free([*results, evidence], run.found.files, force=force)
    standard = load_standard()
    roster = drafting.enrolled(samples / "roster.csv", None, standard)
    wanted = synthesize.Wanted(tuple(results), samples / "reports", evidence, roster=roster)
    raise typer.Exit(synthesize.synthesize_batch(run, standard, wanted))


def _samples() -> Path:
    """The folder of sample reports beside the package, in a checkout of the repository.

    Raises:
        ReadError: the package is installed without it.
    """
    samples = Path(__file__).parents[2] / "corpora" / "mau"
    if not samples.is_dir():
        raise ReadError(
            "bản cài đặt này không kèm báo cáo mẫu; hãy tải mã nguồn rồi chạy «make demo» trong thư mục đó."
        )
    return samples
