"""What the user named → the files to work on, in order, and what was left aside, with the reason.

A folder of reports also holds other things. Whether a file is a report is for the pipeline to find out; here it is only
decided which files of a folder are worth asking. A file named by itself is always asked.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cchc_nlp.errors import ReadError
from cchc_nlp.model import SCHEMA
from cchc_nlp.reading import Terms, content_at, is_ours, members

# What communes send, whether it can be read yet or not: a report that cannot be read must be named, not passed over.
SENT = frozenset(
    {".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf", ".pdf", ".txt", ".html", ".htm", ".mht", ".mhtml"}
    | {".xlsx", ".xlsm", ".xls", ".ods"}
    | {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".zip", ".rar", ".7z", ""}
)
# Those of them that cannot say in themselves that the program made them (`reading.is_ours`).
UNMARKED = SENT - {".docx", ".xlsx", ".html"}
_HEAD = 16 * 1024  # of a stored report: room for the longest path
_SOURCE = re.compile(rb'"path": ("(?:[^"\\]|\\.)*"), "sha256": "([0-9a-f]{64})"')
_MAGIC = frozenset("*?[")
_NO_FILE = "không phải tệp thông thường (liên kết hỏng, thiết bị hoặc đường ống)."


@dataclass(frozen=True, slots=True)
class Aside:
    """A path left aside, with the reason in Vietnamese."""

    path: Path
    reason: str


@dataclass(slots=True)
class Found:
    """The files to work on; what was left aside on purpose; what the user named and could not be found.

    `named` is all that is read, bundles as they lie there. `gathered` are the files that a folder or a bundle gave:
    among them, files of one report may be joined. `folders` are those that were gone through.
    """

    files: list[Path] = field(default_factory=list)
    named: list[Path] = field(default_factory=list)
    gathered: set[Path] = field(default_factory=set)
    folders: list[Path] = field(default_factory=list)
    skipped: list[Aside] = field(default_factory=list)
    missing: list[Aside] = field(default_factory=list)


def find(
    arguments: Sequence[str], *, beside: Sequence[Path] = (), stored: bool = False, terms: Terms | None = None
) -> Found:
    """Files, folders (recursively), patterns and zip bundles → files, each once, folders in the order of names.

    Documents that the program made are passed over, and so are those `beside`, which this run takes for something else
    (a roster, a review), unless they are named by themselves. With `stored`, results of `cchc parse` count as reports.
    """
    terms = terms or Terms()
    found = Found()
    candidates = _Candidates({_identity(path) for path in beside}, terms, stored)
    seen: set[str] = set()
    for argument in arguments:
        path = _existing(argument)
        paths = [path] if path else _matching(argument)
        if not paths:
            found.missing.append(Aside(Path(argument), "không tìm thấy tệp hoặc thư mục; hãy kiểm tra lại tên."))
        elif path and not path.is_dir():
            _add_named(found, path, seen)
        else:
            for hit in paths:
                _add_all(found, hit, candidates, seen)
    found.named = [*found.files, *beside]
    _open_bundles(found, terms)
    if stored:
        _leave_out_twins(found, terms)
    return found


def _leave_out_twins(found: Found, terms: Terms) -> None:
    """Of a report and its result of `cchc parse` in the same folder, the report."""
    reports: dict[str, list[Path]] = {}
    for file in found.files:
        reports.setdefault(file.name, []).append(file)
    twins = set()
    for file in found.files:
        if file in found.gathered and file.suffix.lower() == ".json":
            name, digest = _source_of(file)
            if any(digest == _digest(report, terms) for report in reports.get(name, ())):
                twins.add(file)
                found.skipped.append(Aside(file, "là kết quả của một báo cáo cũng có ở đây."))
    found.files = [file for file in found.files if file not in twins]


def _source_of(file: Path) -> tuple[str, str]:
    """The name of the file that a stored report was made of, and its digest; empty where it does not say."""
    try:
        with file.open("rb") as opened:
            said = _SOURCE.search(opened.read(_HEAD))
        return (Path(json.loads(said[1])).name, said[2].decode()) if said else ("", "")
    except (OSError, ValueError):
        return "", ""


def _digest(report: Path, terms: Terms) -> str:
    try:
        return hashlib.sha256(content_at(report, terms)).hexdigest()
    except ReadError:
        return ""


def _open_bundles(found: Found, terms: Terms) -> None:
    """The files in bundles in the place of the bundles."""
    files, found.files = found.files, []
    for file in files:
        try:
            inside = members(file, terms) if file.suffix.lower() != ".json" else None
        except ReadError as error:
            found.missing.append(Aside(file, str(error).removeprefix(f"{file}: ")))
            continue
        if inside is None:
            found.files.append(file)
            continue
        before = len(found.files)
        for member in inside:
            reason = member.refused or _unlikely(member.path)
            if reason:
                found.skipped.append(Aside(member.path, reason))
            else:
                found.files.append(member.path)
                found.gathered.add(member.path)
        if len(found.files) == before:
            found.missing.append(Aside(file, "gói nén không có báo cáo nào; hãy kiểm tra lại gói."))


def _existing(argument: str) -> Path | None:
    """The path an argument names. Names typed in NFC are found where a disk keeps NFD, and the other way."""
    return next((Path(spelling) for spelling in _spellings(argument) if os.path.lexists(spelling)), None)


def _matching(argument: str) -> list[Path]:
    """The paths a pattern means, for shells that leave it to us (Windows, or in quotes)."""
    if not _MAGIC & set(argument):
        return []
    # glob, unlike Path.glob, takes a whole pattern as the user writes it, absolute or not.
    return sorted({Path(hit) for pattern in _spellings(argument) for hit in glob.glob(pattern, recursive=True)})  # noqa: PTH207


def _spellings(argument: str) -> list[str]:
    return list(dict.fromkeys([argument, *(unicodedata.normalize(form, argument) for form in ("NFC", "NFD"))]))


def _add_named(found: Found, path: Path, seen: set[str]) -> None:
    """A file named by itself: asked whatever it is called, but never a pipe or a device, which may not end."""
    if path.is_file():
        _add(found, path, seen)
    else:
        found.missing.append(Aside(path, _NO_FILE))


def _add_all(found: Found, path: Path, candidates: _Candidates, seen: set[str]) -> None:
    """The files of a folder that are worth asking, or a file that a pattern means."""
    is_folder = path.is_dir()
    asked = 0
    for file in _walk(path) if is_folder else (path,):
        reason = candidates.unlikely(file) if is_folder else candidates.of_another_use(file)
        if reason:
            found.skipped.append(Aside(file, reason))
            continue
        asked += 1
        _add(found, file, seen)
        if is_folder:
            found.gathered.add(file)
    if is_folder:
        found.folders.append(path)
        if not asked:
            found.missing.append(Aside(path, "thư mục không có báo cáo nào; hãy kiểm tra lại thư mục."))


def _add(found: Found, path: Path, seen: set[str]) -> None:
    identity = _identity(path)
    if identity not in seen:
        seen.add(identity)
        found.files.append(path)


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Which files of a folder are worth asking."""

    beside: set[str]
    terms: Terms
    stored: bool

    def unlikely(self, file: Path) -> str | None:
        """Why a file is not worth asking; None if it is."""
        if not file.is_file():
            return _NO_FILE
        if file.suffix.lower() == ".json" and self.stored and not file.name.startswith("."):
            return None if _is_stored_report(file) else "tệp JSON không phải kết quả của «cchc parse»."
        return _unlikely(file) or self.of_another_use(file)

    def of_another_use(self, file: Path) -> str | None:
        """Why a file that may look like a report is none."""
        if self.beside and _identity(file) in self.beside:
            return "đã nêu ở một tùy chọn, không phải báo cáo."
        return "là kết quả do cchc lập." if is_ours(file, self.terms) else None


def _walk(folder: Path) -> Iterator[Path]:
    """Files of a folder and its folders by name; hidden folders are not entered, links to folders not followed."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names))


def _unlikely(file: Path) -> str | None:
    """Why a file is no report by its name; None if it may be one."""
    suffix = file.suffix.lower()
    if file.name.startswith("~$"):
        return "tệp khóa tạm của Word."
    if file.name.startswith("."):
        return "tệp ẩn."
    if "__MACOSX" in file.parts:
        return "tệp phụ của máy Mac."
    if suffix not in SENT:
        return f"tệp {suffix} không phải báo cáo."
    return None


def _is_stored_report(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return SCHEMA.encode() in opened.read(100)
    except OSError:
        return False


def _identity(path: Path) -> str:
    return os.path.normcase(path.resolve())
