"""Zip bundles: each file inside is an input of its own, shown with its path inside; nothing leaves the bundle."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import pytest
from old_encodings import to_cp1258

from cchc_nlp.errors import ReadError
from cchc_nlp.reading import Terms, members, read

TEXT = "Báo cáo công tác cải cách hành chính"


def zipped(*files, utf_8=True):
    """A zip of (name, content) pairs. Names as bytes are written as they are, without a mark of their encoding."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name if isinstance(name, str) else "x" * len(name))
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    content = written.getvalue()
    for name, _ in files:
        if isinstance(name, bytes):
            content = content.replace(b"x" * len(name), name)
    return content


def bundle(folder, *files):
    path = folder / "goi.zip"
    path.write_bytes(zipped(*files))
    return path


def names(path, terms=Terms()):  # noqa: B008 - frozen
    return [str(member.path).removeprefix(f"{path}!") for member in members(path, terms)]


def test_files_inside_are_read_by_their_paths(tmp_path):
    path = bundle(tmp_path, ("Xã A/báo cáo.txt", TEXT), ("b.txt", "Hai"))
    assert names(path) == ["Xã A/báo cáo.txt", "b.txt"]
    document = read(members(path)[0].path)
    assert ([line.text for line in document.lines], document.source.path) == ([TEXT], f"{path}!Xã A/báo cáo.txt")


def test_bundles_in_bundles_are_opened_up_to_a_depth(tmp_path):
    inner = zipped(("báo cáo.txt", TEXT))
    path = bundle(tmp_path, ("tinh/xa.zip", zipped(("sau.zip", inner), ("a.txt", "Một"))))
    assert names(path) == ["tinh/xa.zip!sau.zip!báo cáo.txt", "tinh/xa.zip!a.txt"]
    assert [line.text for line in read(members(path)[0].path).lines] == [TEXT]
    refused = [member.refused for member in members(path, Terms(max_bundles=2))]
    assert refused == [
        "gói nén lồng nhau quá 2 lớp; hãy giải nén lớp ngoài, hoặc nới giới hạn bằng --limit zips=SỐ.",
        None,
    ]


@pytest.mark.parametrize(
    "raw", [to_cp1258("Xã Lục Ngạn/Báo cáo.txt"), "Xã Lục Ngạn/Báo cáo.txt".encode()], ids=["cp1258", "utf-8"]
)
def test_names_without_a_mark_of_their_encoding_are_read_as_vietnamese(tmp_path, raw):
    path = bundle(tmp_path, (raw, TEXT))
    assert names(path) == ["Xã Lục Ngạn/Báo cáo.txt"]
    assert read(members(path)[0].path).lines[0].text == TEXT


def test_names_of_other_languages_keep_code_page_437(tmp_path):
    assert names(bundle(tmp_path, ("résumé.txt".encode("cp437"), TEXT))) == ["résumé.txt"]


def test_names_never_lead_out_of_the_bundle(tmp_path):
    files = ["../../etc/passwd", "/tuyet/doi.txt", "C:\\Windows\\x.txt", "a/../../b.txt", "xuong\ndong.txt", ".."]
    path = bundle(tmp_path, *((name, TEXT) for name in files))
    assert names(path) == [
        "etc/passwd",
        "tuyet/doi.txt",
        "Windows/x.txt",
        "a/b.txt",
        "xuong\ufffddong.txt",
        "tệp không tên",
    ]
    assert all(read(member.path).lines for member in members(path))
    assert list(tmp_path.iterdir()) == [path]


def test_two_files_of_one_name_are_both_there(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = bundle(tmp_path, ("a.txt", "Một"), ("a.txt", "Hai"))
    assert [read(member.path).lines[0].text for member in members(path)] == ["Một", "Hai"]


def test_links_are_not_followed(tmp_path):
    path = tmp_path / "goi.zip"
    link = zipfile.ZipInfo("lien-ket.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert [member.refused for member in members(path)] == ["liên kết trong gói nén, không mở."]


@pytest.mark.parametrize(
    ("files", "terms", "reason"),
    [
        (
            [(f"{n}.txt", "") for n in range(30)],
            Terms(max_members=20),
            "gói nén có hơn 20 tệp; hãy tách thành nhiều gói, hoặc nới giới hạn bằng --limit members=SỐ.",
        ),
        (
            [("a.txt", "x" * 3_000_000)],
            Terms(max_bundle_bytes=2 << 20),
            "gói nén bung ra hơn 2 MB; hãy tách thành nhiều gói, hoặc nới giới hạn bằng --limit zip-size=SỐ.",
        ),
    ],
)
def test_bundles_beyond_the_limits_are_refused(tmp_path, files, terms, reason):
    path = bundle(tmp_path, *files)
    with pytest.raises(ReadError) as caught:
        members(path, terms)
    assert str(caught.value) == f"{path}: {reason}"


def test_a_hundred_thousand_files_are_refused_before_they_are_listed(tmp_path):
    path = tmp_path / "goi.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(100_000):
            archive.writestr(f"{number}", b"")
    with pytest.raises(ReadError, match="gói nén có hơn 5000 tệp"):
        members(path)


def test_a_member_that_unfolds_beyond_measure_is_refused(tmp_path):
    path = bundle(tmp_path, ("bom.txt", b"0" * 30_000_000), ("a.txt", "Một"))
    bomb, good = members(path)
    with pytest.raises(ReadError, match="bung ra quá lớn, không giống một báo cáo"):
        read(bomb.path)
    assert read(good.path).lines[0].text == "Một"


def test_damaged_bundles_inside_are_named_and_the_others_read(tmp_path):
    path = bundle(tmp_path, ("hong.zip", zipped(("a.txt", TEXT))[:60]), ("tot.txt", "Một"))
    damaged, good = members(path)
    with pytest.raises(ReadError, match="gói nén bị hỏng"):
        read(damaged.path)
    assert read(good.path).lines[0].text == "Một"


def test_office_files_and_texts_are_no_bundles(tmp_path, samples):
    assert members(next((samples / "reports").glob("*.docx"))) is None
    assert members(Path(__file__)) is None
