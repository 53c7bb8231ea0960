"""Datasets: the same rows in any order, new periods appended, questions in SQL as the guide answers them."""

import csv
import json
import re
import sys
from pathlib import Path

import pytest

from cchc_nlp import cli
from cchc_nlp.archiving import COLUMNS, TABLES, Dataset, ask
from cchc_nlp.clustering import cluster, statements_of
from cchc_nlp.errors import ReadError
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Report
from cchc_nlp.running import parse_all

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "du-lieu.md"


@pytest.fixture(scope="module")
def reports(samples):
    """The sample reports."""
    files = sorted((samples / "reports").iterdir())
    return [report for report in parse_all(files, load_standard()) if isinstance(report, Report)]


@pytest.fixture(scope="module")
def dataset(samples, tmp_path_factory):
    """The sample reports as a dataset, made by the command the guide names."""
    folder = tmp_path_factory.mktemp("data") / "dataset"
    cchc("export", samples / "reports", "-o", folder, "--no-store", "-q")
    return folder


def cchc(*arguments):
    """Runs `cchc` and expects it to succeed."""
    argv, sys.argv = sys.argv, ["cchc", *map(str, arguments)]
    try:
        with pytest.raises(SystemExit) as end:
            cli.main()
    finally:
        sys.argv = argv
    assert end.value.code == 0


def add(folder, reports):
    standard = load_standard()
    titles = {theme.id: theme.title for theme in standard.themes}
    Dataset(folder, titles).add(reports, cluster(statements_of(reports), standard).assignments)


def contents(root):
    return {path.relative_to(root): path.read_bytes() for path in sorted(Path(root).rglob("*.parquet"))}


def test_the_order_and_the_parts_in_which_reports_come_leave_no_trace(reports, tmp_path):
    add(tmp_path / "at-once", reports)
    for report in reversed(reports):
        add(tmp_path / "one-by-one", [report])
    add(tmp_path / "one-by-one", reports[2:5])
    assert contents(tmp_path / "at-once") == contents(tmp_path / "one-by-one")


def test_every_finding_indicator_and_problem_is_there(reports, dataset):
    for table, field in (("findings", "findings"), ("indicators", "indicators"), ("problems", "problems")):
        assert ask(f"SELECT count(*) FROM {table}", dataset).rows == ((sum(len(getattr(r, field)) for r in reports),),)
    assert ask("SELECT count(*), count(DISTINCT report) FROM reports", dataset).rows == ((len(reports), len(reports)),)


def test_a_changed_file_takes_the_place_of_what_it_was(reports, tmp_path):
    from dataclasses import replace

    add(tmp_path, reports[:3])
    changed = replace(reports[1], source=replace(reports[1].source, sha256="0" * 64), findings=())
    add(tmp_path, [changed])
    assert ask("SELECT count(*) FROM reports", tmp_path).rows == ((3,),)
    left = len(reports[0].findings) + len(reports[2].findings)
    assert ask("SELECT count(*) FROM findings", tmp_path).rows == ((left,),)


def test_the_files_have_the_columns_that_the_guide_describes(dataset):
    import pyarrow.parquet

    guide = GUIDE.read_text("utf-8")
    for name in TABLES:
        schema = pyarrow.parquet.read_schema(next((dataset / name).rglob("*.parquet")))
        assert schema.names == [column.name for column in COLUMNS[name]]
        section = guide.partition(f"### `{name}`")[2].partition("###")[0]
        assert re.findall(r"^\| `(\w+)` \| (.+?) \|$", section, re.MULTILINE) == [
            (column.name, column.about) for column in COLUMNS[name]
        ]


def test_the_questions_of_the_guide_have_the_answers_it_prints(dataset, capsys):
    questions = re.findall(r"```sql\n(.+?)```\n+```\n(.+?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert len(questions) == 5
    for sql, answer in questions:
        cchc("query", sql, "--dataset", dataset)
        assert capsys.readouterr().out == answer


def test_pandas_opens_a_table(dataset):
    import pandas as pd

    findings = pd.read_parquet(dataset / "findings")
    assert {"year", "province", "theme"} <= set(findings.columns)
    assert len(findings) == ask("SELECT count(*) FROM findings", dataset).rows[0][0]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_plain_files_hold_the_same_rows(dataset, samples, tmp_path, kind):
    cchc("export", samples / "reports", "-o", tmp_path, "--format", kind, "--no-store", "-q")
    for name in TABLES:
        with (tmp_path / f"{name}.{kind}").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file)) if kind == "csv" else [json.loads(line) for line in file]
        if name != "themes":  # partitions count theirs apart
            assert len(rows) == ask(f"SELECT count(*) FROM {name}", dataset).rows[0][0]
        assert {column.name for column in COLUMNS[name]} <= set(rows[0])


@pytest.mark.parametrize(
    "sql",
    [
        *("SELECT", "SELECT * FROM nothing", "SELECT * FROM read_csv('{other}')", "COPY (SELECT 1) TO '{other}'"),
        *("", "  ", "-- reports", ";", "SET threads = 1", "CREATE TABLE a (b int)", "SELECT 1; SELECT 2"),
    ],
)
def test_a_question_that_cannot_be_answered_is_one_line_and_touches_nothing_else(dataset, tmp_path, sql):
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n", "utf-8")
    with pytest.raises(ReadError) as told:
        ask(sql.format(other=other), dataset)
    assert str(told.value).startswith("câu truy vấn hoặc dữ liệu chưa đúng: ")
    assert "\n" not in str(told.value)
    assert other.read_text("utf-8") == "a\n1\n"


def test_what_is_no_dataset_is_said(tmp_path):
    with pytest.raises(ReadError) as told:
        ask("SELECT 1", tmp_path)
    assert str(told.value) == (
        f"{tmp_path}: không phải thư mục dữ liệu; hãy tạo bằng «cchc export THƯ MỤC -o {tmp_path}»."
    )
