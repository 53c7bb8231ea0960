"""Summarise and compare Vietnamese administrative-reform (CCHC) reports.

A report: `parse(path, load_standard())`. Many reports: `cluster(statements_of(reports), standard)`, then
`synthesise(reports, clustering, standard)`. The names load on first use, so that importing the package stays cheap.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes longer to import than all that is needed here
if TYPE_CHECKING:
    from typing import Any

    from cchc_nlp.aligning import align_headings
    from cchc_nlp.clustering import cluster, statements_of
    from cchc_nlp.errors import CchcError, KnowledgeError, OutputExistsError, ReadError, TemplateError
    from cchc_nlp.knowledge import Standard, load_standard
    from cchc_nlp.model import Report
    from cchc_nlp.pipeline import parse
    from cchc_nlp.reading import read
    from cchc_nlp.storing import from_json, to_json
    from cchc_nlp.synthesising import summarise, synthesise, write

__all__ = [
    "CchcError",
    "KnowledgeError",
    "OutputExistsError",
    "ReadError",
    "Report",
    "Standard",
    "TemplateError",
    "align_headings",
    "cluster",
    "from_json",
    "load_standard",
    "parse",
    "read",
    "statements_of",
    "summarise",
    "synthesise",
    "to_json",
    "write",
]

_ROOMS = {
    "aligning": ("align_headings",),
    "clustering": ("cluster", "statements_of"),
    "errors": ("CchcError", "KnowledgeError", "OutputExistsError", "ReadError", "TemplateError"),
    "knowledge": ("Standard", "load_standard"),
    "model": ("Report",),
    "pipeline": ("parse",),
    "reading": ("read",),
    "storing": ("from_json", "to_json"),
    "synthesising": ("summarise", "synthesise", "write"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
