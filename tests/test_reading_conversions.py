"""Old formats are read by LibreOffice, in private and in time; automatic numbers come out as LibreOffice shows them."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest
from files import docx_bytes, level, listed, p, r, table
from office import as_format, needs_libreoffice

from cchc_nlp.errors import ReadError
from cchc_nlp.reading import Terms, converting, read

BODY = (
    p(r("I. KẾT QUẢ ĐẠT ĐƯỢC", "<w:b/>"))
    + p("Đã giải quyết 1.552 hồ sơ.")
    + table([["STT", "Chỉ tiêu"], ["1", "Hồ sơ"]])
    + p(r("B¸o c¸o", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'))
)
LINES = ["I. KẾT QUẢ ĐẠT ĐƯỢC", "Đã giải quyết 1.552 hồ sơ.", "STT\tChỉ tiêu", "1\tHồ sơ", "Báo cáo"]


def texts(folder, content, name):
    path = folder / name
    path.write_bytes(content)
    return [line.text for line in read(path).lines]


@needs_libreoffice
@pytest.mark.parametrize("form", ["doc", "rtf", "odt"])
def test_old_formats_give_the_lines_of_the_word_file(tmp_path, form):
    assert texts(tmp_path, as_format(docx_bytes(BODY), "docx", form), f"bao-cao.{form}") == LINES


@needs_libreoffice
def test_the_kind_is_told_by_content_not_by_name(tmp_path):
    assert texts(tmp_path, as_format(docx_bytes(BODY), "docx", "rtf"), "bao-cao.doc") == LINES
    assert texts(tmp_path, docx_bytes(BODY), "bao-cao.doc") == LINES
    assert texts(tmp_path, "<html><p>Đã giải quyết".encode(), "bao-cao.doc") == ["Đã giải quyết"]


@needs_libreoffice
def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    content = as_format(docx_bytes(BODY), "docx", "rtf")
    private = tmp_path / "tam"
    private.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(private))
    converting.converted("rtf", content, Terms())
    assert not list(private.iterdir())


@needs_libreoffice
def test_rtf_without_libreoffice_keeps_its_words(tmp_path, monkeypatch):
    content = as_format(docx_bytes(BODY), "docx", "rtf")
    monkeypatch.setattr(converting, "libreoffice", lambda: None)
    from cchc_nlp.reading.converting import read_rtf

    found = [line.text for line in read_rtf(content, Terms()).lines]
    assert found[:2] == LINES[:2]


def test_an_old_word_file_without_libreoffice_says_what_to_do(monkeypatch):
    monkeypatch.setattr(converting, "libreoffice", lambda: None)
    with pytest.raises(ReadError) as caught:
        converting.read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Terms())
    assert str(caught.value) == (
        "tệp .doc đời cũ, máy này chưa có LibreOffice để đọc; hãy cài LibreOffice, hoặc hãy mở bằng Word và lưu lại"
        " thành .docx."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_converter_that_does_not_end_is_ended_with_all_it_started(tmp_path, monkeypatch):
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/child\nwait\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(converting, "libreoffice", lambda: str(program))
    with pytest.raises(ReadError, match=r"LibreOffice đọc tệp \.rtf quá 1 giây"):
        converting.converted("rtf", b"{\\rtf1 x}", Terms(max_seconds=1))
    child = int((tmp_path / "child").read_text())
    state = Path(f"/proc/{child}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z" or not _alive(child)


def _alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def numbering(levels, nums):
    abstracts = "".join(f'<w:abstractNum w:abstractNumId="{i}">{at}</w:abstractNum>' for i, at in levels.items())
    return abstracts + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'
        for number, (abstract, more) in nums.items()
    )


def start(number, at=0):
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{number}"/></w:lvlOverride>'


OUTLINE = (
    level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "decimal", "%2.%3.")
    + level(3, "lowerLetter", "%4)")
    + level(4, "bullet", "-")
)
LEGAL = level(0, "upperRoman", "%1.") + level(1, "decimal", "%1.%2.", "<w:isLgl/>")
KEPT = level(0, "upperRoman", "Phần %1") + level(1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>')
LINKED = level(0, "decimal", "%1.", '<w:pStyle w:val="De1"/>') + level(
    1, "decimal", "%1.%2.", '<w:pStyle w:val="De2"/>'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="De{n}"><w:name w:val="De {n}"/><w:pPr><w:numPr><w:ilvl w:val="{n - 1}"/>'
    f'<w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
    for n in (1, 2)
)
ZEROS = level(0, "decimalZero", "%1.") + level(1, "lowerRoman", "(%2)") + level(2, "upperLetter", "%3.")
NUMBERING = numbering(
    {0: OUTLINE, 1: LEGAL, 2: KEPT, 3: LINKED, 4: ZEROS, 5: OUTLINE},
    {
        1: (0, ""),
        2: (0, start(1)),
        3: (0, start(5, 1)),
        4: (1, ""),
        5: (2, ""),
        6: (4, start(4)),
        7: (5, ""),
        9: (3, ""),
    },
)
NUMBERED = [
    *((1, 0), (1, 1), (1, 2), (1, 2), (1, 3), (1, 3), (1, 4), (1, 1), (1, 2), (1, 0), (1, 1)),
    *((4, 0), (4, 1), (4, 1), (1, 1), (4, 0), (4, 1)),
    *((2, 0), (2, 1), (2, 0), (3, 1), (3, 1), (1, 0)),
    *((5, 0), (5, 1), (5, 1), (5, 0), (5, 1)),
    *((6, 0), (6, 1), (6, 1), (6, 2), (6, 0), (6, 1)),
    *((7, 2), (7, 2), (7, 1), (7, 2), (7, 0), (7, 1)),
]


@needs_libreoffice
def test_automatic_numbers_are_those_that_libreoffice_writes(tmp_path):
    styled = [f'<w:pStyle w:val="De{n}"/>' for n in (1, 2, 2, 1, 2)]
    body = "".join(listed(f"dòng {i}", at, num) for i, (num, at) in enumerate(NUMBERED))
    body += "".join(p(f"kiểu {i}", style) for i, style in enumerate(styled))
    content = docx_bytes(body, numbering=NUMBERING, styles=STYLES)
    path = tmp_path / "so.docx"
    path.write_bytes(content)
    ours = [line.text for line in read(path).lines]
    theirs = as_format(content, "docx", "txt:Text (encoded):UTF8").decode("utf-8-sig").splitlines()
    shown = [own.replace("- ", "◦ ", int(own.startswith("- "))) for own in ours]  # its text has one sign for bullets
    pairs = enumerate(zip(shown, map(str.strip, theirs), strict=True))
    differing = {place: pair for place, pair in pairs if pair[0] != pair[1]}
    assert differing == EXPLAINED


# Where Word counts otherwise than LibreOffice 7.4, and we as Word: `isLgl` turns "I.1" into "1.1", `lvlRestart` 0 lets
# a level count on below a new heading.
EXPLAINED = {
    12: ("1.1. dòng 12", "I.1. dòng 12"),
    13: ("1.2. dòng 13", "I.2. dòng 13"),
    16: ("2.1. dòng 16", "II.1. dòng 16"),
    27: ("Điều 3. dòng 27", "Điều 1. dòng 27"),
}
