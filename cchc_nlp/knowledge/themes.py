"""The theme book and the concepts: what communes say again and again, and the many ways to say it.

Comes in: `themes.toml` and `synonyms.toml` of ours and, laid over them by id, those of a department. Goes out: checked
entries. How statements are compared with them is the business of `clustering`.

A theme keeps its id for ever. One that is given up stays in the book with `valid_to` and, where another takes it over,
`merged_into`; one cut out of another has `valid_from` and `split_from`. So the reports of an old period get the themes
of their time, whenever they are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.model import Area, FindingRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

THEMES = "themes.toml"
CONCEPTS = "synonyms.toml"

Who: TypeAlias = Literal["citizen", "official", "system", "superior"]
"""Whom a statement is about: those served, those who serve, the software, or those above the commune."""

Stance: TypeAlias = Literal["denied", "but", "most", "some", "rare", "linking"]
"""How a thing is said: that it is not so, against what was said before, of most, of some, of hardly any; `linking`
words say nothing by themselves."""

_MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
_PERIOD = re.compile(r"(\d{4})(?:-(0?[1-9]|1[0-2])|-([a-z_]+?)(?:-(\d+))?)?")
_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6}
_NINE, _TWELVE = 9, 12


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """One theme of the book. `title` is printed after "Tồn tại, hạn chế: …"; the rest is what statements are held to.

    `area` is the theme's, whatever field its statements stand under. `who` is set where the same words about
    somebody else would be another theme. `valid_from` and `valid_to` are the first and the last month ("2025-07").
    """

    id: str
    role: FindingRole
    area: Area
    title: str
    definition: str
    cues: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    who: Who | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    merged_into: str | None = None
    split_from: str | None = None


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """One concept with its wordings, official and plain; `who` where it names somebody a statement can be about."""

    id: str
    words: tuple[str, ...]
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class StanceEntry:
    """The wordings of one stance."""

    id: Stance
    words: tuple[str, ...]


def load_themes(overlay: Path | None = None) -> tuple[ThemeEntry, ...]:
    """The theme book, a department's own themes in the place of ours or after them.

    >>> load_themes()[0].id
    'L01'

    Raises:
        KnowledgeError: a file of themes is wrong; the message names file, entry and field.
    """
    themes = load_entries(ThemeEntry, THEMES, "theme", overlay)
    by_id = {theme.id: theme for theme in themes}
    for theme in themes:
        where = f"{_file(THEMES, overlay)}: [[theme]] {theme.id}"
        _refuse_blank((theme.title,), f"{where}: trường «title»")
        _refuse_blank((theme.definition,), f"{where}: trường «definition»")
        _refuse_blank(theme.cues, f"{where}: trường «cues»")
        _refuse_blank(theme.examples, f"{where}: trường «examples»")
        _refuse_history(theme, by_id, where)
    return themes


def load_concepts(overlay: Path | None = None) -> tuple[ConceptEntry, ...]:
    """The concepts, a department's own in the place of ours or after them.

    >>> "bà con" in load_concepts()[0].words
    True

    Raises:
        KnowledgeError: a file of concepts is wrong; the message names file, entry and field.
    """
    concepts = load_entries(ConceptEntry, CONCEPTS, "concept", overlay)
    for concept in concepts:
        _refuse_blank(concept.words or ("",), f"{_file(CONCEPTS, overlay)}: [[concept]] {concept.id}: trường «words»")
    return concepts


def load_stances(overlay: Path | None = None) -> tuple[StanceEntry, ...]:
    """The wordings of all stances, a department's own in the place of ours.

    >>> [stance.id for stance in load_stances()]
    ['denied', 'but', 'most', 'some', 'rare', 'linking']

    Raises:
        KnowledgeError: a file of concepts is wrong; the message names file, entry and field.
    """
    stances = load_entries(StanceEntry, CONCEPTS, "stance", overlay)
    for stance in stances:
        _refuse_blank(stance.words or ("",), f"{_file(CONCEPTS, overlay)}: [[stance]] {stance.id}: trường «words»")
    return stances


def standing(themes: Sequence[ThemeEntry], period: str | None) -> tuple[str | None, ...]:
    """The id that each theme goes by in a period: its own, or that of the theme it was merged into or split from.

    None where it has no standing: given up before, or not yet made, and no other in its place. A period that is not
    said, or in no form known here, is the latest.

    >>> one = ThemeEntry("A", "cause", "general", "a", "a", valid_to="2025-06", merged_into="B")
    >>> two = ThemeEntry("B", "cause", "general", "b", "b")
    >>> standing([one, two], "2025-quarter-2"), standing([one, two], "2025-quarter-3")
    (('A', 'B'), ('B', 'B'))
    """
    by_id = {theme.id: theme for theme in themes}
    end = _last_month(period) if period else None
    return tuple(_standing(theme, by_id, end) for theme in themes)


def _standing(theme: ThemeEntry, by_id: Mapping[str, ThemeEntry], end: str | None) -> str | None:
    passed = set()
    while theme.id not in passed:
        passed.add(theme.id)
        if _is_given_up(theme, end):
            successor = theme.merged_into
        elif theme.valid_from and end and end < _in_months(theme.valid_from, "01"):
            successor = theme.split_from
        else:
            return theme.id
        if successor is None:
            return None
        theme = by_id[successor]
    return None


def _is_given_up(theme: ThemeEntry, end: str | None) -> bool:
    if theme.valid_to is None:
        return theme.merged_into is not None
    return end is None or end > _in_months(theme.valid_to, "12")


def _in_months(date: str, month: str) -> str:
    return date if "-" in date else f"{date}-{month}"


def _last_month(period: str) -> str | None:
    """The last month of a period, "2026-03" of "2026-quarter-1"; "2026-04" and "2026" are periods too.

    >>> [_last_month(period) for period in ("2026-quarter-1", "2026-half-2", "2026-nine_months", "2026-4", "2026", "?")]
    ['2026-03', '2026-12', '2026-09', '2026-04', '2026-12', None]
    """
    found = _PERIOD.fullmatch(period)
    if not found:
        return None
    year, month, kind, number = found.groups()
    if month:
        last = int(month)
    elif kind in _MONTHS_OF and number:
        last = min(_MONTHS_OF[kind] * int(number), _TWELVE)
    else:
        last = _NINE if kind == "nine_months" else _TWELVE
    return f"{year}-{last:02}"


def _file(name: str, overlay: Path | None) -> str:
    """The file an entry in error stands in: ours are proved by tests, so the department's where it has one."""
    return str(overlay / name) if overlay is not None and (overlay / name).is_file() else name


def _refuse_blank(texts: tuple[str, ...], where: str) -> None:
    if any(not text.strip() for text in texts):
        raise KnowledgeError(f"{where} có chỗ để trống.")


def _refuse_history(theme: ThemeEntry, by_id: Mapping[str, ThemeEntry], where: str) -> None:
    for field, date in (("valid_from", theme.valid_from), ("valid_to", theme.valid_to)):
        if date is not None and not _MONTH.fullmatch(date):
            raise KnowledgeError(f"{where}: trường «{field}»: «{date}» phải là năm hoặc năm-tháng, ví dụ «2025-07».")
    if theme.valid_from and theme.valid_to and _in_months(theme.valid_from, "01") > _in_months(theme.valid_to, "12"):
        raise KnowledgeError(f"{where}: «valid_from» sau «valid_to».")
    _refuse_kin("merged_into", theme, by_id, where)
    _refuse_kin("split_from", theme, by_id, where)


def _refuse_kin(field: Literal["merged_into", "split_from"], theme: ThemeEntry, by_id: _Book, where: str) -> None:
    """Refuse a chain that ends at no theme, in another role, or in itself."""
    passed, at = {theme.id}, theme
    while (kin := getattr(at, field)) is not None:
        if kin not in by_id:
            raise KnowledgeError(f"{where}: trường «{field}»: không có chủ đề «{kin}».")
        at = by_id[kin]
        if at.role != theme.role:
            raise KnowledgeError(f"{where}: trường «{field}»: chủ đề «{kin}» thuộc vai trò khác ({at.role}).")
        if kin in passed:
            raise KnowledgeError(f"{where}: trường «{field}» đi vòng về «{kin}».")
        passed.add(kin)


_Book: TypeAlias = "Mapping[str, ThemeEntry]"
