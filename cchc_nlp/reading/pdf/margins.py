"""Marks what is no running text of a page: page numbers, repeated headers and footers, footnotes. Deletes nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import mode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_nlp.reading.pdf.pages import Page, Rule
    from cchc_nlp.reading.pdf.setting import SetLine

_MARGIN = 0.09  # of the page's height: official margins are 20 to 25 mm of 297, headers and numbers stand in them
_OUTERMOST = 3  # lines from the edge among which headers and footers are looked for
_FEWEST_REPEATS = 3
_SAME_HEIGHT = 4.0
_LONE_NUMBER = re.compile(r"[-–—\s|.]*\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s|.]*")
_DIGITS = re.compile(r"\d+")
_NOTE_MARK = re.compile(r"[¹²³⁴-⁹⁰*]+|\d{1,3}(?=[\s.)])|\[\d+\]|\(\d+\)")
_SMALLER = 0.9  # notes are set at 10 or 11 points under 13 or 14
_NOTE_RULE = (30.0, 0.5)  # a note's rule: at least this many points, at most this part of the page's width
_ABOVE_RULE = 2.0


def mark_margins(pages: Sequence[Page], lines: Sequence[SetLine], loose_rules: Sequence[Sequence[Rule]]) -> None:
    """Set the layer of lines outside the running text. `loose_rules` are, by page, the rules of no table."""
    by_page: dict[int, list[SetLine]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    _mark_repeated(pages, by_page)
    _mark_page_numbers(pages, by_page)
    body = [round(line.size, 1) for line in lines if line.layer == "body" and line.cells is None]
    if body:
        body_size = mode(body)
        for page, rules in zip(pages, loose_rules, strict=True):
            _mark_notes(by_page[page.number], body_size, page, rules)


def _outer(lines: Sequence[SetLine], page: Page) -> list[SetLine]:
    """The lines of a page that stand in its margins, outermost first, top and bottom."""
    text = sorted((line for line in lines if line.cells is None), key=lambda line: line.baseline)
    top = [line for line in text[:_OUTERMOST] if line.baseline < _MARGIN * page.height]
    bottom = [line for line in reversed(text[-_OUTERMOST:]) if line.baseline > (1 - _MARGIN) * page.height]
    return top + [line for line in bottom if line not in top]


def _mark_repeated(pages: Sequence[Page], by_page: dict[int, list[SetLine]]) -> None:
    """The same words, numbers aside, at the same height of the margin on several pages."""
    seen: dict[tuple[str, int], list[SetLine]] = defaultdict(list)
    for page in pages:
        for line in _outer(by_page[page.number], page):
            height = round(line.baseline / _SAME_HEIGHT)
            seen[_DIGITS.sub("#", line.text), height].append(line)
    for (_, height), same in seen.items():
        if len({line.page for line in same}) < _FEWEST_REPEATS:
            continue
        numbered = len({line.text for line in same}) > 1
        for line in same:
            on_top = height * _SAME_HEIGHT < pages[line.page - 1].height / 2
            line.layer = "page_number" if numbered else "header" if on_top else "footer"


def _mark_page_numbers(pages: Sequence[Page], by_page: dict[int, list[SetLine]]) -> None:
    """A number alone on the first or last line of a page, in the margin."""
    for page in pages:
        lines = [line for line in by_page[page.number] if line.layer not in {"header", "footer"}]
        text = sorted(lines, key=lambda line: line.baseline)
        for line in {id(line): line for line in (*text[:1], *text[-1:])}.values():
            in_margin = not _MARGIN * page.height < line.baseline < (1 - _MARGIN) * page.height
            if in_margin and line.cells is None and _LONE_NUMBER.fullmatch(line.text):
                line.layer = "page_number"


def _mark_notes(lines: Sequence[SetLine], body_size: float, page: Page, rules: Sequence[Rule]) -> None:
    """Footnotes: small type below a short rule, or small type that begins with a mark, down to the page's end."""
    text = sorted((line for line in lines if line.layer == "body"), key=lambda line: line.baseline)
    tail = len(text)
    while tail and text[tail - 1].cells is None and _is_small(text[tail - 1], body_size):
        tail -= 1
    rule = _note_rule(text, page, rules)
    start = next((i for i, line in enumerate(text) if rule is not None and line.baseline > rule), None)
    if start is None or start < tail:
        start = next((i for i in range(tail, len(text)) if _NOTE_MARK.match(text[i].text)), None)
        if start is not None and page.height / 2 > text[start].baseline:
            start = None
    for line in text[start:] if start is not None else ():
        line.layer = "footnote"


def _is_small(line: SetLine, body_size: float) -> bool:
    return line.size <= _SMALLER * body_size


def _note_rule(text: Sequence[SetLine], page: Page, rules: Sequence[Rule]) -> float | None:
    """The height of the rule above the notes: short, at the left edge of the text, in the lower part of the page."""
    left = min((line.x0 for line in text), default=0.0)
    least, most = _NOTE_RULE
    fitting = [
        rule.top - _ABOVE_RULE
        for rule in rules
        if least <= rule.x1 - rule.x0 <= most * page.width
        and abs(rule.x0 - left) < least / 2
        and rule.top > page.height / 3
    ]
    return max(fitting, default=None)
