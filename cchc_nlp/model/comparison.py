"""Reports held against each other: what each covers, copies and leaves unsaid; two side by side; two periods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cchc_nlp.model.document import Area, Role
from cchc_nlp.model.report import FindingRole

CellState: TypeAlias = Literal["stated", "one_line", "none", "merged", "missing", "beyond"]
"""What a report says of a field in a role; `none`: it says that there is none; `merged`: under another heading;
`beyond`: reports of its kind do not tell of it."""

Cell: TypeAlias = tuple[Area, Role]


@dataclass(frozen=True, slots=True)
class Covered:
    """What a report says of one cell; `heading` as written, with the lines of what is said."""

    state: CellState
    heading: str | None = None
    lines: tuple[int, int] | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A report of a commune."""

    unit: str
    path: str
    cells: Mapping[Cell, Covered]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The map: a row a report, a column a cell; `expected` are the columns that the standard outline asks for."""

    columns: tuple[Cell, ...]
    expected: tuple[Cell, ...]
    rows: tuple[CoverageRow, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a report and where they stand."""

    unit: str
    path: str
    lines: tuple[int, int]
    page: int | None
    text: str


CopyKind: TypeAlias = Literal["verbatim", "figures"]
"""The same words and figures; or the same words with other figures."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A passage that stands in two reports: `source` is the earlier one, `copied` the later, as far as dates tell.

    `words` counts the words that nothing else explains; `own` where both are of one commune.
    """

    kind: CopyKind
    source: Excerpt
    copied: Excerpt
    words: int
    similarity: float
    own: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """How much of a report stands word for word in others: words, and their share of all its own words."""

    unit: str
    path: str
    words: int
    share: float


@dataclass(frozen=True, slots=True)
class Copies:
    """Passages, the longest first, and what they make of each report, the largest share first."""

    passages: tuple[Copy, ...]
    shares: tuple[Shared, ...]


LeftoverKind: TypeAlias = Literal["past_period", "foreign_commune", "obsolete_term"]


@dataclass(frozen=True, slots=True)
class Leftover:
    """Wording that does not belong: of a past period, of another commune, gone out of use. `found` is in `excerpt`."""

    kind: LeftoverKind
    found: str
    advice: str
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What a commune does not say and those like it do: a theme or an indicator, how many of how many say it."""

    unit: str
    path: str
    kind: Literal["theme", "indicator"]
    id: str
    name: str
    area: Area
    role: FindingRole | None
    said: int
    of: int


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is found by holding the reports of one period against each other."""

    coverage: Coverage
    copies: Copies
    leftovers: tuple[Leftover, ...]
    unsaid: tuple[Unsaid, ...]


# ---------------------------------------------------------------------------- two reports side by side
ChangeKind: TypeAlias = Literal["same", "changed", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Word:
    """Words that stand together, and whether the other side has them."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class PairedText:
    """A paragraph of the left report beside one of the right; one side is empty where only the other has it."""

    change: ChangeKind
    left: tuple[Word, ...] = ()
    right: tuple[Word, ...] = ()
    left_lines: tuple[int, int] | None = None
    right_lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class PairedSection:
    """A part of the standard outline with its headings as written and the paragraphs of both reports."""

    area: Area
    role: Role
    left: tuple[str, ...]
    right: tuple[str, ...]
    texts: tuple[PairedText, ...]


@dataclass(frozen=True, slots=True)
class PairedFigure:
    """An indicator in both; None where a report does not state it. `percent` is the change in percent of the left.

    Of many communes both sides are of the same `units`, so many.
    """

    id: str
    name: str
    unit: str
    area: Area
    left: float | None
    right: float | None
    change: float | None = None
    percent: float | None = None
    units: int | None = None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two reports, each called by `names`."""

    names: tuple[str, str]
    paths: tuple[str, str]
    sections: tuple[PairedSection, ...]
    figures: tuple[PairedFigure, ...]
    similarity: float


# ---------------------------------------------------------------------------- two periods
TaskState: TypeAlias = Literal["done", "going_on", "again", "unsaid"]
"""Of a task announced: told as a result, as a limitation or not finished, announced again, not mentioned."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A statement of the last period and what is said of it now; `now` is None where nothing is."""

    state: TaskState
    before: Excerpt
    now: Excerpt | None
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A commune over two periods."""

    unit: str
    paths: tuple[str, str]
    figures: tuple[PairedFigure, ...]
    persisting: tuple[Followed, ...]
    tasks: tuple[Followed, ...]
    repeated: tuple[Followed, ...]


@dataclass(frozen=True, slots=True)
class PersistingTheme:
    """A theme of both periods, with the communes that state it in each and in both."""

    role: FindingRole
    title: str
    before: tuple[str, ...]
    now: tuple[str, ...]
    both: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Periods:
    """Two periods: of the province and commune by commune; communes of one of them only; copies of one's own words."""

    names: tuple[str, str]
    units: tuple[UnitChange, ...]
    figures: tuple[PairedFigure, ...]
    themes: tuple[PersistingTheme, ...]
    only_before: tuple[str, ...]
    only_now: tuple[str, ...]
    copies: Copies
