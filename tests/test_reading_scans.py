"""Scanned pages are read by Tesseract, page by page, and say so; what cannot be read is told, never left out."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import pypdfium2 as pdfium
import pytest
from files import Picture, Ruled, Words, pdf_bytes
from rapidfuzz.distance import Indel
from tesseract import needs_tesseract, scan

from cchc_nlp import load_standard, parse
from cchc_nlp.reading import Terms, read

pytestmark = needs_tesseract

HEADINGS = {0: "I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ", 7: "II. TỒN TẠI, HẠN CHẾ", 14: "III. PHƯƠNG HƯỚNG, NHIỆM VỤ"}
PROSE = (
    "Ủy ban nhân dân xã đã ban hành 12 kế hoạch về cải cách hành chính,",
    "phân công từng bộ phận chuyên môn theo dõi, đôn đốc thực hiện.",
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt 98,5%, tăng so với cùng kỳ;",
    "số hóa được 2.654 hồ sơ, cấp kết quả điện tử cho người dân.",
    "Đội ngũ cán bộ, công chức còn thiếu kỹ năng về chuyển đổi số,",
    "trang thiết bị ở bộ phận một cửa đã cũ, đường truyền chậm.",
)


def page():
    """Three parts with their headings, twenty-one lines."""
    lines = [HEADINGS.get(n) or PROSE[n % len(PROSE)] for n in range(21)]
    return [Words(85, 90 + 30 * n, line, face="Bold" if n in HEADINGS else "Regular") for n, line in enumerate(lines)]


def words(text):
    return re.findall(r"\w+", text.lower())


def kept(document, page):
    """The share of a page's words that were read, in their order."""
    wanted = [word for item in page for word in words(item.text)]
    found = [word for line in document.lines for word in words(line.text)]
    return 1 - sum(op.src_end - op.src_start for op in Indel.opcodes(wanted, found) if op.tag == "delete") / len(wanted)


def document(folder, content, terms=None):
    path = folder / "quet.pdf"
    path.write_bytes(content)
    return read(path, terms or Terms())


def joined(*contents):
    """The pages of several PDFs in one."""
    whole = pdfium.PdfDocument.new()
    for content in contents:
        whole.import_pages(pdfium.PdfDocument(content))
    written = io.BytesIO()
    whole.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("how", "floor"),
    [
        ({"dpi": 200}, 0.98),
        ({"dpi": 150}, 0.95),
        ({"dpi": 200, "turn": 1.5}, 0.95),
        ({"dpi": 200, "turn": -2, "grain": 30}, 0.9),
        ({"dpi": 200, "turn": 90}, 0.95),
        ({"dpi": 150, "turn": 180}, 0.95),
    ],
    ids=["200", "150", "slanted", "slanted and grainy", "sideways", "upside down"],
)
def test_a_scan_gives_the_words_of_the_page_and_its_numbered_headings(tmp_path, how, floor):
    found = document(tmp_path, scan(pdf_bytes(page()), **how))
    assert found.source.ocr
    assert kept(found, page()) >= floor
    assert [line.text.split()[0] for line in found.lines if line.text.isupper()] == ["I.", "II.", "III."]


def test_only_pages_without_a_text_layer_are_recognised(tmp_path):
    found = document(tmp_path, joined(pdf_bytes(page()), scan(pdf_bytes(page()))))
    first, second = ([line.text for line in found.lines if line.page == number] for number in (1, 2))
    assert first == [item.text for item in page()]
    assert len(second) == len(first)
    assert (found.source.ocr, found.source.pages) == (True, 2)


def test_a_ruled_table_on_a_scan_keeps_its_cells(tmp_path):
    rows = [("STT", "Chỉ tiêu", "Số liệu"), ("1", "Hồ sơ tiếp nhận", "2.654"), ("2", "Hồ sơ đúng hạn", "2.601")]
    xs, ys = (85, 135, 400, 500), (500, 530, 560, 590)
    table = [Words(xs[c] + 8, ys[r] + 20, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    rules = [Ruled(xs[0], y, xs[-1], y) for y in ys] + [Ruled(x, ys[0], x, ys[-1]) for x in xs]
    found = document(tmp_path, scan(pdf_bytes([*page()[:10], *table, *rules])))
    assert [line.cells for line in found.lines if line.cells] == rows


def test_an_image_beyond_the_limit_of_pixels_is_told(tmp_path):
    found = document(
        tmp_path, joined(pdf_bytes([Words(85, 100, "Báo cáo")]), scan(pdf_bytes(page()))), Terms(max_pixels=100_000)
    )
    assert [line.text for line in found.lines] == [
        "Báo cáo",
        "[Trang 2 là ảnh: ảnh quá lớn, hoặc nới giới hạn bằng --limit pixels=SỐ.]",
    ]


def test_a_page_that_cannot_be_read_is_a_problem_of_the_report(tmp_path):
    path = tmp_path / "quet.pdf"
    path.write_bytes(joined(pdf_bytes(page()), pdf_bytes([Picture(stripes=True)])))
    problems = parse(path, load_standard()).problems
    assert [(problem.message, problem.lines) for problem in problems if problem.code == "unread_page"] == [
        (
            "Trang 2 là ảnh mà chương trình không đọc được (hầu như không nhận dạng được chữ);"
            " đề nghị gửi bản Word, hoặc quét lại rõ hơn.",
            (22, 22),
        )
    ]


def test_without_tesseract_a_scan_says_what_to_install(tmp_path):
    path = tmp_path / "quet.pdf"
    path.write_bytes(scan(pdf_bytes(page())))
    ended = subprocess.run(
        [sys.executable, "-m", "cchc_nlp", "read", str(path)],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.splitlines()[0] == (
        f"LỖI {path}: chưa cài Tesseract để nhận dạng chữ trên bản quét; hãy cài Tesseract OCR kèm dữ liệu tiếng Việt"
        " (vie) rồi thử lại, hoặc xin tệp .docx gốc."
    )
