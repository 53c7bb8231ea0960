"""Reading keeps the words of real reports in every format, and Word's automatic numbers equal the typed ones."""

from __future__ import annotations

import re
import unicodedata

import pytest
from rapidfuzz.distance import Indel

from cchc_nlp.reading import read

REPORTS = ("000", "001", "003")


def words(text):
    return re.findall(r"\w+", re.sub(r"</?[ibu]>|[*|_`]", " ", unicodedata.normalize("NFC", text)).lower())


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("form", [".docx", "_auto.docx", ".pdf", ".nfd.txt", ".utf16le.txt"])
def test_words_are_kept(real_corpus, report, form):
    gold = words(next((real_corpus / "reports").glob(f"{report}*.txt")).read_text("utf-8"))
    document = read(real_corpus / "reports" / "formats" / f"{report}{form}")
    found = words("\n".join(line.text for line in document.lines))
    # The headers of 001's table that repeat over pages stand in its text rendition only: 1 % of its words.
    assert Indel.similarity(gold, found) / len(gold) >= 0.989


@pytest.mark.parametrize("report", REPORTS)
def test_automatic_numbers_equal_typed_ones(real_corpus, report):
    formats = real_corpus / "reports" / "formats"
    typed, automatic = (read(formats / f"{report}{form}.docx").lines for form in ("", "_auto"))
    assert [line.text for line in automatic] == [line.text for line in typed]
    assert any(line.label for line in automatic)
