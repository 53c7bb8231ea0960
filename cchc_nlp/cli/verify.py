"""The command that holds a synthesis, as it stands now, against its sources."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cchc_nlp.cli import outputs, show
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.options import Json, Knowledge
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Correction, Report

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs

# Rosters and workbooks of figures; every other source is a report.
_TABLES = (".csv", ".tsv", ".xlsx")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(verify)


def verify(
    document: Annotated[
        Path,
        typer.Argument(
            metavar="BÁO-CÁO.docx", help="Báo cáo tổng hợp, kể cả khi đã sửa tay.", exists=True, dir_okay=False
        ),
    ],
    evidence: Annotated[
        Path,
        typer.Argument(
            metavar="NGUỒN.json", help="Tệp nguồn mà «cchc synthesize --evidence» đã ghi.", exists=True, dir_okay=False
        ),
    ],
    folder: Annotated[
        Path, typer.Argument(metavar="THƯ MỤC", help="Thư mục báo cáo của các xã.", exists=True, file_okay=False)
    ],
    json_: Json = False,
    knowledge: Knowledge = None,
) -> None:
    """Tính lại mọi số liệu, tìm lại mọi lời trích trong nguồn; nêu chỗ không còn khớp.

    \b
    cchc verify tong-hop.docx nguon.json bao-cao/
    """
    from cchc_nlp import synthesising

    told = _evidence(evidence)
    sources = _sources(told, folder, knowledge)
    texts = synthesising.texts_of(document)
    found = synthesising.verify(texts, told, sources)
    lines = [
        show.json_line({"paragraph": d.paragraph, "words": d.words, "reason": d.reason})
        if json_
        else f"«{d.words}»: {d.reason}\n    trong: {d.paragraph}"
        for d in found
    ]
    outputs.write_lines(lines, None)
    figures, quotes = (sum(len(entry[kind]) for entry in told) for kind in ("figures", "quotes"))
    show.news(f"Đã đối chiếu {figures} số liệu, {quotes} lời trích; {len(found)} chỗ không khớp nguồn.")
    raise typer.Exit(1 if found else 0)


def _evidence(path: Path) -> list[dict[str, Any]]:
    """The evidence, by its schema.

    Raises:
        ReadError: it is none.
    """
    refusal = f"{path}: không phải tệp nguồn của «cchc synthesize --evidence»."
    try:
        told = json.loads(path.read_text("utf-8-sig"))
        places = [p for e in told for f in e["figures"] for p in f["sources"]] + [q for e in told for q in e["quotes"]]
        if not all(isinstance(p["path"], str) and len(p["lines"]) == 2 for p in places):  # noqa: PLR2004 - first, last
            raise ReadError(refusal)
    except (OSError, UnicodeDecodeError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise ReadError(refusal) from error
    return [entry for entry in told if isinstance(entry, dict) and "text" in entry]


def _sources(
    told: Sequence[Mapping[str, Any]], folder: Path, knowledge: Path | None
) -> dict[str, Report | Sequence[str]]:
    """What stands in the files of the evidence now, figures written by hand taken over as the synthesis did.

    A file that is not there or not readable has no entry.

    Raises:
        ReadError: the folder has none of the reports.
    """
    from cchc_nlp import pipeline
    from cchc_nlp.knowledge import load_standard

    standard = load_standard(knowledge)
    paths = {place["path"] for entry in told for figure in entry["figures"] for place in figure["sources"]}
    paths |= {quote["path"] for entry in told for quote in entry["quotes"]}
    reports: dict[str, Report] = {}
    tables: dict[str, Sequence[str]] = {}
    changed: list[Correction] = []
    files = {path: _file(path, folder) for path in sorted(paths)}
    wanted = [path for path in paths if not path.lower().endswith(_TABLES)]
    if wanted and not any(files[path] for path in wanted):
        raise ReadError(f"{folder}: thư mục không có báo cáo nào trong tệp nguồn; hãy kiểm tra lại thư mục.")
    for path, file in files.items():
        try:
            if file and file.suffix.lower() in _TABLES:
                tables[path] = _lines(file)
                changed += _by_hand(file, standard)
            elif file:
                reports[path] = pipeline.parse(file, standard)
        except ReadError as error:
            show.news(f"LỖI {error}")
    fixed = pipeline.correct(list(reports.values()), changed, standard)
    return tables | dict(zip(reports, fixed, strict=True))


def _by_hand(file: Path, standard: Standard) -> tuple[Correction, ...]:
    """What officers wrote into a workbook of figures; nothing of a roster."""
    from cchc_nlp import tabulating

    try:
        return tabulating.read_corrections(file, standard) if file.suffix.lower() == ".xlsx" else ()
    except ReadError:
        return ()


def _file(path: str, folder: Path) -> Path | None:
    """Where the evidence says, seen from the folder; else the only file of that name in it."""
    stated = folder / path
    if stated.is_file():
        return stated
    named = list(folder.rglob(Path(path).name))
    return named[0] if len(named) == 1 else None


def _lines(file: Path) -> list[str]:
    """Of a table of ours or of a workbook; a workbook has its rows as lines."""
    if file.suffix.lower() != ".xlsx":
        return file.read_text("utf-8-sig", errors="replace").splitlines()
    from cchc_nlp import tabulating

    return ["\t".join(row) for rows in tabulating.cells_of(file).values() for row in rows]
