"""Readers of risky formats at work in a process of their own, with limits of time and memory.

A file that keeps its reader busy, eats memory or brings a library down costs itself and nothing else. The process is
started when the first risky file comes and serves the files after it; one that misbehaves is ended and replaced.

It is a plain Python that is told over its standard input what to read and answers over its standard output, so it
works alike on every system, in scripts without a main guard, and inside worker processes.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import subprocess
import sys
import traceback
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from pathlib import Path
from threading import Timer
from typing import IO, TYPE_CHECKING, Any

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.rendition import packed, unpacked
from cchc_nlp.reading.terms import MIB, wider

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_nlp.reading.rendition import Rendition
    from cchc_nlp.reading.terms import Terms

# Text is decoded by Python alone, in one pass. Everything else goes through C libraries or unfolds: guarding costs
# 2 ms a file and 0.1 s once (benchmarks/reading.py).
_HARMLESS = frozenset({"txt"})
# Read by one process alone, but for parts in other formats that a Word file may hold. While it works its guard waits:
# on the guard's own processor it wakes no sleeping one and finds the caches warm, which spares a tenth of the time.
_BY_ONE = frozenset({"docx", "odt", "html", "mht", "xlsx"})
_GRACE = 20.0  # seconds: programs that a reader calls have the limit for themselves and are to report first
_FILES_A_PROCESS = 500  # then a fresh one: what libraries leak does not pile up
_SERVE = "from cchc_nlp.reading.guarding import serve; serve()"
_LENGTH = 8

_SPLIT = "hãy mở tệp, lưu lại hoặc tách nhỏ rồi thử lại"
_TOO_SLOW = f"đọc tệp quá lâu nên đã dừng; {_SPLIT}, {wider('seconds')}."
_TOO_LARGE = f"đọc tệp cần quá nhiều bộ nhớ nên đã dừng; {_SPLIT}, {wider('memory')}."
_DIED = f"trình đọc tệp dừng đột ngột, tệp có thể quá lớn hoặc bị hỏng; {_SPLIT}."
_TOO_DEEP = f"nội dung tệp lồng nhau quá sâu; {_SPLIT}."


def guarded(kind: str, content: bytes, terms: Terms) -> Rendition:
    """The rendition of a file's content by the reader of its kind.

    Raises:
        ReadError: the reader refuses the file, takes too long or too much memory, or dies.
    """
    if kind in _HARMLESS or _cannot_start():
        return _read(kind, content, terms)
    reader = _idle.pop() if _idle else _Process()
    try:
        verdict, answer = reader.read(kind, content, terms)
    except BaseException:
        reader.end()
        raise
    if reader.served < _FILES_A_PROCESS and verdict in {"done", "refused"}:
        _idle.append(reader)
    else:
        reader.end()
    if verdict == "fault":
        raise RuntimeError(answer)
    if verdict != "done":
        raise ReadError(answer)
    return unpacked(answer)


def processors() -> int:
    """How many processors a reader may keep busy: one where its fellows fill the others."""
    if _among_many or parent_process() is not None:
        return 1
    mine = getattr(os, "sched_getaffinity", None)  # Linux: those that this process may use, not all of the machine
    return len(mine(0)) if mine else os.cpu_count() or 1


def ask_for(seconds: float) -> None:
    """Tell the guard that the file at hand may take so much longer than usual. Without a guard nothing happens."""
    if _to_guard is not None:
        _send(_to_guard, ("more", seconds))


def serve() -> None:
    """The life of the guarded process: read what comes, answer, until the guard is gone."""
    global _among_many, _to_guard  # noqa: PLW0603 - this process has one guard and says so to its readers
    requests = os.fdopen(os.dup(0), "rb")
    _to_guard = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not mix with the answers.
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 0)
    os.dup2(silence, 1)
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            kind, content, terms, _among_many = pickle.loads(_receive(requests))  # noqa: S301 - from our own parent
            _limit_memory(terms.max_memory)
            _send(_to_guard, _answer(kind, content, terms))


_among_many = False
_to_guard: IO[bytes] | None = None


def _answer(kind: str, content: bytes, terms: Terms) -> tuple[str, Any]:
    try:
        return "done", packed(_read(kind, content, terms))
    except ReadError as error:
        return "refused", str(error)
    except MemoryError:
        return "spent", _TOO_LARGE
    except RecursionError:
        return "spent", _TOO_DEEP
    except Exception:  # noqa: BLE001 - a fault of ours: it travels to the guard with its traceback
        return "fault", traceback.format_exc()


def _read(kind: str, content: bytes, terms: Terms) -> Rendition:
    from cchc_nlp.reading.opening import reader_of

    return reader_of(kind)(content, terms)


def _limit_memory(most: int) -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows: there the time limit alone holds

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Process:
    """A guarded process, seen from the guard."""

    def __init__(self) -> None:
        paths = os.pathsep.join(path for path in sys.path if path)
        self.served = 0
        self._late = False
        self._process = subprocess.Popen(  # noqa: S603 - this Python and a line of ours
            [sys.executable, "-P", "-c", _SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            # Ctrl-C is the guard's to answer; and all that the reader starts can be ended with it.
            start_new_session=True,
        )

    def read(self, kind: str, content: bytes, terms: Terms) -> tuple[str, Any]:
        """The verdict and what goes with it: "done" and the rendition, else a reason.

        Raises:
            ReadError: the process is late or dead.
        """
        self.served += 1
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None
        assert answers is not None
        timer = self._timer(terms.max_seconds + _GRACE)
        try:
            with _waiting_for(self._process.pid, alone=kind in _BY_ONE):
                _send(requests, (kind, content, terms, parent_process() is not None))
                while True:
                    verdict, answer = _Answers(io.BytesIO(_receive(answers))).load()
                    if verdict != "more":
                        break
                    timer.cancel()
                    timer = self._timer(terms.max_seconds + _GRACE + float(answer))
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise ReadError(_TOO_SLOW if self._late else _DIED) from error
        finally:
            timer.cancel()
        return verdict, answer

    def _timer(self, seconds: float) -> Timer:
        timer = Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        return timer

    def _give_up(self) -> None:
        self._late = True
        self._kill()

    def _kill(self) -> None:
        with suppress(OSError):
            if sys.platform != "win32":
                import signal

                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def end(self) -> None:
        """Stop at once, whatever it is doing."""
        self._kill()
        with self._process, suppress(OSError):
            pass


_idle: list[_Process] = []


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # the parent's processes answer the parent


@contextmanager
def _waiting_for(reader: int, *, alone: bool) -> Iterator[None]:
    """Keep a reader that works alone on the processor of this thread; let any other run on all. Linux can be asked."""
    if sys.platform != "linux":
        yield
        return
    mine: set[int] = set()
    try:
        with suppress(OSError, ValueError, IndexError):
            mine = os.sched_getaffinity(0)
            here = {_processor()} if alone else mine
            os.sched_setaffinity(reader, here)
            os.sched_setaffinity(0, here)
        yield
    finally:
        with suppress(OSError):
            os.sched_setaffinity(0, mine)


def _processor() -> int:
    """The processor this thread runs on: the 39th field of proc(5)'s stat, whose second ends with the bracket."""
    return int(Path("/proc/thread-self/stat").read_bytes().rpartition(b")")[2].split()[39 - 3])


def _cannot_start() -> bool:
    """Whether this already is the guarded process, or an application without a Python to call."""
    return _to_guard is not None or not sys.executable or getattr(sys, "frozen", False)


def _send(pipe: IO[bytes], message: object) -> None:
    packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(packed).to_bytes(_LENGTH, "big"))
    pipe.write(packed)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    length = int.from_bytes(_exactly(pipe, _LENGTH), "big")
    if length > _LONGEST_MESSAGE:
        raise EOFError
    return _exactly(pipe, length)


_LONGEST_MESSAGE = 1024 * MIB


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content


class _Answers(pickle.Unpickler):
    """Takes words, numbers and their tuples, and nothing that could do something: the other end has read the file."""

    def find_class(self, module: str, name: str) -> Any:
        """No class is welcome."""
        raise pickle.UnpicklingError(f"{module}.{name}")
