"""Plain text is read line by line as an editor numbers it, in the encodings Windows writes."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_nlp.reading import read

REPORT = "BÁO CÁO\n\nI. KẾT QUẢ\n- Đã số hoá 1.552 hồ sơ.\n"


def write(folder, content, name="bao-cao.txt"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def texts(path):
    return [line.text for line in read(path).lines]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (REPORT.encode("utf-8"), "utf-8"),
        (b"\xef\xbb\xbf" + REPORT.encode("utf-8"), "utf-8"),
        (b"\xff\xfe" + REPORT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + REPORT.encode("utf-16-be"), "utf-16-be"),
        (REPORT.encode("utf-16-le"), "utf-16-le"),
        (REPORT.encode("utf-16-be"), "utf-16-be"),
        (unicodedata.normalize("NFD", REPORT).encode("utf-8"), "utf-8"),
    ],
)
def test_unicode_is_read_in_every_form_windows_and_macs_write(tmp_path, content, encoding):
    document = read(write(tmp_path, content))
    assert [line.text for line in document.lines] == ["BÁO CÁO", "", "I. KẾT QUẢ", "- Đã số hoá 1.552 hồ sơ."]
    assert [line.number for line in document.lines] == [1, 2, 3, 4]
    assert (document.source.format, document.source.encoding, document.source.pages) == ("txt", encoding, None)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_once(tmp_path, end):
    assert texts(write(tmp_path, end.join(["một", "", "ba"]) + end)) == ["một", "", "ba"]


def test_form_feeds_tell_pages_and_do_not_shift_line_numbers(tmp_path):
    document = read(write(tmp_path, "trang một\n\fTrang hai\ncuối\f\nba\n"))
    assert [(line.number, line.text, line.page) for line in document.lines] == [
        (1, "trang một", 1),
        (2, "Trang hai", 2),
        (3, "cuối", 2),
        (4, "ba", 3),
    ]
    assert document.source.pages == 3


def test_breaks_inside_a_line_part_words(tmp_path):
    assert texts(write(tmp_path, "một\x0bhai\fba\u2028bốn\n")) == ["một", "hai", "ba", "bốn"]


def test_markup_and_tabs_stay(tmp_path):
    assert texts(write(tmp_path, "**I. KẾT QUẢ**\n1\tHồ sơ\t12\n")) == ["**I. KẾT QUẢ**", "1\tHồ sơ\t12"]


def test_one_line_of_three_megabytes_is_one_line(tmp_path):
    line = "Tiếp nhận hồ sơ. " * 150_000
    assert texts(write(tmp_path, line)) == [line]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp"])), min_size=1))
def test_any_visible_text_is_read_back_line_by_line(lines):
    if not any(line.strip() for line in lines) or lines[0].lstrip("\ufeff \t").lower().startswith("<"):
        lines = ["Báo cáo", *lines]
    with TemporaryDirectory() as folder:
        path = write(Path(folder), "\n".join(lines) + "\n")
        assert texts(path) == [unicodedata.normalize("NFC", line) for line in lines]


def test_a_few_control_characters_cost_no_report(tmp_path):
    body = REPORT + "- Tiếp nhận 312 hồ sơ, giải quyết đúng hạn 310 hồ sơ, quá hạn 02 hồ sơ; không có trả lại.\n" * 5
    marked = body.replace("hồ sơ.", "hồ\x02 sơ\x1f.", 1).replace("BÁO CÁO", "BÁO\x07CÁO\u202e", 1)
    assert texts(write(tmp_path, marked)) == body.replace("BÁO CÁO", "BÁO\tCÁO", 1).splitlines()
