"""Names of people, as they stand below a signature."""

from __future__ import annotations

import re

_DEGREE = re.compile(r"^(?:ThS|TS|KS|BS|CN)\.?\s+")
_SHORTEST, _LONGEST = 2, 5
_LONGEST_IN_CAPITALS = 30


def is_personal_name(line: str) -> bool:
    """Whether a line is a person's name and nothing else: two to five capitalised words, a degree apart.

    >>> is_personal_name("ThS. Nguyễn Thị An"), is_personal_name("UBND xã"), is_personal_name("CHỦ TỊCH")
    (True, False, True)
    """
    words = _DEGREE.sub("", line.strip("*_ ")).split()
    if not _SHORTEST <= len(words) <= _LONGEST or not all(w.isalpha() and w[0].isupper() for w in words):
        return False
    capitals = [w for w in words if w.isupper() and len(w) > 1]
    return not capitals or (len(capitals) == len(words) and len(line) < _LONGEST_IN_CAPITALS)
