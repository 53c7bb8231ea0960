"""Commands about the program itself: schema, demo."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer

from cchc_nlp.cli import batch, drafting, outputs, synthesize
from cchc_nlp.cli.handling import Handling
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.options import Force, Knowledge, Quiet
from cchc_nlp.errors import ReadError

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs

_SchemaName: TypeAlias = Literal[
    "report", "alignment", "assignment", "theme", "statement", "summary", "evidence", "indicators"
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(schema)
    app.command(cls=VietnameseCommand)(demo)


def schema(
    name: Annotated[
        _SchemaName,
        typer.Argument(
            metavar="LOẠI",
            help="report, alignment, assignment, theme, statement, summary, evidence hoặc indicators.",
            show_default=False,
        ),
    ],
    knowledge: Knowledge = None,
) -> None:
    """In JSON Schema của một loại kết quả, để chương trình khác kiểm tra; «indicators» in danh mục chỉ tiêu đang dùng.

    \b
    cchc schema report
    cchc schema indicators --knowledge tri-thuc/ > chi-tieu.json
    """
    from cchc_nlp.knowledge import load_standard
    from cchc_nlp.storing import json_schema

    printed = _catalogue(load_standard(knowledge)) if name == "indicators" else json_schema(name)
    outputs.write_lines([json.dumps(printed, ensure_ascii=False, indent=2)], None)


def _catalogue(standard: Standard) -> dict[str, Any]:
    """The indicators in their order, and what must hold between them."""
    return {
        "indicators": [asdict(entry) for entry in standard.indicators.entries],
        "identities": asdict(standard.identities),
    }


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
    handling = Handling(quiet=quiet, no_store=True)
    run = batch.start([str(samples / "reports")], results=[*results, evidence], force=force, handling=handling)
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
