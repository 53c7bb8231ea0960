"""A review → the department's own theme book: new themes and decisions at the end of its themes.toml.

What stands in the file stays, comments too: entries are only added. The file as it was is kept beside it under the next
free number, and the new one takes its place in one step, after it has been read back.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from cchc_nlp.errors import WriteError, reason_of
from cchc_nlp.knowledge.decisions import NO_THEME, decided, load_decisions
from cchc_nlp.knowledge.themes import THEMES, load_themes
from cchc_nlp.reviewing.taking import Review
from cchc_nlp.vietnamese.forms import fold

_OPENING = "# Sổ chủ đề của đơn vị: bổ sung cho sổ chủ đề có sẵn của chương trình, thay thế theo id.\n"


def learn(review: Review, book: Path) -> Path | None:
    """Add what a review says to the themes.toml of the folder `book`; the path of the kept old file, if there was one.

    What the book says already is not added again; with nothing new in the review nothing is written.

    Raises:
        KnowledgeError: the book as it is now is wrong; it stays as it is.
        WriteError: the folder cannot be written.
    """
    review = unknown(review, book)
    if not review.corrections and not review.themes:
        return None
    path = book / THEMES
    try:
        before = path.read_text("utf-8-sig") if path.is_file() else _OPENING
        text = "\n".join([before.rstrip("\n"), *_entries(review, before)]) + "\n"
        with tempfile.TemporaryDirectory(dir=book, prefix=".") as trial:
            draft = Path(trial, THEMES)
            draft.write_text(text, "utf-8", newline="\n")
            load_decisions(load_themes(Path(trial)), Path(trial))
            kept = _kept(path) if path.is_file() else None
            draft.replace(path)
    except OSError as error:
        raise WriteError(f"{path}: không ghi được ({reason_of(error)}); hãy kiểm tra quyền ghi vào thư mục.") from error
    return kept


def unknown(review: Review, book: Path) -> Review:
    """The review without the corrections that hold already by the book.

    Raises:
        KnowledgeError: the book as it is now is wrong.
    """
    holding = decided(load_decisions(load_themes(book), book))
    new = (c for c in review.corrections if holding.get((c.role, fold(c.text)), NO_THEME) != c.theme)
    return replace(review, corrections=tuple(new))


def _entries(review: Review, before: str) -> list[str]:
    themes = [
        _entry("theme", id=t.id, role=t.role, area=t.area, title=t.title, definition=t.title) for t in review.themes
    ]
    once = {(c.role, fold(c.text)): c for c in review.corrections}  # many communes may say the same words
    first = before.count("[[decision]]") + 1
    while f'"QD{first:04d}"' in before:
        first += 1
    decisions = [
        _entry("decision", id=f"QD{number:04d}", role=c.role, theme=c.theme or NO_THEME, text=c.text)
        for number, c in enumerate(once.values(), first)
    ]
    return [*themes, *decisions]


def _entry(table: str, **values: str) -> str:
    lines = (f"{name} = {_quoted(value)}" for name, value in values.items())
    return "\n".join(["", f"[[{table}]]", *lines])


def _quoted(value: str) -> str:
    r"""A TOML string on one line.

    >>> print(_quoted('xã "A"\tdòng\\n'))
    "xã \"A\"\U00000009dòng\\n"
    """
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    plain = (c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped if not "\ud800" <= c <= "\udfff")
    return f'"{"".join(plain)}"'


def _kept(path: Path) -> Path:
    """A copy of the file under the next free number."""
    number = 1
    while (copy := path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    shutil.copy2(path, copy)
    return copy
