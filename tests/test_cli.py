"""The command `cchc` as its users meet it: what goes to stdout, what to stderr, and the exit status."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
import unicodedata
import zipfile
from pathlib import Path

import jsonschema
import pytest

from cchc_nlp import cli
from cchc_nlp.storing import json_schema

REPORT = """\
ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 12/BC-UBND
Suối Mơ, ngày 12 tháng 4 năm 2026
BÁO CÁO
Kết quả công tác cải cách hành chính tháng 4 năm 2026
I. KẾT QUẢ THỰC HIỆN
1. Cải cách thể chế
Ủy ban nhân dân xã đã rà soát 03 văn bản thuộc thẩm quyền và không phát hiện văn bản trái luật.
2. Cải cách thủ tục hành chính
Trong tháng, bộ phận một cửa tiếp nhận 45 hồ sơ, giải quyết đúng hạn 44 hồ sơ.
II. TỒN TẠI, HẠN CHẾ
- Máy tính của bộ phận một cửa đã cũ, thường xuyên hỏng.
- Tỷ lệ hồ sơ nộp trực tuyến còn thấp.
III. KIẾN NGHỊ, ĐỀ XUẤT
- Đề nghị Sở Nội vụ tổ chức tập huấn cho công chức bộ phận một cửa.
"""
PARTY = """\
ĐẢNG ỦY XÃ SUỐI MƠ
BÁO CÁO
Kết quả công tác xây dựng Đảng quý I năm 2026
I. CÔNG TÁC TƯ TƯỞNG
Đảng ủy đã tổ chức 02 hội nghị học tập nghị quyết cho đảng viên.
II. CÔNG TÁC TỔ CHỨC
Kết nạp 05 đảng viên mới, sinh hoạt chi bộ đúng quy định.
"""
PLAIN = """\
Báo cáo cải cách hành chính của xã Suối Mơ tháng 4 năm 2026.
Trong tháng ủy ban nhân dân xã đã làm được nhiều việc và sẽ tiếp tục làm trong tháng sau.
"""


def write(path, text=REPORT):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def started(*arguments, **options):
    return subprocess.Popen([sys.executable, "-m", "cchc_nlp", *map(str, arguments)], **options)


COMMANDS = ["read", "parse", "align", "cluster", "summarize", "synthesize", "verify", "templates", "schema", "demo"]


def test_without_arguments_the_help_names_every_command(run):
    status, printed, told = run()
    assert (status, told) == (2, "")
    assert [command for command in COMMANDS if f" {command} " not in printed] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_vietnamese_help_with_an_example(run, command):
    status, printed, _ = run(command, "--help")
    assert status == 0
    assert "Cách dùng: cchc" in printed
    assert f" cchc {command}" in printed.split("Cách dùng", 1)[1].split("\n", 1)[1]
    assert "Show this message" not in printed
    assert not re.search(r"<(bool|file|dir|path|str|int|float|list)\b", printed)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_in_the_vietnamese_guide(command):
    root = Path(cli.__file__).parents[2]
    assert f"cchc {command}" in (root / "README.md").read_text("utf-8")
    assert f"cchc {command}" in (root / "docs" / "huong-dan.md").read_text("utf-8")


def test_help_loads_no_heavy_library():
    script = (
        "import sys; from cchc_nlp.cli import app; app(['--help'], standalone_mode=False);"
        "print([m for m in ('underthesea', 'sklearn', 'numpy', 'rapidfuzz', 'docx', 'PIL') if m in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1] == "[]"


def test_the_version_is_printed(run):
    assert run("--version") == (0, "cchc 0.1.0\n", "")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["foo"], "cchc: không có lệnh «foo». Xem hướng dẫn: cchc --help\n"),
        (
            ["parse", "--quit", "a"],
            "cchc: không có tùy chọn --quit (có phải --quiet?). Xem hướng dẫn: cchc parse --help\n",
        ),
        (["synthesize", "a"], "cchc: thiếu -o / --output. Xem hướng dẫn: cchc synthesize --help\n"),
        (
            ["read", "mất.txt"],
            "cchc: mất.txt: không tìm thấy tệp hoặc thư mục; hãy kiểm tra lại tên. Xem hướng dẫn: cchc read --help\n",
        ),
        (
            ["synthesize", "a", "-o", "a.odt"],
            "cchc: a.odt: tên tệp kết quả phải có đuôi .docx, .md hoặc .html. Xem hướng dẫn: cchc synthesize --help\n",
        ),
        (
            ["cluster", "a", "--role", "x"],
            "cchc: giá trị của --role chưa đúng: phải là một trong strength, limitation, cause, task, "
            "recommendation. Xem hướng dẫn: cchc cluster --help\n",
        ),
    ],
)
def test_unusable_arguments_are_one_vietnamese_line_and_status_2(run, arguments, line):
    assert run(*arguments) == (2, "", line)


def test_read_prints_one_line_a_line(run):
    write("a.txt")
    assert run("read", "a.txt") == (0, REPORT, "")


def test_read_as_json_numbers_the_lines(run):
    write("a.txt", "một\n\nhai\n")
    _, printed, _ = run("read", "a.txt", "--json")
    assert [(line["number"], line["text"]) for line in json.loads(printed)["lines"]] == [
        (1, "một"),
        (2, ""),
        (3, "hai"),
    ]


def test_parse_prints_a_document_of_the_contract_a_line(run):
    write("b.txt")
    write("a.txt")
    status, printed, told = run("parse", "b.txt", "a.txt")
    documents = [json.loads(line) for line in printed.splitlines()]
    assert (status, told) == (0, "Đã đọc 2 báo cáo.\n")
    assert [document["source"]["path"] for document in documents] == ["b.txt", "a.txt"]
    for document in documents:
        jsonschema.validate(document, json_schema("report"))
    assert documents[0]["meta"]["unit"]["name"] == "xã Suối Mơ"


def test_parse_into_a_folder_gives_each_report_its_own_file(run):
    for name in ("x/bc.txt", "y/bc.txt", "y/BC.txt", "z.txt"):
        write(name)
    status, printed, told = run("parse", "x", "y", "z.txt", "-o", "kq")
    line = "Đã đọc 4 báo cáo.\nĐã ghi kết quả của 4 báo cáo vào kq.\n"
    assert (status, printed, told) == (0, "", line)
    paths = {file.name: json.loads(file.read_text("utf-8"))["source"]["path"] for file in sorted(Path("kq").iterdir())}
    assert {name: Path(path).as_posix() for name, path in paths.items()} == {
        "BC-2.json": "y/BC.txt",
        "bc-3.json": "y/bc.txt",
        "bc.json": "x/bc.txt",
        "z.json": "z.txt",
    }


def test_parse_explains_every_heading_and_finding(run):
    write("a.txt")
    status, printed, _ = run("parse", "a.txt", "--explain")
    lines = printed.splitlines()
    assert status == 0
    for start in ("dòng 12: II TỒN TẠI, HẠN CHẾ", "dòng 14: Tỷ lệ hồ sơ nộp trực tuyến còn thấp"):
        at = next(number for number, line in enumerate(lines) if line.startswith(start))
        assert lines[at + 1].startswith("  → ")
        assert "Tồn tại, hạn chế" in lines[at + 1]
        assert lines[at + 2].startswith("    vì ")


def test_parse_explains_while_it_writes_the_results(run):
    write("a.txt")
    _, printed, _ = run("parse", "a.txt", "--explain", "-o", "kq")
    assert "II TỒN TẠI, HẠN CHẾ" in printed
    assert Path("kq/a.json").exists()


def test_align_prints_a_line_for_every_heading_line(run, tmp_path):
    write("de-muc.txt", "\ufeffII. TỒN TẠI, HẠN CHẾ\n\n  1. Cải cách thể chế\n")
    status, printed, told = run("align", "de-muc.txt")
    rows = [json.loads(line) for line in printed.splitlines()]
    assert (status, told) == (0, "")
    assert [row["heading"] for row in rows] == ["II. TỒN TẠI, HẠN CHẾ", "1. Cải cách thể chế"]
    assert [row["role"] for row in rows[:1]] + [row["area"] for row in rows[1:]] == ["limitation", "institutions"]
    for row in rows:
        jsonschema.validate(row, json_schema("alignment"))


def test_align_reads_standard_input():
    ended = started("align", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    printed, _ = ended.communicate("Cải cách tài chính công\r\n".encode())
    assert json.loads(printed)["area"] == "public_finance"


STATEMENTS = [
    {"id": "1", "text": "Máy tính của bộ phận một cửa đã cũ, hay hỏng.", "role": "limitation", "unit": "xã A"},
    {
        "id": "2",
        "text": "Máy tính ở bộ phận một cửa cũ và thường hỏng.",
        "role": "limitation",
        "unit": "xã B",
        "theme": "x",
    },
    {"id": "3", "text": "Đề nghị tổ chức tập huấn cho công chức một cửa.", "role": "recommendation", "period": "2026"},
]


def test_cluster_gives_a_line_for_every_statement_in_order_and_one_for_every_theme(run):
    write("y-kien.jsonl", "".join(json.dumps(row) + "\n" for row in STATEMENTS))
    status, printed, _ = run("cluster", "y-kien.jsonl", "--json", "--themes", "chu-de.jsonl")
    rows = [json.loads(line) for line in printed.splitlines()]
    themes = [json.loads(line) for line in Path("chu-de.jsonl").read_text("utf-8").splitlines()]
    assert status == 0
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["cluster"] == rows[1]["cluster"] != -1
    assert {theme["cluster"]: theme["units"] for theme in themes}[rows[0]["cluster"]] == 2
    for row in rows:
        jsonschema.validate(row, json_schema("assignment"))
    for theme in themes:
        jsonschema.validate(theme, json_schema("theme"))
    for row in STATEMENTS:
        jsonschema.validate(row, json_schema("statement"))


def test_cluster_counts_communes_in_reports_and_in_results_alike(run):
    write("bc/a.txt")
    write("bc/b.txt", REPORT.replace("SUỐI MƠ", "ĐỒI CHÈ").replace("Suối Mơ", "Đồi Chè"))
    run("parse", "bc", "-o", "kq")
    _, of_reports, _ = run("cluster", "bc", "--role", "limitation")
    _, of_results, _ = run("cluster", "kq", "--role", "limitation")
    assert "2 ý kiến của 2 đơn vị (100,0%): xã Đồi Chè, xã Suối Mơ" in of_reports
    assert of_results == of_reports


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "dòng 2 không phải JSON."),
        ("[]", "dòng 2 phải là một đối tượng JSON {…}."),
        ('{"id": 1, "text": "a", "role": "cause"}', "dòng 2: cần trường «id» là chuỗi chữ hợp lệ."),
        (r'{"id": "2", "text": "\ud800", "role": "cause"}', "dòng 2: cần trường «text» là chuỗi chữ hợp lệ."),
        (
            '{"id": "2", "text": "a", "role": "x"}',
            "dòng 2: «role» phải là một trong strength, limitation, cause, task, recommendation.",
        ),
    ],
)
def test_a_wrong_statement_is_named_by_its_line(run, line, reason):
    write("y-kien.jsonl", json.dumps(STATEMENTS[0]) + f"\n{line}\n")
    status, printed, told = run("cluster", "y-kien.jsonl", "--json", "-q")
    assert (status, printed, told) == (1, "", f"LỖI y-kien.jsonl: {reason}\n")


def test_summarize_gives_sentences_of_the_report_with_their_lines(run):
    write("a.txt")
    status, printed, _ = run("summarize", "a.txt", "--json")
    summary = json.loads(printed)
    jsonschema.validate(summary, json_schema("summary"))
    assert status == 0
    assert summary["unit"] == "xã Suối Mơ"
    assert summary["extracts"]
    for extract in summary["extracts"]:
        assert extract["text"] in REPORT.splitlines()[extract["lines"][0] - 1]
    _, shown, _ = run("summarize", "a.txt")
    assert all(extract["text"] in shown for extract in summary["extracts"])


def test_summarize_of_many_reports_is_one_json_file_or_a_line_each(run):
    write("bc/a.txt")
    write("bc/b.txt", REPORT.replace("SUỐI MƠ", "ĐỒI CHÈ").replace("Suối Mơ", "Đồi Chè"))
    assert run("summarize", "bc", "-o", "tom-tat.json")[0] == 0
    assert run("summarize", "bc", "--json", "-o", "tom-tat.jsonl")[0] == 0
    summaries = json.loads(Path("tom-tat.json").read_text("utf-8"))
    assert [summary["unit"] for summary in summaries] == ["xã Suối Mơ", "xã Đồi Chè"]
    assert summaries == [json.loads(line) for line in Path("tom-tat.jsonl").read_text("utf-8").splitlines()]
    status, _, told = run("summarize", "bc", "--by-field", "-o", "khac.json")
    assert (status, Path("khac.json").exists()) == (2, False)
    assert "--by-field không dùng cùng --json hay tệp .json" in told


@pytest.mark.parametrize("suffix", [".docx", ".md", ".html"])
def test_synthesize_writes_the_report_and_its_evidence(run, suffix):
    write("bc/a.txt")
    write("bc/b.txt", REPORT.replace("SUỐI MƠ", "ĐỒI CHÈ").replace("Suối Mơ", "Đồi Chè"))
    status, printed, told = run("synthesize", "bc", "-o", f"th{suffix}", "--evidence", "nguon.json")
    assert (status, printed) == (0, "")
    assert told == f"Đã đọc 2 báo cáo.\nĐã tổng hợp 2 báo cáo vào th{suffix}, nguon.json.\n"
    assert Path(f"th{suffix}").stat().st_size > 1000
    jsonschema.validate(json.loads(Path("nguon.json").read_text("utf-8")), json_schema("evidence"))


def test_synthesize_reads_no_result_of_its_own(run):
    write("bc/a.txt")
    run("synthesize", "bc", "-o", "bc/th.docx", "-q")
    status, _, told = run("synthesize", "bc", "-o", "bc/th.docx", "--force")
    assert status == 0
    assert told.splitlines()[0] == f"Bỏ qua {Path('bc/th.docx')}: là kết quả do cchc lập."


def test_synthesize_leaves_out_what_is_no_cchc_report_and_says_so(run):
    write("bc/a.txt")
    write("bc/dang.txt", PARTY)
    status, _, told = run("synthesize", "bc", "-o", "th.md")
    assert status == 1
    assert told.splitlines()[0].startswith(f"LƯU Ý {Path('bc/dang.txt')}: ")
    assert told.splitlines()[1:] == [
        "Đã đọc 2 báo cáo; 1 tệp cần xem lại.",
        "Đã tổng hợp 1 báo cáo vào th.md.",
    ]
    assert "02 hội nghị" not in Path("th.md").read_text("utf-8")


def test_with_no_cchc_report_at_all_nothing_is_written(run):
    write("bc/dang.txt", PARTY)
    status, _, told = run("synthesize", "bc", "-o", "th.md", "-q")
    assert status == 1
    assert told.splitlines()[-1] == "LỖI: không có báo cáo CCHC nào để tổng hợp; chưa ghi kết quả."
    assert not Path("th.md").exists()


def test_the_demo_does_the_main_job_on_the_samples(run, tmp_path):
    status, printed, told = run("demo", "-o", "kq")
    assert (status, printed) == (0, "")
    results = [str(Path("kq", name)) for name in ("tong-hop.docx", "tong-hop.md", "tong-hop.html", "nguon.json")]
    assert told.splitlines()[-2] == f"Đã tổng hợp 12 báo cáo vào {', '.join(results)}."
    assert re.fullmatch(r"LƯU Ý: \d+ điểm cần quyết định, ghi chú trong bản thảo; .+", told.splitlines()[-1])
    assert "12/15" in re.sub(r"\[\^\d+\]", "", Path("kq/tong-hop.md").read_text("utf-8"))


def test_a_roster_tells_how_many_communes_should_have_reported(run):
    write("bc/a.txt")
    write("xa.csv", "\ufeffprovince,ward\nTỉnh Mẫu,Xã Suối Mơ\nTỉnh Mẫu,Xã Đồi Chè\nTỉnh Khác,Xã Xa\n")
    run("synthesize", "bc", "-o", "th.md", "--roster", "xa.csv", "--province", "Mẫu")
    made = re.sub(r"\[\^\d+\]", "", Path("th.md").read_text("utf-8"))
    assert "01/02 đơn vị đã gửi báo cáo (đạt 50%)" in made
    assert "Còn 01 đơn vị chưa gửi báo cáo: xã Đồi Chè." in made


def test_a_second_run_writes_only_the_results_that_say_something_else(run):
    for name in ("bc/a.txt", "bc/b.txt", "bc/c.txt"):
        write(name)
    run("parse", "bc", "-o", "kq")
    first = {file: file.read_bytes() for file in Path("kq").iterdir()}
    for file in first:
        os.utime(file, (1, 1))
    Path("kq/b.json").write_bytes(first[Path("kq/b.json")].replace("Suối Mơ".encode(), "Suối Mở".encode()))
    Path("kq/c.json").unlink()
    assert run("parse", "bc", "-o", "kq", "--force")[0] == 0
    assert {file: file.read_bytes() for file in Path("kq").iterdir()} == first
    assert [file.name for file in sorted(Path("kq").iterdir()) if file.stat().st_mtime == 1] == ["a.json"]


def test_a_result_never_overwrites_an_input_and_an_older_result_only_by_force(run):
    write("a.txt")
    write("th.md", "cũ")
    assert run("read", "a.txt", "-o", "a.txt", "--force") == (
        2,
        "",
        "cchc: a.txt: kết quả sẽ ghi đè lên tệp đầu vào; hãy chọn tên khác.\n",
    )
    assert run("synthesize", "a.txt", "-o", "th.md") == (
        2,
        "",
        "cchc: th.md: đã có tệp này; thêm --force để ghi đè, hoặc chọn tên khác.\n",
    )
    assert (Path("a.txt").read_text("utf-8"), Path("th.md").read_text("utf-8")) == (REPORT, "cũ")
    assert run("synthesize", "a.txt", "-o", "th.md", "--force")[0] == 0
    assert Path("th.md").read_text("utf-8") != "cũ"
    assert sorted(file.name for file in Path().iterdir()) == ["a.txt", "th.md"]


def test_two_results_never_go_into_one_file(run):
    write("y.jsonl", json.dumps(STATEMENTS[0]))
    line = "cchc: kq.jsonl: hai kết quả cùng ghi vào một tệp; hãy chọn tên khác cho một kết quả.\n"
    assert run("cluster", "y.jsonl", "--json", "-o", "kq.jsonl", "--themes", "kq.jsonl") == (2, "", line)


def test_a_place_that_cannot_be_written_is_one_line(run):
    write("a.txt")
    write("chỗ")
    status, printed, told = run("read", "a.txt", "-o", "chỗ/kq.txt")
    assert (status, printed) == (1, "")
    assert re.fullmatch(
        rf"cchc: {re.escape(str(Path('chỗ/kq.txt')))}: không ghi được \(.+\); "
        r"hãy đóng tệp nếu đang mở và kiểm tra quyền ghi\.\n",
        told,
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes among files")
def test_a_pipe_or_a_broken_link_among_the_files_holds_nothing_up(run):
    write("bc/a.txt")
    os.mkfifo("bc/ống.txt")
    Path("bc/liên kết.txt").symlink_to("mất.txt")
    status, _, told = run("parse", "bc", "-o", "kq")
    assert status == 0
    assert told.splitlines()[-2] == "Đã đọc 1 báo cáo; 2 tệp bỏ qua."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names")
def test_control_characters_in_a_file_name_do_not_reach_the_screen(run):
    Path("a\n\x1b[31m.txt").write_bytes(b"")
    assert run("parse", "a\n\x1b[31m.txt", "-q")[2] == (
        "LỖI a\ufffd\ufffd[31m.txt: tệp rỗng (0 byte); hãy lấy lại tệp từ nơi gửi.\n"
    )


def test_a_folder_is_searched_for_reports_and_says_what_it_passes_over(run):
    for name in ("bc/xã A/b.txt", "bc/a.txt", "bc/.ẩn.txt", "bc/~$a.docx", "bc/ds.csv", "bc/kq.json", "bc/.git/c.txt"):
        write(name)
    status, printed, told = run("parse", "bc")
    assert [json.loads(line)["source"]["path"] for line in printed.splitlines()] == [
        str(Path("bc/a.txt")),
        str(Path("bc/xã A/b.txt")),
    ]
    assert status == 0
    assert told.splitlines() == [
        f"Bỏ qua {Path('bc/.ẩn.txt')}: tệp ẩn.",
        f"Bỏ qua {Path('bc/ds.csv')}: tệp .csv không phải báo cáo.",
        f"Bỏ qua {Path('bc/kq.json')}: tệp .json không phải báo cáo.",
        f"Bỏ qua {Path('bc/~$a.docx')}: tệp khóa tạm của Word.",
        "Đã đọc 2 báo cáo; 4 tệp bỏ qua.",
    ]


def test_a_quoted_pattern_and_a_name_in_the_other_unicode_form_are_found(run):
    write(unicodedata.normalize("NFD", "bc/Báo cáo xã A.txt"))
    write("bc/[1] b.txt")
    for argument in ("bc/Báo*.txt", "bc/Báo cáo xã A.txt", "**/*A.txt"):
        status, printed, _ = run("read", unicodedata.normalize("NFC", argument))
        assert (status, printed) == (0, REPORT)
    assert run("read", "bc/[1] b.txt")[:2] == (0, REPORT)


def test_the_same_file_named_twice_is_read_once(run):
    write("bc/a.txt")
    _, printed, _ = run("parse", "bc", "bc/a.txt", "bc/*.txt")
    assert len(printed.splitlines()) == 1


BAD = {
    "rỗng.txt": (b"", "tệp rỗng (0 byte); hãy lấy lại tệp từ nơi gửi."),
    "không-zip.docx": (b"PK\x03\x04 not a zip", "tệp Word bị hỏng; hãy lấy lại tệp từ nơi gửi."),
}


def test_bad_files_are_named_with_the_reason_and_counted_and_the_rest_goes_on(run):
    write("bc/a.txt")
    for name, (content, _) in BAD.items():
        (Path("bc") / name).write_bytes(content)
    status, printed, told = run("parse", "bc", "mất.txt")
    assert status == 1
    assert [json.loads(line)["source"]["path"] for line in printed.splitlines()] == [str(Path("bc/a.txt"))]
    assert sorted(told.splitlines()[:-2]) == sorted(f"LỖI {Path('bc') / n}: {reason}" for n, (_, reason) in BAD.items())
    assert told.splitlines()[-2:] == [
        "LỖI mất.txt: không tìm thấy tệp hoặc thư mục; hãy kiểm tra lại tên.",
        "Đã đọc 1 báo cáo; 3 đầu vào bị lỗi.",
    ]


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".pdf", ".doc", ".xlsx", ".json", ""])
@pytest.mark.parametrize("start", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"])
def test_random_bytes_under_any_name_are_one_line(run, suffix, start):
    noise = bytes((i * 7919 + i * i * 104729) % 256 for i in range(20_000))
    Path(f"x{suffix}").write_bytes(start + noise)
    status, printed, told = run("parse", f"x{suffix}")
    assert status == 1, printed[:500]
    assert printed == ""
    assert told.splitlines()[0].startswith(f"LỖI x{suffix}: ")
    assert told.splitlines()[1:] == ["Đã đọc 0 báo cáo; 1 đầu vào bị lỗi."]
    assert "lỗi của chương trình" not in told


@pytest.mark.parametrize(
    ("text", "code"),
    [(PARTY, "not_cchc_report"), (PLAIN, "no_outline"), ("cải cách hành chính " * 150_000, "no_outline")],
    ids=["another subject", "no headings", "3 MB in one line"],
)
def test_a_doubtful_file_is_read_whole_and_named(run, text, code):
    write("a.txt", text)
    begun = time.monotonic()
    status, printed, told = run("parse", "a.txt")
    document = json.loads(printed)
    message = next(problem["message"] for problem in document["problems"] if problem["code"] == code)
    assert (status, told) == (0, f"LƯU Ý a.txt: {message}\nĐã đọc 1 báo cáo; 1 tệp cần xem lại.\n")
    assert " ".join(block["text"] for block in document["blocks"]).split() == text.split()
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    "command",
    [
        ["check"],
        ["summarize"],
        ["cluster"],
        ["compare", "-o", "kq.html"],
        ["tabulate", "-o", "kq.xlsx"],
        ["synthesize", "-o", "kq.md"],
        ["export", "-o", "kq"],
        ["ledger", "--province", "Lai Châu"],
    ],
    ids=lambda command: command[0],
)
def test_a_command_over_reports_ends_with_1_where_one_is_in_doubt_and_with_0_where_none_is(run, command):
    write("bc/a.txt")
    assert run(command[0], "bc", *command[1:])[0] == 0
    write("bc/dang.txt", PARTY)
    assert run(command[0], "bc", *command[1:], "--force")[0] == 1


def test_a_folder_without_reports_is_said(run):
    write("trống/ds.csv")
    status, printed, told = run("parse", "trống")
    assert (status, printed) == (1, "")
    assert told.splitlines()[0] == "LỖI trống: thư mục không có báo cáo nào; hãy kiểm tra lại thư mục."


def test_quiet_says_nothing_but_errors(run):
    write("bc/a.txt")
    write("bc/b.csv")
    assert run("parse", "bc", "-o", "kq", "-q") == (0, "", "")


def test_a_department_s_knowledge_folder_is_used_and_a_wrong_one_refused(run):
    write("a.txt")
    write("tri-thuc/themes.toml", "[[theme]]\nid = 5\n")
    status, printed, told = run("cluster", "a.txt", "--knowledge", "tri-thuc")
    assert (status, printed) == (2, "")
    assert told.startswith(f"cchc: {Path('tri-thuc/themes.toml')}: [[theme]]")
    assert "«id»" in told


def test_output_is_utf8_whatever_the_console_says(tmp_path):
    write(tmp_path / "xã.txt", "Đường ống\n")
    environment = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    ended = started("read", "xã.txt", cwd=tmp_path, env=environment, stdout=subprocess.PIPE)
    assert ended.communicate()[0].decode("utf-8").splitlines() == ["Đường ống"]


def test_a_closed_pipe_is_left_quietly(tmp_path):
    write(tmp_path / "a.txt", "dòng\n" * 200_000)
    ended = started("read", "a.txt", cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    ended.stdout.readline()
    ended.stdout.close()
    assert ended.stderr.read() == b""
    ended.stderr.close()
    ended.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for a single child")
def test_ctrl_c_keeps_what_is_done_and_ends_with_130(tmp_path):
    for number in range(60):
        write(tmp_path / f"bc/{number:02}.txt", REPORT * 30)
    running = started("parse", "bc", "-o", "kq", "-j", "1", cwd=tmp_path, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("kq/*.json")) and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    told = running.communicate(timeout=60)[1].decode("utf-8")
    assert running.returncode == 130
    assert told == "cchc: đã dừng theo yêu cầu; các kết quả đã ghi được giữ nguyên.\n"
    done = list((tmp_path / "kq").iterdir())
    assert 0 < len(done) < 60
    for file in done:
        jsonschema.validate(json.loads(file.read_text("utf-8")), json_schema("report"))


def test_what_only_an_officer_can_decide_is_asked_in_a_table_and_a_final_report_waits_for_it(run):
    write("bc/a.txt")
    write("bc/b.txt", REPORT.replace("Suối Mơ", "Đồi Chè").replace("SUỐI MƠ", "ĐỒI CHÈ"))
    assert run("synthesize", "bc", "-o", "th.docx", "--decisions", "qd.csv")[0] == 0
    rows = list(csv.reader(Path("qd.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["mã", "câu hỏi", "phương án", "quyết định"]
    if len(rows) > 1:
        status, _, told = run("synthesize", "bc", "-o", "cuoi.docx", "--decisions", "qd.csv", "--final")
        assert status == 1
        assert f"LỖI: còn {len(rows) - 1} điểm cần quyết định, chưa ghi bản chính thức" in told
        assert not Path("cuoi.docx").exists()
        answered = [rows[0], *([*row[:3], "giữ"] for row in rows[1:])]
        with Path("qd.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(answered)
    assert run("synthesize", "bc", "-o", "cuoi.docx", "--decisions", "qd.csv", "--final")[0] == 0
    with zipfile.ZipFile("cuoi.docx") as archive:
        assert not any("comments" in name for name in archive.namelist()) or b"<w:comment " not in archive.read(
            "word/comments.xml"
        )


def test_a_book_of_decisions_of_another_kind_is_refused(run):
    write("bc/a.txt")
    write("qd.csv", "a,b\n1,2\n")
    status, _, told = run("synthesize", "bc", "-o", "th.md", "--decisions", "qd.csv")
    assert status == 2
    assert told.splitlines()[-1] == (
        "cchc: qd.csv: không phải sổ quyết định; cần đủ các cột mã, câu hỏi, phương án, quyết định. "
        "Xem hướng dẫn: cchc synthesize --help"
    )


def test_a_synthesis_is_verified_against_its_sources_as_edited(run):
    write("bc/a.txt")
    write("bc/b.txt", REPORT.replace("Suối Mơ", "Đồi Chè").replace("SUỐI MƠ", "ĐỒI CHÈ"))
    assert run("synthesize", "bc", "-o", "th.docx", "--evidence", "nguon.json")[0] == 0
    status, printed, told = run("verify", "th.docx", "nguon.json", "bc")
    assert (status, printed) == (0, "")
    assert told.endswith("0 chỗ không khớp nguồn.\n")
    paths = {q["path"] for e in json.loads(Path("nguon.json").read_text("utf-8")) for q in e["quotes"]}
    assert paths <= {"a.txt", "b.txt"}
    write("bc/a.txt", "Báo cáo đã bị thay.\n" * 40)
    assert run("verify", "th.docx", "nguon.json", "bc")[0] == 1


def test_evidence_that_is_none_is_refused(run):
    write("bc/a.txt")
    run("synthesize", "bc", "-o", "th.docx")
    write("nguon.json", '[{"a": 1}]')
    assert run("verify", "th.docx", "nguon.json", "bc") == (
        1,
        "",
        "cchc: nguon.json: không phải tệp nguồn của «cchc synthesize --evidence».\n",
    )


def test_a_department_copies_our_templates_and_checks_its_own(run):
    assert run("templates", "init", "so")[0] == 0
    assert {"bao-cao.j2", "mo-dau.j2", "mau.docx"} <= {path.name for path in Path("so/templates").iterdir()}
    assert run("templates", "init", "so")[0] == 2
    assert run("templates", "check", "so") == (0, "", "Các tệp mẫu trong so dùng được.\n")
    write(
        "so/templates/mo-dau.j2",
        "Một.\n\n{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}\n",
    )
    write("so/templates/mau.docx", "không phải Word")
    status, printed, told = run("templates", "check", "so")
    assert (status, printed) == (1, "")
    where = Path("so", "templates")
    assert told.splitlines() == [
        f"LỖI {where / 'mo-dau.j2'}, dòng 3: mẫu lặp không dừng; bỏ vòng lặp hoặc lời gọi này.",
        f"LỖI {where / 'mau.docx'}: không mở được tệp Word mẫu; hãy lưu lại bằng Word với đuôi .docx.",
    ]


def test_a_report_of_another_period_is_left_out_when_asked(run):
    write("bc/a.txt")
    write("bc/b.txt", REPORT.replace("Suối Mơ", "Đồi Chè").replace("SUỐI MƠ", "ĐỒI CHÈ"))
    write("bc/c.txt", REPORT.replace("tháng 4", "tháng 3").replace("Suối Mơ", "Khác Kỳ").replace("SUỐI MƠ", "KHÁC KỲ"))
    run("synthesize", "bc", "-o", "ca-hai.md")
    assert "xã Khác Kỳ (tháng 3 năm 2026) khác với kỳ tổng hợp" in Path("ca-hai.md").read_text("utf-8")
    run("synthesize", "bc", "-o", "th.md", "--only-period")
    made = Path("th.md").read_text("utf-8")
    assert "khác với kỳ tổng hợp" not in made
    assert "| Tệp c.txt | là báo cáo của kỳ khác. | – |" in made or "là báo cáo của kỳ khác" in made


@pytest.mark.parametrize(
    ("content", "reason"), [("province,ward\n", "xa.csv"), ("a;b\n1;2\n", "xa.csv"), ("", "xa.csv")]
)
def test_a_roster_without_communes_is_refused(run, content, reason):
    write("bc/a.txt")
    write("xa.csv", content)
    status, printed, told = run("synthesize", "bc", "-o", "th.md", "--roster", "xa.csv")
    assert (status, printed) == (2, "")
    assert reason in told
    assert not Path("th.md").exists()
