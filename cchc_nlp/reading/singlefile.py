"""A web page with all it needs in one file (.mht): the page itself is read, pictures and the rest are left.

Word and portals save such files, often under the name .doc.
"""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message
from typing import TYPE_CHECKING

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.kinds import SAVE_AS_DOCX
from cchc_nlp.reading.webpage import read_html

if TYPE_CHECKING:
    from cchc_nlp.reading.rendition import Rendition
    from cchc_nlp.reading.terms import Terms

_UTF_8_MARK = b"\xef\xbb\xbf"


def read_mht(content: bytes, terms: Terms) -> Rendition:
    """The lines of the page.

    Raises:
        ReadError: there is none, or it cannot be read.
    """
    page = next((part for part in message_from_bytes(content).walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        raise ReadError(f"trang web gói một tệp (.mht) không có nội dung; {SAVE_AS_DOCX}.")
    return read_html(_bytes(page), terms)


def _bytes(page: Message) -> bytes:
    """The page in UTF-8 if its envelope says in what it is, else as it is: the page may say so itself."""
    written = page.get_payload(decode=True)
    assert isinstance(written, bytes)  # a part of several parts is no page
    charset = page.get_content_charset("")
    try:
        return _UTF_8_MARK + written.decode(charset).encode() if charset not in {"", "us-ascii"} else written
    except (LookupError, ValueError):  # of a name that is none, a name with a NUL in it, or bytes that are not in it
        return written
