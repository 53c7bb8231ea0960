"""What stands on top of a report: its number, place and date, and its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block
from cchc_nlp.vietnamese.dates import LINE_DATE, first_date, line_date
from cchc_nlp.vietnamese.forms import BREAK, fold, plain_line

# Printed with slips: "12/BC_UBND", "12./BC-UBND", "12/2026/BC-UBND", "12-BC/ĐU"; the number itself may be left open.
_NUMBER = re.compile(
    r"Số\s*:?\s*(?P<n>\d+[A-Za-z]?)?[\s.…_]*(?P<sign>[/-])\s*(?:(?P<y>\d{4})\s*/\s*)?"
    r"(?P<s>[A-ZĐ][\wĐ.]*(?:\s?[-/]\s?[A-ZĐ][\wĐ]*)*)",
    re.IGNORECASE,
)
_ANNEX_NOTE = re.compile(
    r"kèm theo\s+(?:báo cáo|văn bản|công văn)?\s*số\s*:?\s*"
    r"(?P<n>\d+[a-z]?)\s*/\s*(?P<s>[A-ZĐ][\wĐ.-]*)(?P<rest>.{0,60})",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?P<place>[^\W\d_][^,;:\t]{0,40}?)\s*,\s*$")
_COLUMNS = re.compile(r"\t+|\s{3,}")
_TITLE_NOTE = re.compile(r"^\(.*\)$")
_LONGEST_DATE_LINE = 120
_LONGEST_TITLE_WORDS = 60
_BODY_WORDS = 30


def document_number(front: Sequence[Block]) -> str | None:
    """The report's own number as it is printed, blanks and slips of its signs left out; None where it is left open."""
    for text in _cells(front):
        match = _NUMBER.match(text)
        if match and match["n"]:
            symbol = re.sub(r"\s*([-/])\s*", r"\1", match["s"].replace("_", "-"))
            return "".join((match["n"], match["sign"], f"{match['y']}/" if match["y"] else "", symbol))
    return None


def annex_note(blocks: Sequence[Block]) -> tuple[str | None, str | None]:
    """Number and date in the note under an annex's title, where a report without letterhead says them at last."""
    for block in blocks:
        note = _ANNEX_NOTE.search(plain_line(block.text)) if block.role == "appendix" else None
        if note:
            return f"{note['n']}/{note['s'].replace(' ', '')}", first_date(note["rest"])
    return None, None


def place_and_date(front: Sequence[Block]) -> tuple[str | None, str | None]:
    """Place, and date as ISO as far as it is filled in, of the first line «Bình An, ngày … tháng … năm …»."""
    for cell in _cells(front):
        number = _NUMBER.match(cell)
        text = cell[number.end() :].strip() if number else cell
        date = LINE_DATE.search(text)
        place = _PLACE.search(text[: date.start()]) if date and len(text) < _LONGEST_DATE_LINE else None
        if date and place:
            return place["place"], line_date(date)
    return None, None


def _cells(front: Sequence[Block]) -> Iterator[str]:
    """What stands side by side, each by itself: cells of a table, columns parted by blanks; then the whole line."""
    for block in front:
        columns = tuple(part for cell in block.cells or _COLUMNS.split(block.text) for part in BREAK.split(cell))
        yield from map(plain_line, columns)
        if len(columns) > 1:
            yield plain_line(block.text)


def title_of(front: Sequence[Block], standard: Standard) -> str | None:
    """The lines below "BÁO CÁO", or behind it, up to the first that is a basis, an addressee, a note or a paragraph."""
    titles = list(_titles(front, standard))
    subject = standard.pattern("subject_words")
    return next((title for title in titles if subject.search(fold(title))), next(iter(titles), None))


def _titles(front: Sequence[Block], standard: Standard) -> Iterator[str]:
    """What stands below each "BÁO CÁO": a page saved from the web has the word in its own head as well."""
    openers = standard.words("title_openers")
    for i, block in enumerate(front):
        text = plain_line(block.text)
        if fold(text) in openers:
            below = _title_lines(front[i + 1 :], standard)
            if below:
                yield below
            continue
        opener = next((o for o in openers if fold(text).startswith(f"{o} ")), None)
        if (
            opener
            and block.role == "front"
            and len(text.split()) <= _LONGEST_TITLE_WORDS
            and not text.endswith((".", ";", ":"))
        ):
            rest = _title_lines(front[i + 1 :], standard)
            yield f"{text[len(opener) + 1 :]} {rest or ''}".strip()


def _title_lines(blocks: Sequence[Block], standard: Standard) -> str | None:
    lines: list[str] = []
    for block in blocks:
        text = plain_line(block.text)
        if _ends_title(block, text, lines, standard):
            break
        lines.append(text)
    title = re.sub(r"\s*\([^()]*\)$", "", " ".join(lines))
    return title or None


def _ends_title(block: Block, text: str, lines: Sequence[str], standard: Standard) -> bool:
    if block.kind != "text" or _TITLE_NOTE.match(text) or standard.frame_lines.role(text) is not None:
        return True
    if not any(c.isalpha() for c in text) or text.endswith((":", ".")):
        return True
    words = len(text.split())
    return bool(lines) and (words > _BODY_WORDS or words + sum(len(x.split()) for x in lines) > _LONGEST_TITLE_WORDS)
