"""Extracting: statements split as the annotation rules say, identification read from where it is printed."""

import pytest
from cases import cases, param

from cchc_nlp.extracting.findings import Splitter
from cchc_nlp.knowledge import load_standard


@pytest.fixture(scope="module")
def splitter():
    return Splitter(load_standard())


@pytest.mark.parametrize("case", [param(c) for c in cases("statements.toml")])
def test_a_paragraph_is_split_into_the_statements_it_makes(case, splitter):
    text = case["text"]
    assert [text[a:b] for a, b in splitter.statements(text, case.get("role", "limitation"))] == case["statements"]
