"""The written corpus: made again it is the same, its truth fits its words, and communes write alike only on purpose."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
MAU = CORPORA / "mau"
REPORTS = sorted(path for path in (MAU / "reports").iterdir() if path.is_file()) if MAU.is_dir() else []
NUMBERS = [p.name[:3] for p in REPORTS]
ROLES = {"strength", "limitation", "cause", "task", "recommendation"}


def words(text: str) -> list[str]:
    """The words of a text as the scorer compares them."""
    text = unicodedata.normalize("NFC", text)
    return re.findall(r"\w+", re.sub(r"</?[ibu]>|[*|_`]", " ", text).lower())


def made(out: Path, *args: str) -> Path:
    subprocess.run(
        [sys.executable, str(CORPORA / "generate.py"), "--out", str(out), *args], check=True, capture_output=True
    )
    return out


def gold(number: str, part: str, of: Path = MAU):
    return json.loads((of / "gold" / f"{number}.{part}.json").read_text("utf-8"))


def lines(number: str, of: Path = MAU) -> list[str]:
    return next((of / "texts").glob(f"{number}_*.txt")).read_text("utf-8").splitlines()


def labels(number: str) -> dict[int, tuple[str, str, str]]:
    rows = (MAU / "gold" / f"{number}.lines.tsv").read_text("utf-8").splitlines()
    return {int(n): (kind, area, role) for n, kind, area, role in (row.split("\t") for row in rows)}


def content(path: Path) -> object:
    """What must be equal: a packed or compressed file by what is in it, since packing differs between machines."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as packed:
            return {name: packed.read(name) for name in packed.namelist()}
    if path.suffix == ".pdf":
        return pdf_pages(path)
    return path.read_bytes()


def pdf_pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def delivered_words(path: Path) -> Counter[str]:
    """The words of the file as delivered, in no order; automatic numbers of Word are not among them."""
    if path.suffix == ".pdf":
        return Counter(words("\n".join(pdf_pages(path))))
    if path.suffix == ".txt":
        raw = path.read_bytes()
        return Counter(words(raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")))
    with zipfile.ZipFile(path) as packed:
        parts = [n for n in packed.namelist() if re.fullmatch(r"word/(document|footnotes|header1)\.xml", n)]
        text = "\n".join(
            re.sub(r"<[^>]+>", "", re.sub("</w:p>|<w:tab/>", "\n", packed.read(n).decode())) for n in parts
        )
    return Counter(words(text.replace("&quot;", '"').replace("&amp;", "&")))


def body_paragraphs(number: str, of: Path) -> list[str]:
    """The paragraphs of the body by their words, healed where a page cuts them."""
    rows = (of / "gold" / f"{number}.lines.tsv").read_text("utf-8").splitlines()
    text, out, open_part = lines(number, of), [], ""
    for n, kind, _, role in (row.split("\t") for row in rows):
        if kind != "text" or role in {"front", "closing", "appendix"}:
            continue
        open_part += text[int(n) - 1] + " "
        if re.search(r"[.;!][¹²³]?\s*$", open_part):
            out.append(" ".join(words(open_part)))
            open_part = ""
    return out


def test_the_committed_corpus_is_what_the_generator_makes(tmp_path):
    again = made(tmp_path / "mau", "--mau")
    ours = {p.relative_to(again): content(p) for p in again.rglob("*") if p.is_file()}
    # Whoever has run a command on the samples has results stored beside them.
    theirs = {p.relative_to(MAU): content(p) for p in MAU.rglob("*") if p.is_file() and ".cchc" not in p.parts}
    assert sorted(ours) == sorted(theirs)
    assert [str(name) for name in ours if ours[name] != theirs[name]] == []


def test_mau_has_twelve_reports_in_three_formats_and_silent_communes():
    truth = json.loads((MAU / "truth.json").read_text("utf-8"))
    roster = [row.split(",")[1] for row in (MAU / "roster.csv").read_text("utf-8").splitlines()[1:]]
    assert Counter(p.suffix for p in REPORTS) == {".docx": 4, ".pdf": 4, ".txt": 4}
    assert sorted([*truth["missing"], *(r["commune"] for r in truth["reports"])]) == sorted(roster)
    assert len(truth["missing"]) >= 2


@pytest.mark.parametrize("path", REPORTS, ids=NUMBERS)
def test_every_word_of_a_report_is_in_its_ideal_text_and_the_other_way_round(path):
    ideal, found = Counter(words("\n".join(lines(path.name[:3])))), delivered_words(path)
    lost, extra = ideal - found, found - ideal
    if path.name[:3] == "102":  # its numbers are Word's automatic numbers: they stand in no run of text
        assert all(re.fullmatch(r"[ivx]+|\d+|[a-d]", w) for w in lost)
    else:
        assert lost == Counter()
    assert extra == Counter()


@pytest.mark.parametrize("number", NUMBERS)
def test_every_statement_stands_on_its_lines_and_covers_its_parts(number):
    text, label = lines(number), labels(number)
    covered: Counter[str] = Counter()
    for finding in gold(number, "findings"):
        here = range(finding["line"], finding["last_line"] + 1)
        said = " ".join(text[n - 1] for n in here if label[n][2] != "noise")
        assert finding["text"] in said, finding["text"]
        assert finding["unit"][0] <= finding["line"] <= finding["last_line"] <= finding["unit"][1]
        assert finding["role"] == label[finding["line"]][2] or finding.get("embedded")
        if not finding.get("embedded"):
            covered += Counter(words(finding["text"]))
    whole: Counter[str] = Counter()
    for n, (kind, _, role) in label.items():
        if role in ROLES and kind == "text":
            whole += Counter(words(text[n - 1]))
    missed = [w for w in (whole - covered).elements() if not w.isdigit()]  # numbers of numbered tasks
    assert missed == []


@pytest.mark.parametrize("number", NUMBERS)
def test_every_heading_stands_on_its_line_under_its_parent(number):
    text, label = lines(number), labels(number)
    headings = {h["line"]: h for h in gold(number, "headings")}
    for line, heading in headings.items():
        shown = " ".join(text[line - 1 : heading["last_line"]])
        assert heading["text"] in shown
        assert label[line] == ("heading", heading["area"], heading["role"])
        if heading["parent_line"]:
            assert headings[heading["parent_line"]]["level"] < heading["level"]
            assert heading["parent_line"] < line
    body = {n for n, (kind, _, role) in label.items() if kind == "heading" and role != "appendix"}
    assert body <= set(headings)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_figure_is_quoted_from_its_lines(number):
    text = lines(number)
    for figure in gold(number, "indicators"):
        assert figure["quote"] in "\n".join(text[figure["line"] - 1 : figure["last_line"]])
        assert figure["raw"] in figure["quote"]
    rows = [f for f in gold(number, "indicators") if f["source"] == "table"]
    assert 20 <= len(rows) <= 250


@pytest.mark.parametrize("number", NUMBERS)
def test_every_planted_problem_has_lines_of_the_report(number):
    total = len(lines(number))
    for problem in gold(number, "problems"):
        assert problem["lines"]
        assert all(1 <= n <= total for n in problem["lines"])


def test_every_theme_of_the_truth_is_stated_by_the_communes_it_names():
    truth = json.loads((MAU / "truth.json").read_text("utf-8"))
    said = defaultdict(set)
    for statement in truth["statements"]:
        said[statement["theme"]].add(statement["commune"])
        assert statement["text"] in {f["text"] for f in gold(statement["report"], "findings")}
    assert {t: set(c) for t, c in truth["themes"].items()} == said
    counted = Counter(t[0] for t in said if not t.startswith("other"))
    assert counted["L"] >= 12
    assert counted["C"] >= 6
    assert counted["R"] >= 8
    assert all(2 <= len(c) <= 9 for t, c in said.items() if not t.startswith("other"))


def test_communes_share_no_paragraph_but_the_planted_copies(tmp_path):
    province = made(tmp_path / "sixty", "--communes", "60", "--seed", "5")
    truth = json.loads((province / "truth.json").read_text("utf-8"))
    planted = [" ".join(words(c["text"])) for c in truth["copies"]]
    assert planted
    writers = defaultdict(set)
    for report in truth["reports"]:
        number = report["report"]
        for paragraph in body_paragraphs(number, province):
            if len(paragraph.split()) > 7:
                writers[paragraph].add(number)
    shared = [p for p, who in writers.items() if len(who) > 1 and not any(c in p or p in c for c in planted)]
    assert shared == []


def test_planted_copies_are_word_for_word(tmp_path):
    for copy in json.loads((MAU / "truth.json").read_text("utf-8"))["copies"]:
        for number in (copy["from"], copy["to"]):
            assert " ".join(words(copy["text"])) in " ".join(words(" ".join(lines(number))))


@pytest.fixture(scope="module")
def two_periods(tmp_path_factory) -> tuple[Path, Path]:
    out = made(tmp_path_factory.mktemp("periods") / "two", "--communes", "30", "--periods", "2")
    return out / "2026-H1", out / "2027-H1"


def test_the_first_of_two_periods_is_the_period_alone(two_periods, tmp_path):
    alone = made(tmp_path / "alone", "--communes", "30")
    for path in (*alone.glob("texts/*"), *alone.glob("gold/*"), alone / "truth.json", alone / "roster.csv"):
        assert (two_periods[0] / path.relative_to(alone)).read_text("utf-8") == path.read_text("utf-8")


def test_the_later_period_tells_what_stays_goes_and_comes(two_periods):
    before, now = (json.loads((period / "truth.json").read_text("utf-8")) for period in two_periods)
    met = {r["commune"] for r in before["reports"]} & {r["commune"] for r in now["reports"]}
    assert len(met) == len(now["reports"]) - 1
    for theme in {*before["themes"], *now["themes"]}:
        old, new = (set(truth["themes"].get(theme, ())) & met for truth in (before, now))
        assert set(now["persisting"].get(theme, ())) == old & new
        assert set(now["gone"].get(theme, ())) == old - new
        assert set(now["new"].get(theme, ())) == new - old
    assert all(now[kind] for kind in ("persisting", "gone", "new", "tasks", "headings_kept"))


def test_what_the_later_period_tells_of_the_earlier_stands_in_both(two_periods):
    def text(number: str, period: Path) -> str:
        rows = (period / "gold" / f"{number}.lines.tsv").read_text("utf-8").splitlines()
        told = zip(rows, lines(number, period), strict=True)
        return " ".join(words(" ".join(line for row, line in told if not row.endswith("noise"))))

    now = json.loads((two_periods[1] / "truth.json").read_text("utf-8"))
    own = [c for c in now["copies"] if c["kind"] == "own paragraph"]
    assert own
    for copy in own:
        assert all(" ".join(words(copy["text"])) in text(copy["to"], period) for period in two_periods)
    for followed in now["tasks"]:
        assert " ".join(words(followed["task"])) in text(followed["report"], two_periods[0])
        assert " ".join(words(followed["text"])) in text(followed["report"], two_periods[1])
    for kept in now["headings_kept"]:
        assert "2026" in kept["text"]
        assert " ".join(words(kept["text"])) in text(kept["report"], two_periods[1])


def test_figures_of_a_commune_move_a_little(two_periods):
    def received(period: Path) -> dict[str, float]:
        found = {p.name[:3]: json.loads(p.read_text("utf-8")) for p in (period / "gold").glob("*.indicators.json")}
        return {n: f["value"] for n, all_ in found.items() for f in all_ if f["id"] == "dossiers_received"}

    before, now = (received(period) for period in two_periods)
    ratios = [now[number] / before[number] for number in before.keys() & now.keys()]
    assert all(0.7 < ratio < 1.5 for ratio in ratios)
    assert len({round(ratio, 3) for ratio in ratios}) > len(ratios) / 2


def test_word_opens_every_word_file():
    for path in REPORTS:
        if path.suffix == ".docx":
            assert len(Document(str(path)).paragraphs) > 40
