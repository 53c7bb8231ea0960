"""Builds reports and clusterings by hand, in a few lines, for tests of the rooms that come after extracting.

    report("xã An Bình", "result institutions: Đã rà soát 12 văn bản.", "limitation procedures: Còn hồ sơ quá hạn.")

Each line is «role area: words»; a line without such a label is front matter. Findings come of the finding roles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from cchc_nlp.model import (
    Anchor,
    Area,
    Assignment,
    Block,
    Clustering,
    Finding,
    FindingRole,
    Meta,
    Period,
    Report,
    Role,
    Source,
    Statement,
    Theme,
    Unit,
)

HALF = Period("half", 2026, 1)
_LABELLED = re.compile(r"([a-z]+) ([a-z_]+): (.+)", re.DOTALL)


def report(
    name: str | None,
    *lines: str,
    path: str | None = None,
    period: Period | None = HALF,
    number: str | None = "12/BC-UBND",
    date: str | None = "2026-06-05",
    province: str | None = "Lam Sơn",
    district: str | None = None,
    title: str = "Báo cáo công tác cải cách hành chính 6 tháng đầu năm 2026",
) -> Report:
    """A report of the commune `name` ("xã An Bình"; None where no commune could be read), one block a line."""
    unit = _unit(name, province, district) if name else None
    front = [f"front general: UBND {name or ''} số {number}", f"front general: {title}"]
    blocks = tuple(_block(line, position) for position, line in enumerate([*front, *lines], 1))
    findings = tuple(
        Finding(b.role, b.area or "general", b.text, None, b.lines)
        for b in blocks
        if b.kind == "text" and b.role in get_args(FindingRole)
    )
    source = Source(path or f"bao-cao/{(name or 'khong-ro').replace(' ', '-')}.docx", "0" * 64, "docx")
    meta = Meta(title=title, unit=unit, document_number=number, place="An Bình", date=date, period=period)
    return Report(source, meta, (), blocks, findings=findings)


def _unit(name: str, province: str | None, district: str | None) -> Unit:
    kinds = ("xã", "phường", "thị trấn", "đặc khu", "huyện")
    return Unit(name, next(k for k in kinds if name.startswith(k)), district, province)


def _block(line: str, number: int) -> Block:
    match = _LABELLED.fullmatch(line)
    role, area, words = match.groups() if match else ("front", "general", line)
    kind = {"table": "table", "heading": "heading"}.get(role, "text")
    return Block(kind, words, (Anchor(0, number),), area=area, role="result" if kind != "text" else role)  # type: ignore[arg-type]


def clustering(reports: Sequence[Report], themes: dict[str, tuple[Role, Area, str]]) -> Clustering:
    """Themes of a book by a word: title → (role, area, a word in each of its statements). The first that fits wins."""
    statements = [
        Statement(
            f"{r.source.path}#{f.lines[0]}",
            f.role,
            f.text,
            r.meta.unit.name if r.meta.unit else None,
            f.area,
            path=r.source.path,
            lines=f.lines,
        )
        for r in reports
        for f in r.findings
    ]
    numbers = {title: n for n, title in enumerate(themes)}
    assignments = [_assignment(s, themes, numbers) for s in statements]
    found = []
    for title, (role, area, _) in themes.items():
        members = [s for s, a in zip(statements, assignments, strict=True) if a.cluster == numbers[title]]
        units = tuple(sorted({s.unit or s.path or "" for s in members}))
        ids = tuple(s.id for s in members)
        if members:
            found.append(
                Theme(
                    numbers[title],
                    f"X{numbers[title]:02d}",
                    role,
                    title,
                    (),
                    len(ids),
                    units,
                    len(units) / len(reports),
                    area,
                    ids[:3],
                )
            )  # type: ignore[arg-type]
    return Clustering(tuple(statements), tuple(assignments), tuple(found))


def _assignment(s: Statement, themes: dict[str, tuple[Role, Area, str]], numbers: dict[str, int]) -> Assignment:
    for title, (role, _, word) in themes.items():
        if s.role == role and word in s.text:
            return Assignment(s.id, numbers[title], None, 1.0, (word,))
    return Assignment(s.id, -1, None, 0.0)


NOTHING = Clustering((), (), ())
