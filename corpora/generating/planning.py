"""Decides who reports, in which outline and format, who states which theme, and what is planted where.

`mau` is the first twelve communes with the designs below, chosen by hand so that every difficulty occurs; a larger
province draws from the same designs.
"""

# ruff: noqa: PLR2004 - odds, counts and positions are plain numbers here

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from generating.banks import bank
from generating.communes import YEAR, Commune, roster


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
    error: str = ""
    note: str = ""


DESIGNS = tuple(Design(**entry) for entry in bank("designs")["design"])

PROCEDURE_THEMES = frozenset(
    {"L01", "L02", "L03", "L04", "L05", "L06", "L07", "L08", "L09", "L13"}
    | {"C01", "C02", "C06", "C09", "C13", "R01", "R02", "R03", "R05", "R09"}
)


@dataclass
class Plan:
    """What one commune will report."""

    commune: Commune
    design: Design
    themes: dict[str, list[str]]
    copy_from: str | None = None
    copy_theme: str | None = None
    year: int = YEAR
    copies_itself: bool = False
    keeps_heading: bool = False

    @property
    def error(self) -> str:
        """The name of the error to plant, or nothing (see `planting`)."""
        return self.design.error


@dataclass
class Province:
    """The whole plan: who reports what, and who stays silent."""

    communes: list[Commune]
    silent: list[Commune]
    plans: list[Plan]
    year: int = YEAR


def draft(count: int, seed: int) -> Province:
    """Plan a province in which `count` communes report and a few more do not."""
    rng = Random(f"plan-{seed}")
    silent_count = max(3, count // 25)
    communes = roster(count + silent_count, seed)
    silent = (
        communes[-silent_count:]
        if count <= len(DESIGNS)
        else sorted(rng.sample(communes, silent_count), key=lambda c: c.index)
    )
    reporting = [c for c in communes if c not in silent]
    plans = [_plan(c, i, count, rng) for i, c in enumerate(reporting)]
    _spread_themes(plans, rng)
    _copies(plans, rng)
    return Province(communes, silent, plans)


def follow(province: Province, seed: int) -> Province:
    """Plan the same period of the year after: a commune falls silent, a silent one reports, the others report again.

    About half of what a commune stated stays, something new comes. A few take over passages of their own last report,
    or the heading of its tasks with the period it names.
    """
    year = province.year + 1
    rng = Random(f"plan-{seed}-{year}")
    back, away = province.silent[0], rng.choice(province.plans).commune
    plans = [_again(plan, year, rng) for plan in province.plans if plan.commune is not away]
    plans.append(_again(Plan(back, rng.choice(DESIGNS), {"L": [], "C": [], "R": []}), year, rng))
    plans.sort(key=lambda plan: plan.commune.index)
    _copies(plans, rng)
    some = max(2, len(plans) // 15)
    free = [plan for plan in plans if not plan.copy_from and plan.commune is not back]
    for plan in rng.sample([p for p in free if p.design.outline != "procedures"], some):
        plan.copies_itself = True
    for plan in rng.sample(free, some):
        plan.keeps_heading = True
    silent = sorted([c for c in province.silent if c is not back] + [away], key=lambda c: c.index)
    return Province(province.communes, silent, plans, year)


def _again(plan: Plan, year: int, rng: Random) -> Plan:
    themes = {}
    for role, most in (("L", 3), ("C", 2), ("R", 2)):
        before = plan.themes[role]
        ids = [t["id"] for t in bank("themes")["theme"] if t["id"].startswith(role)]
        new = [t for t in ids if _allowed(plan, t) and t not in before]
        stays = rng.sample(before, (len(before) + 1) // 2)
        themes[role] = stays + rng.sample(new, min(len(new), rng.randint(1, most) + (0 if before else most)))
    return Plan(plan.commune, plan.design, themes, year=year)


def _plan(commune: Commune, position: int, count: int, rng: Random) -> Plan:
    if count <= len(DESIGNS):
        return Plan(commune, DESIGNS[position], {})
    error = rng.choice(DESIGNS).error
    design = replace(rng.choice(DESIGNS), slips=rng.choice([0, 0, 0.05, 0.15]), prose=rng.random() < 0.3, error=error)
    return Plan(commune, design, {})


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
