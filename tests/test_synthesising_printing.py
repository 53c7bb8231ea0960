"""Numbers, lists of communes and names as an office prints them; examples in the docstrings hold too."""

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_nlp.knowledge.wording import load_wording
from cchc_nlp.synthesising import printing

WORDING = load_wording()


def test_examples_in_docstrings_hold():
    assert doctest.testmod(printing).failed == 0


@pytest.mark.parametrize(
    ("names", "limit", "printed"),
    [
        ([("xã", "B")], None, "xã B"),
        ([("xã", "B"), ("xã", "A")], None, "các xã A và B"),
        ([("xã", "B"), ("xã", "A"), ("phường", "C")], None, "các xã A, B và phường C"),
        ([("phường", "C"), ("xã", "A")], None, "xã A và phường C"),
        ([("xã", "A"), ("phường", "C"), ("phường", "D"), ("đặc khu", "E")], None,
         "xã A; các phường C, D và đặc khu E"),
        ([("xã", "A"), ("phường", "C"), ("thị trấn", "E")], None, "xã A, phường C và thị trấn E"),
        ([("xã", "A"), ("xã", "B"), ("xã", "C"), ("phường", "D")], 2, "các xã A, B…"),
        ([("xã", "A"), ("xã", "B"), ("phường", "D"), ("phường", "E")], 3, "các xã A, B; phường D…"),
        ([("other", "Sở Tư pháp"), ("xã", "A")], None, "xã A và Sở Tư pháp"),
        ([("xã", "A"), ("xã", "A")], None, "xã A"),
        ([], None, ""),
    ],
)  # fmt: skip
def test_communes_are_listed_by_kind(names, limit, printed):
    assert printing.listed(names, WORDING, limit) == printed


@given(st.integers(min_value=0, max_value=10**9))
def test_a_count_is_read_back_as_it_was(number):
    assert printing.number_value(printing.count(number)) == number


@given(st.floats(min_value=0, max_value=100))
def test_a_share_is_read_back_to_two_decimals(share):
    assert printing.number_value(printing.percent(share)) == pytest.approx(share, abs=0.00501)


@pytest.mark.parametrize(
    ("units", "share", "words"),
    [(12, 1.0, "tất cả các"), (7, 0.58, "đa số"), (6, 0.5, "nhiều"), (4, 0.4, "nhiều"),
     (4, 0.39, "một số"), (2, 0.5, "một số"),
     (5, 0.1, "một số"), (1, 0.08, "cá biệt"), (1, 1.0, "cá biệt")],
)  # fmt: skip
def test_the_hedge_fits_the_share(units, share, words):
    assert WORDING.hedge(units, share).words == words


def test_templates_are_shipped_with_the_package():
    names = {path.name for folder in WORDING.templates for path in Path(folder).glob("*.j2")}
    assert {"bao-cao.j2", "mo-dau.j2", "phu-luc.j2", "trang.html.j2"} <= names
