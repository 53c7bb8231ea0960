"""The communes of the country, before and since 1 July 2025, and what was merged into what.

Comes in: `rosters/*.tsv`. Goes out: rosters of a province on a day, and the communes that carry on a former one. A
roster of the user always comes first; this one knows names, not who must report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

from rapidfuzz import fuzz, process

from cchc_nlp.model import Commune
from cchc_nlp.vietnamese.forms import fold

REFORM = "2025-07-01"
"""The day since which there are 34 provinces and no districts (Luật 72/2025/QH15, Nghị quyết 202/2025/QH15)."""

# A slip in one syllable of a name of three.
_ALIKE = 80.0
_KINDS = ("thị trấn", "thị xã", "thành phố", "tp", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")
_KIND = re.compile(rf"^(?:ubnd|ủy ban nhân dân)?\s*(?P<kind>{'|'.join(_KINDS)})\.?\s+(?=\S)")


def bare_name(name: str) -> str:
    """A name without its kind, folded, blanks around a dash left out.

    >>> bare_name("Phường Văn Miếu – Quốc Tử Giám"), bare_name("TP. Huế"), bare_name("xã Xã Đàn")
    ('văn miếu-quốc tử giám', 'huế', 'xã đàn')
    """
    return re.sub(r"\s*[-–—]\s*", "-", _KIND.sub("", fold(name))).replace("’", "'")


def kind_of(name: str) -> str | None:
    """The kind in front of a name, folded; None where there is none."""
    match = _KIND.match(fold(name))
    return match["kind"] if match else None


def alike(name: str, names: Sequence[str]) -> list[str]:
    """Those of the names that are nearly this one, nearest first, three at most.

    >>> alike("xã Thạch Mảo", ["xã Thạch Mão", "xã Tân Lập"])
    ['xã Thạch Mão']
    """
    folded = [fold(other) for other in names]
    hits = process.extract(fold(name), folded, scorer=fuzz.ratio, limit=3, score_cutoff=_ALIKE)
    return [names[at] for _, _, at in hits]


@dataclass(frozen=True)
class Communes:
    """All communes of both times."""

    today: tuple[Commune, ...]
    former: tuple[Commune, ...]
    heirs: tuple[tuple[Commune, ...], ...]
    """For each of `former` those of `today` that took its place, the main one first."""

    def of_province(self, province: str, day: str) -> tuple[Commune, ...]:
        """The communes of a province on a day (ISO); empty for a name that was no province then."""
        return self._by_province[day >= REFORM].get(bare_name(province), ())

    def provinces(self, day: str) -> tuple[str, ...]:
        """The names of the provinces on a day."""
        return tuple(dict.fromkeys(c.province for c in (self.today if day >= REFORM else self.former) if c.province))

    def provinces_now(self, province: str) -> tuple[str, ...]:
        """The provinces of today that one, former or not, has become part of; empty for a name that never was one."""
        return self._provinces_now.get(bare_name(province), ())

    def named(self, name: str) -> tuple[Commune, ...]:
        """The communes of today with this name, whatever their kind."""
        return self._by_name.get(bare_name(name), ())

    def once_named(self, name: str) -> tuple[tuple[Commune, tuple[Commune, ...]], ...]:
        """The former communes with this name, whatever their kind, each with those of today in its place."""
        return tuple(self._once.get(bare_name(name), ()))

    def names_before(self, name: str) -> frozenset[str]:
        """The bare names of the former communes that a commune of today with this name was made of."""
        return self._names_before.get(bare_name(name), frozenset())

    @cached_property
    def _names_before(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for commune, heirs in self._pairs:
            for heir in heirs:
                found[bare_name(heir.name)].add(bare_name(commune.name))
        return {name: frozenset(names) for name, names in found.items()}

    @cached_property
    def _provinces_now(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for commune, heirs in self._pairs:
            found[bare_name(commune.province or "")].update(dict.fromkeys(h.province for h in heirs[:1] if h.province))
        return {name: tuple(provinces) for name, provinces in found.items()}

    @cached_property
    def _pairs(self) -> tuple[tuple[Commune, tuple[Commune, ...]], ...]:
        return tuple(zip(self.former, self.heirs, strict=True))

    @cached_property
    def _by_province(self) -> dict[bool, dict[str, tuple[Commune, ...]]]:
        return {True: _by_province(self.today), False: _by_province(self.former)}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Commune, ...]]:
        found: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.today:
            found[bare_name(commune.name)].append(commune)
        return {name: tuple(communes) for name, communes in found.items()}

    @cached_property
    def _once(self) -> dict[str, list[tuple[Commune, tuple[Commune, ...]]]]:
        found: dict[str, list[tuple[Commune, tuple[Commune, ...]]]] = defaultdict(list)
        for commune, heirs in self._pairs:
            found[bare_name(commune.name)].append((commune, heirs))
        return found


def _by_province(communes: Iterable[Commune]) -> dict[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = defaultdict(list)
    for commune in communes:
        found[bare_name(commune.province or "")].append(commune)
    return {name: tuple(own) for name, own in found.items()}


@lru_cache(maxsize=1)
def load_communes() -> Communes:
    """Read once; some 13 000 names."""
    today = {row[1]: Commune(row[2], row[0], None, row[1]) for row in _rows("from-2025-07.tsv", 1)}
    former, heirs = [], []
    for province, district, code, name, now in _rows("until-2025-06.tsv", 2):
        former.append(Commune(name, province, district, code or None))
        heirs.append(tuple(today[heir] for heir in now.split()))
    return Communes(tuple(today.values()), tuple(former), tuple(heirs))


def _rows(name: str, repeated: int) -> Iterator[Sequence[str]]:
    """The rows below the note and the titles; the first `repeated` cells are those of the line above where empty."""
    text = resources.files("cchc_nlp.knowledge").joinpath("rosters", name).read_text("utf-8")
    above: list[str] = []
    for line in text.splitlines()[2:]:
        cells = line.split("\t")
        for column in range(repeated):
            cells[column] = cells[column] or above[column]
        above = cells
        yield cells
