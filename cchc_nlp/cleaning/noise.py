"""Lines that are no part of the text: page numbers, running headers, a table of contents, footnotes in the flow.

A file format that knows its layers says so (`Line.layer`); for plain text only what stands out by form is marked.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from cchc_nlp.cleaning.contents import contents
from cchc_nlp.cleaning.margin import Margin
from cchc_nlp.model import Line
from cchc_nlp.vietnamese.sentences import is_finished, starts_small

# A page number alone on its line: 3, - 3 -, 3/12, Trang 3, Trang 3/12.
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-–—]\s*)?(?:trang\s*)?(\d{1,3})(?:\s*[/|]\s*\d{1,3})?(?:\s*[-–—])?\s*$", re.IGNORECASE
)
_DRESSED = re.compile(r"trang|[-–—/|]", re.IGNORECASE)
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_FOOTNOTE = re.compile(rf"^\s*(?:[{_SUPERSCRIPT}]+|\[\d{{1,2}}\])\s*\S")
_RULE = re.compile(r"^\s*[-_–—=*]{4,}\s*$")
_DIGITS = re.compile(r"\d+")
# A footnote longer than this many lines would rather be the text itself.
_LONGEST_FOOTNOTE = 20
_FEWEST_PAGES = 3
# «Phụ lục 1», «Phụ lục 2» count up as well; a running header says more.
_NUMBERED = re.compile(r"^\s*(?P<words>\S.*\D)(?P<n>\d{1,3})\s*$")
_FEWEST_HEADER_WORDS = 4
_FEWEST_LINES_A_PAGE = 8


def noisy_lines(lines: tuple[Line, ...], margin: Margin) -> frozenset[int]:
    """Numbers of the lines that are noise."""
    body = [line for line in lines if line.layer == "body" and line.cells is None and line.text.strip()]
    marked = {line.number for line in lines if line.layer != "body"}
    marked |= {line.number for line in body if _RULE.match(line.text)}
    marked |= contents(lines)
    numbers = _page_numbers(body)
    marked |= (
        numbers
        | _running_headers(body, numbers)
        | _numbered_headers(body)
        | _footnotes([x for x in body if x.number not in numbers], margin)
    )
    return frozenset(marked)


def _page_numbers(body: list[Line]) -> set[int]:
    """Lone numbers that count the pages: dressed ("- 3 -", "Trang 3"), or bare, far apart and going up by one."""
    found = [(i, line, int(m[1])) for i, line in enumerate(body) if (m := _PAGE_NUMBER.match(line.text))]
    dressed = {line.number for _, line, _ in found if _DRESSED.search(line.text)}
    bare = [(i, line, n) for i, line, n in found if line.number not in dressed]
    return dressed | _counting_up(bare)


def _counting_up(bare: list[tuple[int, Line, int]]) -> set[int]:
    # Cells of a flattened table are lone numbers too, but stand close together and do not count up.
    chain: list[tuple[int, Line, int]] = []
    for i, line, n in bare:
        expected = chain[-1][2] + 1 if chain else n
        far = i - chain[-1][0] >= _FEWEST_LINES_A_PAGE if chain else n in (1, 2)
        if n == expected and far:
            chain.append((i, line, n))
    return {line.number for _, line, _ in chain} if len(chain) >= _FEWEST_PAGES - 1 else set()


def _running_headers(body: list[Line], numbers: set[int]) -> set[int]:
    """Lines beside a page number that say the same, but for digits, on three pages or more."""
    beside = [
        line
        for before, line, after in zip([None, *body], body, [*body[1:], None], strict=False)
        if line.number not in numbers and any(x is not None and x.number in numbers for x in (before, after))
    ]
    masked = Counter(_DIGITS.sub("0", line.text.strip()) for line in beside)
    return {line.number for line in beside if masked[_DIGITS.sub("0", line.text.strip())] >= _FEWEST_PAGES}


def _numbered_headers(body: list[Line]) -> set[int]:
    """Lines that say the same but for a page number behind, which goes up by one: «UBND xã … - Báo cáo CCHC 3»."""
    said: dict[str, list[tuple[int, Line, int]]] = {}
    for i, line in enumerate(body):
        match = _NUMBERED.match(line.text) if line.text.rstrip()[-1:].isdigit() else None  # most end in no number
        if match and len(match["words"].split()) >= _FEWEST_HEADER_WORDS:
            said.setdefault(match["words"].strip(), []).append((i, line, int(match["n"])))
    return {line.number for lines in said.values() if _pages(lines) for _, line, _ in lines}


def _pages(lines: list[tuple[int, Line, int]]) -> bool:
    """Whether numbered lines go up by one and stand about a page apart."""
    count_up = all(n == m + 1 for (_, _, m), (_, _, n) in pairwise(lines))
    return (
        len(lines) >= _FEWEST_PAGES
        and count_up
        and lines[-1][0] - lines[0][0] >= _FEWEST_LINES_A_PAGE * (len(lines) - 1)
    )


def _footnotes(body: list[Line], margin: Margin) -> set[int]:
    """Footnotes in the flow: from a line that opens with a marker to where the interrupted sentence goes on."""
    marked: set[int] = set()
    for i, line in enumerate(body):
        if line.number in marked or not _FOOTNOTE.match(line.text):
            continue
        marked.update(x.number for x in body[i : i + _length(body, i, margin)])
    return marked


def _length(body: list[Line], start: int, margin: Margin) -> int:
    """How many lines the footnote takes that opens at `start`."""
    if start > 0 and not is_finished(body[start - 1].text):
        for n in range(1, min(_LONGEST_FOOTNOTE, len(body) - start)):
            line = body[start + n]
            if starts_small(line.text) and not margin.is_full(body[start + n - 1].text, line.text):
                return n
    n = 1
    while start + n < len(body) and n < _LONGEST_FOOTNOTE and not is_finished(body[start + n - 1].text):
        if not starts_small(body[start + n].text):
            break
        n += 1
    return n
