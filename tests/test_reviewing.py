"""The officer's last word: what is corrected in the workbook holds, is learned, and is where the next period starts."""

from __future__ import annotations

import shutil

import pytest
from openpyxl import Workbook, load_workbook

from cchc_nlp import reviewing
from cchc_nlp.clustering import alternatives, cluster
from cchc_nlp.errors import ReadError
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Statement
from cchc_nlp.tabulating import workbook_bytes

DOGS = ("Chó thả rông ở thôn Đông.", "Chó thả rông ở thôn Tây.")
THEME, NEW = "Chủ đề", "Chủ đề mới (ghi tên nếu danh mục chưa có)"


@pytest.fixture(scope="module")
def standard():
    return load_standard()


def said(*texts, role="limitation", start=1):
    return tuple(
        Statement(f"s{number}", role, text, f"xã Số {number}", "general") for number, text in enumerate(texts, start)
    )


class Review:
    """A workbook as an officer has it open."""

    def __init__(self, path, statements, standard):
        self.path = path
        sheets = reviewing.propose(cluster(statements, standard), standard, alternatives(statements, standard))
        path.write_bytes(workbook_bytes(sheets))
        self.book = load_workbook(path)
        self.sheet, self.groups = self.book["Ý kiến"], self.book["Nhóm mới"]
        self.column = {cell.value: cell.column for cell in self.sheet[1]}

    def cell(self, row, column):
        return self.sheet.cell(row, self.column[column])

    def save(self):
        self.book.save(self.path)
        return self.path


@pytest.fixture
def review(tmp_path, standard):
    return lambda statements: Review(tmp_path / "ra-soat.xlsx", statements, standard)


def decisions(path):
    return load_standard(path).decisions


def test_each_statement_is_shown_with_its_theme_others_and_a_list_to_choose_from(review, standard):
    opened = review(said("Đường truyền internet yếu, hay mất mạng.", *DOGS))
    titles = {theme.id: f"{theme.id} · {theme.title}" for theme in standard.themes}
    assert opened.cell(2, THEME).value == titles["L15"]
    assert opened.cell(3, THEME).value == opened.cell(4, THEME).value == "Nhóm mới 1 · Chó thả rông ở thôn"
    assert opened.cell(2, "Khả năng khác").value in titles.values()
    assert [cell.value for cell in opened.groups[2]] == ["Nhóm mới 1", "Tồn tại, hạn chế", DOGS[0], 2, None]
    (choice,) = opened.sheet.data_validations.dataValidation
    offered = opened.book["Danh mục chủ đề"]
    listed = [row[0].value for row in offered.iter_rows(min_row=2)]
    limitations = [titles[theme.id] for theme in standard.themes if theme.role == "limitation"]
    assert listed == ["(không thuộc chủ đề nào)", *limitations, "Nhóm mới 1 · Chó thả rông ở thôn"]
    assert choice.formula1 == f"'Danh mục chủ đề'!$A$2:$A${1 + len(listed)}"


def test_corrections_hold_now_are_learned_and_the_next_period_starts_from_them(review, standard, tmp_path):
    statements = said(
        "Cây gạo ngã ba đổ, chắn lối vào trụ sở.", "Máy in hỏng, máy tính cũ.", "Hàng quán lấn chiếm.", *DOGS
    )
    opened = review(statements)
    opened.cell(2, THEME).value = next(f"L14 · {t.title}" for t in standard.themes if t.id == "L14")
    opened.cell(3, THEME).value = "(không thuộc chủ đề nào)"
    opened.cell(4, NEW).value = "Trật tự đô thị"
    opened.groups.cell(2, 5).value = "Chó thả rông"
    taken = reviewing.take(opened.save(), statements, standard)
    wanted = {"s1": "L14", "s2": None, "s3": "DP-L01", "s4": "DP-L02", "s5": "DP-L02"}
    assert (taken.decided, taken.removed, taken.unmatched) == (wanted, 0, 0)
    assert reviewing.learn(taken, tmp_path) is None

    learned = load_standard(tmp_path)
    assert {theme.id: theme.title for theme in learned.themes if theme.id.startswith("DP-")} == {
        "DP-L01": "Trật tự đô thị",
        "DP-L02": "Chó thả rông",
    }
    now = cluster(statements, learned, decided=taken.decided)
    assert {a.id: a.theme for a in now.assignments} == wanted
    later = cluster(
        said("Hàng quán lấn chiếm vỉa hè.", "Chó thả rông ở khu chợ.", statements[0].text, start=70), learned
    )
    assert [a.theme for a in later.assignments] == ["DP-L01", "DP-L02", "L14"]


def test_a_new_review_adds_to_the_book_and_keeps_the_file_before(review, standard, tmp_path):
    own = tmp_path / "themes.toml"
    own.write_text("# sổ của sở\n", "utf-8")
    for number, text in enumerate(["Hàng quán lấn chiếm.", "Cây đổ chắn đường."], 1):
        opened = review(said(text))
        opened.cell(2, NEW).value = f"Chủ đề số {number}"
        known = load_standard(tmp_path)
        load_standard.cache_clear()
        before = own.read_text("utf-8")
        assert (
            reviewing.learn(reviewing.take(opened.save(), said(text), known), tmp_path)
            == tmp_path / f"themes.toml.{number}"
        )
        assert (tmp_path / f"themes.toml.{number}").read_text("utf-8") == before
        load_standard.cache_clear()
    assert own.read_text("utf-8").startswith("# sổ của sở\n")
    assert sorted(decisions(tmp_path).values()) == ["DP-L01", "DP-L02"]


def test_a_review_without_corrections_writes_nothing(review, standard, tmp_path):
    statements = said("Đường truyền yếu.", *DOGS)
    taken = reviewing.take(review(statements).save(), statements, standard)
    assert reviewing.learn(taken, tmp_path) is None
    assert not (tmp_path / "themes.toml").exists()


def test_words_that_many_communes_say_are_learned_once(review, standard, tmp_path):
    statements = said("Hàng quán lấn chiếm.", "Hàng quán lấn chiếm.")
    opened = review(statements)
    opened.cell(2, NEW).value = opened.cell(3, NEW).value = "Trật tự đô thị"
    reviewing.learn(reviewing.take(opened.save(), statements, standard), tmp_path)
    assert (tmp_path / "themes.toml").read_text("utf-8").count("[[decision]]") == 1


def test_removed_and_foreign_rows_are_counted_and_nothing_else_is_lost(review, standard):
    opened = review(said("Đường truyền yếu.", "Trụ sở chật.", "Máy in hỏng."))
    opened.cell(4, NEW).value = "Máy in"
    opened.sheet.delete_rows(2)
    statements = said("Đường truyền yếu.", "Trụ sở chật.")
    taken = reviewing.take(opened.save(), statements, standard)
    assert (taken.decided, taken.removed, taken.unmatched) == ({"s2": "L14"}, 1, 1)
    assert [(c.text, c.theme) for c in taken.corrections] == [("Máy in hỏng.", "DP-L01")]


def test_statements_of_one_id_are_told_apart_by_their_words(review, standard):
    one, other = said("Đường truyền yếu.", "Trụ sở chật.")
    statements = (one, Statement("s1", "limitation", other.text, other.unit))
    opened = review(statements)
    opened.cell(3, THEME).value = "(không thuộc chủ đề nào)"
    taken = reviewing.take(opened.save(), statements, standard)
    assert [(c.text, c.theme) for c in taken.corrections] == [("Trụ sở chật.", None)]


def test_rows_sorted_by_the_officer_and_ids_that_moved_still_belong_to_their_statements(review, standard):
    opened = review(said("Đường truyền yếu.", "Trụ sở chật."))
    rows = [[cell.value for cell in row] for row in opened.sheet.iter_rows(min_row=2)]
    for at, row in enumerate(reversed(rows), 2):
        for column, value in enumerate(row, 1):
            opened.sheet.cell(at, column).value = value
    moved = [Statement(f"khac/{s.id}", s.role, s.text, s.unit) for s in said("Đường truyền yếu.", "Trụ sở chật.")]
    assert reviewing.take(opened.save(), moved, standard).decided == {"khac/s1": "L15", "khac/s2": "L14"}


def unknown_themes(opened):
    opened.cell(2, THEME).value = "Z99 · lạ"
    opened.cell(3, THEME).value = "C01 · của loại khác"


def no_column(opened):
    opened.sheet.delete_cols(1)


def unknown_role(opened):
    opened.cell(3, "Loại").value = "Lời khen"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (unknown_themes, "dòng 2, 3: «Z99 · lạ» không có trong danh mục chủ đề của loại «Tồn tại, hạn chế»;"),
        (no_column, "không thấy cột «Mã» ở trang «Ý kiến»;"),
        (unknown_role, "dòng 3: không hiểu loại ý kiến «Lời khen». Chưa thay đổi gì."),
    ],
)
def test_one_cell_that_is_not_understood_and_nothing_is_taken(review, standard, spoil, reason):
    statements = said("Đường truyền yếu.", "Trụ sở chật.")
    opened = review(statements)
    spoil(opened)
    with pytest.raises(ReadError) as refusal:
        reviewing.take(opened.save(), statements, standard)
    assert str(refusal.value).startswith(f"{opened.path}: {reason}")


def test_another_workbook_and_another_file_are_refused(tmp_path, standard):
    path = tmp_path / "ra-soat.xlsx"
    Workbook().save(path)
    with pytest.raises(ReadError, match="không thấy cột «Mã»"):
        reviewing.take(path, (), standard)
    shutil.copy(__file__, path)
    with pytest.raises(ReadError, match=r"không phải tệp Excel \.xlsx"):
        reviewing.take(path, (), standard)
