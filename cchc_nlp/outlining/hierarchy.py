"""Which heading stands below which: by the kind of their numbers, in the order in which the kinds first nest.

On a new heading all levels at or below it are forgotten. Doubtful headings are placed, but only certain ones decide
where others go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cchc_nlp.outlining.evidence import Candidate, bold, italic
from cchc_nlp.vietnamese.forms import in_capitals

_CERTAIN = 0.5
# Kinds of numbers from the outside in, where nothing else tells.
_RANKS = {"annex": 0, "part": 0, "upper": 1, "roman": 2, "decimal": 3, "letter": 4, "bullet": 6, "none": 5}


class Placed(NamedTuple):
    """A candidate with its place in the tree."""

    id: str
    parent: str | None
    level: int
    candidate: Candidate


@dataclass(slots=True)
class _Open:
    placed: Placed
    key: tuple[object, ...]


def place(candidates: list[Candidate]) -> list[Placed]:
    """Candidates in order → the same with parent and level; ids are s1, s2, … in reading order."""
    stack: list[_Open] = []
    placed = []
    for n, candidate in enumerate(candidates, 1):
        key = _key(candidate)
        kept = stack[: _depth(stack, candidate, key)]
        parent = kept[-1].placed if kept else None
        here = Placed(f"s{n}", parent.id if parent else None, len(kept) + 1, candidate)
        placed.append(here)
        if candidate.form >= _CERTAIN or candidate.mark.kind in ("none", "bullet"):
            stack = [*kept, _Open(here, key)]
    return placed


def _key(candidate: Candidate) -> tuple[object, ...]:
    mark, block = candidate.mark, candidate.block
    if mark.kind == "decimal":
        # "(1)" is no sibling of "1.".
        return ("decimal", len(mark.steps), mark.bracketed)
    if mark.kind == "none":
        return ("none", in_capitals(candidate.heading), bold(block), italic(block))
    return (mark.kind, mark.style if mark.kind == "letter" else "")


def _depth(stack: list[_Open], candidate: Candidate, key: tuple[object, ...]) -> int:
    """How many open headings stay open above the candidate."""
    mark = candidate.mark
    if mark.kind == "annex" or (mark.kind == "none" and in_capitals(candidate.heading)):
        return _below_parts(stack)
    if mark.kind == "decimal" and len(mark.steps) > 1:
        for depth in range(len(stack), 0, -1):
            other = stack[depth - 1].placed.candidate.mark
            if (
                other.kind == "decimal"
                and other.steps == mark.steps[: len(other.steps)]
                and len(other.steps) < len(mark.steps)
            ):
                return depth
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].key == key and not _restarts(stack, depth, candidate):
            return depth
    return _by_rank(stack, candidate)


def _restarts(stack: list[_Open], depth: int, candidate: Candidate) -> bool:
    """A list that begins anew below a heading of another kind that is still open is a list of its own."""
    mark, other = candidate.mark, stack[depth].placed.candidate.mark
    if mark.kind == "none" or not mark.is_first:
        return False
    unnumbered_between = any(o.placed.candidate.mark.kind == "none" for o in stack[depth + 1 :])
    return other.steps != mark.steps and (unnumbered_between or depth == len(stack) - 1)


def _below_parts(stack: list[_Open]) -> int:
    return 1 if stack and stack[0].placed.candidate.mark.kind == "part" else 0


def _by_rank(stack: list[_Open], candidate: Candidate) -> int:
    """A kind of number not open yet goes below all open headings of outer kinds."""
    rank = _rank(candidate)
    depth = len(stack)
    while (
        depth and _rank(stack[depth - 1].placed.candidate) > rank and candidate.mark.kind not in ("decimal", "letter")
    ):
        depth -= 1
    return depth


def _rank(candidate: Candidate) -> float:
    mark = candidate.mark
    if mark.kind == "none":
        block = candidate.block
        return 2.5 if in_capitals(candidate.heading) else 5 - 0.3 * bold(block) - 0.1 * italic(block)
    return _RANKS[mark.kind] + 0.1 * max(0, len(mark.steps) - 1)
