"""How the ledger looks on the screen and as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from cchc_nlp.cli import show
from cchc_nlp.model import Register, Standing

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard  # loads rapidfuzz; the commands load it when they run

_STATES = {"late": "state_late", "wrong_period": "state_wrong_period", "unreadable": "state_unreadable"}
_LACKING = ("missing", "unreadable", "wrong_period")


def register(found: Register, standard: Standard) -> Iterator[str]:
    """Counts, then the communes, those that lack a report first, then files that are nobody's."""
    say = standard.registering.phrase
    yield summary(found, standard)
    order = [*_LACKING, "late", "received"]
    standings = sorted(found.standings, key=lambda standing: order.index(standing.state))
    columns = [say("column_commune"), say("column_state"), say("column_file"), say("column_note")]
    yield from show.table(columns, [_row(standing, standard) for standing in standings])
    if found.others:
        yield ""
        yield say("others_title")
        columns = [say("column_file"), say("column_said"), say("column_verdict"), say("column_note")]
        yield from show.table(
            columns,
            [(PurePath(o.path).name, o.unit or "", say(o.verdict), "; ".join(o.notes)) for o in found.others],
        )


def _row(standing: Standing, standard: Standard) -> tuple[str, ...]:
    commune = standing.commune
    name = f"{commune.name}, {commune.district}" if commune.district else commune.name
    state = standard.registering.phrase(_STATES.get(standing.state, standing.state))
    files = "\n".join(PurePath(one.path).name for one in standing.sent)
    return name, state, files, "; ".join(note for one in standing.sent for note in one.notes)


def summary(found: Register, standard: Standard) -> str:
    """The counts in a sentence."""
    say = standard.registering.phrase
    counts = {state: sum(s.state == state for s in found.standings) for state in (*_LACKING, "late", "received")}
    optional = {
        name: say(f"summary_{name}", count=counts[state]) if counts[state] else ""
        for name, state in (("late", "late"), ("wrong", "wrong_period"), ("unreadable", "unreadable"))
    }
    return say(
        "summary",
        period=standard.wording.period(found.period),
        total=len(found.standings),
        received=counts["received"] + counts["late"],
        missing=counts["missing"],
        others=say("summary_others", count=len(found.others)) if found.others else "",
        **optional,
    )


def register_json(found: Register) -> dict[str, Any]:
    """The ledger for machines: as the dataclasses say it."""
    return dataclasses.asdict(found)
