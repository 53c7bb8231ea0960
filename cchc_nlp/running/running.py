"""Many files → a report or a Failure each, in the order given; in line for a few, by a crew of workers for many.

Knows no format and no command: what a file is is the pipeline's business, what to say of it the command line's. What
a store holds is taken from there; what is parsed goes there as soon as it is done, not when its turn has come.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Report
from cchc_nlp.reading import Terms, content_at
from cchc_nlp.running.crews import Crew, Results, cluster, processes, sensible_jobs
from cchc_nlp.running.tasks import Failure, Parsed, Task, name_of, parsed
from cchc_nlp.storing import Entry, Key, Slip, Store, key_of

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; a worker gets it when it starts

# A worker costs about a second to start (imports, knowledge), a report a twentieth of one: below this many files
# the second process is not back in time to help.
_WORTH_A_PROCESS = 48

# Chunks handed out to each worker ahead of the one that is waited for: enough to keep all busy beside a scan of 60
# pages, few enough that a folder of 60 000 files never waits in memory (50 kB each).
_AHEAD = 16


def _no_store(_: Path) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Means:
    """By what means a batch is run: processes or a cluster, and where parsed reports are kept.

    `jobs` is the number of processes; None lets the number of files, the processors and the memory decide. `dask` is
    the address of a cluster. `store_of` gives the store of a file, `parsed_by` is the `storing.way` of the run.
    """

    jobs: int | None = None
    dask: str | None = None
    store_of: Callable[[Path], Store | None] = _no_store
    parsed_by: str = ""


def parse_all(
    paths: Sequence[Path],
    standard: Standard,
    *,
    jobs: int | None = None,
    terms: Terms | None = None,
    means: Means | None = None,
) -> Iterator[Report | Failure]:
    """A report or a failure for each path, in order. `jobs` is the number of processes; None lets the number decide.

    `terms` are those of reading; None: the usual ones. `means` says more than `jobs`, where it is given.

    A file never stops the others: what it raises becomes its Failure, and so does the death of the worker that reads
    it (out of memory, a crash inside a library).
    """
    tasks = [Task(path, terms or Terms()) for path in paths]
    results = run_all(tasks, standard, means or Means(jobs))
    return (result.report if isinstance(result, Parsed) else result for result in results)


def run_all(tasks: Sequence[Task], standard: Standard, means: Means) -> Iterator[Parsed | Failure]:
    """As `parse_all`, of tasks."""
    places = [_place(task, means) for task in tasks]
    kept = [place is not None and place.store.has(place.key) for place in places]
    todo = [(task, place) for task, place, is_kept in zip(tasks, places, kept, strict=True) if not is_kept]
    fresh = _done(todo, standard, means)
    for task, place, is_kept in zip(tasks, places, kept, strict=True):
        entry = place.store.get(place.key) if is_kept and place else None
        if entry is not None:
            yield Parsed(task.path, entry, task.annexes, kept=True)
        elif is_kept:
            yield _in_line(task, place, standard)  # it was damaged, or another run took it away
        else:
            yield next(fresh)
    # A generator that is left at its last result has not put its crew away.
    next(fresh, None)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the result of a task is kept."""

    store: Store
    key: Key

    def keep(self, task: Task, result: bytes | Failure) -> None:
        """Keep a result: an entry, or why there is none."""
        if isinstance(result, Failure):
            self.store.put_failure(self.key, Slip(name_of(task.path), result.step, result.reason))
        else:
            self.store.put(self.key, result)


def key_at(path: Path, terms: Terms, parsed_by: str, annexes: Sequence[Path] = ()) -> Key | None:
    """The key of the report of a file in a store; None where a file cannot be read at all."""
    try:
        contents = [content_at(one, terms) for one in (path, *annexes)]
    except ReadError:
        return None
    # What a file is decides its content, and where that leaves doubts its ending.
    endings = [one.suffix.lower().encode() for one in (path, *annexes)]
    return key_of([*contents, *endings], parsed_by)


def _place(task: Task, means: Means) -> _Place | None:
    store = means.store_of(task.path)
    if store is None:
        return None
    key = key_at(task.path, task.terms, means.parsed_by, task.annexes)
    return _Place(store, key) if key else None


def _done(todo: Sequence[tuple[Task, _Place | None]], standard: Standard, means: Means) -> Iterator[Parsed | Failure]:
    if means.dask and todo:
        return _by_crew(todo, cluster(means.dask, standard, todo[0][0].path))
    jobs = means.jobs
    if jobs is None:
        jobs = 1 if len(todo) < _WORTH_A_PROCESS else sensible_jobs()
    if jobs <= 1 or not todo:
        return (_in_line(task, place, standard) for task, place in todo)
    return _by_crew(todo, processes(jobs, standard))


def _in_line(task: Task, place: _Place | None, standard: Standard) -> Parsed | Failure:
    result = parsed(task, standard)
    if place is not None:
        place.keep(task, result if isinstance(result, Failure) else Entry.of(result).stored())
    return result if isinstance(result, Failure) else Parsed(task.path, result, task.annexes)


def _by_crew(
    todo: Sequence[tuple[Task, _Place | None]], starting: AbstractContextManager[Crew]
) -> Iterator[Parsed | Failure]:
    with starting as crew:
        # A short job is cut finer, so that no worker is left without.
        size = max(1, min(crew.chunk, len(todo) // (4 * crew.workers)))
        chunks = iter([todo[at : at + size] for at in range(0, len(todo), size)])
        waiting = deque((chunk, _handed(chunk, crew)) for chunk in islice(chunks, crew.workers * _AHEAD))
        while waiting:
            chunk, future = waiting.popleft()
            try:
                results = future.result()
            except crew.died:
                results = [crew.alone(task) for task, _ in chunk]
                _keep(chunk, results)
            for (task, _), result in zip(chunk, results, strict=True):
                yield _unpacked(task, result)
            waiting.extend((chunk, _handed(chunk, crew)) for chunk in islice(chunks, 1))


def _handed(chunk: Sequence[tuple[Task, _Place | None]], crew: Crew) -> Future[Results]:
    def keep(future: Future[Results]) -> None:
        if not future.cancelled() and future.exception() is None:
            _keep(chunk, future.result())

    future = crew.submit([task for task, _ in chunk])
    future.add_done_callback(keep)
    return future


def _keep(chunk: Sequence[tuple[Task, _Place | None]], results: Results) -> None:
    for (task, place), result in zip(chunk, results, strict=True):
        if place is not None:
            place.keep(task, result)


def _unpacked(task: Task, result: bytes | Failure) -> Parsed | Failure:
    return result if isinstance(result, Failure) else Parsed(task.path, Entry.restored(result), task.annexes)
