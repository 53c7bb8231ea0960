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

    `n` is the plain number, for conditions; `whole` is true where the tally is everybody; `hedge` is the hedge's id.
    """

    n: int
    count: Entry
    total: Entry
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
class Spoken:
    """Words of a commune and its name."""

    words: Entry
    speaker: Entry


@dataclass(frozen=True, slots=True)
class ThemeView:
    """A theme as a template sees it."""

    title: Entry
    area: Area
    tally: Tally
    quote: Spoken


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
class FieldView:
    """A field: who reported on it, who did not, and the passages chosen for it."""

    name: Entry
    about: Entry
    tally: Tally
    silent: Tally
    passages: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class TaskView:
    """The tasks of one field: those told with a quotation, and those only named."""

    about: Entry
    themes: tuple[ThemeView, ...]
    brief: tuple[ThemeView, ...]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A line of the table of themes."""

    role: Entry
    title: Entry
    area: Entry
    tally: Tally


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A line of the list of reports used."""

    unit: Entry
    number: Entry
    date: Entry
    period: Entry
    file: Entry


@dataclass(frozen=True, slots=True)
class OtherPeriod:
    """Reports of another period than the synthesis."""

    period: Entry
    tally: Tally
