"""The command that holds reports against each other: many of one period, two side by side, two periods."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cchc_nlp.cli import batch, outputs, show, show_comparison
from cchc_nlp.cli.handling import Handling, spread
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.many_reports import is_foreign
from cchc_nlp.cli.options import Force, Inputs, Json
from cchc_nlp.model import Periods, Report, SideBySide, Survey

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs

_PAGE, _BOOK = ".html", ".xlsx"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(spread(compare))


def compare(
    inputs: Inputs,
    previous: Annotated[
        list[str] | None,
        typer.Option(
            "--previous",
            metavar="THƯ MỤC",
            help="Báo cáo của kỳ trước: so sánh hai kỳ của từng đơn vị và của các đơn vị có cả hai kỳ.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="TỆP",
            help="Ghi kết quả vào tệp .html hoặc .xlsx này (với --json: tệp JSON). So sánh hai báo cáo chỉ ghi .html.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    json_: Json = False,
    force: Force = False,
    *,
    handling: Handling,
) -> None:
    """So sánh nội dung nhiều báo cáo, hai báo cáo cạnh nhau, hai kỳ; tìm đoạn trùng, nội dung còn thiếu.

    Cả thư mục: mỗi đơn vị nêu gì theo từng phần của đề cương, chép của ai, còn sót từ ngữ nào, chưa nêu điều gì.
    Đúng hai tệp: đặt cạnh nhau theo từng phần, đánh dấu chữ khác, số liệu tăng, giảm.
    Với --previous: số liệu tăng, giảm, hạn chế kéo dài, nhiệm vụ kỳ trước, kiến nghị nhắc lại.

    \b
    cchc compare bao-cao/ -o ban-do.html
    cchc compare xa-a.docx xa-b.pdf -o canh-nhau.html
    cchc compare --previous bao-cao-quy-1/ bao-cao-quy-2/ -o hai-ky.xlsx
    """
    from cchc_nlp.knowledge import load_standard

    pair = not previous and _are_two_files(inputs)
    _check_output(output, pair=pair, json_=json_)
    start = partial(batch.start, results=[output], force=force, stored=True, handling=handling)
    run, before = start(inputs), start(previous) if previous else None
    standard = load_standard(handling.knowledge)
    earlier = _reports(before, standard) if before else []
    reports = list(run.reports(standard)) if pair else _reports(run, standard)
    status = max(run.finish(), before.finish() if before else 0)
    if len(reports) < (2 if pair else 1) or (before and not earlier):
        show.news("LỖI: không đủ báo cáo CCHC để so sánh; chưa ghi kết quả.")
        raise typer.Exit(1)
    found: Survey | SideBySide | Periods
    if pair:
        found = _side_by_side(reports, standard)
    elif before:
        found = _over_periods(earlier, reports, standard)
        _tell_who_is_compared(found)
    else:
        found = _survey(reports, standard)
    _write(found, output, standard, json_=json_)
    if output and not handling.quiet:
        show.news(f"Đã so sánh {len(reports) + len(earlier)} báo cáo: {output}.")
    raise typer.Exit(status)


def _are_two_files(inputs: list[str]) -> bool:
    return len(inputs) == 2 and all(Path(one).is_file() for one in inputs)  # noqa: PLR2004 - a pair


def _check_output(output: Path | None, *, pair: bool, json_: bool) -> None:
    if output is None or json_:
        outputs.as_text(output)
        return
    allowed = (_PAGE,) if pair else (_PAGE, _BOOK)
    if output.suffix.lower() not in allowed:
        raise typer.BadParameter(f"{output}: tên tệp kết quả phải có đuôi {' hoặc '.join(allowed)}.")


def _reports(run: batch.Batch, standard: Standard) -> list[Report]:
    """The reports on the reform, each once."""
    return run.without_repeats([report for report in run.reports(standard) if not is_foreign(report)])


def _survey(reports: list[Report], standard: Standard) -> Survey:
    from cchc_nlp import clustering, comparing

    themes = clustering.cluster(clustering.statements_of(reports), standard)
    return Survey(
        comparing.cover(reports, standard),
        comparing.copies(reports, standard),
        tuple(comparing.leftovers(reports, standard)),
        tuple(comparing.unsaid(reports, themes, standard)),
    )


def _side_by_side(reports: list[Report], standard: Standard) -> SideBySide:
    from cchc_nlp import comparing, pipeline

    left, right = reports
    cells = [pipeline.table([report], standard).rows[0].cells for report in reports]
    return comparing.side_by_side(left, right, (cells[0], cells[1]), standard)


def _over_periods(before: list[Report], now: list[Report], standard: Standard) -> Periods:
    from cchc_nlp import clustering, comparing, pipeline

    seen = [
        comparing.Seen(
            reports,
            pipeline.table(reports, standard),
            clustering.cluster(clustering.statements_of(reports), standard),
        )
        for reports in (before, now)
    ]
    return comparing.over_periods(seen[0], seen[1], standard)


def _tell_who_is_compared(found: Periods) -> None:
    """Where communes reported in one period alone, sums over all of them would tell of who reported, not of change."""
    both = len(found.units)
    if found.only_before or found.only_now:
        show.news(
            f"LƯU Ý: chỉ so sánh {both} đơn vị có báo cáo cả hai kỳ "
            f"(kỳ trước {both + len(found.only_before)}, kỳ này {both + len(found.only_now)} đơn vị)."
        )


def _write(found: Survey | SideBySide | Periods, output: Path | None, standard: Standard, *, json_: bool) -> None:
    if json_:
        outputs.write_lines([show.json_line(_plain(dataclasses.asdict(found)))], output)
    elif output and output.suffix.lower() == _BOOK:
        with outputs.replacing(output) as draft:
            draft.write_bytes(_workbook(found, standard))
    elif output:
        outputs.write_text(output, _page(found, standard))
    else:
        outputs.write_lines(_screen(found, standard), None)


def _workbook(found: Survey | SideBySide | Periods, standard: Standard) -> bytes:
    from cchc_nlp import comparing

    assert not isinstance(found, SideBySide)
    if isinstance(found, Survey):
        return comparing.survey_workbook(found, standard)
    return comparing.periods_workbook(found, standard)


def _page(found: Survey | SideBySide | Periods, standard: Standard) -> str:
    from cchc_nlp import synthesising

    name = {Survey: "so-sanh-nhieu", SideBySide: "so-sanh-hai", Periods: "so-sanh-ky"}[type(found)]
    return synthesising.render_markup(f"{name}.html.j2", standard.wording.templates, _values(found, standard))


def _values(found: Survey | SideBySide | Periods, standard: Standard) -> dict[str, object]:
    from cchc_nlp import comparing

    match found:
        case Survey():
            return comparing.survey_page(found, standard)
        case SideBySide():
            return comparing.sides_page(found, standard)
        case Periods():
            return comparing.periods_page(found, standard)


def _screen(found: Survey | SideBySide | Periods, standard: Standard) -> Iterator[str]:
    values = _values(found, standard)
    match found:
        case Survey():
            return show_comparison.survey(found, values, standard)
        case SideBySide():
            return show_comparison.side_by_side(found, values, standard)
        case Periods():
            return show_comparison.periods(found, values, standard)


def _plain(value: Any) -> Any:
    """Keys of the map, which are pairs of field and role, as "field/role"."""
    if isinstance(value, dict):
        return {"/".join(k) if isinstance(k, tuple) else k: _plain(v) for k, v in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
