"""One report and many, each a line one can read.

Path → Document → Document → Outline → Outline → Report → its problems
Reports → Themes → Synthesis
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cchc_nlp.aligning import align
from cchc_nlp.checking import check
from cchc_nlp.cleaning import clean
from cchc_nlp.extracting import extract
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Report
from cchc_nlp.outlining import outline
from cchc_nlp.reading import Terms, join, read


def parse(path: Path, standard: Standard, *, annexes: Sequence[Path] = (), terms: Terms | None = None) -> Report:
    """The report a file holds, with the annexes sent in files of their own; `terms` are those of reading.

    Raises:
        ReadError: a file cannot be read as a report.
    """
    terms = terms or Terms()
    document = join(read(path, terms), [read(annex, terms) for annex in annexes])
    report = extract(align(outline(clean(document)), standard), standard)
    return replace(report, problems=check(report, standard))
