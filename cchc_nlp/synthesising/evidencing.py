"""A synthesis → its evidence in the form of the contract: what `--evidence FILE.json` writes."""

from __future__ import annotations

from typing import Any

from cchc_nlp.model import Decision, Figure, Place, Synthesis


def evidence(synthesis: Synthesis) -> list[dict[str, Any]]:
    """For the title and every paragraph in order: text, figures with their places, quotations.

    A count has one place a commune, each with value 1; a share the places that count (1) and those that do not (0); a
    rate its parts and what they are divided by. A figure without a place is of the text itself: the number of a heading
    or a row, a standing legal basis.
    """
    title = {
        "text": synthesis.letterhead.subtitle,
        "figures": [_figure(f) for f in synthesis.letterhead.figures],
        "quotes": [],
        "decisions": [],
    }
    return [title] + [
        {
            "text": paragraph.text,
            "figures": [_figure(f) for f in paragraph.figures],
            "quotes": [{"text": q.text, "path": q.path, "lines": list(q.lines)} for q in paragraph.quotes],
            "decisions": [_decision(d) for d in paragraph.decisions],
        }
        for paragraph in synthesis.paragraphs
    ]


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "text": figure.text,
        "value": figure.value,
        "derivation": figure.derivation,
        "sources": list(map(_place, figure.sources)),
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": decision.id,
        "text": decision.text,
        "question": decision.question,
        "choices": list(decision.choices),
        "sources": list(map(_place, decision.sources)),
    }


def _place(place: Place) -> dict[str, Any]:
    """`whole` is told only of what a rate is divided by."""
    told = {"path": place.path, "lines": list(place.lines), "value": place.value}
    return told | ({"whole": True} if place.whole else {})
