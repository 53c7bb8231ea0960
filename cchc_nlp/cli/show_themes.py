"""How themes look: as lines for a person, as JSON for a machine."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cchc_nlp.model import Assignment, Clustering, Companion, Profile, Theme

if TYPE_CHECKING:
    from cchc_nlp.exporting import Agreement
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run

_EXAMPLES_SHOWN = 2
_NAMES_SHOWN = 8


def themes(clustering: Clustering, standard: Standard, profiles: Sequence[Profile] = ()) -> Iterator[str]:
    """The themes of each role, most communes first, with names and examples; with `profiles`, looked at closely."""
    if not clustering.themes:
        yield "Không có chủ đề nào được nêu từ hai lần trở lên."
    texts = {statement.id: statement for statement in clustering.statements}
    profile_of = {profile.cluster: profile for profile in profiles}
    for role in dict.fromkeys(theme.role for theme in (*clustering.themes, *clustering.gone)):
        members = [theme for theme in clustering.themes if theme.role == role]
        yield f"{standard.wording.role(role).upper()}: {len(members)} chủ đề"
        for number, theme in enumerate(members, 1):
            yield f"{number}. {theme.title} [{standard.wording.area(theme.area).name}]"
            yield f"   {_counted(theme)}"
            yield from (f"   {line}" for line in _trend(theme))
            if theme.cluster in profile_of:
                yield from (f"   {line}" for line in _details(profile_of[theme.cluster], clustering, standard))
            for example in theme.examples[:_EXAMPLES_SHOWN]:
                statement = texts[example]
                yield f"   - {statement.unit or statement.id}: «{statement.text}»"
        gone = [theme for theme in clustering.gone if theme.role == role]
        if gone:
            yield f"Không còn đơn vị nào nêu ({len(gone)} chủ đề của kỳ trước):"
            yield from (f"- {theme.title}: kỳ trước {_counted(theme)}" for theme in gone)


def assignment_json(assignment: Assignment) -> dict[str, Any]:
    """A line of `cchc cluster --json`."""
    return dataclasses.asdict(assignment)


def themes_json(clustering: Clustering, profiles: Sequence[Profile]) -> Iterator[dict[str, Any]]:
    """The lines of `cchc cluster --themes FILE`: `units` is the number of communes, `names` says which.

    Themes that have gone come last, with cluster -1.
    """
    for theme, profile in zip(clustering.themes, profiles, strict=True):
        yield _theme_json(theme) | dataclasses.asdict(profile)
    yield from map(_theme_json, clustering.gone)


def agreement(found: Agreement) -> Iterator[str]:
    """How far two codings agree, in words and a line a code."""
    yield f"{found.passages} đoạn được mã hóa, {found.shared} đoạn cả hai bên cùng mã hóa."
    yield f"Kappa của Cohen trên các đoạn: {_decimal(found.kappa)}"
    b_cubed = f"độ chính xác {_decimal(found.precision)}, độ phủ {_decimal(found.recall)}, F1 {_decimal(found.f1)}"
    yield f"B-cubed trên các đoạn chung: {b_cubed}"
    yield "Theo từng mã (số ký tự): kappa; cả hai; chỉ bên thứ nhất; chỉ bên thứ hai"
    for code in found.codes:
        yield f"- {code.code}: {_decimal(code.kappa)}; {code.both}; {code.first_only}; {code.second_only}"


def _theme_json(theme: Theme) -> dict[str, Any]:
    return dataclasses.asdict(theme) | {"units": len(theme.units), "names": theme.units}


def _counted(theme: Theme) -> str:
    names = _listed(theme.units)
    return f"{theme.size} ý kiến của {len(theme.units)} đơn vị{_share(theme.share, theme.units)}{names}"


def _trend(theme: Theme) -> Iterator[str]:
    match theme.trend:
        case None:
            return
        case trend if trend.status == "persists":
            before = f"{len(trend.units_before)} đơn vị{_share(trend.share_before, trend.units_before)}"
            yield f"Kỳ thứ {trend.periods} liên tiếp; kỳ trước {before}"
        case trend if trend.status == "returns":
            yield "Trở lại: kỳ liền trước không đơn vị nào nêu"
        case _:
            yield "Mới so với các kỳ trước"


def _details(profile: Profile, clustering: Clustering, standard: Standard) -> Iterator[str]:
    if len(profile.areas) > 1:
        areas = (f"{standard.wording.area(area.area).name} {area.units}" for area in profile.areas)
        yield f"Theo lĩnh vực: {'; '.join(areas)}"
    kinds = (f"{kind.kind or 'khác'} {kind.units} ({_decimal(100 * kind.share, 1)}%)" for kind in profile.kinds)
    if len(profile.kinds) > 1:
        yield f"Theo loại đơn vị: {'; '.join(kinds)}"
    for heading, companions in (
        ("Nguyên nhân đi kèm", profile.causes),
        ("Kiến nghị đi kèm", profile.recommendations),
    ):
        if companions:
            yield f"{heading}: {'; '.join(_companion(companion, clustering) for companion in companions)}"
    if profile.untasked:
        yield f"Chưa có nhiệm vụ tương ứng: {len(profile.untasked)} đơn vị{_listed(profile.untasked)}"


def _companion(companion: Companion, clustering: Clustering) -> str:
    return f"{clustering.themes[companion.cluster].title} ({len(companion.units)} đơn vị)"


def _listed(units: Sequence[str]) -> str:
    names = ", ".join(units[:_NAMES_SHOWN]) + (", …" if len(units) > _NAMES_SHOWN else "")
    return f": {names}" if names else ""


def _share(share: float, units: Sequence[str]) -> str:
    return f" ({_decimal(100 * share, 1)}%)" if units else ""


def _decimal(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
