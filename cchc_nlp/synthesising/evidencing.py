"""A synthesis → its evidence in the form of the contract: what `--evidence FILE.json` writes."""

from __future__ import annotations

from typing import Any

from cchc_nlp.model import Figure, Synthesis


def evidence(synthesis: Synthesis) -> list[dict[str, Any]]:
    """For the title and every paragraph in order: text, figures with their places, quotations.

    A count has one place a commune, each with value 1; a share the places that count (1) and those that do not (0). A
    figure without a place is of the text itself: the number of a heading or a row, or what the user gave.
    """
    title = {
        "text": synthesis.letterhead.subtitle,
        "figures": [_figure(f) for f in synthesis.letterhead.figures],
        "quotes": [],
    }
    return [title] + [
        {
            "text": paragraph.text,
            "figures": [_figure(f) for f in paragraph.figures],
            "quotes": [{"text": q.text, "path": q.path, "lines": list(q.lines)} for q in paragraph.quotes],
        }
        for paragraph in synthesis.paragraphs
    ]


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "text": figure.text,
        "value": figure.value,
        "derivation": figure.derivation,
        "sources": [{"path": s.path, "lines": list(s.lines), "value": s.value} for s in figure.sources],
    }
