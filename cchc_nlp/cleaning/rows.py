"""Tables typed as text: lines with tab stops or pipes become rows with cells."""

from __future__ import annotations

import re

from cchc_nlp.model import Line

_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
# Columns kept apart by tab stops or, after a PDF-to-text tool, by runs of blanks.
_COLUMN_GAP = re.compile(r"\t| {3,}")
# "1.<tab>Kết quả": a number or a bullet set apart from the text it opens, and nothing more.
_OPENING_APART = re.compile(
    r"\s*(?:[-–—+•*●○▪]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVXLC]{1,6}|[A-ZĐa-zđ])[.)/])(?:\t| {3,})\s*"
)
_RULE_CELL = re.compile(r"^[\s:–—=+-]*$")


def mark_rows(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Lines with `cells` and `table` filled in where they are rows of a text table; all others unchanged.

    A row is a line between pipes, or a line with a tab between two texts. A lone line with one tab is a typist's
    stop, not a table ("Số: 5/BC-UBND<tab>Bình An, ngày …"): tab rows count from two in a run or three cells on.
    A run may hold blank lines (page breaks). A number and a tab before a text are the beginning of a paragraph, unless
    rows stand above and below.
    """
    known = max((line.table or 0 for line in lines), default=0)
    found: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if (line.cells is None and _looks_like_row(line.text)) or (run and not line.text.strip()):
            run.append(line)
        else:
            known = _close(run, known, found)
            run = []
            found.append(line)
    _close(run, known, found)
    return tuple(found)


def _looks_like_row(text: str) -> bool:
    return bool(_PIPE_ROW.match(text) or _COLUMN_GAP.search(text.strip()))


def _close(run: list[Line], known: int, found: list[Line]) -> int:
    sure = [place for place, line in enumerate(run) if line.text.strip() and not _is_item(line.text)]
    first, end = (sure[0], sure[-1] + 1) if sure else (0, 0)
    rows = [line for line in run[first:end] if line.text.strip()]
    if not rows or not _is_table(rows):
        found.extend(run)
        return known
    found.extend(run[:first])
    found.extend(line if not line.text.strip() else _row(line, known + 1) for line in run[first:end])
    found.extend(run[end:])
    return known + 1


def _is_item(text: str) -> bool:
    opening = _OPENING_APART.match(text)
    return opening is not None and not _COLUMN_GAP.search(text[opening.end() :].strip())


def _is_table(rows: list[Line]) -> bool:
    if _PIPE_ROW.match(rows[0].text):
        return True
    return len(rows) > 1 or len(_COLUMN_GAP.findall(rows[0].text.strip())) > 1


def _row(line: Line, table: int) -> Line:
    if _PIPE_ROW.match(line.text):
        cells = [cell.strip() for cell in line.text.strip()[1:-1].split("|")]
        if all(_RULE_CELL.match(cell) for cell in cells):
            cells = [""] * len(cells)
    else:
        cells = [cell.strip() for cell in _COLUMN_GAP.split(line.text.rstrip())]
    return line.as_row(tuple(cells), table)
