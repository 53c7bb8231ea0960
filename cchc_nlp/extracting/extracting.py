"""The door of the room."""

from __future__ import annotations

from cchc_nlp.extracting.findings import findings
from cchc_nlp.extracting.identification import identify
from cchc_nlp.extracting.indicators import indicators
from cchc_nlp.extracting.tables import tables
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Outline, Report


def extract(outline: Outline, standard: Standard) -> Report:
    """The report an aligned outline holds."""
    meta = identify(outline, standard)
    return Report(
        source=outline.source,
        meta=meta,
        sections=outline.sections,
        blocks=outline.blocks,
        tables=tables(outline.blocks),
        findings=findings(outline.blocks, outline.sections, standard),
        indicators=indicators(outline, meta, standard),
    )
