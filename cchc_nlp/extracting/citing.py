"""Documents a report cites by number and symbol."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block, Citation
from cchc_nlp.vietnamese.dates import first_date

# An issuer's number: digits, a slash or dash, then a symbol in capitals; years and two-level symbols allowed.
_SYMBOL = r"(?:/\d{4})?\s?[/-]\s?(?:[A-ZĐ][A-ZĐa-z]*\d{0,2})(?:\s?[-/–]\s?[A-ZĐ][A-ZĐa-z&.]*\d{0,2})*"
# What stands before is looked at behind the first digit: texts are run through much faster.
_CITED_NUMBER = re.compile(rf"\d(?<![\w/.,-]\d)\d*[a-z]?{_SYMBOL}")
_SAYS_NUMBER = re.compile(r"s[ốô]\s*:?\s*$", re.IGNORECASE)
_KIND_REACH = 40
_CITED_DATE = re.compile(
    r"^[\s,]{0,20}(?:ngày\s{0,20})?(?P<d>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})"
)

# «Quyết định số 468/QĐ-TTg và 766/QĐ-TTg», «Kế hoạch số 12/KH-UBND ngày 05/01/2026, 13/KH-UBND»
_LISTED = re.compile(r"(?:,?\s*(?:ngày\s*)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4})?\s*(?:[,;]|và)\s*")
# In a list of documents the date has a column of its own.
_DATE_CELL = re.compile(r"^\s*(?P<d>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})\s*$")


def citations_of(blocks: Sequence[Block], own: str | None, standard: Standard) -> tuple[Citation, ...]:
    """Each mention of a document with number and symbol, the report's own number left out, in reading order."""
    kinds = "|".join(sorted((re.escape(k.id) for k in standard.document_kinds), key=len, reverse=True))
    named = re.compile(rf"(?P<k>{kinds})\s*(?:liên tịch\s+)?(?:s[ốôo]\s*:?)?\s*$", re.IGNORECASE)
    found = []
    for block in blocks:
        if block.role == "appendix" and block.kind == "table":
            continue
        last, end = None, -1  # the kind of the citation before, and where it ends
        for match in _CITED_NUMBER.finditer(block.text):
            before = block.text[max(0, match.start() - _KIND_REACH) : match.start()]
            number = match[0].strip().rstrip(".-–")
            kind = named.search(before)
            listed = end >= 0 and _LISTED.fullmatch(block.text, end, match.start()) is not None
            named_so = listed or kind is not None or _SAYS_NUMBER.search(before) or match[0] in (block.cells or ())
            if number == own or (kind is None and (block.role == "front" or not named_so)):
                continue
            date = _CITED_DATE.match(block.text[match.end() :]) or next(
                filter(None, map(_DATE_CELL.match, block.cells or ())), None
            )
            last, end = kind["k"].capitalize() if kind else last if listed and last else "Văn bản", match.end()
            found.append(
                Citation(
                    last,
                    number,
                    first_date(date["d"] if "/" in date["d"] else f"ngày {date['d']}") if date else None,
                    block.lines_between(match.start(), match.end()),
                )
            )
    return tuple(found)
