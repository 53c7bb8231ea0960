"""Who should have reported and who did: a roster held against the communes, by name. Knows no file and no template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cchc_nlp.knowledge.wording import Wording
from cchc_nlp.model import Enrolled
from cchc_nlp.synthesising.gathering import Voice
from cchc_nlp.vietnamese.forms import fold


@dataclass(frozen=True, slots=True)
class Attendance:
    """The communes of the roster that reported and that did not, and those that reported and are not in it."""

    here: tuple[Voice, ...]
    missing: tuple[Enrolled, ...]
    outside: tuple[Voice, ...]


def attendance(voices: Sequence[Voice], roster: Sequence[Enrolled], wording: Wording) -> Attendance:
    """Communes are the same by kind and name; by the name alone where only one on each side has it."""
    rows = {fold(row.name): row for row in roster}
    bare = Counter(_bare(name, wording) for name in rows)
    by_bare = {_bare(name, wording): name for name in rows}
    found: dict[str, Voice] = {}
    outside: list[Voice] = []
    for voice in (v for v in voices if v.known):
        said = fold(_said(voice))
        name = (
            said if said in rows else by_bare.get(_bare(said, wording), "") if bare[_bare(said, wording)] == 1 else ""
        )
        if name and name not in found:
            found[name] = voice
        else:
            outside.append(voice)
    missing = tuple(row for name, row in rows.items() if name not in found)
    return Attendance(tuple(found.values()), missing, tuple(outside))


def kind_and_base(name: str, wording: Wording) -> tuple[str, str]:
    """The kind of the wording in front of a name, and the rest; `other` and the whole name where there is none."""
    for kind in wording.kinds:
        if fold(name).startswith(f"{kind.id} "):
            return kind.id, " ".join(name.split()[len(kind.id.split()) :])
    return "other", name


def _said(voice: Voice) -> str:
    """The name as its report says it: a voice told apart from another has its district behind the name."""
    unit = voice.reports[0].meta.unit
    return unit.name if unit else voice.name


def _bare(name: str, wording: Wording) -> str:
    return fold(kind_and_base(name, wording)[1])
