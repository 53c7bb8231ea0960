"""The main command: a folder of reports into the report of the province."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_nlp.cli import batch, deciding, drafting, outputs, show
from cchc_nlp.cli import corrections as taking
from cchc_nlp.cli.handling import Handling, spread
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.many_reports import is_foreign
from cchc_nlp.cli.options import Corrections, Force, Inputs
from cchc_nlp.model import Correction, Decision, Enrolled, LeftOut, Period, Report, Synthesis

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs

# Characters of what a point is about, on the screen; the book has all of it.
_SUBJECT = 80


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(spread(synthesize))


def synthesize(
    inputs: Inputs,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="TỆP",
            help="Báo cáo tổng hợp: .docx, .md hoặc .html.",
            dir_okay=False,
            show_default=False,
        ),
    ],
    evidence: Annotated[
        Path | None,
        typer.Option(
            "--evidence",
            metavar="TỆP",
            help="Ghi nguồn của từng câu, từng số liệu vào tệp .json này.",
            callback=outputs.as_text,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="TỆP",
            help="Danh sách xã, phường phải báo cáo (.xlsx, .csv, .txt), có cột «Tên đơn vị».",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    province: Annotated[
        str | None,
        typer.Option(
            "--province", metavar="TÊN", help="Tên tỉnh; không có thì lấy theo các báo cáo.", show_default=False
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="KỲ",
            help="Kỳ tổng hợp: 2026-H1, 2026-Q2, 2026-M04, 2026-9M, 2026; không có thì lấy kỳ của đa số báo cáo.",
            show_default=False,
        ),
    ] = None,
    only_period: Annotated[
        bool, typer.Option("--only-period", help="Bỏ ra báo cáo của kỳ khác; không có thì vẫn dùng và ghi rõ.")
    ] = False,
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions",
            metavar="TỆP",
            help="Sổ quyết định (.xlsx, .csv): chưa có thì ghi các điểm cần quyết định vào; đã trả lời thì làm theo.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    final: Annotated[
        bool, typer.Option("--final", help="Bản chính thức, không có ghi chú; từ chối khi còn điểm cần quyết định.")
    ] = False,
    corrections: Corrections = None,
    force: Force = False,
    *,
    handling: Handling,
) -> None:
    """Tổng hợp báo cáo của các xã, phường thành báo cáo cấp tỉnh, kèm nguồn của từng câu.

    \b
    cchc synthesize bao-cao/ -o tong-hop.docx --evidence nguon.json
    cchc synthesize ket-qua/ -o tong-hop.html --roster danh-sach-xa.csv
    """
    from cchc_nlp.knowledge import load_standard

    if output.suffix.lower() not in (".docx", ".md", ".html"):
        raise typer.BadParameter(f"{output}: tên tệp kết quả phải có đuôi .docx, .md hoặc .html.")
    run = batch.start(
        inputs,
        results=[output, evidence],
        force=force,
        beside=[corrections, decisions, roster],
        stored=True,
        handling=handling,
    )
    standard = load_standard(handling.knowledge)
    wanted = Wanted(
        results=(output,),
        evidence=evidence,
        book=deciding.read(decisions),
        base=drafting.base_of(inputs, run.found.files),
        roster=drafting.enrolled(roster, province, standard),
        province=province,
        period=drafting.asked_period(period, standard),
        only_period=only_period,
        final=final,
        changed=taking.read(corrections, standard),
    )
    raise typer.Exit(synthesize_batch(run, standard, wanted))


@dataclass(frozen=True)
class Wanted:
    """What the user wants made of the reports; paths of the evidence are told from `base`."""

    results: tuple[Path, ...]
    base: Path
    evidence: Path | None = None
    book: deciding.Book | None = None
    roster: tuple[Enrolled, ...] = ()
    province: str | None = None
    period: Period | None = None
    only_period: bool = False
    final: bool = False
    changed: tuple[Correction, ...] = ()


def synthesize_batch(run: batch.Batch, standard: Standard, wanted: Wanted) -> int:
    """The main job: reports → one synthesis, in the format of each result. The exit status of the run.

    A file that is no CCHC report is left out; with no report left nothing is written.
    """
    from cchc_nlp import pipeline

    read = list(run.reports(standard))
    reports, left_out = _chosen(run, read, wanted)
    status = run.finish()
    if wanted.period and not _told_period(read, wanted.period, standard):
        status = 1
    if not reports:
        show.news("LỖI: không có báo cáo CCHC nào để tổng hợp; chưa ghi kết quả.")
        return 1
    taking.tell_unmatched(reports, wanted.changed)
    made = pipeline.synthesise(
        reports,
        standard,
        corrections=wanted.changed,
        province=wanted.province,
        period=wanted.period,
        roster=wanted.roster,
        left_out=left_out,
        answers=wanted.book.answers if wanted.book else {},
    )
    asked = wanted.book.with_open(made.decisions) if wanted.book else None
    if asked:
        deciding.write(asked)
    if wanted.final and made.decisions:
        show.undecided(_open_points(made, wanted.book, asked), asked.path if asked else None)
        return 1
    _write(made, wanted, standard.wording.reference)
    if not run.quiet:
        show.synthesised(len(reports), [*wanted.results, *([wanted.evidence] if wanted.evidence else [])])
        show.to_decide(len(made.decisions), asked.path if asked else None)
    for one in made.decisions:
        if asked and (told := _misunderstood(one, asked)):
            show.news(f"LƯU Ý {asked.path}, dòng {asked.row_number(one)}:{told}")
    return status


def _told_period(read: Sequence[Report], period: Period, standard: Standard) -> bool:
    """Whether reports name the period asked for or none at all; the user is told where all name another."""
    found = Counter(Period(p.kind, p.year, p.number) for r in read if not is_foreign(r) and (p := r.meta.period))
    if not found or period in found:
        return True
    usual = found.most_common(1)[0][0]
    told = f"đa số là báo cáo {standard.wording.period(usual)}"
    show.news(
        f"LƯU Ý: 0/{len(read)} báo cáo thuộc kỳ này ({standard.wording.period(period)}); {told}. Xem lại --period."
    )
    return False


def _open_points(made: Synthesis, before: deciding.Book | None, asked: deciding.Book | None) -> Iterator[str]:
    """What is open, each point with its row in the book; what is new since the last run says so."""
    for one in made.decisions:
        row = f"dòng {asked.row_number(one)}" if asked else ""
        new = "mới" if before and before.new(one) else ""
        where = f"{', '.join(filter(None, (row, new)))}: " if row or new else ""
        yield f"{where}{deciding.question_of(one, _SUBJECT)}{_misunderstood(one, before)}"


def _misunderstood(asked: Decision, book: deciding.Book | None) -> str:
    answer = book.answers.get(asked.id) if book else None
    return f" Chưa hiểu câu trả lời «{answer}»; hãy chọn: {' / '.join(asked.choices)}." if answer else ""


def _chosen(run: batch.Batch, read: Sequence[Report], wanted: Wanted) -> tuple[list[Report], list[LeftOut]]:
    """The reports to use, and what becomes of the others: not on reform, sent twice, of another period, unreadable."""
    from cchc_nlp import synthesising

    left_out = [LeftOut(str(failure.path), failure.reason) for failure in run.failures]
    ours = [report for report in read if not is_foreign(report)]
    left_out += [LeftOut(r.source.path, "không phải báo cáo công tác CCHC.") for r in read if is_foreign(r)]
    kept = run.without_repeats(ours)
    used = {report.source.path for report in kept}
    left_out += [
        LeftOut(r.source.path, "gửi trùng, hoặc đã có bản mới hơn.") for r in ours if r.source.path not in used
    ]
    if not wanted.only_period:
        return kept, left_out
    same = synthesising.of_period(kept, wanted.period or synthesising.usual_period(kept))
    used = {report.source.path for report in same}
    return same, left_out + [
        LeftOut(r.source.path, "là báo cáo của kỳ khác.") for r in kept if r.source.path not in used
    ]


def _write(made: Synthesis, wanted: Wanted, reference: Path | None) -> None:
    from cchc_nlp import synthesising

    for result in wanted.results:
        with outputs.replacing(result) as draft:
            synthesising.write(made, draft, notes=not wanted.final, reference=reference)
    if wanted.evidence:
        told = drafting.with_relative_paths(synthesising.evidence(made), wanted.base)
        outputs.write_text(wanted.evidence, f"{json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1)}\n")
