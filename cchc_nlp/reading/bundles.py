"""Zip files of reports: which files are inside, and the content of one. Nothing is ever unpacked onto the disk.

A file inside is named like a path, behind an exclamation mark: `goi.zip!xa-a/bao-cao.docx`, `tinh.zip!xa-a.zip!1.docx`.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cchc_nlp.errors import ReadError
from cchc_nlp.reading.encodings import guess_name
from cchc_nlp.reading.kinds import kind_of_zip
from cchc_nlp.reading.terms import DEFAULT, MIB, Terms, wider
from cchc_nlp.reading.unpacking import ZIP_ERRORS, bounded
from cchc_nlp.vietnamese.forms import nfc

INSIDE = "!"
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED, _UTF_8 = 1 << 0, 1 << 11  # flag bits of a member: APPNOTE 4.4.4
# How most Office files begin, told without asking for the list of their parts: the name behind the first header, and
# its length within.
_OFFICE = re.compile(rb".{26}\x13\0..\[Content_Types\]\.xml", re.DOTALL)
_START = 49
_UNICODE_PATH = 0x7075  # extra field of Info-ZIP: the name in UTF-8
_END = b"PK\x05\x06"
_END_WITHIN = 65_557  # the end record and the longest comment behind it
_RATIO_MATTERS_FROM = 4 * MIB
_SPLIT = "hãy tách thành nhiều gói"
_DAMAGED = "gói nén bị hỏng; hãy lấy lại tệp từ nơi gửi."


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a bundle. `refused` says why it may not be read, None if it may."""

    path: Path
    refused: str | None = None


def members(path: Path, terms: Terms = DEFAULT) -> tuple[Member, ...] | None:
    """The files in a bundle and in the bundles inside it, in their order; None if the file is no bundle.

    Raises:
        ReadError: the bundle is damaged or holds more than `terms` allow; one Vietnamese line.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_START)
            if not start.startswith(_MAGIC) or (path.suffix.lower() != ".zip" and _OFFICE.fullmatch(start)):
                return None
            return tuple(_listed(file, str(path), terms, 1)) if _is_bundle(file, terms) else None
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error
    except OSError:
        return None  # the reader says it better


def outer(path: Path) -> Path | None:
    """The bundle on disk that a path goes into, None for a path of the disk."""
    text = str(path)
    places = (place for place, char in enumerate(text) if char == INSIDE)
    return next((bundle for place in places if (bundle := Path(text[:place])).is_file()), None)


def content_of(path: Path, bundle: Path, terms: Terms) -> bytes:
    """The content of a file in a bundle on disk.

    Raises:
        ReadError: no such file, or damaged, protected, too large.
    """
    inside = str(path)[len(str(bundle)) + 1 :].replace("\\", "/")
    try:
        with bundle.open("rb") as file:
            return _content(file, inside, terms, 1)
    except ZIP_ERRORS as error:
        raise ReadError(_DAMAGED) from error


def _is_bundle(file: IO[bytes], terms: Terms) -> bool:
    _check_size(file, terms)
    try:
        with zipfile.ZipFile(file) as archive:
            return kind_of_zip(archive) == "zip"
    except (ReadError, *ZIP_ERRORS):
        return False  # an Office file without words, or damaged: the reader says so


def _check_size(file: IO[bytes], terms: Terms) -> None:
    """Refuse by the number in the end record, before a list of all files is made."""
    size = file.seek(0, io.SEEK_END)
    if size > terms.max_bundle_bytes:
        raise ReadError(f"gói nén lớn hơn {terms.max_bundle_bytes // MIB} MB; {_SPLIT}, {wider('zip-size')}.")
    file.seek(max(0, size - _END_WITHIN))
    tail = file.read()
    at = tail.rfind(_END)
    if at >= 0 and len(tail) >= at + 12 and struct.unpack_from("<H", tail, at + 10)[0] > terms.max_members:
        raise ReadError(f"gói nén có hơn {terms.max_members} tệp; {_SPLIT}, {wider('members')}.")
    file.seek(0)


def _listed(file: IO[bytes], shown: str, terms: Terms, depth: int) -> Iterator[Member]:
    with zipfile.ZipFile(file) as archive:
        for name, info in _files(archive, terms).items():
            path = f"{shown}{INSIDE}{name}"
            if stat.S_ISLNK(info.external_attr >> 16):
                yield Member(Path(path), "liên kết trong gói nén, không mở.")
            elif name.lower().endswith(".zip"):
                yield from _listed_inside(archive, info, path, terms, depth)
            else:
                yield Member(Path(path))


def _listed_inside(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, terms: Terms, depth: int
) -> Iterator[Member]:
    if depth >= terms.max_bundles:
        reason = f"gói nén lồng nhau quá {terms.max_bundles} lớp; hãy giải nén lớp ngoài, {wider('zips')}."
        yield Member(Path(path), reason)
        return
    try:
        inner = io.BytesIO(_unpacked(archive, info, terms))
        bundle = _is_bundle(inner, terms)
        yield from _listed(inner, path, terms, depth + 1) if bundle else (Member(Path(path)),)
    except ReadError as error:
        yield Member(Path(path), str(error))
    except ZIP_ERRORS:
        yield Member(Path(path), _DAMAGED)


def _content(file: IO[bytes], inside: str, terms: Terms, depth: int) -> bytes:
    _check_size(file, terms)
    with zipfile.ZipFile(file) as archive:
        files = _files(archive, terms)
        if inside in files:
            return _unpacked(archive, files[inside], terms)
        for place, char in enumerate(inside):
            if char == INSIDE and inside[:place] in files and depth < terms.max_bundles:
                inner = io.BytesIO(_unpacked(archive, files[inside[:place]], terms))
                return _content(inner, inside[place + 1 :], terms, depth + 1)
    raise ReadError("không tìm thấy tệp này trong gói nén; hãy kiểm tra lại tên.")


def _files(archive: zipfile.ZipFile, terms: Terms) -> dict[str, zipfile.ZipInfo]:
    """The files of an archive by the names shown: decoded, kept below the bundle, each once."""
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(archive.infolist()) > terms.max_members:
        raise ReadError(f"gói nén có hơn {terms.max_members} tệp; {_SPLIT}, {wider('members')}.")
    if sum(info.file_size for info in infos) > terms.max_bundle_bytes:
        raise ReadError(f"gói nén bung ra hơn {terms.max_bundle_bytes // MIB} MB; {_SPLIT}, {wider('zip-size')}.")
    files: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = _inside(_name(info))
        number = 1
        unique = name
        while unique in files:
            number += 1
            unique = f"{name} ({number})"
        files[unique] = info
    return files


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name, whatever program wrote it: UTF-8 where it is said, else the reading that is Vietnamese."""
    if info.flag_bits & _UTF_8:
        return nfc(info.orig_filename)
    said = _unicode_path(info.extra)
    if said is not None:
        return nfc(said)
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return nfc(info.orig_filename)
    return nfc(guess_name(raw))


def _unicode_path(extra: bytes) -> str | None:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and size > 5:  # noqa: PLR2004 - a version byte and a checksum stand in front
            try:
                return extra[at + 9 : at + 4 + size].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + size
    return None


def _inside(name: str) -> str:
    """A name without anything that leads out of the bundle or cannot be shown on one line."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in name.replace("\\", "/"))
    parts = [part for part in shown.split("/") if part not in {"", ".", ".."} and not part.endswith(":")]
    return "/".join(parts) or "tệp không tên"


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, terms: Terms) -> bytes:
    """The content of a member, within the limits of a file."""
    if info.flag_bits & _ENCRYPTED and terms.password is None:
        raise ReadError("tệp trong gói nén đặt mật khẩu; hãy thêm --password, hoặc giải nén trước.")
    limit = min(terms.max_bytes, max(_RATIO_MATTERS_FROM, terms.max_ratio * info.compress_size))
    try:
        with archive.open(info, pwd=(terms.password or "").encode() or None) as member:
            content = bounded(member, limit)
    except NotImplementedError as error:
        raise ReadError("gói nén dùng kiểu nén hoặc mã hóa chưa đọc được; hãy giải nén trước.") from error
    except ZIP_ERRORS as error:
        if info.flag_bits & _ENCRYPTED:
            raise ReadError("tệp trong gói nén đặt mật khẩu khác; hãy kiểm tra lại --password.") from error
        raise ReadError(_DAMAGED) from error
    if content is None:
        raise ReadError("tệp trong gói nén bung ra quá lớn, không giống một báo cáo; hãy giải nén và kiểm tra.")
    return content
