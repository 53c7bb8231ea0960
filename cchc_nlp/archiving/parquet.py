"""A dataset in Parquet: `TABLE/year=2026/province=tinh-lai-chau/part.parquet`, a file a table and partition.

New reports are merged into the files of their partitions: a report that is there already is replaced, and so is one
that was read from the same file before it was changed. Rows are sorted by report, so the order in which reports come
leaves no trace, and a run that was killed in between and done again gives the same bytes. The reports come last:
whoever finds a report in the dataset finds all of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cchc_nlp.archiving.columns import COLUMNS, TABLES, Column, TableName
from cchc_nlp.archiving.rows import Part, Row, by_part, themes_of
from cchc_nlp.errors import ExtraError, ReadError, WriteError, reason_of
from cchc_nlp.model import Assignment, Report

_ORDER = ("report", "position", "finding", "section")
_FILE = "part.parquet"


class Dataset:
    """A folder of Parquet files."""

    def __init__(self, folder: Path, titles: Mapping[str, str]) -> None:
        self.folder = folder
        self._titles = titles  # theme → what it is called
        _arrow()

    def add(self, reports: Sequence[Report], assignments: Sequence[Assignment]) -> None:
        """Merge reports in; `assignments` are those of all their findings, in order.

        Raises:
            ReadError: a file of the dataset is damaged or of another make.
            WriteError: the dataset cannot be written.
        """
        for part, tables in sorted(by_part(reports, assignments).items()):
            self._merge(part, tables)

    def close(self) -> None:
        """Nothing is left to write: each part was whole when it was added."""

    def abandon(self) -> None:
        """Nothing is half-written."""

    def _merge(self, part: Part, fresh: dict[TableName, list[Row]]) -> None:
        """The files of a partition with new rows. A year of a province has some 3 000 reports: a few seconds."""
        known = self._read("reports", part)
        paths = {row["path"] for row in fresh["reports"]}
        ids = {row["report"] for row in fresh["reports"]}
        ids |= {row["report"] for row in known if row["path"] in paths}
        merged: dict[TableName, list[Row]] = {}
        for name in TABLES:
            if name != "themes":
                kept = known if name == "reports" else self._read(name, part)
                new = {_key(row): row for row in fresh.get(name, ())}  # the same content twice is one report
                merged[name] = sorted([*(row for row in kept if row["report"] not in ids), *new.values()], key=_key)
        merged["themes"] = themes_of(merged["reports"], merged["findings"], self._titles)
        for name in reversed(TABLES):
            self._write(name, part, merged[name])

    def _file(self, name: TableName, part: Part) -> Path:
        return self.folder / name / f"year={part.year}" / f"province={part.province}" / _FILE

    def _read(self, name: TableName, part: Part) -> list[Row]:
        file = self._file(name, part)
        if not file.exists():
            return []
        pa, parquet = _arrow()
        try:
            table = parquet.ParquetFile(file).read()
        except (OSError, pa.ArrowException) as error:
            raise ReadError(f"{file}: tệp dữ liệu bị hỏng; hãy xóa thư mục dữ liệu và xuất lại.") from error
        if table.column_names != [column.name for column in COLUMNS[name]]:
            raise ReadError(f"{file}: tệp dữ liệu của phiên bản khác; hãy xuất vào thư mục mới.")
        rows: list[Row] = table.to_pylist()
        return rows

    def _write(self, name: TableName, part: Part, rows: list[Row]) -> None:
        pa, parquet = _arrow()
        schema = pa.schema([_field(pa, column) for column in COLUMNS[name]])
        table = pa.Table.from_pylist(rows, schema=schema)
        file = self._file(name, part)
        draft = file.with_name(f".{_FILE}.{os.getpid()}")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            parquet.write_table(table, draft, compression="zstd")
            draft.replace(file)
        except OSError as error:
            reason = reason_of(error)
            raise WriteError(f"{file}: không ghi được ({reason}); hãy kiểm tra quyền ghi và ổ đĩa.") from error
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in _ORDER if name in row)


def _field(pa: Any, column: Column) -> Any:
    types = {
        "text": pa.string(),
        "name": pa.dictionary(pa.int32(), pa.string()),
        "integer": pa.int32(),
        "number": pa.float64(),
        "flag": pa.bool_(),
    }
    return pa.field(column.name, types[column.kind], metadata={"description": column.about})


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise ExtraError.of("pyarrow", "dataset") from error
    return pa, parquet
