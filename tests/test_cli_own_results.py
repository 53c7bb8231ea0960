"""What the program made is told from what communes sent: never read as a report, never written over one."""

import shutil
import zipfile
from pathlib import Path

import docx
import pytest

from cchc_nlp.reading import is_ours

SAMPLES = Path(__file__).parent.parent / "corpora" / "mau" / "reports"
WORD, PDF, TEXT, OTHER = (
    "101_bc-cchc-xa-khe-man.docx",
    "108_bc-cchc-xa-phuc-vuong-ha.pdf",
    "111_bc-cchc-xa-suoi-rang.txt",
    "102_bc-cchc-xa-dong-lang.docx",
)


@pytest.fixture
def run(run):
    """Runs `cchc` beside a folder `bc` with four sample reports; gives status, stdout and stderr."""
    Path("bc").mkdir()
    for name in (WORD, PDF, TEXT, OTHER):
        shutil.copy(SAMPLES / name, "bc")
    return run


def contents(folder="bc"):
    return {path: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file() and ".cchc" not in path.parts}


def zipped(path, **parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return path


def test_a_document_says_who_made_it_and_a_damaged_one_says_nothing(tmp_path):
    ours = b"<cp:coreProperties><cp:keywords>cchc_nlp</cp:keywords></cp:coreProperties>"
    among = b"<cp:coreProperties><cp:keywords>cchc, cchc_nlp; quan trong</cp:keywords></cp:coreProperties>"
    theirs = b"<cp:coreProperties><dc:title>cchc_nlp</dc:title><cp:keywords>cchc</cp:keywords></cp:coreProperties>"
    assert is_ours(zipped(tmp_path / "a.docx", docProps__core_xml=ours))
    assert is_ours(zipped(tmp_path / "a.XLSX", docProps__core_xml=among))
    assert not is_ours(zipped(tmp_path / "b.docx", docProps__core_xml=theirs))
    assert not is_ours(zipped(tmp_path / "c.docx", word__document_xml=ours))
    assert not is_ours(zipped(tmp_path / "bomb.docx", docProps__core_xml=b" " * 100_000_000 + ours))
    whole = (tmp_path / "a.docx").read_bytes()
    for cut in range(0, len(whole), 7):
        (tmp_path / "d.docx").write_bytes(whole[:cut])
        assert not is_ours(tmp_path / "d.docx")
        (tmp_path / "d.docx").write_bytes(whole[:cut] + bytes([whole[cut] ^ 255]) + whole[cut + 1 :])
        is_ours(tmp_path / "d.docx")  # whatever it says, it raises nothing
    assert not is_ours(tmp_path / "none.docx")
    assert not is_ours(tmp_path)


OVER = {
    WORD: ["synthesize", "bc", "-o"],
    f"./{TEXT}": ["summarize", "bc", "-o"],
    TEXT: ["read", "bc", "-o"],
    PDF: ["cluster", "bc", "--plot"],
    f"./{WORD}": ["summarize", "bc/*", "-o"],
    OTHER: ["ledger", "bc", "--province", "Lai Châu", "--letter"],
}


@pytest.mark.parametrize(("name", "command"), OVER.items(), ids=[" ".join(c[:1]) for c in OVER.values()])
def test_a_report_in_a_folder_is_never_written_over(run, name, command):
    before = contents()
    status, printed, told = run(*command, f"bc/{name}", "--force")
    assert (status, printed) == (2, "")
    assert told == f"cchc: {Path('bc', name)}: kết quả sẽ ghi đè lên tệp đầu vào; hãy chọn tên khác.\n"
    assert contents() == before


def test_no_input_of_any_kind_is_written_over(run):
    run("parse", "bc", "-o", "kq", "-q")
    run("tabulate", f"bc/{WORD}", "-o", "so.xlsx", "-q")
    Path("cu").mkdir()
    shutil.copy(SAMPLES / WORD, "cu/a.docx")
    shutil.copy(SAMPLES / TEXT, "cu/b.txt")
    with zipfile.ZipFile("cu.zip", "w") as bundle:
        bundle.write(SAMPLES / WORD, "a.docx")
    before = contents(".")
    stored = min(Path("kq").iterdir())
    for command, over in (
        (["synthesize", "kq", "-o", "z.docx", "--evidence", stored], stored),
        (["tabulate", f"bc/{WORD}", "--corrections", "so.xlsx", "-o", "so.xlsx"], "so.xlsx"),
        (["cluster", "bc", "--previous", "cu", "-o", "cu/b.txt"], "cu/b.txt"),
        (["cluster", "cu.zip", "-o", "cu.zip"], None),
        (["check", "bc", "--letters", "bc"], Path("bc", WORD)),
        (["parse", "bc", "--log", f"bc/{TEXT}"], None),
        (["parse", f"bc/{WORD}", "--log", f"bc/{TEXT}"], None),
    ):
        forced = [] if "--log" in command else ["--force"]
        status, printed, told = run(*command, *forced)
        assert (status, printed) == (2, ""), command
        assert len(told.splitlines()) >= 1
        assert over is None or f"cchc: {over}: kết quả sẽ ghi đè lên tệp đầu vào" in told, told
        assert {path: found for path, found in contents(".").items() if path in before} == before, command


def test_a_log_is_written_on_and_nothing_else_is(run):
    for _ in range(2):
        assert run("parse", f"bc/{WORD}", "-o", "kq", "--force", "-q", "--log", "bc/nhat-ky.jsonl") == (0, "", "")
    assert Path("bc/nhat-ky.jsonl").read_text("utf-8").count('"ended"') == 2
    Path("khac.txt").write_text("thư của Sở", "utf-8")
    line = "cchc: khac.txt: đã có tệp này, không phải nhật ký của cchc; hãy chọn tên khác.\n"
    assert run("parse", f"bc/{WORD}", "--log", "khac.txt") == (2, "", line)


def test_a_result_that_would_be_taken_for_a_report_goes_elsewhere(run):
    reason = "nằm trong thư mục báo cáo, lần sau sẽ bị đọc như một báo cáo; hãy ghi ra thư mục khác."
    assert run("summarize", "bc", "-o", "bc/con/tt.txt") == (2, "", f"cchc: {Path('bc/con/tt.txt')}: {reason}\n")
    assert run("cluster", "bc", "--plot", "bc/h.png") == (2, "", f"cchc: {Path('bc/h.png')}: {reason}\n")


def test_results_left_in_the_folder_are_never_counted_as_reports(run):
    for command in (
        ["synthesize", "bc", "-o", "bc/tong-hop.docx"],
        ["synthesize", "bc", "-o", "bc/tong-hop.html"],
        ["summarize", "bc", "-o", "bc/tom-tat.docx"],
        ["tabulate", "bc", "-o", "bc/so.xlsx"],
        ["check", "bc", "-o", "bc/loi.xlsx", "--letters", "bc/phieu"],
        ["compare", "bc", "-o", "bc/ban-do.html"],
        ["compare", "bc", "-o", "bc/ban-do.xlsx"],
        ["cluster", "bc", "--review", "bc/ra-soat.xlsx"],
        ["ledger", "bc", "--province", "Lai Châu", "-o", "bc/so-theo-doi.xlsx", "--letter", "bc/don-doc.docx"],
    ):
        run(*command)
    made = len(contents()) - 4
    assert made > 9
    edited = docx.Document("bc/tong-hop.docx")
    edited.add_paragraph("Sửa tay.")
    edited.save("bc/ban-sua.docx")
    status, printed, told = run("parse", "bc")
    assert (status, len(printed.splitlines())) == (0, 4)
    assert told.splitlines()[0] == f"Bỏ qua {Path('bc/ban-do.html')}: là kết quả do cchc lập."
    assert told.splitlines()[-1].endswith(f"; {made + 1} tệp bỏ qua.")
    assert run("read", "bc/tong-hop.docx")[0] == 0  # named by itself
    assert run("synthesize", "bc", "-o", "bc/tong-hop.docx", "--force")[0] == 0


def test_what_another_option_names_is_no_report_of_the_folder(run):
    shutil.copy(SAMPLES.parent / "roster.csv", "bc/danh-sach.txt")
    _, _, told = run("synthesize", "bc", "-o", "th.md", "--roster", "bc/danh-sach.txt")
    assert f"Bỏ qua {Path('bc/danh-sach.txt')}: đã nêu ở một tùy chọn, không phải báo cáo." in told.splitlines()
    assert "Đã đọc 4 báo cáo" in told


def test_parsed_reports_beside_their_files_are_not_counted_again(run):
    run("parse", "bc", "-o", "bc/ket-qua", "-q")
    status, _, told = run("check", "bc", "-o", "loi.xlsx")
    assert (status, told.splitlines()[-2][:17]) == (0, "Đã đọc 4 báo cáo ")
    assert f"Bỏ qua {Path('bc/ket-qua', WORD).with_suffix('.json')}: là kết quả của một báo cáo cũng có ở đây." in told
    Path("bc", TEXT).unlink()
    assert "Đã đọc 4 báo cáo " in run("check", "bc", "-o", "loi.xlsx", "--force")[2]
    assert run("check", "bc/ket-qua", "-o", "loi.xlsx", "--force")[2].startswith("Đã đọc 4 báo cáo.")
