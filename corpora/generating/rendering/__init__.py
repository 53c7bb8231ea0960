"""Delivers a paper as a file of one format, and tells on which lines its words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generating.rendering import office, pages, plain

if TYPE_CHECKING:
    from generating.paper import Paper
    from generating.planning import Plan
    from generating.truth import Piece


def render(paper: Paper, plan: Plan) -> tuple[bytes, list[Piece]]:
    """The bytes of the file and the pieces of its ideal text."""
    return {"docx": office.render, "pdf": pages.render, "txt": plain.render}[plan.design.format](paper, plan)
