"""What is run and what comes of it: a file with its annexes → a report, packed or not, or a Failure."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cchc_nlp.errors import CchcError
from cchc_nlp.model import Report
from cchc_nlp.reading import Terms
from cchc_nlp.storing import DOUBTS, Entry, to_json, to_text

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; a worker gets it when it starts

BUNDLED = "!"  # stands before the name of a file in a bundle


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


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed file. What it is asked for is made then: whoever only writes its document never unpacks the report."""

    path: Path
    made: Report | Entry
    sent_beside: tuple[Path, ...] = ()
    kept: bool = False
    """Whether it was taken from a store."""

    @property
    def report(self) -> Report:
        """The report."""
        return self.made if isinstance(self.made, Report) else self.made.report(str(self.path), self._names())

    @property
    def text(self) -> str:
        """Its document in JSON, as `storing.to_text` writes it."""
        if isinstance(self.made, Report):
            return to_text(to_json(self.made))
        return self.made.text(str(self.path), self._names())

    def is_line(self, content: bytes) -> bool:
        """Whether bytes are surely its document in UTF-8 and the end of a line."""
        if not isinstance(self.made, Entry) or not content.endswith(b"\n"):
            return False
        return self.made.is_text(content[:-1], str(self.path), self._names())

    @property
    def doubt(self) -> str | None:
        """The sentence that says this may be no report on the reform, or none with an outline."""
        if isinstance(self.made, Entry):
            return self.made.doubt[1] if self.made.doubt else None
        return next((problem.message for problem in self.made.problems if problem.code in DOUBTS), None)

    @property
    def annexes(self) -> tuple[Path, ...]:
        """The files sent beside it that were read as part of it."""
        joined = self.made.source.annexes if isinstance(self.made, Report) else self.made.head["source"]["annexes"]
        return self.sent_beside if joined else ()

    def _names(self) -> list[str]:
        return [str(annex) for annex in self.annexes]


def parsed(task: Task, standard: Standard) -> Report | Failure:
    """The report of a task, or why there is none; nothing is raised, for one bad file never stops a batch."""
    from cchc_nlp.pipeline import parse

    path = task.path
    if task.annexes:
        with suppress(Exception):  # an annex that cannot be read takes nothing from its report
            return parse(path, standard, annexes=task.annexes, terms=task.terms)
    try:
        return parse(path, standard, terms=task.terms)
    except CchcError as error:
        return Failure(path, _step(error), str(error).removeprefix(f"{path}: "))
    except Exception as error:  # noqa: BLE001 - the traceback travels with the failure
        return Failure(path, _step(error), f"lỗi của chương trình ({type(error).__name__}).", traceback.format_exc())


def packed(task: Task, standard: Standard) -> bytes | Failure:
    """As `parsed`, the report as the bytes of its entry."""
    result = parsed(task, standard)
    return result if isinstance(result, Failure) else Entry.of(result).stored()


def packed_elsewhere(task: Task, contents: Sequence[bytes], standard: Standard) -> bytes | Failure:
    """As `packed`, on a machine that does not see the files: they come as their contents."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder, str(n), name_of(path)) for n, path in enumerate((task.path, *task.annexes))]
        for path, content in zip(paths, contents, strict=True):
            path.parent.mkdir()
            path.write_bytes(content)
        result = packed(replace(task, path=paths[0], annexes=tuple(paths[1:])), standard)
    return replace(result, path=task.path) if isinstance(result, Failure) else result


def name_of(path: Path) -> str:
    """The name of a file, of one in a bundle its own."""
    return Path(str(path).rpartition(BUNDLED)[2]).name or path.name


def _step(error: Exception) -> str:
    """The room the pipeline had called when the error was raised."""
    modules = [frame.f_globals["__name__"] for frame, _ in traceback.walk_tb(error.__traceback__)]
    rooms = [name.split(".")[1] for name in modules if name.startswith("cchc_nlp.")]
    return next((room for room in rooms if room not in ("running", "pipeline")), "pipeline")
