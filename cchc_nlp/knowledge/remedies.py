"""Which tasks answer which limitation of the theme book: remedies.toml of ours, a department's laid over it by id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge.loading import load_entries
from cchc_nlp.knowledge.themes import ThemeEntry

FILE = "remedies.toml"


@dataclass(frozen=True, slots=True)
class Remedy:
    """A limitation (`id`) and the tasks that answer it."""

    id: str
    tasks: tuple[str, ...]


def load_remedies(themes: Iterable[ThemeEntry], overlay: Path | None = None) -> Mapping[str, frozenset[str]]:
    """The tasks that answer each limitation.

    Raises:
        KnowledgeError: the file is wrong, or names what is no theme of the book; the message names entry and field.
    """
    roles = {theme.id: theme.role for theme in themes}
    own = overlay is not None and (overlay / FILE).is_file()
    remedies = load_entries(Remedy, FILE, "remedy", overlay)
    for remedy in remedies:
        where = f"{overlay / FILE if own and overlay else FILE}: [[remedy]] {remedy.id}"
        if roles.get(remedy.id) != "limitation":
            raise KnowledgeError(f"{where}: «id» phải là một hạn chế trong themes.toml.")
        unknown = [task for task in remedy.tasks if roles.get(task) != "task"]
        if unknown:
            raise KnowledgeError(f"{where}: trường «tasks»: «{unknown[0]}» không phải nhiệm vụ trong themes.toml.")
    return {remedy.id: frozenset(remedy.tasks) for remedy in remedies}
