"""What must hold between the figures of one report: totals, rates, parts and wholes, balances; as data, checked.

Comes in: `identities.toml` of ours and, laid over it by id, that of a department. Goes out: frozen entries. How they
are held against a report is the business of `checking`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.model import Severity

FILE = "identities.toml"


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the parts that make it up."""

    id: str
    total: str
    parts: tuple[str, ...]
    optional: tuple[str, ...] = ()
    may_add: tuple[str, ...] = ()
    derived: bool = False
    severity: Severity = "error"
    short: Severity | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate in per cent: its numerator, its denominator and those as good. Its id is that of the rate."""

    id: str
    numerator: str
    denominators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subset:
    """A part that cannot be larger than its whole."""

    id: str
    part: str
    whole: str
    unless: tuple[str, ...] = ()
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Equal:
    """Figures that count the same thing; those of one family are told together.

    `nearness`: where one is less than this share of the other, they are of different things after all.
    """

    id: str
    figures: tuple[str, ...]
    severity: Severity = "error"
    family: str | None = None
    nearness: float | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What comes in equals what goes out and what remains."""

    id: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    require: tuple[str, ...]
    require_any: tuple[str, ...]
    total: str
    total_of: tuple[str, ...]
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Implication:
    """A figure above zero that others must not deny."""

    id: str
    given: tuple[str, ...]
    figures: tuple[str, ...]
    least: float | None = None
    below: float | None = None
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Group:
    """Figures that are treated alike."""

    id: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Identities:
    """All of them."""

    sums: tuple[Sum, ...]
    bases: tuple[Group, ...]
    subsets: tuple[Subset, ...]
    equals: tuple[Equal, ...]
    balances: tuple[Balance, ...]
    implications: tuple[Implication, ...]
    families: tuple[Group, ...]
    repeated_groups: tuple[Group, ...]
    unbounded_groups: tuple[Group, ...]

    @cached_property
    def repeated(self) -> frozenset[str]:
        """Figures that may be stated for several events of one period."""
        return frozenset(name for group in self.repeated_groups for name in group.figures)

    @cached_property
    def unbounded(self) -> frozenset[str]:
        """Rates that may pass 100 %."""
        return frozenset(name for group in self.unbounded_groups for name in group.figures)

    @cached_property
    def _families(self) -> dict[str, str]:
        return {name: family.id for family in self.families for name in family.figures}

    def ratio(self, rate: str, numerator: str, denominators: tuple[str, ...]) -> Ratio:
        """A rate of the catalogue with the denominators that are as good as its own."""
        others = next((base.figures for base in self.bases if base.id == rate), ())
        return Ratio(rate, numerator, tuple(dict.fromkeys((*denominators, *others))))

    def family(self, figure: str) -> str:
        """The family of a figure; its own id where it has none."""
        return self._families.get(figure, figure)

    def names(self) -> Iterator[tuple[str, str]]:
        """(where, id of an indicator) for every indicator named."""
        for entry in self.sums:
            yield from ((f"[[sum]] {entry.id}", n) for n in (entry.total, *entry.parts, *entry.may_add))
        for base in self.bases:
            yield from ((f"[[base]] {base.id}", n) for n in (base.id, *base.figures))
        for subset in self.subsets:
            yield from ((f"[[subset]] {subset.id}", n) for n in (subset.part, subset.whole, *subset.unless))
        for balance in self.balances:
            named = (*balance.left, *balance.right, *balance.require, *balance.require_any, balance.total)
            yield from ((f"[[balance]] {balance.id}", n) for n in (*named, *balance.total_of))
        for implication in self.implications:
            yield from ((f"[[implication]] {implication.id}", n) for n in (*implication.given, *implication.figures))
        for equal in self.equals:
            yield from ((f"[[equal]] {equal.id}", name) for name in equal.figures)
        for group in (*self.families, *self.repeated_groups, *self.unbounded_groups):
            yield from ((f"nhóm {group.id}", name) for name in group.figures)


def load_identities(overlay: Path | None = None) -> Identities:
    """The identities, a department's own in the place of ours or after them.

    Raises:
        KnowledgeError: a file is wrong; the message names file, entry and field.
    """
    identities = Identities(
        sums=load_entries(Sum, FILE, "sum", overlay),
        bases=load_entries(Group, FILE, "base", overlay),
        subsets=load_entries(Subset, FILE, "subset", overlay),
        equals=load_entries(Equal, FILE, "equal", overlay),
        balances=load_entries(Balance, FILE, "balance", overlay),
        implications=load_entries(Implication, FILE, "implication", overlay),
        families=load_entries(Group, FILE, "family", overlay),
        repeated_groups=load_entries(Group, FILE, "repeated", overlay),
        unbounded_groups=load_entries(Group, FILE, "unbounded", overlay),
    )
    for entry in identities.sums:
        stray = next((name for name in entry.optional if name not in entry.parts), None)
        if stray:
            raise KnowledgeError(f"{FILE}: [[sum]] {entry.id}: «{stray}» trong «optional» không thuộc «parts».")
    return identities


def check_names(identities: Identities, indicators: Collection[str]) -> None:
    """Refuse an identity over an indicator the catalogue does not have.

    Raises:
        KnowledgeError: naming file, entry and indicator.
    """
    for where, name in identities.names():
        if name not in indicators:
            raise KnowledgeError(f"{FILE}: {where}: chỉ tiêu «{name}» không có trong danh mục chỉ tiêu.")
