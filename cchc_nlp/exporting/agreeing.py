"""Two codings of the same texts → how far they agree, beyond chance.

Cohen's kappa is asked twice: of passages (the same code, another, or none), and for each code of the characters under
it, as QualCoder's own comparison does. B-cubed asks whether passages that one coder holds together the other does too,
whatever the codes are called.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cchc_nlp.exporting.codings import Coding

Labels: TypeAlias = Sequence[Hashable]

# Two passages are the same where more than half of the shorter lies in the other.
_SAME = 0.5
_NONE = ""


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code: characters under it by both, by the first alone, by the second alone."""

    code: str
    kappa: float
    both: int
    first_only: int
    second_only: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two codings. `passages` are those coded by either, `shared` those by both.

    `kappa` is that of the codes of all passages; `precision`, `recall` and `f1` are B-cubed over the shared ones, the
    first coding as truth. 1.0 where there is nothing to disagree about.
    """

    passages: int
    shared: int
    kappa: float
    precision: float
    recall: float
    f1: float
    codes: tuple[CodeAgreement, ...]


def agree(first: Sequence[Coding], second: Sequence[Coding], lengths: Mapping[str, int]) -> Agreement:
    """How far two codings agree on the sources of `lengths` (name → characters); others are left out."""
    one = [coding for coding in first if coding.source in lengths]
    other = [coding for coding in second if coding.source in lengths]
    pairs = _paired(one, other)
    shared = [(a, b) for a, b in pairs if _NONE not in (a, b)]
    precision, recall, f1 = b_cubed([a for a, _ in shared], [b for _, b in shared])
    codes = sorted({coding.code for coding in (*one, *other)})
    return Agreement(
        passages=len(pairs),
        shared=len(shared),
        kappa=cohen_kappa([a for a, _ in pairs], [b for _, b in pairs]),
        precision=precision,
        recall=recall,
        f1=f1,
        codes=tuple(_on_code(code, one, other, sum(lengths.values())) for code in codes),
    )


def cohen_kappa(first: Labels, second: Labels) -> float:
    """Cohen's kappa of two labellings of the same things; 1.0 where both say one and the same of all.

    >>> cohen_kappa(["a", "a", "b", "b"], ["a", "a", "b", "a"])
    0.5
    """
    total = len(first)
    if not total:
        return 1.0
    observed = sum(a == b for a, b in zip(first, second, strict=True)) / total
    ones, others = Counter(first), Counter(second)
    expected = sum(ones[label] * others[label] for label in ones) / total**2
    return 1.0 if expected >= 1 else round((observed - expected) / (1 - expected), 4)


def b_cubed(truth: Labels, found: Labels) -> tuple[float, float, float]:
    """Precision, recall and F1 of B-cubed; each thing of equal weight, names of labels without meaning.

    >>> b_cubed(["a", "a", "b"], [1, 1, 1])
    (0.5556, 1.0, 0.7143)
    """
    if not truth:
        return 1.0, 1.0, 1.0
    together, classes, groups = Counter(zip(truth, found, strict=True)), Counter(truth), Counter(found)
    precision = sum(n * n / groups[group] for (_, group), n in together.items()) / len(truth)
    recall = sum(n * n / classes[label] for (label, _), n in together.items()) / len(truth)
    return round(precision, 4), round(recall, 4), round(2 * precision * recall / (precision + recall), 4)


def _paired(first: Sequence[Coding], second: Sequence[Coding]) -> list[tuple[str, str]]:
    """The codes both give to each passage; `_NONE` where one has none. A passage is used once.

    Passages of a pair lie over each other; of several, those with the same code go first, then those that share most.
    """
    by_source: dict[str, list[int]] = defaultdict(list)
    for at, coding in enumerate(second):
        by_source[coding.source].append(at)
    wishes = sorted(
        (second[at].code != coding.code, -common, here, at)
        for here, coding in enumerate(first)
        for at in by_source[coding.source]
        for common in [_common(coding, second[at])]
        if common > _SAME * min(_size(coding), _size(second[at]))
    )
    taken, given = set[int](), dict[int, int]()
    for _, _, here, at in wishes:
        if here not in given and at not in taken:
            given[here] = at
            taken.add(at)
    pairs = [(coding.code, second[given[at]].code if at in given else _NONE) for at, coding in enumerate(first)]
    return pairs + [(_NONE, coding.code) for at, coding in enumerate(second) if at not in taken]


def _size(coding: Coding) -> int:
    return max(coding.end - coding.start, 1)


def _common(one: Coding, other: Coding) -> int:
    return max(min(one.end, other.end) - max(one.start, other.start), 0)


def _on_code(code: str, first: Sequence[Coding], second: Sequence[Coding], total: int) -> CodeAgreement:
    ones, others = _covered(code, first), _covered(code, second)
    one, other = _length(ones), _length(others)
    both = one + other - _length([*ones, *others])
    observed = (total - one - other + 2 * both) / total if total else 1.0
    expected = (one * other + (total - one) * (total - other)) / total**2 if total else 1.0
    kappa = 1.0 if expected >= 1 else round((observed - expected) / (1 - expected), 4)
    return CodeAgreement(code, kappa, both, one - both, other - both)


def _covered(code: str, codings: Iterable[Coding]) -> list[tuple[str, int, int]]:
    return [(coding.source, coding.start, coding.end) for coding in codings if coding.code == code]


def _length(passages: Iterable[tuple[str, int, int]]) -> int:
    """Characters under passages that may lie over each other."""
    length, source, reached = 0, "", 0
    for name, start, end in sorted(passages):
        if name != source:
            source, reached = name, 0
        length += max(end - max(start, reached), 0)
        reached = max(reached, end)
    return length
