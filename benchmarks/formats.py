"""The table of readers: every file format of the real reports, parsed and scored, a line a file.

    python benchmarks/formats.py [FILE...]

Without files: all of reports/formats in CCHC_REAL_CORPUS (by default ../shared). Names begin with the report's number.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from quality import REAL

MEASURES = ("words_kept", "heading_f1", "finding_f1", "table_f1", "meta")
_NO_REPORTS = {".zip", ".xls", ".xlsx"}  # bundles and lone appendices have no gold of their own


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a file could not be read."""
    files = [Path(argument) for argument in arguments] or _formats()
    print(f"{'file':<26}{'seconds':>8}" + "".join(f"{measure:>12}" for measure in MEASURES))
    unread = 0
    for file in files:
        started = time.monotonic()
        scores = _scores(file)
        unread += not scores
        shown = "".join(f"{scores[m]:>12.3f}" if m in scores else f"{'-':>12}" for m in MEASURES)
        print(f"{file.name:<26}{time.monotonic() - started:>8.1f}{shown if scores else '  not read'}", flush=True)
    return 1 if unread else 0


def _formats() -> list[Path]:
    texts = (REAL / "reports").glob("*.txt")
    formats = (REAL / "reports" / "formats").iterdir()
    return [*sorted(texts), *sorted(file for file in formats if file.suffix not in _NO_REPORTS)]


def _scores(file: Path) -> dict[str, float]:
    """The scorer's figures for a file; none where it could not be read."""
    with tempfile.TemporaryDirectory() as folder:
        _run("-m", "cchc_nlp", "parse", file, "-o", folder, "--quiet", "--no-store")
        if not any(Path(folder).iterdir()):
            return {}
        scores = Path(folder, "scores.json")
        gold = ("--gold", REAL / "gold", "--texts", REAL / "reports", "--pred", folder)
        _run(REAL / "eval" / "score.py", *gold, "--only", file.name[:3], "--json", scores)
        found: dict[str, float] = json.loads(scores.read_text("utf-8"))["mean"]
        return found


def _run(*command: str | Path) -> None:
    subprocess.run([sys.executable, *map(str, command)], stdout=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
