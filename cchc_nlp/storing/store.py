"""A folder of parsed reports: what was parsed once is not parsed again, whatever happens to the run.

An entry is named by what decides it: the content of the file (and of its annexes), and the way it was parsed (program,
knowledge, limits). So nothing in a store is ever wrong, only no longer asked for; two runs that make the same entry
make the same bytes; and neither clocks nor file names matter. Files appear whole or not at all. A store that cannot be
written is read from, and says once why nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from threading import Lock, get_ident
from typing import Any

from cchc_nlp.errors import ReadError, reason_of
from cchc_nlp.storing.entries import Entry

FOLDER = ".cchc"
"""The store of a folder of reports, inside it: it moves with the reports, and goes when they are deleted."""

_LAYOUT = "1"  # a store of another layout has other folders: left alone, neither read nor harmed
_CONTENT, _WAY = 32, 12  # characters of the digests in a name; 128 bits never meet by chance
_ABANDONED = 3600.0  # seconds after which a half-written file has no writer any more
_README = "DOC-TOI.txt"
_ABOUT = (
    "Thư mục này do chương trình cchc tạo ra để lần chạy sau không phải phân tích lại các báo cáo không thay đổi.\n"
    "Nội dung là kết quả phân tích các báo cáo, cần được bảo quản như chính các báo cáo đó.\n"
    "Có thể xóa cả thư mục này bất cứ lúc nào; chương trình sẽ phân tích lại từ đầu.\n"
)


@dataclass(frozen=True, slots=True)
class Key:
    """What decides a parsed report: its content, and the way it is parsed."""

    content: str
    way: str

    @property
    def name(self) -> str:
        """The name of the entry."""
        return f"{self.content}-{self.way}"


@dataclass(frozen=True, slots=True)
class Slip:
    """A file that failed: its name, the room where it did, the reason."""

    name: str
    step: str
    reason: str


def way(knowledge: Path | None, *options: object) -> str:
    """What is the same for all reports of a run, as a digest: program, libraries, knowledge, options that matter.

    The program is known by its files and not by its number: a changed line may change every result.
    """
    told = hashlib.sha256(_program().encode())
    for option in options:
        told.update(f"\0{option!r}".encode())
    for file in sorted(knowledge.rglob("*")) if knowledge else ():
        if file.is_file():
            told.update(f"\0{file.relative_to(knowledge or file).as_posix()}\0".encode("utf-8", "surrogateescape"))
            told.update(hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()[:_WAY]


@cache
def _program() -> str:
    told = hashlib.sha256()
    root = Path(str(resources.files("cchc_nlp")))
    for file in sorted(root.rglob("*")):
        if file.is_file() and file.suffix != ".pyc":
            told.update(f"\0{file.relative_to(root).as_posix()}\0".encode() + file.read_bytes())
    with suppress(metadata.PackageNotFoundError):
        for wanted in metadata.requires("cchc-nlp") or ():
            name = wanted.partition(">")[0]
            if ";" not in wanted:  # an extra
                told.update(f"\0{name}={metadata.version(name)}".encode())
    return told.hexdigest()


def key_of(contents: Iterator[bytes] | list[bytes], parsed_by: str) -> Key:
    """The key of the report in these contents, the report's own first, then its annexes."""
    told = hashlib.sha256()
    for content in contents:
        told.update(hashlib.sha256(content).digest())
    return Key(told.hexdigest()[:_CONTENT], parsed_by)


class Store:
    """A folder of entries. Opening it makes it, where it can be made; `trouble` says why nothing is kept in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trouble: str | None = None
        self.damaged = 0
        self._entries = folder / f"reports-{_LAYOUT}"
        self._slips = folder / f"failures-{_LAYOUT}"
        self._drafts = folder / "drafts"
        self._lock = Lock()

    def open(self) -> None:
        """Make ready for writing, and clear away what runs that were killed left half-written."""
        try:
            for inner in (self._entries, self._slips, self._drafts):
                inner.mkdir(parents=True, exist_ok=True)
            if not (self.folder / _README).exists():
                self._write(self.folder / _README, _ABOUT.encode())
            elif not os.access(self._drafts, os.W_OK):
                self._write(self._drafts / "x", b"")
        except OSError as error:
            self._refuse(error)
            return
        for draft in self._drafts.iterdir():
            with suppress(OSError):
                if time.time() - draft.stat().st_mtime > _ABANDONED:
                    draft.unlink()

    def has(self, key: Key) -> bool:
        """Whether there is an entry, damaged or not."""
        return self._entry(key).is_file()

    def get(self, key: Key) -> Entry | None:
        """The entry; None if there is none, or a damaged one, which is counted and taken away."""
        file = self._entry(key)
        try:
            return Entry.restored(file.read_bytes())
        except OSError:
            return None
        except (ReadError, ValueError, KeyError, TypeError):
            self.damaged += 1
            with suppress(OSError):
                file.unlink()
            return None

    def put(self, key: Key, stored: bytes) -> None:
        """Keep an entry. A store that is full or may not be written to keeps nothing more and says so in `trouble`."""
        self._keep(self._entry(key), stored)
        with suppress(OSError):
            self._slip(key).unlink(missing_ok=True)

    def put_failure(self, key: Key, slip: Slip) -> None:
        """Keep why a file failed. It will be tried again all the same: what was missing may have come."""
        told = {"name": slip.name, "step": slip.step, "reason": slip.reason}
        self._keep(self._slip(key), json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogateescape"))

    def failure(self, key: Key) -> Slip | None:
        """Why the file of this key failed."""
        try:
            told: Any = json.loads(self._slip(key).read_bytes())
            return Slip(str(told["name"]), str(told["step"]), str(told["reason"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def others(self, key: Key) -> bool:
        """Whether the same content was parsed in another way: by an older program, with other knowledge."""
        return any(self._entry(key).parent.glob(f"{key.content}-*"))

    def names(self) -> Iterator[str]:
        """The names of all entries."""
        return (file.name for file in sorted(self._entries.glob("*/*")))

    def peek(self, key: Key) -> Entry | None:
        """The entry; None if there is none or a damaged one. Nothing is taken away."""
        try:
            return Entry.restored(self._entry(key).read_bytes())
        except (OSError, ReadError, ValueError, KeyError, TypeError):
            return None

    def _entry(self, key: Key) -> Path:
        return self._entries / key.content[:2] / key.name

    def _slip(self, key: Key) -> Path:
        return self._slips / key.name

    def _keep(self, file: Path, content: bytes) -> None:
        if self.trouble is not None:
            return
        try:
            file.parent.mkdir(exist_ok=True)
            self._write(file, content)
        except OSError as error:
            self._refuse(error)

    def _write(self, file: Path, content: bytes) -> None:
        draft = self._drafts / f"{file.name}.{os.getpid()}.{get_ident()}"
        try:
            draft.write_bytes(content)
            draft.replace(file)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise

    def _refuse(self, error: OSError) -> None:
        with self._lock:
            self.trouble = self.trouble or reason_of(error)
