"""Bad files of every kind in one folder: one clear line each, nothing hangs, the good reports are all there."""

from __future__ import annotations

import io
import os
import random
import struct
import sys
import time
import zipfile
from functools import partial
from pathlib import Path

import pytest
from files import Ruled, Words, docx_bytes, odt_bytes, p, pdf_bytes, xlsx_bytes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cchc_nlp.cli.app import app
from cchc_nlp.errors import ReadError
from cchc_nlp.reading import Terms, members, read
from cchc_nlp.reading.guarding import guarded
from cchc_nlp.reading.rtf import read_words

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = "<!DOCTYPE x [" + '<!ENTITY a0 "ha">'
LAUGHS += "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
OUTSIDE = '<!DOCTYPE x [<!ENTITY kin SYSTEM "file:///etc/passwd">]>'
ENDINGS = ["docx", "doc", "odt", "rtf", "pdf", "html", "txt", "xlsx", "xls", "ods", "zip", "htm", "docm", "xlsm"]


def zipped(*files, method=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return written.getvalue()


def noise(seed, size=3000):
    return random.Random(seed).randbytes(size)


def nested(element, depth, inside="x"):
    return f"<{element}>" * depth + inside + f"</{element}>" * depth


def lying_about_size(content):
    """A zip whose directory says that its members are tiny."""
    changed = bytearray(content)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 24, 10)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


WORD, SHEET, OPEN, PDF = docx_bytes(p("Báo cáo")), xlsx_bytes([["a"]]), odt_bytes("<text:p>x</text:p>"), b"%PDF-1.7\n"
BAD = {
    "rong.docx": b"",
    "khong-byte.pdf": b"\0" * 5000,
    "chi-co-dau.txt": b"\xef\xbb\xbf",
    "cut-duoi.docx": WORD[:-40],
    "cut-nua.docx": WORD[: len(WORD) // 2],
    "cut-nua.xlsx": SHEET[: len(SHEET) // 2],
    "cut-nua.odt": OPEN[: len(OPEN) // 2],
    "cut-nua.pdf": pdf_bytes([Words(85, 100, "x")])[:700],
    "mat-khau.pdf": pdf_bytes([Words(85, 100, "x")], password="bi-mat"),
    "hong-xref.pdf": PDF + b"xref\n0 1\n0000000000 65535 f\ntrailer<</Root 1 0 R/Prev 9>>startxref\n9\n%%EOF",
    "hai-nghin-trang.pdf": pdf_bytes(*[[Words(85, 100, "x")]] * 1100),
    "cuoi.docx": docx_bytes(p("&a9;"), doctype=LAUGHS),
    "cuoi.odt": odt_bytes("<text:p>&a9;</text:p>", doctype=LAUGHS),
    "cuoi.xlsx": xlsx_bytes([["a"]], doctype=LAUGHS),
    "ngoai.docx": docx_bytes(p("&kin;"), doctype=OUTSIDE),
    "ngoai.odt": odt_bytes("<text:p>&kin;</text:p>", doctype=OUTSIDE),
    "bom.docx": docx_bytes(p("a" * 60_000_000)),
    "bom.odt": odt_bytes("<text:p>" + "a" * 60_000_000 + "</text:p>"),
    "bom.xlsx": zipped(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", b" " * 60_000_000)),
    "doi-co.docx": lying_about_size(WORD),
    "sau.docx": docx_bytes("<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000),
    "sau.odt": odt_bytes(nested("text:section", 2000)),
    "sau.html": f"<html>{'<table><tr><td>' * 2000}x".encode(),
    "sau.rtf": b"{\\rtf1" + b"{" * 20_000 + b"}" * 20_000,
    "khong-noi-dung.docx": zipped(("[Content_Types].xml", "<Types/>"), ("word/x.xml", "<x/>")),
    "khong-noi-dung.xlsx": zipped(("[Content_Types].xml", "<Types/>"), ("xl/x.xml", "<x/>")),
    "khong-noi-dung.odt": zipped(("mimetype", "application/vnd.oasis.opendocument.text")),
    "trinh-chieu.pptx.docx": zipped(("[Content_Types].xml", "<Types/>"), ("ppt/presentation.xml", "<x/>")),
    "co-van.doc": OLE2 + b"\0" * 600,
    "co-van-2.doc": OLE2 + "WordDocument".encode("utf-16-le") + noise(1),
    "bang.xls": OLE2 + "Workbook\0".encode("utf-16-le") + noise(2),
    "khoa.docx": OLE2 + "EncryptedPackage".encode("utf-16-le") + noise(3),
    "anh.docx": b"\x89PNG\r\n\x1a\n" + noise(4),
    "anh.gif.doc": b"GIF89a" + noise(5),
    "nen.rar": b"Rar!\x1a\x07\x00" + noise(6),
    "nen.7z": b"7z\xbc\xaf\x27\x1c" + noise(7),
    "may.doc": b"MZ\x90\x00" + noise(8),
    "trang.mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
    "trong.html": b"<html><body><script>while(1);</script></body></html>",
    "trong.odt": odt_bytes(""),
    "trong.xlsx": xlsx_bytes([[]]),
    "rtf-hong.rtf": b"{\\rtf1\\ansi\\bin999999999 " + noise(9),
    "goi-hong.zip": b"PK\x03\x04" + noise(10),
    "goi-trong.zip": zipped(("a.exe", b"x")),
    "goi-nhieu.zip": zipped(*((f"{n}.txt", "") for n in range(6000))),
    **{f"nhieu.{ending}": noise(ending) for ending in ENDINGS},
    **{f"nhieu-zip.{ending}": b"PK\x03\x04" + noise(ending) for ending in ENDINGS},
}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux places processes on processors")
def test_a_reader_that_calls_other_programs_may_use_all_processors_and_so_may_its_guard():
    mine = os.sched_getaffinity(0)
    guarded("docx", docx_bytes(p("Báo cáo")), Terms())
    assert [len(os.sched_getaffinity(reader)) for reader in readers()] == [1]
    guarded("pdf", pdf_bytes([Words(72, 72, "Báo cáo")]), Terms())
    assert [os.sched_getaffinity(reader) for reader in readers()] == [mine]
    with pytest.raises(ReadError):
        guarded("docx", b"PK\x03\x04", Terms())
    assert os.sched_getaffinity(0) == mine


def readers():
    """The guarded processes this one has started."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii").split()
    return [int(child) for child in children if b"guarding" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_every_bad_file_gets_one_line_and_the_rest_of_the_batch_is_complete(tmp_path, samples):
    assert len(BAD) >= 40
    for name, content in BAD.items():
        (tmp_path / name).write_bytes(content)
    good = sorted((samples / "reports").glob("*.docx"))[:2]
    for report in good:
        (tmp_path / f"tot-{report.name}").write_bytes(report.read_bytes())
    results = tmp_path / "ket-qua"
    started = time.monotonic()
    run = CliRunner().invoke(app, ["parse", str(tmp_path), "-o", str(results), "--limit", "seconds=5"])
    assert time.monotonic() - started < 300
    assert run.exit_code == 1, run.output
    told = [line for line in run.stderr.splitlines() if line.startswith("LỖI ")]
    lost = [name for name in BAD if sum(f"/{name}: " in line for line in told) != 1]
    assert lost == []
    assert "Traceback" not in run.output
    assert sorted(path.stem for path in results.iterdir()) == [f"tot-{report.stem}" for report in good]


def test_reading_leaves_no_file_behind_and_little_memory(tmp_path):
    resource = pytest.importorskip("resource", reason="Windows does not tell the memory of a process")
    path = tmp_path / "bom.docx"
    path.write_bytes(BAD["bom.docx"])
    with pytest.raises(ReadError):
        read(path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert peak * (1 if sys.platform == "darwin" else 1024) < 3 << 30


MADE = {
    "docx": WORD,
    "odt": OPEN,
    "xlsx": SHEET,
    "html": b"<html><body><table><tr><td>1<td>2</table><ol><li>x</ol></body></html>",
    "mht": b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
    b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    b"<p>B=C3=A1o c=C3=A1o</p>\n--x--\n",
    "txt": "Báo cáo cải cách hành chính".encode(),
    "pdf": pdf_bytes(
        [Words(85, 100, "Báo cáo cải cách hành chính"), Words(40, 400, "Ký bởi", turn=90), Ruled(85, 200, 300, 200)]
    ),
    "rtf": rb"{\rtf1\ansi\ansicpg1258{\fonttbl{\f0 .VnTime;}}\f0 B\'b8o c\'b8o \u7843?i c\'b8ch\par}",
}


def refusal(attempt):
    """What a reader said when it refused, "" where it read; anything else but a ReadError goes through."""
    try:
        attempt()
    except ReadError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", MADE)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=6)), min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_and_nothing_else_happens(kind, changes):
    content = bytearray(MADE[kind])
    for place, put in changes:
        at = place % len(content)
        content[at : at + len(put)] = put
    # Of RTF our own reader: LibreOffice takes a second a file.
    reader = read_words if kind == "rtf" else partial(guarded, kind)
    assert "\n" not in refusal(lambda: reader(bytes(content), Terms()))


@given(content=st.binary(max_size=400))
def test_any_bytes_behind_a_zip_mark_are_listed_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "goi.zip"
    path.write_bytes(b"PK\x03\x04" + content)
    assert "\n" not in refusal(lambda: members(path))
