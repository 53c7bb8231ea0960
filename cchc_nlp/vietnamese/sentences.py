"""Where sentences end in administrative Vietnamese, and whether a line of text is left hanging.

By punctuation and capitals alone; which clauses can stand alone is decided where findings are split.
"""

from __future__ import annotations

import re

# A full stop ends a sentence before a capital, a bullet or the end; not inside numbers (1.552), after a single
# capital or an office's abbreviation (TM. UBND, KT. CHỦ TỊCH, Tp. Huế, ThS.), nor after "..." before a small letter.
_END = re.compile(r"(?<=[.!?…])[\"”’»)\]]*\s+(?=[\"“‘«(\[]*(?:[^\W\d_]|[-+•*]|\d))")
_SHORT_FORMS = r"[^\W\d_]|TM|KT|TL|TUQ|Q|T[pPxX]|Th[sS]|P?TS|P?GS|St|tr|vv|v\.v|Q\d+|No"
_ABBREVIATION = re.compile(rf"(?:^|[\s(])(?:{_SHORT_FORMS})\.$")
_TERMINAL = re.compile(r"[.;:!?…][\"”’»)\]*_]*$|[)\]]$|/\.$|</[ibu]>$")
# Words after which a Vietnamese phrase cannot end: a line ending in one goes on in the next.
_NEVER_LAST = (
    "của và với về cho trong tại theo do bởi vì để khi các những mỗi mọi bằng như nhằm gồm hoặc mà sẽ đã đang là"
)
_DANGLING = frozenset(_NEVER_LAST.split())
# "41/KH-", "109/": a symbol or a date cut at its sign.
_CUT_SYMBOL = re.compile(r"\d/$|\w/\w+-$")
_LAST_WORD = re.compile(r"(\w+)\W*$")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Start and end (excluded) of each sentence; together they cover all but the blanks between them.

    >>> [("Đạt 1.552 hồ sơ. Tuy nhiên, còn chậm... ở xã. KT. CHỦ TỊCH ký.")[a:b] for a, b in
    ...  sentence_spans("Đạt 1.552 hồ sơ. Tuy nhiên, còn chậm... ở xã. KT. CHỦ TỊCH ký.")]
    ['Đạt 1.552 hồ sơ.', 'Tuy nhiên, còn chậm... ở xã.', 'KT. CHỦ TỊCH ký.']
    """
    found, start = [], 0
    for match in _END.finditer(text):
        head, tail = text[start : match.start()].rstrip(), text[match.end() :]
        if _ABBREVIATION.search(head) or (not _opens_sentence(tail)):
            continue
        found.append((start, match.start()))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return found


def _opens_sentence(text: str) -> bool:
    first = next((c for c in text if c.isalnum()), "")
    return first.isupper() or first.isdigit()


def is_finished(text: str) -> bool:
    """Whether a line ends as sentences, items or labels end."""
    end = text.rstrip()
    return not end[-1:].isalnum() and _TERMINAL.search(end) is not None


def is_dangling(text: str) -> bool:
    """Whether a line ends in a comma or in a word that must be followed by another.

    >>> is_dangling("văn bản do UBND xã và"), is_dangling("Cải cách thể chế")
    (True, False)
    """
    text = text.rstrip()
    if text.endswith(",") or _CUT_SYMBOL.search(text):
        return True
    last = _LAST_WORD.search(text)
    return last is not None and last.end(1) == len(text) and last[1].lower() in _DANGLING


def starts_small(text: str) -> bool:
    """Whether the first letter or digit of a line is a small letter, or the line opens with a share or closing mark."""
    stripped = text.lstrip()
    first = stripped[:1]
    return first.islower() or first in "%),;" or bool(re.match(r"\d+(?:[.,]\d+)*\s*%", stripped))
