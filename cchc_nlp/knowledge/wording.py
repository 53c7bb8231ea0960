"""The words a synthesis is written with: wording.toml and the folder of templates, checked.

Comes in: our file and, laid over it by id, that of a department. Goes out: one frozen `Wording` with look-ups by id.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Literal, TypeAlias

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.model import Area, Period, Role

FILE = "wording.toml"
TEMPLATES = "templates"
REFERENCE = "mau.docx"
"""The Word document beside a department's templates whose styles and margins are taken over."""
_ROMAN = ("", "I", "II", "III", "IV")

LimitId: TypeAlias = Literal[
    "names",
    "strength",
    "limitation",
    "cause",
    "task",
    "recommendation",
    "told_share",
    "single_themes",
    "passages",
    "quote",
    "activities",
    "groups",
    "examples",
    "example",
    "affected",
    "matrix",
    "cited",
]
CueId: TypeAlias = Literal[
    "result",
    "slogan",
    "empty",
    "plan",
    "denied",
    "practice",
    "procedures_title",
    "reform_title",
    "joint",
    "leaning",
    "own_symbol",
    "city",
    "province_prefix",
]
PhraseId: TypeAlias = Literal[
    "file",
    "lines",
    "line",
    "page",
    "not_stated",
    "body",
    "ungrouped",
    "summary_title",
    "summary_subtitle",
    "new_group",
    "annex",
    "only_annex",
    "annex_heading",
    "no_addressee",
    "addressee",
    "ask_figure",
    "ask_figure_choices",
    "ask_group",
    "ask_group_choices",
    "ask_period",
    "ask_period_choices",
    "ask_basis",
    "ask_basis_choices",
    "ask_addressee",
    "ask_addressee_choices",
    "keep",
    "drop",
    "citation",
    "citation_undated",
    "several",
    "and",
    "province",
    "city",
    "unknown_province",
    "unknown_period",
    "unknown_next_period",
]
FrameId: TypeAlias = Literal[
    "nation",
    "motto",
    "parent_body",
    "issuing_body",
    "number",
    "place_and_date",
    "title",
    "subtitle",
    "addressee",
    "signature",
    "recipients",
]


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area in print: as a heading, and after «về» inside a sentence."""

    id: Area
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class RoleName:
    """A role in print; `code` stands before the numbers of its themes in the annexes."""

    id: Role
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class KindName:
    """A kind of commune in print; `other` stands for every body that is none."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word for «how many», with the share and the number of communes from which it may be used."""

    id: str
    words: str
    least_share: float
    least_units: int


@dataclass(frozen=True, slots=True)
class PeriodName:
    """A period in print; `cycle` is how many of its kind a year has, where they are counted."""

    id: str
    name: str
    next: str
    cycle: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that bounds the text."""

    id: LimitId
    value: int


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say one kind of thing."""

    id: CueId
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A short wording with named places."""

    id: PhraseId
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of the frame of an official report."""

    id: FrameId
    text: str


@dataclass(frozen=True)
class Wording:
    """All words and thresholds of a synthesis. `templates` are folders to look into, the department's own first."""

    areas: tuple[AreaName, ...]
    roles: tuple[RoleName, ...]
    kinds: tuple[KindName, ...]
    hedges: tuple[Hedge, ...]
    periods: tuple[PeriodName, ...]
    limits: tuple[Limit, ...]
    cues: tuple[Cue, ...]
    phrases: tuple[Phrase, ...]
    frame: tuple[Frame, ...]
    templates: tuple[Path, ...]

    @property
    def reference(self) -> Path | None:
        """The department's Word document with the styles, if it has one."""
        own = self.templates[0] / REFERENCE
        return own if own.is_file() else None

    def area(self, area: Area) -> AreaName:
        """The names of an area."""
        return self._areas[area]

    def role(self, role: Role) -> str:
        """The name of a role."""
        return self._roles[role]

    def limit(self, limit: LimitId) -> int:
        """A bound of the text."""
        return self._limits[limit]

    def cue(self, cue: CueId) -> tuple[str, ...]:
        """The words of a cue."""
        return self._cues[cue]

    def phrase(self, phrase: PhraseId, **values: object) -> str:
        """A phrase with its places filled."""
        return self._phrases[phrase].format(**values)

    def framed(self, part: FrameId, **values: object) -> str:
        """A part of the frame with its places filled."""
        return self._frame[part].format(**values)

    def hedge(self, units: int, share: float) -> Hedge:
        """The word for so many communes, which are such a share of all."""
        fitting = (h for h in self.hedges if share >= h.least_share and units >= h.least_units)
        return next(fitting, self.hedges[-1])

    def period(self, period: Period) -> str:
        """A period in print: «quý III năm 2024», «6 tháng đầu năm 2026»."""
        entry = self._periods.get(f"{period.kind}-{period.number}") or self._periods[period.kind]
        number = period.number or 0
        if entry.cycle is not None and not 1 <= number <= entry.cycle:
            entry = self._periods["year"]
        roman = _ROMAN[number] if number < len(_ROMAN) else str(number)
        # January and February get a zero, so that nobody can make them November or December.
        printed = f"{number:02d}" if number in (1, 2) else str(number)
        return entry.name.format(year=period.year, roman=roman, number=printed)

    @cached_property
    def _periods(self) -> dict[str, PeriodName]:
        return {entry.id: entry for entry in self.periods}

    @cached_property
    def _areas(self) -> dict[Area, AreaName]:
        return {entry.id: entry for entry in self.areas}

    @cached_property
    def _roles(self) -> dict[Role, str]:
        return {entry.id: entry.name for entry in self.roles}

    @cached_property
    def _limits(self) -> dict[LimitId, int]:
        return {entry.id: entry.value for entry in self.limits}

    @cached_property
    def _cues(self) -> dict[CueId, tuple[str, ...]]:
        return {entry.id: entry.words for entry in self.cues}

    @cached_property
    def _phrases(self) -> dict[PhraseId, str]:
        return {entry.id: entry.text for entry in self.phrases}

    @cached_property
    def _frame(self) -> dict[FrameId, str]:
        return {entry.id: entry.text for entry in self.frame}


def load_wording(overlay: Path | None = None) -> Wording:
    """Our wording, entries and templates of the folder `overlay` first.

    Raises:
        KnowledgeError: wording.toml of the overlay is wrong, or fills a place that its entry does not have.
    """
    wording = Wording(
        areas=load_entries(AreaName, FILE, "areas", overlay),
        roles=load_entries(RoleName, FILE, "roles", overlay),
        kinds=load_entries(KindName, FILE, "kinds", overlay),
        hedges=load_entries(Hedge, FILE, "hedges", overlay),
        periods=load_entries(PeriodName, FILE, "periods", overlay),
        limits=load_entries(Limit, FILE, "limits", overlay),
        cues=load_entries(Cue, FILE, "cues", overlay),
        phrases=load_entries(Phrase, FILE, "phrases", overlay),
        frame=load_entries(Frame, FILE, "frame", overlay),
        templates=template_folders(overlay),
    )
    _check_places(wording, str(overlay / FILE) if overlay else FILE)
    return wording


def template_folders(overlay: Path | None = None) -> tuple[Path, ...]:
    """Where templates are looked for: the folder `templates` of the overlay, if it is there, then ours."""
    ours = Path(str(resources.files("cchc_nlp.knowledge").joinpath(TEMPLATES)))
    return (overlay / TEMPLATES, ours) if overlay and (overlay / TEMPLATES).is_dir() else (ours,)


_PLACES = {
    "periods": ("number", "roman", "year", "next_number", "next_roman", "next_year"),
    "phrases": (
        *("name", "names", "first", "last", "page", "number", "kind", "date"),
        *("unit", "value", "values", "places", "period", "n"),
    ),
    "frame": ("PROVINCE", "province", "period", "everyone", "year"),
}


def _check_places(wording: Wording, where: str) -> None:
    """Refuse a «{place}» nobody fills now, not in the middle of a report."""
    texts = [
        *(("periods", p.id, text) for p in wording.periods for text in (p.name, p.next)),
        *(("phrases", p.id, p.text) for p in wording.phrases),
        *(("frame", f.id, f.text) for f in wording.frame),
    ]
    for table, identity, text in texts:
        try:
            text.format(**dict.fromkeys(_PLACES[table], ""))
        except (KeyError, IndexError, ValueError) as error:
            raise KnowledgeError(
                f"{where}: [[{table}]] «{identity}»: chỗ trống {error} không có; "
                f"chỉ dùng được: {', '.join('{' + p + '}' for p in _PLACES[table])}."
            ) from error
