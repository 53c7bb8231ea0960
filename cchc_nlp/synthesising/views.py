"""What a template sees: values with their evidence under names, and plain numbers and flags for conditions only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_nlp.model import Area
    from cchc_nlp.synthesising.ledger import Entry


@dataclass(frozen=True, slots=True)
class Tally:
    """Some of the communes: how many, of how many, their share and names (`names` cut, `all_names` not), and a hedge.

    `ratio` is «12/15». `n` is the plain number, for conditions; `whole` is true where the tally is everybody; `hedge`
    is the hedge's id.
    """

    n: int
    count: Entry
    total: Entry
    ratio: Entry
    share: Entry
    names: Entry
    all_names: Entry
    how_many: Entry
    hedge: str
    whole: bool


@dataclass(frozen=True, slots=True)
class KindView:
    """The communes of one kind (xã, phường …)."""

    name: Entry
    tally: Tally


@dataclass(frozen=True, slots=True)
class RosterView:
    """Who of the roster reported, who did not, and who reported and is not in it."""

    ratio: Entry
    share: Entry
    missing: int
    missing_count: Entry
    missing_names: Entry
    outside: Tally


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words of a commune and its name."""

    words: Entry
    speaker: Entry


@dataclass(frozen=True, slots=True)
class Affected:
    """A commune with the figure that shows how a limitation weighs on it."""

    speaker: Entry
    value: Entry


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme as a template sees it.

    `known` is false for a group that the program made: its title is only the words of one commune. `quotes` are one
    quotation, two for such a group. `measure` says by which figure `affected` are chosen.
    """

    title: Entry
    area: Area
    known: bool
    tally: Tally
    quotes: tuple[Spoken, ...]
    measure: Entry | None
    affected: tuple[Affected, ...]
    also: tuple[AlsoAsked, ...]

    @property
    def quote(self) -> Spoken:
        """The one to quote."""
        return self.quotes[0]


@dataclass(frozen=True, slots=True)
class AlsoAsked:
    """Communes that address the same recommendation to somebody else."""

    name: Entry
    tally: Tally


@dataclass(frozen=True, slots=True)
class RoleView:
    """The themes of a role, and single statements beside them: those told in the text, and how many are left.

    `told` themes get a sentence and a quotation, `brief` ones of several communes too are only named with their count;
    `more` themes (`more_count`) stand only in the annex; `others` statements (`others_count`) are in no theme and
    not told.
    """

    told: tuple[ThemeView, ...]
    brief: tuple[ThemeView, ...]
    alone: tuple[Spoken, ...]
    more: int
    more_count: Entry
    others: int
    others_count: Entry


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause on figures; `other` is who states them where these are not the communes of most clauses."""

    words: Entry
    other: Tally | None


@dataclass(frozen=True, slots=True)
class ActivityView:
    """Usual work of a field, who did it, and some of them in their own words."""

    title: Entry
    tally: Tally
    examples: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field: who reported on it, who did not, its figures, what was done in common, what stands out.

    `passages` are chosen only where no usual work is known.
    """

    name: Entry
    about: Entry
    tally: Tally
    silent: Tally
    stated: Tally | None
    clauses: tuple[ClauseView, ...]
    activities: tuple[ActivityView, ...]
    brief: tuple[ActivityView, ...]
    practice: Spoken | None
    passages: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """The tasks of one field: those told with a quotation, and those only named."""

    about: Entry
    themes: tuple[ThemeView, ...]
    brief: tuple[ThemeView, ...]


@dataclass(frozen=True, slots=True)
class RequestView:
    """The recommendations to one addressee."""

    name: Entry
    themes: tuple[ThemeView, ...]
    brief: tuple[ThemeView, ...]
    alone: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A line of the table of themes; `code` stands for the theme in the table of communes and themes."""

    code: Entry
    title: Entry
    area: Entry
    tally: Tally


@dataclass(frozen=True, slots=True)
class ThemeTable:
    """The themes of one role."""

    name: Entry
    rows: tuple[ThemeRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A commune and for each theme of the matrix whether it states it."""

    unit: Entry
    marks: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A line of the table of figures."""

    name: Entry
    unit: Entry
    value: Entry
    ratio: Entry


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The figures of one field."""

    name: Entry
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of the list of reports used."""

    unit: Entry
    number: Entry
    date: Entry
    period: Entry
    file: Entry


@dataclass(frozen=True, slots=True)
class FlawRow:
    """Something in a report, or a file, that wants a look."""

    unit: Entry
    what: Entry
    where: Entry


@dataclass(frozen=True, slots=True)
class OtherPeriod:
    """Reports of another period than the synthesis."""

    period: Entry
    tally: Tally


@dataclass(frozen=True, slots=True)
class Annexes:
    """What the annexes are called in the text: «Phụ lục II»; None for one there is none of. Headings in capitals."""

    reports: Entry | None = None
    missing: Entry | None = None
    figures: Entry | None = None
    themes: Entry | None = None
    matrix: Entry | None = None
    flaws: Entry | None = None
