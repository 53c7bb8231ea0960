"""`cchc cluster`, `cchc export --qdpx` and `cchc agree` as officers and researchers meet them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

WEAK, OLD, DOGS = (
    "Đường truyền internet yếu, hay mất mạng.",
    "Máy tính, máy in đã cũ, hay hỏng.",
    "Chó thả rông ở thôn.",
)


def write(name, *texts, role="limitation"):
    rows = [{"id": f"s{n}", "role": role, "text": text, "unit": f"xã Số {n}"} for n, text in enumerate(texts, 1)]
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_themes_are_told_with_communes_and_their_course_over_the_periods(run):
    write("nay.jsonl", WEAK, WEAK, DOGS, DOGS)
    write("truoc.jsonl", WEAK, OLD)
    write("xa-hon.jsonl", WEAK)
    status, printed, _ = run("cluster", "nay.jsonl", "--previous", "truoc.jsonl", "--previous", "xa-hon.jsonl", "-q")
    assert (status, printed) == (
        0,
        f"""\
TỒN TẠI, HẠN CHẾ: 2 chủ đề
1. Đường truyền mạng, sóng di động yếu [Xây dựng, phát triển chính quyền điện tử, chính quyền số]
   2 ý kiến của 2 đơn vị (50,0%): xã Số 1, xã Số 2
   Kỳ thứ 3 liên tiếp; kỳ trước 1 đơn vị (50,0%)
   - xã Số 1: «{WEAK}»
   - xã Số 2: «{WEAK}»
2. Chó thả rông ở thôn [Nội dung chung]
   2 ý kiến của 2 đơn vị (50,0%): xã Số 3, xã Số 4
   Mới so với các kỳ trước
   - xã Số 3: «{DOGS}»
   - xã Số 4: «{DOGS}»
Không còn đơn vị nào nêu (1 chủ đề của kỳ trước):
- Máy móc, trang thiết bị làm việc cũ, hỏng, thiếu: kỳ trước 1 ý kiến của 1 đơn vị (50,0%): xã Số 2
""",
    )


def test_communes_stand_in_the_order_of_the_vietnamese_alphabet(run):
    names = ("phường An", "xã Dương", "xã Đông", "xã Êa", "xã Hạ", "xã Ý")
    rows = [{"id": name, "role": "limitation", "text": WEAK, "unit": name} for name in reversed(names)]
    Path("y.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    _, printed, _ = run("cluster", "y.jsonl", "-q")
    assert f"6 ý kiến của 6 đơn vị (100,0%): {', '.join(names)}\n" in printed


def test_a_review_holds_is_learned_and_is_there_the_next_time(run):
    write("nay.jsonl", WEAK, DOGS, DOGS)
    assert run("cluster", "nay.jsonl", "--review", "ra-soat.xlsx", "-q")[0] == 0
    book = load_workbook("ra-soat.xlsx")
    book["Nhóm mới"].cell(2, 5).value = "Vật nuôi thả rông"
    book.save("ra-soat.xlsx")
    status, printed, told = run("cluster", "nay.jsonl", "--reviewed", "ra-soat.xlsx", "--knowledge", "tri-thuc")
    assert (status, "1. Vật nuôi thả rông" in printed) == (0, True)
    assert "Đã ghi 2 ý kiến đã sửa, 1 chủ đề mới vào sổ chủ đề tri-thuc/themes.toml." in told
    write("sau.jsonl", "Chó thả rông ở khu chợ.")
    assert "1. Vật nuôi thả rông" in run("cluster", "sau.jsonl", "--knowledge", "tri-thuc", "-q")[1]
    learned = Path("tri-thuc/themes.toml").read_text("utf-8")
    _, _, told = run("cluster", "nay.jsonl", "--reviewed", "ra-soat.xlsx", "--knowledge", "tri-thuc")
    assert Path("tri-thuc/themes.toml").read_text("utf-8") == learned
    assert "Sổ chủ đề tri-thuc/themes.toml đã có mọi điều trong ra-soat.xlsx; không ghi thêm." in told


def test_a_file_of_knowledge_with_a_name_that_none_has_is_refused(run):
    write("nay.jsonl", WEAK)
    Path("tri-thuc-so").mkdir()
    Path("tri-thuc-so/thems.toml").touch()
    status, _, told = run("cluster", "nay.jsonl", "--knowledge", "tri-thuc-so")
    assert (status, told) == (
        2,
        "cchc: tri-thuc-so/thems.toml: không có tệp tri thức nào tên như vậy nên tệp này không được dùng "
        "(có phải themes.toml?).\n",
    )


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--plot", "a.jpg"], "a.jpg: tên tệp hình phải có đuôi .svg, .png hoặc .pdf."),
        (["--review", "a.csv"], "a.csv: tên tệp rà soát phải có đuôi .xlsx."),
        (["--reviewed", "nay.jsonl"], "--reviewed cần --knowledge THƯ MỤC: nơi giữ sổ chủ đề của đơn vị."),
    ],
)
def test_options_that_cannot_be_are_refused_before_anything_is_read(run, options, reason):
    write("nay.jsonl", WEAK)
    status, _, told = run("cluster", "nay.jsonl", *options)
    assert (status, reason in " ".join(told.split())) == (2, True)


def test_a_workbook_that_is_wrong_changes_nothing(run):
    write("nay.jsonl", WEAK)
    run("cluster", "nay.jsonl", "--review", "ra-soat.xlsx", "-q")
    book = load_workbook("ra-soat.xlsx")
    book["Ý kiến"]["E2"].value = "Z99"
    book.save("ra-soat.xlsx")
    Path("tri-thuc").mkdir()
    status, printed, told = run("cluster", "nay.jsonl", "--reviewed", "ra-soat.xlsx", "--knowledge", "tri-thuc")
    assert (status, printed, list(Path("tri-thuc").iterdir())) == (1, "", [])
    assert "ra-soat.xlsx: dòng 2: «Z99» không có trong danh mục chủ đề" in told


@pytest.mark.parametrize("ending", ["svg", "png", "pdf"])
def test_themes_are_drawn(run, ending):
    write("nay.jsonl", WEAK, OLD)
    assert run("cluster", "nay.jsonl", "--plot", f"chu-de.{ending}", "-q")[0] == 0
    assert Path(f"chu-de.{ending}").stat().st_size > 1_000


@pytest.mark.parametrize("texts", [["   "], [WEAK], [WEAK] * 50, [], ["🙂", "\u200b", "12 %"]])
def test_little_or_nothing_to_group_is_no_trouble(run, texts):
    write("nay.jsonl", *texts)
    status, printed, _ = run("cluster", "nay.jsonl", "--json", "--plot", "a.svg", "--review", "a.xlsx", "-q")
    assert (status, len(printed.splitlines())) == (0, len(texts))


def test_a_project_is_exported_and_compared_with_a_coding(run, samples):
    reports = [shutil.copy(next((samples / "reports").glob(f"{number}_*")), ".") for number in (111, 112)]
    assert run("export", *reports, "--qdpx", "a.qdpx", "-q")[0] == 0
    assert run("export", reports[0], "--qdpx", "b.qdpx", "-q")[0] == 0
    status, printed, _ = run("agree", "a.qdpx", "b.qdpx", "--json")
    found = json.loads(printed)
    assert (status, found["f1"], found["passages"]) == (0, 1.0, found["shared"])
    _, told, _ = run("agree", "a.qdpx", "b.qdpx")
    assert told.splitlines()[1].startswith("Kappa của Cohen trên các đoạn: ")
    run("export", reports[1], "--qdpx", "c.qdpx", "-q")
    status, _, told = run("agree", "b.qdpx", "c.qdpx")
    assert (status, "hai dự án không có văn bản nào giống nhau về tên và độ dài." in " ".join(told.split())) == (
        2,
        True,
    )


@pytest.mark.parametrize("command", ["cluster", "export", "agree"])
def test_help_has_examples(run, command):
    assert f"cchc {command} " in run(command, "--help")[1].split("Đối số")[0].replace("Cách dùng: cchc", "")
