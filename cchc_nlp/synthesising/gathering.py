"""Who reported, and who said what: reports and clustering → communes and themes with their places.

Counts are of communes, not of sentences or files: a commune with two reports counts once. A report whose commune could
not be read counts by itself and is called by its file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import PurePath

from cchc_nlp.knowledge import any_of
from cchc_nlp.knowledge.wording import Wording
from cchc_nlp.model import (
    Area,
    Block,
    Clustering,
    FindingRole,
    Passage,
    Period,
    Place,
    Report,
    Statement,
    Theme,
    Unit,
)
from cchc_nlp.vietnamese.forms import fold

# A passage shown with a source: the paragraph, or as much of a long one as fits a glance.
_LONGEST_PASSAGE = 1200
_SHORTEST_QUOTE = 40
# So many of a theme's statements stand near its centre: among them a commune not yet quoted may be favoured.
_CENTRAL = 4
_ELLIPSIS = "…"
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"[0-9]{1,9}")  # longer ones are no part of a date


@dataclass(frozen=True, eq=False)
class Voice:
    """A commune with its reports; equal only to itself.

    `kind` is one of the wording's or `other`; `base` is its name without the kind.
    """

    kind: str
    base: str
    reports: tuple[Report, ...]
    known: bool

    @property
    def name(self) -> str:
        """As printed inside a sentence."""
        return self.base if self.kind == "other" else f"{self.kind} {self.base}"

    @cached_property
    def place(self) -> Place:
        """Where the first of its reports names it."""
        return naming_place(self.reports[0])


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a theme with its commune."""

    voice: Voice
    statement: Statement
    place: Place


@dataclass(frozen=True, eq=False)
class Gathered:
    """A theme with all that was said of it, one commune's statements after another's, the most central first."""

    theme: Theme
    said: tuple[Said, ...]

    @cached_property
    def voices(self) -> list[Voice]:
        """Each commune once, in the order of the voices."""
        return list(dict.fromkeys(s.voice for s in self.said))

    @cached_property
    def places(self) -> list[Place]:
        """One place for each commune: its most central statement."""
        return [next(s.place for s in self.said if s.voice is voice) for voice in self.voices]


def voices(reports: Sequence[Report], wording: Wording) -> list[Voice]:
    """The communes that reported, in the order of their first report.

    Two communes of one name in different districts are told apart by the district, in print too.
    """
    districts: dict[str, set[str]] = {}
    for report in reports:
        unit = report.meta.unit
        if unit and unit.district:
            districts.setdefault(fold(unit.name), set()).add(unit.district)
    groups: dict[tuple[str, str], list[Report]] = {}
    for report in reports:
        groups.setdefault(_identity(report, districts), []).append(report)
    return [_voice(tuple(group), wording, told_apart=bool(identity[1])) for identity, group in groups.items()]


def _identity(report: Report, districts: dict[str, set[str]]) -> tuple[str, str]:
    """Name and, only where the name alone is two communes', district."""
    unit = report.meta.unit
    if unit is None or not unit.name.strip():
        return report.source.path, ""
    shared = len(districts.get(fold(unit.name), ())) > 1
    return fold(unit.name), (unit.district or "") if shared else ""


def _voice(reports: tuple[Report, ...], wording: Wording, *, told_apart: bool) -> Voice:
    unit = reports[0].meta.unit
    if unit is None or not unit.name.strip():
        name = wording.phrase("file", name=PurePath(reports[0].source.path).name)
        return Voice("other", name, reports, known=False)
    kind, base = _kind_and_base(unit, wording)
    return Voice(kind, f"{base} ({unit.district})" if told_apart else base, reports, known=True)


def _kind_and_base(unit: Unit, wording: Wording) -> tuple[str, str]:
    name = unit.name.strip()
    for kind in wording.kinds:
        if fold(unit.kind) == kind.id and fold(name).startswith(f"{kind.id} "):
            return kind.id, " ".join(name.split()[len(kind.id.split()) :])
    if fold(unit.kind) in [kind.id for kind in wording.kinds]:
        return fold(unit.kind), name
    return "other", name


def gathered(clustering: Clustering, by_path: dict[str, Voice], role: FindingRole) -> list[Gathered]:
    """The themes of a role as said in our reports, most communes first; statements of other files are left out."""
    members: dict[int, list[Statement]] = {}
    for statement, assignment in zip(clustering.statements, clustering.assignments, strict=True):
        if statement.role == role:
            members.setdefault(assignment.cluster, []).append(statement)
    found = []
    for theme in clustering.themes:
        if theme.role == role:
            said = tuple(_said(_central_first(members.get(theme.cluster, ()), theme), by_path))
            if said:
                found.append(Gathered(theme, said))
    return sorted(found, key=lambda g: (-len(g.voices), -len(g.said), g.theme.title))


def ungrouped(clustering: Clustering, by_path: dict[str, Voice], role: FindingRole) -> list[Said]:
    """Statements of a role that are in no theme."""
    alone = [
        statement
        for statement, assignment in zip(clustering.statements, clustering.assignments, strict=True)
        if statement.role == role and assignment.cluster < 0
    ]
    return list(_said(alone, by_path))


def _central_first(statements: Iterable[Statement], theme: Theme) -> list[Statement]:
    rank = {identity: position for position, identity in enumerate(theme.examples)}
    return sorted(statements, key=lambda s: rank.get(s.id, len(rank)))


def _said(statements: Iterable[Statement], by_path: dict[str, Voice]) -> Iterator[Said]:
    for statement in statements:
        voice = by_path.get(statement.path or "")
        if voice and statement.path and statement.lines:
            yield Said(voice, statement, Place(statement.path, statement.lines))


def quotable(found: Gathered, used: Counter[str], wording: Wording) -> Said:
    """The statement to quote: central, fit to stand alone, not the title over again, of a commune not quoted often."""
    title = fold(found.theme.title)
    fitting = [s for s in found.said if _stands_alone(s.statement.text, wording)] or list(found.said)
    telling = [s for s in fitting if fold(s.statement.text).rstrip(".;") != title] or fitting
    chosen = min(telling[:_CENTRAL], key=lambda s: used[s.voice.name])  # of equals the first, the most central
    used[chosen.voice.name] += 1
    return chosen


def _stands_alone(words: str, wording: Wording) -> bool:
    """Long enough to say something, short enough to be quoted whole, and not going on from a sentence before."""
    leaning = fold(words).startswith(tuple(map(fold, wording.cue("leaning"))))
    return _SHORTEST_QUOTE <= len(words) <= wording.limit("quote") and not words[:1].islower() and not leaning


def alike(one: str, other: str) -> bool:
    """Whether two statements have half of their pairs of words in common, figures apart: who reads both reads one.

    >>> alike("Trang của xã đăng 46 tin, bài về CCHC.", "Trang của xã đăng 23 tin, bài về CCHC")
    True
    >>> alike("Trang của xã đăng 46 tin, bài về CCHC.", "Đã cấp phát 200 tờ rơi về CCHC")
    False
    """
    first, second = (set(pairwise(_WORD.findall(fold(text)))) for text in (one, other))
    return bool(first) and 2 * len(first & second) >= len(first | second)


def clipped(words: str, longest: int, joints: Sequence[str] = ()) -> tuple[str, bool]:
    """Words cut where a clause ends: at the last comma or semicolon that fits, else before the last of `joints`.

    >>> clipped("Đã ủy quyền cho người phụ trách ký 14 thủ tục theo Quyết định số 5", 60, ["theo"])
    ('Đã ủy quyền cho người phụ trách ký 14 thủ tục', True)
    >>> clipped("Đã niêm yết danh mục thủ tục và các biểu mẫu kèm theo Quyết định số 5", 60, ["theo", "kèm theo"])
    ('Đã niêm yết danh mục thủ tục và các biểu mẫu', True)
    """
    words = words.strip().rstrip(".;,: ")
    if len(words) <= longest:
        return words, False
    head = words[:longest]
    # Read from the left, so that «kèm theo» is found before the «theo» in it.
    before = max((joint.start() for joint in any_of(joints).finditer(head)), default=-1) if joints else -1
    ends = max(head.rfind(","), head.rfind(";")), before
    end = next((end for end in ends if end > longest // 2), head.rfind(" "))
    return head[:end].rstrip(" ,;"), True


def area_place(reports: Sequence[Report], area: Area) -> Place | None:
    """The first passage of a commune's result text on an area; None where it says nothing on it."""
    for report in reports:
        for block in report.blocks:
            if block.kind == "text" and block.area == area and block.role == "result":
                return Place(report.source.path, block.lines)
    return None


def naming_place(report: Report) -> Place:
    """Where a report names its commune; its first text where none does."""
    return _place_saying(report, report.meta.unit.name if report.meta.unit else "")


def period_place(report: Report) -> Place:
    """Where a report names its period: its title."""
    return _place_saying(report, report.meta.title or "")


def number_place(report: Report) -> Place:
    """Where a report prints its number."""
    return _place_saying(report, report.meta.document_number or "")


def date_place(report: Report) -> Place:
    """Where a report prints its date: the first text with all of its numbers."""
    parts = {int(part) for part in (report.meta.date or "").split("-") if part}
    for block in _texts(report):
        if parts and parts <= {int(digits) for digits in _DIGITS.findall(block.text)}:
            return Place(report.source.path, block.lines)
    return _place_saying(report, "")


def _place_saying(report: Report, words: str) -> Place:
    """The first text with these words; else the longest that is a part of them, one with a number before others."""
    texts, folded = _texts(report), fold(words)
    block = next((b for b in texts if folded and folded in fold(b.text)), None)
    if block is None:
        parts = [b for b in texts if fold(b.text) and fold(b.text) in folded]
        block = max(
            parts, key=lambda b: (bool(_DIGITS.search(b.text)), len(b.text)), default=texts[0] if texts else None
        )
    return Place(report.source.path, block.lines if block else (1, 1))


def _texts(report: Report) -> list[Block]:
    return [block for block in report.blocks if block.kind != "noise"]


def usual_period(reports: Iterable[Report]) -> Period | None:
    """The period most reports are of, without its data window; of equals the latest."""
    counted = Counter(bare_period(r.meta.period) for r in reports if r.meta.period)
    return max(counted, key=lambda p: (counted[p], p.year, p.kind, p.number or 0)) if counted else None


def of_period(reports: Iterable[Report], period: Period | None) -> list[Report]:
    """The reports of a period; those that name none are taken for it."""
    return [r for r in reports if r.meta.period is None or period is None or bare_period(r.meta.period) == period]


def bare_period(period: Period) -> Period:
    """Kind, year and number alone: communes print different windows for one period."""
    return Period(period.kind, period.year, period.number)


def passages(
    places: Iterable[tuple[str, tuple[int, int]]], owners: dict[str, Voice], wording: Wording
) -> list[Passage]:
    """For each distinct place the words around it."""
    reports = {report.source.path: _Lines(report) for voice in owners.values() for report in voice.reports}
    return [
        Passage(
            path, lines, _label(owners[path], reports[path], lines, wording), _around(reports[path].touching(lines))
        )
        for path, lines in sorted(set(places))
        if path in reports
    ]


def table_passages(
    places: Iterable[tuple[str, tuple[int, int]]], words: Mapping[tuple[str, tuple[int, int]], str], wording: Wording
) -> list[Passage]:
    """For each distinct place in a table of an officer (a roster, figures changed by hand) what its row says."""
    return [
        Passage(path, lines, f"{wording.phrase('file', name=PurePath(path).name)}, {_said_lines(lines, wording)}", said)
        for path, lines in sorted(set(places))
        if (said := words.get((path, lines)))
    ]


class _Lines:
    """The blocks of a report by their lines; thousands of places ask for them."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self._on_line: dict[int, list[int]] = defaultdict(list)
        for position, block in enumerate(report.blocks):
            first, last = block.lines
            for line in range(first, last + 1):
                self._on_line[line].append(position)

    def touching(self, lines: tuple[int, int]) -> list[Block]:
        """The blocks that share a line with these."""
        found = {position for line in range(lines[0], lines[1] + 1) for position in self._on_line.get(line, ())}
        return [self.report.blocks[position] for position in sorted(found)]


def _label(voice: Voice, where: _Lines, lines: tuple[int, int], wording: Wording) -> str:
    parts = [voice.name] if voice.known else []
    parts.append(wording.phrase("file", name=PurePath(where.report.source.path).name))
    return ", ".join([*parts, _line_words(where.touching(lines), lines, wording)])


def line_words(report: Report, lines: tuple[int, int], wording: Wording) -> str:
    """«dòng 12–14, trang 3»."""
    return _line_words(_Lines(report).touching(lines), lines, wording)


def _line_words(touching: Sequence[Block], lines: tuple[int, int], wording: Wording) -> str:
    where = _said_lines(lines, wording)
    page = next((block.page for block in touching if block.page), None)
    return f"{where}, {wording.phrase('page', page=page)}" if page else where


def _said_lines(lines: tuple[int, int], wording: Wording) -> str:
    first, last = lines
    return wording.phrase("lines" if last > first else "line", first=first, last=last)


def _around(touching: Sequence[Block]) -> str:
    text = "\n".join(block.text for block in touching)
    return text if len(text) <= _LONGEST_PASSAGE else text[:_LONGEST_PASSAGE].rsplit(" ", 1)[0] + _ELLIPSIS
