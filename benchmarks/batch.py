"""How fast batches are, in ratios that hold on any machine, beside what one would write with the usual libraries.

    python benchmarks/batch.py [--reports 600]

Prints the machine, each measure with its floor, and the same of a peer: python-docx, `word_tokenize` of every
paragraph, scikit-learn's TF-IDF and KMeans. Processor time wherever that tells the same, so that other work on the
machine does not count. Below 600 reports the figures are only good to see that everything runs.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import Process
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CCHC = [sys.executable, "-m", "cchc_nlp"]
ALONE_SCRIPT = [sys.executable, __file__, "--one"]
CLUSTERS = 20
TURNS = 10
TELLING = 600  # reports from which on start-up no longer outweighs the work
PART = 40  # reports that the peer is measured on, which takes its time
FULL = 100  # reports from which on all kills are tried


@dataclass(frozen=True)
class Line:
    """A measure, its floor, and the peer's where it has one."""

    what: str
    found: float
    floor: float
    peer: float | None = None
    note: str = ""


def main() -> None:
    """Make the reports, measure, print; or measure one thing in a process of its own."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--reports", type=int, default=600)
    arguments.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one:
        name, folder = given.one
        for said in ALONE[name](Path(folder)):
            print(json.dumps(said), flush=True)
        return
    print(f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors, {_memory():.0f} GB")
    print(f"load when begun: {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "", flush=True)
    begun = time.perf_counter()
    over = "  MISSED" if given.reports >= TELLING else "  (too few reports to tell)"
    with TemporaryDirectory() as folder:
        made = Path(folder)
        making = Process(target=make, args=(made, given.reports))  # or what it took would count as that of its children
        making.start()
        making.join()
        if making.exitcode:
            sys.exit("the reports could not be made")
        print(f"{'':58}{'cchc':>9}{'floor':>9}{'peer':>9}")
        for measure in MEASURES:
            for line in measure(made):
                told = f"{line.found:>9.3g}{line.floor:>9.3g}" + (f"{line.peer:>9.3g}" if line.peer else " " * 9)
                missed = "" if line.found <= line.floor else over
                print(f"{line.what:58}{told}{missed}{'  ' + line.note if line.note else ''}", flush=True)
    print(f"all of it took {time.perf_counter() - begun:.0f} s")


def make(folder: Path, wanted: int) -> None:
    """The same reports as .txt and as .docx."""
    sys.path.insert(0, str(ROOT / "corpora"))
    import generate
    from generating.composing import Store
    from generating.planning import draft

    province, store = draft(max(12, round(wanted * 1.3)), 7), Store()
    for name in ("txt", "docx"):
        (folder / name).mkdir()
    papers = [(generate.compose(plan, store, 7), plan) for plan in province.plans[:wanted]]
    with ProcessPoolExecutor() as pool:
        for (_, plan), (content, text) in zip(papers, pool.map(in_word, papers), strict=True):
            name = generate.file_name(plan)
            (folder / "docx" / f"{name}.docx").write_bytes(content)
            (folder / "txt" / f"{name}.txt").write_text(text, "utf-8")


def in_word(made: tuple[Any, Any]) -> tuple[bytes, str]:
    """A report as a Word file, and its words."""
    sys.path.insert(0, str(ROOT / "corpora"))
    from generating.rendering import render

    paper, plan = made
    content, pieces = render(paper, replace(plan, design=replace(plan.design, format="docx", appendix="word")))
    return content, "".join(f"{piece.text}\n" for piece in pieces)


@cache
def in_turns(folder: Path) -> tuple[dict[str, float], float, float]:
    """Processor seconds of one plain segmentation of each report, of parsing them as .txt, and as .docx.

    Each in a process of its own, which do a part in turns: whatever slows the machine for a while slows all alike.
    """
    asked = (("tokenize", "txt"), ("parse", "txt"), ("parse", "docx"))
    processes = [
        subprocess.Popen([*ALONE_SCRIPT, name, str(folder / kind)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for name, kind in asked
    ]
    told: list[list[dict[str, float]]] = [[], [], []]
    for turn in range(TURNS * len(processes)):
        process = processes[turn % len(processes)]
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
        told[turn % len(processes)].append(json.loads(process.stdout.readline()))
    for process, parts in zip(processes, told, strict=True):
        last, _ = process.communicate()
        parts.extend(map(json.loads, last.splitlines()))
    segmented, text, word = told
    whole = {name: seconds for part in segmented for name, seconds in part.items()}
    return whole, sum(part["seconds"] for part in text), sum(part["seconds"] for part in word)


def turns(files: Sequence[Path]) -> Iterator[Sequence[Path]]:
    """The files part by part, each when its turn has come."""
    for turn in range(TURNS):
        sys.stdin.readline()
        yield files[turn::TURNS]


def parsing(folder: Path) -> Iterator[Line]:
    """One process, against one plain segmentation of the same words; the peer on a part, and reads with python-docx."""
    plain, *ours = in_turns(folder)
    for kind, floor, seconds in zip(("txt", "docx"), (0.35, 0.45), ours, strict=True):
        part = folder / f"part-{kind}"
        part.mkdir()
        for file in sorted((folder / kind).iterdir())[:PART]:
            shutil.copy(file, part)
        beside = alone("peer", part)["seconds"] / sum(plain[file.stem] for file in part.iterdir())
        yield Line(f"parse of .{kind} / plain word_tokenize of its text", seconds / sum(plain.values()), floor, beside)


def parse_alone(folder: Path) -> Iterator[dict[str, float]]:
    """Processor seconds of parsing a folder, in turns; at last those of the guarded readers."""
    from cchc_nlp.knowledge import load_standard
    from cchc_nlp.pipeline import parse
    from cchc_nlp.reading import guarding

    standard = load_standard()
    for part in turns(sorted(folder.iterdir())):
        begun = time.process_time()
        for file in part:
            parse(file, standard)
        yield {"seconds": time.process_time() - begun}
    guarding._end_all()  # noqa: SLF001 - a process counts when it has ended
    yield {"seconds": _children_spent()}


def tokenize_alone(folder: Path) -> Iterator[dict[str, float]]:
    """Processor seconds of segmenting the words of each report of a folder, in one piece, in turns."""
    from underthesea import word_tokenize

    from cchc_nlp.reading import read

    texts = {file: "\n".join(line.text for line in read(file).lines) for file in sorted(folder.iterdir())}
    word_tokenize("khởi động")
    for part in turns(list(texts)):
        found = {}
        for file in part:
            begun = time.process_time()
            word_tokenize(texts[file])
            found[file.stem] = time.process_time() - begun
        yield found


def peer_alone(folder: Path) -> Iterator[dict[str, float]]:
    """What one would write today: read, segment everything, cluster the sentences."""
    import docx
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer
    from underthesea import word_tokenize

    begun = time.process_time()
    sentences = []
    for file in sorted(folder.iterdir()):
        if file.suffix == ".docx":
            document = docx.Document(str(file))
            texts = [paragraph.text for paragraph in document.paragraphs]
            texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        else:
            texts = file.read_text("utf-8").splitlines()
        sentences += [word_tokenize(text, format="text") for text in texts if text.strip()]
    some = random.Random(7).sample(sentences, min(len(sentences), 20_000))  # noqa: S311
    KMeans(CLUSTERS, n_init=1, random_state=7).fit(TfidfVectorizer(min_df=2).fit_transform(some))
    yield {"seconds": time.process_time() - begun}


def runs(folder: Path) -> Iterator[Line]:
    """One worker and two, from nothing; then once more with the store, and one report of a hundred changed."""
    for name in ("one", "two"):
        shutil.copytree(folder / "docx", folder / name / "bc")
    with inside(folder / "two"):
        two = ran("parse", "bc", "-o", "kq", "-q", "-j", "2")
    with inside(folder / "one"):
        one = ran("parse", "bc", "-o", "kq", "-q", "-j", "1")
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
        changed = sorted(Path("bc").glob("*.docx"))
        for at in range(0, len(changed), 100):
            text = (folder / "txt" / f"{changed[at].stem}.txt").read_text("utf-8")
            changed[at].with_suffix(".txt").write_text(f"{text}Đã sửa.\n", "utf-8")
            changed[at].unlink()
        second = ran("parse", "bc", "-o", "kq", "-q", "-j", "1", "--force")
    yield Line("two workers / one, processor time of all processes", two.cpu / one.cpu, 1.25)
    yield Line(
        "two workers / one, wall", two.wall / one.wall, 0.65, note=f"load {load:.1f}: two processors must be free"
    )
    yield Line("second run with 1 % changed / first run", second.cpu / one.cpu, 0.05, note=f"{second.wall:.1f} s")


def growth(folder: Path) -> Iterator[Line]:
    """Memory and time of one process over many reports, each different."""
    told = alone("growing", folder / "txt")
    few, some, many = (str(n) for n in told["sizes"])
    yield Line(f"peak memory at {many} reports / at {few}", told["mb"][many] / told["mb"][few], 1.2)
    yield Line("peak memory of one process, MB", told["mb"][many], 600)
    slope = math.log(told["seconds"][many] / told["seconds"][few]) / math.log(int(many) / int(few))
    fit = ", ".join(f"{n}: {told['seconds'][n]:.0f} s" for n in (few, some, many))
    day = told["seconds"][many] * (60_000 / int(many)) ** max(slope, 1) / 3600
    yield Line("growth exponent of the time", slope, 1.05, note=f"{fit}; 60 000: {day:.1f} h of one processor")


def grow_alone(folder: Path) -> Iterator[dict[str, object]]:
    """Time and peak memory after so many reports."""
    from cchc_nlp.knowledge import load_standard
    from cchc_nlp.running import parse_all

    files = sorted(folder.iterdir())
    sizes = [round(len(files) * share) for share in (5 / 6, 10 / 6, 20 / 6)]
    seconds, megabytes = {}, {}
    with TemporaryDirectory() as made:
        paths = []
        for number in range(sizes[-1]):
            path = Path(made, f"{number:05}.txt")
            path.write_text(f"{files[number % len(files)].read_text('utf-8')}Bản thứ {number}.\n", "utf-8")
            paths.append(path)
        standard = load_standard()
        begun = time.process_time()
        for number, _ in enumerate(parse_all(paths, standard, jobs=1), 1):
            if number in sizes:
                seconds[number] = time.process_time() - begun
                megabytes[number] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield {"sizes": sizes, "seconds": seconds, "mb": megabytes}


def synthesis(folder: Path) -> Iterator[Line]:
    """The main job from the command line, nothing kept, against plain segmentation of the same reports."""
    few = folder / "few"
    few.mkdir()
    for file in sorted((folder / "txt").iterdir())[:120]:
        shutil.copy(file, few)
    plain, *_ = in_turns(folder)
    segmented = sum(plain[file.stem] for file in few.iterdir())
    full = ran("synthesize", str(few), "-o", str(folder / "th.docx"), "--no-store", "-q", "-j", "1")
    yield Line("synthesis of 120 reports, cold / plain pass", full.cpu / segmented, 1.2)


def cluster(folder: Path) -> Iterator[Line]:
    """A Dask cluster of two workers against two processes, from the first result to the last."""
    told = alone("dask", folder / "docx")
    yield Line("Dask, two workers / two processes, wall", told["dask"] / told["processes"], 1.15)


def dask_alone(folder: Path) -> Iterator[dict[str, float]]:
    """Seconds from the first result to the last."""
    from distributed import LocalCluster

    from cchc_nlp.knowledge import load_standard
    from cchc_nlp.running import Means, parse_all

    files, standard = sorted(folder.iterdir()), load_standard()
    found = {"processes": 1e9, "dask": 1e9}
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as made:
        for means in [Means(2), Means(dask=made.scheduler_address)] * 2:
            results = parse_all(files[:160], standard, means=means)
            next(results)
            begun = time.perf_counter()
            for _ in results:
                pass
            name = "dask" if means.dask else "processes"
            found[name] = min(found[name], time.perf_counter() - begun)
    yield found


def start_up(_: Path) -> Iterator[Line]:
    """`cchc --help` against a Python that does nothing."""
    bare, page = ([started([sys.executable, "-c", "pass"], at) for at in range(9)],
                  [started([*CCHC, "--help"], at) for at in range(9)])  # fmt: skip
    yield Line("cchc --help / python -c pass", min(page) / min(bare), 3)


def faults(folder: Path) -> Iterator[Line]:
    """Killed 30 times, the run or one of its workers, the dataset is that of a run left in peace, byte for byte."""
    for name in ("peace", "war"):
        (folder / name / "bc").mkdir(parents=True)
        for file in sorted((folder / "txt").iterdir())[:60]:
            shutil.copy(file, folder / name / "bc")
    chance = random.Random(7)  # noqa: S311
    command = [*CCHC, "export", "bc", "-o", "dataset", "-q", "-j", "2"]
    subprocess.run(command, cwd=folder / "peace", check=True)
    kills = 30 if len(list((folder / "txt").iterdir())) >= FULL else 3
    for number in range(kills):
        running = subprocess.Popen(command, cwd=folder / "war", start_new_session=True, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.2, 2.2))
        own = [running.pid] if number % 2 else _children(running.pid)
        for pid in own[-1:]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if number % 2 or not own:
            running.kill()
        running.wait(timeout=600)
    subprocess.run(command, cwd=folder / "war", check=True)
    differing = [
        file
        for file in (folder / "peace" / "dataset").rglob("*.parquet")
        if file.read_bytes() != (folder / "war" / file.relative_to(folder / "peace")).read_bytes()
    ]
    yield Line(f"files of the dataset that differ after {kills} kills", len(differing), 0)


def _children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)  # noqa: S607
    return [int(line) for line in listed.stdout.split()]


@dataclass(frozen=True)
class Ran:
    """What a command took, its children with it."""

    cpu: float
    wall: float


def ran(*arguments: str) -> Ran:
    """Run `cchc` and see what it takes."""
    before, begun = _children_spent(), time.perf_counter()
    subprocess.run([*CCHC, *arguments], check=True, stdout=subprocess.DEVNULL)
    return Ran(_children_spent() - before, time.perf_counter() - begun)


def started(command: list[str], _: int) -> float:
    """Processor seconds of a command."""
    before = _children_spent()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return _children_spent() - before


def alone(name: str, folder: Path) -> dict[str, float]:
    """A measure in a process of its own."""
    ended = subprocess.run([*ALONE_SCRIPT, name, str(folder)], check=True, stdout=subprocess.PIPE)
    told: dict[str, float] = json.loads(ended.stdout.splitlines()[-1])
    return told


def _children_spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in a folder."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def _memory() -> float:
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9


ALONE: dict[str, Callable[[Path], Iterator[dict[str, Any]]]] = {
    "parse": parse_alone,
    "tokenize": tokenize_alone,
    "peer": peer_alone,
    "growing": grow_alone,
    "dask": dask_alone,
}
MEASURES = (start_up, parsing, runs, growth, synthesis, cluster, faults)

if __name__ == "__main__":
    main()
