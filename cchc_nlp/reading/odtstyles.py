"""Styles of an OpenDocument text: how paragraphs and spans are set, how lists number, which cells have lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE, STYLE, TEXT, TABLE = (f"{{{_OASIS}:{name}:1.0}}" for name in ("office", "style", "text", "table"))
DRAW = f"{{{_OASIS}:drawing:1.0}}"
FO = f"{{{_OASIS}:xsl-fo-compatible:1.0}}"
_SVG = f"{{{_OASIS}:svg-compatible:1.0}}"
_BOLD_FROM = 600
_SIZE = re.compile(r"([\d.]+)pt")
_LONGEST_CHAIN = 30  # styles based on styles; a longer chain is a circle


def name_of(part: str) -> str:
    """The namespace of a part of OpenDocument."""
    return f"{_OASIS}:{part}:1.0"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a style says, inherited or not. None: nothing."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    superscript: bool | None = None
    size: float | None = None
    font: str | None = None
    centred: bool | None = None


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How a level of a list is marked: by a bullet, or by the numbers of `shown` levels."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1
    bullet: str | None = None


class OdtStyles:
    """Looks up styles by name, each resolved once. Parts are given from general to special."""

    def __init__(self, parts: Sequence[_Element]) -> None:
        self._elements = {
            (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")): style
            for part in parts
            for style in part.iter(f"{STYLE}style", f"{STYLE}default-style")
        }
        self._fonts = {
            face.get(f"{STYLE}name", ""): face.get(f"{_SVG}font-family", "").strip("'\"")
            for part in parts
            for face in part.iter(f"{STYLE}font-face")
        }
        self._lists = {
            style.get(f"{STYLE}name", "") if style.tag != f"{TEXT}outline-style" else "": _levels(style)
            for part in parts
            for style in part.iter(f"{TEXT}list-style", f"{TEXT}outline-style")
        }
        self._resolved: dict[tuple[str, str], Setting] = {}

    def paragraph(self, name: str | None) -> Setting:
        """How a paragraph of a style is set."""
        return self._get("paragraph", name or "")

    def span(self, name: str | None, outer: Setting) -> Setting:
        """How a span of a style is set within a paragraph."""
        return _overlay(outer, self._chain("text", name or ""))

    def level(self, name: str, level: int) -> ListLevel | None:
        """A level, counted from 0, of a list style; "" is the outline of headings."""
        return self._lists.get(name, {}).get(level)

    def framed(self, name: str | None) -> bool:
        """Whether a cell of a style draws lines on more than one side."""
        element = self._elements.get(("table-cell", name or ""))
        properties = None if element is None else element.find(f"{STYLE}table-cell-properties")
        if properties is None:
            return False
        drawn = [
            side for side, line in properties.items() if str(side).startswith(f"{FO}border") and "none" not in str(line)
        ]
        return len(drawn) > 1 or f"{FO}border" in drawn

    def _get(self, family: str, name: str) -> Setting:
        key = (family, name)
        if key not in self._resolved:
            default = self._elements.get((family, ""))
            below = Setting() if default is None else self._own(default)
            self._resolved[key] = _overlay(below, self._chain(family, name) if name else Setting())
        return self._resolved[key]

    def _chain(self, family: str, name: str) -> Setting:
        setting = Setting()
        for _ in range(_LONGEST_CHAIN):
            element = self._elements.get((family, name)) if name else None
            if element is None:
                break
            setting = _overlay(self._own(element), setting)
            name = element.get(f"{STYLE}parent-style-name", "")
        return setting

    def _own(self, element: _Element) -> Setting:
        text = element.find(f"{STYLE}text-properties")
        paragraph = element.find(f"{STYLE}paragraph-properties")
        align = None if paragraph is None else paragraph.get(f"{FO}text-align")
        centred = None if align is None else align == "center"
        if text is None:
            return Setting(centred=centred)
        weight, style = text.get(f"{FO}font-weight"), text.get(f"{FO}font-style")
        position = text.get(f"{STYLE}text-position")
        size = _SIZE.fullmatch(text.get(f"{FO}font-size", ""))
        face = text.get(f"{STYLE}font-name")
        display = text.get(f"{TEXT}display")
        return Setting(
            bold=None if weight is None else weight == "bold" or whole(weight, 0) >= _BOLD_FROM,
            italic=None if style is None else style in {"italic", "oblique"},
            hidden=None if display is None else display == "none",
            superscript=None if position is None else _is_raised(position),
            size=_points(size),
            font=text.get(f"{FO}font-family") if face is None else self._fonts.get(face) or face,
            centred=centred,
        )


def whole(text: str | None, otherwise: int) -> int:
    """A whole number as XML writes it, `otherwise` if it is none."""
    try:
        return otherwise if text is None else int(text)
    except ValueError:
        return otherwise


def _levels(style: _Element) -> dict[int, ListLevel]:
    found: dict[int, ListLevel] = {}
    for level in style:
        number = whole(level.get(f"{TEXT}level"), 0) - 1
        if level.tag == f"{TEXT}list-level-style-bullet":
            found[number] = ListLevel(bullet=(level.get(f"{TEXT}bullet-char") or "•").strip())
        elif level.tag in {f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"}:
            found[number] = ListLevel(
                form=level.get(f"{STYLE}num-format", ""),
                prefix=level.get(f"{STYLE}num-prefix", ""),
                suffix=level.get(f"{STYLE}num-suffix", ""),
                shown=whole(level.get(f"{TEXT}display-levels"), 1),
                start=whole(level.get(f"{TEXT}start-value"), 1),
            )
    return found


def _is_raised(position: str) -> bool:
    first = position.split(maxsplit=1)[0] if position.split() else ""
    return first == "super" or (first.endswith("%") and whole(first[:-1], 0) > 0)


def _points(size: re.Match[str] | None) -> float | None:
    try:
        return float(size[1]) if size else None
    except ValueError:
        return None


def _overlay(below: Setting, above: Setting) -> Setting:
    said = {f.name: v for f in fields(Setting) if (v := getattr(above, f.name)) is not None}
    return replace(below, **said) if said else below
