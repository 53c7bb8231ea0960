"""A report sent in several files, or several times: annexes are joined to it, repeats are named and counted once."""

from __future__ import annotations

import json
import zipfile

import pytest
from files import xlsx_bytes
from typer.testing import CliRunner

from cchc_nlp.cli.app import app

ANNEX = xlsx_bytes([["STT", "Chỉ tiêu", "Số liệu"], ["1", "Số hồ sơ tiếp nhận", "2654"]])


@pytest.fixture
def report(samples):
    """A made-up report as a Word file."""
    return next(iter(sorted((samples / "reports").glob("*.docx"))))


@pytest.mark.parametrize("bundled", [False, True], ids=["folder", "zip"])
def test_an_annex_beside_its_report_is_read_as_part_of_it(tmp_path, report, bundled):
    files = {"Báo cáo xã A.docx": report.read_bytes(), "Phụ lục báo cáo xã A.xlsx": ANNEX}
    folder = tmp_path / "goi"
    folder.mkdir()
    if bundled:
        with zipfile.ZipFile(folder / "xa-a.zip", "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        for name, content in files.items():
            (folder / name).write_bytes(content)
    run = CliRunner().invoke(app, ["parse", str(folder)])
    assert run.exit_code == 0, run.stderr
    (parsed,) = map(json.loads, run.stdout.splitlines())
    (annex,) = parsed["source"]["annexes"]
    assert annex["path"].endswith("Phụ lục báo cáo xã A.xlsx")
    assert parsed["blocks"][-1]["text"] == "1\tSố hồ sơ tiếp nhận\t2654"
    assert parsed["blocks"][-1]["lines"] == [annex["lines"][1]] * 2


def test_a_report_sent_twice_is_named_and_counted_once(tmp_path, report):
    for name in ("a.docx", "a (1).docx"):
        (tmp_path / name).write_bytes(report.read_bytes())
    run = CliRunner().invoke(app, ["cluster", str(tmp_path), "--json"])
    assert run.exit_code == 0, run.stderr
    told = [line for line in run.stderr.splitlines() if line.startswith("LƯU Ý ")]
    assert len(told) == 1
    assert "a.docx" in told[0]
    assert "a (1).docx" in told[0]
