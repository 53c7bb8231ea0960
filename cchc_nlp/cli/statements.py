"""Statements from a .jsonl file: what `cchc cluster` groups when it is not given reports."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

from cchc_nlp.errors import ReadError, reason_of
from cchc_nlp.model import Area, FindingRole, Statement

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def of_file(path: Path) -> list[Statement]:
    """The statements of a .jsonl file, in order.

    Raises:
        ReadError: the file cannot be read, or a line is no statement; the message names the line.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ReadError(f"{path}: không mở được tệp ({reason_of(error)}).") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{path}: tệp không phải văn bản UTF-8; hãy lưu lại tệp với mã UTF-8.") from error
    rows = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())
    return [_statement(line, f"{path}: dòng {number}") for number, line in rows]


def _statement(line: str, where: str) -> Statement:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ReadError(f"{where} không phải JSON.") from error
    if not isinstance(row, dict):
        raise ReadError(f"{where} phải là một đối tượng JSON {{…}}.")
    role = _text(row, "role", where)
    area = row.get("area")
    if role not in get_args(FindingRole):
        raise ReadError(f"{where}: «role» phải là một trong {', '.join(get_args(FindingRole))}.")
    if area is not None and area not in get_args(Area):
        raise ReadError(f"{where}: «area» phải là một trong {', '.join(get_args(Area))}.")
    return Statement(
        id=_text(row, "id", where),
        role=role,
        text=_text(row, "text", where),
        unit=_text(row, "unit", where) if row.get("unit") is not None else None,
        area=area,
        period=str(row["period"]) if row.get("period") is not None else None,
    )


def _text(row: dict[str, Any], name: str, where: str) -> Any:
    value = row.get(name)
    if not isinstance(value, str) or _LONE_SURROGATE.search(value):
        raise ReadError(f"{where}: cần trường «{name}» là chuỗi chữ hợp lệ.")
    return value
