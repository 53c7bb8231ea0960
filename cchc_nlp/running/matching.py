"""Files of one report, sent apart: which annex belongs to which report of its folder or bundle.

By name first ("Phụ lục xã A.xlsx", "BC CCHC xã A.docx"), then by being the only report there, then by the commune that
the annex names. Where a name says neither report nor annex, the head of the text is asked. What fits several reports is
joined to none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.reading import Terms, read
from cchc_nlp.running.running import Means, run_all
from cchc_nlp.running.tasks import BUNDLED, Failure, Parsed, Task
from cchc_nlp.vietnamese.forms import fold

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; a worker gets it when it starts

_READ_AT_ONCE = frozenset({".docx", ".docm", ".odt", ".html", ".htm", ".txt"})  # others take seconds
_HEAD = 10  # lines in which an annex or a report says what it is
_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})


@dataclass(frozen=True, slots=True)
class Joined:
    """An annex that was read as part of a report."""

    annex: Path
    report: Path


@dataclass(slots=True)
class _Plan:
    """The annexes of each report as the names tell, and the annexes whose report their content must tell."""

    annexes: dict[Path, list[Path]] = field(default_factory=dict)
    open: list[Path] = field(default_factory=list)


def parse_joined(
    paths: Sequence[Path], gathered: Collection[Path], standard: Standard, *, means: Means, terms: Terms
) -> Iterator[Parsed | Failure | Joined]:
    """As `run_all`, with annexes joined to their reports: a joined annex gives `Joined` behind its report.

    Only files that were `gathered` from a folder or bundle are joined: one named by itself is meant by itself.
    """
    plan = _plan([path for path in paths if path in gathered], terms)
    tasks = _tasks(paths, plan, terms)
    results = zip(tasks, run_all(tasks, standard, means), strict=True)
    if not plan.open:
        for task, result in results:
            yield from _told(task, result, standard, means)
        return
    parsed = list(results)
    for annex in plan.open:
        parsed = _joined_by_content(annex, parsed, standard, terms, replace(means, jobs=1, dask=None))
    order = {path: place for place, path in enumerate(paths)}
    for task, result in sorted(parsed, key=lambda pair: order[pair[0].path]):
        yield from _told(task, result, standard, means)


def tasks_of(paths: Sequence[Path], gathered: Collection[Path], terms: Terms) -> list[Task]:
    """The tasks as names tell; an annex that only its content joins to a report is in none."""
    return _tasks(paths, _plan([path for path in paths if path in gathered], terms), terms)


def _tasks(paths: Sequence[Path], plan: _Plan, terms: Terms) -> list[Task]:
    aside = {*plan.open, *(annex for annexes in plan.annexes.values() for annex in annexes)}
    return [Task(path, terms, tuple(plan.annexes.get(path, ()))) for path in paths if path not in aside]


def _plan(paths: Sequence[Path], terms: Terms) -> _Plan:
    from cchc_nlp.knowledge.annexes import read_name  # the room loads rapidfuzz

    plan = _Plan()
    names = {path: read_name(_stem(path)) for path in paths}
    folders = Counter(path.parent for path in paths)
    alike = Counter((path.parent, names[path].words) for path in paths)
    apart = [
        path
        for path in paths
        if path.suffix.lower() in _SPREADSHEETS
        or names[path].annex
        or (
            folders[path.parent] > 1
            and not names[path].report
            # A commune's only file is its report, as nearly all are: looking into each would cost a second reading.
            and not (names[path].commune and alike[path.parent, names[path].words] == 1)
            and _begins_annex(path, terms)
        )
    ]
    for annex in apart:
        bodies = [path for path in paths if path.parent == annex.parent and path not in apart]
        own = names[annex].words
        fitting = [body for body in bodies if own and (own <= names[body].words or names[body].words <= own != set())]
        fitting = [body for body in fitting if names[body].words]
        if len(fitting) != 1 and annex.suffix.lower() in _SPREADSHEETS and _lists_communes(annex, terms):
            continue  # a roster that lies there is of no report
        if len(fitting) == 1 or (not fitting and len(bodies) == 1):
            plan.annexes.setdefault((fitting or bodies)[0], []).append(annex)
        elif bodies:
            plan.open.append(annex)
    return plan


def _begins_annex(path: Path, terms: Terms) -> bool:
    from cchc_nlp.knowledge.annexes import begins_annex  # the room loads rapidfuzz

    if path.suffix.lower() not in _READ_AT_ONCE:
        return False
    try:
        lines = (line.text for line in read(path, terms).lines if line.text.strip())
    except Exception:  # noqa: BLE001 - whoever parses it tells what is wrong with it
        return False
    return begins_annex(islice(lines, _HEAD))


def _lists_communes(path: Path, terms: Terms) -> bool:
    from cchc_nlp.knowledge.annexes import lists_communes  # the room loads rapidfuzz

    try:
        return lists_communes(line.text for line in read(path, terms).lines)
    except Exception:  # noqa: BLE001 - whoever parses it tells what is wrong with it
        return False


def _stem(path: Path) -> str:
    return path.stem.rpartition(BUNDLED)[2]


def _told(
    task: Task, result: Parsed | Failure, standard: Standard, means: Means
) -> Iterator[Parsed | Failure | Joined]:
    """A result and what became of its annexes; those that could not be read with it are asked by themselves."""
    yield result
    alone = replace(means, jobs=1, dask=None)
    joined = result.annexes if isinstance(result, Parsed) else ()
    for annex in task.annexes:
        if annex in joined:
            yield Joined(annex, task.path)
        else:
            yield from run_all([Task(annex, task.terms)], standard, alone)


def _joined_by_content(
    annex: Path, parsed: list[tuple[Task, Parsed | Failure]], standard: Standard, terms: Terms, means: Means
) -> list[tuple[Task, Parsed | Failure]]:
    """The results with the annex joined to the one report of its folder whose commune it names; else by itself."""
    places = _naming(annex, parsed, terms)
    if len(places) != 1:
        alone = Task(annex, terms)
        return [*parsed, (alone, next(iter(run_all([alone], standard, means))))]
    (place,) = places
    task = replace(parsed[place][0], annexes=(*parsed[place][0].annexes, annex))
    parsed[place] = (task, next(iter(run_all([task], standard, means))))
    return parsed


def _naming(annex: Path, parsed: Sequence[tuple[Task, Parsed | Failure]], terms: Terms) -> list[int]:
    """The places of the reports in the annex's folder whose unit it names."""
    units: Mapping[int, str] = {
        place: f" {' '.join(_words(unit.name))} "
        for place, (task, result) in enumerate(parsed)
        if isinstance(result, Parsed) and task.path.parent == annex.parent and (unit := result.report.meta.unit)
    }
    if not units:
        return []
    try:
        lines = read(annex, terms).lines
    except ReadError:
        return []
    text = " ".join(f" {' '.join(_words(line.text))} " for line in lines)
    return [place for place, unit in units.items() if unit in text]


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(text)).split()
