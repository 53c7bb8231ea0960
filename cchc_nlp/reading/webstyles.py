"""How text of a web page is set: from tags, attributes, `style` and rules of the form `tag`, `.class`, `tag.class`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element

_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*((?:[^;\"']|\"[^\"]*\"|'[^']*')+)")
_LENGTH = re.compile(r"([\d.]{1,8})\s*(pt|px)")
_POINTS_A_PIXEL = 0.75
_POINTS_OF_SIZE = {"1": 7.5, "2": 10.0, "3": 12.0, "4": 13.5, "5": 18.0, "6": 24.0, "7": 36.0}
_BOLD_FROM = 600
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_MOST_RULES = 5000
_HIDING = (("display", "none"), ("visibility", "hidden"), ("mso-hide", "all"), ("mso-element", "comment-list"))


class Set(NamedTuple):
    """How text is set. Children of an element inherit all of it but `hidden`, which takes them along.

    An `item_mark` is the number or bullet that Word writes as text in front of an item.
    """

    bold: bool = False
    italic: bool = False
    superscript: bool = False
    size: float = 12.0
    font: str | None = None
    centred: bool = False
    preformatted: bool = False
    hidden: bool = False
    capitals: bool = False
    item_mark: bool = False
    list_style: str | None = None
    outline_level: int | None = None


class Rules:
    """Answers how an element is set, given how its parent is."""

    def __init__(self, rules: dict[tuple[str, str], dict[str, str]]) -> None:
        self._rules = rules

    def look(self, element: _Element, inherited: Set) -> Set:
        """How the text of an element is set."""
        said = self._said(element)
        look = _by_tag(str(element.tag), element, inherited._replace(list_style=None))
        return _by_style(look, said) if said else look

    def framed(self, table: _Element) -> bool:
        """Whether a table draws lines: by itself, or around most of its cells."""
        if (table.get("border") or "0").strip() not in {"0", ""} or _draws(self._said(table)):
            return True
        cells = list(table.iter("td", "th"))
        return sum(_draws(self._said(cell)) for cell in cells) * 2 > len(cells)

    def _said(self, element: _Element) -> Mapping[str, str]:
        tag = str(element.tag)
        names = (element.get("class") or "").split() if self._rules else []
        keys = [(tag, ""), *(("", name) for name in names), *((tag, name) for name in names)]
        said: dict[str, str] = {}
        for key in keys:
            said |= self._rules.get(key, {})
        own = element.get("style")
        return said | _declarations(own) if own else said


def rules_of(root: _Element) -> Rules:
    """The rules of a page's own style sheets; those that need more than a tag and a class are left out."""
    rules: dict[tuple[str, str], dict[str, str]] = {}
    for sheet in root.iter("style"):
        for match in _RULE.finditer(_COMMENT.sub(" ", sheet.text or "")):
            declared = _declarations(match[2])
            for selector in match[1].split(","):
                simple = _SELECTOR.fullmatch(selector.strip())
                if simple and simple[0] and len(rules) < _MOST_RULES:
                    rules.setdefault(((simple[1] or "").lower(), simple[2] or ""), {}).update(declared)
    return Rules(rules)


def _declarations(text: str) -> dict[str, str]:
    found = {match[1].lower(): match[2].strip() for match in _DECLARATION.finditer(text)}
    return {name: said.replace("!important", "").strip() for name, said in found.items()}


def _by_tag(tag: str, element: _Element, look: Set) -> Set:
    if tag in _LEVELS:
        look = look._replace(bold=True, outline_level=_LEVELS[tag])
    elif tag in {"b", "strong", "th"}:
        look = look._replace(bold=True)
    elif tag in {"i", "em", "cite"}:
        look = look._replace(italic=True)
    elif tag == "sup":
        look = look._replace(superscript=True)
    elif tag == "pre":
        look = look._replace(preformatted=True)
    elif tag == "center":
        look = look._replace(centred=True)
    elif tag == "font":
        size = _POINTS_OF_SIZE.get((element.get("size") or "").strip(), look.size)
        look = look._replace(font=element.get("face") or look.font, size=size)
    align = (element.get("align") or "").lower()
    if align and tag not in {"table", "img"}:
        look = look._replace(centred=align == "center")
    return look._replace(hidden=True) if element.get("hidden") is not None else look


def _by_style(look: Set, said: Mapping[str, str]) -> Set:
    changes = _of_letters(said) | _of_place(said)
    return look._replace(**changes) if changes else look  # type: ignore[arg-type] # each of its field's type


def _of_letters(said: Mapping[str, str]) -> dict[str, object]:
    changes: dict[str, object] = {}
    if weight := said.get("font-weight"):
        changes["bold"] = weight in {"bold", "bolder"} or (weight.isdigit() and int(weight) >= _BOLD_FROM)
    if style := said.get("font-style"):
        changes["italic"] = style in {"italic", "oblique"}
    if family := said.get("font-family"):
        changes["font"] = family.split(",")[0].strip("\"' ")
    if size := _LENGTH.match(said.get("font-size", "")):
        changes["size"] = _points(size)
    if case := said.get("text-transform"):
        changes["capitals"] = case == "uppercase"
    if said.get("vertical-align") == "super":
        changes["superscript"] = True
    return changes


def _of_place(said: Mapping[str, str]) -> dict[str, object]:
    changes: dict[str, object] = {}
    if align := said.get("text-align"):
        changes["centred"] = align == "center"
    if said.get("white-space", "").startswith("pre"):
        changes["preformatted"] = True
    if any(said.get(name) == value for name, value in _HIDING):
        changes["hidden"] = True
    if said.get("mso-list", "").lower() == "ignore":
        changes["item_mark"] = True
    if kind := said.get("list-style-type") or said.get("list-style"):
        changes["list_style"] = kind.split()[0]
    return changes


def _points(match: re.Match[str]) -> float:
    try:
        return float(match[1]) * (_POINTS_A_PIXEL if match[2] == "px" else 1)
    except ValueError:
        return Set().size


def _draws(said: Mapping[str, str]) -> bool:
    borders = [value for name, value in said.items() if name.startswith("border") and "collapse" not in name]
    return any(_is_line(value) for value in borders)


def _is_line(border: str) -> bool:
    return any(word in border for word in ("solid", "double", "dotted", "dashed", "groove", "ridge", "inset"))
