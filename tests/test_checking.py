"""Checking: contradictions are found and told so that they can be sent back; what may be right is left alone."""

import importlib.util
import json
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from building import report
from cases import cases, param
from hypothesis import given
from hypothesis import strategies as st

from cchc_nlp.checking import check
from cchc_nlp.checking.figures import Figure, agrees
from cchc_nlp.errors import KnowledgeError
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Anchor, Block, Citation, Indicator, Meta, Period, Report, Section, Source, Table
from cchc_nlp.pipeline import parse
from cchc_nlp.vietnamese.forms import fold

FIGURE = re.compile(r"(?P<id>\w+)(?: \[(?P<subset>[^\]]+)\])? = (?P<value>[\d.]+) \| (?P<words>.+)")
HEADER = ("STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu")


@pytest.fixture(scope="module")
def standard():
    return load_standard()


def report_of(case, standard):
    """The report a case tells of: two sections, its paragraphs, its rows as one form, its figures and citations."""
    made = report("xã An Bình", *case.get("text", ()))
    front, text = made.blocks[:2], made.blocks[2:]
    line = len(made.blocks) + 1
    rows = [HEADER, *map(tuple, case["rows"])] if "rows" in case else []
    table = [row_block(row, line + i) for i, row in enumerate(rows)]
    blocks = (*(replace(b, section="s1") for b in front), *(replace(b, section="s2") for b in text), *table)
    sections = tuple(Section(name, None, 1, None, name, (1, 1)) for name in ("s1", "s2"))
    tables = (Table(None, HEADER, tuple(rows[1:]), (line, line + len(rows) - 1)),) if rows else ()
    if not text:
        blocks += (Block("text", "Không có.", (Anchor(0, line + len(rows)),), section="s2", role="result"),)
    indicators = tuple(indicator(entry, blocks, standard) for entry in case.get("figures", ()))
    citations = tuple(citation(entry, blocks) for entry in case.get("citations", ()))
    meta = replace(made.meta, citations=citations)
    return replace(made, meta=meta, sections=sections, blocks=blocks, tables=tables, indicators=indicators)


def row_block(row, line):
    return Block("table", "\t".join(row), (Anchor(0, line),), cells=row, table=1, role="appendix")


def indicator(entry, blocks, standard):
    match = FIGURE.fullmatch(entry)
    known = next(one for one in standard.indicators.entries if one.id == match["id"])
    words = match["words"]
    code = words.removeprefix("row ") if words.startswith("row ") else None
    block = next(b for b in blocks if (b.cells and b.cells[0] == code) or (code is None and words in b.text))
    source = "table" if code else "narrative"
    quote = block.text if code else words
    return Indicator(
        known.id, known.name, float(match["value"]), known.unit, source, match["subset"], quote, block.lines
    )


def citation(entry, blocks):
    kind, number, date = entry
    return Citation(kind, number, date or None, next(b.lines for b in blocks if number in b.text))


@pytest.mark.parametrize("case", [param(c) for c in cases("checks.toml")])
def test_a_report_has_the_problems_it_has(case, standard):
    found = check(report_of(case, standard), standard)
    assert [f"{p.severity} {p.code}" for p in found] == case["problems"], [p.message for p in found]


def test_a_message_quotes_both_places_and_shows_the_arithmetic(standard):
    case = next(c for c in cases("checks.toml") if c["why"].startswith("a total left unsaid"))
    (problem,) = check(report_of(case, standard), standard)
    assert problem.message == (
        "Số hồ sơ TTHC đã giải quyết: cộng các phần trong lời văn 2.647 («đúng hạn 2.647 hồ sơ», dòng 3) + "
        "7 («quá hạn 07 hồ sơ», dòng 3) = 2.654, nhưng bảng ghi 2.647 (hàng «Tổng số hồ sơ đã giải quyết», dòng 5); "
        "đề nghị kiểm tra, thống nhất."
    )
    assert problem.lines == (3, 5)
    assert [place["value"] for place in problem.values["places"]] == [2647, 7, 2647]


@pytest.mark.parametrize("why", [c["why"] for c in cases("checks.toml")])
def test_every_message_is_one_line_of_vietnamese_with_nothing_left_open(why, standard):
    case = next(c for c in cases("checks.toml") if c["why"] == why)
    for problem in check(report_of(case, standard), standard):
        assert "{" not in problem.message
        assert "\n" not in problem.message
        assert "None" not in problem.message
        assert problem.message.endswith(".")


# ---------------------------------------------------------------------------- tables of other periods
def attached(caption, standard, period):
    """The problems of a report with an export under a caption: 100 dossiers in the prose, 250 in the export."""
    case = {
        "text": ["result procedures: Tiếp nhận 100 hồ sơ.", f"appendix general: {caption}"],
        "rows": [["1", "Tổng", "", "250"]],
        "figures": ["dossiers_received = 100 | Tiếp nhận 100 hồ sơ", "dossiers_received [previous] = 250 | row 1"],
    }
    made = report_of(case, standard)
    made = replace(made, meta=replace(made.meta, period=period))
    return [f"{p.severity} {p.code}" for p in check(made, standard) if p.severity != "info"]


@pytest.mark.parametrize(
    ("caption", "period"),
    [
        ("(từ ngày 10/10/2025 đến ngày 10/11/2025)", Period("month", 2026, 4)),
        ("Biểu số liệu quý II năm 2024", Period("quarter", 2024, 3)),
        ("Số liệu 6 tháng đầu năm 2025", Period("half", 2026, 1)),
    ],
)
def test_a_table_of_another_period_is_told_with_what_it_contradicts(caption, period, standard):
    assert attached(caption, standard, period) == ["error narrative_table_mismatch", "error period_mismatch"]


@pytest.mark.parametrize(
    ("caption", "period"),
    [
        ("(từ ngày 25/5/2024 đến ngày 24/8/2024)", Period("quarter", 2024, 3)),
        ("Biểu số liệu quý III năm 2024", Period("quarter", 2024, 3)),
        ("So với cùng kỳ, quý III năm 2023", Period("quarter", 2024, 3)),
        ("Biểu số liệu năm 2024", Period("quarter", 2024, 3)),
        ("(từ ngày 10/10/2025 đến ngày 10/11/2025)", None),
    ],
)
def test_a_table_of_this_period_or_for_comparison_is_left_alone(caption, period, standard):
    assert attached(caption, standard, period) == []


def test_a_rule_broken_in_every_row_of_an_export_is_one_problem(standard):
    rows = [[str(i), f"Lĩnh vực {i}", "", ""] for i in range(1, 4)]
    case = {
        "rows": rows,
        "figures": [
            entry
            for i in range(1, 4)
            for entry in (
                f"dossiers_received [lĩnh vực {i}] = 10 | row {i}",
                f"dossiers_digitised_intake [lĩnh vực {i}] = 0 | row {i}",
                f"digitised_intake_rate [lĩnh vực {i}] = 100 | row {i}",
            )
        ],
    }
    (problem,) = check(report_of(case, standard), standard)
    assert (problem.code, problem.lines) == ("rate_mismatch", (4, 6))
    assert "cả 3 hàng" in problem.message


# ---------------------------------------------------------------------------- properties
def printed(value, decimals):
    quote = f"{value:.{decimals}f}%".replace(".", ",")
    told = Indicator("plan_completion_rate", "Tỷ lệ", float(value), "%", "narrative", None, quote, (1, 1))
    return Figure(told, 0, decimals, bounded=False, said_in_words=False, aside=False, block=None, table=None)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_a_rate_rounded_or_cut_is_right_and_two_units_off_is_wrong(top, base, decimals):
    exact = Fraction(100 * top, base)
    unit = Fraction(1, 10**decimals)
    cut, rounded = exact // unit * unit, (exact / unit + Fraction(1, 2)) // 1 * unit
    assert agrees(printed(float(cut), decimals), exact)
    assert agrees(printed(float(rounded), decimals), exact)
    assert not agrees(printed(float(cut + 2 * unit), decimals), exact)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["dossiers_received", "dossiers_resolved", "dossiers_within_deadline_rate", "psu_total"]),
            st.sampled_from([0.0, 1.0, -5.0, 0.5, 100.0, 1e30]),
            st.sampled_from(["", "previous", "hộ tịch"]),
            st.sampled_from(["narrative", "table"]),
            st.integers(-3, 90),
        ),
        max_size=12,
    )
)
def test_no_figures_break_the_checks(figures):
    standard = load_standard()
    indicators = tuple(
        Indicator(
            name, name, value, "%" if "rate" in name else "hồ sơ", source, subset or None, str(value), (line, line)
        )
        for name, value, subset, source, line in figures
    )
    check(replace(report("xã An Bình", "result procedures: Đã tiếp nhận."), indicators=indicators), standard)


def test_an_empty_report_is_checked():
    found = check(Report(Source("a.txt", "0" * 64, "txt"), Meta(), (), ()), load_standard())
    assert [p.code for p in found] == ["not_cchc_report"]


def test_a_form_without_its_report_is_told_apart_from_other_subjects(standard):
    names = [entry.id for entry in standard.indicators.entries[:12]]
    indicators = tuple(
        Indicator(name, name, 1, "", "table", None, "1", (line, line)) for line, name in enumerate(names)
    )
    found = check(Report(Source("a.xlsx", "0" * 64, "xlsx"), Meta(), (), (), indicators=indicators), standard)
    assert [(p.code, p.message.split(",")[0]) for p in found[:1]] == [("not_cchc_report", "Tệp chỉ có biểu số liệu")]


# ---------------------------------------------------------------------------- knowledge
def test_every_problem_is_of_one_kind(standard):
    listed = [code for kind in standard.problem_kinds for code in kind.codes]
    assert sorted(listed) == sorted({entry.code or entry.id for entry in standard.problems})


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            '[[sum]]\nid = "mới"\ntotal = "dossiers_received"\nparts = ["dossiers"]\n',
            "identities.toml: [[sum]] mới: chỉ tiêu «dossiers» không có trong danh mục chỉ tiêu.",
        ),
        (
            '[[sum]]\nid = "mới"\ntotal = "dossiers_received"\nparts = []\noptional = ["psu_total"]\n',
            "identities.toml: [[sum]] mới: «psu_total» trong «optional» không thuộc «parts».",
        ),
    ],
)
def test_a_wrong_identity_is_refused_by_name(entry, message, tmp_path):
    (tmp_path / "identities.toml").write_text(entry, "utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load_standard(tmp_path)
    assert str(refused.value) == message


def test_a_department_adds_an_identity_of_its_own(tmp_path):
    entry = '[[subset]]\nid = "mới"\npart = "printers"\nwhole = "desktop_computers"\n'
    (tmp_path / "identities.toml").write_text(entry, "utf-8")
    standard = load_standard(tmp_path)
    case = {
        "text": ["result digital_government: Có 15 máy in, 10 máy tính."],
        "figures": ["printers = 15 | 15 máy in", "desktop_computers = 10 | 10 máy tính"],
    }
    assert [p.code for p in check(report_of(case, standard), standard)] == ["subset_exceeds_set"]


# ---------------------------------------------------------------------------- whole reports, figures of the gold
def with_gold_figures(text, gold, standard):
    names = {entry.id: entry.name for entry in standard.indicators.entries}
    figures = tuple(
        Indicator(
            x["id"],
            names.get(x["id"], x["id"]),
            float(x["value"]),
            x["unit"],
            x["source"],
            x.get("qualifier"),
            x["quote"],
            (x["line"], x.get("last_line", x["line"])),
        )
        for x in json.loads(gold.read_text("utf-8"))
    )
    return replace(parse(text, standard), indicators=figures)


def gravest(problems):
    return sorted((p.code, p.severity) for p in problems if p.severity != "info")


def test_all_planted_errors_are_found_and_nothing_else(samples, standard):
    for gold in sorted((samples / "gold").glob("*.problems.json")):
        name = gold.name[:3]
        text = next((samples / "texts").glob(f"{name}*.txt"))
        made = with_gold_figures(text, gold.with_name(f"{name}.indicators.json"), standard)
        planted = [p for p in json.loads(gold.read_text("utf-8")) if p["severity"] != "info"]
        assert gravest(check(made, standard)) == sorted((p["code"], p["severity"]) for p in planted), name


def test_real_reports_raise_no_false_alarm(real_corpus, standard):
    spec = importlib.util.spec_from_file_location("score", real_corpus / "eval" / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold, scores = real_corpus / "gold", []
    for name in ("000", "001", "003"):
        text = next((real_corpus / "reports").glob(f"{name}*.txt"))
        made = with_gold_figures(text, gold / f"{name}.indicators.json", standard)
        found = [
            {"code": p.code, "severity": p.severity, "message": p.message, "lines": list(p.lines)}
            for p in check(made, standard)
        ]
        scores.append(scorer.score_problems(json.loads((gold / f"{name}.problems.json").read_text("utf-8")), found, []))
    mean = {key: sum(score[key] for score in scores) / len(scores) for key in ("problem_p", "problem_r")}
    assert mean["problem_p"] >= 0.95
    assert mean["problem_r"] >= 0.9


@pytest.mark.parametrize(("between", "codes"), [("noise", ["zero_denominator_rate"]), ("text", [])])
def test_a_table_goes_on_on_the_next_page_unless_words_part_it(between, codes):
    rows = (("legal_docs_check_resolution_rate", 100, 12), ("legal_docs_check_to_process", 0, 15))
    rows += (("legal_docs_check_processed", 0, 16),)
    entries = load_standard().indicators
    stated = tuple(
        Indicator(name, entries[name].name, value, entries[name].unit, "table", None, f"{value}", (line, line))
        for name, value, line in rows
    )
    blocks = [Block("table", name, (Anchor(0, line),), role="appendix") for name, _, line in rows]
    blocks.append(Block(between, "20", (Anchor(0, 13),), role="appendix"))
    head = ("TT", "Chỉ tiêu", "Đơn vị tính", "Số liệu")
    tables = (Table(None, head, (), (10, 12)), Table(None, head, (), (14, 16)))
    one = replace(report("xã An Bình"), indicators=stated, blocks=tuple(blocks), tables=tables)
    found = [problem.code for problem in check(one, load_standard())]
    assert [code for code in found if code == "zero_denominator_rate"] == codes


@pytest.mark.parametrize("term", load_standard().formalities.terms, ids=lambda term: term.id)
@given(st.data())
def test_a_wording_never_stands_where_none_of_the_words_it_needs_does(term, data):
    said = fold(data.draw(st.from_regex(re.compile("|".join(term.patterns)), fullmatch=True)))
    assert any(word in said for word in term.needs)
