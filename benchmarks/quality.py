"""Scores the program against gold and holds it to floors.toml: prints every measure, ends with 1 below a floor.

    python benchmarks/quality.py

The scorers and the gold of the real reports lie outside the repository: in CCHC_REAL_CORPUS, by default ../shared.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from cchc_nlp import load_standard
from cchc_nlp.vietnamese.forms import fold

ROOT = Path(__file__).resolve().parent.parent
REAL = Path(os.environ.get("CCHC_REAL_CORPUS", ROOT.parent / "shared")).resolve()
MAU = ROOT / "corpora" / "mau"

Measures = dict[str, float]

# Slips of OCR and typing are planted in the files, not in the truth.
_SAME = 85.0
_NO_THEME = "other-"


def main() -> int:
    """Measure everything that has a floor; 1 if something lies below it."""
    if not REAL.is_dir():
        print(f"The scorers and the gold of the real reports are not in {REAL}: set CCHC_REAL_CORPUS to their folder.")
        return 1
    floors = tomllib.loads((ROOT / "benchmarks" / "floors.toml").read_text("utf-8"))
    below = 0
    print(f"{'set':<24}{'measure':<24}{'is':>7}{'floor':>7}")
    for name, measured, wanted in _measured(floors):
        for measure, floor in wanted.items():
            value = measured.get(measure, 0.0)
            is_below = value < floor
            below += is_below
            print(f"{name:<24}{measure:<24}{value:>7.3f}{floor:>7.3f}{'  BELOW' if is_below else ''}")
    print(f"{below} below their floor" if below else "all at or above their floors")
    return 1 if below else 0


def _measured(floors: dict[str, Any]) -> Iterator[tuple[str, Measures, Measures]]:
    with tempfile.TemporaryDirectory() as made:
        _run(ROOT / "corpora" / "generate.py", "--out", Path(made, "made"), *floors["made"]["arguments"])
        for name, section in floors["reports"].items():
            root = ROOT / section.pop("root").format(real=REAL, made=Path(made, "made"))
            yield name, _reports(root, section.pop("texts"), section.pop("files")), section
    yield "headings", _headings(), floors["headings"]
    yield "statements", _statements(), floors["statements"]
    yield "themes", _themes(), floors["themes"]


def _reports(root: Path, texts: str, files: str) -> Measures:
    """The scorer's averages over the reports; none where a report is missing."""
    reports = sorted(root.glob(files))
    only = ",".join(report.name[:3] for report in reports)
    with tempfile.TemporaryDirectory() as folder:
        scores = Path(folder, "scores.json")
        _run("cchc_nlp", "parse", *reports, "-o", folder, "--quiet", "--no-store")
        gold = ("--gold", root / "gold", "--texts", root / texts, "--pred", folder)
        _run(REAL / "eval" / "score.py", *gold, "--only", only, "--json", scores)
        mean: Measures = json.loads(scores.read_text("utf-8"))["mean"]
        return {} if "missing" in mean else mean


def _headings() -> Measures:
    """The share of headings of which area or role, as the row gives it, is right."""
    with (REAL / "domain" / "heading-variants.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    printed = _run("cchc_nlp", "align", text="".join(f"{row['heading']}\n" for row in rows))
    aligned = [json.loads(line) for line in printed.splitlines()]
    right = [row["label"] in (found["area"], found["role"]) for row, found in zip(rows, aligned, strict=True)]
    known = {_words(name) for title in load_standard().titles for name in (title.title, *title.aliases)}
    others = [is_right for row, is_right in zip(rows, right, strict=True) if _words(row["heading"]) not in known]
    print(f"{'headings':<24}{len(rows) - len(others)} of {len(rows)} wordings stand in the list of titles")
    return {"area_or_role": sum(right) / len(right), "area_or_role_not_listed": sum(others) / len(others)}


def _words(heading: str) -> str:
    """A heading's words without its number, folded, as they would stand in the list of titles."""
    return " ".join(re.findall(r"\w+", fold(re.sub(r"^\W*(?:[IVXL]+|[a-zđA-H]|[\d.]+)[.)/]\s*", "", heading))))


def _statements() -> Measures:
    gold = REAL / "eval" / "statements-dev.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "clusters.jsonl")
        _run("cchc_nlp", "cluster", gold, "--json", "-o", found, "--quiet")
        measured: Measures = json.loads(_run(REAL / "eval" / "eval_clusters.py", gold, found, "--json"))["all"]
        return measured


def _themes() -> Measures:
    """Precision and recall of the communes of each planted theme, averaged over the themes.

    A planted theme is the found theme that most of its statements are in; what belongs to no theme is left out.
    """
    truth = json.loads((MAU / "truth.json").read_text("utf-8"))
    planted: dict[str, list[dict[str, str]]] = defaultdict(list)
    for said in truth["statements"]:
        if not said["theme"].startswith(_NO_THEME):
            planted[said["theme"]].append(said)
    clusters = list(_clustered())
    pairs = [({said["report"] for said in theme}, _home(theme, clusters)) for theme in planted.values()]
    return {
        "precision": sum(len(communes & found) / max(1, len(found)) for communes, found in pairs) / len(pairs),
        "recall": sum(len(communes & found) / len(communes) for communes, found in pairs) / len(pairs),
    }


def _clustered() -> Iterator[tuple[str, str, int]]:
    """Report, words and cluster of every statement found in corpora/mau."""
    with tempfile.TemporaryDirectory() as folder:
        _run("cchc_nlp", "parse", MAU / "reports", "-o", folder, "--quiet", "--no-store")
        rows = _run("cchc_nlp", "cluster", folder, "--json", "--quiet").splitlines()
        documents = {d["source"]["path"]: d for d in (json.loads(p.read_text("utf-8")) for p in Path(folder).iterdir())}
    for row in map(json.loads, rows):
        path, _, ordinal = row["id"].rsplit(":", 2)
        yield Path(path).name[:3], documents[path]["findings"][int(ordinal) - 1]["text"], row["cluster"]


def _home(theme: list[dict[str, str]], clusters: list[tuple[str, str, int]]) -> set[str]:
    """The reports of the cluster that most statements of a planted theme are in."""
    found = Counter(
        cluster
        for said in theme
        for report, words, cluster in clusters
        if cluster >= 0 and report == said["report"] and fuzz.ratio(words, said["text"]) > _SAME
    )
    home = found.most_common(1)[0][0] if found else None
    return {report for report, _, cluster in clusters if cluster == home}


def _run(program: str | Path, *arguments: str | Path, text: str | None = None) -> str:
    """What a module of ours or a script of the scorers prints; 1 from `cchc` is news of an input, told on stderr."""
    command = ["-m", program] if isinstance(program, str) else [str(program)]
    ended = subprocess.run(
        [sys.executable, *command, *map(str, arguments)],
        input=text,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode > 1:
        raise SystemExit(f"{program} {arguments[0]} ended with {ended.returncode}")
    return ended.stdout


if __name__ == "__main__":
    sys.exit(main())
