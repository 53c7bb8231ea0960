"""What the program made is told from what communes sent: never read as a report, never written over one."""

import zipfile

import pytest

from cchc_nlp.reading import is_ours

docx = pytest.importorskip("docx")


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
