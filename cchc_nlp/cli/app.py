"""Puts the commands together, and ends every run as the contract says: 0 done, 1 some inputs failed, 2 unusable."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from cchc_nlp.cli import (
    about,
    checks,
    compare,
    datasets,
    ledger,
    many_reports,
    one_report,
    status,
    synthesize,
    tabulate,
    templates,
    themes,
    verify,
)
from cchc_nlp.cli.help import VietnameseGroup, wording
from cchc_nlp.errors import CchcError, KnowledgeError, OutputExistsError
from cchc_nlp.running import COLLECTED_EVERY

# What a shell reports for a program that was stopped by Ctrl-C (128 + SIGINT).
_INTERRUPTED = 130

app = typer.Typer(cls=VietnameseGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
one_report.register(app)
checks.register(app)
tabulate.register(app)
themes.register(app)
ledger.register(app)
compare.register(app)
many_reports.register(app)
synthesize.register(app)
verify.register(app)
templates.register(app)
status.register(app)
datasets.register(app)
about.register(app)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it with the value alone
    if wanted:
        from importlib.metadata import version

        typer.echo(f"cchc {version('cchc-nlp')}")
        raise typer.Exit


@app.callback()
def _cchc(
    _: Annotated[
        bool,
        typer.Option("--version", help="Cho biết phiên bản.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Đọc, đối chiếu và tổng hợp báo cáo cải cách hành chính (CCHC) của các xã, phường.

    Việc chính: cả thư mục báo cáo thành một báo cáo tổng hợp cấp tỉnh, mỗi câu truy được về lời của xã.

    \b
    cchc synthesize bao-cao/ -o tong-hop.docx --evidence nguon.json
    """


def main() -> NoReturn:
    """Run the command line and end the process.

    What the package knows to say becomes one line on stderr; anything else keeps its traceback, ours to mend.
    """
    _speak_utf8()
    # Reports are many small objects that last and hold no circles: collected as often as Python would, they are walked
    # through again and again, which takes a tenth of the time of a synthesis. Workers do the same.
    gc.set_threshold(*COLLECTED_EVERY)
    try:
        status = app(prog_name="cchc", standalone_mode=False)
        sys.stdout.flush()
    except TyperException as error:
        _end(wording(error), error.exit_code)
    except (KnowledgeError, OutputExistsError) as error:
        _end(f"cchc: {error}", 2)
    except CchcError as error:
        _end(f"cchc: {error}", 1)
    except BrokenPipeError:
        _leave_pipe()
    if status == _INTERRUPTED:
        _end("cchc: đã dừng theo yêu cầu; các kết quả đã ghi được giữ nguyên.", _INTERRUPTED)
    sys.exit(status or 0)


def _end(line: str, status: int) -> NoReturn:
    sys.stderr.write(f"{line}\n" if line else "")
    sys.exit(status)


def _speak_utf8() -> None:
    """Vietnamese on every console and pipe, Windows' legacy code pages included; odd bytes of file names escaped."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdin else "backslashreplace")


def _leave_pipe() -> NoReturn:
    """The reader of our output has gone (`cchc … | head`): leave quietly, as Typer does where it sees it first."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)
