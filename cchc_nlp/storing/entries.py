"""One parsed report as bytes that know whether they are whole: the document of the contract, and the report itself.

Whoever only passes a report on takes the document as it is written, a hundred times as quickly as parsing; whoever
works with it takes the report, with all that the document leaves out. Paths are given when an entry is used: the same
content gives the same entry wherever it lies.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cchc_nlp.errors import ReadError
from cchc_nlp.model import SCHEMA, Report
from cchc_nlp.storing.packing import pack, unpack
from cchc_nlp.storing.reports import to_json, to_text

_MAGIC = b"cchc-entry/2"
_DIGEST = 64
_LEVEL = 1
_MOST = 1 << 30
_DAMAGED = "kết quả đã lưu bị hỏng; chương trình sẽ phân tích lại."

DOUBTS = ("not_cchc_report", "no_outline")
"""Problems of a whole file: it may be no report. An entry tells them without being unpacked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A parsed report, packed. `head` tells its source and what is doubtful about it."""

    head: dict[str, Any]
    document: bytes
    packed: bytes

    @classmethod
    def of(cls, report: Report) -> Entry:
        """The entry of a report, without its paths."""
        document = to_json(report)
        source = document.pop("source")
        doubt = next((problem for problem in report.problems if problem.code in DOUBTS), None)
        head = {"source": source, "doubt": doubt and [doubt.code, doubt.message]}
        head["source"] |= {"path": "", "annexes": [annex | {"path": ""} for annex in source["annexes"]]}
        del document["schema"]
        rest = to_text(document)[1:].encode("utf-8", "surrogatepass")
        head["digest"] = hashlib.sha256(rest).hexdigest()
        return cls(head, zlib.compress(rest, _LEVEL), pack(report))

    @classmethod
    def restored(cls, content: bytes) -> Entry:
        """The entry of the bytes that `stored` gave.

        Raises:
            ReadError: they are damaged.
        """
        magic, _, rest = content.partition(b" ")
        digest, body = rest[:_DIGEST], rest[_DIGEST + 1 :]
        if magic != _MAGIC or hashlib.sha256(body).hexdigest().encode() != digest:
            raise ReadError(_DAMAGED)
        line, _, parts = body.partition(b"\n")
        head = json.loads(line)
        length = head.pop("length")
        return cls(head, parts[:length], parts[length:])

    def stored(self) -> bytes:
        """The entry as bytes for a file, with their own digest in front."""
        head = json.dumps(self.head | {"length": len(self.document)}, ensure_ascii=False).encode()
        body = head + b"\n" + self.document + self.packed
        return b" ".join((_MAGIC, hashlib.sha256(body).hexdigest().encode(), body))

    @property
    def doubt(self) -> tuple[str, str] | None:
        """Code and message of the problem that says this may be no report."""
        told = self.head["doubt"]
        return (told[0], told[1]) if told else None

    def text(self, path: str, annexes: Sequence[str] = ()) -> str:
        """The document of the contract, as `to_text` writes it."""
        rest = zlib.decompressobj().decompress(self.document, _MOST).decode("utf-8", "surrogatepass")
        return self._opening(path, annexes) + rest

    def is_text(self, content: bytes, path: str, annexes: Sequence[str] = ()) -> bool:
        """Whether bytes are surely the document in UTF-8; sooner told than by making it."""
        opening = self._opening(path, annexes).encode("utf-8", "backslashreplace")
        rest = content[len(opening) :]
        return content.startswith(opening) and hashlib.sha256(rest).hexdigest() == self.head["digest"]

    def _opening(self, path: str, annexes: Sequence[str]) -> str:
        """The beginning of the document, up to what does not depend on where the file lies."""
        source = self.head["source"]
        named = [annex | {"path": name} for annex, name in zip(source["annexes"], annexes, strict=True)]
        return f"{to_text({'schema': SCHEMA, 'source': source | {'path': path, 'annexes': named}})[:-1]},\n"

    def report(self, path: str, annexes: Sequence[str] = ()) -> Report:
        """The report, as it was parsed.

        Raises:
            ReadError: another version of the program packed it.
        """
        return unpack(self.packed, path, annexes)
