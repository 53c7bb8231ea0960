"""Tables of the report → indicators: which rows stand above a row, what its label means, what its cell holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from cchc_nlp.extracting.indicators.columns import is_heading_row
from cchc_nlp.extracting.indicators.exports import export_cells
from cchc_nlp.extracting.indicators.periods import is_of_another_period
from cchc_nlp.extracting.indicators.prose import meant_by_words
from cchc_nlp.extracting.indicators.rows import Row, opens_row, rows
from cchc_nlp.extracting.indicators.values import values, with_answers
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.indicators import Catalogue, IndicatorEntry
from cchc_nlp.model import Block, Indicator, Period
from cchc_nlp.vietnamese.numbers import roman

PREVIOUS = "previous"
# A form of ours has no more rows unknown to us than this; beyond it slips of reading are not looked for.
_MOST_UNKNOWN = 300
_LONGEST_CAPTION, _MOST_CAPTIONS = 300, 16
_NUMBER = re.compile(r"\d{1,3}")
_LONGEST_QUOTE = 600


@dataclass
class _Sheet:
    """One form or table with the lines above it."""

    captions: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    begun: bool = False

    def add(self, block: Block, catalogue: Catalogue) -> None:
        """Take a block in: a caption up to the first row or column name, then a row or a piece of one."""
        self.begun = self.begun or not _is_caption(block, catalogue) or len(self.captions) >= _MOST_CAPTIONS
        if self.begun:
            self.blocks.append(block)
        else:
            self.captions.append(block.text[:_LONGEST_CAPTION])


def _is_caption(block: Block, catalogue: Catalogue) -> bool:
    if block.cells is not None or len(block.text) > _LONGEST_CAPTION:
        return False
    return block.kind == "heading" or not (is_heading_row([block.text], catalogue) or opens_row(block.text))


def from_tables(blocks: Sequence[Block], period: Period | None, standard: Standard) -> list[Indicator]:
    """Every figure of every table, those of another period marked as such."""
    found: list[Indicator] = []
    unknown = 0
    for sheet in _sheets(blocks, standard.indicators):
        earlier = is_of_another_period(sheet.captions, period, standard)
        plain, exported = _split_exports(sheet, standard.indicators, earlier=earlier)
        found += exported
        titles = [standard.indicators.plain(text) for text in reversed(sheet.captions[-3:])]
        for row, above in _nested(rows(plain, standard.indicators), titles, standard.indicators):
            entry = _meant(row, above, standard.indicators, forgiving=unknown < _MOST_UNKNOWN)
            if entry is None and unknown < _MOST_UNKNOWN:
                entry = _said(row, above, standard)
            unknown += entry is None
            if entry is not None:
                found += _stated(row, entry, standard.indicators, earlier=earlier)
    return found


def _sheets(blocks: Sequence[Block], catalogue: Catalogue) -> Iterator[_Sheet]:
    """Forms one after another: a heading of the appendix opens one; a table of the body is one by itself."""
    sheet, before, annexed = _Sheet(), "", False
    for block in blocks:
        if block.kind == "noise":
            if annexed and _NUMBER.fullmatch(block.text):
                sheet.blocks.append(block)
            continue
        if block.role == "appendix":
            annexed = True
            if block.kind == "heading":
                yield sheet
                sheet = _Sheet([] if sheet.begun else sheet.captions)
            sheet.add(block, catalogue)
        elif block.kind == "table":
            if not sheet.blocks:
                sheet = _Sheet([before])
            sheet.add(block, catalogue)
        else:
            before = block.text[:_LONGEST_CAPTION]
            if sheet.blocks:
                yield sheet
                sheet = _Sheet()
    yield sheet


def _split_exports(sheet: _Sheet, catalogue: Catalogue, *, earlier: bool) -> tuple[list[Block], list[Indicator]]:
    plain: list[Block] = []
    found: list[Indicator] = []
    for table, group in groupby(sheet.blocks, key=lambda b: b.table if b.cells is not None else None):
        members = list(group)
        cells = export_cells(members, catalogue) if table is not None else None
        if cells is None:
            plain += members
            continue
        for cell in cells:
            qualifier = "; ".join(part for part in (PREVIOUS if earlier else None, cell.field) if part) or None
            found += [
                _indicator(entry, value, qualifier, cell.quote, cell.block.lines, cell.block.page)
                for entry, value in values(cell.entry, cell.value, "", catalogue)
            ]
    return plain, found


class _Step(NamedTuple):
    """A row that others stand below; `code` is () for a group row without a number, None for a title or a part."""

    code: tuple[int, ...] | None
    words: str


def _nested(found: Sequence[Row], titles: Sequence[str], catalogue: Catalogue) -> Iterator[tuple[Row, list[str]]]:
    """Each row with the labels above it, nearest first, the titles of the form last."""
    steps: list[_Step] = []
    for row in found:
        code = _code(row.code)
        words = catalogue.plain(row.label)
        if row.code and code is None:
            steps = []
        elif code:
            steps = [
                s for s in steps if s.code is None or (s.code and s.code == code[: len(s.code)] and s.code != code)
            ]
        elif not (row.unit or row.value):
            steps = [s for s in steps if s.code != ()]
        yield row, [*(s.words for s in reversed(steps)), *titles]
        if row.code or not (row.unit or row.value):
            steps.append(_Step(code if row.code else (), words))


def _code(text: str) -> tuple[int, ...] | None:
    """The parts of a code; None for a Roman numeral or a word, which open a part of the form."""
    parts = text.rstrip(".)").split(".")
    if roman(text.rstrip(".)")) or not all(part.isdigit() for part in parts):
        return None
    return tuple(map(int, parts))


def _meant(row: Row, above: Sequence[str], catalogue: Catalogue, *, forgiving: bool) -> IndicatorEntry | None:
    if not row.label or not (row.value or row.unit or row.earlier):
        return None
    area = next((block.area for block in row.blocks if block.area != "general"), None)
    return catalogue.find(row.label, above, area, forgiving=forgiving)


def _said(row: Row, above: Sequence[str], standard: Standard) -> IndicatorEntry | None:
    """What the words of a label say that the catalogue has not."""
    if not row.label or not row.value or len(row.label) > _LONGEST_CAPTION:
        return None
    block = next((block for block in row.blocks if block.area != "general"), row.blocks[0])
    return meant_by_words(row.label, row.value, row.unit, block, above, standard)


def _stated(row: Row, entry: IndicatorEntry, catalogue: Catalogue, *, earlier: bool) -> Iterator[Indicator]:
    unit, value = with_answers(row.unit, row.value)
    lines, page = (min(row.lines), max(row.lines)), row.blocks[0].page
    quote = "\n".join(dict.fromkeys(block.text for block in row.blocks))[:_LONGEST_QUOTE]
    for cell, qualifier in ((value, PREVIOUS if earlier else None), (row.earlier, PREVIOUS)):
        for known, number in values(entry, cell, unit, catalogue):
            yield _indicator(known, number, qualifier, quote, lines, page)


def _indicator(
    entry: IndicatorEntry, value: float, qualifier: str | None, quote: str, lines: tuple[int, int], page: int | None
) -> Indicator:
    return Indicator(entry.id, entry.name, value, entry.unit, "table", qualifier, quote, lines, page)
