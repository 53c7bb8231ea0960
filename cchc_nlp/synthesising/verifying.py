"""A document as the officer has edited it, its evidence and the sources → what no longer agrees.

Every figure is computed again from the values of its places, every value and quotation looked for again in the words
that stand there now. A paragraph that was changed is held against the evidence of the one it was made of; a number or a
quotation that an officer wrote in has no source, and is told.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import chain
from typing import Any, TypeAlias

from cchc_nlp.model import Disagreement, Report
from cchc_nlp.synthesising.printing import number_value

Source: TypeAlias = "Report | Sequence[str]"
"""A report as it is read now; of another file its lines."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:/\d+(?:[.,]\d+)*)?%?")
_PLAIN_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTED = re.compile(r"“([^”]*)”")
_ALIKE = 0.5
_TOLERANCE = 0.006  # of the second decimal


def verify(
    texts: Sequence[str], evidence: Sequence[Mapping[str, Any]], sources: Mapping[str, Source]
) -> list[Disagreement]:
    """What does not agree, in the order of the document.

    Args:
        texts: the paragraphs and the rows of tables (cells parted by tabs) of the document.
        evidence: as `evidence` makes it.
        sources: by the paths of the evidence.
    """
    kept = [entry for entry in evidence if entry["text"] in set(texts)]
    known = {entry["text"]: entry for entry in kept}
    free = [entry for entry in evidence if entry["text"] not in known and (entry["figures"] or entry["quotes"])]
    found: list[Disagreement] = []
    for text in _between(texts, known):
        if text in known:
            found += _recomputed(text, known[text], sources)
        else:
            origin = _origin(text, free)
            found += _changed(text, origin, sources)
    return found


def _between(texts: Sequence[str], known: Mapping[str, Any]) -> Sequence[str]:
    """From the first paragraph of the draft to its last: what is above and below is letterhead and signature."""
    at = [position for position, text in enumerate(texts) if text in known]
    return texts[at[0] : at[-1] + 1] if at else texts


def _origin(text: str, free: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The paragraph this one was made of; it is taken, so that no other is."""
    words = text.split()
    scored = [(SequenceMatcher(None, words, entry["text"].split()).ratio(), -at) for at, entry in enumerate(free)]
    best = max(scored, default=(0.0, 0))
    return free.pop(-best[1]) if best[0] >= _ALIKE else None


def _recomputed(text: str, entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Iterator[Disagreement]:
    for figure in entry["figures"]:
        reason = _wrong_figure(figure, sources)
        if reason:
            yield Disagreement(text, figure["text"], reason)
    for quote in entry["quotes"]:
        if not _says(quote["text"], quote, sources):
            yield Disagreement(text, quote["text"], f"không thấy lời này ở {_where(quote)}.")


def _changed(text: str, origin: Mapping[str, Any] | None, sources: Mapping[str, Source]) -> Iterator[Disagreement]:
    """Of a paragraph that was edited: numbers and quotations without a source, and what was wrong before."""
    figures, quotes = (origin["figures"], origin["quotes"]) if origin else ((), ())
    told = {figure["text"] for figure in figures}
    told |= {f"{words}%" for words in told} | {number for words in told for number in _PLAIN_NUMBER.findall(words)}
    for quoted in _QUOTED.findall(text):
        if not any(_says(quoted.rstrip("…"), quote, sources) for quote in quotes):
            yield Disagreement(text, quoted, "lời trích không có trong nguồn của đoạn này.")
    for number in _NUMBER.findall(_QUOTED.sub(" ", text)):
        if number not in told:
            yield Disagreement(text, number, "số này không có trong nguồn của đoạn này.")
    if origin:
        yield from _recomputed(text, {"figures": [f for f in figures if f["text"] in text], "quotes": ()}, sources)


def _wrong_figure(figure: Mapping[str, Any], sources: Mapping[str, Source]) -> str | None:
    """Why a figure does not recompute; None where it does."""
    places = figure["sources"]
    if not places:
        return None
    lost = next((place for place in places if _text_at(place, sources) is None), None)
    if lost:
        return f"không thấy nguồn {_where(lost)}."
    match figure["derivation"]:
        case "count":
            return _unless(figure, float(len(places)))
        case "share":
            return _wrong_share(figure, [place["value"] for place in places])
        case "sum":
            return _unattested(places, sources) or _unless(figure, math.fsum(place["value"] for place in places))
        case "rate":
            return _unattested(places, sources) or _wrong_rate(figure)
        case _:
            return _unless_printed(figure, sources)


def _unless(figure: Mapping[str, Any], value: float) -> str | None:
    if abs(number_value(figure["text"].rstrip("%")) - value) <= _TOLERANCE:
        return None
    return f"tính lại từ nguồn được {value:g}."


def _wrong_share(figure: Mapping[str, Any], values: Sequence[float]) -> str | None:
    if "/" in figure["text"]:
        return _wrong_fraction(figure["text"], sum(values), len(values))
    return _unless(figure, 100 * sum(values) / len(values))


def _wrong_rate(figure: Mapping[str, Any]) -> str | None:
    top, bottom = (
        math.fsum(place["value"] for place in figure["sources"] if bool(place.get("whole")) is whole)
        for whole in (False, True)
    )
    if "/" in figure["text"]:
        return _wrong_fraction(figure["text"], top, bottom)
    return _unless(figure, 100 * top / bottom if bottom else 0.0)


def _wrong_fraction(text: str, top: float, bottom: float) -> str | None:
    printed = [number_value(part) for part in text.split("/")]
    return None if printed == [top, bottom] else f"tính lại từ nguồn được {top:g}/{bottom:g}."


def _unattested(places: Sequence[Mapping[str, Any]], sources: Mapping[str, Source]) -> str | None:
    wrong = next((place for place in places if not _attested(place, sources)), None)
    return f"không thấy giá trị {wrong['value']:g} ở {_where(wrong)}." if wrong else None


def _attested(place: Mapping[str, Any], sources: Mapping[str, Source]) -> bool:
    """Whether the value stands there as a number, or is what the extraction reads from these words."""
    source, value, lines = sources[place["path"]], place["value"], tuple(place["lines"])
    text = _text_at(place, sources) or ""
    if any(number_value(n) == value for n in _PLAIN_NUMBER.findall(text)):
        return True
    if not isinstance(source, Report):
        return repr(value) in text.split("\t")  # a number of a workbook, with a decimal point
    return any((indicator.value, indicator.lines) == (value, lines) for indicator in source.indicators)


def _unless_printed(figure: Mapping[str, Any], sources: Mapping[str, Source]) -> str | None:
    """A number of a name stands in its place, in the name of its file, or in what the checks say of it.

    So does a date, or the one before: the period to come is told by the one that was.
    """
    value = number_value(figure["text"])
    texts = (_printed_at(place, sources) for place in figure["sources"])
    known = {number_value(number) for number in _PLAIN_NUMBER.findall(" ".join(texts))}
    follows = figure["derivation"] == "date" and (value - 1 in known or value == 1)
    if value in known or follows:
        return None
    return f"không thấy số này ở {_where(figure['sources'][0])}."


def _printed_at(place: Mapping[str, Any], sources: Mapping[str, Source]) -> str:
    source = sources[place["path"]]
    said = [p.message for p in source.problems] if isinstance(source, Report) else []
    return " ".join([_text_at(place, sources) or "", place["path"], *said])


def _says(words: str, place: Mapping[str, Any], sources: Mapping[str, Source]) -> bool:
    return " ".join(words.split()) in " ".join((_text_at(place, sources) or "").split())


def _text_at(place: Mapping[str, Any], sources: Mapping[str, Source]) -> str | None:
    """The words at a place; None where the file or the lines are not there."""
    source = sources.get(place["path"])
    first, last = place["lines"]
    if source is None:
        return None
    if isinstance(source, Report):
        texts = [b.text for b in source.blocks if b.lines[0] <= last and first <= b.lines[1]]
        return "\n".join(texts) if texts else None
    return "\n".join(chain(source[first - 1 : last])) if first <= max(1, len(source)) else None


def _where(place: Mapping[str, Any]) -> str:
    first, last = place["lines"]
    return f"{place['path']}, dòng {first}–{last}" if last > first else f"{place['path']}, dòng {first}"
