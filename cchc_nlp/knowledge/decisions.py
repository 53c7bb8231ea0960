"""The officer's last word on statements: the table [[decision]] of a department's themes.toml.

A decision fixes the theme of a statement for good, and the statement becomes an example of the theme, so that others
like it follow. The last decision about a text holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.knowledge.themes import THEMES, ThemeEntry
from cchc_nlp.model import FindingRole
from cchc_nlp.vietnamese.forms import fold

NO_THEME = "-"

Decisions: TypeAlias = Mapping[tuple[FindingRole, str], str | None]
"""Role and folded text → id of the theme, None where the officer said that it belongs to none."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One statement with the theme an officer gave it; `NO_THEME` where it belongs to none."""

    id: str
    role: FindingRole
    theme: str
    text: str


def load_decisions(themes: Iterable[ThemeEntry], overlay: Path | None = None) -> tuple[Decision, ...]:
    """The decisions of a department, in the order they were made; ours has none.

    Raises:
        KnowledgeError: the file is wrong, or a decision names no theme of its role.
    """
    if overlay is None or not (overlay / THEMES).is_file():
        return ()
    roles = {theme.id: theme.role for theme in themes}
    decisions = load_entries(Decision, THEMES, "decision", overlay)
    for decision in decisions:
        where = f"{overlay / THEMES}: [[decision]] {decision.id}"
        if not decision.text.strip():
            raise KnowledgeError(f"{where}: trường «text» có chỗ để trống.")
        if decision.theme != NO_THEME and roles.get(decision.theme) != decision.role:
            raise KnowledgeError(f"{where}: «{decision.theme}» không phải chủ đề của loại «{decision.role}».")
    return decisions


def decided(decisions: Iterable[Decision]) -> Decisions:
    """What holds for each text."""
    return {(d.role, fold(d.text)): None if d.theme == NO_THEME else d.theme for d in decisions}


def taught(themes: Sequence[ThemeEntry], decisions: Sequence[Decision]) -> tuple[ThemeEntry, ...]:
    """The themes with the decided statements among their examples, and no longer among those of another theme."""
    if not decisions:
        return tuple(themes)
    holding = decided(decisions)
    spelt = {(d.role, fold(d.text)): d.text for d in decisions}
    added: dict[str, list[str]] = {}
    for key, theme in holding.items():
        if theme is not None:
            added.setdefault(theme, []).append(spelt[key])
    return tuple(_taught(theme, holding, added.get(theme.id, [])) for theme in themes)


def _taught(theme: ThemeEntry, holding: Decisions, added: Sequence[str]) -> ThemeEntry:
    kept = [text for text in theme.examples if (theme.role, fold(text)) not in holding]
    return replace(theme, examples=(*kept, *added))
