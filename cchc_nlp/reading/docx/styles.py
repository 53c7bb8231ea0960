"""The looks that styles give: styles.xml, with everything a style takes over from the styles it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_nlp.reading.docx.names import FALSE, VAL, W, switch, value, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_nlp.reading.docx.names import Element

_HEADING_NAME = re.compile(r"heading (\d)$", re.IGNORECASE)
_DEFAULT_SIZE = 10.0  # ECMA-376, 17.3.2.38: the size of characters for which no style says any
_BODY_LEVEL = 9  # the outline level of body text: none
_BOLD, _ITALIC, _HIDDEN, _CAPITALS = (f"{W}{name}" for name in ("b", "i", "vanish", "caps"))
_VERTICAL, _SIZE = f"{W}vertAlign", f"{W}sz"
_FONTS, _FOR_OTHERS, _FOR_ASCII = (f"{W}{name}" for name in ("rFonts", "hAnsi", "ascii"))
_JC, _OUTLINE, _NUMBERING = (f"{W}{name}" for name in ("jc", "outlineLvl", "numPr"))


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """What a style says, inherited or not. None: nothing. Known by identity: equal ones are made once and looked up."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    capitals: bool | None = None
    superscript: bool | None = None
    size: float | None = None
    font: str | None = None
    centred: bool | None = None
    outline_level: int | None = None
    numbering: str | None = None
    numbering_level: int | None = None
    borders: bool | None = None


NOTHING = Style()


class Styles:
    """Looks up styles by id, each resolved once."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {} if root is None else {s.get(f"{W}styleId", ""): s for s in root.iterfind(f"{W}style")}
        self._resolved: dict[str, Style] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.defaults = Style(
            bold=switch(defaults, "b"),
            italic=switch(defaults, "i"),
            size=_points(value(defaults, "sz")) or _DEFAULT_SIZE,
            font=font_of(defaults),
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
            return NOTHING
        known = self._resolved.get(style_id)
        if known is None:
            element = self._elements[style_id]
            parent = self._resolve(value(element, "basedOn"), seen | {style_id})
            known = overlay(parent, _own(element))
            if not seen:  # of styles based on each other in a circle, each is what its own chain says
                self._resolved[style_id] = known
        return known


@lru_cache(maxsize=4096)
def overlay(below: Style, above: Style) -> Style:
    """What `above` says, and where it says nothing, what `below` says."""
    said = {name: v for name in Style.__dataclass_fields__ if (v := getattr(above, name)) is not None}
    return replace(below, **said) if said else below


def said_by(properties: Element | None) -> dict[str, Element]:
    """What a `pPr` or `rPr` says, by name."""
    return {} if properties is None else {child.tag: child for child in properties}


def said_of_run(properties: Element | None) -> tuple[tuple[str, str | None], ...]:
    """What an `rPr` says: names and values, the font for `rFonts`."""
    if properties is None:
        return ()
    return tuple([(e.tag, _font(e) if e.tag == _FONTS else e.get(VAL, "")) for e in properties])


def font_of(properties: Element | None) -> str | None:
    """The font that an `rPr` names for letters beyond ASCII."""
    fonts = None if properties is None else properties.find(_FONTS)
    return None if fonts is None else _font(fonts)


def _font(fonts: Element) -> str | None:
    return fonts.get(_FOR_OTHERS) or fonts.get(_FOR_ASCII)


def _said(said: Mapping[str, Element], name: str) -> str | None:
    """The value of a property; "" where it stands without one, None where it does not stand."""
    element = said.get(name)
    return None if element is None else element.get(VAL, "")


@lru_cache(maxsize=4096)
def run_style(properties: tuple[tuple[str, str | None], ...]) -> Style:
    """What an `rPr` says about characters."""
    said = dict(properties)
    vertical = said.get(_VERTICAL)
    return Style(
        bold=_switch(said.get(_BOLD)),
        italic=_switch(said.get(_ITALIC)),
        hidden=_switch(said.get(_HIDDEN)),
        capitals=_switch(said.get(_CAPITALS)),
        superscript=None if not vertical else vertical == "superscript",
        size=_points(said.get(_SIZE)),
        font=said.get(_FONTS),
    )


def paragraph_style(said: Mapping[str, Element]) -> Style:
    """What a `pPr` says about a paragraph."""
    if not said:
        return NOTHING
    numbering = said.get(_NUMBERING)
    return _paragraph_style(
        _said(said, _JC),
        _said(said, _OUTLINE),
        None if numbering is None else value(numbering, "numId"),
        None if numbering is None else whole(value(numbering, "ilvl")),
    )


@lru_cache(maxsize=4096)
def _paragraph_style(alignment: str | None, outline: str | None, numbering: str | None, level: int | None) -> Style:
    return Style(
        centred=None if not alignment else alignment == "center",
        outline_level=whole(outline),
        numbering=numbering,
        numbering_level=level,
    )


def _switch(text: str | None) -> bool | None:
    return None if text is None else (text or "1").lower() not in FALSE


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
    paragraph = paragraph_style(said_by(element.find(f"{W}pPr")))
    if paragraph.outline_level is None and (match := _HEADING_NAME.match(value(element, "name") or "")):
        paragraph = replace(paragraph, outline_level=int(match[1]) - 1)
    own = overlay(paragraph, run_style(said_of_run(element.find(f"{W}rPr"))))
    return overlay(own, Style(borders=visible_borders(element.find(f"{W}tblPr"))))


def _points(half_points: str | None) -> float | None:
    try:
        return None if half_points is None else float(half_points) / 2
    except ValueError:
        return None
