"""Reports held against each other: the map, copies, leftovers, what is not said, two side by side, two periods."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from building import HALF, report
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cchc_nlp import clustering, pipeline
from cchc_nlp.checking import check
from cchc_nlp.comparing import Seen, copies, cover, leftovers, over_periods, side_by_side, unsaid
from cchc_nlp.comparing.pairing import marked, paired
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import Period, Section
from cchc_nlp.running import parse_all

LAST = Period("half", 2025, 2)
COPIED = "Các thôn lập nhóm nhắn tin riêng để trả lời thắc mắc của bà con về thủ tục đất đai, mỗi tuần tổng hợp 02 lần."
OWN = "Xã mở 05 lớp hướng dẫn nộp hồ sơ trực tuyến cho 312 người cao tuổi tại nhà văn hóa các thôn vùng cao."


@pytest.fixture(scope="module")
def standard():
    return load_standard()


@pytest.fixture(scope="module")
def sample_reports(standard):
    folder = Path(__file__).resolve().parent.parent / "corpora" / "mau" / "reports"
    return list(parse_all(sorted(folder.glob("1*")), standard, jobs=1))


def sectioned(name, *parts, **said):
    """A report whose parts stand under headings: (heading, "role area", words…)."""
    lines, sections = [], []
    for number, (heading, label, *words) in enumerate(parts, 1):
        role, area = label.split()
        at = 3 + len(lines)
        lines.append(f"heading {area}: {heading}")
        lines += [f"{role} {area}: {text}" for text in words]
        sections.append(Section(f"s{number}", None, 1, None, heading, (at, at), area=area, role=role))
    made = report(name, *lines, **said)
    blocks = list(made.blocks[:2])
    for block in made.blocks[2:]:
        own = next(s for s in reversed(sections) if s.lines[0] <= block.lines[0])
        blocks.append(replace(block, section=own.id))
    findings = tuple(replace(f, section=next(b.section for b in blocks if b.lines == f.lines)) for f in made.findings)
    return replace(made, sections=tuple(sections), blocks=tuple(blocks), findings=findings)


# ---------------------------------------------------------------------------- the map
def test_the_map_tells_what_is_said_of_each_part_under_which_heading(standard):
    one = sectioned(
        "xã An Bình",
        ("Công tác thể chế", "result institutions", "Đã ban hành 05 văn bản.", "Đã rà soát 12 văn bản còn hiệu lực."),
        ("Thủ tục", "result procedures", "Bảo đảm đúng quy định."),
        ("Tồn tại, hạn chế và nguyên nhân", "limitation general", "Còn hồ sơ quá hạn.", "Máy móc cũ, hay hỏng."),
        ("Kiến nghị", "recommendation general", "Không có."),
        ("Phương hướng", "task general"),
    )
    late = tuple(replace(f, area="procedures") if "quá hạn" in f.text else f for f in one.findings)
    row = cover([replace(one, findings=late)], standard).rows[0]
    told = {cell: (covered.state, covered.heading) for cell, covered in row.cells.items()}
    assert told["institutions", "result"] == ("stated", "Công tác thể chế")
    assert told["procedures", "result"] == ("one_line", "Thủ tục")
    assert told["general", "limitation"] == ("stated", "Tồn tại, hạn chế và nguyên nhân")
    assert told["procedures", "limitation"] == ("merged", "Tồn tại, hạn chế và nguyên nhân")
    assert told["general", "recommendation"] == ("none", "Kiến nghị")
    assert told["general", "task"] == ("missing", "Phương hướng")  # a heading without content
    assert told["general", "strength"] == ("missing", None)


def test_a_report_on_procedures_alone_lacks_nothing_of_the_other_fields(standard):
    one = sectioned("xã An Bình", ("Kết quả", "result procedures", "Tiếp nhận 45 hồ sơ.", "Đã giải quyết 44 hồ sơ."))
    one = replace(one, meta=replace(one.meta, title="Tình hình giải quyết thủ tục hành chính quý II năm 2026"))
    cells = cover([one], standard).rows[0].cells
    assert cells["public_finance", "result"].state == "beyond"
    assert cells["procedures", "result"].state == "stated"
    assert cells["general", "limitation"].state == "missing"


def test_the_map_of_the_samples_shows_every_part_their_outlines_lack(sample_reports, standard):
    coverage = cover(sample_reports, standard)
    lacking = {
        (row.unit, *cell)
        for row in coverage.rows
        for cell in coverage.expected
        if row.cells[cell].state in ("missing", "none", "merged")
    }
    assert lacking == {
        ("xã Cẩm Lộng", "general", "strength"),
        ("xã Cẩm Lộng", "general", "cause"),
        ("phường Bến Ngự Hà", "general", "cause"),
        ("xã Phúc Vượng Hạ", "general", "limitation"),
        ("xã Mường Vản", "general", "recommendation"),
        ("xã Tân Khoáng", "general", "recommendation"),
    }


# ---------------------------------------------------------------------------- copies
def test_a_paragraph_of_another_commune_is_found_with_both_places_and_the_share_of_the_report(standard):
    first = report("xã An Bình", f"result direction: {COPIED}", date="2026-06-01")
    later = report(
        "xã Mường Kim", f"result direction: - {COPIED}", "result direction: Đã họp 4 lần.", date="2026-06-09"
    )
    found = copies([later, first], standard)
    (copy,) = found.passages
    assert (copy.kind, copy.source.unit, copy.copied.unit) == ("verbatim", "xã An Bình", "xã Mường Kim")
    assert (copy.source.lines, copy.copied.lines) == ((3, 3), (3, 3))
    assert copy.copied.text == COPIED.rstrip(".")
    assert [s.unit for s in found.shares] == ["xã An Bình", "xã Mường Kim"]
    assert found.shares[0].share == 1
    assert 0.8 < found.shares[1].share < 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (COPIED, COPIED.replace("02 lần", "03 lần")),  # the same sentence with its own figure
        ("Đẩy mạnh tuyên truyền cải cách hành chính.", "Đẩy mạnh tuyên truyền cải cách hành chính."),  # too short
        (
            "Xây dựng và phát triển chính quyền điện tử, chính quyền số; cải cách thủ tục hành chính",
            "Xây dựng và phát triển chính quyền điện tử, chính quyền số; cải cách thủ tục hành chính",
        ),  # the outline's own words
        (COPIED, f"{COPIED} Đến nay đã có 12 nhóm với hơn 900 thành viên tham gia thường xuyên, hoạt động khá đều."),
    ],
)
def test_what_the_outline_or_chance_explains_is_no_copy(standard, left, right):
    one, other = report("xã An Bình", f"result direction: {left}"), report("xã Mường Kim", f"result direction: {right}")
    assert copies([one, other], standard).passages == ()


def test_wording_of_many_communes_is_the_provinces_and_no_copy(standard):
    reports = [report(f"xã {name}", f"result direction: {COPIED}") for name in ("A", "B", "C", "D", "E", "G")]
    assert copies(reports, standard).passages == ()


def test_names_of_their_own_do_not_hide_a_copy(standard):
    text = "UBND xã {} phân công Văn phòng chủ trì rà soát thể thức mọi văn bản trước khi trình ký, báo cáo hằng tuần."
    reports = [report(f"xã {n}", f"result direction: {text.format(n)}") for n in ("An Bình", "Mường Kim")]
    (copy,) = copies(reports, standard).passages
    assert copy.similarity == 1


def test_all_planted_copies_are_found_and_every_passage_stands_in_both_sources(sample_reports, samples, standard):
    truth = json.loads((samples / "truth.json").read_text("utf-8"))["copies"]
    found = copies(sample_reports, standard).passages
    told = {(Path(c.source.path).name[:3], Path(c.copied.path).name[:3], _key(c.copied.text)) for c in found}
    for planted in truth:
        pair, key = {planted["from"], planted["to"]}, _key(planted["text"])
        assert any({a, b} == pair and (key in text or text in key) for a, b, text in told), planted
    texts = {r.source.path: _key(" ".join(b.text for b in r.blocks)) for r in sample_reports}
    for copy in found:
        assert _key(copy.source.text) in texts[copy.source.path]
        assert _key(copy.copied.text) in texts[copy.copied.path]
    assert len(found) <= 14  # the banks' own chance: sentences drawn twice


def _key(text):
    return " ".join(re.findall(r"\w+", text.lower()))


# ---------------------------------------------------------------------------- leftovers
def left_over(standard, name, line, **said):
    return [(one.kind, one.found) for one in leftovers([report(name, line, **said)], standard)]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("result procedures: Trong 6 tháng đầu năm 2025, UBND xã tiếp nhận 120 hồ sơ.", "6 tháng đầu năm 2025"),
        ("task general: Phấn đấu hoàn thành các chỉ tiêu năm 2025.", "năm 2025"),
    ],
)
def test_a_past_period_told_as_if_it_were_now_is_left_over(standard, line, found):
    assert left_over(standard, "xã Bình Lư", line) == [("past_period", found)]


@pytest.mark.parametrize(
    "line",
    [
        "result procedures: Tăng 12% so với 6 tháng đầu năm 2025.",
        "result procedures: Thực hiện Kế hoạch số 15/KH-UBND ngày 05/01/2025 về cải cách hành chính năm 2025.",
        "result procedures: Trong 6 tháng đầu năm 2026, UBND xã tiếp nhận 120 hồ sơ.",
        "task general: Triển khai nhiệm vụ 6 tháng cuối năm 2026.",
        "task general: Chương trình tổng thể cải cách hành chính giai đoạn 2021 - 2025.",
        "result public_finance: Thực hiện quyết toán ngân sách năm 2025.",
    ],
)
def test_the_past_told_on_purpose_stays(standard, line):
    assert left_over(standard, "xã Bình Lư", line) == []


def test_another_communes_name_in_the_place_of_the_own_is_left_over(standard):
    line = "result direction: UBND xã Mường Kim đã ban hành 05 văn bản chỉ đạo."
    assert left_over(standard, "xã Bình Lư", line) == [("foreign_commune", "xã Mường Kim")]
    for right in (
        "result direction: UBND xã Bình Lư đã ban hành 05 văn bản chỉ đạo.",
        "result direction: UBND xã Sơn Bình CCHC đã họp.",  # merged into xã Bình Lư in 2025
        "result direction: Phối hợp với UBND xã Mường Kim giải quyết hồ sơ liên xã.",
        "result direction: UBND xã đã ban hành văn bản; UBND xã Tổ chức họp hằng tháng.",
    ):
        assert left_over(standard, "xã Bình Lư", right) == [], right


def test_nothing_is_left_over_in_the_samples_but_terms_out_of_use(sample_reports, standard):
    assert {one.kind for one in leftovers(sample_reports, standard)} == {"obsolete_term"}


# ---------------------------------------------------------------------------- what is not said
def test_what_most_communes_of_the_kind_say_is_missed_where_it_is_not_said(standard):
    limitation = "limitation procedures: Tỷ lệ hồ sơ nộp trực tuyến còn thấp."
    reports = [report(f"xã {name}", limitation) for name in ("An", "Bình", "Cam", "Dừa", "Ổi")]
    reports += [
        report("xã Quýt", "limitation procedures: Trụ sở làm việc chật hẹp, xuống cấp."),
        report("phường Mít", limitation),
    ]
    themes = clustering.cluster(clustering.statements_of(reports), standard)
    gaps = [(gap.unit, gap.kind, gap.said, gap.of) for gap in unsaid(reports, themes, standard)]
    assert gaps == [("xã Quýt", "theme", 5, 5)]


# ---------------------------------------------------------------------------- side by side
@given(st.text(max_size=60), st.text(max_size=60))
@settings(deadline=None)
def test_both_sides_keep_every_character_and_equal_texts_differ_nowhere(left, right):
    one, other = marked(left.strip(), right.strip())
    assert "".join(w.text for w in one) == left.strip()
    assert "".join(w.text for w in other) == right.strip()
    same, _ = marked(left.strip(), left.strip())
    assert not any(word.differs for word in same)


def test_paragraphs_are_paired_by_likeness_and_stay_in_their_order(standard):
    left = report(
        "xã A", "result direction: Đã tiếp nhận 45 hồ sơ.", "result direction: Đã mở 02 lớp tập huấn."
    ).blocks[2:]
    right = report("xã B", "result direction: Họp giao ban.", "result direction: Đã tiếp nhận 52 hồ sơ.").blocks[2:]
    told = [
        (pair.change, "".join(w.text for w in pair.left), "".join(w.text for w in pair.right))
        for pair in paired(left, right, 60)
    ]
    assert told == [
        ("added", "", "Họp giao ban."),
        ("changed", "Đã tiếp nhận 45 hồ sơ.", "Đã tiếp nhận 52 hồ sơ."),
        ("removed", "Đã mở 02 lớp tập huấn.", ""),
    ]


def test_two_reports_side_by_side_lose_no_paragraph_and_show_changes_of_figures(sample_reports, standard):
    left, right = sample_reports[0], sample_reports[8]
    cells = [pipeline.table([one], standard).rows[0].cells for one in (left, right)]
    found = side_by_side(left, right, tuple(cells), standard)
    assert found.names == ("xã Khe Mận", "xã Thạch Mão")
    for side, one in (("left", left), ("right", right)):
        shown = sorted("".join(w.text for w in getattr(t, side)) for s in found.sections for t in s.texts)
        roles = standard.comparing.words("content_roles")
        own = [b.text for b in one.blocks if b.kind == "text" and b.role in roles and b.text.strip()]
        assert [text for text in shown if text] == sorted(own)
    received = next(f for f in found.figures if f.id == "dossiers_received")
    assert (received.left, received.right, received.change) == (1578, 3954, 2376)


# ---------------------------------------------------------------------------- two periods
def test_two_periods_tell_what_became_of_figures_limitations_tasks_and_recommendations(standard):
    before = report(
        "xã Lục Bình",
        f"result procedures: {OWN}",
        "limitation procedures: Tỷ lệ hồ sơ nộp trực tuyến còn thấp.",
        "task procedures: Mở lớp hướng dẫn nộp hồ sơ trực tuyến cho người cao tuổi.",
        "task organisation: Sắp xếp lại trụ sở làm việc sau sáp nhập thôn.",
        "recommendation general: Đề nghị tỉnh hỗ trợ kinh phí mua sắm máy tính.",
        period=LAST,
        date="2025-12-10",
        province="tỉnh Bắc Kạn",
        district="huyện Bạch Thông",
        path="cu/luc-binh.docx",
    )
    now = report(
        "xã Phủ Thông",
        f"result procedures: {OWN}",
        "limitation procedures: Tỷ lệ hồ sơ nộp trực tuyến vẫn còn thấp.",
        "recommendation general: Đề nghị tỉnh tiếp tục hỗ trợ kinh phí mua sắm máy tính.",
        province="tỉnh Thái Nguyên",
    )
    other = report("xã Bạch Thông", "result procedures: Đã rà soát 12 văn bản.", province="tỉnh Thái Nguyên")

    def seen(*reports):
        said = clustering.statements_of(reports)
        return Seen(reports, pipeline.table(reports, standard), clustering.cluster(said, standard))

    found = over_periods(seen(before), seen(now, other), standard)
    assert found.names == ("6 tháng cuối năm 2025", "6 tháng đầu năm 2026")
    (unit,) = found.units  # a former commune is followed by its heir
    assert unit.unit == "xã Phủ Thông"
    assert [one.now.text for one in unit.persisting] == ["Tỷ lệ hồ sơ nộp trực tuyến vẫn còn thấp."]
    assert [(one.state, one.now and one.now.lines) for one in unit.tasks] == [("done", (3, 3)), ("unsaid", None)]
    assert [one.now.lines for one in unit.repeated] == [(5, 5)]
    assert [(theme.both) for theme in found.themes if theme.role == "limitation"] == [("xã Phủ Thông",)]
    assert (found.only_before, found.only_now) == ((), ("xã Bạch Thông",))
    (copy,) = found.copies.passages
    assert (copy.own, copy.kind, copy.source.path, copy.copied.unit) == (
        True,
        "verbatim",
        "cu/luc-binh.docx",
        "xã Phủ Thông",
    )


def test_figures_of_the_province_say_what_they_are_of_its_communes(sample_reports, standard):
    said = clustering.statements_of(sample_reports)
    seen = Seen(sample_reports, pipeline.table(sample_reports, standard), clustering.cluster(said, standard))
    units = {figure.id: figure.unit for figure in over_periods(seen, seen, standard).figures}
    assert units["procedures_newly_published"] == "thủ tục (bình quân một đơn vị)"
    assert units["dialogue_held"] == "đơn vị có"
    assert units["dossiers_received"] == "hồ sơ"


def test_figures_of_two_periods_are_of_the_same_communes(sample_reports, standard):
    def seen(reports):
        table = pipeline.table(reports, standard)
        return Seen(reports, table, clustering.cluster(clustering.statements_of(reports), standard))

    some, every = seen(sample_reports[:4]), seen(sample_reports)
    figures = over_periods(some, every, standard).figures
    assert figures
    assert [(f.id, f.change) for f in figures if f.change] == []
    own = {f.id: f.units for f in over_periods(some, some, standard).figures}
    assert {f.id: f.units for f in figures} == own
    stated = {name: len(total.stated) for name, total in some.table.totals.items()}
    assert all(0 < f.units <= stated[f.id] for f in figures if standard.indicators[f.id].aggregate == "sum")


def test_the_same_sentence_that_leads_to_another_figure_is_no_copy(standard):
    said = "Công khai, minh bạch các khoản thu, chi ngân sách và mua sắm tài sản tại trụ sở, được đánh giá tốt ngày {}."
    reports = [
        report(name, f"result public_finance: {said.format(day)}", path=f"{day[:2]}.docx")
        for name, day in (("xã Đông Hà", "12/3/2026"), ("xã Suối Bạc", "25/4/2026"))
    ]
    assert copies(reports, standard).passages == ()
    reports[1] = report("xã Suối Bạc", f"result public_finance: {said.format('12/3/2026')}", path="25.docx")
    assert len(copies(reports, standard).passages) == 1


def test_what_many_communes_say_a_commune_can_still_have_from_its_own_last_report(standard):
    said = "Tổ công nghệ số dùng nhóm mạng xã hội đăng video hướng dẫn người dân nộp hồ sơ, hoạt động khá đều đặn."
    now = [report(f"xã Số {n}", f"result procedures: {said}", path=f"{n}.docx") for n in range(8)]
    last = report("xã Số 3", f"result procedures: {said}", period=LAST, date="2025-12-10", path="cu.docx")
    assert copies(now, standard).passages == ()
    assert [copy.copied.unit for copy in copies(now, standard, earlier=[last]).passages] == ["xã Số 3"]


# ---------------------------------------------------------------------------- the command
class _Page(HTMLParser):
    """What a page asks of the world, and its words."""

    def __init__(self):
        super().__init__()
        self.asked, self.words = [], []

    def handle_starttag(self, tag, attrs):
        self.asked += [value for name, value in attrs if name in ("src", "href") and not value.startswith("#")]
        if tag in ("script", "link", "iframe", "object"):
            self.asked.append(tag)

    def handle_data(self, data):
        self.words.append(data)


def opened(path):
    page = _Page()
    page.feed(Path(path).read_text("utf-8"))
    return page.asked, " ".join(page.words)


def test_a_folder_becomes_a_map_on_the_screen_in_a_workbook_and_on_a_page_that_needs_nothing(run, samples):
    reports = samples / "reports"
    status, told, _ = run("compare", reports, "-q")
    assert status == 0
    assert re.search(r"^xã Cẩm Lộng +● +● +● +● +● +● +● +✗ +● +✗ +● +●$", told, re.MULTILINE)
    assert run("compare", reports, "-q", "-o", "ban-do.html")[0] == 0
    asked, words = opened("ban-do.html")
    assert asked == []
    assert "phường Bến Ngự Hà" in words
    assert run("compare", reports, "-q", "-o", "ban-do.xlsx")[0] == 0
    book = load_workbook("ban-do.xlsx")
    assert book.sheetnames == ["Bản đồ", "Chi tiết", "Đoạn trùng", "Tỷ lệ trùng", "Từ ngữ cần xem", "Chưa nêu"]
    assert book["Bản đồ"]["C2"].value == "● có nội dung"
    assert run("compare", reports, "-q", "-o", "ban-do.xlsx")[2].endswith(
        "đã có tệp này; thêm --force để ghi đè, hoặc chọn tên khác.\n"
    )


def test_two_files_stand_side_by_side(run, samples):
    files = sorted((samples / "reports").glob("1*.txt"))[:1] + sorted((samples / "reports").glob("112*"))
    status, told, _ = run("compare", *files, "-q")
    assert status == 0
    assert told.startswith("xã Thạch Mão")
    assert "SỐ LIỆU" in told
    assert run("compare", *files, "-q", "-o", "hai.html")[0] == 0
    assert opened("hai.html")[0] == []
    refused = run("compare", *files, "-o", "hai.xlsx")
    assert (refused[0], "phải có đuôi .html" in refused[2]) == (2, True)


def test_two_periods_come_out_as_page_workbook_and_json(run, samples):
    old, new = samples / "reports" / "101_bc-cchc-xa-khe-man.docx", samples / "reports"
    for result in ("hai-ky.html", "hai-ky.xlsx"):
        assert run("compare", "--previous", old, new, "-q", "-o", result)[0] == 0
    assert opened("hai-ky.html")[0] == []
    assert len(load_workbook("hai-ky.xlsx").sheetnames) == 9
    status, told, _ = run("compare", "--previous", old, new, "-q", "--json")
    found = json.loads(told)
    assert status == 0
    assert [unit["unit"] for unit in found["units"]] == ["xã Khe Mận"]
    assert len(found["only_now"]) == 11


def test_without_reports_on_the_reform_nothing_is_compared(run):
    Path("bc").mkdir()
    Path("bc/dang.txt").write_text(
        "ĐẢNG ỦY XÃ SUỐI MƠ\nBÁO CÁO\nCông tác xây dựng Đảng quý I năm 2026\nĐã kết nạp 05 đảng viên.\n", "utf-8"
    )
    status, _, told = run("compare", "bc", "-o", "x.html", "-q")
    assert status == 1
    assert told.splitlines()[-1] == "LỖI: không đủ báo cáo CCHC để so sánh; chưa ghi kết quả."
    assert not Path("x.html").exists()
    assert HALF.year == 2026


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Đề nghị Sở Thông tin và Truyền thông nâng cấp đường truyền.", "Sở Thông tin và Truyền thông"),
        ("Phối hợp với Sở Lao động - Thương binh và Xã hội chi trả trợ cấp.", "Sở Lao động - Thương binh và Xã hội"),
        ("Thông tư số 18/2019/TT-BTTTT của Bộ Thông tin và Truyền thông.", None),
        ("Không yêu cầu người dân nộp sổ hộ khẩu.", None),
        ("Bộ Tài chính đã hướng dẫn.", None),
    ],
)
def test_bodies_merged_in_2025_are_terms_out_of_use_but_not_in_names_of_documents(standard, line, found):
    one = report("xã Bình Lư", f"result direction: {line}")
    one = replace(one, problems=check(one, standard))
    assert [left.found for left in leftovers([one], standard) if left.kind == "obsolete_term"] == (
        [found] if found else []
    )
