"""Answers kept: communes take headings, labels and clauses over from each other and from the department's forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar, cast

# Characters of the questions kept, with so many more for each answer: with its answers some 10 MB each.
_MOST_KEPT, _FOR_AN_ANSWER = 2_000_000, 200
_LONGEST_KEPT = 4000
_UNKNOWN = object()

_Question = TypeVar("_Question", bound="str | tuple[str, ...]")
_Answer = TypeVar("_Answer")


class Remembered(Generic[_Question, _Answer]):
    """A look-up that works out the answer to a question once. It travels to other processes with what it knows."""

    def __init__(self, look_up: Callable[[_Question], _Answer]) -> None:
        self._look_up = look_up
        self._known: dict[_Question, _Answer] = {}
        self._kept = 0

    def __call__(self, question: _Question) -> _Answer:
        """The answer of the look-up."""
        known = self._known.get(question, _UNKNOWN)
        if known is not _UNKNOWN:
            return cast("_Answer", known)
        answer = self._look_up(question)
        size = len(question) if isinstance(question, str) else sum(map(len, question))
        if size <= _LONGEST_KEPT:
            if self._kept > _MOST_KEPT:
                self._known, self._kept = {}, 0  # a new one: another thread may be looking into the old
            self._kept += size + _FOR_AN_ANSWER
            self._known[question] = answer
        return answer
