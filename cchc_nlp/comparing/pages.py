"""What comparing finds → the values of its pages: plain words and numbers, every choice of wording made."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import PurePath

from cchc_nlp.comparing.printing import cell_note, change, column_title, figure_name, file_of, number, place_of, where
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import CellState, Copies, Excerpt, Followed, PairedFigure, Periods, SideBySide, Survey

Values = dict[str, object]

_STATES: tuple[CellState, ...] = ("stated", "merged", "one_line", "none", "missing", "beyond")


def survey_page(survey: Survey, standard: Standard) -> Values:
    """The values of `so-sanh-nhieu.html.j2`."""
    say = standard.comparing.phrase
    rows = [
        {
            "unit": row.unit,
            "file": PurePath(row.path).name,
            "cells": [
                {
                    "state": (covered := row.cells[c]).state,
                    "sign": say(f"sign_{covered.state}"),
                    "note": cell_note(covered, standard),
                }
                for c in survey.coverage.columns
            ],
        }
        for row in survey.coverage.rows
    ]
    return {
        "columns": [
            {"title": column_title(cell, standard), "expected": cell in survey.coverage.expected}
            for cell in survey.coverage.columns
        ],
        "rows": rows,
        "legend": [{"state": state, "sign": say(f"sign_{state}"), "words": say(state)} for state in _STATES],
        "leftovers": [
            {"kind": say(one.kind), "found": one.found, "advice": one.advice, **_placed(one.excerpt, standard)}
            for one in survey.leftovers
        ],
        "unsaid": [
            {
                "unit": unit,
                "items": [
                    {"kind": say(f"unsaid_{one.kind}"), "name": one.name, "said": one.said, "of": one.of}
                    for one in gaps
                ],
            }
            for unit, gaps in groupby(survey.unsaid, key=lambda one: one.unit)
        ],
        **_copies(survey.copies, standard),
    }


def _copies(copies: Copies, standard: Standard) -> Values:
    return {
        "copies": [
            {
                "kind": standard.comparing.phrase(copy.kind),
                "words": copy.words,
                "copied": _placed(copy.copied, standard),
                "source": _placed(copy.source, standard),
                "same": copy.copied.text.lower() == copy.source.text.lower(),
            }
            for copy in copies.passages
        ],
        "shares": [
            {
                "unit": share.unit,
                "words": number(share.words),
                "share": number(round(100 * share.share, 1)),
                "width": share.share,
            }
            for share in copies.shares
        ],
    }


def _placed(excerpt: Excerpt, standard: Standard) -> Values:
    return {
        "unit": excerpt.unit,
        "file": file_of(excerpt),
        "where": place_of(excerpt, standard),
        "text": excerpt.text,
    }


def sides_page(sides: SideBySide, standard: Standard) -> Values:
    """The values of `so-sanh-hai.html.j2`."""
    wording = standard.wording
    return {
        "names": sides.names,
        "files": [PurePath(path).name for path in sides.paths],
        "similarity": number(round(100 * sides.similarity, 1)),
        "figures": _figures(sides.figures, standard),
        "sections": [
            {
                "title": f"{wording.area(section.area).name} · {wording.role(section.role)}",
                "left": section.left,
                "right": section.right,
                "texts": [
                    {
                        "change": text.change,
                        "left": text.left,
                        "right": text.right,
                        "left_where": where(text.left_lines, None, standard) if text.left_lines else "",
                        "right_where": where(text.right_lines, None, standard) if text.right_lines else "",
                    }
                    for text in section.texts
                ],
            }
            for section in sides.sections
        ],
    }


def _figures(figures: Sequence[PairedFigure], standard: Standard) -> list[Values]:
    return [
        {
            "area": standard.wording.area(figure.area).name,
            "name": figure_name(figure, standard),
            "unit": figure.unit,
            "left": number(figure.left),
            "right": number(figure.right),
            "change": change(figure, standard),
            "direction": "" if not figure.change else "up" if figure.change > 0 else "down",
        }
        for figure in figures
    ]


def periods_page(periods: Periods, standard: Standard) -> Values:
    """The values of `so-sanh-ky.html.j2`."""
    return {
        "names": periods.names,
        "figures": _figures(periods.figures, standard),
        "themes": [
            {
                "role": standard.wording.role(theme.role),
                "title": theme.title,
                "before": len(theme.before),
                "now": len(theme.now),
                "both": theme.both,
            }
            for theme in periods.themes
        ],
        "units": [
            {
                "unit": unit.unit,
                "figures": _figures([f for f in unit.figures if f.change], standard),
                "persisting": _followed(unit.persisting, standard),
                "tasks": _followed(unit.tasks, standard),
                "repeated": _followed(unit.repeated, standard),
                "unsaid": sum(task.state == "unsaid" for task in unit.tasks),
            }
            for unit in periods.units
        ],
        "only_before": periods.only_before,
        "only_now": periods.only_now,
        **_copies(periods.copies, standard),
    }


def _followed(found: Sequence[Followed], standard: Standard) -> list[Values]:
    return [
        {
            "state": one.state,
            "words": standard.comparing.phrase(f"task_{one.state}"),
            "before": _placed(one.before, standard),
            "now": _placed(one.now, standard) if one.now else None,
        }
        for one in found
    ]
