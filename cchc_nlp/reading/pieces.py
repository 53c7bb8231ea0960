"""Pieces of text of one look, as office formats hold them, and the look of the line they make."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cchc_nlp.model import Look
from cchc_nlp.reading.encodings import Script, is_unicode
from cchc_nlp.vietnamese.forms import nfc


class Piece(NamedTuple):
    """Text of one look; `script` where it is typed for an old font."""

    text: str
    bold: bool = False
    italic: bool = False
    size: float = 0.0
    script: Script | None = None


def modernise(lines: list[list[Piece]]) -> None:
    """Text typed for old fonts into Unicode, unless the paragraph was converted before and only kept the font."""
    old = [piece for pieces in lines for piece in pieces if piece.script]
    if not old or any(is_unicode(piece.text) for piece in old):
        return
    for pieces in lines:
        for place in range(1, len(pieces)):
            before, piece = pieces[place - 1 : place + 1]
            # A letter and its marks may stand in two runs.
            if before.script and piece.script and piece.script.continues(before.text, piece.text):
                pieces[place - 1] = before._replace(text=before.text + piece.text[0])
                pieces[place] = piece._replace(text=piece.text[1:])
        pieces[:] = [p._replace(text=nfc(p.script.read(p.text))) if p.script else p for p in pieces]


def look_of(pieces: list[Piece], *, centred: bool = False, outline_level: int | None = None) -> Look:
    """The look of a line from its pieces; blanks between them have none."""
    inked = [piece for piece in pieces if piece.text.strip()]
    if len(inked) == 1:  # most lines are of one look
        _, bold, italic, size, _ = inked[0]
        return _look(bold, italic, centred, size or None, outline_level)
    bold = bool(inked) and all(piece.bold for piece in inked)
    italic = bool(inked) and all(piece.italic for piece in inked)
    return Look(
        bold=bold,
        italic=italic,
        bold_lead=0 if bold or italic else _lead(pieces),
        centred=centred,
        size=_main_size(inked),
        outline_level=outline_level,
    )


@lru_cache(maxsize=1024)
def _look(
    bold: bool,  # noqa: FBT001 - a cache is keyed by position
    italic: bool,  # noqa: FBT001
    centred: bool,  # noqa: FBT001
    size: float | None,
    outline_level: int | None,
) -> Look:
    return Look(bold=bold, italic=italic, centred=centred, size=size, outline_level=outline_level)


def _lead(pieces: list[Piece]) -> int:
    """How many leading characters are bold or italic where the rest is not."""
    lead = 0
    for piece in pieces:
        if piece.text.strip() and not (piece.bold or piece.italic):
            return lead
        lead += len(piece.text)
    return 0


def _main_size(inked: list[Piece]) -> float | None:
    weights: dict[float, int] = {}
    for piece in inked:
        weights[piece.size] = weights.get(piece.size, 0) + len(piece.text)
    return (max(weights, key=lambda size: weights[size]) or None) if weights else None
