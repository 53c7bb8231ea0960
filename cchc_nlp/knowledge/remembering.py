"""Answers kept: communes take headings, labels and clauses over from each other and from the department's forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_MOST_KEPT = 4096

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")


class Remembered(Generic[_Question, _Answer]):
    """A look-up that works out the answer to a question once. It travels to other processes with what it knows."""

    def __init__(self, look_up: Callable[[_Question], _Answer]) -> None:
        self._look_up = look_up
        self._known: dict[_Question, _Answer] = {}

    def __call__(self, question: _Question) -> _Answer:
        """The answer of the look-up."""
        if question not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[question] = self._look_up(question)
        return self._known[question]
