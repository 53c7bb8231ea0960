"""How long parsing takes, against the one yardstick every machine has: a plain word segmentation of the same texts.

    python benchmarks/parse.py [--reports 200]

Prints the ratio of the two times, the share of each step, and the peak memory. Processor time, so that other work on
the machine does not count; imports and knowledge are loaded before the clock starts, caches are cold.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from underthesea import word_tokenize

from cchc_nlp.aligning import align
from cchc_nlp.checking import check
from cchc_nlp.cleaning import clean
from cchc_nlp.extracting import extract
from cchc_nlp.knowledge import load_standard
from cchc_nlp.outlining import outline
from cchc_nlp.reading import read

ROOT = Path(__file__).resolve().parent.parent

# The generator makes at least the twelve designs of corpora/mau, and a few communes that send nothing.
_FEWEST, _SILENT = 12, 1.3


def main() -> None:
    """Make the reports, parse them, segment them, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=200)
    wanted = parser.parse_args().reports
    with tempfile.TemporaryDirectory() as folder:
        files = _reports(Path(folder), wanted)
        steps = _time_parsing(files)
        parsing, memory = sum(steps.values()), _peak_memory()
        segmenting = _time_segmenting(files)
        size = sum(file.stat().st_size for file in files)
    print(f"{len(files)} reports, {size / 1e6:.1f} MB of text")
    print(f"parse         {parsing:7.2f} s  {1000 * parsing / len(files):7.1f} ms a report")
    print(f"word_tokenize {segmenting:7.2f} s  {1000 * segmenting / len(files):7.1f} ms a report")
    print(f"parse / word_tokenize {parsing / segmenting:.2f} (goal: at most 0.5)")
    print("share of the steps: " + ", ".join(f"{name} {seconds / parsing:.0%}" for name, seconds in steps.items()))
    print(f"peak memory of parsing: {memory}")


def _reports(folder: Path, wanted: int) -> list[Path]:
    communes = max(_FEWEST, round(wanted * _SILENT))
    script = ROOT / "corpora" / "generate.py"
    subprocess.run(
        [sys.executable, script, "--out", folder, "--communes", str(communes), "--seed", "7"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return sorted((folder / "texts").glob("*.txt"))[:wanted]


def _time_parsing(files: list[Path]) -> dict[str, float]:
    """Seconds each step took over all files, in the order of the pipeline."""
    standard = load_standard()
    steps: dict[str, Callable[[Any], Any]] = {
        "reading": read,
        "cleaning": clean,
        "outlining": outline,
        "aligning": lambda found: align(found, standard),
        "extracting": lambda found: extract(found, standard),
        "checking": lambda found: check(found, standard),
    }
    seconds = dict.fromkeys(steps, 0.0)
    for file in files:
        value: Any = file
        for name, step in steps.items():
            begun = time.process_time()
            value = step(value)
            seconds[name] += time.process_time() - begun
    return seconds


def _time_segmenting(files: list[Path]) -> float:
    word_tokenize("khởi động")
    texts = [file.read_text("utf-8") for file in files]
    begun = time.process_time()
    for text in texts:
        word_tokenize(text)
    return time.process_time() - begun


def _peak_memory() -> str:
    try:
        import resource
    except ImportError:  # Windows has no such count
        return "not known on this system"
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
