"""A synthesis → one self-contained HTML page: below each paragraph, folded, the communes' words it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cchc_nlp.knowledge.wording import template_folders
from cchc_nlp.model import Paragraph, Passage, Synthesis
from cchc_nlp.synthesising import noting
from cchc_nlp.synthesising.noting import Note, asking
from cchc_nlp.synthesising.templating import render_markup

_TEMPLATE = "trang.html.j2"


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a paragraph; `note` is the number of its note, 0 for none."""

    text: str
    note: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage with the quoted words apart, to be marked; both outer parts are empty or all of it where none are."""

    label: str
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """A note as shown."""

    number: int
    passages: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or, where `rows` is not empty, a table."""

    style: str
    segments: tuple[Segment, ...] = ()
    sources: tuple[Source, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    questions: tuple[str, ...] = ()


def html_bytes(synthesis: Synthesis, *, notes: bool = True) -> bytes:
    """UTF-8; needs nothing from anywhere else."""
    noted = noting.notes(synthesis) if notes else [(replace(p, decisions=()), ()) for p in synthesis.paragraphs]
    parts = list(_parts(noted))
    first_annex = next((i for i, part in enumerate(parts) if part.style == "annex"), len(parts))
    values = {"letterhead": synthesis.letterhead, "body": parts[:first_annex], "annexes": parts[first_annex:]}
    return render_markup(_TEMPLATE, template_folders(), values).encode()


def _parts(noted: Sequence[tuple[Paragraph, tuple[Note, ...]]]) -> Iterator[Part]:
    rows: list[tuple[str, ...]] = []
    table: str | None = None
    for paragraph, found in noted:
        if rows and paragraph.table != table:
            yield Part("table", rows=tuple(rows))
            rows = []
        table = paragraph.table
        if paragraph.cells is not None:
            rows.append(paragraph.cells)
        else:
            yield Part(
                paragraph.style,
                tuple(_segments(paragraph.text, found)),
                tuple(map(_source, found)),
                questions=tuple(map(asking, paragraph.decisions)),
            )
    if rows:
        yield Part("table", rows=tuple(rows))


def _segments(text: str, found: Sequence[Note]) -> Iterator[Segment]:
    done = 0
    for note in found:
        yield Segment(text[done : note.start], 0)
        yield Segment(text[note.start : note.end], note.number)
        done = note.end
    yield Segment(text[done:], 0)


def _source(note: Note) -> Source:
    return Source(note.number, tuple(_shown(passage, note.words) for passage in note.passages))


def _shown(passage: Passage, words: str) -> Shown:
    before, marked, after = passage.text.partition(words) if words else (passage.text, "", "")
    return Shown(passage.label, before, marked, after)
