"""How results and news look. Results are lines of plain text for stdout or a file; news is told on stderr."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cchc_nlp.cli.inputs import Aside
from cchc_nlp.model import Area, Document, Extract, Report, Role, Synthesis
from cchc_nlp.running import Failure, Joined, Repeat

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run

_SKIPPED_SHOWN = 5
_LONG_RUN = 40  # files: about as many as fill a screen with what is told of them
_SEVERITIES = ("error", "warning", "info")
# Columns of a table that goes to a file or a pipe; and the fewest a message can be read in.
_TABLE_WIDTH, _NARROWEST = 120, 60
# From so many columns on the first one keeps its names on one line.
_WIDE = 6


@contextmanager
def progress(total: int, *, quiet: bool, printing: bool) -> Iterator[Callable[[int], object]]:
    """A bar on stderr, if it is a terminal on which no results are `printing` meanwhile.

    Yields what moves it on by one and is told how many have failed so far.
    """
    shared = printing and sys.stdout.isatty()
    if quiet or shared or total < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one file needs no bar
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn

    class Rate(TextColumn):
        def render(self, task: Task) -> Any:
            self.text_format = f"{task.speed:.1f} báo cáo/giây".replace(".", ",") if task.speed else ""
            return super().render(task)

    columns = (
        *(TextColumn("Đọc báo cáo"), BarColumn(), MofNCompleteColumn(), Rate("")),
        *(TextColumn("còn"), TimeRemainingColumn(), TextColumn("{task.fields[failed]}")),
    )
    # Results go out on stdout while the bar moves: rich must not catch them.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("", total=total, failed="")
        yield lambda failed: bar.update(task, advance=1, failed=f"{failed} lỗi" if failed else "")


def news(line: str) -> None:
    """One line on stderr, whatever control characters a file name may hold."""
    sys.stderr.write("".join(c if c.isprintable() else "\ufffd" for c in line) + "\n")


def failure(failed: Failure) -> None:
    """A file that failed: its name and the reason; where the fault is ours, the traceback too."""
    news(f"LỖI {failed.path}: {failed.reason}")
    if failed.trace:
        sys.stderr.write(failed.trace)


def joined(annex: Joined, *, quiet: bool) -> None:
    """An annex that was read as part of a report."""
    if not quiet:
        news(f"Ghép {annex.annex} vào {annex.report}.")


def repeat(found: Repeat) -> None:
    """A report that is left out because it was sent again."""
    left_out, kept = found.left_out.source.path, found.kept.source.path
    if found.why == "same":
        news(f"LƯU Ý {left_out}: trùng nội dung với {kept}; chỉ tính một lần.")
    else:
        news(f"LƯU Ý {left_out}: đã có bản mới hơn là {kept}; chỉ tính bản mới.")


def left_aside(aside: Aside) -> None:
    """Something the user named that gave no file."""
    news(f"LỖI {aside.path}: {aside.reason}")


def doubt(path: Path, message: str) -> None:
    """A report that was read, but may be none."""
    news(f"LƯU Ý {path}: {message}")


def skipped(asides: Sequence[Aside]) -> None:
    """What was passed over in folders, the first of it by name."""
    for aside in asides[:_SKIPPED_SHOWN]:
        news(f"Bỏ qua {aside.path}: {aside.reason}")
    if len(asides) > _SKIPPED_SHOWN:
        news(f"Bỏ qua {len(asides) - _SKIPPED_SHOWN} tệp khác trong thư mục.")


def tally(done: int, failed: int, doubtful: int, asides: Sequence[Aside], kept: int = 0) -> None:
    """What became of all inputs; nothing where there is nothing to add to the one result."""
    skipped(asides)
    counts = [(doubtful, "tệp cần xem lại"), (failed, "đầu vào bị lỗi"), (len(asides), "tệp bỏ qua")]
    rest = [f"{count} {what}" for count, what in counts if count]
    if done != 1 or rest:
        known = f" ({kept} báo cáo không thay đổi từ lần trước)" if kept else ""
        news("; ".join([f"Đã đọc {done} báo cáo{known}", *rest]) + ".")


def worst(failures: Sequence[Failure], done: int) -> None:
    """After a long run, in which they have scrolled away: the failures by reason, the most frequent first."""
    if len(failures) + done < _LONG_RUN or not failures:
        return
    news("Nên xem trước:")
    by_reason: dict[str, list[Failure]] = {}
    for failed in failures:
        by_reason.setdefault(failed.reason, []).append(failed)
    for reason, alike in sorted(by_reason.items(), key=lambda item: -len(item[1]))[:_SKIPPED_SHOWN]:
        others = f" và {len(alike) - 1} tệp khác" if len(alike) > 1 else ""
        news(f"  {alike[0].path}{others}: {reason}")


def json_line(value: Any) -> str:
    """A value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def document(read: Document) -> Iterator[str]:
    """The text rendition of a file, line by line."""
    yield from (line.text for line in read.lines)


def document_json(read: Document) -> dict[str, Any]:
    """The text rendition with what is known of each line."""
    lines = [{"number": line.number, "text": line.text, "page": line.page, "layer": line.layer} for line in read.lines]
    source = read.source
    return {
        "path": source.path,
        "format": source.format,
        "encoding": source.encoding,
        "pages": source.pages,
        "lines": lines,
    }


def explanation(report: Report, standard: Standard) -> Iterator[str]:
    """For each heading and each finding of a report, the evidence that decided, in the order it was weighed."""
    yield f"{report.source.path}: {report.meta.title or 'không thấy tên báo cáo'}"
    yield "ĐỀ MỤC"
    for section in report.sections:
        number = f"{section.number} " if section.number else ""
        yield f"{_place(section.lines)}: {number}{section.heading}"
        yield f"  → {_label(section.area, section.role, standard)} (điểm {decimal(section.score)})"
        yield from (f"    vì {reason}" for reason in section.because)
    yield "ƯU ĐIỂM, HẠN CHẾ, NGUYÊN NHÂN, NHIỆM VỤ, KIẾN NGHỊ"
    for finding in report.findings:
        yield f"{_place(finding.lines)}: {finding.text}"
        yield f"  → {_label(finding.area, finding.role, standard)}"
        yield from (f"    vì {reason}" for reason in finding.because)


def extracts(report: Report, chosen: Sequence[Extract], standard: Standard) -> Iterator[str]:
    """The summary of one report: under each field and role the chosen sentences with their lines."""
    unit = report.meta.unit.name if report.meta.unit else "không rõ đơn vị"
    yield f"{report.source.path} ({unit}): {report.meta.title or 'không thấy tên báo cáo'}"
    before = None
    for extract in chosen:
        if (extract.area, extract.role) != before:
            yield f"  {_label(extract.area, extract.role, standard)}"
        before = (extract.area, extract.role)
        yield f"    - {extract.text} ({_place(extract.lines)})"


def outlined(made: Synthesis) -> Iterator[str]:
    """A document as plain text: headings by their indent, items with a dash."""
    for paragraph in made.paragraphs:
        indent = {"heading1": "", "heading2": "  "}.get(paragraph.style, "    - ")
        yield f"{indent}{paragraph.text}"


def extracts_json(report: Report, chosen: Sequence[Extract]) -> dict[str, Any]:
    """A line of `cchc summarize --json`."""
    unit = report.meta.unit.name if report.meta.unit else None
    return {"path": report.source.path, "unit": unit, "extracts": [dataclasses.asdict(extract) for extract in chosen]}


def problems(report: Report, standard: Standard) -> Iterator[str]:
    """The problems of one report as a table, gravest first, under a line that names and counts them."""
    counts = [(sum(p.severity == s for p in report.problems), standard.phrase(s).lower()) for s in _SEVERITIES]
    unit = report.meta.unit.name if report.meta.unit else standard.phrase("unknown_unit")
    yield f"{report.source.path} ({unit}): {', '.join(f'{count} {what}' for count, what in counts)}"
    if not report.problems:
        return
    told = sorted(report.problems, key=lambda p: (_SEVERITIES.index(p.severity), p.lines))
    rows = [(standard.phrase(p.severity), _place(p.lines), p.message) for p in told]
    yield from table(("Mức độ", "Vị trí", "Nội dung"), rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in plain text, as wide as the screen, or as a page where it goes to a file or a pipe."""
    from io import StringIO

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, padding=(0, 2, 0, 0), header_style="")
    for position, column in enumerate(columns):
        grid.add_column(column, no_wrap=position == 0 and len(columns) > _WIDE)
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    width = shutil.get_terminal_size((_TABLE_WIDTH, 0)).columns if sys.stdout.isatty() else _TABLE_WIDTH
    text = StringIO()
    Console(file=text, width=max(width, _NARROWEST)).print(grid)
    yield from (line.rstrip() for line in text.getvalue().splitlines())


def problems_json(report: Report) -> dict[str, Any]:
    """A line of `cchc check --json`."""
    unit = report.meta.unit.name if report.meta.unit else None
    return {
        "path": report.source.path,
        "unit": unit,
        "problems": [dataclasses.asdict(problem) for problem in report.problems],
    }


def synthesised(reports: int, written: Sequence[Path]) -> None:
    """What was made of how many reports, and where it lies."""
    news(f"Đã tổng hợp {reports} báo cáo vào {', '.join(map(str, written))}.")


def to_decide(points: int, book: Path | None) -> None:
    """How many points are open in a draft, and where they are answered."""
    if points:
        where = f"trả lời trong {book} rồi chạy lại" if book else "thêm --decisions TỆP.xlsx để trả lời"
        news(f"LƯU Ý: {points} điểm cần quyết định, ghi chú trong bản thảo; {where}.")


def undecided(points: Iterable[str], book: Path | None) -> None:
    """Why there is no final report yet."""
    points = list(points)
    where = f"trả lời ở cột «quyết định» của {book}" if book else "thêm --decisions TỆP.xlsx để trả lời"
    news(f"LỖI: còn {len(points)} điểm cần quyết định, chưa ghi bản chính thức; {where} rồi chạy lại:")
    for point in points:
        news(f"  - {point}")


def _label(area: Area, role: Role, standard: Standard) -> str:
    return f"{standard.wording.area(area).name} · {standard.wording.role(role)}"


def _place(lines: tuple[int, int]) -> str:
    first, last = lines
    return f"dòng {first}-{last}" if last > first else f"dòng {first}"


def decimal(value: float, digits: int = 2) -> str:
    """A number with so many decimals behind a comma."""
    return f"{value:.{digits}f}".replace(".", ",")
