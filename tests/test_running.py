"""Many files: order kept, the bad ones beside the good ones, the same results on any number of workers."""

import os
import subprocess
import sys
import time
from multiprocessing import active_children
from pathlib import Path

import pytest

from cchc_nlp.knowledge import Standard, load_standard
from cchc_nlp.model import Report
from cchc_nlp.running import Failure, Means, parse_all
from cchc_nlp.storing import Store

TEXT = "BÁO CÁO\nCông tác cải cách hành chính tháng {} năm 2026\nI. KẾT QUẢ\n1. Cải cách thể chế\nĐã rà soát văn bản.\n"


class Deadly(Standard):
    """Knowledge that ends the process, as a crash inside a library would, when it is asked about a file «chết»."""

    __slots__ = ()

    def __getattribute__(self, name):
        frame = sys._getframe()
        while frame is not None:
            if frame.f_code.co_name == "parsed" and "chết" in str(frame.f_locals["path"]):
                os._exit(1)
            frame = frame.f_back
        return super().__getattribute__(name)


@pytest.fixture
def files(tmp_path):
    """Some good files and, in the middle, an empty one."""
    paths = [tmp_path / f"{number:02}.txt" for number in range(1, 13)]
    for number, path in enumerate(paths, 1):
        path.write_text("" if number == 6 else TEXT.format(number), "utf-8")
    return paths


def test_results_come_in_the_order_of_the_files(files):
    results = list(parse_all(files, load_standard()))
    assert [r.path if isinstance(r, Failure) else Path(r.source.path) for r in results] == files
    assert [r.meta.period.number for r in results if isinstance(r, Report)] == [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12]


def test_a_bad_file_is_a_failure_that_names_step_and_reason(files):
    failures = [result for result in parse_all(files, load_standard()) if isinstance(result, Failure)]
    assert failures == [Failure(files[5], "reading", "tệp rỗng (0 byte); hãy lấy lại tệp từ nơi gửi.")]


def test_the_number_of_workers_changes_nothing(samples):
    paths = sorted((samples / "reports").iterdir())
    standard = load_standard()
    assert list(parse_all(paths, standard, jobs=2)) == list(parse_all(paths, standard, jobs=1))


def test_a_fault_of_ours_is_a_failure_with_its_traceback(files):
    (failure,) = parse_all(files[:1], standard=None)
    assert failure.path == files[0]
    assert failure.step in ("aligning", "extracting")
    assert failure.reason == "lỗi của chương trình (AttributeError)."
    assert failure.trace.splitlines()[-1].startswith("AttributeError: ")


def test_a_worker_that_dies_costs_its_report_and_no_other(files):
    deadly = files[2].rename(files[2].with_name("chết.txt"))
    files[2] = deadly
    usual = load_standard()
    standard = Deadly(**{name: getattr(usual, name) for name in usual.__dataclass_fields__})
    results = list(parse_all(files, standard, jobs=2))
    assert [result.path for result in results if isinstance(result, Failure)] == [deadly, files[5]]
    assert results[2] == Failure(
        deadly, "running", "tiến trình đọc tệp này dừng đột ngột; tệp có thể quá lớn hoặc bị hỏng."
    )
    assert [Path(r.source.path) for r in results if isinstance(r, Report)] == [
        f for f in files if f not in (deadly, files[5])
    ]


@pytest.mark.skipif(os.name == "nt", reason="the dying program is a shell script")
def test_workers_that_die_before_they_have_started_keep_no_run_waiting(files, tmp_path):
    stillborn = tmp_path / "python"
    stillborn.write_text(f'#!/bin/sh\ncase "$*" in *spawn_main*) exit 1 ;; esac\nexec "{sys.executable}" "$@"\n')
    stillborn.chmod(0o755)
    script = f"""
import multiprocessing
from pathlib import Path
from cchc_nlp.knowledge import load_standard
from cchc_nlp.running import parse_all
multiprocessing.set_executable({str(stillborn)!r})
for result in parse_all(sorted(Path({str(files[0].parent)!r}).glob("*.txt")), load_standard(), jobs=2):
    print(result.step)
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert ended.stdout.split() == ["running"] * len(files)


def test_a_store_gives_what_was_parsed_and_takes_the_rest(files, tmp_path):
    store = Store(tmp_path / "kho")
    store.open()
    means = Means(store_of=lambda _: store, parsed_by="way")
    first = list(parse_all(files, load_standard(), means=means))
    files[3].write_text(TEXT.format(11), "utf-8")
    second = list(parse_all(files, load_standard(), means=means))
    assert [a == b for a, b in zip(first, second, strict=True)] == [True] * 3 + [False] + [True] * 8
    assert second == list(parse_all(files, load_standard()))


def test_results_are_kept_as_they_are_done_and_not_when_their_turn_comes(files, tmp_path):
    store = Store(tmp_path / "kho")
    store.open()
    results = parse_all(files, load_standard(), means=Means(2, store_of=lambda _: store, parsed_by="way"))
    next(results)
    deadline = time.monotonic() + 60
    while len(list(store.names())) < len(files) - 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(list(store.names())) == len(files) - 1  # one is empty
    results.close()


def test_workers_go_when_the_run_is_left(files):
    before = set(active_children())
    results = parse_all(files, load_standard(), jobs=2)
    next(results)
    results.close()
    deadline = time.monotonic() + 20
    while set(active_children()) - before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert set(active_children()) - before == set()
