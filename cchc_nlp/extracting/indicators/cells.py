"""The text of a cell as it is read: without markup that a conversion left over."""

from __future__ import annotations

import re

from cchc_nlp.vietnamese.forms import BREAK

_MARKED = re.compile(r"[<*`]|__")
_MARKUP = re.compile(r"</?[ibu]>|\*+|`+|_{2,}")


def bare_text(text: str) -> str:
    """A cell without markup left over from the file.

    >>> bare_text("<i>Số TTHC</i> **cấp xã**")
    'Số TTHC cấp xã'
    """
    if _MARKED.search(text):
        text = _MARKUP.sub("", BREAK.sub(" ", text))
    return " ".join(text.split())
