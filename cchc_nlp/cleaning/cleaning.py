"""The door of the room, and the order of its steps."""

from __future__ import annotations

import re
from dataclasses import replace

from cchc_nlp.cleaning.joining import Joiner
from cchc_nlp.cleaning.margin import Margin
from cchc_nlp.cleaning.noise import noisy_lines
from cchc_nlp.cleaning.rows import mark_rows
from cchc_nlp.model import Anchor, Block, Document, Line
from cchc_nlp.vietnamese.forms import heal_marks

# A symbol or date cut at its hyphen or slash ("41/KH-", "109/") is closed up again.
_CUT_SYMBOL = re.compile(r"\w[-/]$")
# Converters to markdown set a backslash before what would be markup: "1\. Về kiểm tra", "\- Đã rà soát".
_ESCAPED = re.compile(r"\\([-.()*_#+!>~\[\]])")
# Formats that keep paragraphs, not lines.
_PARAGRAPHS = frozenset({"docx", "doc", "odt", "rtf", "html", "mht"})


def clean(document: Document) -> Document:
    """Fill in `blocks` from `lines`. Blocks stand in reading order; a footnote stands where it interrupts."""
    lines = mark_rows(tuple(map(_healed, document.lines)))
    margin = Margin([line for line in lines if line.layer == "body" and line.cells is None and line.text.strip()])
    noise = noisy_lines(lines, margin)
    joiner = Joiner(margin, paragraphs=document.source.format in _PARAGRAPHS)
    return replace(document, blocks=tuple(_blocks(lines, noise, joiner)))


def _healed(line: Line) -> Line:
    text = _ESCAPED.sub(r"\1", heal_marks(line.text))
    return line if text == line.text else replace(line, text=text)


def _blocks(lines: tuple[Line, ...], noise: frozenset[int], joiner: Joiner) -> list[Block]:
    blocks: list[Block] = []
    open_text: int | None = None  # index in blocks of the paragraph that the next line may go on
    last: Line | None = None  # its last line
    for line in lines:
        if not line.text.strip():
            continue
        if line.number in noise:
            blocks.append(_block("noise", line))
        elif line.cells is not None:
            blocks.append(_block("table", line))
            open_text = last = None
        elif open_text is not None and last is not None and joiner.goes_on(blocks[open_text].text, last, line):
            blocks[open_text] = _joined(blocks[open_text], line)
            last = line
        else:
            blocks.append(_block("text", line))
            open_text, last = len(blocks) - 1, line
    return blocks


def _block(kind: str, line: Line) -> Block:
    text = line.text.strip()
    anchor = Anchor(0, line.number, line.page)
    return Block(kind, text, (anchor,), line.look, line.label, line.cells, line.table)  # type: ignore[arg-type]


def _joined(block: Block, line: Line) -> Block:
    gap = "" if _CUT_SYMBOL.search(block.text) else " "
    anchor = Anchor(len(block.text) + len(gap), line.number, line.page)
    look = replace(
        block.look,
        bold=block.look.bold and line.look.bold,
        italic=block.look.italic and line.look.italic,
        bold_lead=block.look.bold_lead or (len(block.text) if block.look.bold and not line.look.bold else 0),
    )
    return replace(block, text=f"{block.text}{gap}{line.text.strip()}", anchors=(*block.anchors, anchor), look=look)
