"""The door of the room: names, zones, standing headings, labels, in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import get_args

from cchc_nlp.aligning.labelling import label, label_blocks, nest
from cchc_nlp.aligning.naming import Naming, name
from cchc_nlp.aligning.selecting import keep, stands
from cchc_nlp.aligning.zones import Zones, zones
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Alignment, Area, Block, FindingRole, Outline, Role, Section
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.sentences import is_dangling

_LIKELY = 0.5
_CLEAR_TITLE = 0.9
_FRAME_SCORE = 0.9
_FINDING_ROLES: tuple[Role, ...] = get_args(FindingRole)


def align(outline: Outline, standard: Standard) -> Outline:
    """The outline with area and role on every section and block, and only the headings that stand."""
    namings = {section.id: name(section.heading, standard) for section in outline.sections}
    heads = {b.section: i for i, b in enumerate(outline.blocks) if b.kind == "heading" and b.section}
    zone = zones(outline.blocks, _first_heading(outline, namings, heads, standard), standard)
    standing = {
        section.id: _stands_in(
            zone, heads[section.id], section, outline.blocks[heads[section.id]], namings[section.id], standard
        )
        for section in outline.sections
    }
    labelled = _labelled(keep(outline, standing), namings, zone, outline.blocks, standard)
    items = _items(outline, labelled, namings)
    if not items:
        return labelled
    kept = keep(outline, {section: stood and section not in items for section, stood in standing.items()})
    return _labelled(kept, namings, zone, outline.blocks, standard)


def _items(outline: Outline, labelled: Outline, namings: Mapping[str, Naming]) -> set[str]:
    """Numbered lines below a part of findings that open nothing and are no title: «2. Trang thiết bị còn thiếu»."""
    opening = {block.section for block in outline.blocks if block.kind not in ("heading", "noise")}
    opening |= {section.parent for section in outline.sections}
    return {
        section.id
        for section in labelled.sections
        if section.parent and section.role in _FINDING_ROLES
        and section.id not in opening and namings[section.id].title_score < _CLEAR_TITLE
    }  # fmt: skip


def align_headings(lines: Sequence[str], standard: Standard) -> list[Alignment]:
    """Bare heading lines, each aligned by itself; blank lines are left out."""
    return [_aligned(line.strip(), standard) for line in lines if line.strip()]


def _aligned(line: str, standard: Standard) -> Alignment:
    words = _without_number(line)
    frame = standard.frame_lines.role(line) or standard.frame_lines.role(words)
    title, _, rest = words.partition(":")
    naming = name(title if standard.nothing.fullmatch(fold(rest).strip(" .;/")) else words, standard)
    if frame is not None and naming.title_score < _CLEAR_TITLE:
        area: Area = naming.area if frame == "appendix" and naming.area else "general"
        return Alignment(line, area, frame, _FRAME_SCORE, line, ("dòng khung của báo cáo",))
    role: Role = naming.role or "result"
    return Alignment(line, naming.area or "general", role, round(naming.score, 3), naming.matched, naming.because)


def _without_number(line: str) -> str:
    head, _, rest = line.partition(" ")
    stripped = head.strip(".)(*-+•:")
    numbered = not stripped or len(stripped) == 1 or stripped.replace(".", "").isdigit() or set(stripped) <= set("IVXL")
    return rest.strip() if numbered and rest.strip() else line


def _first_heading(outline: Outline, namings: dict[str, Naming], heads: dict[str, int], standard: Standard) -> int:
    """Where the body begins: the first numbered heading, or a named one after the report's title."""
    title = _title_end(outline.blocks, standard)
    for section in outline.sections:
        index = heads[section.id]
        naming = namings[section.id]
        if standard.frame_lines.role(outline.blocks[index].text) in ("front", "noise"):
            continue
        if section.number is None and naming.role == "task":
            continue  # no report opens with its tasks: the title goes on («VÀ PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2024»)
        if (
            section.number is not None
            and (section.form >= _LIKELY or naming.title_score >= _CLEAR_TITLE)
            and index >= title
        ):
            return index
        if index > title and stands(section, outline.blocks[index], naming, standard):
            return index
    return min(title + 1, len(outline.blocks))


def _title_end(blocks: Sequence[Block], standard: Standard) -> int:
    """Index of the last block of the title: "BÁO CÁO" and the lines below it that are still no paragraph."""
    openers = standard.words("title_openers")
    start = next((i for i, b in enumerate(blocks) if fold(b.text.strip("*_# ")) in openers), None)
    if start is None:
        start = next((i for i, b in enumerate(blocks) if fold(b.text.strip("*_# ")).startswith(openers)), -1)
        return max(start, 0)
    end = min(start + 1, len(blocks) - 1)
    while end + 1 < len(blocks) and _goes_on(blocks[end].text, blocks[end + 1].text):
        end += 1
    return end


def _goes_on(line: str, following: str) -> bool:
    """Whether a title goes on: «… 9 tháng năm 2025; / phương hướng, nhiệm vụ quý IV»."""
    return following[:1].islower() and (line.rstrip().endswith((";", ",", "-", "–")) or is_dangling(line))


def _stands_in(zone: Zones, index: int, section: Section, block: Block, naming: Naming, standard: Standard) -> bool:
    if index < zone.body or zone.closing <= index < zone.appendix:
        return False
    frame = standard.frame_lines
    if index >= zone.appendix:
        return (frame.is_a("appendix", block.text) and not section.run_in) or (
            index == zone.appendix and section.heading.isupper()
        )
    return not frame.is_a("noise", block.text) and stands(section, block, naming, standard)


def _labelled(
    kept: Outline, namings: dict[str, Naming], zone: Zones, before: Sequence[Block], standard: Standard
) -> Outline:
    # Rejoining run-in bodies makes indexes move: zones are found again by the lines they begin on.
    body, closing, appendix = (_moved(kept.blocks, before, i) for i in (zone.body, zone.closing, zone.appendix))
    texts: dict[str, str] = {}
    for block in kept.blocks[body:closing]:
        if block.section and block.kind == "text":
            texts[block.section] = f"{texts.get(block.section, '')} {block.text}"
    in_appendix = {b.section for b in kept.blocks[appendix:] if b.kind == "heading"}
    nested = nest([s for s in kept.sections if s.id not in in_appendix], namings)
    sections = label(nested, namings, texts, standard)
    annexes = [_annex(s, namings[s.id]) for s in kept.sections if s.id in in_appendix]
    blocks = [_framed(b, "front") for b in kept.blocks[:body]]
    blocks += label_blocks(kept.blocks[body:closing], sections, namings, standard)
    blocks += [_framed(b, "closing") for b in kept.blocks[closing:appendix]]
    blocks += _appendix(kept.blocks[appendix:], {s.id: s for s in annexes}, standard)
    return replace(kept, sections=(*sections, *annexes), blocks=tuple(blocks))


def _moved(blocks: Sequence[Block], before: Sequence[Block], index: int) -> int:
    if index >= len(before):
        return len(blocks)
    anchor = before[index].anchors[0]
    return next(
        i
        for i, b in enumerate(blocks)
        if any(a.line == anchor.line for a in b.anchors) and b.anchors[-1].line >= anchor.line
    )


def _framed(block: Block, role: Role) -> Block:
    return block.at(None, "general", "noise" if block.kind == "noise" else role)


def _annex(section: Section, naming: Naming) -> Section:
    area = naming.area if naming.primary or naming.area != "direction" else "general"
    return replace(section, parent=None, level=1, area=area or "general", role="appendix", score=round(naming.score, 3),
                   matched=naming.matched, because=(*section.because, *naming.because))  # fmt: skip


def _appendix(blocks: Sequence[Block], annexes: dict[str, Section], standard: Standard) -> list[Block]:
    """Blocks of the appendix: a row takes the field of the group row above it."""
    found = []
    area: Area = "general"
    form: Area = "general"
    for block in blocks:
        if block.kind == "noise":
            found.append(_framed(block, "appendix"))
            continue
        if block.kind == "heading" and block.section in annexes:
            area = form = annexes[block.section].area
        else:
            area = _group_area(block, standard) or area
        own = form if _is_of_no_field(block, standard) else area
        found.append(block.at(block.section if block.section in annexes else None, own, "appendix"))
    return found


def _is_of_no_field(block: Block, standard: Standard) -> bool:
    """Whether a row holds titles of columns, as repeated on a new page, or nothing."""
    if block.kind != "table":
        return False
    cells = [fold(cell.strip("*_ ")) for cell in block.cells or () if cell.strip("*_ ")]
    titles = [standard.indicators.words(f"{kind}_headers") for kind in ("unit", "note")]
    return not cells or any(cell in some for some in titles for cell in cells)


def _group_area(block: Block, standard: Standard) -> Area | None:
    """The field a group row opens ("III. Cải cách thủ tục hành chính"); None for any other row."""
    cells = [cell.strip("*_ ") for cell in block.cells or (block.text,) if cell.strip("*_ |")]
    if not cells or len(cells) > 3 or len(block.text) > 120:  # noqa: PLR2004 - number, name, one stray cell
        return None
    naming = name(_without_number(max(cells, key=len)), standard)
    return naming.area if naming.primary else None
