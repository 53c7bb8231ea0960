"""How a clause with a figure goes on: patterns put together from the lists of words in `figures.toml`.

They are held against text spelled out in small letters, as `Sayings.spelled_out` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

_LETTER = re.compile(r"[^\W_]")


class Clauses:
    """Patterns of clauses; `words` are those of each list by its id."""

    def __init__(self, words: Mapping[str, re.Pattern[str]]) -> None:
        self._words = words

    def _any(self, purpose: str) -> str:
        return self._words[purpose].pattern

    @cached_property
    def breaks(self) -> re.Pattern[str]:
        """Where something else may begin."""
        return re.compile(rf"[,;()]|{self._any('openers')}")

    @cached_property
    def breaks_behind(self) -> re.Pattern[str]:
        """Where what is said of a figure ends, behind it."""
        return re.compile(rf"{self.breaks.pattern}|:|{self._any('joiners')}")

    @cached_property
    def second_rate(self) -> re.Pattern[str]:
        """Before the second of two rates that share a number: "tỷ lệ A và tỷ lệ B đạt 100%"."""
        return re.compile(rf"(?:,|\s+{self._any('joiners')})\s+(?={self._any('rates')}\s)")

    @cached_property
    def bare_share(self) -> re.Pattern[str]:
        """All that may stand between a count and its bare share: what is counted (`noun`), and linking words."""
        return re.compile(rf"(?P<noun>[^,;()%]{{0,80}}?)[\s,;()]*(?:{self._any('share_links')}|[=:\s])*")

    @cached_property
    def joined(self) -> re.Pattern[str]:
        """What joins another number to what was said: "1.987 hồ sơ trực tuyến và 58 hồ sơ trực tiếp"."""
        return re.compile(rf"{self._any('joiners')}\s*$")

    @cached_property
    def out_of(self) -> re.Pattern[str]:
        """What says that the next number is what the one before it is out of, with no sentence between them."""
        return re.compile(rf"^[^;.]*{self._any('out_of')}\s*$")

    @cached_property
    def share_sign(self) -> re.Pattern[str]:
        """What says that a share is that of the count before it, at the end of the words between them."""
        return re.compile(rf"(?:{self._any('share_signs')}|[=(])[^,;.]{{0,25}}$")

    @cached_property
    def behind_share(self) -> re.Pattern[str]:
        """What may follow a bare share."""
        return re.compile(rf"\s*(?:$|[,;.)(]|{self._any('share_followers')})")

    @cached_property
    def counts_of_share(self) -> re.Pattern[str]:
        """All that may stand between a share and the two counts it comes of: "đạt 92,7% (1.085/1.170 hồ sơ)"."""
        return re.compile(rf"\s*[,(]?\s*(?:{self._any('share_links')}|[=:\s])*")

    @cached_property
    def field(self) -> re.Pattern[str]:
        """A field that a figure is limited to ("lĩnh vực đất đai"): its `name`."""
        end = rf"\s*(?:$|[,;.():]|{self._any('field_enders')})"
        return re.compile(rf"{self._any('field_labels')}\s+(?P<name>[^,;.():\d\ue001-\ue004]{{2,40}}?)(?={end})")

    @cached_property
    def field_opening(self) -> re.Pattern[str]:
        """A field that opens a sentence holds for all its figures: "riêng lĩnh vực hộ tịch tiếp nhận 5, trả 4"."""
        return re.compile(rf"[\W_]*(?:{self._any('field_openers')}\s+)?{self.field.pattern}")

    @cached_property
    def field_heads(self) -> re.Pattern[str]:
        """A field of dossiers that opens a list of figures: "lĩnh vực hộ tịch:", "- Chứng thực:"."""
        before = rf"(?:{self._any('field_labels')}\s+|(?={self._any('fields')}\s*:))"
        return re.compile(rf"(?:^|(?<=[.;:]))[\s*+•-]*{before}(?P<name>[^,;.():\d]{{2,40}}?)\s*:")

    @cached_property
    def event_name(self) -> re.Pattern[str]:
        """The name of an event behind the words that open it ("đối thoại giữa … với …")."""
        end = rf"\s*(?:$|[,;.()]|{self._any('event_enders')})"
        return re.compile(rf"\s*([^,;.()\d]{{3,90}}?)(?={end})")

    def opened_by(self, purpose: str, clause: str) -> bool:
        """Whether words of a list open a clause and nothing turns back to what was done since."""
        first = _LETTER.search(clause)
        opened = self._words[purpose].match(clause, first.start()) if first is not None else None
        return opened is not None and not self._words["back_to_results"].search(clause, opened.end())

    def around(self, window: str, start: int, end: int) -> str:
        """The stretch of commas and brackets a phrase stands in, with the one before it where it opens right behind."""
        breaks = [m.end() for m in self.breaks.finditer(window, 0, start)]
        begins_with_word = window[start:].lstrip()[:1].isalpha()
        while breaks and begins_with_word and not window[breaks[-1] : start].strip():
            breaks.pop()
        behind = self.breaks_behind.search(window, end)
        return window[breaks[-1] if breaks else 0 : behind.start() if behind else len(window)]
