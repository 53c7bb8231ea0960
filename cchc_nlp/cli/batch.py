"""Runs one step over what the user named, tells what happened on stderr, keeps the tally for the exit status."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from cchc_nlp.cli import outputs, show
from cchc_nlp.cli.handling import Handling
from cchc_nlp.cli.inputs import Found, find
from cchc_nlp.cli.keeping import Conduct, Keeping
from cchc_nlp.errors import ReadError
from cchc_nlp.model import Problem, Report
from cchc_nlp.reading import Terms
from cchc_nlp.running import Failure, Joined, Means, Parsed, parse_joined, without_repeats
from cchc_nlp.storing import DOUBTS, load

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run

Result = TypeVar("Result")

NOT_CCHC = "not_cchc_report"


@dataclass(slots=True)
class Batch:
    """The inputs of one run and what came of them: go through the results, then `finish`."""

    found: Found
    handling: Handling
    terms: Terms
    conduct: Conduct
    printing: bool = False
    done: int = 0
    failed: int = 0
    doubtful: int = 0
    failures: list[Failure] = field(default_factory=list)
    kept: int = 0

    @property
    def quiet(self) -> bool:
        """Whether only failures are told."""
        return self.handling.quiet

    def check_free(self, results: Iterable[Path], *, force: bool) -> None:
        """Refuse results that must not be written where they are to go.

        Raises:
            OutputExistsError: as `outputs.check_free`.
        """
        outputs.check_free(results, self.found.named, self.found.folders, force=force)

    def each(self, results: Iterator[Result | Failure | Joined]) -> Iterator[Result]:
        """The results that are none of the failures, in order; a file that fails is told at once and counted.

        An annex that was joined to a report is told too.
        """
        with show.progress(len(self.found.files), quiet=self.quiet, printing=self.printing) as advance:
            for result in results:
                self.conduct.log.told(result)
                if isinstance(result, Failure):
                    self.failed += 1
                    self.failures.append(result)
                    show.failure(result)
                elif isinstance(result, Joined):
                    show.joined(result, quiet=self.quiet)
                else:
                    self.done += 1
                    yield result
                advance(self.failed)

    def reports(self, standard: Standard, *, besides: Collection[Path] = ()) -> Iterator[Report]:
        """The reports of the files (`besides` those), parsed, or loaded where they are results of an earlier run."""
        return (parsed.report for parsed in self.parsed(standard, besides=besides))

    def parsed(self, standard: Standard, *, besides: Collection[Path] = ()) -> Iterator[Parsed]:
        """As `reports`, for whoever does not need them whole."""
        files = [file for file in self.found.files if file not in besides]
        keeping = Keeping(self.conduct, self.found, self.terms)
        means = Means(self.handling.jobs, self.conduct.dask, keeping.store_of, keeping.parsed_by)
        for parsed in self.each(self._parsed_or_loaded(files, standard, means)):
            self.kept += parsed.kept
            if parsed.doubt is not None:
                self.doubtful += 1
                show.doubt(parsed.path, parsed.doubt)
            yield parsed
        keeping.tell(quiet=self.quiet)

    def without_repeats(self, reports: Sequence[Report]) -> list[Report]:
        """The reports of which none is sent twice; those left out are told."""
        kept, repeats = without_repeats(reports)
        for repeat in repeats:
            show.repeat(repeat)
        return kept

    def _parsed_or_loaded(
        self, files: Sequence[Path], standard: Standard, means: Means
    ) -> Iterator[Parsed | Failure | Joined]:
        """Parsed files, and between them stored reports where they stand."""
        fresh = [file for file in files if not _is_stored(file)]
        parsed = parse_joined(fresh, self.found.gathered, standard, means=means, terms=self.terms)
        return parsed if len(fresh) == len(files) else _in_order(files, parsed)

    def finish(self, *, takes_doubtful: bool = False) -> int:
        """Tell the tally; the exit status of the contract: 0 all done, 1 some inputs failed or may be no reports.

        A command that takes doubtful files as any other, its result telling the doubt, has done its work.
        """
        for aside in self.found.missing:
            show.left_aside(aside)
        failed = self.failed + len(self.found.missing)
        if not self.quiet:
            show.tally(self.done, failed, self.doubtful, self.found.skipped, self.kept)
            show.worst(self.failures, self.done)
        self.conduct.log.ended(self.done, self.kept, failed, self.doubtful)
        return 1 if failed or (self.doubtful and not takes_doubtful) else 0


def start(
    arguments: Sequence[str],
    *,
    handling: Handling,
    results: Iterable[Path | None] = (),
    force: bool = False,
    beside: Iterable[Path | None] = (),
    stored: bool = False,
    printing: bool = False,
) -> Batch:
    """The batch of what the user named; `beside` and `stored` as `inputs.find`, `results` and `force` as `check_free`.

    With `printing`, results go to stdout as they come, and a progress bar would stand among them.

    Raises:
        typer.BadParameter: nothing of it exists.
        OutputExistsError: as `check_free`.
    """
    terms = handling.terms()
    found = find(arguments, beside=[path for path in beside if path], stored=stored, terms=terms)
    if not found.files and not any(aside.path.exists() for aside in found.missing):
        first = found.missing[0]
        raise typer.BadParameter(f"{first.path}: {first.reason}")
    run = Batch(found, handling, terms, handling.conduct(), printing)
    run.check_free((path for path in results if path), force=force)
    if handling.log:
        outputs.check_log(handling.log, found.named, found.folders)
    return run


def doubt_about(report: Report) -> Problem | None:
    """The problem that says this may be no CCHC report, or none with an outline."""
    return next((problem for problem in report.problems if problem.code in DOUBTS), None)


def attempt(step: str, door: Callable[[Path], Result], file: Path) -> Result | Failure:
    """What the door makes of a file, or the failure."""
    try:
        return door(file)
    except ReadError as error:
        return Failure(file, step, str(error).removeprefix(f"{file}: "))


def _in_order(
    files: Sequence[Path], results: Iterator[Parsed | Failure | Joined]
) -> Iterator[Parsed | Failure | Joined]:
    """Parsed and stored reports as the user named them; an annex comes with its report."""
    done: set[Path] = set()
    for file in files:
        if _is_stored(file):
            loaded = attempt("storing", load, file)
            yield loaded if isinstance(loaded, Failure) else Parsed(Path(loaded.source.path), loaded)
            continue
        while file not in done:
            result = next(results)
            done.add(result.annex if isinstance(result, Joined) else result.path)
            yield result
    yield from results


def _is_stored(file: Path) -> bool:
    return file.suffix.lower() == ".json"
