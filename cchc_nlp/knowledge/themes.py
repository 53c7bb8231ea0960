"""The theme book and the concepts: what communes say again and again, and the many ways to say it.

Comes in: `themes.toml` and `synonyms.toml` of ours and, laid over them by id, those of a department. Goes out: checked
entries. How statements are compared with them is the business of `clustering`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.model import Area, FindingRole

if TYPE_CHECKING:
    from pathlib import Path

THEMES = "themes.toml"
CONCEPTS = "synonyms.toml"


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    """One theme of the book. `title` is printed after "Tồn tại, hạn chế: …"; the rest is what statements are held to.

    `area` counts only where the statements of a theme name none themselves.
    """

    id: str
    role: FindingRole
    area: Area
    title: str
    definition: str
    cues: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """One concept with its wordings, official and plain."""

    id: str
    words: tuple[str, ...]


def load_themes(overlay: Path | None = None) -> tuple[ThemeEntry, ...]:
    """The theme book, a department's own themes in the place of ours or after them.

    >>> load_themes()[0].id
    'L01'

    Raises:
        KnowledgeError: a file of themes is wrong; the message names file, entry and field.
    """
    themes = load_entries(ThemeEntry, THEMES, "theme", overlay)
    for theme in themes:
        where = f"{_file(THEMES, overlay)}: [[theme]] {theme.id}"
        _refuse_blank((theme.title,), f"{where}: trường «title»")
        _refuse_blank((theme.definition,), f"{where}: trường «definition»")
        _refuse_blank(theme.cues, f"{where}: trường «cues»")
        _refuse_blank(theme.examples, f"{where}: trường «examples»")
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
        where = f"{_file(CONCEPTS, overlay)}: [[concept]] {concept.id}"
        _refuse_blank(concept.words or ("",), f"{where}: trường «words»")
    return concepts


def _file(name: str, overlay: Path | None) -> str:
    """The file an entry in error stands in: ours are proved by tests, so the department's where it has one."""
    return str(overlay / name) if overlay is not None and (overlay / name).is_file() else name


def _refuse_blank(texts: tuple[str, ...], where: str) -> None:
    if any(not text.strip() for text in texts):
        raise KnowledgeError(f"{where} có chỗ để trống.")
