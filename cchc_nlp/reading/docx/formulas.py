"""Formulas (OMML) on one line: 45/79 stays a fraction, m² a square, so that no figures run together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cchc_nlp.reading.docx.names import M, W
from cchc_nlp.reading.symbols import raised

if TYPE_CHECKING:
    from cchc_nlp.reading.docx.names import Element

_TEXTS = {f"{M}t", f"{W}t"}
_FRACTION, _RAISED, _ROOT, _BRACKETS = (f"{M}{name}" for name in ("f", "sSup", "rad", "d"))
_SIMPLE = re.compile(r"[\w.,%]*")


def formula(element: Element) -> str:
    """What a formula says.

    >>> from lxml import etree
    >>> parts = "<m:num><m:t>45</m:t></m:num><m:den><m:t>79 + 1</m:t></m:den>"
    >>> formula(etree.fromstring(f'<m:f xmlns:m="{M[1:-1]}">{parts}</m:f>'))
    '45/(79 + 1)'
    """
    tag = element.tag
    if tag in _TEXTS:
        return element.text or ""
    parts = [formula(child) for child in element if isinstance(child.tag, str) and not child.tag.endswith("Pr")]
    if tag == _FRACTION:
        return "/".join(map(_grouped, parts))
    if tag == _RAISED and len(parts) == 2:  # noqa: PLR2004 - what is raised, and to what
        small = raised(parts[1])
        return _grouped(parts[0]) + (small if small != parts[1] else f"^{_grouped(parts[1])}")
    if tag == _ROOT:
        return f"√{_grouped(parts[-1])}" if parts else ""
    if tag == _BRACKETS:
        return f"({', '.join(parts)})"
    return "".join(parts)


def _grouped(text: str) -> str:
    return text if _SIMPLE.fullmatch(text) or (text.startswith("(") and text.endswith(")")) else f"({text})"
