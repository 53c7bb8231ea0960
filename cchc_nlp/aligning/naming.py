"""What a heading says by its own words, without any document around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Area, Role

# A wording this near to a standard title decides by itself; below it, cues are heard first.
_CLEAR_TITLE = 0.9
_CUE_SCORE = 0.8
_WEAK_SCORE = 0.6


class Naming(NamedTuple):
    """Area and role a heading names, None where it names none; `primary` for the title of a field or of part I.

    `title_score` is the similarity to the standard title it met, 0 where it met none. `roles` are all roles named.
    """

    area: Area | None
    role: Role | None
    primary: bool
    title_score: float
    matched: str | None
    roles: frozenset[Role]
    because: tuple[str, ...]

    @property
    def score(self) -> float:
        """Confidence of what is named, 0 to 1."""
        if self.title_score >= _CLEAR_TITLE:
            return self.title_score
        named = (self.area is not None) + (self.role is not None)
        return max(self.title_score, (0.0, _WEAK_SCORE, _CUE_SCORE)[named])


def name(heading: str, standard: Standard) -> Naming:
    """What the words of a heading say."""
    match = standard.headings.nearest(heading)
    clear = match is not None and match.score >= _CLEAR_TITLE
    cues = standard.headings.roles(heading)
    role = _role(cues)
    areas = standard.headings.areas(heading)
    area, area_words = _heaviest(areas)
    because = []
    if match is not None:
        because.append(f"gần với «{match.wording}» {match.score:.0%}")
        if clear or (role is None and area is None):
            role = match.title.role or role
            area = match.title.area or area
    if cues:
        because.append(f"từ chỉ vai trò: {', '.join(word for _, word in cues)}")
    if area_words:
        because.append(f"từ chỉ lĩnh vực: {', '.join(area_words)}")
    return Naming(
        area=area,
        role=role,
        primary=match is not None and match.title.primary and clear,
        title_score=match.score if match else 0.0,
        matched=match.wording if match else next((word for _, word in cues), area_words[0] if area_words else None),
        roles=frozenset(r for r, _ in cues),
        because=tuple(because),
    )


def _heaviest(areas: Mapping[Area, tuple[float, tuple[str, ...]]]) -> tuple[Area | None, tuple[str, ...]]:
    """The area with the greatest weight and its cues."""
    if not areas:
        return None, ()
    area = max(areas, key=lambda a: areas[a][0])
    return area, areas[area][1]


def _role(cues: Sequence[tuple[Role, str]]) -> Role | None:
    """The first cue decides; strengths and limitations in one heading make it the heading of an assessment."""
    if not cues:
        return None
    first = cues[0][0]
    roles = {role for role, _ in cues}
    if first in ("strength", "limitation") and {"strength", "limitation"} <= roles:
        return "assessment"
    return first
