"""SQL over a dataset, answered by DuckDB. Each table is a view of its own name with `year` and `province` added.

A question reads the dataset and nothing else: no other file, no network.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cchc_nlp.archiving.columns import TABLES
from cchc_nlp.errors import ExtraError, ReadError

_WRONG = "câu truy vấn hoặc dữ liệu chưa đúng"
_NOT_ONE = 'cần đúng một câu hỏi, ví dụ "SELECT unit, province FROM reports".'
_NO_ANSWER = 'câu này không hỏi gì; hãy dùng câu có kết quả, ví dụ "SELECT unit, province FROM reports".'


@dataclass(frozen=True, slots=True)
class Answer:
    """Names of columns, and rows of values."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def ask(sql: str, folder: Path) -> Answer:
    """The answer to a question.

    Raises:
        ExtraError: DuckDB is not installed.
        ReadError: the folder is no dataset, or the SQL is wrong, no question or several; one Vietnamese line.
    """
    duckdb = _duckdb()
    there = [name for name in TABLES if any((folder / name).glob("**/*.parquet"))]
    if not there:
        raise ReadError(f"{folder}: không phải thư mục dữ liệu; hãy tạo bằng «cchc export THƯ MỤC -o {folder}».")
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
        place = str(folder.resolve()).replace("'", "''")
        try:
            for name in there:
                files = f"'{place}/{name}/*/*/*.parquet'"
                view = f"CREATE VIEW {name} AS SELECT * FROM read_parquet({files}, hive_partitioning = true)"  # noqa: S608 - ours, quoted
                connection.execute(view)
            connection.execute(f"SET allowed_directories = ['{place}']")
            connection.execute("SET enable_external_access = false; SET lock_configuration = true")
            questions = duckdb.extract_statements(sql)
            if len(questions) != 1:
                raise ReadError(f"{_WRONG}: {_NOT_ONE}")
            if questions[0].expected_result_type != [duckdb.ExpectedResultType.QUERY_RESULT]:
                raise ReadError(f"{_WRONG}: {_NO_ANSWER}")
            found = connection.execute(questions[0])
            columns = tuple(column[0] for column in found.description or ())
            return Answer(columns, tuple(found.fetchall()))
        except duckdb.Error as error:
            first = str(error).strip().splitlines()[0]
            raise ReadError(f"{_WRONG}: {first}") from error


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise ExtraError.of("duckdb", "dataset") from error
    return duckdb
