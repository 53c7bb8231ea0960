"""How places and numbers are put into the sentence for the commune: value, words, line or page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from cchc_nlp.checking.figures import Figure
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block

_LONGEST_QUOTE = 90
_MARKUP = ("<i>", "</i>", "<b>", "</b>", "<u>", "</u>", "**", "__")


def number(value: float | Fraction, decimals: int = 0) -> str:
    """A number as Vietnamese offices print it.

    >>> number(17519353), number(99.36, 2), number(0.5, 1), number(5)
    ('17.519.353', '99,36', '0,5', '5')
    """
    return f"{float(value):,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def share(exact: Fraction) -> str:
    """A rate with two decimals, trailing zeros left out."""
    return number(exact, 2).rstrip("0").rstrip(",")


def plain(text: str) -> str:
    """Text on one line without marks of typesetting."""
    if "<" in text or "*" in text or "_" in text:  # without one there is no markup: found much faster
        for mark in _MARKUP:
            text = text.replace(mark, "")
    return " ".join(text.split())


def short(text: str) -> str:
    """Words to quote: on one line, not too long."""
    text = plain(text)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rsplit(' ', 1)[0]}…"


def label_of(block: Block) -> str:
    """The label of a table row: its cell with the most letters."""
    return max((plain(cell) for cell in block.cells or (block.text,)), key=lambda cell: sum(map(str.isalpha, cell)))


def value_of(figure: Figure, standard: Standard) -> str:
    """The value as printed, with its sign; the word for yes or no."""
    if figure.indicator.unit in standard.formalities.words("answers"):
        return standard.phrase("yes" if figure.value else "no")
    decimals = max(figure.decimals, 0 if float(figure.value).is_integer() else 2 if not figure.decimals else 0)
    return number(figure.exact, decimals) + ("%" if figure.is_rate else "")


def where(lines: tuple[int, int], page: int | None, standard: Standard) -> str:
    """The page where the format has pages, else the line."""
    if page is not None:
        return standard.phrase("page", page=page)
    first, last = lines
    return standard.phrase("lines", first=first, last=last) if last > first else standard.phrase("line", first=first)


def quote_of(figure: Figure) -> str:
    """The words a figure was read from: the label of its row, or the end of the quotation, which holds the number."""
    if figure.in_table and not figure.by_hand and figure.block is not None and figure.block.cells:
        return short(label_of(figure.block))
    text = plain(figure.indicator.quote)
    return text if len(text) <= _LONGEST_QUOTE else f"…{text[-_LONGEST_QUOTE:].split(' ', 1)[-1]}"


def place(figure: Figure, standard: Standard) -> str:
    """Where it stands, what is said there, in which words."""
    found = where(figure.indicator.lines, figure.indicator.page, standard)
    phrase = "in_correction" if figure.by_hand else "in_table" if figure.in_table else "in_narrative"
    return standard.phrase(phrase, value=value_of(figure, standard), quote=quote_of(figure), where=found)


def term(figure: Figure, anchor: Figure, standard: Standard) -> str:
    """A figure within arithmetic: value and words; in a row of many figures its own name is the words."""
    same_row = figure.in_table and figure.indicator.lines == anchor.indicator.lines
    words = figure.indicator.name if same_row else quote_of(figure)
    found = where(figure.indicator.lines, figure.indicator.page, standard)
    return standard.phrase("figure", value=value_of(figure, standard), quote=words, where=found)


def spanned(figures: Iterable[Figure]) -> tuple[int, int]:
    """First and last line of all."""
    lines = [figure.indicator.lines for figure in figures]
    return min(first for first, _ in lines), max(last for _, last in lines)


def places(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """The places for machines: what `values["places"]` of a problem holds."""
    return [
        {
            "indicator": figure.id,
            "value": figure.value,
            "source": figure.indicator.source,
            "quote": figure.indicator.quote,
            "lines": list(figure.indicator.lines),
            "page": figure.indicator.page,
        }
        for figure in figures
    ]
