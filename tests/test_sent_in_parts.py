"""A report sent in several files, or several times: annexes are joined to it, repeats are named and counted once."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from files import docx_bytes, p, table, xlsx_bytes
from typer.testing import CliRunner

from cchc_nlp import reading
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


def test_an_annex_whose_name_says_nothing_is_known_by_its_text(tmp_path, samples):
    reports = sorted((samples / "reports").glob("*.docx"))[:2]
    for number, file in enumerate(reports):
        (tmp_path / f"van ban {number}.docx").write_bytes(file.read_bytes())
    unit = reading.read(reports[1]).lines[2].text  # behind the running header and the line above it in the letterhead
    head = p("PHỤ LỤC I") + p(f"(Kèm theo Báo cáo số 45/BC-UBND của UBND {unit})")
    annexes = {"scan 003.docx": docx_bytes(head + table([["STT", "Hồ sơ"], ["1", "85"]]))}
    annexes["Book1.xlsx"] = xlsx_bytes([[f"UBND {unit}"], ["STT", "Chỉ tiêu"], ["1", "Số hồ sơ tiếp nhận"]])
    for name, content in annexes.items():
        (tmp_path / name).write_bytes(content)
    run = CliRunner().invoke(app, ["parse", str(tmp_path)])
    assert run.exit_code == 0, run.stderr
    joined = {
        parsed["source"]["path"]: parsed["source"]["annexes"] for parsed in map(json.loads, run.stdout.splitlines())
    }
    assert {Path(path).name: {Path(annex["path"]).name for annex in found} for path, found in joined.items()} == {
        "van ban 0.docx": set(),
        "van ban 1.docx": set(annexes),
    }


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_communes_among_the_reports_is_no_annex_of_one(tmp_path, samples, count):
    for file in sorted((samples / "reports").glob("*.docx"))[:count]:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    names = ["xã Khe Mận", "xã Suối Mơ", "phường Bến Đá", "xã Đồi Chè", "Thị trấn Phố Cũ"]
    rows = [["DANH SÁCH CÁC XÃ, PHƯỜNG"], ["STT", "Tên đơn vị"], *([str(n), name] for n, name in enumerate(names, 1))]
    (tmp_path / "r_title.xlsx").write_bytes(xlsx_bytes(rows))
    run = CliRunner().invoke(app, ["parse", str(tmp_path)])
    assert "Ghép " not in run.stderr
    assert f"LƯU Ý {tmp_path / 'r_title.xlsx'}: Văn bản không nói về cải cách hành chính" in run.stderr
    assert [json.loads(line)["source"]["annexes"] for line in run.stdout.splitlines()] == [[]] * (count + 1)
