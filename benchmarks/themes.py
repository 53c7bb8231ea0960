"""How well statements find their themes: labelled statements of communes, with an ablation of the model.

    python benchmarks/themes.py
    python benchmarks/themes.py --semantic      # with the extra of that name, some minutes

The labelled statements lie outside the repository: in CCHC_REAL_CORPUS, by default ../shared. None of them is an
example of the shipped book. Where examples come from other communes, the communes are dealt into five folds, and the
statements of a fold are given themes by a book with the labelled statements of the other four.

F1 is B-cubed, mean of the roles weighted by statements; `right` the share of the assigned statements whose theme is the
labelled one or one of its alternatives; `strict` that of the labelled one alone; `top 10` how many of the ten
limitations that most communes state are among the ten found.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cchc_nlp.clustering import e5
from cchc_nlp.clustering.spaces import SPACES, Space
from cchc_nlp.clustering.theming import ThemeModel
from cchc_nlp.clustering.wordings import Lexicon
from cchc_nlp.knowledge import Standard, load_standard
from cchc_nlp.knowledge.themes import ThemeEntry
from cchc_nlp.model import Statement

ROOT = Path(__file__).resolve().parent.parent
LABELLED = Path(os.environ.get("CCHC_REAL_CORPUS", ROOT.parent / "shared")) / "eval" / "statements-dev.jsonl"
FOLDS = 5
TOP = 10

Row = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What a model says of one statement."""

    cluster: str
    theme: str | None
    also: tuple[str, ...]


def main() -> int:
    """Print the table; 1 where there is nothing to measure on."""
    if not LABELLED.is_file():
        print(f"The labelled statements are not at {LABELLED}: set CCHC_REAL_CORPUS to their folder.")
        return 1
    rows = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines() if line.strip()]
    standard = load_standard()
    columns = ("F1", "free", "formal", "real", "f+r", "right", "strict", "given", "top 10")
    print(" " * 38 + "".join(f"{column:>7}" for column in columns))
    for name, find in [*configurations(standard), *(with_meaning(standard) if "--semantic" in sys.argv else ())]:
        found = find(rows)
        print(
            f"{name:<38}{''.join(f'{value:>7.3f}' for value in measures(rows, found))}{top(rows, found):>7}", flush=True
        )
    second_themes(rows, configurations(standard)[0][1](rows))
    return 0


def configurations(standard: Standard) -> list[tuple[str, Callable[[Sequence[Row]], list[Found]]]]:
    """Each with the name it is printed by."""
    lexicon = Lexicon(standard.abbreviations, standard.concepts, standard.stances)
    book = standard.themes
    bare = without_examples(book)

    def model(themes: Sequence[ThemeEntry], spaces: tuple[Space, ...] = SPACES, words: Lexicon = lexicon) -> ThemeModel:
        return ThemeModel(themes, words, spaces=spaces)

    found: list[tuple[str, Callable[[Sequence[Row]], list[Found]]]] = [
        ("the book as it is", lambda rows: said(model(book), rows)),
        ("examples: ours and other communes'", lambda rows: across(rows, book, model)),
        ("examples: only other communes'", lambda rows: across(rows, bare, model)),
        ("no examples", lambda rows: said(model(bare), rows)),
    ]
    without = [tuple(other for other in SPACES if other != space) for space in SPACES]
    some = [(f"without {space}", others) for space, others in zip(SPACES, without, strict=True)]
    some += [(f"only {space}", (space,)) for space in SPACES]
    found += [(name, lambda rows, spaces=spaces: said(model(book, spaces), rows)) for name, spaces in some]
    nobody = [replace(theme, who=None) for theme in book]
    flat = Lexicon(standard.abbreviations, standard.concepts)
    found += [
        ("without who is meant", lambda rows: said(model(nobody), rows)),
        ("without negation and clauses", lambda rows: said(model(book, words=flat), rows)),
        ("without cues", lambda rows: said(model([replace(theme, cues=()) for theme in book]), rows)),
    ]
    return found


def with_meaning(standard: Standard) -> list[tuple[str, Callable[[Sequence[Row]], list[Found]]]]:
    """The model with the space of a sentence embedding; a text is embedded once."""
    lexicon = Lexicon(standard.abbreviations, standard.concepts, standard.stances)
    model, known = e5(), dict[str, Sequence[float]]()

    def embed(texts: Sequence[str]) -> Sequence[Sequence[float]]:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(new, model(new) if new else (), strict=True))
        return [known[text] for text in texts]

    def semantic(themes: Sequence[ThemeEntry]) -> ThemeModel:
        return ThemeModel(themes, lexicon, embed=embed)

    return [
        ("with meaning", lambda rows: said(semantic(standard.themes), rows)),
        ("with meaning, ours and others'", lambda rows: across(rows, standard.themes, semantic)),
        ("with meaning, no examples", lambda rows: said(semantic(without_examples(standard.themes)), rows)),
    ]


def without_examples(book: Iterable[ThemeEntry]) -> list[ThemeEntry]:
    """Titles, definitions and cues alone."""
    return [replace(theme, examples=()) for theme in book]


def said(model: ThemeModel, rows: Sequence[Row], name: str = "") -> list[Found]:
    """What a model says of statements; one that is in no group is a group of its own."""
    model.fit([Statement(row["id"], row["role"], row["text"], row["unit"], row["area"]) for row in rows])
    themes = [model.groups_[label].theme if label >= 0 else None for label in model.labels_]
    return [
        Found(theme or f"{name}{label if label >= 0 else row['id']}", theme, also)
        for row, label, theme, also in zip(rows, model.labels_, themes, model.also_, strict=True)
    ]


def across(
    rows: Sequence[Row], book: Sequence[ThemeEntry], model: Callable[[Sequence[ThemeEntry]], ThemeModel]
) -> list[Found]:
    """What models say of each fold that learned from the others."""
    fold = folds(rows)
    found: dict[str, Found] = {}
    for number in range(FOLDS):
        taught: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if fold[row["unit"]] != number:
                taught[row["theme"]].append(row["text"])
        themes = [replace(t, examples=tuple(dict.fromkeys((*t.examples, *taught[t.id])))) for t in book]
        held_out = [row for row in rows if fold[row["unit"]] == number]
        told = said(model(themes), held_out, f"{number}/")
        found |= {row["id"]: one for row, one in zip(held_out, told, strict=True)}
    return [found[row["id"]] for row in rows]


def folds(rows: Iterable[Row]) -> dict[str, int]:
    """Communes dealt out, those that say most first."""
    sizes = Counter(row["unit"] for row in rows)
    return {unit: at % FOLDS for at, unit in enumerate(sorted(sizes, key=lambda unit: (-sizes[unit], unit)))}


def measures(rows: Sequence[Row], found: Sequence[Found]) -> list[float]:
    """F1 of all and of each style, precision of the assigned (with alternatives, without), share of the assigned."""
    styles = [{"free", "formal", "real"}, {"free"}, {"formal"}, {"real"}, {"formal", "real"}]
    given = [(row, one.theme) for row, one in zip(rows, found, strict=True) if one.theme]
    right = sum(theme in {row["theme"], *row["alt"]} for row, theme in given)
    strict = sum(theme == row["theme"] for row, theme in given)
    return [
        *(pooled(rows, found, some) for some in styles),
        right / max(len(given), 1),
        strict / max(len(given), 1),
        len(given) / len(rows),
    ]


def pooled(rows: Sequence[Row], found: Sequence[Found], styles: set[str]) -> float:
    """B-cubed F1 within each role, weighted by statements."""
    by_role: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row, one in zip(rows, found, strict=True):
        if row.get("style", "free") in styles:
            by_role[row["role"]].append((row["theme"], one.cluster))
    total = sum(map(len, by_role.values()))
    return sum(b_cubed(pairs) * len(pairs) for pairs in by_role.values()) / max(total, 1)


def b_cubed(pairs: Sequence[tuple[str, str]]) -> float:
    """F1 of gold and found classes."""
    both, gold, found = Counter(pairs), Counter(g for g, _ in pairs), Counter(f for _, f in pairs)
    precision = sum(n * n / found[f] for (_, f), n in both.items()) / len(pairs)
    recall = sum(n * n / gold[g] for (g, _), n in both.items()) / len(pairs)
    return 2 * precision * recall / (precision + recall)


def top(rows: Sequence[Row], found: Sequence[Found]) -> int:
    """How many of the limitations that most communes state are among those found to be."""
    gold, told = defaultdict(set), defaultdict(set)
    for row, one in zip(rows, found, strict=True):
        if row["role"] == "limitation":
            gold[row["theme"]].add(row["unit"])
            told[one.cluster].add(row["unit"])
    return len(set(most(gold)) & set(most(told)))


def most(units: dict[str, set[str]]) -> list[str]:
    """The themes with most communes."""
    return sorted(units, key=lambda theme: (-len(units[theme]), theme))[:TOP]


def second_themes(rows: Sequence[Row], found: Sequence[Found]) -> None:
    """How many second themes are told, and how many of them are labelled so."""
    told = [(row, theme) for row, one in zip(rows, found, strict=True) for theme in one.also]
    right = sum(theme in {row["theme"], *row["alt"]} for row, theme in told)
    labelled = sum(bool(row["alt"]) for row in rows)
    print(f"second themes: {len(told)} told, {right} right; {labelled} statements have one by their labels")


if __name__ == "__main__":
    sys.exit(main())
