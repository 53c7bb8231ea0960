"""Composes one report: the paragraphs of its outline in order, each with its labels, statements and figures."""

# ruff: noqa: PLR2004 - odds, counts and positions are plain numbers here

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from generating import appendix, planting
from generating.banks import Phrase, bank, fits, say
from generating.communes import Voice, person
from generating.paper import Finding, Heading, Paper, Paragraph, Statement, joined, lowered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from generating.planning import Plan

FIELDS = ("institutions", "procedures", "organisation", "civil_service", "public_finance", "digital_government")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
LETTERS = ("a", "b", "c", "d")
Pattern: TypeAlias = "str | dict[str, str]"
"""A wording of a bank, or a table of it with fields of its own."""
ENDING, BEGINNING = (
    12,
    18,
)  # words at the end of a statement, and at the beginning of a long one, that no other may have
STRICT = 20  # so many times is it tried to tell it otherwise; then it may be like another, and the truth says so
COPIED = 13  # words that a copied statement has at least: shorter ones two communes may well hit upon
OWN_COPIES = 3  # paragraphs that a commune takes over from its last report, if it does
PERIODS = {
    # outline: (period, months, kind, number, first day of the window and its year, counted from the report's)
    "half": ("half", 6, "half", 1, ("15/12", -1)),
    "nested": ("half", 6, "half", 1, ("15/12", -1)),
    "quarter": ("quarter", 3, "quarter", 2, ("15/3", 0)),
    "month": ("month", 1, "month", 6, ("15/5", 0)),
    "procedures": ("procedures", 6, "half", 1, ("15/12", -1)),
}


def window(outline: str, year: int) -> tuple[str, str]:
    """First and last day of the figures: `15/12/2025` and `14/6/2026`."""
    day, before = PERIODS[outline][4]
    return f"{day}/{year + before}", f"14/6/{year}"


@dataclass
class Store:
    """What the communes have written so far: no paragraph comes twice by accident, and copies know their source.

    With `strict` (mau is too small to need it) no statement comes twice either, nor one with other first words. `last`
    is what they wrote for the period before. `copies`, `followed`, `leftovers` and `alike` are for the truth.
    """

    strict: bool = False
    last: Store | None = None
    paragraphs: set[str] = field(default_factory=set)
    lendable: dict[str, list[tuple[str, Paragraph]]] = field(default_factory=dict)
    said: dict[tuple[str, str], Statement] = field(default_factory=dict)
    tasks: dict[str, list[Statement]] = field(default_factory=dict)
    copies: list[dict[str, object]] = field(default_factory=list)
    followed: list[dict[str, object]] = field(default_factory=list)
    leftovers: list[dict[str, object]] = field(default_factory=list)
    alike: list[dict[str, object]] = field(default_factory=list)

    def next(self) -> Store:
        """The empty store of the period after."""
        return Store(self.strict, self, self.paragraphs)


def key(text: str) -> str:
    """A paragraph by its words alone."""
    return " ".join(re.findall(r"\w+", text.lower()))


def whole(paragraph: Paragraph) -> set[str]:
    """A paragraph by its words, if it is no short one."""
    words = key(paragraph.text)
    return {words} if len(words.split()) > 7 else set()


def ends(paragraph: Paragraph) -> set[str]:
    """How a paragraph and each statement in it ends, and a long one begins: alike, it passes for copied."""
    parts = [paragraph.text, *(paragraph.text[f.start : f.end] for f in paragraph.findings)]
    words = [key(part).split() for part in parts]
    ending = {" ".join(part[-ENDING:]) for part in words if len(part) > 7}
    return ending | {" ".join(part[2:BEGINNING]) for part in words if len(part) > BEGINNING}


class Composer:
    """Builds one paper. The methods follow the report from its head to its appendix."""

    def __init__(self, plan: Plan, voice: Voice, store: Store) -> None:
        """Keep what the commune is to say."""
        self.plan, self.voice, self.store = plan, voice, store
        self.design, self.rng = plan.design, voice.rng
        self.paper = Paper(plan.commune.number)
        self.parents: list[tuple[int, int]] = []
        self.left = {role: list(ids) for role, ids in plan.themes.items()}
        self.patterns: dict[str, list[Pattern]] = {}
        own = plan.copies_itself and store.last
        self.lent = (store.last if own and store.last else store).lendable
        self.copied_from = plan.commune.number if own else plan.copy_from
        self.owed_copies = OWN_COPIES if own else int(plan.copy_from is not None)
        self.announced = list(store.last.tasks.get(plan.commune.number, ())) if store.last else []
        self.rng.shuffle(self.announced)
        self.owed_embedded = self.design.embedded
        self.footnotes = self.design.footnotes
        self.area, self.role = "general", "front"
        self.pressed = False
        self.written: dict[str, int] = {}
        self.taken: set[str] = set()
        self.followed: set[str] = set()

    # ------------------------------------------------------------ the whole
    def compose(self) -> Paper:
        """The report."""
        self.front()
        {
            "half": self.half,
            "quarter": self.half,
            "nested": self.half,
            "month": self.month,
            "procedures": self.procedures,
        }[self.design.outline]()
        self.closing()
        appendix.add(self.paper, self.plan, self.voice)
        planting.after(self.paper, self.plan, self.voice)
        return self.paper

    def half(self) -> None:
        """Half-year and quarter outlines: direction, results, assessment, tasks, recommendations."""
        heads = bank("headings")
        self.heading(1, ROMAN[0], self.pick(heads["parts"]["direction"]), "direction", "result")
        for position, topic in enumerate(("plan", "progress", "propaganda", "inspection", "initiative"), 1):
            self.topic(position, topic)
        self.heading(1, ROMAN[1], self.pick(heads["parts"]["results"]), "general", "result")
        for position, area in enumerate(FIELDS, 1):
            self.field(position, area)
        self.assessment(ROMAN[2])
        self.tasks(ROMAN[3])
        self.recommendations(ROMAN[4])

    def month(self) -> None:
        """Month outline: the seven items under one part, then limitations, tasks, recommendations."""
        heads = bank("headings")
        self.heading(1, "I", self.pick(heads["parts"]["month_results"]), "general", "result")
        self.heading(2, "1", self.pick(heads["direction"]["whole"]), "direction", "result")
        for topic in ("plan", "progress", "propaganda"):
            self.results("direction", topic, 2)
        for position, area in enumerate(FIELDS, 2):
            self.heading(2, str(position), self.field_name(area), area, "result")
            self.results(area, "result", 3 if area != "procedures" else 6)
        self.heading(1, "II", self.pick(heads["parts"]["limitations"]), "general", "limitation")
        self.statements("L", self.left["L"])
        self.tasks("III")
        self.recommendations("IV")

    def procedures(self) -> None:
        """A report on procedures alone: the other fields are absent by design."""
        heads = bank("headings")
        self.heading(1, "I", self.pick(heads["parts"]["procedures_results"]), "general", "result")
        for position, topic in enumerate(("direct", "publish", "review", "handle", "petition"), 1):
            self.heading(2, str(position), self.pick(heads["procedures_only"][topic]), "procedures", "result")
            self.results("procedures_only", topic, 5)
        self.assessment("II")
        self.tasks("III")
        self.recommendations("IV")

    # ------------------------------------------------------------ head and foot
    def front(self) -> None:
        """Letterhead, number, place and date, title, window, opening."""
        c, voice, frame = self.plan.commune, self.voice, bank("frame")
        number = "" if self.plan.error == "missing_number" else f"{self.rng.randint(21, 480)}"
        day = self.rng.randint(15, 19)
        date = f"{c.bare}, ngày {day} tháng 6 năm {voice.year}"
        if self.plan.error == "missing_day":
            date = f"{c.bare}, ngày tháng 6 năm {voice.year}"
        self.area, self.role = "general", "front"
        pairs = [
            ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            (c.name.upper(), "Độc lập - Tự do - Hạnh phúc"),
            (f"Số: {number}/BC-UBND", date),
        ]
        if self.design.letterhead and self.design.format == "txt":
            for pair in pairs:
                self.put(Paragraph("\t".join(pair), "text", "general", "front", "letterhead"))
        elif self.design.letterhead:
            self.columns([left for left, _ in pairs], [right for _, right in pairs])
        else:
            for text, look in zip(pairs[2], ("number", "date"), strict=True):
                self.put(Paragraph(text, "text", "general", "front", look))
        title = self.pick(frame["titles"][voice.period])
        self.put(Paragraph("BÁO CÁO", "text", "general", "front", "doctype"))
        title_at = self.put(Paragraph(title, "text", "general", "front", "title"))
        period, _, kind, count, _ = PERIODS[self.design.outline]
        days = window(self.design.outline, voice.year)
        if self.design.window:
            shown = frame["opening"]["window"].format(start=days[0], end=days[1])
            self.put(Paragraph(shown, "text", "general", "front", "window"))
        basis = frame["opening"]["procedures" if period == "procedures" else "basis"]
        self.body([partial(self.phrase, basis)], end="", free=True)
        following = {"half": 2, "quarter": 3, "month": 7}[kind]
        printed = self.design.window or voice.window
        self.paper.meta = {
            "title": title, "title_at": title_at, "unit_name": c.name, "unit_kind": c.kind, "district": None,
            "province": self.province(), "document_number": f"{number}/BC-UBND" if number else None,
            "number_printed": pairs[2][0], "place": c.bare,
            "date": f"{voice.year}-06" + ("" if self.plan.error == "missing_day" else f"-{day:02d}"),
            "period": {"kind": kind, "year": voice.year, "number": count} | _window(days if printed else None),
            "next_period": {"kind": kind, "year": voice.year, "number": following},
            "report_day": f"{day:02d}/6/{voice.year}",
        }  # fmt: skip

    def province(self) -> str | None:
        """`tỉnh Hà Châu` where the text names it."""
        name = f"tỉnh {bank('names')['province']}"
        return name if any(name in p.text for p in self.paper.paragraphs) else None

    def closing(self) -> None:
        """Closing sentence, addressees, signature."""
        frame = bank("frame")["closing"]
        self.area, self.role = "general", "closing"
        self.body([partial(self.phrase, frame["sentences"])], end="", free=True)
        voice = self.voice
        sent = [
            self.pick(frame["recipients_first"]),
            *self.rng.sample(frame["recipients"], 4),
            self.pick(frame["recipients_last"]),
        ]
        sent = [say(each, voice).text for each in sent]
        deputy = self.rng.random() < 0.4
        name = person(self.rng)
        signed = ["TM. ỦY BAN NHÂN DÂN", *(["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"] if deputy else ["CHỦ TỊCH"])]
        listed = ["Nơi nhận:", *(f"- {s}{'.' if s is sent[-1] else ';'}" for s in sent)]
        signature = [*signed, name]
        self.sign(listed, signature)
        self.paper.meta |= {
            "signer": name, "signer_title": signed[-1], "signed_for": " ".join(signed[:-1]),
            "signature_block": [*signed, name], "recipients": sent, "province": self.province(),
        }  # fmt: skip

    def sign(self, listed: list[str], signature: list[str]) -> None:
        """Addressees and signature: side by side in most files, else one after the other."""
        if self.design.format != "txt" and self.design.letterhead and not self.design.prose:
            self.columns(listed, signature)
            return
        for text in listed:
            self.put(Paragraph(text, "text", "general", "closing", "to"))
        for text in signature:
            self.put(Paragraph(text, "text", "general", "closing", "signature"))

    def columns(self, left: list[str], right: list[str]) -> None:
        """Two columns of lines, read one after the other."""
        for side, texts in (("left", left), ("right", right)):
            for text in texts:
                self.put(Paragraph(text, "text", self.area, self.role, side))

    # ------------------------------------------------------------ parts
    def topic(self, position: int, topic: str) -> None:
        """One item of the direction part."""
        title = self.pick(bank("headings")["direction"][topic])
        if self.design.run_in and topic in {"propaganda", "inspection"}:
            self.run_in(2, str(position), title, "direction", "result", "direction", topic)
            self.results("direction", topic, 4, skip=1)
            return
        self.heading(2, str(position), title, "direction", "result")
        self.results("direction", topic, 4)

    def field(self, position: int, area: str) -> None:
        """One field of the results, flat or nested."""
        number, heads = str(position), bank("headings")["nested"]
        if self.design.outline != "nested":
            self.heading(2, number, self.field_name(area), area, "result")
            self.results(area, "result", 7 if area == "procedures" else 5)
            return
        self.heading(2, number, self.field_name(area), area, "result")
        self.heading(3, f"{number}.1", self.pick(heads["lead"]), area, "result")
        self.results(area, "lead", 2)
        self.heading(3, f"{number}.2", self.pick(heads["result"]), area, "result")
        self.results(area, "result", 7 if area == "procedures" else 5)
        self.heading(3, f"{number}.3", self.pick(heads["assessment"]), area, "assessment")
        self.heading(4, "a", self.pick(heads["strength"]), area, "strength")
        self.strengths([area] * 2)
        mine = [t for t in self.left["L"] if self.theme(t)["area"] == area][:3]
        mine = mine or [t for t in self.left["L"] if self.theme(t).get("area_alt") == area][:2]
        if mine:
            self.heading(4, "b", self.pick(heads["limitation"]), area, "limitation")
            self.statements("L", mine)
        else:
            self.nothing(4, "b", self.pick(heads["limitation"]), area, "limitation")
        causes = [t for t in self.left["C"] if self.theme(t)["area"] == area][:2]
        if mine and causes:
            self.heading(4, "c", self.pick(heads["cause"]), area, "cause")
            self.statements("C", causes)

    def assessment(self, number: str) -> None:
        """The general assessment in one of its three shapes."""
        heads = bank("headings")
        self.heading(1, number, self.pick(heads["parts"]["assessment"]), "general", "assessment")
        self.heading(2, "1", self.pick(heads["assessment"]["strength"]), "general", "strength")
        fields = ["procedures"] * 3 if self.design.outline == "procedures" else ["direction", *FIELDS]
        self.strengths(fields)
        shape = self.design.assessment
        if shape == "three":
            if self.left["L"]:
                self.heading(2, "2", self.pick(heads["assessment"]["limitation"]), "general", "limitation")
                self.statements("L", self.left["L"])
            else:
                self.nothing(2, "2", self.pick(heads["assessment"]["limitation"]), "general", "limitation")
            if self.left["C"]:
                self.heading(2, "3", self.pick(heads["assessment"]["cause"]), "general", "cause")
                self.statements("C", self.left["C"])
            return
        self.heading(2, "2", self.pick(heads["assessment"]["mixed"]), "general", "limitation", mixed=True)
        if shape == "mixed":
            self.statements("L", self.left["L"])
            self.role = "cause"
            self.statements("C", self.left["C"], opening=bank("frame")["openings"]["cause"])
            return
        for role, label in (("L", "run_in_limitation"), ("C", "run_in_cause")):
            self.labelled(role, self.pick(heads["assessment"][label]))

    def tasks(self, number: str) -> None:
        """Directions and tasks of the next period."""
        heads, tasks = bank("headings"), bank("statements")["task"]
        title = say(self.pick(heads["parts"]["tasks"]), self.voice).text
        self.heading(1, number, self.left_over(title), "general", "task")
        self.follow("again")
        fields = ["procedures"] if self.design.outline == "procedures" else ["direction", *FIELDS]
        if self.design.tasks == "by_field":
            self.heading(2, "1", self.pick(heads["tasks"]["goal"]), "general", "task")
            self.group([partial(self.task, "general", t) for t in tasks["general"]])
            self.heading(2, "2", self.pick(heads["tasks"]["solution"]), "general", "task")
            for position, area in enumerate(FIELDS, 1):
                self.heading(3, f"2.{position}", "Về " + lowered(self.field_name(area)), area, "task")
                few = self.rng.sample(tasks[area], min(3, len(tasks[area])))
                self.group([partial(self.task, area, t) for t in few])
            return
        chosen = [
            (a, t) for a in fields for t in self.rng.sample(tasks[a], min(len(tasks[a]), 5 if len(fields) == 1 else 2))
        ]
        if self.design.tasks == "numbered":
            pairs = [chosen[i : i + 2] for i in range(0, len(chosen), 2)]
            for position, pair in enumerate(pairs, 1):
                between = self.rng.choice(["; ", ". "])
                self.body([partial(self.task, a, t) for a, t in pair], between=between, mark=f"{position}. ")
            return
        for area, template in chosen:
            self.body([partial(self.task, area, template)], mark="- ")

    def recommendations(self, number: str) -> None:
        """What is asked of those above."""
        heads = bank("headings")
        title = self.pick(heads["parts"]["recommendations"])
        if self.design.recommendations == "none":
            self.nothing(1, number, title, "general", "recommendation")
            return
        self.heading(1, number, title, "general", "recommendation")
        mine = self.left["R"]
        if self.design.recommendations == "addressee" and len(mine) > 2:
            half = max(1, len(mine) // 3)
            self.heading(2, "1", self.pick(heads["recommendations"]["government"]), "general", "recommendation")
            self.statements("R", mine[:half])
            self.heading(2, "2", self.pick(heads["recommendations"]["province"]), "general", "recommendation")
            self.statements("R", list(self.left["R"]))
            return
        self.statements("R", mine)

    # ------------------------------------------------------------ statements
    def theme(self, name: str) -> dict[str, Any]:
        """The entry of the theme book."""
        return dict(next(t for t in bank("themes")["theme"] if t["id"] == name))

    def state(self, name: str) -> Statement:
        """A statement of this theme in a wording this commune has not used."""
        entry = self.theme(name)
        role = {"L": "limitation", "C": "cause", "R": "recommendation"}[name[0]]
        source = self.plan.copy_from
        said = self.store.said.get((source, name)) if source and name == self.plan.copy_theme else None
        if said and len(said.phrase.text.split()) >= COPIED:
            return replace(said, copied_from=source, embedded=False)
        return self._stated(entry, role, name)

    def _stated(self, entry: dict[str, Any], role: str, name: str) -> Statement:
        pool = self.patterns.setdefault(name, [])
        if not pool:
            pool += entry["patterns"]
            self.rng.shuffle(pool)
        pattern = pool.pop()
        if isinstance(pattern, dict):
            entry, pattern = pattern, pattern["text"]
        area = str(entry["area"])
        area, alt = self.area if area == "section" else area, entry.get("area_alt")
        return Statement(self.tell(pattern, role), role, area, str(alt) if alt not in {None, area} else None, name)

    def opened(self, name: str, words: str) -> Statement:
        """A statement of this theme after an opening word: `Tuy nhiên, …`."""
        return _opened(self.state(name), words)

    def other(self, role: str) -> list[partial[Statement]]:
        """Now and then a statement that belongs to no theme."""
        if self.rng.random() > 0.4 or self.area != "general" or self.design.outline == "procedures":
            return []
        entry = self.rng.choice([o for o in bank("themes")["other"] if o["role"] == role])
        return [partial(self._stated, entry, role, entry["id"])]

    def statements(self, role: str, themes: Sequence[str], opening: Sequence[str] = ()) -> None:
        """The statements of these themes as bullets or prose, and remember them as said."""
        themes = list(themes)
        for name in themes:
            self.left[role].remove(name)
        extra = self.other({"L": "limitation", "C": "cause", "R": "recommendation"}[role])
        if role == "L":
            self.follow("going_on")
        if opening:
            for position, name in enumerate(themes):
                words = opening[min(position, len(opening) - 1)]
                self.body([partial(self.opened, name, words)])
            return
        self.group([partial(self.state, name) for name in themes] + extra, loose=role == "R")

    def group(self, makers: Sequence[Callable[[], Statement]], *, loose: bool = False) -> None:
        """Statements in bullets of one to three, as the commune writes."""
        queue = list(makers)
        semicolons = self.rng.random() < 0.35
        while queue:
            size = min(len(queue), self.rng.choice([1, 2, 3] if self.design.prose else [1, 1, 1, 2]))
            some, queue = queue[:size], queue[size:]
            between = ". " if loose or self.rng.random() < 0.5 else "; "
            mark = "" if self.design.prose else "- "
            self.body(
                some,
                between=between,
                mark=mark,
                end=";" if semicolons and queue and mark and between == "; " else ".",
            )

    def labelled(self, role: str, label: str) -> None:
        """`- Hạn chế: …`: a run-in label that opens several statements."""
        themes, self.left[role] = self.left[role], []
        area, name = "general", {"L": "limitation", "C": "cause"}[role]
        self.area, self.role = area, name
        mark = f"- {label}: "
        made = self.fresh(lambda: joined([self.state(t) for t in themes], "; " if role == "C" else ". ", mark, "."))
        heading = Heading(None, label, 3, self.parent(3), run_in=True)
        at = self.put(replace(made, kind="heading", area=area, role=name, heading=heading, look="label"))
        self.parents.append((3, at))

    def strengths(self, areas: Sequence[str]) -> None:
        """Strengths of these fields."""
        strengths = bank("statements")["strength"]
        chosen: list[tuple[str, Pattern]] = []
        for area in dict.fromkeys(areas):
            chosen += [
                (area, t)
                for t in self.rng.sample(
                    strengths[area], min(len(strengths[area]), list(areas).count(area) + (self.rng.random() < 0.4))
                )
            ]
        self.group([partial(self.plain, "strength", a, t) for a, t in chosen])

    def plain(self, role: str, area: str, pattern: Pattern) -> Statement:
        """A strength or a task: a pattern of its own, outside the theme book."""
        if isinstance(pattern, str):
            return Statement(self.tell(pattern, role), role, area)
        return Statement(self.tell(pattern["text"], role), role, pattern.get("area", area), pattern["area_alt"])

    def task(self, area: str, pattern: Pattern) -> Statement:
        """A task of the next period."""
        return self.plain("task", area, pattern)

    # ------------------------------------------------------------ results
    def results(self, section: str, topic: str, most: int, skip: int = 0) -> None:
        """Result paragraphs of a section, those with figures first in their usual order."""
        pool = [t for t in bank("results")[section][topic] if fits(t, self.voice)][skip:]
        if self.voice.value("petitions_received") == 0:
            pool = [t for t in pool if "<petitions_received=" not in t]
        if self.voice.value("disciplined_total") == 0:
            pool = [t for t in pool if "<disciplined_total=" not in t]
        keep = [t for t in pool if "<" in t]
        rest = [t for t in pool if "<" not in t]
        self.rng.shuffle(rest)
        if self.plan.error == "two_plans" and topic == "plan":
            keep = [t for t in pool if "{KH:cchc}" in t]
        chosen = [t for t in pool if t in (keep + rest)[: max(most, len(keep))]]
        for position, template in enumerate(chosen):
            mark = (
                ""
                if self.design.prose or (topic in {"plan", "progress", "initiative"} and section == "direction")
                else "- "
            )
            at = self.body([partial(self.tell, template, "result")], mark=mark, end="")
            self.written[section + template] = at
            if position == len(chosen) - 1:
                self.embed(at, section)
            if self.footnotes and "{KH}" in template:
                self.footnote(at)
            if "<" not in template and "{KH" not in template:
                self.store.lendable.setdefault(self.plan.commune.number, []).append(
                    (section + template, self.paper.paragraphs[at])
                )
        self.copy()
        if topic in {"progress", "direct"}:
            self.follow("done")

    def embed(self, at: int, area: str) -> None:
        """A limitation inside a result bullet: `Tuy nhiên, …`."""
        mine = [t for t in self.left["L"] if area in {self.theme(t)["area"], self.theme(t).get("area_alt")}]
        if not (self.owed_embedded and mine and area in FIELDS):
            return
        self.owed_embedded = False
        self.left["L"].remove(mine[0])
        paragraph = self.paper.paragraphs[at]
        said = self.opened(mine[0], bank("frame")["openings"]["embedded"])
        said = replace(said, embedded=True)
        text = paragraph.text.rstrip(".") + ". " + said.phrase.text
        start = len(text) - len(said.phrase.text)
        self.paper.paragraphs[at] = replace(
            paragraph, text=text + ".", findings=(*paragraph.findings, Finding(said, start, len(text)))
        )

    def footnote(self, at: int) -> None:
        """Hang a footnote on a result paragraph."""
        self.footnotes -= 1
        note = self.phrase(bank("frame")["footnotes"]["texts"]).text
        self.paper.paragraphs[at] = replace(self.paper.paragraphs[at], footnote=note)

    def copy(self) -> None:
        """Put a paragraph of the commune copied from in the place of the own one on the same matter."""
        if not self.owed_copies or not self.copied_from:
            return
        lent = [(t, p) for t, p in self.lent.get(self.copied_from, []) if t in self.written]
        lent = [(t, p) for t, p in lent if key(p.text) not in self.taken]
        lent = [(t, p) for t, p in lent if not self.paper.paragraphs[self.written[t]].findings and not p.findings]
        if lent:
            matter, paragraph = self.rng.choice(lent)
            own = self.paper.paragraphs[self.written[matter]]
            text = paragraph.text.removeprefix("- ")
            text = "- " + text if own.look == "bullet" else text
            self.paper.paragraphs[self.written[matter]] = replace(own, text=text, figures=())
            kind = "paragraph" if self.lent is self.store.lendable else "own paragraph"
            copied = {"from": self.copied_from, "to": self.plan.commune.number, "text": text.removeprefix("- ")}
            self.store.copies.append(copied | {"kind": kind})
            own_words = self.store.lendable.get(self.plan.commune.number, [])
            own_words[:] = [(t, p) for t, p in own_words if t != matter]
            self.taken.add(key(paragraph.text))
            self.owed_copies -= 1

    # ------------------------------------------------------------ since the last report
    def follow(self, state: str) -> None:
        """What has become of a task announced last time: told as done, as not finished, or announced again."""
        if not self.announced or state in self.followed:
            return
        task, role = self.announced.pop(), {"done": "result", "going_on": "limitation", "again": "task"}[state]
        self.followed.add(state)
        template = self.pick(bank("frame")["followed"][state]).replace("{việc}", lowered(task.phrase.text.rstrip(".")))

        def tell() -> Statement | Phrase:
            phrase = self.tell(template, role)
            return phrase if state == "done" else replace(task, phrase=phrase, role=role)

        at = self.body([tell], mark="" if self.design.prose else "- ")
        said = self.paper.paragraphs[at].text.removeprefix("- ")
        told = {"report": self.plan.commune.number, "commune": self.plan.commune.name, "task": task.phrase.text}
        self.store.followed.append(told | {"state": state, "text": said})

    def left_over(self, title: str) -> str:
        """The heading of the tasks, where it was taken over from last time with the period it names."""
        if not self.plan.keeps_heading or not self.store.last:
            return title
        title = title.replace(str(self.voice.year), str(self.voice.year - 1))
        told = {"report": self.plan.commune.number, "commune": self.plan.commune.name, "text": title}
        self.store.leftovers.append(told)
        return title

    # ------------------------------------------------------------ bricks
    def pick(self, wordings: Sequence[str]) -> str:
        """One of several wordings."""
        return self.voice.dated(self.rng.choice(list(wordings)))

    def phrase(self, templates: Sequence[str]) -> Phrase:
        """One of several templates, told."""
        return say(self.pick(templates), self.voice)

    def field_name(self, area: str) -> str:
        """The name of a field, the same throughout the report."""
        names = bank("headings")["old_fields" if self.design.names == "old" else "fields"][area]
        return str(names[self.plan.commune.index % len(names)])

    def tell(self, template: str, role: str) -> Phrase:
        """The template told, with a tail where its words alone are already another commune's."""
        phrase = say(template, self.voice)
        if self.pressed:
            tail = say(bank("tails")[role], self.voice).text
            stop = "." if phrase.text.endswith(".") else ""
            phrase = replace(phrase, text=phrase.text.rstrip(".") + tail + stop)
        return self.slipped(phrase)

    def slipped(self, phrase: Phrase) -> Phrase:
        """Sometimes with a slip of typing or optical reading, never in a figure or a citation."""
        if phrase.figures or " số " in phrase.text or self.rng.random() > self.design.slips:
            return phrase
        slips = bank("frame")["slips"]
        found = [word for word in slips if word in phrase.text]
        if not found:
            return phrase
        word = self.rng.choice(found)
        return Phrase(phrase.text.replace(word, self.rng.choice(slips[word]), 1))

    def fresh(self, make: Callable[[], Paragraph], *, free: bool = False) -> Paragraph:
        """A paragraph that no commune has written yet; a formula of the frame is `free` to come again."""
        papers, plans = dict(self.voice.papers), list(self.voice.year_plans)
        for attempt in range(200):
            self.pressed = attempt > 3
            made = make()
            self.pressed = False
            if free or any(f.statement.copied_from for f in made.findings):
                return made
            strict = self.store.strict and attempt < STRICT
            said = whole(made) | (ends(made) if strict else set())
            if not said & self.store.paragraphs:
                self.store.paragraphs |= said | (ends(made) if self.store.strict else set())
                if self.store.strict and not strict:
                    self.store.alike.append({"report": self.plan.commune.number, "text": made.text})
                return made
            self.voice.papers, self.voice.year_plans = dict(papers), list(plans)
        raise RuntimeError(f"the bank is too small: {made.text}")

    def body(
        self,
        makers: Sequence[Callable[[], Statement | Phrase]],
        *,
        between: str = ". ",
        mark: str = "",
        end: str = ".",
        free: bool = False,
    ) -> int:
        """A paragraph of body text from what its makers tell."""
        made = self.fresh(lambda: joined([make() for make in makers], between, mark, end), free=free)
        self.remember(made)
        look = "bullet" if mark == "- " else "body"
        return self.put(replace(made, area=self.area, role=self.role, look=look))

    def remember(self, made: Paragraph) -> None:
        """Which commune said which theme in which words, and which tasks it announced."""
        for finding in made.findings:
            if finding.statement.role == "task":
                self.store.tasks.setdefault(self.plan.commune.number, []).append(finding.statement)
            if finding.statement.theme and not finding.statement.copied_from and finding.start <= 2:
                self.store.said[self.plan.commune.number, finding.statement.theme] = finding.statement
            if finding.statement.copied_from:
                self.store.copies.append(
                    {
                        "from": finding.statement.copied_from,
                        "to": self.plan.commune.number,
                        "text": finding.statement.phrase.text,
                        "kind": "statement",
                        "theme": finding.statement.theme,
                    }
                )

    def put(self, paragraph: Paragraph) -> int:
        """Add a paragraph as it is."""
        return self.paper.add(paragraph)

    def parent(self, level: int) -> int | None:
        """The heading a heading of this level stands under."""
        while self.parents and self.parents[-1][0] >= level:
            self.parents.pop()
        return self.parents[-1][1] if self.parents else None

    def numbered(self, level: int, number: str) -> tuple[str | None, str]:
        """The number of a heading and how it is printed."""
        if self.design.numbering == "none":
            return None, ""
        style = self.plan.commune.index % 2
        return number, f"{number}) " if level == 4 and style else f"{number}. "

    def heading(
        self, level: int, number: str, title: str, area: str, role: str, *, mixed: bool = False, body: str = ""
    ) -> int:
        """A heading line; what follows carries its labels."""
        shown, printed = self.numbered(level, number)
        heading = Heading(shown, title, level, self.parent(level), run_in=bool(body), mixed=mixed)
        at = self.put(
            Paragraph(printed + title + body, "heading", area, role, f"h{level}", heading=heading, label=printed)
        )
        self.parents.append((level, at))
        self.area, self.role = area, role
        return at

    def nothing(self, level: int, number: str, title: str, area: str, role: str) -> None:
        """`V. KIẾN NGHỊ, ĐỀ XUẤT: Không có.`: a part that says it is empty."""
        self.heading(level, number, title, area, role, body=": " + self.pick(bank("frame")["openings"]["nothing"]))

    def run_in(self, level: int, number: str, title: str, area: str, role: str, section: str, topic: str) -> None:
        """A heading that goes on with its first sentence."""
        template = next(t for t in bank("results")[section][topic] if fits(t, self.voice))
        made = self.fresh(lambda: joined([self.tell(template, "result")], "", "", ""))
        at = self.heading(level, number, title, area, role, body=": " + made.text)
        whole = self.paper.paragraphs[at]
        by = len(whole.text) - len(made.text)
        self.paper.paragraphs[at] = replace(whole, figures=tuple(f.moved(by) for f in made.figures))


def _opened(statement: Statement, words: str) -> Statement:
    """The statement after an opening word, lower-cased."""
    phrase = Phrase(
        words + lowered(statement.phrase.text), tuple(f.moved(len(words)) for f in statement.phrase.figures)
    )
    return replace(statement, phrase=phrase)


def _window(days: tuple[str, str] | None) -> dict[str, str | None]:
    """First and last day of the figures, where they are printed."""
    return {"start": _iso(days[0]), "end": _iso(days[1])} if days else {"start": None, "end": None}


def _iso(day: str) -> str:
    d, m, y = day.split("/")
    return f"{y}-{int(m):02d}-{int(d):02d}"
