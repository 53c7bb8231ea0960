"""The same batch on a Dask cluster: a real one of two worker processes on this machine, one of them killed."""

import os
import signal
import sys
from pathlib import Path

import pytest

from cchc_nlp.errors import RunError
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Report
from cchc_nlp.running import Failure, Means, crews, parse_all

TEXT = "BÁO CÁO\nCông tác cải cách hành chính tháng {} năm 2026\nI. KẾT QUẢ\n1. Cải cách thể chế\nĐã rà soát văn bản.\n"

pytestmark = pytest.mark.filterwarnings("default")  # closing sockets is Dask's own business


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes with nannies, which start a new one for each that dies."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as made:
        yield made


@pytest.fixture
def files(tmp_path):
    """Many reports and an empty one."""
    paths = [tmp_path / f"{number:03}.txt" for number in range(1, 61)]
    for number, path in enumerate(paths):
        path.write_text("" if number == 7 else TEXT.format(number % 12 + 1) + f"Nội dung {number}.\n" * 60, "utf-8")
    return paths


def test_a_cluster_gives_what_one_process_gives(cluster, files):
    means = Means(dask=cluster.scheduler_address)
    assert list(parse_all(files, load_standard(), means=means)) == list(parse_all(files, load_standard()))


def test_workers_that_do_not_see_the_files_get_their_contents(cluster, files, monkeypatch):
    monkeypatch.setattr(crews, "_digest", lambda _: "no worker has this")
    assert list(parse_all(files[:12], load_standard(), means=Means(dask=cluster.scheduler_address))) == list(
        parse_all(files[:12], load_standard())
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes in another way")
def test_a_worker_killed_in_mid_run_costs_nothing(cluster, files):
    results = parse_all(files, load_standard(), means=Means(dask=cluster.scheduler_address))
    got = [next(results)]
    workers = cluster.scheduler_info["workers"].values()
    from distributed import Client

    with Client(cluster.scheduler_address, set_as_default=False) as client:
        pids = list(client.run(os.getpid).values())
    assert len(workers) == len(pids) == 2
    os.kill(pids[0], signal.SIGKILL)
    got += results
    assert [Path(one.source.path) if isinstance(one, Report) else one.path for one in got] == files
    assert [one for one in got if isinstance(one, Failure)] == [
        Failure(files[7], "reading", "tệp rỗng (0 byte); hãy lấy lại tệp từ nơi gửi.")
    ]
    assert got == list(parse_all(files, load_standard()))


def test_a_cluster_that_is_not_there_is_one_line(files, monkeypatch):
    monkeypatch.setattr(crews, "_PATIENCE", "1s")
    with pytest.raises(RunError) as told:
        list(parse_all(files[:2], load_standard(), means=Means(dask="tcp://127.0.0.1:9")))
    assert str(told.value) == (
        "tcp://127.0.0.1:9: không kết nối được cụm Dask; hãy kiểm tra địa chỉ và dask scheduler."
    )
