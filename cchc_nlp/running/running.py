"""Many files → a report or a Failure each, in the order given; in line for a few, in worker processes for many.

Knows no format and no command: what a file is is the pipeline's business, what to say of it the command line's.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_nlp.errors import CchcError
from cchc_nlp.model import Report
from cchc_nlp.reading import Terms

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; a worker gets it when it starts

# A worker costs about a second to start (imports, knowledge), a report about a tenth of one: below this many files
# the second process is not back in time to help.
_WORTH_A_PROCESS = 24

# Reports handed out ahead of the one that is waited for: enough to keep every worker busy, few enough that a folder
# of 10 000 files never waits in memory.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no report. `step` is the room where it failed, `reason` one Vietnamese sentence for the officer.

    `trace` is empty where the reason says all, else the traceback for whoever mends the program.
    """

    path: Path
    step: str
    reason: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to parse, with the annexes that belong to its report, and on what terms."""

    path: Path
    terms: Terms
    annexes: tuple[Path, ...] = ()


def parse_all(
    paths: Sequence[Path], standard: Standard, *, jobs: int | None = None, terms: Terms | None = None
) -> Iterator[Report | Failure]:
    """A report or a failure for each path, in order. `jobs` is the number of processes; None lets the number decide.

    `terms` are those of reading; None: the usual ones.

    A file never stops the others: what it raises becomes its Failure, and so does the death of the worker that reads
    it (out of memory, a crash inside a library).
    """
    tasks = [Task(path, terms or Terms()) for path in paths]
    return run_all(tasks, standard, jobs)


def run_all(tasks: Sequence[Task], standard: Standard, jobs: int | None) -> Iterator[Report | Failure]:
    """As `parse_all`, of tasks."""
    if jobs is None:
        jobs = 1 if len(tasks) < _WORTH_A_PROCESS else os.cpu_count() or 1
    if jobs <= 1:
        return (_parsed(task, standard) for task in tasks)
    return _in_processes(tasks, standard, jobs)


def _parsed(task: Task, standard: Standard) -> Report | Failure:
    from cchc_nlp.pipeline import parse

    path = task.path
    if task.annexes:
        with suppress(Exception):  # an annex that cannot be read takes nothing from its report
            return parse(path, standard, annexes=task.annexes, terms=task.terms)
    try:
        return parse(path, standard, terms=task.terms)
    except CchcError as error:
        return Failure(path, _step(error), str(error).removeprefix(f"{path}: "))
    except Exception as error:  # noqa: BLE001 - one bad file never stops a batch; the traceback travels with the failure
        return Failure(path, _step(error), f"lỗi của chương trình ({type(error).__name__}).", traceback.format_exc())


def _step(error: Exception) -> str:
    """The room the pipeline had called when the error was raised."""
    modules = [frame.f_globals["__name__"] for frame, _ in traceback.walk_tb(error.__traceback__)]
    rooms = [name.split(".")[1] for name in modules if name.startswith("cchc_nlp.")]
    return next((room for room in rooms if room not in ("running", "pipeline")), "pipeline")


def _in_processes(tasks: Sequence[Task], standard: Standard, jobs: int) -> Iterator[Report | Failure]:
    """When a worker dies, all that its pool had under way are read again, each alone: only the culprit fails."""
    done = 0
    while done < len(tasks):
        for result in _until_a_worker_dies(tasks[done:], standard, jobs):
            yield result
            done += 1
        for task in tasks[done : done + jobs * _AHEAD]:
            yield _parsed_alone(task, standard)
            done += 1


def _until_a_worker_dies(tasks: Sequence[Task], standard: Standard, jobs: int) -> Iterator[Report | Failure]:
    left = iter(tasks)
    with _pool(jobs, standard) as pool:
        try:
            waiting = deque(pool.submit(_parsed_by_worker, task) for task in islice(left, jobs * _AHEAD))
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(_parsed_by_worker, task) for task in islice(left, 1))
        except BrokenProcessPool:
            return
        finally:
            pool.shutdown(cancel_futures=True)


def _parsed_alone(task: Task, standard: Standard) -> Report | Failure:
    with _pool(1, standard) as pool:
        try:
            return pool.submit(_parsed_by_worker, task).result()
        except BrokenProcessPool:
            return Failure(
                task.path, "running", "tiến trình đọc tệp này dừng đột ngột; tệp có thể quá lớn hoặc bị hỏng."
            )


def _pool(jobs: int, standard: Standard) -> ProcessPoolExecutor:
    # Spawned, not forked: the same on every system, and safe beside the thread that draws the progress bar.
    return ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (standard,))


_standard: Standard | None = None


def _start_worker(standard: Standard) -> None:
    """The knowledge travels once a worker, not once a report; Ctrl-C is the parent's to answer."""
    global _standard  # noqa: PLW0603 - a worker's own copy, set once when it starts
    _standard = standard
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _parsed_by_worker(task: Task) -> Report | Failure:
    assert _standard is not None
    return _parsed(task, _standard)
