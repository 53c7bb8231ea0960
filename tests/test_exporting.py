"""For researchers: tables, projects for coding software, and how far two codings agree."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import replace

import pytest
from building import clustering, report
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sklearn.metrics import cohen_kappa_score

from cchc_nlp import parse, statements_of
from cchc_nlp.clustering import cluster, profile
from cchc_nlp.errors import ReadError
from cchc_nlp.exporting import (
    Coding,
    agree,
    b_cubed,
    codings_of,
    cohen_kappa,
    indicators_frame,
    presence_frame,
    profiles_frame,
    qdpx_bytes,
    reports_frame,
    statements_frame,
    themes_frame,
)
from cchc_nlp.knowledge import load_standard
from cchc_nlp.reading import read

REPORTS = [
    report("xã An Bình", "limitation procedures: Còn hồ sơ quá hạn.", "limitation general: Mạng yếu.", path="a.txt"),
    report("xã Đông Hà", "limitation procedures: Hồ sơ quá hạn nhiều.", "cause general: Thiếu người.", path="b.txt"),
    report("phường Tân Lập", "limitation general: Chó thả rông.", path="c.txt"),
]
FOUND = clustering(
    REPORTS,
    {
        "Hồ sơ quá hạn": ("limitation", "procedures", "quá hạn"),
        "Mạng yếu": ("limitation", "general", "Mạng"),
        "Thiếu người": ("cause", "general", "Thiếu"),
    },
)
SPACE = "{urn:QDA-XML:project:1.0}"


@pytest.fixture(scope="module")
def standard():
    return load_standard()


# -------------------------------------------------------------------------------------------------------------- tables


def test_a_row_a_report_a_statement_a_theme():
    assert reports_frame(REPORTS)[
        ["file", "unit", "kind", "period_kind", "period_year", "findings"]
    ].values.tolist() == [
        ["a.txt", "xã An Bình", "xã", "half", 2026, 2],
        ["b.txt", "xã Đông Hà", "xã", "half", 2026, 2],
        ["c.txt", "phường Tân Lập", "phường", "half", 2026, 1],
    ]
    assert statements_frame(FOUND)[["unit", "text", "cluster", "title"]].fillna("").values.tolist() == [
        ["xã An Bình", "Còn hồ sơ quá hạn.", 0, "Hồ sơ quá hạn"],
        ["xã An Bình", "Mạng yếu.", 1, "Mạng yếu"],
        ["xã Đông Hà", "Hồ sơ quá hạn nhiều.", 0, "Hồ sơ quá hạn"],
        ["xã Đông Hà", "Thiếu người.", 2, "Thiếu người"],
        ["phường Tân Lập", "Chó thả rông.", -1, ""],
    ]
    assert themes_frame(FOUND)[["role", "title", "size", "units"]].values.tolist() == [
        ["limitation", "Hồ sơ quá hạn", 2, 2],
        ["limitation", "Mạng yếu", 1, 1],
        ["cause", "Thiếu người", 1, 1],
    ]
    assert indicators_frame(REPORTS).empty


def test_every_commune_has_a_row_of_presence():
    table = presence_frame(FOUND)
    assert (table.index.name, table.columns.name) == ("unit", "theme")
    assert table.to_dict("index") == {
        "phường Tân Lập": {"Hồ sơ quá hạn": 0, "Mạng yếu": 0},
        "xã An Bình": {"Hồ sơ quá hạn": 1, "Mạng yếu": 1},
        "xã Đông Hà": {"Hồ sơ quá hạn": 1, "Mạng yếu": 0},
    }


def test_shares_are_of_the_communes_of_a_kind(standard):
    rows = profiles_frame(FOUND, profile(FOUND, standard)).query("title == 'Hồ sơ quá hạn'")
    assert rows[["kind", "units", "share"]].values.tolist() == [["phường", 0, 0.0], ["xã", 2, 1.0]]


# ------------------------------------------------------------------------------------------------------------ projects


def project(path, found, reports, texts, standard):
    path.write_bytes(qdpx_bytes(found, reports, texts, standard))
    with zipfile.ZipFile(path) as parts:
        return etree.fromstring(parts.read("project.qde")), {name: parts.read(name) for name in parts.namelist()}


@pytest.fixture(scope="module")
def of_samples(samples, standard, tmp_path_factory):
    """A project of three sample reports, each in another format."""
    paths = [next((samples / "reports").glob(f"{number}_*")) for number in (101, 105, 112)]
    reports = [parse(path, standard) for path in paths]
    texts = {str(path): "\n".join(line.text for line in read(path).lines) for path in paths}
    found = cluster(statements_of(reports), standard)
    path = tmp_path_factory.mktemp("qdpx") / "a.qdpx"
    return (*project(path, found, reports, texts, standard), found, path)


def words(text):
    return " ".join(re.findall(r"\w+", text.lower()))


def test_every_statement_is_coded_where_it_stands_to_the_character(of_samples):
    root, parts, found, path = of_samples
    codings, lengths = codings_of(path)
    texts = {
        source.get("name"): parts["sources/" + source.get("plainTextPath").removeprefix("internal://")].decode()
        for source in root.iter(f"{SPACE}TextSource")
    }
    assert {name: len(text) for name, text in texts.items()} == lengths
    titles = {theme.cluster: f"{theme.theme} {theme.title}" for theme in found.themes if theme.theme}
    coded = Counter((words(texts[c.source][c.start : c.end]), c.code) for c in codings if c.code in titles.values())
    meant = Counter(
        (words(statement.text), titles[a.cluster])
        for statement, a in zip(found.statements, found.assignments, strict=True)
        if a.theme
    )
    # A passage that runs over the end of a page has the page number within it, and nothing can be cut out of a passage.
    over_pages = [text for text, _ in (coded - meant) if re.sub(r" \d+ ", " ", text) not in {t for t, _ in meant}]
    assert (over_pages, sum(coded.values())) == ([], sum(meant.values()))


def test_codes_are_themes_under_their_role_and_cases_communes_with_attributes(of_samples, standard):
    root, _, found, _ = of_samples
    roles = {role.get("name"): [c.get("name") for c in role] for role in root.find(f".//{SPACE}Codes")}
    titles = [f"{t.theme} {t.title}" for t in found.themes if t.role == "limitation" and t.theme]
    assert [name for name in roles[standard.wording.role("limitation")] if name[0] == "L"] == titles
    cases = list(root.iter(f"{SPACE}Case"))
    assert [case.get("name") for case in cases] == sorted({s.unit for s in found.statements})
    named = {v.get("guid"): v.get("name") for v in root.iter(f"{SPACE}Variable")}
    for case in cases:
        values = {
            named[pair.find(f"{SPACE}VariableRef").get("targetGUID")]: pair.findtext(f"{SPACE}TextValue")
            for pair in case.iter(f"{SPACE}VariableValue")
        }
        assert values["Loại đơn vị"] == case.get("name").split()[0]


def test_every_reference_leads_somewhere_and_every_guid_is_one_of_its_kind(of_samples):
    root, *_ = of_samples
    tags = {}
    for element in root.iter():
        if element.get("guid"):
            tags.setdefault(element.get("guid"), []).append(element.tag.removeprefix(SPACE))
    cases = [sorted(kinds) for kinds in tags.values() if len(kinds) > 1]
    assert cases == [["Case", "Code"]] * len(list(root.iter(f"{SPACE}Case")))  # the code that ties texts to a case
    assert {e.get("targetGUID") for e in root.iter() if e.get("targetGUID")} <= set(tags)
    assert all(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", guid) for guid in tags)


def test_the_same_reports_give_the_same_bytes(standard):
    texts = {r.source.path: "\n".join(block.text for block in r.blocks) for r in REPORTS}
    assert qdpx_bytes(FOUND, REPORTS, texts, standard) == qdpx_bytes(
        FOUND, REPORTS, dict(reversed(texts.items())), standard
    )


def test_what_xml_cannot_hold_breaks_no_project(standard, tmp_path):
    odd = [report("xã A\x00n <&>", "limitation general: Mạng \x0b yếu \U0001f600.\x07", path="a\x1f.txt")]
    found = clustering(odd, {"Mạng & <yếu>\x01": ("limitation", "general", "Mạng")})
    text = "UBND\nBáo cáo\nMạng \x0b yếu \U0001f600.\x07\r\nhết"
    project(tmp_path / "a.qdpx", found, odd, {"a\x1f.txt": text}, standard)
    (coding,), lengths = codings_of(tmp_path / "a.qdpx")
    assert coding.code.endswith(" Mạng & <yếu>\ufffd")
    assert list(lengths.values()) == [len(text)]
    assert text[coding.start : coding.end].startswith("Mạng")


def test_two_files_of_one_name_are_two_sources(standard, tmp_path):
    twice = [replace(r, source=replace(r.source, path=f"{n}/a.txt")) for n, r in enumerate(REPORTS[:2])]
    texts = {r.source.path: "Còn hồ sơ quá hạn." for r in twice}
    project(tmp_path / "a.qdpx", clustering(twice, {}), twice, texts, standard)
    assert list(codings_of(tmp_path / "a.qdpx")[1]) == ["a.txt", "a.txt (2)"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", None])
def test_what_is_no_project_is_refused_by_name(tmp_path, content):
    path = tmp_path / "a.qdpx"
    if content is None:
        with zipfile.ZipFile(path, "w") as parts:
            parts.writestr("project.qde", '<!DOCTYPE a [<!ENTITY b "c">]><Project>&b;</Project>')
    else:
        path.write_bytes(content)
    with pytest.raises(ReadError, match=r"a\.qdpx: không phải dự án REFI-QDA"):
        codings_of(path)


# ----------------------------------------------------------------------------------------------------------- agreement

LABELS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30)


@given(LABELS)
def test_kappa_is_that_of_scikit_learn(pairs):
    first, second = zip(*pairs, strict=True)
    if len({*first, *second}) > 1:
        assert cohen_kappa(first, second) == pytest.approx(cohen_kappa_score(first, second), abs=1e-4)


@given(LABELS)
def test_b_cubed_asks_of_each_thing_who_stands_with_it(pairs):
    truth, found = zip(*pairs, strict=True)
    everyone = range(len(pairs))
    right = [sum(pairs[a] == pairs[b] for b in everyone) for a in everyone]
    precision = sum(r / found.count(found[a]) for a, r in enumerate(right)) / len(pairs)
    recall = sum(r / truth.count(truth[a]) for a, r in enumerate(right)) / len(pairs)
    assert b_cubed(truth, found)[:2] == pytest.approx((precision, recall), abs=1e-4)
    assert b_cubed(truth, truth) == (1.0, 1.0, 1.0)


def test_two_coders_are_compared_by_passages_and_by_characters():
    by_hand = [
        Coding("a", 0, 10, "L01"),
        Coding("a", 20, 30, "L02"),
        Coding("a", 50, 60, "L01"),
        Coding("b", 0, 9, "x"),
    ]
    other = [Coding("a", 2, 10, "L01"), Coding("a", 20, 30, "L03"), Coding("a", 80, 90, "L01")]
    found = agree(by_hand, other, {"a": 100})
    assert (found.passages, found.shared) == (4, 2)
    names = ["L01", "L02", "L01", "-"], ["L01", "L03", "-", "L01"]
    assert found.kappa == pytest.approx(cohen_kappa_score(*names), abs=1e-4)
    assert (found.precision, found.recall, found.f1) == (1.0, 1.0, 1.0)
    (first, second, third) = found.codes
    assert (first.code, first.both, first.first_only, first.second_only) == ("L01", 8, 12, 10)
    assert (second.both, second.first_only, third.both, third.second_only) == (0, 10, 0, 10)
    one, two = (
        [1 if a in span else 0 for a in range(100)]
        for span in ({*range(10), *range(50, 60)}, {*range(2, 10), *range(80, 90)})
    )
    assert first.kappa == pytest.approx(cohen_kappa_score(one, two), abs=1e-4)


def test_a_project_agrees_with_itself(of_samples):
    *_, path = of_samples
    codings, lengths = codings_of(path)
    found = agree(codings, codings, lengths)
    assert (found.kappa, found.f1, found.shared) == (1.0, 1.0, found.passages)
