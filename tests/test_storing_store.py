"""What was parsed once is kept: found again by its content, whole or not at all, whatever happens to the run."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Annex
from cchc_nlp.pipeline import parse
from cchc_nlp.storing import Entry, Key, Slip, Store, from_json, key_of, one_line, to_json, to_text, way

TEXT = "BÁO CÁO\nCông tác cải cách hành chính tháng {} năm 2026\nI. KẾT QUẢ\n1. Cải cách thể chế\nĐã rà soát văn bản.\n"
KEY = Key("a" * 32, "b" * 12)


@pytest.fixture(scope="module")
def report(samples):
    """A long report with tables, problems and all."""
    return parse(next((samples / "reports").glob("*.docx")), load_standard())


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    made = Store(tmp_path / "kho")
    made.open()
    return made


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with some reports, where the commands are run."""
    monkeypatch.chdir(tmp_path)
    for number in range(1, 7):
        write(f"bc/{number}.txt", TEXT.format(number))
    return Path("bc")


def write(path, text):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def contents(root):
    return {path.relative_to(root): path.read_bytes() for path in sorted(Path(root).rglob("*")) if path.is_file()}


def entries(root=Path("bc/.cchc")):
    return sorted((root / "reports-1").glob("*/*"))


def test_an_entry_gives_back_the_report_with_all_that_the_document_leaves_out(report):
    back = Entry.restored(Entry.of(report).stored()).report(report.source.path)
    assert back == report
    assert repr(back) == repr(report)  # a list where a tuple was is not the same report


def test_an_entry_gives_the_document_as_it_is_written(report):
    entry = Entry.restored(Entry.of(report).stored())
    assert entry.text(report.source.path) == to_text(to_json(report))
    assert one_line(entry.text(report.source.path)) == json.dumps(to_json(report), ensure_ascii=False)
    assert from_json(json.loads(entry.text(report.source.path))).findings == report.findings


def test_paths_are_given_when_an_entry_is_used(report):
    annexed = replace(
        report, source=replace(report.source, annexes=(Annex("x/phu-luc.xlsx", "0" * 64, "xlsx", (9, 12)),))
    )
    entry = Entry.of(annexed)
    assert entry.stored() == Entry.of(replace(annexed, source=replace(annexed.source, path="elsewhere"))).stored()
    moved = entry.report("y/bc.docx", ["y/pl.xlsx"])
    assert (moved.source.path, moved.source.annexes[0].path) == ("y/bc.docx", "y/pl.xlsx")
    assert json.loads(entry.text("y/bc.docx", ["y/pl.xlsx"]))["source"]["annexes"][0]["path"] == "y/pl.xlsx"


def test_an_entry_knows_its_document_without_making_it(report):
    entry = Entry.of(report)
    said = entry.text("bc/xã.docx").encode()
    assert entry.is_text(said, "bc/xã.docx")
    assert not entry.is_text(said, "bc/xã khác.docx")
    chance = random.Random(7)
    for _ in range(30):
        at = chance.randrange(len(said))
        assert not entry.is_text(said[:at] + bytes([said[at] ^ 1]) + said[at + 1 :], "bc/xã.docx")
    assert not entry.is_text(said[:-1], "bc/xã.docx")
    assert not entry.is_text(b"", "bc/xã.docx")


def test_every_damage_to_an_entry_is_seen_and_the_entry_taken_away(store, report):
    stored = Entry.of(report).stored()
    chance = random.Random(7)
    damaged = [stored[: chance.randrange(len(stored))] for _ in range(10)]
    for _ in range(30):
        at = chance.randrange(len(stored))
        damaged.append(stored[:at] + bytes([stored[at] ^ (1 << chance.randrange(8))]) + stored[at + 1 :])
    for wrong in [b"", b"cchc-entry/2 x", *damaged]:
        store.put(KEY, wrong)
        assert store.get(KEY) is None
        assert not store.has(KEY)
    assert store.damaged == len(damaged) + 2


def test_a_key_knows_content_annexes_and_way():
    keys = [
        key_of([b"a"], way(None)),
        key_of([b"b"], way(None)),
        key_of([b"a", b"b"], way(None)),
        key_of([b"ab"], way(None)),
        key_of([b"a"], way(None, "max_pages=3")),
    ]
    assert len({key.name for key in keys}) == len(keys)


def test_other_knowledge_is_another_way(tmp_path):
    write(tmp_path / "tri-thuc/wording.toml", "")
    before = way(tmp_path / "tri-thuc")
    write(tmp_path / "tri-thuc/wording.toml", "# khác\n")
    assert len({before, way(tmp_path / "tri-thuc"), way(None)}) == 3


def test_a_failure_is_kept_until_the_file_is_read(store, report):
    store.put_failure(KEY, Slip("a.docx", "reading", "tệp bị hỏng."))
    assert store.failure(KEY) == Slip("a.docx", "reading", "tệp bị hỏng.")
    store.put(KEY, Entry.of(report).stored())
    assert store.failure(KEY) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit for the size of files")
def test_a_full_disk_costs_the_store_and_nothing_else(folder, tmp_path):
    def fill():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # an entry is larger

    running = started("parse", "bc", cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=fill)
    out, told = running.communicate(timeout=60)
    assert running.returncode == 0
    assert len(out.splitlines()) == 6
    assert told.decode("utf-8").count("LƯU Ý bc/.cchc: không lưu được kết quả cho lần sau") == 1
    assert entries(tmp_path / "bc/.cchc") == []
    assert list((tmp_path / "bc/.cchc/drafts").iterdir()) == []


def test_two_stores_of_one_folder_make_the_same_entry(tmp_path, report):
    stored = Entry.of(report).stored()
    for store in (Store(tmp_path), Store(tmp_path)):
        store.open()
        store.put(KEY, stored)
    assert Store(tmp_path).get(KEY) == Entry.restored(stored)


def test_a_second_run_parses_only_what_changed(run, folder):
    assert run("parse", "bc", "-o", "kq")[0] == 0
    first = contents("kq")
    write("bc/3.txt", TEXT.format(9))
    write("bc/moi.txt", TEXT.format(10))
    assert run("parse", "bc", "-o", "kq2", "--log", "nhat-ky.jsonl") == (
        0,
        "",
        "Đã đọc 7 báo cáo (5 báo cáo không thay đổi từ lần trước).\nĐã ghi kết quả của 7 báo cáo vào kq2.\n",
    )
    status = [json.loads(line)["status"] for line in Path("nhat-ky.jsonl").read_text("utf-8").splitlines()]
    assert status == ["unchanged"] * 2 + ["parsed"] + ["unchanged"] * 3 + ["parsed", "ended"]
    second = contents("kq2")
    assert {name for name in first if first[name] != second[name]} == {Path("3.json")}
    run("parse", "bc", "-o", "kq3", "--no-store")
    assert contents("kq3") == second


def test_a_file_that_got_another_name_or_date_is_not_parsed_again(run, folder):
    run("parse", "bc", "-o", "kq")
    Path("bc/1.txt").rename("bc/so-1.txt")
    os.utime("bc/2.txt", (0, 0))  # as after the clock was set back
    assert "(6 báo cáo không thay đổi" in run("parse", "bc", "-o", "kq2")[2]
    assert json.loads(Path("kq2/so-1.json").read_text("utf-8"))["source"]["path"] == "bc/so-1.txt"


def test_other_commands_use_what_parse_has_kept(run, folder):
    run("parse", "bc", "-o", "kq")
    alone = run("check", "bc", "--json", "--no-store")
    kept = run("check", "bc", "--json")
    assert kept[1] == alone[1]
    assert "(6 báo cáo không thay đổi" in kept[2]


def test_damaged_entries_are_told_and_made_again(run, folder):
    run("parse", "bc", "-o", "kq")
    entries()[2].write_bytes(b"cchc-entry/2 x")
    assert "      1  kết quả đã lưu bị hỏng" in run("status", "bc")[1]
    status, _, told = run("parse", "bc", "-o", "kq2")
    assert status == 0
    assert "LƯU Ý bc/.cchc: 1 kết quả đã lưu bị hỏng nên đã được phân tích lại.\n" in told
    assert contents("kq2") == contents("kq")
    assert run("status", "bc")[1] == "      6  đã phân tích, không cần làm lại\n"


def test_status_says_what_is_there_what_failed_and_why_and_what_is_stale(run, folder):
    assert run("status", "bc")[1] == "      6  chưa phân tích\n"
    assert not Path("bc/.cchc").exists()
    write("bc/hong.pdf", "%PDF-1.4 hỏng")
    run("parse", "bc", "-o", "kq")
    old = entries()[0]
    old.rename(old.with_name(f"{old.name[:32]}-{'0' * 12}"))
    reason = "tệp PDF bị hỏng"
    status, told, _ = run("status", "bc")
    assert status == 0
    assert told.splitlines()[:3] == [
        "      5  đã phân tích, không cần làm lại",
        "      1  bị lỗi ở lần chạy trước",
        "      1  kết quả của phiên bản hoặc tri thức cũ, sẽ phân tích lại",
    ]
    assert told.splitlines()[3].startswith(f"bc/hong.pdf: {reason}"), told
    lines = [json.loads(line) for line in run("status", "bc", "--json")[1].splitlines()]
    assert [line["status"] for line in lines].count("failed") == 1


def test_a_store_of_another_layout_is_left_alone(run, folder):
    other = write("bc/.cchc/reports-2/aa/x", "của phiên bản sau")
    run("parse", "bc", "-o", "kq")
    assert other.read_text("utf-8") == "của phiên bản sau"


def test_a_file_named_by_itself_leaves_nothing_behind(run, folder):
    run("parse", "bc/1.txt", "-o", "kq")
    assert not Path("bc/.cchc").exists()


def test_what_a_password_opens_is_kept_only_where_a_place_is_named(run, folder):
    run("parse", "bc", "-o", "kq", "--password", "bí mật")
    assert not Path("bc/.cchc").exists()
    run("parse", "bc", "-o", "kq2", "--password", "bí mật", "--store", "kho")
    assert len(entries(Path("kho"))) == 6


def test_a_place_that_cannot_be_a_folder_costs_the_store_and_nothing_else(run, folder):
    write("bc/.cchc", "một tệp")
    status, _, told = run("parse", "bc", "-o", "kq")
    assert status == 0
    assert "LƯU Ý bc/.cchc: không lưu được kết quả cho lần sau" in told
    assert len(contents("kq")) == 6


def test_two_runs_at_once_end_as_one(folder, tmp_path):
    runs = [started("parse", "bc", "-o", f"kq{n}", "-q", cwd=tmp_path) for n in (1, 2)]
    assert [running.wait(120) for running in runs] == [0, 0]
    assert contents(tmp_path / "kq1") == contents(tmp_path / "kq2")
    assert len(entries(tmp_path / "bc/.cchc")) == 6
    assert [p.name for p in (tmp_path / "bc/.cchc/drafts").iterdir()] == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes in another way")
def test_killed_at_any_moment_the_next_run_goes_on_and_ends_the_same(tmp_path):
    for number in range(40):
        write(tmp_path / f"bc/{number:02}.txt", TEXT.format(number % 12 + 1) + f"Nội dung {number}.\n" * 40)
    shutil.copytree(tmp_path / "bc", tmp_path / "yen/bc")
    assert started("parse", "bc", "-o", "kq", "-q", "-j", "2", cwd=tmp_path / "yen").wait(120) == 0
    chance = random.Random(1)
    for _ in range(4):
        running = started("parse", "bc", "-o", "kq", "-q", "-j", "2", "--force", cwd=tmp_path, start_new_session=True)
        time.sleep(chance.uniform(0.3, 2.5))
        os.kill(running.pid, signal.SIGKILL)  # the run alone: its workers must not outlive it
        running.wait()
        _wait_until_gone(running.pid)
    assert started("parse", "bc", "-o", "kq", "-q", "-j", "2", "--force", cwd=tmp_path).wait(120) == 0
    assert contents(tmp_path / "kq") == contents(tmp_path / "yen/kq")
    assert contents(tmp_path / "bc/.cchc/reports-1") == contents(tmp_path / "yen/bc/.cchc/reports-1")


def started(*arguments, **options):
    return subprocess.Popen([sys.executable, "-m", "cchc_nlp", *map(str, arguments)], **options)


def _wait_until_gone(group):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    pytest.fail("workers outlived their run")
