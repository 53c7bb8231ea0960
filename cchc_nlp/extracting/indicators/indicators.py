"""The door of the room: figures of the prose, then of the tables, each in reading order."""

from __future__ import annotations

from cchc_nlp.extracting.indicators.forms import from_tables
from cchc_nlp.extracting.indicators.prose import from_prose
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Indicator, Meta, Outline


def indicators(outline: Outline, meta: Meta, standard: Standard) -> tuple[Indicator, ...]:
    """Every figure of the catalogue that an aligned outline states, with the words it was read from."""
    found = from_prose(outline.blocks, outline.sections, meta.period, standard)
    found += from_tables(outline.blocks, meta.period, standard)
    return tuple(sorted(found, key=lambda figure: figure.lines))
