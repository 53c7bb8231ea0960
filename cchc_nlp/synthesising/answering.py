"""What an officer wrote beside a question → which of its choices is meant; what is none of them is no answer."""

from __future__ import annotations

import re

from cchc_nlp.model import Decision
from cchc_nlp.synthesising.printing import number_value
from cchc_nlp.vietnamese.forms import bare, fold

# A choice in brackets says what may be written in its place: «(tên chủ đề)».
_OWN_WORDS = re.compile(r"\(.*\)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def understood(decision: Decision, answer: str) -> str | None:
    """The choice that is meant whatever its case, blanks, tone marks; own words where they are asked for.

    >>> asked = Decision("can-cu:1", "Lấy làm căn cứ?", ("giữ", "bỏ"), ())
    >>> understood(asked, " Bo "), understood(asked, "có lẽ được"), understood(asked, "")
    ('bỏ', None, None)
    """
    offered = [choice for choice in decision.choices if not _OWN_WORDS.fullmatch(choice)]
    for same in (fold, bare, _value):
        for choice in offered:
            if same(answer) and same(answer) == same(choice):
                return choice
    own = " ".join(answer.split())
    asked_for = len(offered) < len(decision.choices)
    return own if asked_for and any(map(str.isalpha, own)) and not _OWN_WORDS.fullmatch(own) else None


def _value(text: str) -> str:
    """A number however it is printed: «1.590» and «1590» are one; "" for anything else."""
    return str(number_value(text.strip())) if _NUMBER.fullmatch(text.strip()) else ""
