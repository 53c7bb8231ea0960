"""Commands on single reports: read, parse, align."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_nlp.cli import batch, outputs, show
from cchc_nlp.cli.handling import Handling, spread
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.options import Force, Inputs, Json, Knowledge, Limits, Output, Password, Quiet
from cchc_nlp.errors import ReadError, reason_of

if TYPE_CHECKING:
    from cchc_nlp.running import Parsed


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(read)
    app.command(cls=VietnameseCommand, no_args_is_help=True)(spread(parse))
    app.command(cls=VietnameseCommand)(align)


def read(
    inputs: Inputs,
    output: Output = None,
    json_: Json = False,
    force: Force = False,
    quiet: Quiet = False,
    password: Password = None,
    limits: Limits = None,
) -> None:
    """Đọc tệp thành các dòng chữ; số dòng ở đây là số dòng mà mọi kết quả nhắc tới.

    \b
    cchc read bao-cao.docx
    cchc read bao-cao.pdf --json -o bao-cao-dong.json
    """
    from cchc_nlp import reading

    handling = Handling(quiet=quiet, password=password, limits=limits)
    run = batch.start(inputs, handling=handling, results=[output], force=force, printing=output is None)
    read_file = partial(reading.read, terms=run.terms)
    documents = run.each(batch.attempt("reading", read_file, file) for file in run.found.files)
    if json_:
        outputs.write_lines((show.json_line(show.document_json(document)) for document in documents), output)
    else:
        outputs.write_lines(chain.from_iterable(show.document(document) for document in documents), output)
    raise typer.Exit(run.finish())


def parse(
    inputs: Inputs,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="THƯ MỤC",
            help="Ghi mỗi báo cáo thành TÊN.json vào thư mục này, thay vì in từng dòng JSON ra màn hình.",
            file_okay=False,
            show_default=False,
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="In căn cứ của từng đề mục, từng ý kiến (thay cho JSON trên màn hình).")
    ] = False,
    force: Force = False,
    *,
    handling: Handling,
) -> None:
    """Phân tích báo cáo: đề mục, lĩnh vực, số hiệu, ưu điểm, hạn chế, nguyên nhân, nhiệm vụ, kiến nghị.

    \b
    cchc parse bao-cao/ -o ket-qua/
    cchc parse xa-a.docx "bao-cao/*.pdf" > ket-qua.jsonl
    cchc parse xa-a.docx --explain
    """
    from cchc_nlp.knowledge import load_standard
    from cchc_nlp.storing import one_line

    run = batch.start(
        inputs,
        handling=handling,
        printing=explain or output is None,
    )
    names = outputs.unique_names(run.found.files, ".json")
    results = {str(file): output / name for file, name in zip(run.found.files, names, strict=True)} if output else {}
    run.check_free(results.values(), force=force)
    standard = load_standard(handling.knowledge)

    def lines() -> Iterator[str]:
        for parsed in run.parsed(standard):
            if output:
                _write(parsed, results[str(parsed.path)])
            if explain:
                yield from show.explanation(parsed.report, standard)
            elif not output:
                yield one_line(parsed.text)

    outputs.write_lines(lines(), None)
    status = run.finish(takes_doubtful=True)
    if output and run.done and not handling.quiet:
        show.news(f"Đã ghi kết quả của {run.done} báo cáo vào {output}.")
    raise typer.Exit(status)


def _write(parsed: Parsed, path: Path) -> None:
    """The document of a report; a file that already says it, as after a second run, stays as it is."""
    with suppress(OSError):
        if parsed.kept and path.is_file() and parsed.is_line(path.read_bytes()):
            return
    outputs.write_text(path, f"{parsed.text}\n")


def align(
    source: Annotated[
        str,
        typer.Argument(
            metavar="[TỆP|-]", help="Tệp văn bản, mỗi dòng một đề mục; «-» là dữ liệu đưa vào qua đường ống."
        ),
    ] = "-",
    output: Output = None,
    force: Force = False,
    knowledge: Knowledge = None,
) -> None:
    """Đối chiếu các dòng đề mục với đề cương chuẩn, không cần báo cáo xung quanh; in mỗi đề mục một dòng JSON.

    \b
    cchc align de-muc.txt
    echo "III. TỒN TẠI, HẠN CHẾ" | cchc align
    """
    from cchc_nlp import aligning
    from cchc_nlp.knowledge import load_standard

    outputs.check_free([output] if output else [], [] if source == "-" else [Path(source)], force=force)
    headings = [line.strip() for line in _text(source).splitlines() if line.strip()]
    aligned = aligning.align_headings(headings, load_standard(knowledge))
    outputs.write_lines((show.json_line(dataclasses.asdict(alignment)) for alignment in aligned), output)


def _text(source: str) -> str:
    """The text of a file or of standard input, without the byte order mark Windows programs put in front."""
    if source == "-":
        if sys.stdin.isatty():
            show.news("Nhập các đề mục, mỗi dòng một đề mục; kết thúc bằng Ctrl-D (trên Windows: Ctrl-Z rồi Enter).")
        return sys.stdin.read().removeprefix("\ufeff")
    try:
        return Path(source).read_text("utf-8-sig")
    except OSError as error:
        raise typer.BadParameter(f"{source}: không mở được tệp ({reason_of(error)}).") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{source}: tệp không phải văn bản UTF-8; hãy lưu lại tệp với mã UTF-8.") from error
