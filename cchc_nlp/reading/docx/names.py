"""Names of WordprocessingML elements, and the two small questions asked of every element."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_WRAPPERS = {
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple")
} | {f"{W}dir", f"{W}bdo"}
_ALTERNATE = f"{MC}AlternateContent"
_OPENED = frozenset({*_WRAPPERS, _ALTERNATE})
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


def children(element: Element) -> list[Element]:
    """The children of an element as a reader of the page sees them: wrappers opened, one of two alternatives taken."""
    found = list(element)
    # Most have none to be opened, which is soon seen.
    return found if _OPENED.isdisjoint([child.tag for child in found]) else list(_opened(found))


def parted(element: Element, name: str) -> tuple[Element | None, list[Element]]:
    """The element that says how another is set, None where there is none, and all its children as `children` sees them.

    By the standard it is the first child, which mostly spares a search.
    """
    found = children(element)
    return found[0] if found and found[0].tag == name else element.find(name), found


def _opened(found: list[Element]) -> Iterator[Element]:
    for child in found:
        tag = child.tag
        if tag in _WRAPPERS:
            yield from children(child)
        elif tag == _ALTERNATE:
            choice = next((c for name in _CHOICES if (c := child.find(name)) is not None), None)
            if choice is not None:
                yield from children(choice)
        else:
            yield child
