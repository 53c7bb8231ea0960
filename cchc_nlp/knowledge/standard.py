"""Loads and checks everything the administration contributes: one frozen `Standard` handed to every step.

Our own files come first, a department's folder is laid over them by id. Immutable: one serves all threads and workers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.comparison import Comparing, load_comparing
from cchc_nlp.knowledge.decisions import Decisions, decided, load_decisions, taught
from cchc_nlp.knowledge.entries import (
    AreaCue,
    Cue,
    DocumentKind,
    Frame,
    Masked,
    Phrase,
    ProblemEntry,
    ProblemKind,
    RoleCue,
    StatementGroup,
    Title,
    UnitKind,
    WordList,
)
from cchc_nlp.knowledge.formalities import Formalities, load_formalities
from cchc_nlp.knowledge.identities import Identities, Ratio, check_names, load_identities
from cchc_nlp.knowledge.indicators import Catalogue, load_catalogue
from cchc_nlp.knowledge.lexicon import FieldPhrases, FieldWords, Frames, Headings, TermWeights, any_of
from cchc_nlp.knowledge.loading import check_files, load_entries
from cchc_nlp.knowledge.periods import PeriodWord
from cchc_nlp.knowledge.register import Registering, load_registering
from cchc_nlp.knowledge.remedies import load_remedies
from cchc_nlp.knowledge.sayings import Sayings, load_sayings
from cchc_nlp.knowledge.tabulation import Tabulating, load_tabulating
from cchc_nlp.knowledge.telling import Telling, load_telling
from cchc_nlp.knowledge.themes import (
    ConceptEntry,
    StanceEntry,
    ThemeEntry,
    load_concepts,
    load_stances,
    load_themes,
)
from cchc_nlp.knowledge.wording import Wording, load_wording
from cchc_nlp.model import Area, Problem, Severity
from cchc_nlp.vietnamese.forms import fold


@dataclass(frozen=True)
class Standard:
    """All knowledge, checked. Look-ups are made once and kept."""

    titles: tuple[Title, ...]
    role_cues: tuple[RoleCue, ...]
    masked: tuple[Masked, ...]
    heading_areas: tuple[AreaCue, ...]
    frames: tuple[Frame, ...]
    area_cues: tuple[AreaCue, ...]
    statement_groups: tuple[StatementGroup, ...]
    cues: tuple[Cue, ...]
    unit_kinds: tuple[UnitKind, ...]
    document_kinds: tuple[DocumentKind, ...]
    period_words: tuple[PeriodWord, ...]
    word_lists: tuple[WordList, ...]
    problems: tuple[ProblemEntry, ...]
    abbreviations: tuple[tuple[str, str], ...]
    themes: tuple[ThemeEntry, ...]
    decisions: Decisions
    remedies: Mapping[str, frozenset[str]]
    concepts: tuple[ConceptEntry, ...]
    stances: tuple[StanceEntry, ...]
    wording: Wording
    identities: Identities
    formalities: Formalities
    phrases: tuple[Phrase, ...]
    problem_kinds: tuple[ProblemKind, ...]
    indicators: Catalogue
    sayings: Sayings
    tabulating: Tabulating
    registering: Registering
    comparing: Comparing
    telling: Telling

    def words(self, list_id: str) -> tuple[str, ...]:
        """The words of a cue group or word list, folded; KeyError for an id that is none (a mistake of ours)."""
        return self._words[list_id]

    def listed(self, list_id: str) -> tuple[str, ...]:
        """The words of a word list as they are written."""
        return next(group.words for group in self.word_lists if group.id == list_id)

    def problem(
        self, entry_id: str, lines: tuple[int, int], severity: Severity | None = None, /, **values: object
    ) -> Problem:
        """A problem of the catalogue with its sentence filled in; its own severity where none is given."""
        entry = self._problems[entry_id]
        message = entry.message.format(**values)
        return Problem(entry.code or entry.id, severity or entry.severity, message, lines, values)

    def phrase(self, phrase_id: str, **values: object) -> str:
        """A part of a sentence about a problem, filled in."""
        return self._phrases[phrase_id].format(**values)

    @cached_property
    def ratios(self) -> tuple[Ratio, ...]:
        """The rates of the catalogue that are made of two of its counts."""
        return tuple(
            self.identities.ratio(entry.id, entry.numerator, (entry.denominator, *entry.other_denominators))
            for entry in self.indicators.entries
            if entry.numerator and entry.denominator
        )

    @cached_property
    def _problems(self) -> dict[str, ProblemEntry]:
        return {entry.id: entry for entry in self.problems}

    @cached_property
    def _phrases(self) -> dict[str, str]:
        return {entry.id: entry.text for entry in self.phrases}

    def pattern(self, list_id: str) -> re.Pattern[str]:
        """A pattern for any word of a cue group or word list, compiled once."""
        if list_id not in self._patterns:
            self._patterns[list_id] = any_of(self.words(list_id))
        return self._patterns[list_id]

    @cached_property
    def nothing(self) -> re.Pattern[str]:
        """Matches a folded statement that says nothing: who, that there is not, of what, and no other word.

        «ubnd xã không có kiến nghị, đề xuất gì thêm»
        """
        who, isnt, what = (self.pattern(f"nothing{part}").pattern for part in ("_subjects", "", "_objects"))
        return re.compile(rf"(?:{who}[\s,]*)*{isnt}(?:[\s,;/]*{what})*")

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {}

    @cached_property
    def _words(self) -> dict[str, tuple[str, ...]]:
        groups: list[Cue | WordList] = [*self.cues, *self.word_lists]
        return {group.id: tuple(_fold_keeping_blank(word) for word in group.words) for group in groups}

    @cached_property
    def headings(self) -> Headings:
        """Headings by name: standard titles, cues of role and area."""
        return Headings(
            titles=[(fold(name), t) for t in self.titles for name in (t.title, *t.aliases)],
            role_cues=[(fold(word), cue.role) for cue in self.role_cues for word in cue.words],
            masked=[fold(word) for group in self.masked for word in group.words],
            areas=[(fold(word), cue.area, cue.weight) for cue in self.heading_areas for word in cue.words],
            abbreviations=self.abbreviations,
            period_words=[word.regex for word in self.period_words],
            lead_ins=self.words("heading_lead_ins"),
            tails=self.words("heading_tails"),
        )

    @cached_property
    def content(self) -> TermWeights:
        """The field of a statement by its words."""
        terms = [(fold(word), cue.area, cue.weight) for cue in self.area_cues for word in cue.words]
        return TermWeights(terms, self.abbreviations)

    @cached_property
    def field_words(self) -> FieldWords:
        """The field of a text by its segmented words; made on first use, for it segments all titles and cues."""
        phrases: dict[Area, list[str]] = {}
        for title in self.titles:
            if title.primary and title.area:
                phrases.setdefault(title.area, []).extend((title.title, *title.aliases))
        for cue in (*self.heading_areas, *self.area_cues):
            if cue.area in phrases:
                phrases[cue.area].extend(cue.words)
        return FieldWords(phrases, self.abbreviations)

    @cached_property
    def field_phrases(self) -> FieldPhrases:
        """What statements on each field are like: the theme book, the standard titles, the terms, statements."""
        phrases: dict[Area, list[str]] = {}
        for theme in self.themes:
            said = (theme.title, theme.definition, *theme.cues, *theme.examples)
            phrases.setdefault(theme.area, []).extend(said)
        for title in self.titles:
            if title.area:
                phrases.setdefault(title.area, []).extend((title.title, *title.aliases))
        for cue in self.area_cues:
            phrases.setdefault(cue.area, []).extend(cue.words)
        for group in self.statement_groups:
            phrases.setdefault(group.area, []).extend(group.statements)
        return FieldPhrases(phrases, self.abbreviations)

    @cached_property
    def frame_lines(self) -> Frames:
        """Lines that frame a report."""
        return Frames([(frame.role, tuple(map(fold, frame.starts)), frame.patterns) for frame in self.frames])


def _fold_keeping_blank(word: str) -> str:
    return fold(word) + (" " if word.endswith(" ") else "")


@lru_cache(maxsize=4)
def load_standard(overlay: Path | None = None) -> Standard:
    """All knowledge: our files, with a department's folder laid over them by id.

    Raises:
        KnowledgeError: a file is wrong, or a needed group is missing; the message names file, entry and field.
    """
    if overlay is not None and not overlay.is_dir():
        raise KnowledgeError(f"Không tìm thấy thư mục tri thức: {overlay}")
    if overlay is not None:
        check_files(overlay)
    abbreviations = _abbreviations(overlay)
    themes = load_themes(overlay)
    decisions = load_decisions(themes, overlay)
    catalogue = load_catalogue(abbreviations, overlay)
    standard = Standard(
        titles=load_entries(Title, "sections.toml", "title", overlay),
        role_cues=load_entries(RoleCue, "sections.toml", "role_cue", overlay),
        masked=load_entries(Masked, "sections.toml", "masked", overlay),
        heading_areas=load_entries(AreaCue, "sections.toml", "heading_area", overlay),
        frames=load_entries(Frame, "sections.toml", "frame", overlay),
        area_cues=load_entries(AreaCue, "areas.toml", "area_cue", overlay),
        statement_groups=load_entries(StatementGroup, "statements.toml", "statement_group", overlay),
        cues=load_entries(Cue, "cues.toml", "cue", overlay),
        unit_kinds=load_entries(UnitKind, "identification.toml", "unit_kind", overlay),
        document_kinds=load_entries(DocumentKind, "identification.toml", "document_kind", overlay),
        period_words=load_entries(PeriodWord, "identification.toml", "period_word", overlay),
        word_lists=load_entries(WordList, "identification.toml", "word_list", overlay),
        problems=load_entries(ProblemEntry, "problems.toml", "problem", overlay),
        abbreviations=abbreviations,
        themes=taught(themes, decisions),
        decisions=decided(decisions),
        remedies=load_remedies(themes, overlay),
        concepts=load_concepts(overlay),
        stances=load_stances(overlay),
        wording=load_wording(overlay),
        identities=load_identities(overlay),
        formalities=load_formalities(overlay),
        phrases=load_entries(Phrase, "problems.toml", "phrase", overlay),
        problem_kinds=load_entries(ProblemKind, "problems.toml", "kind", overlay),
        indicators=catalogue,
        sayings=load_sayings(abbreviations, tuple((entry.id, entry.unit) for entry in catalogue.entries), overlay),
        tabulating=load_tabulating(catalogue, overlay),
        registering=load_registering(overlay),
        comparing=load_comparing(overlay),
        telling=load_telling({entry.id for entry in catalogue.entries}, overlay),
    )
    _check_patterns(standard)
    check_names(standard.identities, {entry.id for entry in standard.indicators.entries})
    return standard


def _abbreviations(overlay: Path | None) -> tuple[tuple[str, str], ...]:
    name = "abbreviations.tsv"
    rows = _rows(resources.files("cchc_nlp.knowledge").joinpath(name).read_text("utf-8"), name)
    if overlay is not None and (overlay / name).is_file():
        rows |= _rows((overlay / name).read_text("utf-8-sig"), str(overlay / name))
    return tuple(rows.items())


def _rows(text: str, where: str) -> dict[str, str]:
    rows: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 2 or not all(cell.strip() for cell in cells):  # noqa: PLR2004 - abbreviation and expansion
            raise KnowledgeError(
                f"{where}: dòng {number} phải gồm hai cột cách nhau bằng dấu tab: chữ viết tắt, nghĩa."
            )
        rows[cells[0].strip()] = cells[1].strip()
    return rows


def _check_patterns(standard: Standard) -> None:
    patterns = [(f"[[frame]] {f.id}", p) for f in standard.frames for p in f.patterns]
    patterns += [(f"[[period_word]] {w.id}", w.pattern) for w in standard.period_words]
    for where, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise KnowledgeError(f"{where}: biểu thức «{pattern}» sai cú pháp ({error}).") from error
