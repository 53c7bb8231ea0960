"""Who sent what: the ledger of a period, from real names, made rosters and the sample province."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from building import HALF, report
from docx import Document
from openpyxl import Workbook, load_workbook

from cchc_nlp.cli import drafting, ledger
from cchc_nlp.errors import ReadError
from cchc_nlp.knowledge import load_standard
from cchc_nlp.knowledge.communes import load_communes
from cchc_nlp.knowledge.period_codes import period_said
from cchc_nlp.model import Commune, Period, Problem
from cchc_nlp.registering import Repeated, Unreadable, identify, register, reminder, roster_of, roster_of_province

LINES = ("result institutions: Đã rà soát 12 văn bản.", "limitation procedures: Còn hồ sơ quá hạn.")


@pytest.fixture(scope="module")
def standard():
    return load_standard()


def of(name, **said):
    return report(name, *LINES, **({"province": None} | said))


def whose(standard, roster, *reports):
    """(commune, verdict, notes) of each report."""
    found = identify(reports, roster, standard)
    return [(one.commune.name if one.commune else None, one.verdict, "; ".join(one.notes)) for one in found]


# ---------------------------------------------------------------------------- the country
def test_the_rosters_hold_all_communes_and_each_former_one_has_heirs():
    communes = load_communes()
    assert (len(communes.today), len(communes.former)) == (3321, 10040)
    assert len(communes.provinces("2026-01-01")) == 34
    assert len(communes.provinces("2025-06-30")) == 63
    assert all(communes.heirs)
    assert all(c.name == c.name.strip() and c.name[0].islower() for c in (*communes.today, *communes.former))


def test_the_day_decides_which_roster_a_province_has(standard):
    assert len(roster_of_province("Lai Châu", "2026-06-30", standard)) == 38
    assert len(roster_of_province("tỉnh Lai Châu", "2025-06-30", standard)) == 106
    with pytest.raises(ReadError, match=r"«Bắc Kạn» vào ngày 30/6/2026; từ ngày 01/7/2025 là tỉnh Thái Nguyên\.$"):
        roster_of_province("Bắc Kạn", "2026-06-30", standard)
    with pytest.raises(ReadError, match=r"\(có phải tỉnh Lai Châu\?\)"):
        roster_of_province("Lai Chau", "2026-06-30", standard)


# ---------------------------------------------------------------------------- whose report it is
def test_a_former_name_is_mapped_to_the_commune_of_today(standard):
    thai_nguyen = roster_of_province("Thái Nguyên", "2026-06-30", standard)
    assert whose(standard, thai_nguyen, of("xã Lục Bình", district="huyện Bạch Thông", province="tỉnh Bắc Kạn")) == [
        ("xã Phủ Thông", "counted", "tên cũ «xã Lục Bình, huyện Bạch Thông», nay thuộc xã Phủ Thông")
    ]
    hai_phong = roster_of_province("Hải Phòng", "2026-06-30", standard)
    assert whose(standard, hai_phong, of("xã Lê Hồng")) == [
        ("xã Bắc Thanh Miện", "counted", "tên cũ «xã Lê Hồng, huyện Thanh Miện», nay thuộc xã Bắc Thanh Miện")
    ]


def test_a_former_commune_that_was_divided_counts_for_its_main_heir(standard):
    hai_phong = roster_of_province("Hải Phòng", "2026-06-30", standard)
    assert whose(standard, hai_phong, of("xã Hòa Bình", district="huyện Vĩnh Bảo")) == [
        (
            "xã Nguyễn Bỉnh Khiêm",
            "counted",
            "tên cũ «xã Hòa Bình, huyện Vĩnh Bảo», nay chia về xã Nguyễn Bỉnh Khiêm, xã Kim Thành, xã Hà Nam; "
            "tạm tính cho xã Nguyễn Bỉnh Khiêm",
        )
    ]


def test_two_communes_of_one_name_are_told_apart_by_district_then_by_folder(standard):
    roster = (Commune("xã Tân Lập", "tỉnh A", "huyện Đông"), Commune("xã Tân Lập", "tỉnh A", "huyện Tây"))
    found = identify(
        [of("xã Tân Lập", district="huyện Tây"), of("xã Tân Lập", path="bc/huyen-dong/1.docx"), of("xã Tân Lập")],
        roster,
        standard,
    )
    assert [(one.commune and one.commune.district, one.verdict) for one in found] == [
        ("huyện Tây", "counted"),
        ("huyện Đông", "counted"),
        (None, "ambiguous"),
    ]
    assert found[2].notes == ("có thể là xã Tân Lập (huyện Đông) hoặc xã Tân Lập (huyện Tây); báo cáo không ghi rõ",)


def test_a_name_that_stands_in_two_provinces_counts_only_for_its_own(standard):
    roster = roster_of_province("Tuyên Quang", "2026-06-30", standard)
    assert "xã Tân Long" in [commune.name for commune in roster]
    ours, theirs, former = whose(
        standard,
        roster,
        of("xã Tân Long", province="tỉnh Tuyên Quang"),
        of("xã Tân Long", province="tỉnh Đồng Tháp"),
        of("xã Tân Long", province="tỉnh Hà Giang"),
    )
    assert ours[:2] == ("xã Tân Long", "counted")
    assert theirs == (None, "outside", "báo cáo ghi thuộc tỉnh Đồng Tháp")
    assert former[:2] == ("xã Tân Long", "counted")  # Hà Giang is now part of Tuyên Quang


def test_slips_in_a_name_are_healed_and_told_but_another_commune_is_never_guessed(standard):
    roster = (Commune("xã Tân Lập"), Commune("phường Hòa Xuân"), Commune("xã Mường Kim"))
    assert whose(standard, roster, of("xã Tan Lập"), of("xã Hoà Xuân"), of("xã Tân Lộc"), of("xã Mường Kìm")) == [
        ("xã Tân Lập", "counted", "báo cáo ghi «xã Tan Lập», hiểu là xã Tân Lập"),
        ("phường Hòa Xuân", "counted", "báo cáo ghi «xã Hoà Xuân», danh sách là phường Hòa Xuân"),
        (None, "unknown", "«xã Tân Lộc» không có trong danh sách (có phải xã Tân Lập?)"),
        ("xã Mường Kim", "counted", "báo cáo ghi «xã Mường Kìm», hiểu là xã Mường Kim"),
    ]


def test_the_name_of_the_file_helps_where_the_report_says_nothing_and_is_held_against_what_it_says(standard):
    roster = (Commune("xã Tân Lập"), Commune("xã Tân Lập Thượng"), Commune("xã Mường Kim"))
    assert whose(
        standard,
        roster,
        of(None, path="bc/12_BC-CCHC_xa-tan-lap-thuong (1).pdf"),
        of(None, path="bc/scan0001.pdf"),
        of("xã Mường Kim", path="bc/xã Tân Lập.docx"),
        of("huyện Than Uyên", path="bc/huyen.docx"),
    ) == [
        ("xã Tân Lập Thượng", "counted", "không thấy tên đơn vị trong báo cáo; hiểu là xã Tân Lập Thượng theo tên tệp"),
        (None, "unknown", "không thấy tên đơn vị trong báo cáo và trong tên tệp"),
        ("xã Mường Kim", "counted", "tên tệp lại nói xã Tân Lập; đề nghị kiểm tra lại"),
        (None, "outside", "báo cáo của huyện Than Uyên, không phải cấp xã"),
    ]


# ---------------------------------------------------------------------------- what it counts for
def test_every_commune_has_one_state_and_every_file_one_verdict(standard):
    roster = tuple(Commune(f"xã {name}") for name in ("An", "Bình", "Cam", "Dừa", "Ổi", "Quýt"))
    foreign = Problem("not_cchc_report", "warning", "Không nói về cải cách hành chính.", (1, 1))
    reports = [
        of("xã An", path="an-cu.docx"),
        of("xã An", path="an-moi.docx", date="2026-06-25"),
        of("xã Bình", path="binh.docx", date="2026-06-22"),
        of("xã Cam", path="cam.docx", period=Period("month", 2026, 6)),
        of("xã Mít", path="mit.docx"),
        replace(of("xã Dừa", path="dua.docx"), problems=(foreign,)),
        of("xã Ổi", path="oi.docx", date="2026-06"),
    ]
    found = register(
        identify(reports, roster, standard),
        roster,
        HALF,
        standard,
        repeats=[Repeated("an-cu.docx", "an-moi.docx", "older")],
        unreadable=[Unreadable("bc-xa-quyt.doc", "tệp bị hỏng.")],
        deadline="2026-06-20",
    )
    assert [(s.commune.name, s.state, [(one.path, one.verdict) for one in s.sent]) for s in found.standings] == [
        ("xã An", "received", [("an-moi.docx", "late"), ("an-cu.docx", "older")]),  # the first version was in time
        ("xã Bình", "late", [("binh.docx", "late")]),
        ("xã Cam", "wrong_period", [("cam.docx", "wrong_period")]),
        ("xã Dừa", "missing", []),
        ("xã Ổi", "received", [("oi.docx", "counted")]),
        ("xã Quýt", "unreadable", [("bc-xa-quyt.doc", "unreadable")]),
    ]
    assert [(one.path, one.verdict) for one in found.others] == [("mit.docx", "outside"), ("dua.docx", "not_cchc")]
    notes = {one.path: one.notes for s in found.standings for one in s.sent}
    assert notes["binh.docx"] == ("đề ngày 22/6/2026, sau hạn 20/6/2026",)
    assert notes["oi.docx"] == ("báo cáo không ghi đủ ngày ban hành; chưa xác định được có gửi muộn hay không",)


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("2026-H1", HALF),
        ("2026-q2", Period("quarter", 2026, 2)),
        ("2026-M04", Period("month", 2026, 4)),
        ("2026-9M", Period("nine_months", 2026)),
        ("2026", Period("year", 2026)),
        ("6 tháng đầu năm 2026", HALF),
        ("quý II năm 2026", Period("quarter", 2026, 2)),
        ("2026/Q2", Period("quarter", 2026, 2)),
        ("06/2026", Period("month", 2026, 6)),
        ("6/2026", Period("month", 2026, 6)),
        ("T6/2026", Period("month", 2026, 6)),
        ("2026-M13", None),
        ("13/2026", None),
        ("tháng 13 năm 2026", None),
        ("quý 5 năm 2026", None),
        ("quý IX năm 2026", None),
        ("6 tháng đầu năm", None),
        ("H1", None),
        ("hôm nay", None),
    ],
)
def test_a_period_is_named_by_code_or_in_words(standard, said, period):
    assert period_said(said, standard.period_words) == period


def test_a_period_that_is_none_is_refused_with_ways_to_write_one(standard):
    with pytest.raises(typer.BadParameter) as refused:
        drafting.asked_period("tháng 13 năm 2026", standard)
    assert "viết như 2026-H1, 2026-Q2, 06/2026, 2026, hoặc «6 tháng đầu năm 2026»" in refused.value.message


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("20/6/2026", "2026-06-20"),
        ("2026-6-20", "2026-06-20"),
        ("ngày 20 tháng 6 năm 2026", "2026-06-20"),
        ("20 tháng 6 năm 2026", "2026-06-20"),
    ],
)
def test_a_deadline_is_a_day_in_figures_or_in_words(said, day):
    assert ledger.day_said(said) == day


@pytest.mark.parametrize("said", ["ngày 31 tháng 2 năm 2026", "tháng 6 năm 2026", "ngày tháng 6 năm 2026", "mai"])
def test_a_deadline_that_is_no_day_is_refused(said):
    with pytest.raises(typer.BadParameter):
        ledger.day_said(said)


# ---------------------------------------------------------------------------- rosters
@pytest.mark.parametrize(
    "rows",
    [
        [["STT", "Tên đơn vị", "Huyện"], ["1", "Xã An Bình", "huyện Đông"], ["2", "Phường Hà Kiều", "huyện Đông"]],
        [["DANH SÁCH"], ["Loại", "Xã, phường"], ["Xã", "An Bình"], ["Phường", "Hà Kiều"], ["Tổng cộng", ""]],
        [["Xã An Bình"], ["Phường Hà Kiều"]],
        [["province", "commune", "kind", "code"], ["", "xã An Bình", "xã", "1"], ["", "phường Hà Kiều", "phường", "2"]],
    ],
)
def test_rosters_are_understood_as_officers_keep_them(standard, rows):
    assert [c.name for c in roster_of(rows, "ds.csv", standard)] == ["xã An Bình", "phường Hà Kiều"]


def test_a_roster_without_a_column_of_names_is_refused_with_what_it_has(standard):
    with pytest.raises(ReadError) as refused:
        roster_of([["a", "b"], ["1", "2"]], "ds.csv", standard)
    assert str(refused.value) == (
        "ds.csv: không thấy cột tên xã, phường; dòng tiêu đề phải có cột «Tên đơn vị» (hoặc «commune»), "
        "tệp này có: a, b."
    )
    with pytest.raises(ReadError, match="không có xã, phường nào"):
        roster_of([["commune"]], "ds.csv", standard)
    with pytest.raises(ReadError, match="không có đơn vị nào của Lào Cai; các tỉnh trong danh sách: tỉnh Hà Châu"):
        roster_of([["commune", "province"], ["xã A", "tỉnh Hà Châu"]], "ds.csv", standard, province="Lào Cai")


# ---------------------------------------------------------------------------- the letter
def test_the_letter_names_the_missing_alone_and_is_none_where_all_have_sent(standard):
    roster = (Commune("xã An", "tỉnh Hà Châu"), Commune("phường Bình", "tỉnh Hà Châu"))
    nobody = register([], roster, HALF, standard, deadline="2026-06-20")
    letter = reminder(nobody, standard)
    assert letter.letterhead.addressee == "Kính gửi: Ủy ban nhân dân các xã, phường có tên trong danh sách kèm theo."
    assert [p.cells for p in letter.paragraphs if p.cells] == [
        ("STT", "Đơn vị", "Tình trạng", "Ghi chú"),
        ("1", "Xã An", "Chưa gửi", ""),
        ("2", "Phường Bình", "Chưa gửi", ""),
    ]
    one = register(identify([of("xã An")], roster, standard), roster, HALF, standard)
    assert [p.text for p in reminder(one, standard).paragraphs] == [
        "Thực hiện chế độ báo cáo định kỳ về công tác cải cách hành chính 6 tháng đầu năm 2026, đến nay Sở Nội vụ chưa "
        "nhận được báo cáo của Ủy ban nhân dân phường Bình.",
        "Để kịp thời tổng hợp, báo cáo Ủy ban nhân dân tỉnh Hà Châu, Sở Nội vụ đề nghị Ủy ban nhân dân phường Bình "
        "khẩn trương gửi báo cáo về Sở trước ngày …… tháng …… năm 2026.",
        "Sở Nội vụ đề nghị Ủy ban nhân dân phường Bình quan tâm, thực hiện./.",
    ]
    all_sent = identify([of("xã An"), of("phường Bình")], roster, standard)
    assert reminder(register(all_sent, roster, HALF, standard), standard) is None


# ---------------------------------------------------------------------------- the command
def test_the_ledger_of_the_sample_province_is_right(run, samples):
    truth = json.loads((samples / "truth.json").read_text("utf-8"))
    status, told, _ = run(
        "ledger", samples / "reports", "--roster", samples / "roster.csv", "--period", "2026-H1", "--json", "-q"
    )
    assert status == 0
    standings = json.loads(told)["standings"]
    by_state = {}
    for standing in standings:
        by_state.setdefault(standing["state"], []).append(standing["commune"]["name"])
    assert by_state["missing"] == truth["missing"]
    other_outline = {r["commune"] for r in truth["reports"] if r["outline"] in ("month", "quarter")}
    assert set(by_state["wrong_period"]) == other_outline
    assert len(by_state["received"]) == len(truth["reports"]) - len(other_outline)


def test_workbook_letter_and_status_as_asked_and_nothing_overwritten(run, samples):
    arguments = ("ledger", samples / "reports", "--roster", samples / "roster.csv", "--period", "2026-H1", "-q")
    status, told, _ = run(*arguments, "-o", "so.xlsx", "--letter", "cv.docx", "--strict")
    assert (status, told) == (1, "")
    book = load_workbook("so.xlsx")
    assert book.sheetnames == ["Theo đơn vị", "Theo tệp", "Chưa gửi"]
    assert [row[1].value for row in book["Chưa gửi"].iter_rows(min_row=2)][-3:] == [
        "xã Bản Mạch",
        "xã Lũng Vài",
        "phường Hà Kiều",
    ]
    letter = "\n".join(paragraph.text for paragraph in Document("cv.docx").paragraphs)
    assert "đã nhận được báo cáo của 08/15 đơn vị; còn 03 đơn vị chưa gửi báo cáo, 04 đơn vị gửi báo cáo" in letter
    status, _, told = run(*arguments, "-o", "so.xlsx")
    assert (status, told) == (2, "cchc: so.xlsx: đã có tệp này; thêm --force để ghi đè, hoặc chọn tên khác.\n")


def test_options_that_cannot_be_used_are_refused_before_any_work(run, samples):
    reports = samples / "reports"
    assert "cần --roster TỆP hoặc --province TÊN" in run("ledger", reports)[2]
    assert "không hiểu kỳ này" in run("ledger", reports, "--province", "Lai Châu", "--period", "kỳ này")[2]
    assert "không phải một ngày" in run("ledger", reports, "--province", "Lai Châu", "--deadline", "31/2/2026")[2]
    assert "từ ngày 01/7/2025 là" in run("ledger", reports, "--province", "Hà Giang", "--period", "2026-H1")[2]
    Path("ds.csv").write_text("a,b\n1,2\n", "utf-8")
    status, _, told = run("ledger", reports, "--roster", "ds.csv")
    assert status == 2
    assert re.match(r"cchc: ds\.csv: không thấy cột tên xã, phường; .* tệp này có: a, b\. Xem hướng dẫn", told)


def test_rosters_from_excel_and_unicode_text_are_read(run, samples):
    workbook = Workbook()
    workbook.active.append(["Ghi chú chung"])
    sheet = workbook.create_sheet("DS")
    for row in (["STT", "Tên đơn vị"], [1, "Xã Khe Mận"], [2, "Xã Bản Mạch"]):
        sheet.append(row)
    workbook.save("ds.xlsx")
    Path("ds.txt").write_text("STT\tTên đơn vị\n1\tXã Khe Mận\n2\tXã Bản Mạch\n", "utf-16")
    for roster in ("ds.xlsx", "ds.txt"):
        file = samples / "reports" / "101_bc-cchc-xa-khe-man.docx"
        status, told, _ = run("ledger", file, "--roster", roster, "-q")
        assert status == 0
        assert told.splitlines()[0] == "Kỳ 6 tháng đầu năm 2026: 2 đơn vị phải gửi; 1 đã gửi, 1 chưa gửi."
