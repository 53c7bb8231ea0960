"""Two periods → what became of it: figures up and down, limitations that stay, tasks announced, recommendations again.

Communes are matched by name, a former one with the commune of today that carries it on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from cchc_nlp.comparing.copying import copies
from cchc_nlp.comparing.jointly import joint_figures
from cchc_nlp.comparing.naming import names_of
from cchc_nlp.comparing.sides import paired_figures
from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.communes import load_communes
from cchc_nlp.model import (
    Clustering,
    Excerpt,
    Finding,
    FindingRole,
    Followed,
    PairedFigure,
    Period,
    Periods,
    PersistingTheme,
    Report,
    TableRow,
    Tabulation,
    TaskState,
    UnitChange,
)
from cchc_nlp.vietnamese.alphabet import alphabetical
from cchc_nlp.vietnamese.forms import fold

_YES_OR_NO = "có/không"  # the unit, as the catalogue of indicators has it
_THEME_ROLES: tuple[FindingRole, ...] = ("limitation", "cause", "recommendation")


@dataclass(frozen=True)
class Seen:
    """The reports of a period with their table of figures and the themes of all their statements."""

    reports: Sequence[Report]
    table: Tabulation
    themes: Clustering


def over_periods(before: Seen, now: Seen, standard: Standard) -> Periods:
    """The two periods, for the province and commune by commune. `themes` of both are of one grouping of all."""
    names = _matched_names(before.reports, now.reports)
    old, new = _by_name(before.reports, names[0]), _by_name(now.reports, names[1])
    by_path = [dict(zip((r.source.path for r in seen.reports), own, strict=True))
               for seen, own in zip((before, now), names, strict=True)]  # fmt: skip
    rows = [_values(seen.table.rows, own) for seen, own in zip((before, now), by_path, strict=True)]
    added = [_values([row for row in seen.table.rows if row.added], own)
             for seen, own in zip((before, now), by_path, strict=True)]  # fmt: skip
    units = tuple(
        _unit(name, old[name], new[name], (rows[0].get(name, {}), rows[1].get(name, {})), (before, now), standard)
        for name in new
        if name in old
    )
    return Periods(
        (_usual_period(before.reports, standard), _usual_period(now.reports, standard)),
        units,
        tuple(_of_province(joint_figures(added[0], added[1], standard), standard)),
        tuple(_themes(before, now, names)),
        tuple(name for name in old if name not in new),
        tuple(name for name in new if name not in old),
        copies(now.reports, standard, earlier=before.reports, names=[*names[1], *names[0]]),
    )


def _of_province(figures: Iterable[PairedFigure], standard: Standard) -> Iterator[PairedFigure]:
    """The figures with the unit of what stands for all communes: a mean of theirs, or how many said yes."""
    means = {entry.id for entry in standard.indicators.entries if entry.aggregate == "mean" and entry.unit != "%"}
    for figure in figures:
        phrase = "unit_mean" if figure.id in means else "unit_yes" if figure.unit == _YES_OR_NO else None
        yield replace(figure, unit=standard.comparing.phrase(phrase, unit=figure.unit)) if phrase else figure


def _matched_names(before: Sequence[Report], now: Sequence[Report]) -> tuple[list[str], list[str]]:
    """The name of each report's commune; a former one is called as its heir where that reports now."""
    every = names_of([*before, *now])
    old, new = every[: len(before)], every[len(before) :]
    today = {fold(name): name for name in new}
    communes = load_communes()
    renamed = []
    for name, report in zip(old, before, strict=True):
        unit = report.meta.unit
        if fold(name) in today or unit is None:
            renamed.append(today.get(fold(name), name))
            continue
        once = [
            heirs
            for former, heirs in communes.once_named(unit.name)
            if fold(former.name) == fold(unit.name)
            and (not unit.district or fold(former.district or "") == fold(unit.district))
        ]
        heirs = {fold(h.name) for found in once for h in found[:1]} & set(today)
        renamed.append(today[heirs.pop()] if len(heirs) == 1 else name)
    return renamed, new


def _by_name(reports: Sequence[Report], names: Sequence[str]) -> dict[str, list[Report]]:
    found: dict[str, list[Report]] = {}
    for name, report in zip(names, reports, strict=True):
        found.setdefault(name, []).append(report)
    return found


def _values(rows: Iterable[TableRow], names: Mapping[str, str]) -> dict[str, dict[str, float | None]]:
    """The figures of each commune; of several rows of one, the first that states one."""
    found: dict[str, dict[str, float | None]] = {}
    for row in rows:
        own = found.setdefault(names[row.paths[0]], {})
        for indicator, cell in row.cells.items():
            if own.get(indicator) is None:
                own[indicator] = cell.value
    return found


def _usual_period(reports: Sequence[Report], standard: Standard) -> str:
    counted: dict[Period, int] = {}
    for report in reports:
        if report.meta.period:
            p = report.meta.period
            bare = Period(p.kind, p.year, p.number)
            counted[bare] = counted.get(bare, 0) + 1
    best = max(counted, key=lambda p: (counted[p], p.year, p.number or 0), default=None)
    return standard.wording.period(best) if best else ""


def _unit(
    name: str,
    old: Sequence[Report],
    new: Sequence[Report],
    values: tuple[Mapping[str, float | None], Mapping[str, float | None]],
    seen: tuple[Seen, Seen],
    standard: Standard,
) -> UnitChange:
    before, now = _said(name, old), _said(name, new)
    limit = standard.comparing.limit
    themes = _Themes(seen)
    both = [figure for figure in paired_figures(*values, standard) if figure.change is not None]
    stated = [s for s in now if s.role in ("limitation", "cause")]
    limitations = [s for s in before if s.role == "limitation"]
    persisting = _nearest(limitations, [s for s in now if s.role == "limitation"], themes, limit("repeated"))
    results = _results(name, new)
    tasks = [_followed(task, results, stated, [s for s in now if s.role == "task"], limit("followed"), standard)
             for task in before if task.role == "task"]  # fmt: skip
    wishes = [s for s in before if s.role == "recommendation"]
    repeated = _nearest(wishes, [s for s in now if s.role == "recommendation"], themes, limit("repeated"))
    paths = (old[0].source.path, new[0].source.path)
    return UnitChange(name, paths, tuple(both), tuple(persisting), tuple(tasks), tuple(repeated))


@dataclass(frozen=True)
class _Said:
    """A statement with its words in their place."""

    role: str
    excerpt: Excerpt
    id: str


def _said(name: str, reports: Sequence[Report]) -> list[_Said]:
    return [
        _Said(f.role, _excerpt(name, report, f), f"{report.source.path}:{f.lines[0]}:{n}")
        for report in reports
        for n, f in enumerate(report.findings, 1)
    ]


def _excerpt(name: str, report: Report, finding: Finding) -> Excerpt:
    return Excerpt(name, report.source.path, finding.lines, finding.page, finding.text)


def _results(name: str, reports: Sequence[Report]) -> list[_Said]:
    """What is told as done: paragraphs of results, and strengths."""
    return [
        _Said("result", Excerpt(name, r.source.path, b.lines, b.page, " ".join(b.text.split())), "")
        for r in reports
        for b in r.blocks
        if b.kind == "text" and b.role in ("result", "strength")
    ]


class _Themes:
    """The themes of statements by their ids, of both periods."""

    def __init__(self, seen: Iterable[Seen]) -> None:
        self._of: dict[str, str] = {}
        for one in seen:
            for assignment in one.themes.assignments:
                if assignment.theme:
                    self._of[assignment.id] = assignment.theme

    def same(self, one: str, other: str) -> bool:
        """Whether two statements belong to one theme of the book."""
        return one in self._of and self._of[one] == self._of.get(other)


def _nearest(before: Sequence[_Said], now: Sequence[_Said], themes: _Themes, least: float) -> Iterator[Followed]:
    """Statements of before that are made again: the same theme of the book, or nearly the same words."""
    for old in before:
        ranked = sorted(
            (
                (fuzz.token_sort_ratio(fold(old.excerpt.text), fold(new.excerpt.text)), -n, new)
                for n, new in enumerate(now)
            ),
            key=lambda hit: (themes.same(old.id, hit[2].id), hit[0], hit[1]),
            reverse=True,
        )
        if ranked and (ranked[0][0] >= least or themes.same(old.id, ranked[0][2].id)):
            yield Followed("again", old.excerpt, ranked[0][2].excerpt, round(ranked[0][0], 1))


def _followed(
    task: _Said,
    results: Sequence[_Said],
    stated: Sequence[_Said],
    tasks: Sequence[_Said],
    least: float,
    standard: Standard,
) -> Followed:
    """What is said now of a task announced: as a result, as not achieved, announced again; the nearest words decide."""
    kinds: tuple[tuple[TaskState, Sequence[_Said]], ...] = (("done", results), ("going_on", stated), ("again", tasks))
    words = _task_words(task.excerpt.text, standard)
    best: tuple[float, TaskState, Excerpt] | None = None
    for state, among in kinds:
        for other in among:
            score = _overlap(words, _task_words(other.excerpt.text, standard))
            if best is None or score > best[0]:
                best = (score, state, other.excerpt)
    if best is None or best[0] < least:
        return Followed("unsaid", task.excerpt, None)
    return Followed(best[1], task.excerpt, best[2], round(best[0], 1))


def _task_words(text: str, standard: Standard) -> frozenset[tuple[str, str]]:
    """Pairs of words in a row, those of openings ("Tiếp tục thực hiện") left out."""
    folded = fold(text)
    for opening in standard.comparing.words("task_openings"):
        folded = folded.replace(opening, " ")
    return frozenset(pairwise("".join(c if c.isalnum() else " " for c in folded).split()))


def _overlap(task: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    """How much of a task's words another text has, from 0 to 100."""
    return 100 * len(task & other) / len(task) if task else 0.0


def _themes(before: Seen, now: Seen, names: tuple[list[str], list[str]]) -> Iterator[PersistingTheme]:
    """Themes of the book that both periods state, those of most communes in both first."""
    stated = []
    for seen, own in zip((before, now), names, strict=True):
        by_path = dict(zip((r.source.path for r in seen.reports), own, strict=True))
        found: dict[tuple[FindingRole, str], set[str]] = {}
        for statement, assignment in zip(seen.themes.statements, seen.themes.assignments, strict=True):
            if assignment.theme and statement.path and statement.role in _THEME_ROLES:
                found.setdefault((statement.role, assignment.theme), set()).add(by_path[statement.path])
        stated.append(found)
    titles = {theme.theme: theme.title for theme in (*before.themes.themes, *now.themes.themes) if theme.theme}
    themes = [
        PersistingTheme(
            role, titles[theme], tuple(sorted(stated[0][role, theme], key=alphabetical)),
            tuple(sorted(units, key=alphabetical)), tuple(sorted(stated[0][role, theme] & units, key=alphabetical)),
        )
        for (role, theme), units in stated[1].items()
        if (role, theme) in stated[0]
    ]  # fmt: skip
    yield from sorted(themes, key=lambda t: (_THEME_ROLES.index(t.role), -len(t.both), -len(t.now), t.title))
