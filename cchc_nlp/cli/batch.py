"""Runs one step over what the user named, tells what happened on stderr, keeps the tally for the exit status."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from cchc_nlp.cli import show
from cchc_nlp.cli.inputs import Found, find
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Problem, Report
from cchc_nlp.reading import Terms
from cchc_nlp.running import Failure, Joined, parse_joined, without_repeats
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
    terms: Terms = field(default_factory=Terms)
    done: int = 0
    failed: int = 0
    doubtful: int = 0
    failures: list[Failure] = field(default_factory=list)

    def each(self, results: Iterator[Result | Failure | Joined]) -> Iterator[Result]:
        """The results that are none of the failures, in order; a file that fails is told at once and counted.

        An annex that was joined to a report is told too.
        """
        with show.progress(len(self.found.files), quiet=self.quiet, printing=self.printing) as advance:
            for result in results:
                if isinstance(result, Failure):
                    self.failed += 1
                    self.failures.append(result)
                    show.failure(result)
                elif isinstance(result, Joined):
                    show.joined(result, quiet=self.quiet)
                else:
                    self.done += 1
                    yield result
                advance()

    def reports(
        self, standard: Standard, jobs: int | None = None, *, besides: Collection[Path] = ()
    ) -> Iterator[Report]:
        """The reports of the files (`besides` those), parsed, or loaded where they are results of an earlier run."""
        files = [file for file in self.found.files if file not in besides]
        for report in self.each(self._parsed_or_loaded(files, standard, jobs)):
            problem = doubt_about(report)
            if problem is not None:
                self.doubtful += 1
                show.doubt(report, problem)
            yield report

    def without_repeats(self, reports: Sequence[Report]) -> list[Report]:
        """The reports of which none is sent twice; those left out are told."""
        kept, repeats = without_repeats(reports)
        for repeat in repeats:
            show.repeat(repeat)
        return kept

    def _parsed_or_loaded(
        self, files: Sequence[Path], standard: Standard, jobs: int | None
    ) -> Iterator[Report | Failure | Joined]:
        """Parsed files first by first, then stored reports where they stood."""
        fresh = [file for file in files if not _is_stored(file)]
        parsed = parse_joined(fresh, self.found.gathered, standard, jobs=jobs, terms=self.terms)
        if len(fresh) == len(files):
            yield from parsed
            return
        yield from _in_order(files, parsed)

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
    terms: Terms | None = None,
) -> Batch:
    """The batch of what the user named; `own`, `stored` and `terms` as `inputs.find`.

    With `printing`, results go to stdout as they come, and a progress bar would stand among them.

    Raises:
        typer.BadParameter: nothing of it exists.
    """
    terms = terms or Terms()
    found = find(arguments, own=[path for path in own if path], stored=stored, terms=terms)
    if not found.files and not any(aside.path.exists() for aside in found.missing):
        first = found.missing[0]
        raise typer.BadParameter(f"{first.path}: {first.reason}")
    return Batch(found, quiet, printing, terms)


def doubt_about(report: Report) -> Problem | None:
    """The problem that says this may be no CCHC report, or none with an outline."""
    return next((problem for problem in report.problems if problem.code in _DOUBTS), None)


def attempt(step: str, door: Callable[[Path], Result], file: Path) -> Result | Failure:
    """What the door makes of a file, or the failure."""
    try:
        return door(file)
    except ReadError as error:
        return Failure(file, step, str(error).removeprefix(f"{file}: "))


def _in_order(
    files: Sequence[Path], parsed: Iterator[Report | Failure | Joined]
) -> Iterator[Report | Failure | Joined]:
    """Parsed and stored reports as the user named them."""
    fresh = {str(_path_of(result)): result for result in parsed}
    for file in files:
        if _is_stored(file):
            yield attempt("storing", load, file)
        elif str(file) in fresh:
            yield fresh[str(file)]


def _path_of(result: Report | Failure | Joined) -> Path:
    match result:
        case Failure():
            return result.path
        case Joined():
            return result.annex
        case _:
            return Path(result.source.path)


def _is_stored(file: Path) -> bool:
    return file.suffix.lower() == ".json"
