"""Reports → rows of the tables. Ids come of content: the same report gives the same rows in any company."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from cchc_nlp.archiving.columns import TableName
from cchc_nlp.model import Assignment, Period, Report
from cchc_nlp.vietnamese.forms import fold

Row: TypeAlias = dict[str, Any]
_ID = 16
_NO_PROVINCE = "khong-ro"


@dataclass(frozen=True, order=True, slots=True)
class Part:
    """A partition: the reports of a province in a year; year 0 where none is known."""

    year: int
    province: str


def part_of(report: Report) -> Part:
    """The partition a report belongs to."""
    period, unit = report.meta.period, report.meta.unit
    date = (report.meta.date or "")[:4]
    year = period.year if period else int(date) if date.isdecimal() else 0
    return Part(year, _slug(unit.province) if unit and unit.province else _NO_PROVINCE)


def rows_of(report: Report, assignments: Sequence[Assignment]) -> dict[TableName, list[Row]]:
    """The rows of a report; `assignments` are those of its findings, in order."""
    meta, source = report.meta, report.source
    identity = {"report": report_id(report)}
    place = {"unit": meta.unit.name if meta.unit else None, "period": _period(meta.period) if meta.period else None}
    unit = meta.unit
    described = {
        "unit_kind": unit.kind if unit else None,
        "district": unit.district if unit else None,
        "province_name": unit.province if unit else None,
        "unit_code": unit.code if unit else None,
        "period_kind": meta.period.kind if meta.period else None,
        "period_number": meta.period.number if meta.period else None,
        "date": meta.date,
        "document_number": meta.document_number,
        "title": meta.title,
        "path": source.path,
        "sha256": source.sha256,
        "format": source.format,
        "pages": source.pages,
        "ocr": source.ocr,
        "words": sum(len(block.text.split()) for block in report.blocks if block.kind != "noise"),
    }
    return {
        "reports": [identity | place | described],
        "sections": [
            identity
            | {"section": one.id, "parent": one.parent, "position": at, "level": one.level, "number": one.number}
            | {"heading": one.heading, "area": one.area, "role": one.role, "score": one.score}
            | _lines(one.lines)
            for at, one in enumerate(report.sections, 1)
        ],
        "findings": [
            {"finding": f"{identity['report']}-{at:04}"} | identity | place
            | {"role": one.role, "area": one.area, "text": one.text, "section": one.section}
            | {"theme": found.theme, "score": found.score if found.theme else None}
            | _lines(one.lines) | {"page": one.page}
            for at, (one, found) in enumerate(zip(report.findings, assignments, strict=True), 1)
        ],
        "indicators": [
            identity | place
            | {"position": at, "indicator": one.id, "name": one.name, "value": one.value, "measure": one.unit}
            | {"source": one.source, "qualifier": one.qualifier, "quote": one.quote}
            | _lines(one.lines) | {"page": one.page}
            for at, one in enumerate(report.indicators, 1)
        ],
        "problems": [
            identity | place
            | {"position": at, "code": one.code, "severity": one.severity, "message": one.message}
            | _lines(one.lines)
            for at, one in enumerate(report.problems, 1)
        ],
    }  # fmt: skip


def report_id(report: Report) -> str:
    """Known by its content: the same file has the same id wherever it lies and whenever it is read."""
    contents = [report.source.sha256, *(annex.sha256 for annex in report.source.annexes)]
    return hashlib.sha256("".join(contents).encode()).hexdigest()[:_ID]


def themes_of(reports: Iterable[Row], findings: Iterable[Row], titles: Mapping[str, str]) -> list[Row]:
    """The themes of a partition, counted in communes, period by period."""
    reporting: dict[str | None, set[str]] = defaultdict(set)
    for row in reports:
        reporting[row["period"]].add(_who(row))
    stated: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in findings:
        if row["theme"] is not None:
            stated[row["theme"], row["role"], row["period"] or ""].append(_who(row))
    return [
        {"theme": theme, "title": titles.get(theme, theme), "role": role, "period": period or None}
        | {"findings": len(units), "units": len(set(units)), "reporting": len(reporting[period or None])}
        for (theme, role, period), units in sorted(stated.items())
    ]


def _who(row: Row) -> str:
    """A report whose commune is unknown counts by itself."""
    who: str = row["unit"] or row["report"]
    return who


def _lines(lines: tuple[int, int]) -> Row:
    return {"first_line": lines[0], "last_line": lines[1]}


def _period(period: Period) -> str:
    parts = [str(period.year), period.kind, *([str(period.number)] if period.number is not None else [])]
    return "-".join(parts)


def _slug(name: str) -> str:
    """A name for a folder, the same on every system: "tỉnh Lai Châu" → "tinh-lai-chau"."""
    plain = unicodedata.normalize("NFD", fold(name).replace("đ", "d"))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def by_part(reports: Sequence[Report], assignments: Sequence[Assignment]) -> dict[Part, dict[TableName, list[Row]]]:
    """The rows of many reports by partition; `assignments` are those of all findings, in order."""
    parts: dict[Part, dict[TableName, list[Row]]] = {}
    left: Iterator[Assignment] = iter(assignments)
    for report in reports:
        own = [next(left) for _ in report.findings]
        tables = parts.setdefault(part_of(report), {})
        for name, rows in rows_of(report, own).items():
            tables.setdefault(name, []).extend(rows)
    return parts
