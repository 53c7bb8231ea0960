"""Files of knowledge → checked entries: TOML tables into frozen dataclasses, a user's folder laid over ours by id.

Every refusal names file, entry and field, in Vietnamese. The dataclass is the only list of legal keys.
"""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar

from cchc_nlp.errors import KnowledgeError

Entry = TypeVar("Entry")


def load_entries(kind: type[Entry], name: str, table: str, overlay: Path | None = None) -> tuple[Entry, ...]:
    """Entries of `[[table]]` in our file `name`, replaced or joined by those of the same file in the overlay folder.

    `kind` is a frozen dataclass with a field `id`. Entries keep their order; an overlay entry with a known id takes
    the place of ours, the others follow.

    Raises:
        KnowledgeError: not TOML, unknown or missing or mistyped field, an id twice.
    """
    ours = _entries(kind, resources.files("cchc_nlp.knowledge").joinpath(name).read_text("utf-8"), name, table)
    if overlay is None or not (overlay / name).is_file():
        return tuple(ours.values())
    path = overlay / name
    return tuple((ours | _entries(kind, _text(path), str(path), table)).values())


def check_files(overlay: Path) -> None:
    """Refuse a folder with a TOML file that no file of ours has the name of: it would never be read.

    Raises:
        KnowledgeError: there is one; the message names it and what may be meant.
    """
    known = sorted(file.name for file in resources.files("cchc_nlp.knowledge").iterdir() if file.name.endswith(".toml"))
    for path in sorted(overlay.glob("*.toml")):
        if path.name not in known:
            near = get_close_matches(path.name, known, n=1)
            hint = f"có phải {near[0]}?" if near else f"tên dùng được: {', '.join(known)}"
            raise KnowledgeError(f"{path}: không có tệp tri thức nào tên như vậy nên tệp này không được dùng ({hint}).")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: không đọc được tệp tri thức ({error}); tệp phải là văn bản UTF-8.") from error


def _entries(kind: type[Entry], text: str, where: str, table: str) -> dict[str, Entry]:
    try:
        content = _parsed(text)
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(f"{where}: sai cú pháp TOML ({error}).") from error
    rows = content.get(table, [])
    if not isinstance(rows, list):
        raise KnowledgeError(f"{where}: «{table}» phải là danh sách [[{table}]].")
    found: dict[str, Entry] = {}
    for position, row in enumerate(rows, 1):
        entry = _entry(kind, row, f"{where}: [[{table}]] thứ {position} ({row.get('id', 'không có id')})")
        identity: str = getattr(entry, "id")  # noqa: B009 - the TypeVar has no `id`, every kind of entry has
        if identity in found:
            raise KnowledgeError(f"{where}: id «{identity}» có hai lần trong [[{table}]].")
        found[identity] = entry
    return found


@lru_cache(maxsize=4)  # the tables of a file are asked for one after another
def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


def _entry(kind: type[Entry], row: dict[str, Any], where: str) -> Entry:
    hints = _hints(kind)  # type: ignore[arg-type]  # every class is hashable
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]  # every kind of entry is a dataclass
    names = [f.name for f in fields]
    unknown = [key for key in row if key not in names]
    if unknown:
        raise KnowledgeError(f"{where}: trường lạ «{unknown[0]}»; các trường hợp lệ: {', '.join(names)}.")
    values = {}
    for field in fields:
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if field.name in row:
            values[field.name] = _value(hints[field.name], row[field.name], f"{where}: trường «{field.name}»")
        elif required:
            raise KnowledgeError(f"{where}: thiếu trường «{field.name}».")
    return kind(**values)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _value(hint: Any, value: Any, where: str) -> Any:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        if not isinstance(value, list):
            raise KnowledgeError(f"{where} phải là danh sách.")
        return tuple(_value(arguments[0], item, where) for item in value)
    if origin is typing.Literal:
        return _one_of(arguments, value, where)
    if origin in (typing.Union, UnionType):
        return _value(next(a for a in arguments if a is not type(None)), value, where)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise KnowledgeError(f"{where} phải là {_TYPE_NAMES.get(hint, hint.__name__)}, không phải «{value}».")
    return value


_TYPE_NAMES = {str: "chuỗi chữ", int: "số nguyên", float: "số", bool: "true hoặc false"}


def _one_of(allowed: Iterable[object], value: object, where: str) -> object:
    if value not in allowed:
        raise KnowledgeError(f"{where}: «{value}» không thuộc {', '.join(map(str, allowed))}.")
    return value
