"""PDF pages are read by geometry: columns, tables, margins, notes, and where paragraphs end."""

from __future__ import annotations

import pytest
from files import Picture, Ruled, Words, pdf_file, width
from tesseract import needs_tesseract

from cchc_nlp.reading import read

LEFT, RIGHT = 85, 540


def justified(y, words, x=LEFT, size=14, face="Regular"):
    """A line stretched over the whole measure, word by word as Word writes justified lines."""
    parts = words.split()
    room = RIGHT - x - sum(width(part, size, face) for part in parts)
    placed = []
    for part in parts:
        placed.append(Words(x, y, part, size, face))
        x += width(part, size, face) + room / (len(parts) - 1)
    return placed


def middle(y, words, centre=(LEFT + RIGHT) / 2, size=14, face="Bold"):
    return Words(centre - width(words, size, face) / 2, y, words, size, face)


def body(y, lines=8):
    """Paragraphs of two lines each, the first indented."""
    page = []
    for n in range(lines):
        page += justified(y + 40 * n, "Ủy ban nhân dân xã đã ban hành kế hoạch cải cách hành chính", LEFT + 36)
        page += [Words(LEFT, y + 40 * n + 18, "năm 2026.")]
    return page


def grid(x, y, columns, heights):
    """The rules of a table."""
    right, bottom = x + sum(columns), y + sum(heights)
    ys = [y + sum(heights[:n]) for n in range(len(heights) + 1)]
    xs = [x + sum(columns[:n]) for n in range(len(columns) + 1)]
    return [Ruled(x, at, right, at) for at in ys] + [Ruled(at, y, at, bottom) for at in xs]


def shown(path):
    return [(line.text, line.layer) for line in read(path).lines]


def texts(path):
    return [line.text for line in read(path).lines]


def test_letterhead_and_signature_are_read_column_by_column(tmp_path):
    left, right = 160, 410
    page = [
        middle(60, "ỦY BAN NHÂN DÂN", left, 13, "Regular"),
        middle(60, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", right, 12),
        middle(76, "XÃ AN BÌNH", left, 13),
        middle(76, "Độc lập - Tự do - Hạnh phúc", right, 13),
        middle(104, "Số: 05/BC-UBND", left, 13, "Regular"),
        middle(104, "An Bình, ngày 05 tháng 6 năm 2026", right, 13, "Italic"),
        middle(140, "BÁO CÁO"),
        *body(180, 6),
        Words(LEFT, 480, "Nơi nhận:", 12, "Italic"),
        middle(482, "TM. ỦY BAN NHÂN DÂN", right, 13),
        Words(LEFT, 494, "- Sở Nội vụ;", 11),
        middle(499, "CHỦ TỊCH", right, 13),
        Words(LEFT, 507, "- Lưu: VT.", 11),
        middle(570, "Nguyễn Văn An", right, 13),
    ]
    found = read(pdf_file(tmp_path, page)).lines
    assert [line.text for line in found[:7]] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ AN BÌNH",
        "Số: 05/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Bình, ngày 05 tháng 6 năm 2026",
        "BÁO CÁO",
    ]
    assert [line.text for line in found[-6:]] == [
        "Nơi nhận:",
        "- Sở Nội vụ;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Văn An",
    ]
    looks = {line.text: line.look for line in found}
    assert looks["XÃ AN BÌNH"].bold
    assert looks["An Bình, ngày 05 tháng 6 năm 2026"].italic
    assert looks["BÁO CÁO"].centred
    assert looks["BÁO CÁO"].size == 14
    assert all(line.ends for line in found[:7])


def test_a_label_before_its_text_is_one_line(tmp_path):
    page = [
        Words(LEFT, 100, "1."), Words(LEFT + 36, 100, "Công tác chỉ đạo"),
        Words(LEFT, 120, "2."), Words(LEFT + 36, 120, "Cải cách thể chế"),
    ]  # fmt: skip
    assert texts(pdf_file(tmp_path, page)) == ["1. Công tác chỉ đạo", "2. Cải cách thể chế"]


def test_rows_of_a_ruled_table_have_their_cells_and_merged_cells_their_text_once(tmp_path):
    rules = [
        *(Ruled(LEFT, y, 400, y) for y in (100, 160, 190)),
        Ruled(250, 130, 400, 130),  # under «Kết quả» only: STT and Chỉ tiêu span two rows
        *(Ruled(x, 100, x, 190) for x in (LEFT, 130, 250, 400)),
        Ruled(320, 130, 320, 190),
    ]
    words = [
        Words(90, 118, "STT", 12), Words(135, 118, "Chỉ tiêu", 12), Words(135, 134, "thống kê", 12),
        Words(255, 118, "Kết quả", 12), Words(255, 148, "ĐVT", 12), Words(325, 148, "Số liệu", 12),
        Words(90, 178, "1", 12), Words(135, 178, "Hồ sơ", 12), Words(255, 178, "%", 12), Words(325, 178, "97,5", 12),
    ]  # fmt: skip
    before, after = Words(LEFT, 80, "Phụ lục"), Words(LEFT, 220, "Ghi chú")
    found = read(pdf_file(tmp_path, [before, *rules, *words, after])).lines
    assert [(line.text if line.cells is None else line.cells, line.table) for line in found] == [
        ("Phụ lục", None),
        (("STT", "Chỉ tiêu thống kê", "Kết quả", ""), 1),
        (("", "", "ĐVT", "Số liệu"), 1),
        (("1", "Hồ sơ", "%", "97,5"), 1),
        ("Ghi chú", None),
    ]


def test_a_table_that_goes_on_over_the_page_stays_one_table(tmp_path):
    def page(number):
        return [
            Words(300, 40, str(number), 13),
            *grid(LEFT, 60, [100, 200], [30, 30]),
            Words(90, 80, "1"), Words(190, 80, "Hồ sơ"),
            Words(90, 110, "2"), Words(190, 110, "Văn bản"),
        ]  # fmt: skip

    other = [Words(LEFT, 40, "Một phụ lục khác của báo cáo"), *grid(LEFT, 60, [100, 200], [30]), Words(90, 80, "3")]
    found = read(pdf_file(tmp_path, page(1), page(2), other)).lines
    assert [line.table for line in found if line.cells is not None] == [1, 1, 1, 1, 2]


def test_figures_broken_by_a_narrow_cell_are_whole(tmp_path):
    page = [
        *grid(LEFT, 100, [30, 100], [60]),
        Words(88, 118, "100."), Words(88, 134, "00%"),
        Words(120, 118, "Đúng"), Words(120, 134, "hạn"),
    ]  # fmt: skip
    assert read(pdf_file(tmp_path, page)).lines[0].cells == ("100.00%", "Đúng hạn")


def test_page_numbers_running_headers_and_notes_are_marked(tmp_path):
    def page(number):
        return [
            Words(LEFT, 40, "UBND xã An Bình", 11),
            Words(310, 40, str(number), 11),
            *body(80, 8),
            Words(300, 810, str(number), 13),
        ]

    noted = [
        *body(80, 4),
        Ruled(LEFT, 700, LEFT + 140, 700),
        Words(LEFT, 715, "1", 6),
        Words(LEFT + 5, 718, "Kế hoạch số 02/KH-UBND", 10),
        Words(LEFT, 732, "ngày 01/01/2026.", 10),
        Words(300, 810, "4", 13),
    ]
    found = shown(pdf_file(tmp_path, page(1), page(2), page(3), noted))
    assert [entry for entry in found if entry[1] != "body"] == [
        *(entry for n in (1, 2, 3) for entry in ((f"UBND xã An Bình\t{n}", "page_number"), (str(n), "page_number"))),
        ("¹ Kế hoạch số 02/KH-UBND", "footnote"),
        ("ngày 01/01/2026.", "footnote"),
        ("4", "page_number"),
    ]


def test_raised_digits_are_raised(tmp_path):
    page = [*body(80, 2), Words(LEFT, 200, "năm 2026"), Words(LEFT + width("năm 2026"), 195, "1", 8)]
    assert texts(pdf_file(tmp_path, page))[-1] == "năm 2026¹"


def test_geometry_tells_where_paragraphs_end(tmp_path):
    first = [
        *justified(100, "Ủy ban nhân dân xã ban hành kế hoạch cải cách hành chính và triển", LEFT + 36),
        *justified(118, "khai đến các thôn, bản; tổ chức tuyên truyền bằng nhiều hình thức"),
        Words(LEFT, 136, "phù hợp."),
        *justified(160, "Một đoạn dài đúng bằng chiều rộng của trang giấy và hết ở đây.", LEFT + 36),
        *justified(178, "Đoạn sau lùi đầu dòng và còn tiếp ở trang kế tiếp của báo", LEFT + 36),
        *body(220, 6),
    ]
    second = [*justified(80, "cáo này, dòng này đầy và nối vào dòng dưới đây của trang"), Words(LEFT, 98, "hai.")]
    first = first[: len(first) - len(body(220, 6))]
    found = read(pdf_file(tmp_path, [*first, *body(300, 6)], second)).lines
    assert [line.ends for line in found[:5]] == [False, False, True, True, True]
    assert [line.ends for line in found[-2:]] == [False, True]


def test_a_title_broken_by_its_sense_is_left_open(tmp_path):
    title = [middle(80, "Kết quả cải cách hành chính tháng 6, nhiệm vụ tháng"), middle(98, "7 năm 2026")]
    found = read(pdf_file(tmp_path, [*title, *body(140)])).lines
    assert [(line.look.centred, line.ends) for line in found[:2]] == [(True, None), (True, True)]


def test_a_first_line_as_far_in_as_it_falls_short_is_no_title(tmp_path):
    words = "Xã đã hoàn thành 32/55 nhiệm vụ của kế hoạch"
    first = Words(LEFT + 36, 400, words, (RIGHT - LEFT - 72) / width(words, 1))
    page = [*body(80), first, Words(LEFT, 418, "CCHCNN năm 2026, đạt 58,2%.", first.size)]
    line = read(pdf_file(tmp_path, page)).lines[16]
    assert (line.text, line.look.centred, line.ends) == (words, False, False)


@needs_tesseract
def test_a_picture_without_ink_is_an_empty_page_and_one_that_cannot_be_read_says_so(tmp_path):
    document = read(pdf_file(tmp_path, [Words(LEFT, 100, "Báo cáo")], [Picture()], [Picture(stripes=True)]))
    assert [(line.text, line.page, line.layer) for line in document.lines] == [
        ("Báo cáo", 1, "body"),
        ("[Trang 3 là ảnh: hầu như không nhận dạng được chữ.]", 3, "stamp"),
    ]
    assert document.source.pages == 3


def test_words_across_the_page_stand_apart(tmp_path):
    """A watermark and a caption up the margin part no paragraph; the turned head of a column is in its cell."""
    table = [*grid(LEFT, 500, [100, 100], [60, 30]), Words(LEFT + 50, 555, "Hồ sơ", 12, turn=90)]
    table += [
        Words(LEFT + 130, 540, "Số liệu", 12),
        Words(LEFT + 10, 580, "Đất đai", 12),
        Words(LEFT + 130, 580, "12", 12),
    ]
    page = [*body(100, 4), Words(40, 600, "Ký bởi: Ủy ban nhân dân", 9, turn=90), *table]
    page += [Words(200, 400, "DỰ THẢO", 60, turn=45)]
    text = [("Ủy ban nhân dân xã đã ban hành kế hoạch cải cách hành chính", "body"), ("năm 2026.", "body")] * 4
    rows = [("Hồ sơ\tSố liệu", "body"), ("Đất đai\t12", "body")]
    found = shown(pdf_file(tmp_path, page))
    assert found[: len(text) + 2] == text + rows
    assert sorted(found[len(text) + 2 :]) == [("DỰ THẢO", "stamp"), ("Ký bởi: Ủy ban nhân dân", "stamp")]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_turned_upright(tmp_path, turn):
    at = {90: (200, 700), 180: (500, 400), 270: (200, 100)}[turn]
    step = {90: (20, 0), 180: (0, -20), 270: (-20, 0)}[turn]
    lines = ["Biểu số liệu kèm theo báo cáo", "Tổng số hồ sơ tiếp nhận: 1.234"]
    page = [Words(at[0] + n * step[0], at[1] + n * step[1], line, turn=turn) for n, line in enumerate(lines)]
    assert texts(pdf_file(tmp_path, page)) == lines


def test_what_stands_off_the_page_or_is_drawn_twice_is_read_as_it_is_seen(tmp_path):
    page = [Words(LEFT, 100, "Trong trang"), Words(LEFT, -20, "ở trên"), Words(700, 300, "bên phải")]
    page += [Words(LEFT + shift, 140, "II. CẢI CÁCH THỂ CHẾ") for shift in (0, 0.4)]
    assert texts(pdf_file(tmp_path, page)) == ["Trong trang", "II. CẢI CÁCH THỂ CHẾ"]
