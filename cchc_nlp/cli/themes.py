"""Commands about themes: cluster, export, agree."""

from __future__ import annotations

from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cchc_nlp.cli import batch, datasets, many_reports, outputs, show, show_themes, statements
from cchc_nlp.cli.handling import Handling, spread
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.options import Force, Inputs, Json, Output
from cchc_nlp.errors import WriteError, reason_of
from cchc_nlp.model import Clustering, FindingRole, Report, Statement
from cchc_nlp.running import Failure

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run
    from cchc_nlp.reviewing import Review

_PLOTS = (".svg", ".png", ".pdf")


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    for command in (spread(cluster), spread(export), agree):
        app.command(cls=VietnameseCommand, no_args_is_help=True)(command)


def cluster(
    inputs: Inputs,
    role: Annotated[
        FindingRole | None,
        typer.Option("--role", help="Chỉ gom một loại ý kiến; không có thì gom từng loại riêng.", show_default=False),
    ] = None,
    details: Annotated[
        bool,
        typer.Option(
            "--details",
            help="Thêm: theo lĩnh vực, loại đơn vị, nguyên nhân và kiến nghị đi kèm, đơn vị chưa có nhiệm vụ "
            "(các mục đi kèm cần mọi loại ý kiến, nên không dùng cùng --role).",
        ),
    ] = False,
    previous: Annotated[
        list[str] | None,
        typer.Option(
            "--previous",
            metavar="THƯ MỤC",
            help="Báo cáo của kỳ trước, để biết chủ đề nào mới, kéo dài, không còn; nhiều kỳ thì nêu nhiều lần, "
            "kỳ gần nhất trước.",
            show_default=False,
        ),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(
            "--review",
            metavar="TỆP",
            help="Ghi các ý kiến và chủ đề vào tệp .xlsx này để cán bộ sửa.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            "--reviewed",
            metavar="TỆP",
            help="Tệp .xlsx cán bộ đã sửa: giữ đúng các chủ đề đã chọn và bổ sung vào sổ chủ đề ở --knowledge.",
            exists=True,
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    semantic: Annotated[
        bool,
        typer.Option(
            "--semantic",
            help="So thêm nghĩa của câu khi xếp chủ đề: đúng hơn với lời nói thường, nhưng chậm hơn nhiều "
            "(cần cài cchc-nlp\\[semantic]; không cần mạng khi chạy).",
        ),
    ] = False,
    plot: Annotated[
        Path | None,
        typer.Option(
            "--plot",
            metavar="TỆP",
            help="Vẽ chủ đề theo số đơn vị và theo từng đơn vị vào tệp .svg, .png hoặc .pdf này.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    json_: Json = False,
    themes: Annotated[
        Path | None,
        typer.Option(
            "--themes",
            metavar="TỆP",
            help="Ghi các chủ đề vào tệp này, mỗi chủ đề một dòng JSON.",
            callback=outputs.as_text,
            show_default=False,
        ),
    ] = None,
    output: Output = None,
    force: Force = False,
    *,
    handling: Handling,
) -> None:
    """Gom hạn chế, nguyên nhân, kiến nghị… thành chủ đề, đếm theo số xã, phường nêu ra.

    Nhận báo cáo, thư mục, kết quả .json của «cchc parse», hoặc tệp .jsonl các ý kiến có id, text, role.

    \b
    cchc cluster bao-cao/ --role limitation --previous bao-cao-quy-1/
    cchc cluster bao-cao/ --review ra-soat.xlsx
    cchc cluster bao-cao/ --reviewed ra-soat.xlsx --knowledge tri-thuc/
    cchc cluster bao-cao/ --plot chu-de.svg
    cchc cluster y-kien.jsonl --json --themes chu-de.jsonl
    """
    from cchc_nlp import clustering
    from cchc_nlp.knowledge import load_standard

    _check_options(plot, review, reviewed, handling.knowledge)
    if reviewed and handling.knowledge:
        _make_folder(handling.knowledge)
    embed = clustering.e5() if semantic else None  # first of all: it may not be installed
    results = [path for path in (output, themes, review, plot) if path]
    run = batch.start(
        inputs,
        results=results,
        force=force,
        beside=[reviewed],
        stored=True,
        handling=handling,
    )
    standard = load_standard(handling.knowledge)
    before = [
        batch.start(
            [folder],
            results=results,
            force=force,
            stored=True,
            handling=handling,
        )
        for folder in previous or ()
    ]
    said, units_total = _said(run, standard)
    earlier = [_said(period, standard)[0] for period in before]
    decided = None
    if reviewed and handling.knowledge:
        taken = _learn(reviewed, said, standard, handling.knowledge, quiet=handling.quiet)
        load_standard.cache_clear()
        standard, decided = load_standard(handling.knowledge), taken.decided
    found = clustering.cluster(
        said, standard, role=role, units_total=units_total, earlier=earlier, decided=decided, embed=embed
    )
    _write_beside(found, standard, themes=themes, review=review, plot=plot, role=role)
    lines = (
        (show.json_line(show_themes.assignment_json(assignment)) for assignment in found.assignments)
        if json_
        else show_themes.themes(found, standard, clustering.profile(found, standard) if details else ())
    )
    outputs.write_lines(lines, output)
    raise typer.Exit(max(run.finish(), *(period.finish() for period in before), 0))


def export(
    inputs: Inputs,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="THƯ MỤC",
            help="Thư mục dữ liệu cho «cchc query», pandas, Polars, DuckDB; báo cáo của kỳ mới được thêm vào.",
            file_okay=False,
            show_default=False,
        ),
    ] = None,
    format_: Annotated[
        datasets.Format, typer.Option("--format", help="Định dạng của dữ liệu ghi vào thư mục.")
    ] = "parquet",
    qdpx: Annotated[
        Path | None,
        typer.Option(
            "--qdpx",
            metavar="TỆP",
            help="Dự án REFI-QDA (.qdpx) cho QualCoder, NVivo, MAXQDA: mã là chủ đề, trường hợp là đơn vị báo cáo.",
            dir_okay=False,
            show_default=False,
        ),
    ] = None,
    role: Annotated[
        FindingRole | None,
        typer.Option("--role", help="Chỉ xuất một loại ý kiến; không có thì xuất tất cả.", show_default=False),
    ] = None,
    force: Force = False,
    *,
    handling: Handling,
) -> None:
    """Xuất báo cáo thành dữ liệu để truy vấn, và ý kiến theo chủ đề cho phần mềm phân tích định tính.

    \b
    cchc export bao-cao/ -o dataset/
    cchc export bao-cao/ -o bang/ --format csv
    cchc export bao-cao/ --qdpx du-an.qdpx
    """
    from cchc_nlp.knowledge import load_standard

    if (output is None) == (qdpx is None):
        raise typer.BadParameter("cần nêu một trong hai: -o THƯ MỤC hoặc --qdpx TỆP.")
    run = batch.start(
        inputs,
        results=[qdpx] if qdpx else datasets.results(output, format_),
        force=force,
        stored=True,
        handling=handling,
    )
    reports = (
        report for report in run.reports(load_standard(handling.knowledge)) if not many_reports.is_foreign(report)
    )
    if qdpx:
        _export_project(run, list(reports), load_standard(handling.knowledge), qdpx, role)
    elif output:
        added = datasets.add(reports, load_standard(handling.knowledge), output, format_)
        if added and not handling.quiet:
            show.news(f"Đã ghi {added} báo cáo vào {output}.")
    status = run.finish()
    if not run.done:
        show.news("LỖI: không có báo cáo CCHC nào để xuất; chưa ghi kết quả.")
    raise typer.Exit(status if run.done else 1)


def _export_project(
    run: batch.Batch, read: list[Report], standard: Standard, qdpx: Path, role: FindingRole | None
) -> None:
    from cchc_nlp import clustering, exporting

    reports = run.without_repeats(read)
    texts = _renditions(run, reports)
    if not texts:
        return
    found = clustering.cluster(
        clustering.statements_of(reports), standard, role=role, units_total=many_reports.count_units(reports)
    )
    with outputs.replacing(qdpx) as draft:
        draft.write_bytes(exporting.qdpx_bytes(found, reports, texts, standard))
    if not run.quiet:
        show.news(f"Đã xuất {len(found.statements)} ý kiến trong {len(texts)} báo cáo vào {qdpx}.")


def agree(
    first: Annotated[
        Path,
        typer.Argument(metavar="TỆP", help="Dự án .qdpx mã hóa bằng tay.", exists=True, dir_okay=False),
    ],
    second: Annotated[
        Path,
        typer.Argument(metavar="TỆP", help="Dự án .qdpx để so, ví dụ của «cchc export».", exists=True, dir_okay=False),
    ],
    json_: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """So hai cách mã hóa cùng các văn bản: kappa của Cohen, B-cubed, theo từng mã.

    \b
    cchc agree ma-hoa-tay.qdpx du-an.qdpx
    """
    from cchc_nlp import exporting

    outputs.check_free([output] if output else [], [first, second], force=force)
    (by_hand, lengths), (other, other_lengths) = exporting.codings_of(first), exporting.codings_of(second)
    common = {name: length for name, length in lengths.items() if other_lengths.get(name) == length}
    if not common:
        raise typer.BadParameter("hai dự án không có văn bản nào giống nhau về tên và độ dài.")
    found = exporting.agree(by_hand, other, common)
    lines = [show.json_line(asdict(found))] if json_ else list(show_themes.agreement(found))
    outputs.write_lines(lines, output)


def _check_options(plot: Path | None, review: Path | None, reviewed: Path | None, knowledge: Path | None) -> None:
    if plot and plot.suffix.lower() not in _PLOTS:
        raise typer.BadParameter(f"{plot}: tên tệp hình phải có đuôi .svg, .png hoặc .pdf.")
    if review and review.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{review}: tên tệp rà soát phải có đuôi .xlsx.")
    if reviewed and not knowledge:
        raise typer.BadParameter("--reviewed cần --knowledge THƯ MỤC: nơi giữ sổ chủ đề của đơn vị.")


def _make_folder(book: Path) -> None:
    """The first review of a department finds no folder of knowledge yet."""
    try:
        book.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError(f"{book}: không tạo được thư mục ({reason_of(error)}).") from error


def _said(run: batch.Batch, standard: Standard) -> tuple[list[Statement], int | None]:
    """The statements of all inputs, and how many communes reported; None where statements came without reports."""
    from cchc_nlp import clustering

    lists = [file for file in run.found.files if file.suffix.lower() == ".jsonl"]
    listed = list(chain.from_iterable(run.each(batch.attempt("cli", statements.of_file, file) for file in lists)))
    read = run.reports(standard, besides=lists)
    reports = run.without_repeats([report for report in read if not many_reports.is_foreign(report)])
    units = {statement.unit for statement in listed if statement.unit}
    total = len(units) + many_reports.count_units(reports) if reports else None
    return [*listed, *clustering.statements_of(reports)], total


def _learn(path: Path, said: list[Statement], standard: Standard, book: Path, *, quiet: bool) -> Review:
    """Take over what the officer decided, and say what became of it."""
    from cchc_nlp import reviewing

    review = reviewing.take(path, said, standard)
    new = reviewing.unknown(review, book)
    kept = reviewing.learn(new, book)
    if review.removed:
        show.news(f"LƯU Ý {path}: {review.removed} ý kiến không có dòng nào trong tệp; giữ chủ đề do chương trình xếp.")
    if review.unmatched:
        show.news(
            f"LƯU Ý {path}: {review.unmatched} dòng không khớp ý kiến nào của các báo cáo này; "
            "phần đã sửa vẫn được ghi vào sổ chủ đề."
        )
    if not quiet:
        old = f"; bản cũ giữ ở {kept}" if kept else ""
        added = f"{len(new.corrections)} ý kiến đã sửa, {len(new.themes)} chủ đề mới"
        show.news(
            f"Đã ghi {added} vào sổ chủ đề {book / 'themes.toml'}{old}."
            if new.corrections or new.themes
            else f"Sổ chủ đề {book / 'themes.toml'} đã có mọi điều trong {path}; không ghi thêm."
        )
    return review


def _write_beside(
    found: Clustering,
    standard: Standard,
    *,
    themes: Path | None,
    review: Path | None,
    plot: Path | None,
    role: FindingRole | None,
) -> None:
    """The results that go to files of their own."""
    from cchc_nlp import clustering

    if themes:
        rows = show_themes.themes_json(found, clustering.profile(found, standard))
        outputs.write_lines(map(show.json_line, rows), themes)
    if review:
        from cchc_nlp import reviewing
        from cchc_nlp.tabulating import workbook_bytes

        sheets = reviewing.propose(found, standard, clustering.alternatives(found.statements, standard))
        with outputs.replacing(review) as draft:
            draft.write_bytes(workbook_bytes(sheets))
    if plot:
        from cchc_nlp import plotting

        with outputs.replacing(plot) as draft:
            plotting.save(plotting.overview(found, standard, role), draft)


def _renditions(run: batch.Batch, reports: list[Report]) -> dict[str, str]:
    """The text rendition of each report by its path; one whose file is no longer there is told and counted."""
    from cchc_nlp.reading import read

    texts: dict[str, str] = {}
    for report in reports:
        document = batch.attempt("reading", read, Path(report.source.path))
        if isinstance(document, Failure):
            run.failed += 1
            show.failure(document)
        else:
            texts[report.source.path] = "\n".join(line.text for line in document.lines)
    return texts
