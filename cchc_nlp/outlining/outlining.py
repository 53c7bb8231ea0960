"""The door of the room: candidates, their evidence, the hierarchy of those that stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cchc_nlp.model import Anchor, Block, Document, Outline, Section
from cchc_nlp.outlining.evidence import Candidate, bold, bold_lead, neighbour_evidence, own_evidence
from cchc_nlp.outlining.hierarchy import Placed, place
from cchc_nlp.outlining.marks import Mark, mark_of
from cchc_nlp.vietnamese.forms import in_capitals

# Below this form nothing in the words could make a heading of it.
_DOUBTFUL = 0.12
# A neighbour this unlike a heading is content, whatever stands in front of it.
_NO_HEADING = 0.15
# Without a number, a heading right above another one may be its parent: that nothing else follows counts half.
_LOOSE_OPENS = 0.4
# A run-in heading is cut at its first colon, if that stands within this many words.
_LONGEST_RUN_IN = 22
_COLON = re.compile(r":[*_]*\s*(?=[^\s*_])")
# "Thủ tục hành chính - Tiếp nhận 312 hồ sơ.": a dash parts as a colon does where a count or a whole sentence follows.
_DASH = re.compile(r"\s[-–—]\s+(?=[^\W\d_][^\d]*(?:\d|[.;]\s*$))")
_LONGEST_BEFORE_DASH = 8
# "2. Công tác kiểm tra. Trong quý đã …": behind a number a full stop may part as well; by form alone it is doubtful.
_STOP = re.compile(r"\.[*_]*\s+(?=[^\W\d_])")
_LONGEST_BEFORE_STOP = 14
_MOST_WORDS, _LONGEST_TITLE, _MOST_TITLE_LINES = 60, 300, 2


def outline(document: Document) -> Outline:
    """Sections and blocks of a cleaned document; a run-in heading is cut from its body."""
    blocks = _labels_with_titles(document.blocks)
    candidates = [c for i, block in enumerate(blocks) if (c := _candidate(i, block)) is not None]
    judged = _judge(candidates, blocks)
    kept = [c for c in judged if c.form >= _DOUBTFUL]
    placed = place(kept)
    return Outline(document.source, *_cut(blocks, placed))


def _labels_with_titles(blocks: Sequence[Block]) -> list[Block]:
    """Join: "Phần I" alone on its line and the title below it become one block."""
    joined: list[Block] = []
    for block in blocks:
        previous = joined[-1] if joined else None
        if previous is not None and block.kind == "text" and block.cells is None and (
            _is_bare_label(previous) or _goes_on(previous, block)
        ):  # fmt: skip
            anchors = tuple(replace(a, start=a.start + len(previous.text) + 1) for a in block.anchors)
            joined[-1] = replace(block, text=f"{previous.text} {block.text}", anchors=(*previous.anchors, *anchors))
        else:
            joined.append(block)
    return joined


def _goes_on(title: Block, block: Block) -> bool:
    """Whether the title of a part goes on in capitals on the very next line: «PHẦN I / KẾT QUẢ … / 6 THÁNG ĐẦU NĂM»."""
    near = block.anchors[0].line == title.anchors[-1].line + 1
    long = len(title.anchors) > _MOST_TITLE_LINES or len(block.text) > _LONGEST_TITLE
    if not near or long or not in_capitals(block.text):
        return False
    mark = mark_of(title.text)
    return mark.kind == "part" and in_capitals(mark.words) and mark_of(block.text).kind == "none"


def _is_bare_label(block: Block) -> bool:
    if block.kind != "text" or len(block.text) > 30:  # noqa: PLR2004 - "PHẦN THỨ HAI" and the like
        return False
    mark = mark_of(block.text)
    return mark.kind in ("part", "annex") and not mark.words


def _candidate(index: int, block: Block) -> Candidate | None:
    if block.kind != "text" or not any(c.isalpha() for c in block.text):
        return None
    mark = mark_of(block.text)
    heading, body_start = _run_in(block, mark)
    if len(heading.split()) > _MOST_WORDS:
        return None
    candidate = Candidate(index, block, mark, heading.rstrip(": "), body_start)
    return candidate.given(own_evidence(candidate))


def _run_in(block: Block, mark: Mark) -> tuple[str, int | None]:
    """The words of the heading, and the offset in the block's text where a run-in body begins."""
    numbered = mark.kind not in ("none", "bullet")
    stop = [(_STOP, _LONGEST_BEFORE_STOP)] if numbered or 0 < bold_lead(block) < len(block.text) else []
    for sign, longest in ((_COLON, _LONGEST_RUN_IN), (_DASH, _LONGEST_BEFORE_DASH), *stop):
        found = sign.search(block.text, mark.start)
        head = block.text[mark.start : found.start()] if found else ""
        if found and head.strip() and len(head.split()) <= longest and ". " not in head:
            return mark_of(block.text[: found.start()]).words, found.end()
    return mark.words, None


def _judge(candidates: list[Candidate], blocks: Sequence[Block]) -> list[Candidate]:
    """Add the evidence of neighbours: lists that go on, siblings that open no content are items, not headings."""
    runs = _runs([c for c in candidates if c.mark.kind not in ("none", "bullet")])
    begins = {c.place: run[0].place for run in runs for c in run}
    opens = {c.place: _opens(c, blocks, candidates[i + 1] if i + 1 < len(candidates) else None, begins)
             for i, c in enumerate(candidates)}  # fmt: skip
    found = []
    for run in runs:
        share = sum(opens[c.place] for c in run) / len(run)
        found += [c.given(neighbour_evidence(continues=_continues(run, i), opens=share)) for i, c in enumerate(run)]
    loose = [c for c in candidates if c.mark.kind in ("none", "bullet")]
    found += [c.given(neighbour_evidence(continues=None, opens=max(_LOOSE_OPENS, opens[c.place]))) for c in loose]
    return sorted(found, key=lambda c: c.place)


def _continues(run: list[Candidate], i: int) -> bool | None:
    if i > 0:
        return True
    if run[0].mark.is_first:
        return True if len(run) > 1 else None
    return False


def _runs(numbered: list[Candidate]) -> list[list[Candidate]]:
    """Candidates in lists: each goes on the last open list that its number continues, or begins one."""
    runs: list[list[Candidate]] = []
    for candidate in numbered:
        run = next((r for r in reversed(runs) if _in_run(r[-1], candidate)), None)
        if run is None:
            runs.append([candidate])
        else:
            run.append(candidate)
    return runs


def _in_run(last: Candidate, candidate: Candidate) -> bool:
    same = last.mark.kind == candidate.mark.kind and last.mark.style == candidate.mark.style
    return same and candidate.mark.follows(last.mark)


def _opens(
    candidate: Candidate, blocks: Sequence[Block], following: Candidate | None, begins: Mapping[int, int]
) -> bool:
    """Whether anything but a sibling, or what goes on an outer list, comes right after the candidate.

    `begins` tells for each numbered candidate where its list begins.
    """
    if candidate.body_start is not None or candidate.block.text.rstrip("*_ ").endswith(":"):
        return True
    rest = [b for b in blocks[candidate.place + 1 : candidate.place + 3] if b.kind != "noise"]
    if not rest:
        return False
    if following is None or following.block is not rest[0]:
        return True
    if candidate.place in begins and begins.get(following.place) == begins[candidate.place]:
        return False
    if following.form < _NO_HEADING:
        return True
    if candidate.mark.kind == "none" and bold(candidate.block) != bold(following.block):
        return True
    if following.mark.kind == candidate.mark.kind == "bullet":
        return following.mark.number != candidate.mark.number
    if candidate.place in begins and following.place in begins:
        return begins[following.place] > candidate.place
    return following.mark.kind != candidate.mark.kind


def _cut(blocks: Sequence[Block], placed: list[Placed]) -> tuple[tuple[Section, ...], tuple[Block, ...]]:
    heads = {p.candidate.place: p for p in placed}
    sections: list[Section] = []
    found: list[Block] = []
    current: str | None = None
    for i, block in enumerate(blocks):
        head = heads.get(i)
        if head is None:
            found.append(block if block.section == current else block.at(current))
            continue
        current = head.id
        pieces = _pieces(block, head.candidate.body_start, current)
        found += pieces
        sections.append(_section(head, pieces[0]))
    return tuple(sections), tuple(found)


def _pieces(block: Block, body_start: int | None, section: str) -> list[Block]:
    """The heading block, and the block of its run-in body where there is one."""
    place = block.cells, block.table, section
    if body_start is None:
        return [Block("heading", block.text, block.anchors, block.look, block.label, *place)]
    head, body = block.text[:body_start].rstrip(), block.text[body_start:]
    lead = tuple(a for a in block.anchors if a.start < len(head))
    first = next(a for a in reversed(block.anchors) if a.start <= body_start)
    rest = (Anchor(a.start - body_start, a.line, a.page) for a in block.anchors if a.start > body_start)
    plain = replace(block.look, bold_lead=0) if block.look.bold_lead else block.look
    return [
        Block("heading", head, lead, block.look, block.label, *place),
        Block(block.kind, body, (Anchor(0, first.line, first.page), *rest), plain, None, *place),
    ]


def _section(placed: Placed, block: Block) -> Section:
    candidate = placed.candidate
    return Section(
        id=placed.id,
        parent=placed.parent,
        level=placed.level,
        number=candidate.mark.number if candidate.mark.kind != "bullet" else None,
        heading=candidate.heading.rstrip(" .:;*_"),
        lines=block.lines,
        page=block.page,
        run_in=candidate.body_start is not None,
        form=round(candidate.form, 3),
        because=tuple(f"{name} {weight:+.1f}".replace(".", ",") for name, weight in candidate.evidence),
    )
