"""One commune's report, understood: the document `cchc parse` prints (schema `cchc-report/1`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from cchc_nlp.model.document import Area, Block, Source
from cchc_nlp.model.outline import Section

SCHEMA = "cchc-report/1"
MAKER = "cchc_nlp"
"""Among the keywords of every document the program makes, so that a folder of reports can tell them from reports."""

FindingRole: TypeAlias = Literal["strength", "limitation", "cause", "task", "recommendation"]
PeriodKind: TypeAlias = Literal["month", "quarter", "half", "nine_months", "year", "other"]
Severity: TypeAlias = Literal["error", "warning", "info"]
IndicatorSource: TypeAlias = Literal["narrative", "table", "corrected"]
"""Where a figure was read; `corrected` is one written by hand ("sửa tay")."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The body that reports. `name` has the kind in front ("xã Bình Lư"); `code` is its official code where known."""

    name: str
    kind: str
    district: str | None = None
    province: str | None = None
    code: str | None = None
    province_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period. `number` is the month, quarter or half; `start`, `end` are ISO dates, only if printed."""

    kind: PeriodKind
    year: int
    number: int | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A mention of a document by number and symbol."""

    kind: str
    number: str
    date: str | None
    lines: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Meta:
    """Identification. `date` is ISO, possibly partial ("2024-08"). None means: not printed."""

    title: str | None = None
    unit: Unit | None = None
    document_number: str | None = None
    place: str | None = None
    date: str | None = None
    period: Period | None = None
    next_period: Period | None = None
    signer: str | None = None
    signer_title: str | None = None
    signed_for: str | None = None
    recipients: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its header rows folded into one and its rows as cells of text."""

    caption: str | None
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, int]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement: a bullet, a sentence of it, or a clause before a `;` that can stand alone. Exact words."""

    role: FindingRole
    area: Area
    text: str
    section: str | None
    lines: tuple[int, int]
    page: int | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the catalogue with the words it was read from."""

    id: str
    name: str
    value: float
    unit: str
    source: IndicatorSource
    qualifier: str | None
    quote: str
    lines: tuple[int, int]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to correct. `message` is one Vietnamese sentence an officer can send back to the commune."""

    code: str
    severity: Severity
    message: str
    lines: tuple[int, int]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A report, understood. `blocks` hold all text of the file exactly once, in reading order."""

    source: Source
    meta: Meta
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    problems: tuple[Problem, ...] = ()
