"""What all tests share: a closed network, and the way to the real reports where they are at hand."""

import os
import socket
import sys
from pathlib import Path

import pytest

from cchc_nlp import cli

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def closed_network(monkeypatch):
    """Nothing may reach out: officers work offline. Sockets of this machine stay open (worker processes need them)."""
    connect = socket.socket.connect

    def connect_here(self, address):
        here = not isinstance(address, tuple) or address[0] in ("127.0.0.1", "::1", "localhost")
        if not here:
            raise OSError(f"the network is closed in tests: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_here)


@pytest.fixture(scope="session")
def real_corpus():
    """The folder with `reports`, `gold` and `eval` of the real reports; they may not be copied into the repository."""
    folder = os.environ.get("CCHC_REAL_CORPUS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("CCHC_REAL_CORPUS does not name the folder of the real reports")
    return Path(folder).resolve()


@pytest.fixture(scope="session")
def samples():
    """The made-up reports of the repository."""
    return ROOT / "corpora" / "mau"


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Runs `cchc` in an empty folder; gives status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run_cchc(*arguments):
        monkeypatch.setattr(sys, "argv", ["cchc", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return (end.value.code, *capfd.readouterr())

    return run_cchc


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI nothing is skipped: a test that cannot run there has failed."""
    report = yield
    if report.skipped and "CI" in os.environ and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report
