"""Figures worth printing: every commune and theme in its place, the same bytes again, any number of communes."""

from __future__ import annotations

import re
from random import Random

import pytest
from building import NOTHING

from cchc_nlp.clustering import cluster
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Statement
from cchc_nlp.plotting import compared_bars, heat_map, moved_bars, overview, ranked_bars, save

TEXTS = {
    "Đường truyền internet yếu, hay mất mạng.": 5,
    "Máy tính, máy in đã cũ, hay hỏng.": 3,
    "Trụ sở chật hẹp, xuống cấp.": 1,
}
TITLES = ["Đường truyền mạng, sóng di động yếu", "Máy móc, trang thiết bị làm việc cũ, hỏng, thiếu"]


@pytest.fixture(scope="module")
def standard():
    return load_standard()


def said(communes):
    return [
        Statement(f"{text[:3]}{number}", "limitation", text, f"xã Số {number}")
        for text, share in TEXTS.items()
        for number in range(communes)
        if number % 6 < share
    ]


def labels(axes):
    return [" ".join(label.get_text().split()) for label in axes.get_yticklabels()]


def test_bars_are_communes_most_first_and_say_of_how_many(standard):
    (axes,) = ranked_bars(cluster(said(12), standard), standard).axes
    assert labels(axes)[:2] == TITLES
    assert [bar.get_width() for bar in axes.patches] == [10, 6, 2]
    assert [text.get_text() for text in axes.texts] == ["10/10", "6/10", "2/10"]
    assert axes.get_title() == "Tồn tại, hạn chế: số đơn vị nêu từng chủ đề"


def test_the_heat_map_shows_who_says_what_and_how_often(standard):
    statements = [*said(6), Statement("lại", "limitation", "Mạng yếu.", "xã Số 1")]
    map_axes, key = heat_map(cluster(statements, standard), standard).axes
    table = map_axes.images[0].get_array().filled(0)
    assert [label.get_text() for label in map_axes.get_xticklabels()] == [f"xã Số {number}" for number in range(5)]
    assert table.astype(int).tolist() == [[1, 2, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]]
    assert (key.get_ylabel(), [t.get_text() for t in key.get_yticklabels()]) == ("Số ý kiến", ["1", "2"])


def test_steps_of_colour_are_told_apart_by_lightness_alone(standard):
    statements = [Statement(f"{n}{m}", "limitation", "Mạng yếu.", f"xã {n}") for n in range(5) for m in range(n)]
    image = heat_map(cluster(statements, standard), standard).axes[0].images[0]
    greys = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b, _ in image.cmap(range(4))]
    assert all(lighter - darker > 0.1 for lighter, darker in zip([1, *greys], greys, strict=False))


@pytest.mark.parametrize("communes", [1, 90, 4_000])
@pytest.mark.parametrize("ending", [".svg", ".png", ".pdf"])
def test_any_number_of_communes_fits_on_a_figure(standard, tmp_path, communes, ending):
    save(overview(cluster(said(communes), standard), standard), tmp_path / f"a{ending}")
    assert (tmp_path / f"a{ending}").stat().st_size > 1_000


def test_the_same_themes_give_the_same_bytes(standard, tmp_path):
    statements = said(20)
    save(overview(cluster(statements, standard), standard), tmp_path / "a.svg")
    Random(1).shuffle(statements)
    save(overview(cluster(statements, standard), standard), tmp_path / "b.svg")
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
    assert not re.search(rb"<dc:date>|href=\"http", (tmp_path / "a.svg").read_bytes())


@pytest.mark.parametrize("figure", [overview, ranked_bars, heat_map])
def test_nothing_said_is_an_empty_figure(standard, tmp_path, figure):
    save(figure(NOTHING, standard), tmp_path / "a.png")


def test_now_and_before_stand_side_by_side(standard):
    now = cluster(said(6), standard, earlier=[said(3)[:2]])
    (axes,) = moved_bars([*now.themes, *now.gone], "Kỳ này và kỳ trước").axes
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["Kỳ này", "Kỳ trước"]
    assert labels(axes)[0] == TITLES[0]


def test_series_differ_by_form_as_well_as_colour():
    (axes,) = compared_bars({"xã": {"a": 0.5}, "phường": {"a": 0.25}}, "Xã và phường").axes
    marks = [points.get_paths()[0].vertices.tolist() for points in axes.collections]
    assert marks[0] != marks[1]
    assert [points.get_offsets().tolist() for points in axes.collections] == [[[50.0, 0.0]], [[25.0, 0.0]]]
