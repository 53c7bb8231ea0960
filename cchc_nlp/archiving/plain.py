"""The tables as one CSV file or one file of JSON Lines each: for spreadsheets, and for programs that know no Parquet.

The files take their names at the end, whole; they hold the reports of one run, and nothing is appended to older ones.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, TextIO

from cchc_nlp.archiving.columns import COLUMNS, TableName
from cchc_nlp.archiving.rows import Row, by_part, themes_of
from cchc_nlp.errors import WriteError, reason_of
from cchc_nlp.model import Assignment, Report


class PlainFiles:
    """A folder of `reports.csv`, `findings.csv` …, or of `.jsonl`."""

    def __init__(self, folder: Path, titles: Mapping[str, str], kind: Literal["csv", "jsonl"]) -> None:
        self.folder = folder
        self._titles = titles
        self._kind = kind
        self._drafts: dict[TableName, Path] = {}
        self._files: dict[TableName, TextIO] = {}
        self._counted: dict[TableName, list[Row]] = {"reports": [], "findings": []}

    def add(self, reports: Sequence[Report], assignments: Sequence[Assignment]) -> None:
        """Write the rows of reports; `assignments` are those of all their findings, in order.

        Raises:
            WriteError: a file cannot be written.
        """
        for part, tables in by_part(reports, assignments).items():
            where = {"year": part.year, "province": part.province}
            for name, rows in tables.items():
                self._write(name, [where | row for row in rows])
                if name in self._counted:  # no more of them than the themes are counted by
                    kept = ("report", "unit", "period", "theme", "role")
                    self._counted[name] += [{key: row[key] for key in kept if key in row} for row in rows]

    def close(self) -> None:
        """Count the themes, and give the files their names."""
        self._write("themes", themes_of(self._counted["reports"], self._counted["findings"], self._titles))
        try:
            for name, file in self._files.items():
                file.close()
                self._drafts[name].replace(self.file(name))
        except OSError as error:
            raise self._refused(error) from error

    def file(self, name: TableName) -> Path:
        """The file of a table."""
        return self.folder / f"{name}.{self._kind}"

    def abandon(self) -> None:
        """Take away what is half-written."""
        for name, file in self._files.items():
            with suppress(OSError):
                file.close()
                self._drafts[name].unlink(missing_ok=True)

    def _write(self, name: TableName, rows: Sequence[Row]) -> None:
        columns = [*(() if name == "themes" else ("year", "province")), *(column.name for column in COLUMNS[name])]
        try:
            file = self._files[name] if name in self._files else self._opened(name, columns)
            if self._kind == "csv":
                csv.DictWriter(file, columns, lineterminator="\n").writerows(map(_safe, rows))
            else:
                file.writelines(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        except OSError as error:
            raise self._refused(error) from error

    def _opened(self, name: TableName, columns: Sequence[str]) -> TextIO:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._drafts[name] = self.folder / f".{name}.{os.getpid()}"
        # Excel takes a CSV file for UTF-8 only with the mark in front.
        encoding = "utf-8-sig" if self._kind == "csv" else "utf-8"
        self._files[name] = self._drafts[name].open("w", encoding=encoding, errors="backslashreplace", newline="")
        if self._kind == "csv":
            csv.writer(self._files[name], lineterminator="\n").writerow(columns)
        return self._files[name]

    def _refused(self, error: OSError) -> WriteError:
        return WriteError(f"{self.folder}: không ghi được ({reason_of(error)}); hãy kiểm tra quyền ghi và ổ đĩa.")


def _safe(row: Row) -> dict[str, Any]:
    """Words of a commune that a spreadsheet would take for a formula stay words."""
    return {
        name: f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
        for name, value in row.items()
    }
