"""Commands on many reports: summarize, synthesize."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_nlp.cli import batch, outputs, show
from cchc_nlp.cli import corrections as taking
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.keeping import conduct
from cchc_nlp.cli.options import (
    Corrections,
    Dask,
    Force,
    Inputs,
    Jobs,
    Json,
    Knowledge,
    Limits,
    LogFile,
    NoStore,
    Output,
    Password,
    Quiet,
    StoreAt,
    terms,
)
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Correction, Report, Unit
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (summarize, synthesize):
        app.command(cls=VietnameseCommand, no_args_is_help=True)(command)


def summarize(
    inputs: Inputs,
    sentences: Annotated[int, typer.Option("--sentences", min=1, max=20, help="Số câu nhiều nhất cho mỗi mục.")] = 2,
    json_: Json = False,
    output: Output = None,
    force: Force = False,
    quiet: Quiet = False,
    jobs: Jobs = None,
    store: StoreAt = None,
    no_store: NoStore = False,
    dask: Dask = None,
    log: LogFile = None,
    knowledge: Knowledge = None,
    password: Password = None,
    limits: Limits = None,
) -> None:
    """Tóm tắt từng báo cáo bằng chính câu chữ của xã, theo lĩnh vực và loại nội dung.

    \b
    cchc summarize xa-a.docx
    cchc summarize bao-cao/ --sentences 1 --json -o tom-tat.jsonl
    """
    from cchc_nlp import synthesising
    from cchc_nlp.knowledge import load_standard

    run = batch.start(
        inputs,
        own=[output],
        stored=True,
        quiet=quiet,
        printing=output is None,
        terms=terms(limits, password),
        conduct=conduct(store, dask, log, knowledge, no_store=no_store),
    )
    outputs.check_free([output] if output else [], run.found.files, force=force)
    standard = load_standard(knowledge)

    def summary(report: Report) -> Iterator[str]:
        chosen = synthesising.summarise(report, standard, sentences=sentences)
        return (
            iter([show.json_line(show.extracts_json(report, chosen))])
            if json_
            else show.extracts(report, chosen, standard)
        )

    outputs.write_lines(chain.from_iterable(map(summary, run.reports(standard, jobs))), output)
    raise typer.Exit(run.finish())


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
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            "--roster",
            metavar="TỆP",
            help="Danh sách xã, phường phải báo cáo (.csv, mỗi dòng một đơn vị, dòng đầu là tên cột).",
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
    corrections: Corrections = None,
    force: Force = False,
    quiet: Quiet = False,
    jobs: Jobs = None,
    store: StoreAt = None,
    no_store: NoStore = False,
    dask: Dask = None,
    log: LogFile = None,
    knowledge: Knowledge = None,
    password: Password = None,
    limits: Limits = None,
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
        own=[output, evidence, corrections],
        stored=True,
        quiet=quiet,
        terms=terms(limits, password),
        conduct=conduct(store, dask, log, knowledge, no_store=no_store),
    )
    outputs.check_free([path for path in (output, evidence) if path], run.found.files, force=force)
    standard = load_standard(knowledge)
    expected = roster_size(roster, province) if roster else None
    status = synthesize_batch(
        run,
        standard,
        [output],
        evidence=evidence,
        province=province,
        roster_size=expected,
        changed=taking.read(corrections, standard),
        jobs=jobs,
    )
    raise typer.Exit(status)


def synthesize_batch(
    run: batch.Batch,
    standard: Standard,
    results: Sequence[Path],
    *,
    evidence: Path | None = None,
    province: str | None = None,
    roster_size: int | None = None,
    changed: Sequence[Correction] = (),
    jobs: int | None = None,
) -> int:
    """The main job: reports → themes → one synthesis, in the format of each result. The exit status of the run.

    A file that is no CCHC report is left out and counts as a failed input; with no report left nothing is written.
    """
    from cchc_nlp import clustering, synthesising

    read = list(run.reports(standard, jobs))
    ours = [report for report in read if not is_foreign(report)]
    reports = taking.applied(run.without_repeats(ours), changed, standard)
    status = run.finish()
    if not reports:
        show.news("LỖI: không có báo cáo CCHC nào để tổng hợp; chưa ghi kết quả.")
        return 1
    themes = clustering.cluster(clustering.statements_of(reports), standard, units_total=count_units(reports))
    synthesis = synthesising.synthesise(reports, themes, standard, province=province, roster_size=roster_size)
    for result in results:
        with outputs.replacing(result) as draft:
            synthesising.write(synthesis, draft)
    if evidence:
        text = json.dumps(synthesising.evidence(synthesis), ensure_ascii=False, allow_nan=False, indent=1)
        outputs.write_text(evidence, f"{text}\n")
    if not run.quiet:
        show.synthesised(len(reports), [*results, *([evidence] if evidence else [])])
    return 1 if len(ours) < len(read) else status


def count_units(reports: Sequence[Report]) -> int:
    """How many communes reported: two reports of one count once, one whose commune is unknown counts by itself."""
    return len({_unit_key(report.meta.unit) if report.meta.unit else report.source.path for report in reports})


def _unit_key(unit: Unit) -> tuple[str, ...]:
    return tuple(fold(name or "") for name in (unit.name, unit.district, unit.province))


def is_foreign(report: Report) -> bool:
    """Whether a report is none on administrative reform."""
    problem = batch.doubt_about(report)
    return problem is not None and problem.code == batch.NOT_CCHC


def roster_size(path: Path, province: str | None) -> int:
    """How many communes a roster lists, those of one province where it has a column for it.

    Raises:
        ReadError: the roster cannot be read or is empty.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"{path}: không đọc được danh sách; hãy lưu lại thành CSV với mã UTF-8.") from error
    own = [
        row for row in rows if province is None or province.casefold() in (row.get("province") or province).casefold()
    ]
    if not own:
        raise ReadError(f"{path}: danh sách không có xã, phường nào; dòng đầu phải là tên cột.")
    return len(own)
