"""A report and its annexes, sent as files of their own → one document: the annexes' lines behind those of the report.

Lines and tables count on through the files, as `cchc read` prints them when given the files in this order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cchc_nlp.model import Annex, Document, Line


def join(body: Document, annexes: Sequence[Document]) -> Document:
    """The document of all files; its source is the report's, and says which lines came from which annex."""
    lines = list(body.lines)
    parts: list[Annex] = []
    for annex in annexes:
        first = len(lines) + 1
        tables = max((line.table or 0 for line in lines), default=0)
        lines += [_behind(line, first - 1, tables) for line in annex.lines]
        parts.append(Annex(annex.source.path, annex.source.sha256, annex.source.format, (first, len(lines))))
    return replace(body, source=replace(body.source, annexes=tuple(parts)), lines=tuple(lines))


def _behind(line: Line, lines: int, tables: int) -> Line:
    table = None if line.table is None else line.table + tables
    return replace(line, number=line.number + lines, table=table, page=None)
