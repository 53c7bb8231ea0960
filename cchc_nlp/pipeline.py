"""One report and many, each a line one can read.

Path → Document → Document → Outline → Outline → Report → its problems
Reports → Themes → Synthesis
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cchc_nlp.aligning import align
from cchc_nlp.checking import check
from cchc_nlp.cleaning import clean
from cchc_nlp.extracting import extract
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Report
from cchc_nlp.outlining import outline
from cchc_nlp.reading import read


def parse(path: Path, standard: Standard) -> Report:
    """The report a file holds.

    Raises:
        ReadError: the file cannot be read as a report.
    """
    report = extract(align(outline(clean(read(path))), standard), standard)
    return replace(report, problems=check(report, standard))
