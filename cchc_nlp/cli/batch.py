"""Runs one step over what the user named, tells what happened on stderr, keeps the tally for the exit status."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from cchc_nlp.cli import show
from cchc_nlp.cli.inputs import Found, find
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Problem, Report
from cchc_nlp.running import Failure, parse_all
from cchc_nlp.storing import load

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run

Result = TypeVar("Result")

NOT_CCHC = "not_cchc_report"
_DOUBTS = (NOT_CCHC, "no_outline")


@dataclass(slots=True)
class Batch:
    """The inputs of one run and what came of them: go through the results, then `finish`."""

    found: Found
    quiet: bool = False
    printing: bool = False
    done: int = 0
    failed: int = 0
    doubtful: int = 0

    def each(self, results: Iterator[Result | Failure]) -> Iterator[Result]:
        """The results that are none of the failures, in order; a file that fails is told at once and counted."""
        with show.progress(len(self.found.files), quiet=self.quiet, printing=self.printing) as advance:
            for result in results:
                if isinstance(result, Failure):
                    self.failed += 1
                    show.failure(result)
                else:
                    self.done += 1
                    yield result
                advance()

    def reports(
        self, standard: Standard, jobs: int | None = None, *, besides: Collection[Path] = ()
    ) -> Iterator[Report]:
        """The reports of the files (`besides` those), parsed, or loaded where they are results of an earlier run."""
        files = [file for file in self.found.files if file not in besides]
        for report in self.each(_parsed_or_loaded(files, standard, jobs)):
            problem = doubt_about(report)
            if problem is not None:
                self.doubtful += 1
                show.doubt(report, problem)
            yield report

    def finish(self) -> int:
        """Tell the tally; the exit status of the contract: 0 all done, 1 some inputs failed."""
        for aside in self.found.missing:
            show.left_aside(aside)
        failed = self.failed + len(self.found.missing)
        if not self.quiet:
            show.tally(self.done, failed, self.doubtful, self.found.skipped)
        return 1 if failed else 0


def start(
    arguments: Sequence[str],
    *,
    own: Sequence[Path | None] = (),
    stored: bool = False,
    quiet: bool = False,
    printing: bool = False,
) -> Batch:
    """The batch of what the user named; `own` and `stored` as `inputs.find`.

    With `printing`, results go to stdout as they come, and a progress bar would stand among them.

    Raises:
        typer.BadParameter: nothing of it exists.
    """
    found = find(arguments, own=[path for path in own if path], stored=stored)
    if not found.files and not any(aside.path.exists() for aside in found.missing):
        first = found.missing[0]
        raise typer.BadParameter(f"{first.path}: {first.reason}")
    return Batch(found, quiet, printing)


def doubt_about(report: Report) -> Problem | None:
    """The problem that says this may be no CCHC report, or none with an outline."""
    return next((problem for problem in report.problems if problem.code in _DOUBTS), None)


def attempt(step: str, door: Callable[[Path], Result], file: Path) -> Result | Failure:
    """What the door makes of a file, or the failure."""
    try:
        return door(file)
    except ReadError as error:
        return Failure(file, step, str(error).removeprefix(f"{file}: "))


def _parsed_or_loaded(files: Sequence[Path], standard: Standard, jobs: int | None) -> Iterator[Report | Failure]:
    parsed = parse_all([file for file in files if not _is_stored(file)], standard, jobs=jobs)
    for file in files:
        yield attempt("storing", load, file) if _is_stored(file) else next(parsed)


def _is_stored(file: Path) -> bool:
    return file.suffix.lower() == ".json"
