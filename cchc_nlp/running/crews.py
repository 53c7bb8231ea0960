"""Who does the work: processes of this computer, or the workers of a Dask cluster. To the run they look the same.

A crew takes chunks of tasks and gives futures of their results. When a worker dies, the chunks that went down with it
are told by an error, and their tasks are done again, each `alone`: only the culprit fails.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import active_children, connection, get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from cchc_nlp.errors import ExtraError, ReadError, RunError
from cchc_nlp.reading import content_at
from cchc_nlp.running.tasks import Failure, Task, packed, packed_elsewhere
from cchc_nlp.storing import way

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; a worker gets it when it starts

Results: TypeAlias = "list[bytes | Failure]"

# A scheduler on another machine of the same network answers within a second.
_PATIENCE = "20s"

_DIED = "tiến trình đọc tệp này dừng đột ngột; tệp có thể quá lớn hoặc bị hỏng."

# Handing a task to a Dask cluster costs its scheduler and its network about a millisecond, parsing a report thirty and
# more: eight at a time make it less than one part in a hundred, and a worker that dies still loses little.
_DASK_CHUNK = 8

COLLECTED_EVERY = (50_000, 20, 20)
"""After how many objects, and collections of them, memory is looked through for circles nobody uses any more."""

# How often a pool that is broken when it is handed something is replaced.
_TRIES = 5

# What a worker may need: 150 MB with its libraries, and as much again for a long report.
_MEMORY_A_WORKER = 350 * 1024 * 1024


class Crew(Protocol):
    """Workers that are ready."""

    chunk: int
    """How many tasks are handed out together."""
    workers: int

    def submit(self, tasks: Sequence[Task]) -> Future[Results]:
        """Hand out a chunk. Its future raises one of `died` if its worker died."""

    def alone(self, task: Task) -> bytes | Failure:
        """The result of a task that may bring its worker down."""

    died: tuple[type[Exception], ...]


def sensible_jobs() -> int:
    """As many processes as there are processors to use, and memory for."""
    usable = getattr(os, "sched_getaffinity", None)
    processors = len(usable(0)) if usable else os.cpu_count() or 1
    memory = _free_memory()
    return processors if memory is None else max(1, min(processors, memory // _MEMORY_A_WORKER))


def _free_memory() -> int | None:
    """Bytes that this process may still take; None where the system does not say."""
    known = []
    with suppress(ValueError, OSError, AttributeError):
        known.append(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    with suppress(OSError, ValueError, StopIteration):
        # Where there is a /proc, memory that holds files is free for the asking.
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        known = [1024 * int(next(line for line in lines if line.startswith("MemAvailable:")).split()[1])]
    with suppress(OSError, ValueError):
        known.append(int(Path("/sys/fs/cgroup/memory.max").read_text("ascii")))
    return min(known, default=None)


@contextmanager
def processes(jobs: int, standard: Standard) -> Iterator[Crew]:
    """Processes of this computer."""
    # A worker fetches the knowledge from a file: sent through the pipe that starts the worker, which it overfills, it
    # would keep the run waiting for ever once that worker is killed before it has read all.
    with TemporaryDirectory(prefix="cchc-") as folder:
        knowledge = Path(folder, "knowledge")
        knowledge.write_bytes(pickle.dumps(standard, pickle.HIGHEST_PROTOCOL))
        crew = _Processes(jobs, knowledge)
        try:
            yield crew
        except BaseException:  # Ctrl-C as well: whoever stops the run does not wait for the reports in hand
            crew.end()
            raise
        crew.leave()


class _Processes:
    chunk = 1
    died: tuple[type[Exception], ...] = (BrokenProcessPool,)

    def __init__(self, jobs: int, knowledge: Path) -> None:
        self.workers = jobs
        self._knowledge = knowledge
        self._before = set(active_children())
        self._pool: ProcessPoolExecutor | None = None
        self._lonely: ProcessPoolExecutor | None = None

    def submit(self, tasks: Sequence[Task]) -> Future[Results]:
        self._pool, future = _handed(tasks, self._pool, self.workers, self._knowledge)
        return future

    def alone(self, task: Task) -> bytes | Failure:
        self._lonely, future = _handed([task], self._lonely, 1, self._knowledge)
        try:
            return future.result()[0]
        except BrokenProcessPool:
            self._lonely = None
            return Failure(task.path, "running", _DIED)

    def leave(self) -> None:
        for pool in filter(None, (self._pool, self._lonely)):
            pool.shutdown(cancel_futures=True)

    def end(self) -> None:
        for pool in filter(None, (self._pool, self._lonely)):
            pool.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()) - self._before:
            process.terminate()


def _handed(
    tasks: Sequence[Task], pool: ProcessPoolExecutor | None, jobs: int, knowledge: Path
) -> tuple[ProcessPoolExecutor, Future[Results]]:
    """The tasks in the hands of this pool, or of a new one where there is none or it is broken.

    Raises:
        RunError: the system starts no more processes.
    """
    for _ in range(_TRIES):
        pool = pool or _pool(jobs, knowledge)
        try:
            return pool, pool.submit(_worked, tasks)
        except (BrokenProcessPool, OSError, ValueError):  # the latter: one worker died as another was being started
            pool = None
    raise RunError("không khởi động được tiến trình mới; hãy đóng bớt chương trình khác, hoặc chạy với --jobs 1.")


def _pool(jobs: int, knowledge: Path) -> ProcessPoolExecutor:
    # Spawned, not forked: the same on every system, and safe beside the thread that draws the progress bar.
    return ProcessPoolExecutor(jobs, get_context("spawn"), _start_worker, (knowledge,))


_standard: Standard | None = None


def _start_worker(knowledge: Path) -> None:
    """The knowledge travels once a worker, not once a report; Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(*COLLECTED_EVERY)
    _know(pickle.loads(knowledge.read_bytes()))  # noqa: S301 - written by our own parent, in a folder of its own
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """A run that is killed cannot end its workers: they would wait for it for ever."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _know(standard: Standard) -> None:
    global _standard  # noqa: PLW0603 - a worker's own copy, set once when it starts
    _standard = standard
    import cchc_nlp.pipeline  # noqa: F401 - the rooms are loaded before the first report comes


def _worked(tasks: Sequence[Task], contents: Sequence[Sequence[bytes]] | None = None) -> Results:
    """The work of a worker: chunks of tasks, whose files it sees, or whose `contents` were sent with them."""
    assert _standard is not None
    if contents is None:
        return [packed(task, _standard) for task in tasks]
    return [packed_elsewhere(task, sent, _standard) for task, sent in zip(tasks, contents, strict=True)]


@contextmanager
def cluster(address: str, standard: Standard, sample: Path) -> Iterator[Crew]:
    """The workers of the Dask cluster at an address.

    `sample` is one of the files: whether the workers see it decides whether paths or contents are sent.

    Raises:
        ExtraError: Dask is not installed.
        RunError: there is no cluster at the address, or none of this version of the program.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunError(f"{address}: không kết nối được cụm Dask; hãy kiểm tra địa chỉ và dask scheduler.") from error
    with client:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise RunError(f"{address}: cụm Dask chưa có tiến trình nào; hãy khởi động dask worker.")
        crew = _Cluster(client, client.get_executor(), sample, distributed, standard)
        try:
            yield crew
        except BaseException:
            crew.end()
            raise


class _Cluster:
    chunk = _DASK_CHUNK

    def __init__(self, client: Any, executor: Executor, sample: Path, distributed: Any, standard: Standard) -> None:
        from distributed.scheduler import KilledWorker

        self.died: tuple[type[Exception], ...] = (KilledWorker,)
        self._client, self._executor = client, executor
        versions = set(self._on_all(way, None).values())
        if versions != {way(None)}:
            raise RunError("các máy của cụm Dask chạy phiên bản cchc hoặc thư viện khác; hãy cài cùng một phiên bản.")
        self._client.register_plugin(_plugin(distributed)(standard), name="cchc")
        self.workers = sum(one["nthreads"] for one in client.scheduler_info(n_workers=-1)["workers"].values())
        self._shared = all(self._on_all(_sees, sample, _digest(sample)).values())
        self._handed: list[Future[Results]] = []

    def _on_all(self, door: Any, *arguments: Any) -> dict[str, Any]:
        answers: dict[str, Any] = self._client.run(door, *arguments)
        return answers

    def submit(self, tasks: Sequence[Task]) -> Future[Results]:
        contents = None if self._shared else [_contents(task) for task in tasks]
        return self._executor.submit(_worked, list(tasks), contents)

    def alone(self, task: Task) -> bytes | Failure:
        try:
            return self.submit([task]).result()[0]
        except self.died:
            return Failure(task.path, "running", _DIED)

    def end(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ExtraError.of("dask", "dask") from error
    return distributed


def _plugin(distributed: Any) -> Any:
    """What each worker does when it starts, those that take the place of dead ones too."""

    class Knowing(distributed.WorkerPlugin):  # type: ignore[misc]
        name = "cchc"

        def __init__(self, standard: Standard) -> None:
            self.standard = standard

        def setup(self, worker: Any) -> None:
            del worker
            _know(self.standard)

    return Knowing


def _contents(task: Task) -> list[bytes]:
    """The files of a task; one that cannot be read is empty, and the worker says so."""
    contents = []
    for path in (task.path, *task.annexes):
        try:
            contents.append(content_at(path, task.terms))
        except ReadError:
            contents.append(b"")
    return contents


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(content_at(path)).hexdigest()
    except ReadError:
        return ""


def _sees(path: Path, digest: str) -> bool:
    return _digest(path) == digest
