"""Names: of people, as they stand below a signature, and what a proper name looks like."""

from __future__ import annotations

import re

# A word with a capital: Python knows no class of capital letters.
CAPITALISED = r"[^\W\d_a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]\w*"

_DEGREE = re.compile(r"^(?:\([^()]*\)\s*)?(?:(?:ThS|TS|KS|BS|CN)\.?\s+)?")
# Names of the Central Highlands: H'Bia, K’ Brép.
_APOSTROPHE = re.compile(r"['’‘`]")
_SHORTEST, _LONGEST = 2, 5
_LONGEST_IN_CAPITALS = 30


def personal_name(line: str) -> str | None:
    """The person's name a line is and nothing else: two to five capitalised words; None for none.

    A degree before it and what stands in brackets ("(Đã ký)") are left out.

    >>> personal_name("ThS. Nguyễn Thị An"), personal_name("H' Bia Niê"), personal_name("UBND xã")
    ('Nguyễn Thị An', "H' Bia Niê", None)
    """
    name = _DEGREE.sub("", line.strip("*_ "))
    words = _APOSTROPHE.sub("", name).split()
    if not _SHORTEST <= len(words) <= _LONGEST or not all(w.isalpha() and w[0].isupper() for w in words):
        return None
    capitals = [w for w in words if w.isupper() and len(w) > 1]
    if capitals and (len(capitals) < len(words) or len(name) >= _LONGEST_IN_CAPITALS):
        return None
    return name
