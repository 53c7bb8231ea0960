"""Numbers, places and cells in the words of lists and pages."""

from __future__ import annotations

from pathlib import PurePath

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Cell, Covered, Excerpt, PairedFigure


def number(value: float | None) -> str:
    """As offices print it; "" where there is none.

    >>> number(1552), number(-0.5), number(None)
    ('1.552', '-0,5', '')
    """
    if value is None:
        return ""
    whole = f"{value:,.2f}"
    return (whole.rstrip("0").rstrip(".") if "." in whole else whole).translate(str.maketrans(",.", ".,"))


def figure_name(figure: PairedFigure, standard: Standard) -> str:
    """The name of an indicator, with how many communes it is of where it is of many."""
    if figure.units is None:
        return figure.name
    return standard.comparing.phrase("figure_of", name=figure.name, count=figure.units)


def change(figure: PairedFigure, standard: Standard) -> str:
    """The change with its sign: "+120 (+8,3%)", of rates in points: "-2,1 điểm %"."""
    if figure.change is None:
        return ""
    sign = "+" if figure.change > 0 else ""
    if figure.unit == "%":
        return standard.comparing.phrase("points", value=f"{sign}{number(figure.change)}")
    percent = f" ({sign}{number(figure.percent)}%)" if figure.percent else ""
    return f"{sign}{number(figure.change)}{percent}"


def where(lines: tuple[int, int], page: int | None, standard: Standard) -> str:
    """Line and, where the format has pages, page."""
    words, (first, last) = standard.tabulating, lines
    said = words.phrase("lines", first=first, last=last) if last > first else words.phrase("line", first=first)
    return said if page is None else f"{said}, {words.phrase('page', page=page)}"


def file_of(excerpt: Excerpt) -> str:
    """The name of the file an excerpt is from."""
    return PurePath(excerpt.path).name


def place_of(excerpt: Excerpt, standard: Standard) -> str:
    """Where an excerpt stands in its file."""
    return where(excerpt.lines, excerpt.page, standard)


def column_title(cell: Cell, standard: Standard) -> str:
    """The short title of a column of the map."""
    expected = {(part.area, part.role): part.title for part in standard.comparing.expected}
    if cell in expected:
        return expected[cell]
    area, role = cell
    fields = {part.area: part.title for part in standard.comparing.expected if part.role == "result"}
    roles = {part.role: part.title for part in standard.comparing.expected if part.area == "general"}
    return f"{roles.get(role, standard.wording.role(role))}: {fields.get(area, standard.wording.area(area).name)}"


def cell_note(covered: Covered, standard: Standard) -> str:
    """What a cell of the map says in words: state, heading as written, place."""
    parts = [standard.comparing.phrase(covered.state)]
    if covered.heading:
        parts.append(f"«{covered.heading}»")
    if covered.lines:
        parts.append(where(covered.lines, covered.page, standard))
    return ", ".join(parts)
