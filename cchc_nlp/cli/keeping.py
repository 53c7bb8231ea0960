"""Where parsed reports are kept from run to run, and where a run is logged: what the commands on batches share."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from cchc_nlp.cli import show
from cchc_nlp.cli.inputs import Found
from cchc_nlp.errors import WriteError, reason_of
from cchc_nlp.reading import Terms
from cchc_nlp.running import Failure, Joined, Parsed
from cchc_nlp.storing import FOLDER, Store, way


class Log:
    """A file of JSON Lines: what became of each input, as it becomes known. Without a path nothing is written."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._file: TextIO | None = None

    def told(self, result: object) -> None:
        """A result of the batch."""
        match result:
            case Failure():
                self._write(
                    {"path": str(result.path), "status": "failed", "step": result.step, "reason": result.reason}
                )
            case Joined():
                self._write({"path": str(result.annex), "status": "joined", "report": str(result.report)})
            case Parsed():
                status = "unchanged" if result.kept else "parsed"
                self._write({"path": str(result.path), "status": status, "doubt": result.doubt})

    def ended(self, done: int, kept: int, failed: int, doubtful: int) -> None:
        """The end of the batch."""
        self._write({"status": "ended", "done": done, "unchanged": kept, "failed": failed, "doubtful": doubtful})
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, event: dict[str, Any]) -> None:
        if self._path is None:
            return
        try:
            if self._file is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n")
            line = json.dumps(
                {"time": datetime.now(UTC).isoformat(timespec="milliseconds")} | event, ensure_ascii=False
            )
            self._file.write(f"{line}\n")
            self._file.flush()  # whoever watches the file sees how far the run is
        except OSError as error:
            raise WriteError(f"{self._path}: không ghi được nhật ký ({reason_of(error)}).") from error


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a batch is run, as the options say. `store` None: beside the reports of each folder."""

    store: Path | None = None
    no_store: bool = False
    dask: str | None = None
    log: Log = field(default_factory=Log)
    knowledge: Path | None = None


class Keeping:
    """The stores of one batch."""

    def __init__(self, conduct: Conduct, found: Found, terms: Terms, *, writing: bool = True) -> None:
        self._writing = writing
        self._given = conduct.store
        self._folders: Sequence[Path] = ()
        self._gathered = found.gathered
        self._stores: dict[Path, Store] = {}
        # What a password protects must not come to lie open in the folder, unless a place for it was named.
        if not conduct.no_store and terms.password is None:
            self._folders = sorted(found.folders, key=lambda folder: len(folder.parts), reverse=True)
        keeps = bool(self._folders or self._given) and not conduct.no_store
        limits = dataclasses.replace(terms, password=None)
        self.parsed_by = way(conduct.knowledge, limits) if keeps else ""
        if conduct.no_store:
            self._given = None

    def store_of(self, path: Path) -> Store | None:
        """The store of a file: the one named, else that of the folder it was found in; None for one named by itself."""
        folder = self._given or self._beside(path)
        if folder is None:
            return None
        if folder not in self._stores:
            self._stores[folder] = Store(folder)
            if self._writing:
                self._stores[folder].open()
        return self._stores[folder]

    def _beside(self, path: Path) -> Path | None:
        if path not in self._gathered:
            return None
        return next((folder / FOLDER for folder in self._folders if path.is_relative_to(folder)), None)

    def tell(self, *, quiet: bool) -> None:
        """What the user should know of the stores."""
        for folder, store in self._stores.items():
            if store.damaged:
                show.news(f"LƯU Ý {folder}: {store.damaged} kết quả đã lưu bị hỏng nên đã được phân tích lại.")
            if store.trouble and not (quiet and self._given is None):
                show.news(
                    f"LƯU Ý {folder}: không lưu được kết quả cho lần sau ({store.trouble}); kết quả lần này vẫn đầy đủ."
                )
