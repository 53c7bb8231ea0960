"""The command that says what a store holds: what is there, what failed and why, what is stale."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import typer

from cchc_nlp.cli import batch, outputs, show
from cchc_nlp.cli.handling import Handling
from cchc_nlp.cli.help import VietnameseCommand
from cchc_nlp.cli.keeping import Keeping
from cchc_nlp.cli.options import Inputs, Json, Knowledge, Limits, StoreAt
from cchc_nlp.running import Means, Standing, State, survey

_STATES: dict[State, str] = {
    "done": "đã phân tích, không cần làm lại",
    "failed": "bị lỗi ở lần chạy trước",
    "stale": "kết quả của phiên bản hoặc tri thức cũ, sẽ phân tích lại",
    "damaged": "kết quả đã lưu bị hỏng, sẽ phân tích lại",
    "new": "chưa phân tích",
    "unreadable": "không mở được",
}
_TO_LOOK_AT: tuple[State, ...] = ("failed", "damaged", "unreadable")


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(cls=VietnameseCommand, no_args_is_help=True)(status)


def status(
    inputs: Inputs,
    store: StoreAt = None,
    json_: Json = False,
    knowledge: Knowledge = None,
    limits: Limits = None,
) -> None:
    """Cho biết trong thư mục có báo cáo nào đã phân tích, báo cáo nào bị lỗi và vì sao, báo cáo nào phải làm lại.

    \b
    cchc status bao-cao/
    cchc status bao-cao/ --store kho/ --json
    """
    run = batch.start(inputs, handling=Handling(store=store, knowledge=knowledge, limits=limits))
    keeping = Keeping(run.conduct, run.found, run.terms, writing=False)
    means = Means(store_of=keeping.store_of, parsed_by=keeping.parsed_by)
    standings = list(survey(run.found.files, run.found.gathered, means, run.terms))
    if json_:
        outputs.write_lines(map(show.json_line, map(_line, standings)), None)
    else:
        outputs.write_lines(_told(standings, len(run.found.skipped)), None)
    for aside in run.found.missing:
        show.left_aside(aside)
    show.skipped(run.found.skipped)
    raise typer.Exit(1 if run.found.missing else 0)


def _line(standing: Standing) -> dict[str, object]:
    slip = standing.slip
    return {
        "path": str(standing.path),
        "status": standing.state,
        "step": slip.step if slip else None,
        "reason": slip.reason if slip else standing.doubt,
    }


def _told(standings: list[Standing], skipped: int) -> list[str]:
    states = Counter(standing.state for standing in standings)
    counts = [(states[state], what) for state, what in _STATES.items()]
    counts[1:1] = [(sum(standing.doubt is not None for standing in standings), "trong số đó cần xem lại")]
    counts.append((skipped, "bỏ qua, không phải báo cáo"))
    lines = [f"{count:>7}  {what}" for count, what in counts if count]
    for standing in standings:
        if standing.doubt or standing.state in _TO_LOOK_AT:
            reason = standing.slip.reason if standing.slip else standing.doubt or f"{_STATES[standing.state]}."
            lines.append(f"{_shown(standing.path)}: {reason}")
    return lines


def _shown(path: Path) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in str(path))
