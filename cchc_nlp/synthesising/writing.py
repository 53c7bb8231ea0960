"""A synthesis → a file, by its suffix. Never over an existing file unless told; whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_nlp.errors import OutputExistsError, WriteError, reason_of
from cchc_nlp.synthesising.writing_html import html_bytes
from cchc_nlp.synthesising.writing_markdown import markdown_bytes

if TYPE_CHECKING:
    from cchc_nlp.model import Synthesis


_SUFFIXES = (".docx", ".md", ".html")


def write(
    synthesis: Synthesis, path: Path, *, force: bool = False, notes: bool = True, reference: Path | None = None
) -> None:
    """Write `path` as .docx, .md or .html. The same synthesis gives the same bytes.

    Without `notes` it is the report alone, as it is signed: no sources, no questions. `reference` is a Word document
    whose styles and margins a .docx takes over.

    Raises:
        OutputExistsError: `path` exists and `force` is false.
        WriteError: another suffix, or the file cannot be written there.
        TemplateError: the reference cannot be used.
    """
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise WriteError(f"{path}: không ghi được dạng tệp này; dùng đuôi {', '.join(_SUFFIXES)}.")
    if path.exists() and not force:
        raise OutputExistsError(f"{path}: tệp đã có; đổi tên tệp ra hoặc dùng --force để ghi đè.")
    if suffix == ".docx":
        content = _docx_bytes(synthesis, notes=notes, reference=reference)
    else:
        content = {".md": markdown_bytes, ".html": html_bytes}[suffix](synthesis, notes=notes)
    try:
        _replace(path, content)
    except OSError as error:
        raise WriteError(f"{path}: không ghi được tệp ({reason_of(error)}); kiểm tra thư mục và quyền ghi.") from error


def texts_of(path: Path) -> list[str]:
    """The paragraphs and rows of tables of a Word document in order, as `verify` wants them.

    Raises:
        ReadError: it is no Word document.
    """
    from cchc_nlp.synthesising import writing_docx  # python-docx is slow to import

    return writing_docx.texts_of(path)


def _docx_bytes(synthesis: Synthesis, *, notes: bool, reference: Path | None) -> bytes:
    from cchc_nlp.synthesising.writing_docx import docx_bytes  # python-docx is slow to import

    return docx_bytes(synthesis, notes=notes, reference=reference)


def _replace(path: Path, content: bytes) -> None:
    """Through a file beside it, so that nobody ever sees half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".cchc-", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)  # mkstemp makes it 0600; a report is for colleagues
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
