"""Front, body, closing and appendix: where a report's frame ends and begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.names import personal_name

_LONGEST_CLOSING_LINE = 160
# An appendix without any closing before it can only stand in the later part of a file.
_EARLIEST_APPENDIX = 0.4


@dataclass(frozen=True, slots=True)
class Zones:
    """Indexes of blocks: the body is `[body, closing)`, the closing `[closing, appendix)`, then the appendix."""

    body: int
    closing: int
    appendix: int


def zones(blocks: Sequence[Block], first_heading: int, standard: Standard) -> Zones:
    """The zones of a report whose first heading of the body is block `first_heading`."""
    frames = standard.frame_lines
    n = len(blocks)
    closing = next((i for i in range(first_heading, n) if _opens_closing(blocks[i], standard)), None)
    if closing is None:
        start = max(first_heading + 1, int(_EARLIEST_APPENDIX * n))
        appendix = next(
            (i for i in range(start, n) if _is_prose(blocks[i]) and frames.is_a("appendix", blocks[i].text)), n
        )
        return Zones(first_heading, appendix, appendix)
    return Zones(first_heading, closing, _appendix_start(blocks, closing, standard))


def _is_prose(block: Block) -> bool:
    return block.kind in ("text", "heading")


def _opens_closing(block: Block, standard: Standard) -> bool:
    """Whether a block opens the closing: a line, or a row where recipients and signature stand side by side."""
    cells = [cell for cell in block.cells or (block.text,) if cell.strip()]
    return block.kind != "noise" and bool(cells) and all(standard.frame_lines.role(c) == "closing" for c in cells)


def _appendix_start(blocks: Sequence[Block], closing: int, standard: Standard) -> int:
    """The first block after recipients and signature."""
    signed = False
    for i in range(closing + 1, len(blocks)):
        block = blocks[i]
        if block.kind == "noise":
            continue
        if _belongs_to_closing(block, standard):
            signed = signed or _names_signer_title(block.text, standard)
            continue
        if signed and personal_name(block.text) is not None:
            return _after_recipients(blocks, i + 1, standard)
        if (
            standard.frame_lines.is_a("appendix", block.text)
            or block.kind == "table"
            or len(block.text) > _LONGEST_CLOSING_LINE
        ):
            return i
    return len(blocks)


def _after_recipients(blocks: Sequence[Block], start: int, standard: Standard) -> int:
    """Recipients beside the signature may go on behind the name, even on the next page."""
    end = start
    for i in range(start, len(blocks)):
        goes_on = end == i and blocks[i].lines[0] == blocks[i - 1].lines[1]  # «Lưu:» cut from «VT.» as a heading is
        if blocks[i].kind == "table" or not (
            goes_on or blocks[i].kind == "noise" or _belongs_to_closing(blocks[i], standard)
        ):
            break
        if blocks[i].kind != "noise":
            end = i + 1
    return end


def _belongs_to_closing(block: Block, standard: Standard) -> bool:
    cells = block.cells or (block.text,)
    return any(
        standard.frame_lines.is_a("closing", cell) or cell.lstrip().startswith("-") for cell in cells if cell
    ) or (any(_names_signer_title(cell, standard) for cell in cells))


def _names_signer_title(text: str, standard: Standard) -> bool:
    folded = fold(text.strip("*_ "))
    return any(folded.endswith(title) for title in standard.words("signer_titles")) and len(folded) < 80  # noqa: PLR2004
