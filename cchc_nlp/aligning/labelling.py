"""Area and role of each standing section: its own words, then its ancestors, its siblings, its content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cchc_nlp.aligning.naming import Naming
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Area, Block, Role, Section
from cchc_nlp.vietnamese.forms import fold
from cchc_nlp.vietnamese.sentences import sentence_spans

# The fields in the order every outline keeps (domain notes, section 1): position backs up a damaged heading.
_ORDER: tuple[Area, ...] = (
    "direction", "institutions", "procedures", "organisation", "civil_service", "public_finance", "digital_government",
)  # fmt: skip
_FIELDS = frozenset(_ORDER[1:])
_ASSESSED: frozenset[Role] = frozenset({"strength", "limitation", "cause"})
_ASKED_BESIDE: frozenset[Role] = frozenset({"limitation", "task"})
_CLEAR = 0.9
_ITEM = re.compile(r"^[*_\s]*(?:[-–—+•*]|\(?(?:\d{1,2}|[a-zđ])[.)/])")
# A section's content decides its field only where it is this near to a standard section, and clearly nearer than to
# the next: measured on the sections of the made reports, whose fields are known.
_NEAR, _NEARER = 0.12, 1.4


def nest(sections: Sequence[Section], namings: Mapping[str, Naming]) -> tuple[Section, ...]:
    """Unnumbered headings of one look, which form alone leaves side by side, put below one another by what they say.

    Fields go below the general results before them; strengths, limitations and causes below the assessment.
    """
    placed: dict[str, Section] = {}
    holder: dict[str | None, Section | None] = {}
    for section in sections:
        if section.parent in placed and placed[section.parent].level + 1 != section.level:
            section = replace(section, level=placed[section.parent].level + 1)  # noqa: PLW2901 - its parent moved
        naming, above = namings[section.id], holder.get(section.parent)
        if section.number is None and above is not None and _belongs_below(naming, namings[above.id]):
            section = replace(section, parent=above.id, level=placed[above.id].level + 1)  # noqa: PLW2901 - moved itself
        elif section.number is None and (naming.role == "assessment" or _is_general_result(naming)):
            holder[section.parent] = section
        else:
            holder[section.parent] = None
        placed[section.id] = section
    return tuple(placed.values())


def _is_general_result(naming: Naming) -> bool:
    return naming.role == "result" and naming.area in (None, "general")


def _belongs_below(naming: Naming, above: Naming) -> bool:
    if _is_general_result(above):
        return naming.primary and naming.area in _FIELDS
    return naming.role in _ASSESSED


def label(
    sections: Sequence[Section], namings: Mapping[str, Naming], texts: Mapping[str, str], standard: Standard
) -> tuple[Section, ...]:
    """Sections with area, role, score and because. `texts` holds the words of each section's own content."""
    known: dict[str, Section] = {}
    children: dict[str | None, list[Section]] = {}
    for section in sections:
        children.setdefault(section.parent, []).append(section)
    for section in sections:
        naming = namings[section.id]
        parent = known.get(section.parent or "")
        role, role_because = _role(section, naming, parent, children, namings)
        area, area_because = _area(section, naming, role, parent, known)
        if area is None and role != "result":
            area, area_because = "general", "lĩnh vực: tên mục không nêu lĩnh vực"
        elif area is None:
            area, area_because = _by_neighbours(section, children[section.parent], namings, texts, standard)
        known[section.id] = replace(
            section,
            area=area,
            role=role,
            score=round(naming.score or 0.3, 3),
            matched=naming.matched,
            because=(*section.because, *naming.because, role_because, area_because),
        )
    return tuple(known.values())


def _role(
    section: Section,
    naming: Naming,
    parent: Section | None,
    children: Mapping[str | None, Sequence[Section]],
    namings: Mapping[str, Naming],
) -> tuple[Role, str]:
    own = naming.role
    if own == "strength" and _names_results(naming) and _holds_fields(section, children, namings):
        return "result", "vai trò: có mục con theo lĩnh vực"
    if own == "strength" and _names_results(naming) and children[None][0].id == section.id:
        return "result", "vai trò: báo cáo mở đầu bằng kết quả"
    if own == "strength" and _names_results(naming) and parent is not None and parent.role == "result":
        return "result", "vai trò: kết quả của một lĩnh vực, ngoài phần đánh giá"
    inherited = parent.role if parent else None
    if inherited in ("task", "recommendation", "appendix"):
        if own == "recommendation" and naming.title_score >= _CLEAR:
            return own, "vai trò: theo tên mục"
        return inherited, f"vai trò: theo mục cha «{parent.heading if parent else ''}»"
    if inherited in _ASSESSED or inherited == "assessment":
        return _under_assessment(own, inherited)
    if own is None or (own == "task" and parent is not None and naming.title_score < _CLEAR):
        return "result", "vai trò: mặc nhiên là kết quả"
    return own, "vai trò: theo tên mục"


def _names_results(naming: Naming) -> bool:
    return "kết quả" in (naming.matched or "")


def _under_assessment(own: Role | None, inherited: Role) -> tuple[Role, str]:
    if own in _ASSESSED or own in ("assessment", "task", "recommendation"):
        return own, "vai trò: theo tên mục"
    if inherited == "assessment":
        return "strength", "vai trò: nêu kết quả trong phần đánh giá"
    return inherited, "vai trò: theo mục cha"


def _holds_fields(
    section: Section, children: Mapping[str | None, Sequence[Section]], namings: Mapping[str, Naming]
) -> bool:
    below = list(children.get(section.id, ()))
    for child in below:
        below += children.get(child.id, ())
    return sum(namings[child.id].primary for child in below) > 1


def _area(
    section: Section, naming: Naming, role: Role, parent: Section | None, known: Mapping[str, Section]
) -> tuple[Area | None, str]:
    field = _field_above(section, known)
    if naming.primary and naming.area is not None and (naming.area != "direction" or field is None):
        return naming.area, "lĩnh vực: theo tên mục"
    if field is not None:
        return field, "lĩnh vực: theo mục cha"
    if role == "task" and parent is None and naming.area == "direction":
        return "general", "lĩnh vực: phần nhiệm vụ chung"  # «KẾ HOẠCH THÁNG 8» plans the work of every field
    led = parent is not None and parent.area == "direction"
    if naming.area in _ORDER and not (led and naming.title_score < _CLEAR):
        return naming.area, "lĩnh vực: theo từ trong tên mục"
    if parent is not None and parent.area != "general":
        return parent.area, "lĩnh vực: theo mục cha"
    if naming.role is not None or naming.area == "general" or role in _ASSESSED:
        return "general", "lĩnh vực: tên mục không nêu lĩnh vực"
    return None, ""


def _field_above(section: Section, known: Mapping[str, Section]) -> Area | None:
    parent = known.get(section.parent or "")
    while parent is not None:
        if parent.area in _FIELDS:
            return parent.area
        parent = known.get(parent.parent or "")
    return None


def _by_neighbours(
    section: Section,
    siblings: Sequence[Section],
    namings: Mapping[str, Naming],
    texts: Mapping[str, str],
    standard: Standard,
) -> tuple[Area, str]:
    """A heading that says nothing: the gap it fills among its siblings, else the words below it."""
    place = next(i for i, s in enumerate(siblings) if s.id == section.id)
    before = namings[siblings[place - 1].id].area if place else None
    after = namings[siblings[place + 1].id].area if place + 1 < len(siblings) else None
    if before in _ORDER and after in _ORDER and _ORDER.index(after) - _ORDER.index(before) == 2:  # noqa: PLR2004 - a gap of one
        return _ORDER[_ORDER.index(before) + 1], "lĩnh vực: theo thứ tự giữa các mục cùng cấp"
    return _by_content(texts.get(section.id, ""), standard)


def _by_content(text: str, standard: Standard) -> tuple[Area, str]:
    """The field whose standard section a text is nearest to, where it is clearly nearer than the others."""
    if not text:
        return "general", "lĩnh vực: không rõ"
    near = standard.field_words.similarities(text)
    best, second = sorted(near, key=lambda a: (-near[a][0], a))[:2]
    if near[best][0] >= max(_NEAR, _NEARER * near[second][0]):
        return best, f"lĩnh vực: theo nội dung ({', '.join(near[best][1])})"
    return "general", "lĩnh vực: không rõ"


def label_blocks(
    blocks: Sequence[Block], sections: Sequence[Section], namings: Mapping[str, Naming], standard: Standard
) -> list[Block]:
    """Blocks of the body with area and role of their section; under a mixed heading the words decide."""
    by_id = {section.id: section for section in sections}
    found: list[Block] = []
    led: Role | None = None  # «… khó khăn sau:» gives its role to the items below it
    for block in blocks:
        section = by_id.get(block.section or "")
        if block.kind == "noise":
            found.append(block.at(block.section, "general", "noise"))
        elif section is None:
            # A report without headings: each paragraph by its own words.
            found.append(block.at(block.section, _by_content(block.text, standard)[0], "result"))
        elif block.kind == "heading":
            found.append(block.at(section.id, section.area, section.role))
            led = None
        elif section.role == "assessment":
            item = _ITEM.match(block.text) is not None
            role = led if led is not None and item else _assessed_role(block.text, standard)
            led = role if block.text.rstrip("*_ ").endswith(":") else (led if item else None)
            found.append(block.at(section.id, section.area, role))
        else:
            before = found[-1] if found and found[-1].section == section.id else None
            role = _said_role(block.text, section.role, namings[section.id].roles, before, standard)
            found.append(block.at(section.id, section.area, role))
    return found


def _assessed_role(text: str, standard: Standard) -> Role:
    """Strength or limitation where no heading says which: by the last sentence of a paragraph."""
    start, end = (sentence_spans(text) or [(0, len(text))])[-1]
    return "limitation" if standard.pattern("shortfalls").search(fold(text[start:end])) else "strength"


def _said_role(text: str, role: Role, named: frozenset[Role], before: Block | None, standard: Standard) -> Role:
    """The role of a paragraph by its own words, where its heading leaves a choice."""
    folded = fold(text).lstrip("-+*• ")
    if "recommendation" in named and role in _ASKED_BESIDE and folded.startswith(standard.words("request_openers")):
        return "recommendation"
    if role != "limitation" or "cause" not in named:
        return role
    opener = next((word for word in standard.words("openers") if folded.startswith(word)), "")
    if folded[len(opener) :].lstrip(", ").startswith(standard.words("cause_openers")):
        return "cause"
    # "Bên cạnh đó, …" goes on with what the paragraph before it began.
    adds = opener and opener not in standard.words("contrast")
    return "cause" if adds and before is not None and before.role == "cause" else "limitation"
