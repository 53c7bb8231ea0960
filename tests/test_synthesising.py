"""The province's report: what it counts, what it says, and that every number and quotation leads to its places."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from building import HALF, NOTHING, clustering, report
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_nlp.errors import KnowledgeError, TemplateError
from cchc_nlp.knowledge import load_standard
from cchc_nlp.knowledge.wording import load_wording
from cchc_nlp.model import Enrolled, LeftOut, Period, Place, Synthesis
from cchc_nlp.synthesising import evidence, synthesise

STANDARD = load_standard()
THEMES = {
    "Còn hồ sơ giải quyết quá hạn, chậm trễ": ("limitation", "procedures", "quá hạn"),
    "Người dân chưa quen nộp hồ sơ trực tuyến": ("limitation", "digital_government", "trực tuyến"),
    "Máy móc, trang thiết bị cũ, thiếu": ("limitation", "general", "máy tính"),
    "Kinh phí còn hạn hẹp": ("limitation", "public_finance", "kinh phí"),
    "Đường truyền mạng yếu": ("limitation", "digital_government", "đường truyền"),
    "Thủ tục được công khai, minh bạch": ("strength", "procedures", "công khai"),
    "Địa bàn rộng, dân cư phân tán": ("cause", "general", "phân tán"),
    "Đẩy mạnh dịch vụ công trực tuyến": ("task", "digital_government", "trực tuyến"),
    "Trang cấp máy móc, thiết bị": ("recommendation", "general", "thiết bị"),
}
NAMES = [
    *(f"xã {n}" for n in ("An Bình", "Đông Hà", "Ân Thi", "Suối Bạc", "Dương Xá", "Phú Lâm", "Tân Lập", "Yên Sơn"))
]
NAMES += ["phường Cẩm Tú", "phường Hòa Bắc", "đặc khu Hòn Ngọc"]


def province():
    reports = []
    for n, name in enumerate(NAMES):
        lines = [
            f"result direction: UBND {name} đã tổ chức {n + 2} cuộc kiểm tra công vụ tại các thôn, tổ dân phố.",
            f"result institutions: Đã rà soát {n + 10} văn bản quy phạm pháp luật, đạt 100% kế hoạch đề ra trong năm.",
            f"result procedures: Tiếp nhận 1.{n}52 hồ sơ, giải quyết đúng hạn đạt 99,{n}% tổng số hồ sơ đã tiếp nhận.",
            f"strength procedures: Thủ tục hành chính tại {name} được niêm yết công khai đầy đủ",
            "limitation procedures: Còn hồ sơ đất đai quá hạn trong lĩnh vực đất đai, tập trung ở khâu đo đạc",
        ]
        lines += ["limitation digital_government: Người cao tuổi còn ngại nộp hồ sơ trực tuyến"] * (n < 8)
        lines += [f"limitation general: Có {n + 1} máy tính cũ, cấu hình thấp chưa được thay thế"] * (n % 2)
        lines += ["limitation public_finance: Mức kinh phí chi cho cải cách hành chính còn thấp so với nhu cầu"] * (
            n < 3
        )
        lines += ["limitation digital_government: Nhiều thôn có đường truyền chập chờn khi mưa bão"] * (n in (4, 7))
        lines += ["cause general: Dân cư phân tán, nhiều thôn cách trụ sở hơn 15 km"] * (n > 5)
        lines += ["task digital_government: Nâng tỷ lệ hồ sơ trực tuyến lên trên 80%"]
        lines += ["recommendation general: Đề nghị tỉnh cấp bổ sung thiết bị cho bộ phận một cửa"] * (n < 5)
        reports.append(report(name, *lines))
    return reports


ROSTER = [
    Enrolled(name, Place("danh-sach.csv", (at, at)))
    for at, name in enumerate([*NAMES, "xã Mới Một", "xã Mới Hai", "phường Mới Ba", "xã Mới Bốn"], 2)
]


def synthesis(reports=None, **options) -> Synthesis:
    reports = province() if reports is None else reports
    return synthesise(reports, clustering(reports, THEMES), STANDARD, **options)


def text(made: Synthesis) -> str:
    return "\n".join(p.text for p in made.paragraphs)


# ------------------------------------------------------------------------------------------------------------ the words


def test_the_outline_is_the_official_one():
    headings = [p.text for p in synthesis().paragraphs if p.style in ("heading1", "annex")]
    assert headings == [
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
        "II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH",
        "III. ĐÁNH GIÁ CHUNG",
        "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ 6 THÁNG CUỐI NĂM 2026",
        "V. KIẾN NGHỊ, ĐỀ XUẤT",
        "Phụ lục I",
        "DANH SÁCH BÁO CÁO ĐÃ SỬ DỤNG",
        "Phụ lục II",
        "CÁC CHỦ ĐỀ VÀ SỐ ĐƠN VỊ NÊU",
        "Phụ lục III",
        "TỒN TẠI, HẠN CHẾ THEO TỪNG ĐƠN VỊ",
    ]


def test_a_theme_is_told_with_number_share_names_and_one_quotation():
    (item,) = (p for p in synthesis().paragraphs if "kinh phí còn hạn hẹp" in p.text.lower() and p.style == "item")
    assert item.text == (
        "Có 03/11 đơn vị (27,27%) phản ánh kinh phí còn hạn hẹp, gồm các xã An Bình, Ân Thi và Đông Hà; trong đó "
        "xã An Bình nêu rõ: “Mức kinh phí chi cho cải cách hành chính còn thấp so với nhu cầu”."
    )


def test_no_sentence_frame_stands_three_times_in_a_row():
    items = [p for p in synthesis().paragraphs if p.style in ("item", "heading1", "heading2")]
    frames = [skeleton(p) if p.style == "item" else p.text for p in items]
    assert not [f for f, g, h in zip(frames, frames[1:], frames[2:], strict=False) if f == g == h]


def skeleton(paragraph) -> str:
    """The words of the template: without numbers, quotations, titles and names."""
    bare = paragraph.text
    for quote in paragraph.quotes:
        bare = bare.replace(quote.text, "Q")
    for title in sorted(THEMES, key=len):
        bare = re.sub(re.escape(title), "T", bare, flags=re.IGNORECASE)
    bare = re.sub("|".join(n.split(" ", 1)[1].removeprefix("khu ") for n in NAMES), "N", bare)
    return re.sub(r"(N, )+|\d+", "", bare)


def test_communes_are_counted_not_sentences_and_not_files():
    twice = "limitation procedures: Còn hồ sơ quá hạn ở lĩnh vực đất đai"
    reports = [
        report("xã An Bình", twice, twice, twice, path="a1.docx"),
        report("xã An Bình", twice, path="a2.docx"),
        report("xã Đông Hà", twice, path="b.docx"),
        report("xã Phú Lâm", path="c.docx"),
    ]
    made = text(synthesis(reports))
    assert "đã nhận được 04 báo cáo của 03 xã (Phụ lục I)" in made
    assert "(02/03 đơn vị, chiếm 66,67%)" in made


def test_two_communes_of_one_name_in_two_districts_stay_two():
    line = "limitation procedures: Còn hồ sơ quá hạn ở lĩnh vực đất đai"
    reports = [
        report("xã Tân Thành", line, path="1.docx", district="huyện Yên Châu"),
        report("xã Tân Thành", line, path="2.docx", district="huyện Phù Yên"),
    ]
    assert "Các xã Tân Thành (huyện Phù Yên) và Tân Thành (huyện Yên Châu)" in text(synthesis(reports))


def test_a_report_of_another_period_is_named_in_text_and_annex():
    reports = [*province(), report("xã Lạc Sơn", period=Period("quarter", 2026, 1), path="z.docx")]
    made = text(synthesis(reports))
    assert "Báo cáo của xã Lạc Sơn (quý I năm 2026) khác với kỳ tổng hợp" in made
    assert "Xã Lạc Sơn\t12/BC-UBND\t05/6/2026\tQuý I năm 2026\tz.docx" in made


def test_a_report_of_an_unknown_commune_is_listed_by_its_file():
    made = text(synthesis([*province(), report(None, path="thu-muc/scan 7.pdf", period=None, number=None, date=None)]))
    assert "Có 01 báo cáo chưa xác định được đơn vị gửi, được ghi theo tên tệp: tệp scan 7.pdf." in made
    assert "Báo cáo của tệp scan 7.pdf không ghi rõ kỳ báo cáo." in made
    assert "Chưa ghi\tchưa ghi\tchưa ghi\tChưa ghi\tscan 7.pdf" in made


def test_the_roster_gives_the_share_that_reported_and_the_names_of_the_others():
    made = text(synthesis(roster=ROSTER))
    assert "11/15 đơn vị đã gửi báo cáo (đạt 73,33%)" in made
    assert "Còn 04 đơn vị chưa gửi báo cáo: các xã Mới Bốn, Mới Hai, Mới Một và phường Mới Ba." in made


def test_a_long_list_of_names_is_cut_and_the_annex_has_all():
    made = synthesis()
    told = next(p for p in made.paragraphs if p.style == "item" and "chưa quen nộp hồ sơ" in p.text)
    assert "gồm các xã Suối Bạc, An Bình, Ân Thi, Dương Xá, Đông Hà, Phú Lâm…; như xã Suối Bạc" in told.text
    row = next(p for p in made.paragraphs if p.style == "table_row" and "chưa quen nộp hồ sơ" in p.text)
    names = "Các xã An Bình, Ân Thi, Dương Xá, Đông Hà, Phú Lâm, Suối Bạc, Tân Lập và Yên Sơn"
    assert row.cells[-3:] == ("08/11", "72,73%", names)


def test_what_all_say_is_told_without_a_list():
    made = text(synthesis())
    assert "Tất cả các xã, phường, đặc khu (11/11 đơn vị, chiếm 100%) cho biết còn hồ sơ giải quyết quá hạn" in made


@pytest.mark.parametrize(
    ("given_name", "printed"),
    [("Lai Châu", "tỉnh Lai Châu"), ("tỉnh Lai Châu", "tỉnh Lai Châu"), ("Huế", "thành phố Huế"),
     ("Tỉnh Lai Châu", "tỉnh Lai Châu"), (None, "tỉnh Lam Sơn")],
)  # fmt: skip
def test_the_province_is_printed_with_its_kind(given_name, printed):
    assert synthesis(province=given_name).letterhead.subtitle.endswith(f"trên địa bàn {printed}")


@pytest.mark.parametrize(
    ("period", "now", "after"),
    [
        (Period("month", 2026, 1), "tháng 01 năm 2026", "THÁNG 02 NĂM 2026"),
        (Period("month", 2026, 12), "tháng 12 năm 2026", "THÁNG 01 NĂM 2027"),
        (Period("month", 2026, 4), "tháng 4 năm 2026", "THÁNG 5 NĂM 2026"),
        (Period("quarter", 2024, 3), "quý III năm 2024", "QUÝ IV NĂM 2024"),
        (Period("quarter", 2024, 4), "quý IV năm 2024", "QUÝ I NĂM 2025"),
        (Period("half", 2026, 1), "6 tháng đầu năm 2026", "6 THÁNG CUỐI NĂM 2026"),
        (Period("nine_months", 2025), "9 tháng năm 2025", "3 THÁNG CUỐI NĂM 2025"),
        (Period("year", 2025), "năm 2025", "NĂM 2026"),
        (Period("month", 2025), "năm 2025", "KỲ TỚI"),
    ],
)
def test_periods_are_printed_as_offices_print_them(period, now, after):
    made = synthesis(period=period)
    assert f"cải cách hành chính {now} của các" in made.letterhead.subtitle
    assert f". PHƯƠNG HƯỚNG, NHIỆM VỤ {after}\n" in text(made)


# --------------------------------------------------------------------------------------------------------- the evidence


@pytest.fixture(scope="module")
def made():
    return synthesis(roster=ROSTER)


def test_every_number_in_the_text_is_a_figure_or_in_a_quotation(made):
    for paragraph in made.paragraphs:
        covered = {(f.at, f.at + len(f.text)) for f in paragraph.figures}
        covered |= {(q.at, q.at + len(q.text)) for q in paragraph.quotes}
        for number in re.finditer(r"\d+", paragraph.text):
            assert any(a <= number.start() and number.end() <= b for a, b in covered), paragraph.text


def test_every_figure_and_quotation_stands_where_it_says(made):
    for paragraph in made.paragraphs:
        for item in (*paragraph.figures, *paragraph.quotes):
            assert paragraph.text[item.at : item.at + len(item.text)] == item.text


def test_only_headings_rows_and_standing_bases_have_numbers_without_a_place(made):
    for paragraph in made.paragraphs:
        loose = [f.text for f in paragraph.figures if not f.sources]
        if paragraph.style.startswith("heading"):
            assert loose == re.findall(r"^\d+(?=\.)", paragraph.text)
        elif paragraph.style == "table_row":
            assert len(loose) <= 1 or all(re.fullmatch(r"\d\d", one) for one in loose)  # codes of themes
        elif not paragraph.text.startswith("Thực hiện Nghị quyết số 76/NQ-CP"):  # a standing basis
            assert not loose


def test_counts_and_shares_recompute_from_their_places(made):
    for figure in (f for p in made.paragraphs for f in p.figures):
        values = [s.value for s in figure.sources]
        if figure.derivation == "count":
            assert figure.value == sum(values) == int(figure.text.replace(".", ""))
            assert len({(s.path, s.lines) for s in figure.sources}) == len(values)
        if figure.derivation == "share":
            assert figure.value == round(
                (1 if "/" in figure.text else 100) * sum(values) / len(values), 4 if "/" in figure.text else 2
            )


def test_every_quotation_is_found_in_its_report():
    reports = {r.source.path: r for r in province()}
    for quote in (q for p in synthesis().paragraphs for q in p.quotes):
        block = next(b for b in reports[quote.path].blocks if b.lines == quote.lines)
        assert quote.text in block.text


def test_evidence_has_the_shape_of_the_contract(made):
    entries = evidence(made)
    assert [e["text"] for e in entries] == [made.letterhead.subtitle, *(p.text for p in made.paragraphs)]
    for entry in entries:
        assert set(entry) == {"text", "figures", "quotes", "decisions"}
        for figure in entry["figures"]:
            assert set(figure) == {"text", "value", "derivation", "sources"}
            assert all(set(s) == {"path", "lines", "value"} for s in figure["sources"])
        assert all(set(q) == {"text", "path", "lines"} for q in entry["quotes"])


def test_every_source_has_its_passage(made):
    known = {(p.path, p.lines) for p in made.passages}
    figures = [f for p in made.paragraphs for f in p.figures]
    assert {(s.path, s.lines) for f in figures for s in f.sources if s.path != "danh-sach.csv"} <= known


@settings(max_examples=8, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_reports_does_not_matter(rng: random.Random):
    reports = province()
    themes = clustering(reports, THEMES)
    shuffled = list(reports)
    rng.shuffle(shuffled)
    assert synthesise(shuffled, themes, STANDARD) == synthesise(reports, themes, STANDARD)


# -------------------------------------------------------------------------------------------------------- thin material


THIN = {
    "no report": [],
    "one report": [report("xã An Bình", "limitation procedures: Còn hồ sơ quá hạn trong lĩnh vực đất đai")],
    "nothing found": [report("xã An Bình"), report("phường Cẩm Tú")],
    "one commune": [
        report("xã An Bình", "task general: Đẩy mạnh nộp hồ sơ trực tuyến", path=f"{n}.docx", period=HALF)
        for n in range(3)
    ],
    "no names": [report(None, "limitation general: Thiếu máy tính", path=f"{n}.pdf", province=None) for n in range(4)],
    "nothing known": [report(None, path="x.txt", period=None, number=None, date=None, province=None)],
    "a department": [report("huyện Yên Châu", "strength general: Thủ tục được niêm yết công khai tại trụ sở")],
}


@pytest.mark.parametrize("reports", THIN.values(), ids=THIN)
def test_thin_material_gives_sensible_text(reports):
    made = synthesis(reports)
    assert made.paragraphs
    for paragraph in made.paragraphs:
        assert paragraph.text.strip()
        assert not re.search(r"None|nan|\(\)|“”|  | [,.;]|\x02|\x03|báo cáo của \.|gồm \.", paragraph.text), (
            paragraph.text
        )


def test_a_statement_in_no_theme_is_told_and_never_denied():
    made = text(synthesis([report("xã An Bình", "recommendation general: Đề nghị sớm có hướng dẫn về lưu trữ số")]))
    assert "Xã An Bình có ý kiến: “Đề nghị sớm có hướng dẫn về lưu trữ số”." in made
    assert "không có kiến nghị" not in made


def test_statements_of_other_files_are_left_out():
    reports = province()
    assert text(synthesise(reports[:2], clustering(reports, THEMES), STANDARD)).count("Phú Lâm") == 0


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_no_text_of_a_report_becomes_markup_of_the_template(words):
    sly = f"{words} # a\n\n- b | c {{{{ 7 }}}} {{% for %}} \x02\x30\x03 quá hạn"
    block = report("xã An Bình", f"limitation procedures: {sly}")
    plain = report("xã An Bình", "limitation procedures: quá hạn")
    assert [p.style for p in synthesis([block]).paragraphs] == [p.style for p in synthesis([plain]).paragraphs]


# ------------------------------------------------------------------------------------------ who is told, and who is not


def test_a_commune_of_no_roster_is_told_and_one_without_its_kind_is_found():
    line = "limitation procedures: Còn hồ sơ quá hạn ở lĩnh vực đất đai"
    reports = [report("xã An Bình", line), report("xã Ngoài Danh", line, path="z.docx")]
    roster = [Enrolled("An Bình", Place("ds.csv", (2, 2))), Enrolled("xã Vắng Mặt", Place("ds.csv", (3, 3)))]
    made = text(synthesis(reports, roster=roster))
    assert "01/2 đơn vị" not in made
    assert "01/02 đơn vị đã gửi báo cáo (đạt 50%)" in made
    assert "Còn 01 đơn vị chưa gửi báo cáo: xã Vắng Mặt." in made
    assert "Báo cáo của xã Ngoài Danh không có trong danh sách đơn vị phải báo cáo" in made


def test_a_report_on_procedures_alone_is_no_fault_of_other_fields():
    lines = ("result institutions: Đã rà soát 12 văn bản.", "result procedures: Tiếp nhận 9 hồ sơ.")
    whole = [report(name, *lines) for name in ("xã Đủ Một", "xã Đủ Hai")]
    title = "Báo cáo công tác kiểm soát thủ tục hành chính 6 tháng đầu năm 2026"
    narrow = report("phường Riêng", "result procedures: Tiếp nhận 120 hồ sơ trong kỳ báo cáo.", title=title)
    made = text(synthesis([*whole, narrow]))
    assert "Báo cáo của phường Riêng chỉ về thủ tục hành chính nên không tính khi xét các lĩnh vực khác." in made
    assert "chưa thấy nội dung này trong báo cáo của phường Riêng" not in made


def test_files_left_out_are_told_with_the_reason():
    made = text(synthesis(left_out=[LeftOut("thu/khac.docx", "không phải báo cáo công tác CCHC.")]))
    assert "Có 01 tệp không được đưa vào tổng hợp, nêu rõ lý do tại Phụ lục IV." in made
    assert "Tệp khac.docx\tkhông phải báo cáo công tác CCHC." in made or "tệp khac.docx\tkhông phải" in made


def test_the_commune_quoted_is_named_first():
    for paragraph in synthesis().paragraphs:
        match = re.search(r"gồm (?:các )?(?:xã|phường|đặc khu) ([^,;…]+?)(?:,| và|;|…)", paragraph.text)
        if paragraph.style == "item" and match and paragraph.quotes:
            speakers = {p for p in NAMES if p.split(" ", 1)[1] == match[1]}
            quoted = {r.meta.unit.name for r in province() if r.source.path == paragraph.quotes[0].path}
            assert speakers & quoted, paragraph.text


def test_a_group_of_the_program_asserts_nothing_of_all_its_communes_and_asks_for_a_name():
    reports = province()
    themes = clustering(reports, THEMES)
    unnamed = replace(themes, themes=tuple(replace(t, theme=None) for t in themes.themes))
    made = synthesise(reports, unnamed, STANDARD)
    told = [p for p in made.paragraphs if any(d.id.startswith("nhom:") for d in p.decisions)]
    assert told
    for paragraph in told:
        assert not any(title.lower() in paragraph.text.lower() for title in THEMES)
        assert paragraph.quotes


def test_an_answer_closes_its_question_and_names_the_group():
    reports = province()
    themes = clustering(reports, THEMES)
    unnamed = replace(themes, themes=tuple(replace(t, theme=None) for t in themes.themes))
    asked = [d.id for d in synthesise(reports, unnamed, STANDARD).decisions if d.id.startswith("nhom:")]
    named = synthesise(reports, unnamed, STANDARD, answers=dict.fromkeys(asked, "Tên do cán bộ đặt"))
    assert not [d for d in named.decisions if d.id in asked]
    assert "Tên do cán bộ đặt" in text(named)
    dropped = synthesise(reports, unnamed, STANDARD, answers=dict.fromkeys(asked, "bỏ"))
    assert not [d for d in dropped.decisions if d.id in asked]


@pytest.mark.parametrize(
    ("request_", "heading"),
    [
        ("Đề nghị Bộ Nội vụ sớm sửa đổi tiêu chí chấm điểm", "1. Đối với Bộ Nội vụ"),
        ("Kiến nghị Chính phủ nâng mức hỗ trợ", "1. Đối với Chính phủ, Thủ tướng Chính phủ"),
        ("Đề nghị UBND tỉnh chỉ đạo Sở Tài chính cấp kinh phí", "1. Đối với UBND tỉnh"),
        ("Đề nghị Sở Khoa học và Công nghệ nâng cấp phần mềm", "1. Đối với các sở, ban, ngành và cơ quan của tỉnh"),
        ("Nâng cấp hạ tầng chính phủ điện tử tại cơ sở", "1. Kiến nghị chưa ghi rõ cơ quan giải quyết"),
    ],
)
def test_a_recommendation_goes_to_whom_it_names(request_, heading):
    made = synthesis([report("xã An Bình", f"recommendation general: {request_}")])
    assert heading in [p.text for p in made.paragraphs if p.style == "heading2"]


def test_a_month_is_told_in_short():
    reports = [report(name, "result direction: Đã tổ chức 03 buổi tuyên truyền tại các thôn.",
                      "limitation procedures: Còn hồ sơ quá hạn ở khâu đo đạc", period=Period("month", 2026, 4))
               for name in ("xã An Bình", "xã Đông Hà")]  # fmt: skip
    made = synthesis(reports)
    headings = [p.text for p in made.paragraphs if p.style == "heading1"]
    assert headings == [
        "I. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH",
        "II. TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN",
        "III. PHƯƠNG HƯỚNG, NHIỆM VỤ THÁNG 5 NĂM 2026",
        "IV. KIẾN NGHỊ, ĐỀ XUẤT",
    ]
    assert "1. Công tác chỉ đạo, điều hành" in [p.text for p in made.paragraphs]


def test_common_work_is_counted_and_denied_work_is_not():
    said = "result direction: Đã tổ chức 03 buổi tuyên truyền về cải cách hành chính tại các thôn."
    denied = "result direction: Trong kỳ không tổ chức tuyên truyền về cải cách hành chính."
    reports = [report("xã Một", said), report("xã Hai", said.replace("03", "05")), report("xã Ba", denied)]
    made = text(synthesis(reports))
    assert "02/03 đơn vị" in made
    assert "đã tổ chức thông tin, tuyên truyền về cải cách hành chính" in made


# -------------------------------------------------------------------------------------------- a department's own folder


def overlay(tmp_path: Path, **files: str):
    (tmp_path / "templates").mkdir()
    for name, content in files.items():
        (tmp_path / "templates" / f"{name.replace('_', '-')}.j2").write_text(content, "utf-8")
    return load_standard(tmp_path)


def test_a_departments_template_takes_the_place_of_ours(tmp_path):
    standard = overlay(tmp_path, mo_dau="Kính báo cáo số liệu của {{ units.count }} đơn vị.\n")
    made = synthesise(province(), NOTHING, standard)
    assert made.paragraphs[0].text == "Kính báo cáo số liệu của 11 đơn vị."
    assert made.paragraphs[0].figures[0].derivation == "count"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("Một.\n\n{{ so_don_vi }}\n", "dòng 3: mẫu dùng giá trị không có («so_don_vi»); sửa tên hoặc bỏ chỗ ấy."),
        ("Một.\n{{ units.tong }}\n", "dòng 2: mẫu dùng giá trị không có («tong»); sửa tên hoặc bỏ chỗ ấy."),
        ("{{ roster }}\n", "dòng 1: giá trị ở đây để trống; đặt nó trong {% if … %} hoặc bỏ đi."),
        ("{{ unnamed.names }}\n", "dòng 1: giá trị ở đây để trống; đặt nó trong {% if … %} hoặc bỏ đi."),
        ("{{ 1 / 0 }}\n", "dòng 1: mẫu không chạy được (division by zero)."),
    ],
)
def test_a_wrong_template_is_told_by_file_and_line(tmp_path, content, message):
    with pytest.raises(TemplateError) as caught:
        synthesise(province(), NOTHING, overlay(tmp_path, mo_dau=content))
    assert str(caught.value) == f"{tmp_path / 'templates' / 'mo-dau.j2'}, {message}"


def test_a_syntax_error_is_told_by_file_and_line(tmp_path):
    with pytest.raises(TemplateError, match=r"mo-dau\.j2, dòng 2: sai cú pháp mẫu"):
        synthesise(province(), NOTHING, overlay(tmp_path, mo_dau="Một.\n{% if units.n %\n"))


def test_a_template_that_is_not_there_is_named(tmp_path):
    with pytest.raises(TemplateError) as caught:
        synthesise(province(), NOTHING, overlay(tmp_path, mo_dau='{% include "them.j2" %}'))
    assert str(caught.value) == "Không tìm thấy tệp mẫu «them.j2»; kiểm tra tên tệp trong thư mục mẫu."


def test_a_template_that_counts_for_ever_is_refused(tmp_path):
    with pytest.raises(TemplateError, match=r"mo-dau\.j2, dòng 1: mẫu không chạy được"):
        synthesise(province(), NOTHING, overlay(tmp_path, mo_dau="{% for i in range(10 ** 9) %}a{% endfor %}"))


def test_a_template_cannot_reach_into_python(tmp_path):
    sly = "{{ units.__class__.__mro__ }}\n"
    with pytest.raises(TemplateError, match=r"mo-dau\.j2, dòng 1"):
        synthesise(province(), NOTHING, overlay(tmp_path, mo_dau=sly))


def test_wording_with_a_place_nobody_fills_is_refused(tmp_path):
    (tmp_path / "wording.toml").write_text('[[frame]]\nid = "title"\ntext = "BÁO CÁO {nam}"\n', "utf-8")
    with pytest.raises(KnowledgeError, match=r"wording\.toml: \[\[frame\]\] «title»: chỗ trống 'nam' không có"):
        load_wording(tmp_path)


def test_a_department_sets_its_own_thresholds_and_frame(tmp_path):
    (tmp_path / "wording.toml").write_text(
        '[[hedges]]\nid = "some"\nwords = "vài"\nleast_share = 0.0\nleast_units = 2\n'
        '[[frame]]\nid = "issuing_body"\ntext = "VĂN PHÒNG"\n',
        "utf-8",
    )
    wording = load_wording(tmp_path)
    assert wording.hedge(2, 0.1).words == "vài"
    assert wording.framed("issuing_body") == "VĂN PHÒNG"


def test_dates_and_numbers_of_the_list_lead_to_the_lines_that_print_them():
    made = synthesis([report("xã An Bình", "front general: An Bình, ngày 05 tháng 6 năm 2026")])
    row = next(p for p in made.paragraphs if p.style == "table_row" and "12/BC-UBND" in p.text)
    places = {f.text: [s.lines for s in f.sources] for f in row.figures if f.sources}
    assert places == {"12": [(1, 1)], "05": [(3, 3)], "6": [(2, 2)], "2026": [(2, 2)]}


def test_what_few_of_many_communes_say_is_named_with_its_count_alone():
    many = [report(f"xã Số {n}", "limitation general: Người dân ngại nộp hồ sơ trực tuyến") for n in range(40)]
    few = [
        report(f"xã Riêng {n}", "limitation general: Nhiều thôn có đường truyền chập chờn khi mưa bão")
        for n in range(2)
    ]
    made = synthesis([*many, *few])
    told = [p.text for p in made.paragraphs if p.style == "item" and "đường truyền" in p.text.lower()]
    assert len(told) == 1
    assert told[0].startswith("Một số hạn chế khác cũng được các đơn vị nêu: ")
    assert "02/42 đơn vị" in told[0]


def test_a_limitation_told_among_results_is_no_example_of_work_done():
    wanting = "việc kiểm tra, rà soát văn bản còn chậm, chưa kịp thời theo kế hoạch"
    done = "Đã kiểm tra, rà soát 20 văn bản quy phạm pháp luật trong kỳ."
    reports = [
        report(
            f"xã Số {n}", f"result institutions: {done} Tuy nhiên, {wanting}.", f"limitation institutions: {wanting}"
        )
        for n in range(3)
    ]
    paragraphs = synthesis(reports).paragraphs
    results = paragraphs[: next(n for n, p in enumerate(paragraphs) if p.text.startswith("III."))]
    assert any(done[:-1] == q.text for p in results for q in p.quotes)
    assert not any("còn chậm" in q.text for p in results for q in p.quotes)
