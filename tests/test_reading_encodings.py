"""Text from before Unicode is read as what it was typed to be, and its encoding named."""

from __future__ import annotations

import re
import unicodedata

import pytest
from files import docx_file, level, listed, p, r, t
from hypothesis import given
from hypothesis import strategies as st
from old_encodings import to_cp1258, to_tcvn3, to_vni

from cchc_nlp.errors import ReadError
from cchc_nlp.reading import read

REPORT = """ỦY BAN NHÂN DÂN
XÃ KHE MẬN
BÁO CÁO
Kết quả công tác cải cách hành chính quý I năm 2026
I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH
1. Đã niêm yết 1.552 thủ tục; “một cửa” xử lý 97,42% hồ sơ – đúng hẹn.
Thủy lợi, kỹ thuật, huỷ bỏ, ngoằn ngoèo, khuya khoắt, ỷ lại, yếu kém, Ẩn Ức Ỹ"""
WRITERS = {"windows-1258": to_cp1258, "tcvn3": to_tcvn3, "vni": to_vni}


def read_bytes(folder, content):
    path = folder / "bao-cao.txt"
    path.write_bytes(content)
    document = read(path)
    return "\n".join(line.text for line in document.lines), document.source.encoding


@pytest.mark.parametrize("encoding", WRITERS)
def test_a_report_in_an_old_encoding_is_read_and_the_encoding_named(tmp_path, encoding):
    text, found = read_bytes(tmp_path, WRITERS[encoding](REPORT))
    assert (text.lower(), found) == (REPORT.lower(), encoding)


@pytest.mark.parametrize("encoding", ["windows-1258", "vni"])
def test_capitals_stay_where_the_encoding_has_them(tmp_path, encoding):
    assert read_bytes(tmp_path, WRITERS[encoding](REPORT))[0] == REPORT


def test_capitals_that_tcvn3_cannot_write_come_back_from_the_words_around(tmp_path):
    lines = read_bytes(tmp_path, to_tcvn3(REPORT))[0].split("\n")
    assert lines[:6] == REPORT.split("\n")[:6]


def test_text_pasted_out_of_an_old_font_and_saved_as_utf_8_is_read_too(tmp_path):
    pasted = to_vni(REPORT * 3).decode("cp1252")
    assert read_bytes(tmp_path, pasted.encode()) == (REPORT * 3, "utf-8 (vni)")


def test_utf_8_with_a_few_damaged_bytes_stays_utf_8(tmp_path):
    text, encoding = read_bytes(tmp_path, REPORT.encode() + b"\xc3")
    assert (text, encoding) == (REPORT + "\ufffd", "utf-8")


def test_bytes_that_no_encoding_makes_vietnamese_of_are_refused(tmp_path):
    reason = re.escape("không nhận ra bảng mã (đã thử UTF-8, UTF-16, Windows-1258, TCVN3, VNI)")
    with pytest.raises(ReadError, match=reason):
        read_bytes(tmp_path, b"\xb8\xe1\xc7 \xff\xfa" * 30)


SYLLABLES = ["được", "nghiệp", "quyết", "giải", "khuyến", "thường", "nghiêng", "việc", "hưởng", "ứng", "ổn", "kỳ", "ỹ"]


@given(st.lists(st.sampled_from(SYLLABLES), min_size=8), st.sampled_from(sorted(WRITERS)))
def test_any_vietnamese_words_come_back(tmp_path_factory, words, encoding):
    text = " ".join(words)
    read_back, _ = read_bytes(tmp_path_factory.getbasetemp(), WRITERS[encoding](text))
    assert unicodedata.normalize("NFC", read_back) == text


def in_font(text, font):
    return r(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def lines_of(folder, body, **parts):
    return [line.text for line in read(docx_file(folder, body, **parts)).lines]


def test_old_fonts_in_word_are_read_by_their_names(tmp_path):
    body = p(in_font("b¸o c¸o", ".VnTimeH")) + p(
        in_font("Sè hãa ph\u00ad¬ng", ".VnTime") + in_font(" Công tác", "Arial")
    )
    assert lines_of(tmp_path, body) == ["BÁO CÁO", "Số hóa phương Công tác"]


def test_a_letter_and_its_mark_in_two_runs_are_one_letter(tmp_path):
    body = p(in_font("Ñoäc la", "VNI-Times") + in_font("äp Tö", "VNI-Times") + in_font("ï", "VNI Helve"))
    assert lines_of(tmp_path, body) == ["Độc lập Tự"]


def test_text_converted_to_unicode_that_kept_its_old_font_stays(tmp_path):
    body = p(in_font("Công tác ", ".VnTime") + in_font("cải cách", ".VnTime"))
    assert lines_of(tmp_path, body) == ["Công tác cải cách"]


def test_the_font_of_a_style_and_of_a_list_number_counts(tmp_path):
    styles = '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr></w:rPrDefault></w:docDefaults>'
    fonts = '<w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "§iÒu %1.", fonts)}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert lines_of(tmp_path, listed("Ph¹m vi"), styles=styles, numbering=numbering) == ["Điều 1. Phạm vi"]


def test_the_soft_hyphen_of_an_old_font_is_a_letter(tmp_path):
    fonts = '<w:rPr><w:rFonts w:hAnsi=".VnTime"/></w:rPr>'
    assert lines_of(tmp_path, p(f"<w:r>{fonts}{t('ph')}<w:softHyphen/>{t('¬ng')}</w:r>")) == ["phương"]
