"""What a synthesis takes from the user besides reports: a roster, a period; its evidence with paths of one folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from cchc_nlp.cli.rosters import read_roster
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Enrolled, Period, Place
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run


def enrolled(path: Path | None, province: str | None, standard: Standard) -> tuple[Enrolled, ...]:
    """The communes of a roster with their rows; none where no roster is named.

    Raises:
        typer.BadParameter: the roster cannot be read, has wrong columns or no commune.
    """
    if path is None:
        return ()
    try:
        communes = read_roster(path, standard, province=province)
    except ReadError as error:
        raise typer.BadParameter(str(error)) from error
    lines = _lines(path)
    return tuple(
        Enrolled(commune.name, Place(str(path), (row, row)))
        for position, commune in enumerate(communes)
        for row in [_row(lines, commune.name, position)]
    )


def _lines(path: Path) -> list[str]:
    """Of a workbook there are none."""
    try:
        return path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _row(lines: Sequence[str], name: str, position: int) -> int:
    """The line that has the name; in a workbook the row below its titles."""
    return next((at for at, line in enumerate(lines, 1) if fold(name) in fold(line)), position + 2)


def asked_period(text: str | None, standard: Standard) -> Period | None:
    """The period a user names.

    Raises:
        typer.BadParameter: it is none.
    """
    from cchc_nlp.knowledge.period_codes import period_said

    period = period_said(text, standard.period_words) if text else None
    if text and period is None:
        raise typer.BadParameter(
            f"--period {text}: không hiểu kỳ này; viết như 2026-H1, 2026-Q2, 06/2026, 2026, "
            "hoặc «6 tháng đầu năm 2026», «quý II năm 2026»."
        )
    return period


def base_of(inputs: Sequence[str], files: Sequence[Path]) -> Path:
    """The folder that paths of the evidence are told from: the one folder named, else what the files have in common."""
    folders = [Path(argument) for argument in inputs if Path(argument).is_dir()]
    if len(inputs) == len(folders) == 1:
        return folders[0].resolve()
    return Path(os.path.commonpath([path.resolve().parent for path in files])) if files else Path.cwd()


def with_relative_paths(evidence: list[dict[str, Any]], base: Path) -> list[dict[str, Any]]:
    """The evidence with every path told from `base`, with strokes as in a URL on every system."""
    relative = cache(lambda path: _relative(path, base))  # one path stands at thousands of places
    for entry in evidence:
        places = [place for figure in entry["figures"] for place in figure["sources"]]
        for place in [*places, *entry["quotes"], *(p for d in entry["decisions"] for p in d["sources"])]:
            place["path"] = relative(place["path"])
    return evidence


def _relative(path: str, base: Path) -> str:
    try:
        return Path(os.path.relpath(Path(path).resolve(), base)).as_posix()
    except ValueError:  # another drive of Windows
        return path
