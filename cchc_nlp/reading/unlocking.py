"""Office files with a password → the same without, where the password is given."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msoffcrypto  # type: ignore[import-untyped] # ships no types
from msoffcrypto.exceptions import DecryptionError, InvalidKeyError  # type: ignore[import-untyped]
from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]

from cchc_nlp.errors import ReadError

if TYPE_CHECKING:
    from cchc_nlp.reading.terms import Terms


def unlocked(content: bytes, terms: Terms) -> bytes:
    """The content without its password; the content itself where it has none.

    Raises:
        ReadError: no password is given, or another one is needed.
    """
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        locked = file.is_encrypted()
    except Exception:  # noqa: BLE001 - whatever a damaged file leads the library to; its reader says what is wrong
        return content
    if not locked:
        return content
    if terms.password is None:
        raise ReadError("tệp Office đặt mật khẩu; hãy thêm --password, hoặc bỏ mật khẩu rồi lưu lại.")
    opened = io.BytesIO()
    try:
        # Today's formats unlock with any password and give noise, unless told to compare; the old ones always compare.
        compare = {"verify_password": True} if isinstance(file, OOXMLFile) else {}
        file.load_key(password=terms.password, **compare)
        file.decrypt(opened)
    except (InvalidKeyError, DecryptionError) as error:
        raise ReadError("tệp Office đặt mật khẩu khác; hãy kiểm tra lại --password.") from error
    except Exception as error:
        raise ReadError("tệp Office đặt mật khẩu bị hỏng; hãy lấy lại tệp từ nơi gửi.") from error
    return opened.getvalue()
