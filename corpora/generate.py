"""Makes a province that does not exist, with its CCHC reports and the truth about them.

    python corpora/generate.py --mau                                   # corpora/mau, as committed
    python corpora/generate.py --out DIR --communes 1000 --seed 7      # any size of it

The same arguments give the same files. `corpora/README.md` says what the files are.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generating import figures, planting  # noqa: E402 - the folder of this script must be on the path first
from generating.banks import bank  # noqa: E402
from generating.communes import Commune, Voice  # noqa: E402
from generating.composing import PERIODS, Composer, Store  # noqa: E402
from generating.paper import Paper  # noqa: E402
from generating.planning import DESIGNS, Plan, Province, draft  # noqa: E402
from generating.rendering import render  # noqa: E402
from generating.truth import Truth, dump  # noqa: E402

MAU = HERE / "mau"
SEED = 2026


def generate(out: Path, communes: int, seed: int) -> Province:
    """Write reports, texts, gold, roster and truth of a province into `out`."""
    for folder in ("reports", "texts", "gold"):
        (out / folder).mkdir(parents=True, exist_ok=True)
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
        errors += [{"report": paper.number, "commune": plan.commune.name} | p for p in truth.problems() if p["severity"] != "info"]
        reports.append(_described(plan, name))
    dump(_truth(province, store, said, errors, reports, seed), out / "truth.json")
    _roster(province, out / "roster.csv")
    return province


def compose(plan: Plan, store: Store, seed: int) -> Paper:
    """The report of one commune, before it has a format."""
    rng = Random(f"{seed}-{plan.commune.index}")
    period, months, _, _, window = PERIODS[plan.design.outline]
    values = figures.draw(rng, months, rng.choice([1, 2, 2]))
    printed = window if plan.design.window or rng.random() < 0.3 else None
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
    return [
        {"report": commune.number, "commune": commune.name} | {k: f[k] for k in ("theme", "role", "area", "line", "text")} | ({"embedded": True} if f.get("embedded") else {})
        for f in truth.findings()
        if f.get("theme")
    ]  # fmt: skip


def _described(plan: Plan, name: str) -> dict[str, Any]:
    d = plan.design
    return {
        "report": plan.commune.number, "file": f"{name}.{d.format}", "commune": plan.commune.name, "code": plan.commune.code,
        "outline": d.outline, "appendix": d.appendix, "numbering": d.numbering, "error": plan.error or None, "note": d.note,
    }  # fmt: skip


def _truth(province: Province, store: Store, said: list[dict[str, Any]], errors: list[dict[str, Any]], reports: list[dict[str, Any]], seed: int) -> dict[str, Any]:
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
    if given.communes < len(DESIGNS) or given.communes > 1600:
        parser.error(f"--communes must lie between {len(DESIGNS)} and 1600")
    province = generate(given.out, given.communes, given.seed)
    print(f"{len(province.plans)} reports, {len(province.silent)} communes without one: {given.out}")


if __name__ == "__main__":
    main()
