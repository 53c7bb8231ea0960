"""Makes a province that does not exist, with its CCHC reports and the truth about them.

    python corpora/generate.py --mau                                   # corpora/mau, as committed
    python corpora/generate.py --out DIR --communes 1000 --seed 7      # any size of it

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
from typing import Any

from generating import figures, planting
from generating.banks import bank
from generating.communes import Commune, Voice
from generating.composing import PERIODS, Composer, Store
from generating.paper import Paper
from generating.planning import DESIGNS, Plan, Province, draft
from generating.rendering import render
from generating.truth import Truth, dump

MAU = Path(__file__).resolve().parent / "mau"
SEED = 2026
FOLDERS = ("reports", "texts", "gold")
WINDOWED = 3  # of ten communes say from when to when their dossiers are counted
MOST = 1600  # as many names as the bank can make


def generate(out: Path, communes: int, seed: int) -> Province:
    """Write reports, texts, gold, roster and truth of a province into `out`."""
    for folder in FOLDERS:
        (out / folder).mkdir(parents=True)
    province, store = draft(communes, seed), Store()
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
    dump(_truth(province, store, said, errors, reports, seed), out / "truth.json")
    _roster(province, out / "roster.csv")
    return province


def compose(plan: Plan, store: Store, seed: int) -> Paper:
    """The report of one commune, before it has a format."""
    rng = Random(f"{seed}-{plan.commune.index}")
    period, months, _, _, window = PERIODS[plan.design.outline]
    values = figures.draw(rng, months, rng.choice([1, 2, 2]))
    printed = window if plan.design.window or rng.randrange(10) < WINDOWED else None
    voice = Voice(plan.commune, period, rng, values, printed)
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
) -> dict[str, Any]:
    themes: dict[str, list[str]] = {}
    for s in said:
        if s["commune"] not in themes.setdefault(s["theme"], []):
            themes[s["theme"]].append(s["commune"])
    return {
        "province": f"tỉnh {bank('names')['province']}", "seed": seed, "period": "6 tháng đầu năm 2026",
        "themes": dict(sorted(themes.items())), "statements": said, "copies": store.copies, "number_errors": errors,
        "missing": [c.name for c in province.silent], "reports": reports,
    }  # fmt: skip


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
    parser.add_argument("--mau", action="store_true", help="make corpora/mau (the default)")
    given = parser.parse_args()
    if given.communes < len(DESIGNS) or given.communes > MOST:
        parser.error(f"--communes must lie between {len(DESIGNS)} and {MOST}")
    if given.out.resolve() == MAU:
        for folder in FOLDERS:
            shutil.rmtree(MAU / folder, ignore_errors=True)
    elif given.out.exists() and any(given.out.iterdir()):
        parser.error(f"{given.out} is not empty: give a new folder, so that no report of another province stays in it")
    province = generate(given.out, given.communes, given.seed)
    print(f"{len(province.plans)} reports, {len(province.silent)} communes without one: {given.out}")


if __name__ == "__main__":
    main()
