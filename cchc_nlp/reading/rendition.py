"""What a format's reader hands to the door: the lines, and the little that only the format knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from cchc_nlp.model import Line
from cchc_nlp.reading.terms import Terms


@dataclass(frozen=True, slots=True)
class Rendition:
    """The lines of a file in reading order, numbered from 1."""

    lines: tuple[Line, ...]
    encoding: str | None = None
    pages: int | None = None
    ocr: bool = False


def numbered(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Lines numbered from 1."""
    # Field by field: `replace` asks each line for its fields by name and takes twice as long.
    return tuple(
        Line(number, of.text, of.page, of.layer, of.cells, of.table, of.label, of.look, of.ends)
        for number, of in enumerate(lines, 1)
    )


Reader: TypeAlias = Callable[[bytes, Terms], Rendition]
"""
Content of a file, on what terms → its rendition. Raises ReadError with the reason alone; the door puts the
file's name in front.
"""
