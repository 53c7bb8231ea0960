"""Which headings stand: the form they have and the words they say, weighed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cchc_nlp.aligning.naming import Naming
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Block, Outline, Section
from cchc_nlp.vietnamese.forms import fold

_LIKELY = 0.5
# Of form alone, an item that opens with a verb is a heading only where its whole list opens content.
_SURE = 0.93
_SAME_TITLE = 0.9
_LABEL_WORDS = 12
# Roles that a label in running text can open: "- Nguyên nhân: …". A field cannot: "Quản lý ngân sách: …" is a topic.
_LABEL_ROLES = frozenset({"strength", "limitation", "cause", "recommendation", "task"})


def stands(section: Section, block: Block, naming: Naming, standard: Standard) -> bool:
    """Whether a section's heading is one, by form and words together."""
    if section.number is None:
        return _unnumbered_stands(section, block, naming)
    if naming.title_score >= _SAME_TITLE:
        return True
    return section.form >= (_SURE if _opens_with_action(section.heading, standard) else _LIKELY)


def _opens_with_action(heading: str, standard: Standard) -> bool:
    """Whether a heading opens with a word that can only be a verb, as tasks do."""
    folded = fold(heading)
    acts = standard.pattern("action_verbs").match(folded)
    return acts is not None and not standard.pattern("subject_or_action").match(folded)


def _unnumbered_stands(section: Section, block: Block, naming: Naming) -> bool:
    set_off = (
        block.look.bold
        or block.look.italic
        or block.look.bold_lead > 0
        or block.text.lstrip().startswith(("*", "_", "<"))
    )
    short = len(section.heading.split()) <= _LABEL_WORDS
    if section.run_in:
        label = naming.role in _LABEL_ROLES and naming.title_score >= _SAME_TITLE
        return short and (
            label
            or (set_off and naming.primary)
            or (set_off and naming.role in _LABEL_ROLES and section.form >= _LIKELY)
        )
    if block.look.outline_level:
        return True
    named = naming.area is not None or naming.role is not None
    if naming.title_score >= _SAME_TITLE:
        return True
    capitals = section.heading.isupper()
    return named and section.form >= _LIKELY and (set_off or capitals)


def keep(outline: Outline, standing: Mapping[str, bool]) -> Outline:
    """The outline with only the standing sections: children move up, blocks of a dropped heading become text again."""
    parents = {section.id: section.parent for section in outline.sections}

    def standing_parent(parent: str | None) -> str | None:
        while parent is not None and not standing[parent]:
            parent = parents[parent]
        return parent

    levels: dict[str, int] = {}
    sections = []
    for section in outline.sections:
        if standing[section.id]:
            parent = standing_parent(section.parent)
            levels[section.id] = levels[parent] + 1 if parent else 1
            sections.append(replace(section, parent=parent, level=levels[section.id]))
    return replace(outline, sections=tuple(sections), blocks=tuple(_rejoined(outline.blocks, standing)))


def _rejoined(blocks: Sequence[Block], standing: Mapping[str, bool]) -> list[Block]:
    found: list[Block] = []
    current: str | None = None
    cut: Block | None = None  # the heading just given back, whose run-in body follows
    for block in blocks:
        if block.kind == "heading" and block.section is not None and not standing[block.section]:
            cut = replace(block, kind="text", section=current)
            found.append(cut)
            continue
        if block.kind == "heading":
            current = block.section
        elif cut is not None and block.section is not None and not standing[block.section] and _is_rest(cut, block):
            found[-1] = _glued(cut, block)
            cut = None
            continue
        cut = None
        found.append(block if block.section == current else block.at(current))
    return found


def _is_rest(head: Block, block: Block) -> bool:
    return (
        block.kind == "text"
        and block.lines[0] == head.lines[1]
        and head.text.rstrip("*_ ").endswith((":", "-", "–", "—", "."))
    )


def _glued(head: Block, body: Block) -> Block:
    shift = len(head.text) + 1
    anchors = [replace(a, start=a.start + shift) for a in body.anchors if a.line != head.lines[1]]
    return replace(head, text=f"{head.text} {body.text}", anchors=(*head.anchors, *anchors))
