"""Tells documents that this program made from those of communes, by a look at what they say of themselves.

The mark is a keyword in the properties of Word and Excel files, which stays when an officer edits them, and the
generator of web pages.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

from cchc_nlp.model import MAKER
from cchc_nlp.reading.terms import DEFAULT, Terms
from cchc_nlp.reading.unpacking import ZIP_ERRORS

_OFFICE = frozenset({".docx", ".docm", ".dotx", ".xlsx", ".xlsm"})
_PAGES = frozenset({".html", ".htm"})
_PROPERTIES = "docProps/core.xml"
_ENOUGH = 64 * 1024  # properties, and the head of a page, have a hundredth of it
_KEYWORDS = re.compile(rb"<(?:\w+:)?keywords\b[^>]*>[^<]*\b" + MAKER.encode() + rb"\b")
_GENERATOR = re.compile(rb"<meta\s[^>]*generator[^>]*\b" + MAKER.encode() + rb"\b", re.IGNORECASE)


def is_ours(path: Path, terms: Terms = DEFAULT) -> bool:
    """Whether the program made this document. What cannot be opened, or is too large to be read, is not ours.

    Bundles are not looked into, and texts, which say nothing of themselves, are never ours.
    """
    suffix = path.suffix.lower()
    if suffix not in _OFFICE | _PAGES or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            if path.stat().st_size > terms.max_bytes:
                return False
            if suffix in _PAGES:
                return _GENERATOR.search(file.read(_ENOUGH)) is not None
            return _KEYWORDS.search(_properties(file)) is not None
    except (*ZIP_ERRORS, MemoryError):
        return False


def _properties(file: IO[bytes]) -> bytes:
    with zipfile.ZipFile(file) as archive, archive.open(_PROPERTIES) as part:
        return part.read(_ENOUGH)
