"""Reports of communes that do not exist, to try templates on: `sample.toml` → reports as `pipeline.parse` has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast, get_args

from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.model import Anchor, Area, Block, Finding, FindingRole, Meta, Period, Report, Role, Source, Unit

FILE = "sample.toml"


@dataclass(frozen=True, slots=True)
class SampleReport:
    """A report; each of `lines` is «role area: words»."""

    id: str
    unit: str
    title: str
    lines: tuple[str, ...]


def sample_reports(period: Period) -> tuple[Report, ...]:
    """The reports, each of the period."""
    return tuple(_report(entry, period) for entry in load_entries(SampleReport, FILE, "reports"))


def _report(entry: SampleReport, period: Period) -> Report:
    title = Block("text", entry.title, (Anchor(0, 1),), area="general", role="front")
    blocks = (title, *(_block(line, number) for number, line in enumerate(entry.lines, 2)))
    findings = tuple(
        Finding(cast("FindingRole", b.role), b.area or "general", b.text, None, b.lines)
        for b in blocks
        if b.role in get_args(FindingRole)
    )
    unit = Unit(entry.unit, entry.unit.split()[0])
    return Report(Source(entry.id, "", "docx"), Meta(entry.title, unit, period=period), (), blocks, findings=findings)


def _block(line: str, number: int) -> Block:
    label, _, words = line.partition(": ")
    role, area = label.split()
    return Block("text", words, (Anchor(0, number),), area=cast("Area", area), role=cast("Role", role))
