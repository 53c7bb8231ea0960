"""The command that tells who has sent a report and who has not."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_nlp.cli import batch, drafting, outputs, show, show_register
from cchc_nlp.cli.handling import Handling, spread
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.options import Force, Inputs, Json
from cchc_nlp.cli.rosters import read_roster
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Commune, Period, Register, Report
from cchc_nlp.running import without_repeats
from cchc_nlp.vietnamese.dates import first_date, iso

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")

_WHOLE_DAY = len("2026-06-20")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(spread(ledger))


def ledger(
    inputs: Inputs,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="TỆP",
            help="Danh sách xã, phường phải báo cáo (.xlsx, .csv, .txt), có cột «Tên đơn vị»; được dùng trước "
            "danh sách có sẵn.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    province: Annotated[
        str | None,
        typer.Option(
            "--province",
            metavar="TÊN",
            help="Tỉnh, thành phố: lấy danh sách có sẵn của tỉnh vào cuối kỳ (trước hoặc từ 01/7/2025); cùng --roster "
            "thì chỉ lấy các đơn vị của tỉnh.",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="KỲ",
            help="Kỳ báo cáo: 2026-H1, 2026-Q2, 2026-M04, 2026-9M, 2026 hoặc «6 tháng đầu năm 2026»; không có thì lấy "
            "kỳ của đa số báo cáo.",
            show_default=False,
        ),
    ] = None,
    deadline: Annotated[
        str | None,
        typer.Option(
            "--deadline",
            metavar="NGÀY",
            help="Hạn gửi, ví dụ 20/6/2026: báo cáo đề ngày sau hạn là gửi muộn.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="TỆP",
            help="Ghi sổ theo dõi vào tệp .xlsx này (với --json: tệp JSON).",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    letter: Annotated[
        Path | None,
        typer.Option(
            "--letter",
            metavar="TỆP",
            help="Ghi công văn đôn đốc các đơn vị chưa gửi vào tệp .docx này.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Kết thúc với mã 1 nếu còn đơn vị chưa gửi.")] = False,
    json_: Json = False,
    force: Force = False,
    *,
    handling: Handling,
) -> None:
    """Theo dõi ai đã gửi, chưa gửi, gửi muộn, gửi trùng, gửi nhầm kỳ, nhầm nơi; soạn công văn đôn đốc.

    \b
    cchc ledger bao-cao/ --roster danh-sach-xa.xlsx --period 2026-H1
    cchc ledger bao-cao/ --province "Lai Châu" --period 2026-H1 --deadline 20/6/2026 -o so-theo-doi.xlsx
    cchc ledger bao-cao/ --roster danh-sach-xa.csv --letter don-doc.docx
    """
    from cchc_nlp.knowledge import load_standard

    _check_options(roster, province, output, letter, json_=json_)
    due = day_said(deadline) if deadline else None
    results = [path for path in (output, letter) if path]
    run = batch.start(
        inputs,
        results=results,
        force=force,
        beside=[roster],
        stored=True,
        handling=handling,
    )
    standard = load_standard(handling.knowledge)
    asked = drafting.asked_period(period, standard)
    communes = _roster(roster, province, asked, standard)
    reports = list(run.reports(standard))
    when = asked or _usual(reports)
    if when is None:
        run.finish()
        show.news("LỖI: không có báo cáo nào ghi rõ kỳ; hãy nêu kỳ bằng --period, ví dụ --period 2026-H1.")
        raise typer.Exit(1)
    communes = communes or _roster(roster, province, when, standard)
    found = _register(run, reports, communes, when, due, standard)
    status = run.finish()
    _write(found, output, letter, standard, json_=json_, quiet=handling.quiet)
    lacking = any(standing.state not in ("received", "late") for standing in found.standings)
    raise typer.Exit(1 if strict and lacking else status)


def _check_options(
    roster: Path | None, province: str | None, output: Path | None, letter: Path | None, *, json_: bool
) -> None:
    if roster is None and province is None:
        raise typer.BadParameter("cần --roster TỆP hoặc --province TÊN để biết những đơn vị phải báo cáo.")
    if json_:
        outputs.as_text(output)
    elif output and output.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{output}: tên tệp kết quả phải có đuôi .xlsx.")
    if letter and letter.suffix.lower() != ".docx":
        raise typer.BadParameter(f"{letter}: tên tệp công văn phải có đuôi .docx.")


def day_said(text: str) -> str:
    """A day in figures or in words, as ISO.

    Raises:
        typer.BadParameter: it is none.
    """
    match = _DAY.fullmatch(text.strip())
    parts = [part for part in match.groups() if part] if match else []
    ordered = parts if match and match[1] else parts[::-1]
    day = iso(ordered[2], ordered[1], ordered[0]) if ordered else first_date(text) or first_date(f"ngày {text}")
    if day is None or len(day) < _WHOLE_DAY:
        raise typer.BadParameter(
            f"--deadline {text}: không phải một ngày; viết như 20/6/2026 hoặc «ngày 20 tháng 6 năm 2026»."
        )
    return day


def _usual(reports: list[Report]) -> Period | None:
    """The period most reports are of; of equals the later one."""
    counted = Counter(Period(p.kind, p.year, p.number) for report in reports if (p := report.meta.period) is not None)
    return max(counted, key=lambda p: (counted[p], p.year, p.kind, p.number or 0)) if counted else None


def _roster(path: Path | None, province: str | None, period: Period | None, standard: Standard) -> tuple[Commune, ...]:
    """The communes of the list, or of our own roster on the last day of the period; none where that is open yet."""
    from cchc_nlp import registering
    from cchc_nlp.knowledge.period_codes import last_day

    try:
        if path:
            return read_roster(path, standard, province=province)
        return registering.roster_of_province(province or "", last_day(period), standard) if period else ()
    except ReadError as error:
        raise typer.BadParameter(str(error)) from error


def _register(
    run: batch.Batch,
    reports: list[Report],
    communes: tuple[Commune, ...],
    period: Period,
    deadline: str | None,
    standard: Standard,
) -> Register:
    from cchc_nlp import registering

    identified = registering.identify(reports, communes, standard)
    _, repeats = without_repeats([one.report for one in identified if batch.doubt_about(one.report) is None])
    repeated = [registering.Repeated(one.left_out.source.path, one.kept.source.path, one.why) for one in repeats]
    unreadable = [registering.Unreadable(str(one.path), one.reason) for one in run.failures]
    return registering.register(
        identified, communes, period, standard, repeats=repeated, unreadable=unreadable, deadline=deadline
    )


def _write(
    found: Register, output: Path | None, letter: Path | None, standard: Standard, *, json_: bool, quiet: bool
) -> None:
    from cchc_nlp import registering, synthesising

    if json_:
        outputs.write_lines([show.json_line(show_register.register_json(found))], output)
    elif output:
        with outputs.replacing(output) as draft:
            draft.write_bytes(registering.register_workbook(found, standard))
    elif not letter:
        outputs.write_lines(show_register.register(found, standard), None)
    written = registering.reminder(found, standard) if letter else None
    if letter and written:
        with outputs.replacing(letter) as draft:
            synthesising.write(written, draft)
    if quiet:
        return
    if output or letter:
        show.news(show_register.summary(found, standard))
    if output:
        show.news(f"Đã ghi sổ theo dõi vào {output}.")
    if letter and written:
        show.news(f"Đã ghi công văn đôn đốc vào {letter}.")
    if letter and not written:
        show.news(f"Mọi đơn vị đã gửi báo cáo; không cần công văn đôn đốc, chưa ghi {letter}.")
