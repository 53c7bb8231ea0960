"""Names of WordprocessingML elements, the tree as a reader sees it, and the small questions asked of every element."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    Element: TypeAlias = _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

VAL = f"{W}val"
FALSE = {"0", "false", "off", "none"}

# Wrappers that a reader of the page does not see: their children stand in their place. Insertions and the new place
# of moved text are wrappers too; deletions and the old place are not entered.
_FIELD = f"{W}fldSimple"
_WRAPPERS = [f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink")]
_WRAPPERS += [f"{W}dir", f"{W}bdo", _FIELD]
_ALTERNATE = f"{MC}AlternateContent"
_CHOICES = (f"{MC}Choice", f"{MC}Fallback")


def value(element: Element | None, name: str = "") -> str | None:
    """The `w:val` of an element, or of its child `name`; None where it is missing."""
    if element is not None and name:
        element = element.find(f"{W}{name}")
    return None if element is None else element.get(VAL)


def whole(text: str | None) -> int | None:
    """A whole number as XML writes it, None if it is none."""
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def switch(element: Element | None, name: str) -> bool | None:
    """An on/off property: True or False where it is said, None where it is not."""
    found = None if element is None else element.find(f"{W}{name}")
    return None if found is None else found.get(VAL, "1").lower() not in FALSE


def unwrapped(root: Element) -> Element:
    """A tree as a reader of the page sees it: wrappers opened, one of two alternatives taken; changed in place."""
    for wrapper in list(root.iter(*_WRAPPERS, _ALTERNATE)):
        parent = wrapper.getparent()
        if parent is None:
            continue
        if wrapper.tag == _FIELD:
            wrapper.addprevious(_instruction(wrapper))
        kept = wrapper if wrapper.tag != _ALTERNATE else _choice(wrapper)
        for child in list(kept):
            wrapper.addprevious(child)
        parent.remove(wrapper)
    return root


def _instruction(field: Element) -> Element:
    """What a simple field says, as other fields say it."""
    said = field.makeelement(f"{W}instrText")
    said.text = field.get(f"{W}instr")
    return said


def _choice(alternate: Element) -> Element | Sequence[Element]:
    return next((c for name in _CHOICES if (c := alternate.find(name)) is not None), ())


def parted(element: Element, name: str) -> tuple[Element | None, list[Element]]:
    """The element that says how another is set, None where there is none, and all its children.

    By the standard it is the first child, which mostly spares a search.
    """
    found = list(element)
    return found[0] if found and found[0].tag == name else element.find(name), found
