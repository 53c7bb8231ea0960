"""Lists of communes as officers keep them (.csv, .txt, .xlsx) → the communes that must report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from cchc_nlp.cli.lists import tables_of
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Commune

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the command loads it when it runs


def read_roster(path: Path, standard: Standard, *, province: str | None = None) -> tuple[Commune, ...]:
    """The communes of a list, those of one province where it is named; of a workbook, the first sheet that has some.

    Raises:
        ReadError: not readable, wrong columns, none of the province; the message names the file.
    """
    from cchc_nlp import registering

    refusal = ReadError(standard.registering.phrase("no_rows", file=path))
    for rows in tables_of(path):
        try:
            return registering.roster_of(rows, str(path), standard, province=province)
        except ReadError as error:
            refusal = error
    raise refusal
