"""Makes a province that does not exist, with its CCHC reports and the truth about them.

    python corpora/generate.py --mau                                   # corpora/mau, as committed
    python corpora/generate.py --out DIR --communes 1000 --seed 7      # any size of it
    python corpora/generate.py --out DIR --communes 60 --periods 2     # the same communes a year later too

The same arguments give the same files. `corpora/README.md` says what the files are.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import unicodedata
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from generating import figures, planting
from generating.banks import bank
from generating.communes import YEAR, Commune, Voice
from generating.composing import PERIODS, Composer, Store, window
from generating.paper import Paper
from generating.planning import DESIGNS, Plan, Province, draft, follow
from generating.rendering import render
from generating.truth import Truth, dump

MAU = Path(__file__).resolve().parent / "mau"
SEED = 2026
FOLDERS = ("reports", "texts", "gold")
WINDOWED = 3  # of ten communes say from when to when their dossiers are counted
MOST = 1600  # as many names as the bank can make
MOST_PERIODS = 3

Truths: TypeAlias = dict[str, Any]
"""The truth of a period, as truth.json has it."""


def generate(out: Path, communes: int, seed: int, periods: int = 1) -> list[Province]:
    """Write reports, texts, gold, roster and truth into `out`; of several periods, into a folder each."""
    made = [draft(communes, seed)]
    folders = [out / f"{YEAR + n}-H1" for n in range(periods)] if periods > 1 else [out]
    store, earlier = Store(strict=communes > len(DESIGNS)), None
    for folder in folders:
        if earlier:
            made.append(follow(made[-1], seed))
            store = store.next()
        earlier = write(folder, made[-1], store, seed, earlier)
    return made


def write(out: Path, province: Province, store: Store, seed: int, earlier: Truths | None) -> Truths:
    """Write one period, and return its truth. `earlier` is that of the period before."""
    for folder in FOLDERS:
        (out / folder).mkdir(parents=True)
    said: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    reports: list[dict[str, Any]] = []
    for plan in province.plans:
        name = file_name(plan)
        paper = compose(plan, store, seed)
        content, pieces = render(paper, plan)
        (out / "reports" / f"{name}.{plan.design.format}").write_bytes(content)
        text = "".join(f"{p.text}\n" for p in pieces)
        (out / "texts" / f"{name}.txt").write_text(text, "utf-8", newline="\n")
        truth = Truth(paper, pieces)
        truth.write(out / "gold", plan.commune.number)
        said += _said(plan.commune, truth)
        errors += [
            {"report": paper.number, "commune": plan.commune.name} | p
            for p in truth.problems()
            if p["severity"] != "info"
        ]
        reports.append(_described(plan, name))
    whole = _truth(province, store, said, errors, reports, seed)
    whole |= {"alike": store.alike} if store.strict else {}
    dump(whole | (_since(whole, earlier, store) if earlier else {}), out / "truth.json")
    _roster(province, out / "roster.csv")
    return whole


def compose(plan: Plan, store: Store, seed: int) -> Paper:
    """The report of one commune, before it has a format. Its villages and figures go on from period to period."""
    rng = Random(f"{seed}-{plan.commune.index}")
    period, months, *_ = PERIODS[plan.design.outline]
    digits, dice = rng.choice([1, 2, 2]), figures.Dice(rng)
    values = figures.draw(dice, months, digits)
    printed = plan.design.window or rng.randrange(10) < WINDOWED
    days = window(plan.design.outline, plan.year) if printed else None
    voice = Voice(plan.commune, period, rng, values, days)
    for year in range(YEAR + 1, plan.year + 1):
        rng = Random(f"{seed}-{plan.commune.index}-{year}")
        dice = dice.again(rng)
        voice = voice.later(rng, figures.draw(dice, months, digits))
    planting.before(plan, voice)
    return Composer(plan, voice, store).compose()


def file_name(plan: Plan) -> str:
    """`101_bc-cchc-xa-khe-man`."""
    plain = unicodedata.normalize("NFD", plan.commune.name.replace("Đ", "D").replace("đ", "d"))
    slug = re.sub(r"[^a-z]+", "-", re.sub(r"[\u0300-\u036f]", "", plain).lower()).strip("-")
    return f"{plan.commune.number}_bc-{'tthc' if plan.design.outline == 'procedures' else 'cchc'}-{slug}"


def _said(commune: Commune, truth: Truth) -> list[dict[str, Any]]:
    """The planted statements of one report."""
    kept = ("theme", "role", "area", "line", "text", "embedded")
    return [
        {"report": commune.number, "commune": commune.name} | {k: f[k] for k in kept if k in f}
        for f in truth.findings()
        if f.get("theme")
    ]


def _described(plan: Plan, name: str) -> dict[str, Any]:
    design = plan.design
    kept = {k: getattr(design, k) for k in ("outline", "appendix", "numbering", "note")}
    file = f"{name}.{design.format}"
    return {"report": plan.commune.number, "file": file, "commune": plan.commune.name, "code": plan.commune.code} | kept


def _truth(
    province: Province,
    store: Store,
    said: list[dict[str, Any]],
    errors: list[dict[str, Any]],
    reports: list[dict[str, Any]],
    seed: int,
) -> Truths:
    themes: dict[str, list[str]] = {}
    for s in said:
        if s["commune"] not in themes.setdefault(s["theme"], []):
            themes[s["theme"]].append(s["commune"])
    return {
        "province": f"tỉnh {bank('names')['province']}", "seed": seed, "period": f"6 tháng đầu năm {province.year}",
        "themes": dict(sorted(themes.items())), "statements": said, "copies": store.copies, "number_errors": errors,
        "missing": [c.name for c in province.silent], "reports": reports,
    }  # fmt: skip


def _since(now: Truths, before: Truths, store: Store) -> Truths:
    """What has become of what was said in the period before: communes of each theme, tasks, headings taken over."""
    met = {r["commune"] for r in now["reports"]} & {r["commune"] for r in before["reports"]}
    pairs = {t: (set(before["themes"].get(t, ())) & met, set(now["themes"].get(t, ())) & met)
             for t in sorted({*before["themes"], *now["themes"]})}  # fmt: skip
    return {
        "before": before["period"],
        "persisting": {t: sorted(old & new) for t, (old, new) in pairs.items() if old & new},
        "gone": {t: sorted(old - new) for t, (old, new) in pairs.items() if old - new},
        "new": {t: sorted(new - old) for t, (old, new) in pairs.items() if new - old},
        "tasks": store.followed,
        "headings_kept": store.leftovers,
    }


def _roster(province: Province, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["province", "commune", "kind", "code"])
        rows.writerows([f"tỉnh {bank('names')['province']}", c.name, c.kind, c.code] for c in province.communes)


def main() -> None:
    """Read the arguments and make the province."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=MAU)
    parser.add_argument("--communes", type=int, default=len(DESIGNS))
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--periods", type=int, default=1, choices=range(1, MOST_PERIODS + 1))
    parser.add_argument("--mau", action="store_true", help="make corpora/mau (the default)")
    given = parser.parse_args()
    if given.communes < len(DESIGNS) or given.communes > MOST:
        parser.error(f"--communes must lie between {len(DESIGNS)} and {MOST}")
    if given.out.resolve() == MAU:
        if given.periods > 1:
            parser.error("corpora/mau is one period: give --out for several")
        for folder in FOLDERS:
            shutil.rmtree(MAU / folder, ignore_errors=True)
    elif given.out.exists() and any(given.out.iterdir()):
        parser.error(f"{given.out} is not empty: give a new folder, so that no report of another province stays in it")
    for province in generate(given.out, given.communes, given.seed, given.periods):
        told = f"{len(province.plans)} reports, {len(province.silent)} communes without one"
        print(f"{province.year}: {told}: {given.out}")


if __name__ == "__main__":
    main()
