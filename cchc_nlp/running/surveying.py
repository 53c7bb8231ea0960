"""What a store holds of some files, before anything is run: who need not be parsed again, who failed and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from cchc_nlp.errors import ReadError
from cchc_nlp.reading import Terms, content_at
from cchc_nlp.running.matching import tasks_of
from cchc_nlp.running.running import Means, key_at
from cchc_nlp.storing import Slip

State: TypeAlias = Literal["done", "failed", "stale", "damaged", "new", "unreadable"]
"""`stale` was parsed by another version or with other knowledge, `new` never, `unreadable` cannot even be opened."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a file stands; `slip` says why it failed in the last run, or cannot be opened now.

    `doubt` says why the report that was read may be none.
    """

    path: Path
    state: State
    slip: Slip | None = None
    doubt: str | None = None


def survey(paths: Sequence[Path], gathered: Collection[Path], means: Means, terms: Terms) -> Iterator[Standing]:
    """How each file stands in its store, in order; annexes count with their reports."""
    for task in tasks_of(paths, gathered, terms):
        store = means.store_of(task.path)
        key = key_at(task.path, terms, means.parsed_by, task.annexes)
        if key is None:
            yield Standing(task.path, "unreadable", _refusal(task.path, terms))
        elif store is None:
            yield Standing(task.path, "new")
        elif store.has(key):
            entry = store.peek(key)
            doubt = entry.doubt[1] if entry and entry.doubt else None
            yield Standing(task.path, "done" if entry else "damaged", doubt=doubt)
        elif (slip := store.failure(key)) is not None:
            yield Standing(task.path, "failed", slip)
        else:
            yield Standing(task.path, "stale" if store.others(key) else "new")


def _refusal(path: Path, terms: Terms) -> Slip | None:
    try:
        content_at(path, terms)
    except ReadError as error:
        return Slip(path.name, "reading", str(error).removeprefix(f"{path}: "))
    return None
