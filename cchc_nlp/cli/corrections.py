"""What commands take over from a workbook of figures that an officer has corrected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cchc_nlp.cli import show
from cchc_nlp.errors import ReadError

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run
    from cchc_nlp.model import Correction, Report


def read(path: Path | None, standard: Standard) -> tuple[Correction, ...]:
    """The cells changed by hand; none where no workbook is named.

    Raises:
        typer.BadParameter: the workbook is none of figures, or a changed cell holds no number.
    """
    from cchc_nlp import tabulating

    try:
        return tabulating.read_corrections(path, standard) if path else ()
    except ReadError as error:
        raise typer.BadParameter(str(error)) from error


def tell_unmatched(reports: Sequence[Report], changed: Sequence[Correction]) -> None:
    """Name the changed cells of communes without a report: nothing written by hand gets lost unsaid."""
    from cchc_nlp import tabulating

    for one in tabulating.unmatched(reports, changed):
        show.news(f"CẢNH BÁO: {one.file}: ô {one.cell} đã sửa nhưng không có báo cáo của «{one.key}»; chưa dùng.")


def applied(reports: Sequence[Report], changed: Sequence[Correction], standard: Standard) -> list[Report]:
    """The reports with the figures written by hand."""
    from cchc_nlp import pipeline

    tell_unmatched(reports, changed)
    return pipeline.correct(reports, changed, standard)
