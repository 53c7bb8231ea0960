"""How comparisons look on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, TypeVar

from cchc_nlp.cli import show
from cchc_nlp.model import Copies, Excerpt, PairedFigure, PairedText, Periods, SideBySide, Survey, Word

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run

Item = TypeVar("Item")
# Lines of a list on the screen; the file has all.
_SHOWN = 12
_LONGEST_TEXT = 160
_NAMED = 3


def survey(found: Survey, values: dict[str, object], standard: Standard) -> Iterator[str]:
    """The map with its legend, then the first of each list; `values` are those of its page."""
    say = standard.comparing.phrase
    yield say("title_map").upper()
    columns, rows, legend = values["columns"], values["rows"], values["legend"]
    assert isinstance(columns, list)
    assert isinstance(rows, list)
    assert isinstance(legend, list)
    yield "  ".join(f"{state['sign']} {state['words']}" for state in legend)
    expected = [at for at, column in enumerate(columns) if column["expected"]]
    titles = [say("unit"), *(columns[at]["title"] for at in expected)]
    yield from show.table(titles, [[row["unit"], *(row["cells"][at]["sign"] for at in expected)] for row in rows])
    yield from _copies(found.copies, standard)
    yield ""
    yield say("title_leftovers").upper()
    lines = [
        say(
            "line_leftover",
            unit=one.excerpt.unit,
            where=_where(one.excerpt, standard),
            found=one.found,
            kind=say(one.kind).lower(),
            advice=one.advice,
        )
        for one in found.leftovers
    ]
    yield from _first(lines, standard)
    yield ""
    yield say("title_unsaid").upper()
    lines = []
    for unit, gaps in groupby(found.unsaid, key=lambda one: one.unit):
        listed = list(gaps)
        names = "; ".join(f"{gap.name} ({gap.said}/{gap.of})" for gap in listed[:_NAMED])
        lines.append(say("line_unsaid", unit=unit, count=len(listed), names=names))
    yield from _first(lines, standard)


def _copies(copies: Copies, standard: Standard) -> Iterator[str]:
    say = standard.comparing.phrase
    yield ""
    yield say("title_copies").upper()
    lines = [
        say(
            "line_copy",
            copied=copy.copied.unit,
            copied_where=_where(copy.copied, standard),
            source=copy.source.unit,
            source_where=_where(copy.source, standard),
            words=copy.words,
            kind=say(copy.kind),
            text=_short(copy.copied.text),
        )
        for copy in copies.passages
    ]
    yield from _first(lines, standard)
    if copies.shares:
        yield say("title_shares").upper()
        yield from _first([f"{s.unit}: {show.decimal(100 * s.share, 1)}%" for s in copies.shares], standard)


def _first(lines: Sequence[str], standard: Standard) -> Iterator[str]:
    yield from (f"- {line}" for line in islice(lines, _SHOWN))
    if len(lines) > _SHOWN:
        yield standard.comparing.phrase("more", count=len(lines) - _SHOWN)
    if not lines:
        yield standard.comparing.phrase("none_found")


def _where(excerpt: Excerpt, standard: Standard) -> str:
    if excerpt.page is not None:
        return standard.phrase("page", page=excerpt.page)
    first, last = excerpt.lines
    return standard.phrase("lines", first=first, last=last) if last > first else standard.phrase("line", first=first)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT].rsplit(' ', 1)[0]}…"


def side_by_side(found: SideBySide, values: dict[str, object], standard: Standard) -> Iterator[str]:
    """Figures as a table, then the parts with what differs: «-» of the left alone, «+» of the right alone."""
    say = standard.comparing.phrase
    yield f"{found.names[0]} ↔ {found.names[1]}"
    yield say("line_similarity", value=values["similarity"])
    yield ""
    yield say("title_figures").upper()
    yield from _figures(found.names, found.figures, values["figures"], standard)
    yield ""
    yield say("title_texts").upper()
    for section in found.sections:
        wording = standard.wording
        yield f"{wording.area(section.area).name} · {wording.role(section.role)}"
        for text in section.texts:
            yield from _paired(text)


def _figures(
    names: tuple[str, str], figures: Sequence[PairedFigure], rows: object, standard: Standard
) -> Iterator[str]:
    assert isinstance(rows, list)
    say = standard.comparing.phrase
    if not figures:
        yield say("none_found")
        return
    titles = (say("indicator"), say("measure"), *names, say("change"))
    yield from show.table(titles, [[row[k] for k in ("name", "unit", "left", "right", "change")] for row in rows])


def _paired(text: PairedText) -> Iterator[str]:
    if text.change == "same":
        yield f"    {''.join(word.text for word in text.left)}"
        return
    if text.left:
        yield f"  - {_marked(text.left, whole=text.change == 'removed')}"
    if text.right:
        yield f"  + {_marked(text.right, whole=text.change == 'added')}"


def _marked(words: Sequence[Word], *, whole: bool) -> str:
    """Words that differ in brackets, but where all do."""
    if whole:
        return "".join(word.text for word in words).strip()
    return "".join(f"[{word.text.strip()}] " if word.differs else word.text for word in words).strip()


def periods(found: Periods, values: dict[str, object], standard: Standard) -> Iterator[str]:
    """Figures of the province, then a line a commune, then what it says word for word again."""
    say = standard.comparing.phrase
    yield f"{found.names[0]} ↔ {found.names[1]}"
    yield ""
    yield f"{say('title_figures')} ({say('province').lower()})".upper()
    yield from _figures(found.names, found.figures, values["figures"], standard)
    yield ""
    yield say("title_themes").upper()
    both = say("both").lower()
    themes = [
        f"{t.title} ({standard.wording.role(t.role)}): {len(t.before)} → {len(t.now)}, {both} {len(t.both)}"
        for t in found.themes
    ]
    yield from _first(themes, standard)
    yield ""
    yield say("title_units").upper()
    for unit in found.units:
        yield "- " + say(
            "line_unit",
            unit=unit.unit,
            up=sum((f.change or 0) > 0 for f in unit.figures),
            down=sum((f.change or 0) < 0 for f in unit.figures),
            persisting=len(unit.persisting),
            done=sum(task.state == "done" for task in unit.tasks),
            tasks=len(unit.tasks),
            unsaid=sum(task.state == "unsaid" for task in unit.tasks),
            repeated=len(unit.repeated),
        )
    for name, only in zip(found.names, (found.only_before, found.only_now), strict=True):
        if only:
            yield say("line_single", period=name, names=", ".join(only))
    yield from _copies(found.copies, standard)
