"""The province, its communes and who speaks for each: names, people, documents, and the words that fill slots."""

# ruff: noqa: PLR2004 - odds, counts and positions are plain numbers here

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from generating import figures as figures_
from generating.banks import bank

SHORT = {"xã": "xã", "phường": "phường"}
YEAR = 2026  # of the first period


@dataclass(frozen=True)
class Commune:
    """A commune of the roster. `number` is the three-character name of its report."""

    index: int
    number: str
    code: str
    kind: str
    bare: str

    @property
    def name(self) -> str:
        """`xã Khe Mận`."""
        return f"{self.kind} {self.bare}"


def roster(count: int, seed: int) -> list[Commune]:
    """The first `count` communes of the province: those of `mau` first, then made ones."""
    names = bank("names")
    listed = [tuple(name.split(" ", 1)) for name in names["mau"]]
    rng = Random(f"roster-{seed}")
    pairs = [f"{a} {b}" for a in names["first"] for b in names["second"]]
    rng.shuffle(pairs)
    used = {bare for _, bare in listed}
    made = [(("phường" if i % 5 == 4 else "xã"), bare) for i, bare in enumerate(p for p in pairs if p not in used)]
    return [
        Commune(i, _number(i), f"{names['province_code']}{i + 1:03d}", kind, bare)
        for i, (kind, bare) in enumerate((listed + made)[:count])
    ]


def _number(index: int) -> str:
    """101 … 999, then A00 … Z99: always three characters."""
    if index < 899:
        return str(101 + index)
    letter, rest = divmod(index - 899, 100)
    return f"{chr(ord('A') + letter)}{rest:02d}"


@dataclass
class Voice:
    """A commune telling one report: fills slots, remembers its documents, prints figures its own way."""

    commune: Commune
    period: str
    rng: Random
    figures: dict[str, float]
    window: tuple[str, str] | None = None
    two_plans: bool = False
    year: int = YEAR
    used: set[str] = field(default_factory=set)
    papers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Fix the habits of this commune."""
        self.thousands = self.rng.random() < 0.7
        self.centre = self.rng.choice(bank("names")["centres"])
        self.system = self.rng.choice(bank("names")["systems"])
        self.short_dates = self.rng.random() < 0.7
        names, pool = bank("names"), "villages" if self.commune.kind == "xã" else "blocks"
        pairs = [f"{a} {b}" for a in names[pool] for b in names[f"{pool}_second"]]
        self.villages = self.rng.sample(pairs, 8)
        self.village = "thôn" if self.commune.kind == "xã" else "tổ dân phố"
        self.year_plans: list[str] = []

    def later(self, rng: Random, figures: dict[str, float]) -> Voice:
        """The same commune a year later: its villages, its centre and its habits stay."""
        voice = replace(self, rng=rng, figures=figures, year=self.year + 1, used=set(), papers={})
        kept = ("thousands", "centre", "system", "short_dates", "villages")
        vars(voice).update({name: getattr(self, name) for name in kept})
        return voice

    def dated(self, words: str) -> str:
        """Words of a bank with the years of this report."""
        return words.replace("{năm}", str(self.year)).replace("{năm_trước}", str(self.year - 1))

    def value(self, name: str) -> float | None:
        """The figure of this name, if the commune has it."""
        return self.figures.get(name)

    def printed(self, name: str) -> str:
        """The figure as this commune prints it in prose."""
        return figures_.printed(self.figures[name], thousands=self.thousands, pad=True)

    def slot(self, name: str) -> str:
        """The words for a slot; see the banks."""
        if name.startswith("n:"):
            low, high = map(int, name[2:].split("-"))
            number = self.rng.randint(low, high)
            return f"{number:02d}" if number < 10 and self.rng.random() < 0.8 else str(number)
        kind, _, key = name.partition(":")
        if kind in {"KH", "QĐ", "CV", "TB"}:
            return self._paper(kind, key)
        words = self.dated(f"{{{name}}}") if name in {"năm", "năm_trước"} else self._words(name)
        if words is None:
            raise KeyError(f"unknown slot {{{name}}}")
        return words

    def _words(self, name: str) -> str | None:
        c, frame = self.commune, bank("frame")
        tail, later = self.rng.choice(["", f" {c.bare}"]), self.year - YEAR
        fixed = {
            "xã": c.kind,
            "Xã": c.kind.capitalize(),
            "UBND": f"UBND {c.kind}{tail}",
            "UBND_đủ": f"UBND {c.name}",
            "thôn": self.village,
            "thôn_a": f"{self.village} {self.rng.choice(self.villages[:4])}",
            "thôn_b": f"{self.village} {self.rng.choice(self.villages[4:])}",
            "thôn_xa": self.rng.choice(bank("names")["far"]),
            "trung_tâm": self.centre,
            "Trung_tâm": self.centre,
            "hệ_thống": self.system,
            "lĩnh_vực": self.rng.choice(bank("names")["fields"]),
            "ngành_dọc": self.rng.choice(bank("names")["vertical"]),
            "kỳ": frame["short"][self.period],
            "KỲ_HOA": self.dated(frame["short"][self.period]).upper(),
            "kỳ_sau_hoa": self.dated(frame["next"][self.period]),
            "Trong_kỳ": frame["in_period"][self.period],
            "Tỉnh": f"tỉnh {bank('names')['province']}",
            "cửa_sổ": f" (từ ngày {self.window[0]} đến ngày {self.window[1]})" if self.window else "",
            "đuôi_phòng": "" if c.kind == "xã" else ", Hạ tầng và Đô thị",
            "KHT": f"Kế hoạch số {812 + 7 * later}/KH-UBND ngày {self._day(28, 11, self.year - 1)} của UBND tỉnh",
            "CVS": f"Công văn số {1043 + 31 * later}/SNV-CCHC ngày {self._day(22, 5, self.year)}",
            "CVV": f"Công văn số {655 + 18 * later}/VP-KSTT ngày {self._day(20, 5, self.year)}",
            "NQ": f"Nghị quyết số 76/NQ-CP ngày {self._day(15, 7, 2021)} của Chính phủ",
        }
        return fixed.get(name)

    def _day(self, day: int, month: int, year: int) -> str:
        shown = f"{month:02d}" if month < 3 else str(month)
        if self.short_dates:
            return f"{day:02d}/{shown}/{year}"
        return f"{day:02d} tháng {shown} năm {year}"

    def _paper(self, kind: str, key: str) -> str:
        if key and key in self.papers and not (self.two_plans and len(self.year_plans) == 1):
            return self.papers[key]
        symbol = {"KH": "KH-UBND", "QĐ": "QĐ-UBND", "CV": self.rng.choice(["UBND-VP", "UBND-VHXH"]), "TB": "TB-UBND"}
        name = {"KH": "Kế hoạch", "QĐ": "Quyết định", "CV": "Công văn", "TB": "Thông báo"}[kind]
        number = next(n for n in iter(lambda: self.rng.randint(4, 690), None) if f"{n}{kind}" not in self.used)
        self.used.add(f"{number}{kind}")
        month = 1 if key else self.rng.randint(1, 5)
        comma = self.rng.choice(["", "", ","])
        shown = (
            f"{name} số {number:02d}/{symbol[kind]}{comma} ngày {self._day(self.rng.randint(5, 28), month, self.year)}"
        )
        if key:
            self.papers.setdefault(key, shown)
            self.year_plans.append(shown)
        return shown


def person(rng: Random) -> str:
    """A made name."""
    names = bank("names")
    return f"{rng.choice(names['family'])} {rng.choice(names['middle'])} {rng.choice(names['given'])}"
