"""Aligning: what headings say by themselves, and where in a report they stand."""

import pytest
from cases import cases, param

from cchc_nlp.aligning import align_headings
from cchc_nlp.knowledge import load_standard


@pytest.mark.parametrize("case", [param(c) for c in cases("headings.toml")])
def test_a_bare_heading_is_aligned_by_its_words(case):
    [aligned] = align_headings([case["heading"]], load_standard())
    assert (aligned.area, aligned.role) == (case["area"], case["role"])
