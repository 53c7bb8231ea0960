"""A synthesis → Markdown: sources as footnotes, tables as pipe tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cchc_nlp.model import Letterhead, Paragraph, Synthesis
from cchc_nlp.synthesising import noting
from cchc_nlp.synthesising.noting import Note, asking

_HEADINGS = {"heading1": "## ", "heading2": "### ", "heading3": "#### ", "annex": "## "}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
_LIST_LIKE = re.compile(r"^(\d*)([-+.)])(?= )")


def markdown_bytes(synthesis: Synthesis, *, notes: bool = True) -> bytes:
    """UTF-8, one paragraph a line, blank lines between; the signature stands before the annexes."""
    noted = noting.notes(synthesis) if notes else [(_bare(p), ()) for p in synthesis.paragraphs]
    annex = next((at for at, (p, _) in enumerate(noted) if p.style == "annex"), len(noted))
    letterhead = synthesis.letterhead
    blocks = [*_head(letterhead), *_body(noted[:annex]), *_foot(letterhead), *_body(noted[annex:])]
    footnotes = [_footnote(note) for _, found in noted for note in found]
    return ("\n\n".join(blocks + footnotes) + "\n").encode()


def _bare(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, decisions=())


def _head(letterhead: Letterhead) -> Iterator[str]:
    if not letterhead.issuing_body:  # a working paper has only a title
        yield f"# {_escaped(letterhead.title)}"
        yield f"**{_escaped(letterhead.subtitle)}**"
        return
    yield f"**{_escaped(' '.join(letterhead.parent_body.split()))}** — **{_escaped(letterhead.issuing_body)}**"
    yield f"{_escaped(' '.join(letterhead.number.split()))} — *{_escaped(letterhead.place_and_date)}*"
    yield f"# {_escaped(letterhead.title)}"
    yield f"**{_escaped(letterhead.subtitle)}**"
    yield _escaped(letterhead.addressee)


def _body(noted: Sequence[tuple[Paragraph, tuple[Note, ...]]]) -> Iterator[str]:
    rows: list[str] = []
    table: str | None = None
    for paragraph, found in noted:
        if rows and paragraph.table != table:
            yield "\n".join(rows)
            rows = []
        table = paragraph.table
        if paragraph.cells is not None:
            rows.append("| " + " | ".join(map(_escaped, paragraph.cells)) + " |")
            rows += ["|" + " --- |" * len(paragraph.cells)] if len(rows) == 1 else []
        else:
            yield _line(paragraph, _referenced(paragraph.text, found))
            for decision in paragraph.decisions:
                yield f"> **{_escaped(asking(decision))}**"
    if rows:
        yield "\n".join(rows)


def _line(paragraph: Paragraph, text: str) -> str:
    if paragraph.style in _HEADINGS:
        return _HEADINGS[paragraph.style] + text
    if paragraph.style == "item":
        return f"- {text}"
    if paragraph.style == "note":
        return f"*{text}*"
    return _LIST_LIKE.sub(r"\1\\\2", text)  # «1. …» of a body paragraph is no list


def _referenced(text: str, found: Sequence[Note]) -> str:
    """The words with the reference of each note behind its span, outside of the closing quotation mark."""
    done, result = 0, ""
    for note in found:
        end = note.end + (text[note.end : note.end + 1] == "…")
        end += text[end : end + 1] == "”"
        result += _escaped(text[done:end]) + f"[^{note.number}]"
        done = end
    return result + _escaped(text[done:])


def _footnote(note: Note) -> str:
    return f"[^{note.number}]: " + "; ".join(_escaped(p.label) for p in note.passages) + "."


def _foot(letterhead: Letterhead) -> Iterator[str]:
    if not letterhead.issuing_body:
        return
    yield "**" + _escaped(" ".join(letterhead.signature)) + "**"
    label, *bodies = letterhead.recipients or ("",)
    yield "\n".join([f"***{_escaped(label)}***", *map(_escaped, bodies)])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
