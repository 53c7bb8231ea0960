"""Files with a password are read where it is given; without it, or with another, the refusal says what to do."""

from __future__ import annotations

import io
import random

import office
import pytest
from files import Words, docx_bytes, p, pdf_bytes, xlsx_bytes
from msoffcrypto.format.ooxml import OOXMLFile
from office import needs_libreoffice

from cchc_nlp.errors import ReadError
from cchc_nlp.reading import Terms, read

PASSWORD = "bí mật"
# The library that locks files for us cannot lock packages below 4 KB.
WORD = docx_bytes(p("Báo cáo"), styles=f"<!-- {random.Random(1).randbytes(8000).hex()} -->")


def locked(content):
    """An Office file with a password, as Office writes it."""
    written = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(PASSWORD, written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.docx", locked(WORD), "Office"),
        ("a.doc", locked(WORD), "Office"),
        ("a.xlsx", locked(xlsx_bytes([["Báo cáo"]])), "Office"),
        ("a.pdf", pdf_bytes([Words(85, 100, "Báo cáo")], password=PASSWORD), "PDF"),
    ],
)
def test_a_file_with_a_password_is_read_with_it_only(tmp_path, name, content, kind):
    path = tmp_path / name
    path.write_bytes(content)
    assert [line.text for line in read(path, Terms(password=PASSWORD)).lines] == ["Báo cáo"]
    for password, reason in (
        (None, f"tệp {kind} đặt mật khẩu; hãy thêm --password, hoặc bỏ mật khẩu rồi lưu lại."),
        ("khác", f"tệp {kind} đặt mật khẩu khác; hãy kiểm tra lại --password."),
    ):
        with pytest.raises(ReadError) as caught:
            read(path, Terms(password=password))
        assert str(caught.value) == f"{path}: {reason}"


@needs_libreoffice
def test_an_old_word_file_with_a_password_is_read_with_it_only(tmp_path):
    path = tmp_path / "a.doc"
    path.write_bytes(office.locked(WORD, "docx", "doc", "matkhau"))
    assert [line.text for line in read(path, Terms(password="matkhau")).lines] == ["Báo cáo"]
    for password, reason in (
        (None, "tệp Office đặt mật khẩu; hãy thêm --password, hoặc bỏ mật khẩu rồi lưu lại."),
        ("khác", "tệp Office đặt mật khẩu khác; hãy kiểm tra lại --password."),
    ):
        with pytest.raises(ReadError) as caught:
            read(path, Terms(password=password))
        assert str(caught.value) == f"{path}: {reason}"
