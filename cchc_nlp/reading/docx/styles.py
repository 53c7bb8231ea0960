"""The looks that styles give: styles.xml, with everything a style takes over from the styles it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cchc_nlp.reading.docx.names import VAL, W, switch, value, whole

if TYPE_CHECKING:
    from cchc_nlp.reading.docx.names import Element

_HEADING_NAME = re.compile(r"heading (\d)$", re.IGNORECASE)
_DEFAULT_SIZE = 10.0  # ECMA-376, 17.3.2.38: the size of characters for which no style says any
_BODY_LEVEL = 9  # the outline level of body text: none


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, inherited or not. None: nothing."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    superscript: bool | None = None
    size: float | None = None
    centred: bool | None = None
    outline_level: int | None = None
    numbering: str | None = None
    numbering_level: int | None = None
    borders: bool | None = None


class Styles:
    """Looks up styles by id, each resolved once."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {} if root is None else {s.get(f"{W}styleId", ""): s for s in root.iterfind(f"{W}style")}
        self._resolved: dict[str, Style] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.defaults = Style(
            bold=switch(defaults, "b"), italic=switch(defaults, "i"), size=_size(defaults) or _DEFAULT_SIZE
        )
        self._default_of: dict[str, str] = {
            s.get(f"{W}type", ""): style_id
            for style_id, s in self._elements.items()
            if s.get(f"{W}default", "0") in {"1", "true", "on"}
        }

    def get(self, style_id: str | None, kind: str) -> Style:
        """The style of an id; without one the default style of its kind ("paragraph", "character", "table")."""
        return self._resolve(style_id if style_id in self._elements else self._default_of.get(kind), frozenset())

    def _resolve(self, style_id: str | None, seen: frozenset[str]) -> Style:
        if style_id is None or style_id in seen or style_id not in self._elements:
            return Style()
        if style_id not in self._resolved:
            element = self._elements[style_id]
            parent = self._resolve(value(element, "basedOn"), seen | {style_id})
            self._resolved[style_id] = overlay(parent, _own(element))
        return self._resolved[style_id]


def overlay(below: Style, above: Style) -> Style:
    """What `above` says, and where it says nothing, what `below` says."""
    said = {name: v for name in Style.__dataclass_fields__ if (v := getattr(above, name)) is not None}
    return replace(below, **said) if said else below


def run_style(properties: Element | None) -> Style:
    """What an `rPr` says about characters."""
    if properties is None or not len(properties):
        return Style()
    vertical = value(properties, "vertAlign")
    return Style(
        bold=switch(properties, "b"),
        italic=switch(properties, "i"),
        hidden=switch(properties, "vanish"),
        superscript=None if vertical is None else vertical == "superscript",
        size=_size(properties),
    )


def paragraph_style(properties: Element | None) -> Style:
    """What a `pPr` says about a paragraph."""
    if properties is None:
        return Style()
    jc = value(properties, "jc")
    numbering = properties.find(f"{W}numPr")
    return Style(
        centred=None if jc is None else jc == "center",
        outline_level=whole(value(properties, "outlineLvl")),
        numbering=value(numbering, "numId"),
        numbering_level=whole(value(numbering, "ilvl")),
    )


def outline_level(style: Style) -> int | None:
    """The outline level counted from 1, None for body text."""
    level = style.outline_level
    return None if level is None or not 0 <= level < _BODY_LEVEL else level + 1


def visible_borders(table_properties: Element | None) -> bool | None:
    """Whether a `tblBorders` draws inner or side lines; None if there is none."""
    borders = None if table_properties is None else table_properties.find(f"{W}tblBorders")
    if borders is None:
        return None
    return any(border.get(VAL, "none") not in {"none", "nil"} for border in borders)


def _own(element: Element) -> Style:
    paragraph = paragraph_style(element.find(f"{W}pPr"))
    if paragraph.outline_level is None and (match := _HEADING_NAME.match(value(element, "name") or "")):
        paragraph = replace(paragraph, outline_level=int(match[1]) - 1)
    own = overlay(paragraph, run_style(element.find(f"{W}rPr")))
    return overlay(own, Style(borders=visible_borders(element.find(f"{W}tblPr"))))


def _size(properties: Element | None) -> float | None:
    half_points = value(properties, "sz")
    try:
        return None if half_points is None else float(half_points) / 2
    except ValueError:
        return None
