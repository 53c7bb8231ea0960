"""What a format's reader hands to the door: the lines, and the little that only the format knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from cchc_nlp.model import Line, Look
from cchc_nlp.reading.terms import Terms

Packed: TypeAlias = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], str | None, int | None, bool]


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


def packed(rendition: Rendition) -> Packed:
    """A rendition as plain tuples, which travel between processes in a third of the time. Each look goes once."""
    looks: dict[Look, int] = {}
    lines = [
        (of.text, of.page, of.layer, of.cells, of.table, of.label, looks.setdefault(of.look, len(looks)), of.ends)
        for of in rendition.lines
    ]
    shown = [(of.bold, of.italic, of.bold_lead, of.centred, of.size, of.outline_level) for of in looks]
    return lines, shown, rendition.encoding, rendition.pages, rendition.ocr


def unpacked(answer: Packed) -> Rendition:
    """The rendition that was packed.

    >>> rendition = Rendition((Line(1, "BÁO CÁO", look=Look(bold=True)), Line(2, "12", cells=("1", "2"), table=1)))
    >>> unpacked(packed(rendition)) == rendition
    True
    """
    lines, shown, encoding, pages, ocr = answer
    looks = [
        Look(bold=bold, italic=italic, bold_lead=lead, centred=centred, size=size, outline_level=outline)
        for bold, italic, lead, centred, size, outline in shown
    ]
    return Rendition(
        tuple(
            Line(number, text, page, layer, cells, table, label, looks[look], ends)
            for number, (text, page, layer, cells, table, label, look, ends) in enumerate(lines, 1)
        ),
        encoding,
        pages,
        ocr,
    )


Reader: TypeAlias = Callable[[bytes, Terms], Rendition]
"""
Content of a file, on what terms → its rendition. Raises ReadError with the reason alone; the door puts the
file's name in front.
"""
