"""Line breaks that a writer made within a paragraph: some part lines that stand by themselves, some only look well."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from cchc_nlp.vietnamese.sentences import is_dangling, is_finished, starts_small

if TYPE_CHECKING:
    from collections.abc import Sequence

_ITEM = re.compile(r"\s*[^\W\d_]{1,2}[.)]")


def ends_of(texts: Sequence[str]) -> list[bool | None]:
    """For each line of one paragraph whether its paragraph ends there, as `Line.ends` says it.

    >>> ends_of(["1. Việc xây dựng và ban hành", "kế hoạch năm 2026"]), ends_of(["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"])
    ([False, True], [None, True])
    """
    if len(texts) <= 1:
        return [True] * len(texts)
    return [False if goes_on(text, following) else None for text, following in pairwise(texts)] + [True]


def goes_on(text: str, following: str) -> bool:
    """Whether by its words alone a line goes on in the next.

    >>> goes_on("kết quả giải quyết thủ tục", "hành chính"), goes_on("a) Kết quả", "b) Hạn chế")
    (True, False)
    """
    if is_finished(text) or not text.strip() or not following.strip() or _ITEM.match(following):
        return False
    return starts_small(following) or is_dangling(text)
