"""A table of contents: it says every heading once before the report does, and would double the outline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cchc_nlp.model import Line
from cchc_nlp.vietnamese.forms import fold

_TITLES = frozenset({"mục lục", "nội dung mục lục"})
# "1. Chỉ đạo, điều hành ........ 3": a title, what leads the eye to the margin, a page.
_LEADER = r"\.{4,}|(?:\. ){4,}|…{2,}"
_ENTRY = re.compile(rf"\s*(?P<title>\S.*?)(?P<leader>\s*(?:{_LEADER})\s*|\s+)(?P<page>\d{{1,3}})\s*$")
_FEWEST = 3
_TITLE_START = 16  # characters: headings are worded, wrapped and closed otherwise there
_LONGEST, _LONGEST_TITLE = 300, 60  # characters, leaders with them


def contents(lines: Sequence[Line]) -> set[int]:
    """Numbers of the lines of a table of contents, its title with them."""
    said = [line for line in lines if line.layer == "body" and line.text.strip()]
    seen = 0  # where what has been looked at ends: a long form filled in with dots is looked at once
    for start, line in enumerate(said):
        if start < seen:
            continue
        titled = len(line.text) <= _LONGEST_TITLE and fold(line.text).strip(" .:*#") in _TITLES
        if titled or _leader(line.text):
            first = start + 1 if titled else start
            found = _entries((said[place] for place in range(first, len(said))), titled=titled)
            if found and (titled or _recur(found, said[first + len(found) :])):
                return {entry.number for entry in (line, *found)}
            seen = first + len(found)
    return set()


def _recur(entries: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether most entries stand below once more, as headings: a form filled in with dots looks like contents too."""
    titles = [entry["title"] for line in entries if (entry := _entry(line.text))]
    starts = {fold(line.text)[:_TITLE_START] for line in below}
    return sum(fold(title)[:_TITLE_START] in starts for title in titles) * 2 > len(titles)


def _entries(lines: Iterable[Line], *, titled: bool) -> list[Line]:
    """The entries that stand at the beginning, an entry over two lines included; none if they are too few.

    Without a title above them all must have leaders.
    """
    found: list[Line] = []
    held: list[Line] = []  # the first line of an entry over two
    entries = last = 0
    for line in lines:
        entry = _entry(line.text)
        if entry and (titled or _leader(line.text)) and int(entry["page"]) >= last:
            found += [*held, line]
            held = []
            entries, last = entries + 1, int(entry["page"])
        elif entry or held:
            break
        else:
            held = [line]
    return found if entries >= _FEWEST else []


def _entry(text: str) -> re.Match[str] | None:
    # Most lines end in no page, which is soon seen.
    return _ENTRY.match(text) if len(text) <= _LONGEST and text.rstrip()[-1:].isdigit() else None


def _leader(text: str) -> bool:
    # Each leader holds one of these: found much faster.
    entry = _entry(text) if "...." in text or ". . . . " in text or "……" in text else None
    return entry is not None and bool(entry["leader"].strip())
