"""RTF without LibreOffice: its words, line by line, and nothing of how they are set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from striprtf.striprtf import rtf_to_text

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Line
from cchc_nlp.reading.encodings import modern
from cchc_nlp.reading.rendition import Rendition
from cchc_nlp.reading.symbols import plain
from cchc_nlp.vietnamese.forms import nfc

if TYPE_CHECKING:
    from cchc_nlp.reading.terms import Terms


def read_words(content: bytes, _: Terms) -> Rendition:
    """The lines of an RTF file. Rows of tables have bars between their cells.

    Raises:
        ReadError: damaged.
    """
    try:
        text = rtf_to_text(content.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call] # ships no types
    except (ValueError, LookupError, IndexError, KeyError, RecursionError, AttributeError, TypeError) as error:
        raise ReadError("tệp RTF bị hỏng; hãy mở bằng Word và lưu lại thành .docx.") from error
    lines = nfc(plain(modern(text))).rstrip("\n").split("\n")
    return Rendition(tuple(Line(number=n, text=line, ends=True) for n, line in enumerate(lines, 1)))
