"""What a run says of its results: where they are, how many, and why one could not be written."""

import subprocess
from pathlib import Path

import pytest
from test_cli import PARTY, REPORT, started, write


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no place that nobody can write to")
def test_a_write_error_names_the_wanted_file_and_the_reason_in_vietnamese(run):
    write("a.txt")
    for command in (["synthesize"], ["tabulate"], ["check"], ["summarize"]):
        place = f"/proc/kq.{'xlsx' if command[0] in ('tabulate', 'check') else 'docx'}"
        status, _, told = run(*command, "a.txt", "-o", place, "-q")
        assert (status, len(told.splitlines())) == (1, 1)
        assert told.startswith(f"cchc: {place}: không ghi được")
        assert "(không có tệp hoặc thư mục này)" in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
@pytest.mark.parametrize("command", ["parse", "read", "check"])
def test_output_into_a_full_disk_is_one_line(tmp_path, command):
    with Path("/dev/full").open("w") as full:
        ended = started(command, write(tmp_path / "a.txt"), stdout=full, stderr=subprocess.PIPE, cwd=tmp_path)
        _, told = ended.communicate(timeout=120)
    assert ended.returncode == 1
    line = "cchc: không ghi được kết quả ra màn hình hoặc tệp nhận kết quả (ổ đĩa đã đầy).\n"
    assert told.decode("utf-8") == line


def test_what_was_written_is_said(run):
    write("bc/a.txt", REPORT.replace("Số: 12/BC-UBND", "Số: /BC-UBND"))
    write("ds.csv", "Tên đơn vị\nXã Suối Mơ\nXã Đồi Chè\n")
    place = Path("phieu")
    for command, line in (
        (["parse", "-o", "kq"], "Đã ghi kết quả của 1 báo cáo vào kq."),
        (["summarize", "-o", "tt.md"], "Đã tóm tắt 1 báo cáo vào tt.md."),
        (["check", "-o", "loi.xlsx"], "Đã tìm thấy 1 «Cần xem lại», 1 «Lưu ý» trong 1/1 báo cáo: loi.xlsx."),
        (
            ["check", "--letters", place],
            "Đã tìm thấy 1 «Cần xem lại», 1 «Lưu ý» trong 1/1 báo cáo: 1 phiếu đề nghị chỉnh sửa trong phieu.",
        ),
        (["ledger", "--roster", "ds.csv", "--letter", "dd.docx"], "Đã ghi công văn đôn đốc vào dd.docx."),
    ):
        _, _, told = run(command[0], "bc", *command[1:])
        assert told.splitlines()[-1] == line
        assert run(command[0], "bc", *command[1:], "--force", "-q")[2] == ""


def test_status_counts_every_file_of_the_folder(run):
    write("bc/a.txt")
    write("bc/dang.txt", PARTY)
    write("bc/ds.csv", "x")
    run("parse", "bc", "-o", "kq", "-q")
    status, printed, told = run("status", "bc")
    doubt = "Văn bản không nói về cải cách hành chính; đề nghị kiểm tra lại tệp đã gửi."
    assert (status, printed.splitlines(), told) == (
        0,
        [
            "      2  đã phân tích, không cần làm lại",
            "      1  trong số đó cần xem lại",
            "      1  bỏ qua, không phải báo cáo",
            f"{Path('bc/dang.txt')}: {doubt}",
        ],
        f"Bỏ qua {Path('bc/ds.csv')}: tệp .csv không phải báo cáo.\n",
    )


@pytest.mark.parametrize("folder", ["trong", "kq"])
def test_status_says_that_a_folder_has_no_reports(run, folder):
    Path("trong").mkdir()
    run("parse", write("a.txt"), "-o", "kq", "-q")
    status, _, told = run("status", folder)
    assert status == 1
    assert f"LỖI {folder}: thư mục không có báo cáo nào; hãy kiểm tra lại thư mục." in told.splitlines()


def test_verify_says_that_a_folder_has_no_reports(run):
    run("synthesize", write("bc/a.txt"), "-o", "th.docx", "--evidence", "nguon.json", "-q")
    Path("trong").mkdir()
    line = "cchc: trong: thư mục không có báo cáo nào trong tệp nguồn; hãy kiểm tra lại thư mục.\n"
    assert run("verify", "th.docx", "nguon.json", "trong") == (1, "", line)


def test_a_folder_named_twice_is_read_once(run):
    write("bc/a.txt")
    assert run("compare", "bc", "bc", "-o", "kq.html") == (0, "", "Đã so sánh 1 báo cáo: kq.html.\n")


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["read"], "kq.docx"),
        (["cluster"], "kq.xlsx"),
        (["cluster", "--json"], "kq.pdf"),
        (["check", "--json"], "kq.xlsx"),
        (["compare", "--json"], "kq.html"),
        (["ledger", "--province", "Lai Châu", "--json"], "kq.xlsx"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_text_goes_into_no_file_that_says_it_is_something_else(run, command, name):
    write("bc/a.txt")
    status, printed, told = run(command[0], "bc", *command[1:], "-o", name)
    assert (status, printed) == (2, "")
    assert told.startswith(f"cchc: {name}: kết quả ở đây là văn bản; hãy dùng đuôi .txt, .json, .jsonl hoặc .csv.")
    assert not Path(name).exists()


def test_a_summary_goes_into_the_files_it_can_be_written_to(run):
    write("bc/a.txt")
    status, _, told = run("summarize", "bc", "-o", "a.xlsx")
    assert status == 2
    assert told.startswith("cchc: a.xlsx: tên tệp kết quả phải có đuôi .docx, .md, .txt, .json hoặc .jsonl.")
    assert run("summarize", "bc", "--json", "-o", "a.docx")[0] == 2
    assert run("synthesize", "bc", "-o", "th.md", "--evidence", "a.docx")[0] == 2
    assert [path.name for path in Path().iterdir()] == ["bc"]
