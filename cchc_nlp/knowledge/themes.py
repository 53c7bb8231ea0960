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
        _refuse_blank(theme.id, "title", (theme.title,), THEMES)
        _refuse_blank(theme.id, "definition", (theme.definition,), THEMES)
        _refuse_blank(theme.id, "cues", theme.cues, THEMES)
        _refuse_blank(theme.id, "examples", theme.examples, THEMES)
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
        _refuse_blank(concept.id, "words", concept.words or ("",), CONCEPTS)
    return concepts


def _refuse_blank(identity: str, field: str, texts: tuple[str, ...], name: str) -> None:
    if any(not text.strip() for text in texts):
        raise KnowledgeError(f"{name}: mục «{identity}», trường «{field}» có chỗ để trống.")
