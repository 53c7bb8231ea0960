"""Decides who reports, in which outline and format, who states which theme, and what is planted where.

`mau` is the first twelve communes with the designs below, chosen by hand so that every difficulty occurs; a larger
province draws from the same designs.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from generating.banks import bank
from generating.communes import Commune, roster


@dataclass(frozen=True)
class Design:
    """How one report is built and delivered. The values are explained in the data card."""

    outline: str
    format: str
    numbering: str = "typed"
    names: str = "new"
    run_in: bool = False
    assessment: str = "three"
    tasks: str = "bullets"
    recommendations: str = "bullets"
    appendix: str = "word"
    prose: bool = False
    embedded: bool = False
    footnotes: int = 0
    slips: float = 0.0
    window: bool = False
    letterhead: bool = True
    options: dict[str, Any] = field(default_factory=dict)
    note: str = ""


DESIGNS = (
    Design("nested", "docx", tasks="by_field", recommendations="addressee", window=True, appendix="word", note="nested assessments per field, typed numbers, one Word table with merged header cells"),
    Design("half", "docx", numbering="auto", footnotes=2, appendix="word_forms", embedded=True, options={"running_header": True}, note="Word automatic numbering over several levels, real footnotes, a running header, one table a form"),
    Design("quarter", "docx", numbering="none", names="old", assessment="three", tasks="bullets", appendix="tabs", prose=True, note="bold-only headings without numbers, old field names, appendix as tab-separated paragraphs"),
    Design("half", "docx", run_in=True, assessment="labels", tasks="numbered", recommendations="none", appendix="word", options={"styles": True}, note="run-in headings, Word heading styles, italic run-in labels, numbered tasks that are no headings, empty recommendations"),
    Design("half", "pdf", footnotes=2, window=True, appendix="ruled", embedded=True, tasks="by_field", recommendations="addressee", note="page numbers, page breaks inside sentences, footnotes at the foot of the page, ruled table"),
    Design("quarter", "pdf", names="old", slips=0.45, assessment="mixed", appendix="flat", tasks="numbered", prose=True, note="text layer of a scan: slips of optical reading, appendix flattened one cell a line, its header repeated"),
    Design("month", "pdf", tasks="bullets", appendix="ruled", recommendations="bullets", letterhead=False, note="month outline, no letterhead in the text layer"),
    Design("nested", "pdf", tasks="by_field", slips=0.05, appendix="ruled", options={"running_header": True}, note="nested assessments, a running header on each page, long table over pages"),
    Design("half", "txt", window=True, appendix="pipe", slips=0.08, tasks="by_field", options={"page_lines": 46, "blank": True, "bold": True}, letterhead=False, note="paragraphs cut by page breaks, pipe table over page breaks with empty header rows, bold marks left over"),
    Design("procedures", "txt", appendix="tabs", assessment="three", recommendations="bullets", options={"encoding": "utf-16", "blank": False}, note="procedures only (other fields absent by design), UTF-16 with BOM, tab-separated table"),
    Design("half", "txt", footnotes=2, appendix="tabs", assessment="three", embedded=True, slips=0.05, options={"width": 82, "page_lines": 48, "page_numbers": True, "blank": True, "normal": "NFD"}, note="hard-wrapped at 82 characters, footnotes and page numbers in the flow, decomposed Unicode (NFD)"),
    Design("quarter", "txt", run_in=True, assessment="labels", tasks="numbered", recommendations="none", appendix="flat", names="new", options={"blank": True, "width": 90, "page_lines": 50, "encoding": "utf-8-sig"}, note="run-in headings, hard wraps with stray blank lines, appendix one cell a line"),
)  # fmt: skip

PROCEDURE_THEMES = frozenset("L01 L02 L03 L04 L05 L06 L07 L08 L09 L13 C01 C02 C06 C09 C13 R01 R02 R03 R05 R09".split())
ERRORS = ("narrative_table", "", "rate", "missing_day", "parts_sum", "missing_number", "", "unit", "subset", "", "", "two_plans")


@dataclass
class Plan:
    """What one commune will report."""

    commune: Commune
    design: Design
    themes: dict[str, list[str]]
    error: str = ""
    copy_from: str | None = None
    copy_theme: str | None = None


@dataclass
class Province:
    """The whole plan: who reports what, and who stays silent."""

    communes: list[Commune]
    silent: list[Commune]
    plans: list[Plan]


def draft(count: int, seed: int) -> Province:
    """Plan a province in which `count` communes report and a few more do not."""
    rng = Random(f"plan-{seed}")
    silent_count = max(3, count // 25)
    communes = roster(count + silent_count, seed)
    silent = communes[-silent_count:] if count <= len(DESIGNS) else sorted(rng.sample(communes, silent_count), key=lambda c: c.index)
    reporting = [c for c in communes if c not in silent]
    plans = [_plan(c, i, count, rng) for i, c in enumerate(reporting)]
    _spread_themes(plans, rng)
    _copies(plans, rng)
    return Province(communes, silent, plans)


def _plan(commune: Commune, position: int, count: int, rng: Random) -> Plan:
    if count <= len(DESIGNS):
        return Plan(commune, DESIGNS[position], {}, ERRORS[position])
    design = replace(rng.choice(DESIGNS), slips=rng.choice([0, 0, 0.05, 0.15]), prose=rng.random() < 0.3)
    return Plan(commune, design, {}, rng.choice(ERRORS) if rng.random() < 0.4 else "")


def _allowed(plan: Plan, theme: str) -> bool:
    if plan.design.outline == "procedures" and theme not in PROCEDURE_THEMES:
        return False
    if theme.startswith("C") and plan.design.outline == "month":
        return False
    return not (theme.startswith("R") and plan.design.recommendations == "none")


def _spread_themes(plans: list[Plan], rng: Random) -> None:
    """Give each theme to some communes (at least two), and each commune enough to say."""
    for role, least, most in (("L", 4, 9), ("C", 2, 5), ("R", 2, 6)):
        ids = [t["id"] for t in bank("themes")["theme"] if t["id"].startswith(role)]
        for plan in plans:
            plan.themes[role] = []
        for theme in ids:
            able = [p for p in plans if _allowed(p, theme) and len(p.themes[role]) < most]
            top = max(2, min(9, len(plans) * 3 // 4) if len(plans) <= len(DESIGNS) else len(plans) * 3 // 5)
            wanted = min(len(able), rng.randint(max(2, len(plans) // 6), top))
            for plan in rng.sample(able, wanted):
                plan.themes[role].append(theme)
        for plan in plans:
            spare = [t for t in ids if _allowed(plan, t) and t not in plan.themes[role]]
            rng.shuffle(spare)
            lacking = max(0, least - len(plan.themes[role]))
            plan.themes[role] += spare[:lacking]


def _copies(plans: list[Plan], rng: Random) -> None:
    """Let a few communes copy a paragraph, and one limitation, of an earlier one of the same kind."""
    full = [p for p in plans if p.design.outline != "procedures"]
    for _ in range(max(2, len(plans) // 15)):
        kind = rng.choice(["xã", "xã", "phường"])
        same = [p for p in full if p.commune.kind == kind]
        if len(same) < 2:
            continue
        first, second = sorted(rng.sample(range(len(same)), 2))
        source, copier = same[first], same[second]
        if copier.copy_from or source.copy_from:
            continue
        copier.copy_from = source.commune.number
        shared = [t for t in copier.themes["L"] if t in source.themes["L"]]
        copier.copy_theme = rng.choice(shared) if shared else None
