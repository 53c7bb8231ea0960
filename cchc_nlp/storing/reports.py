"""Reports ↔ the document `cchc parse` prints (schema `cchc-report/1`).

The dataclasses of `model` are the only list of keys: a field added there is stored, restored and in the schema without
a line here. The one exception is the block, of which the contract keeps the text and its place, not how it was set.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from cchc_nlp.errors import ReadError, reason_of
from cchc_nlp.model import SCHEMA, Anchor, Block, Report

Json = dict[str, Any]

# A key, a value, the next key on a line of its own: one can read it and compare it, and it is written ten times as
# quickly as with an indent.
_NEXT = ",\n"


def to_json(report: Report) -> Json:
    """The report as the JSON document of the contract, keys in its order."""
    document: Json = {"schema": SCHEMA} | _plainer(Report)(report)
    return document


def to_text(document: Json) -> str:
    """A JSON document as text: each key on a line, each item of a list of objects on a line.

    >>> print(to_text({"a": 1, "b": [{"c": 2}, {"c": 3}]}))
    {"a": 1,
    "b": [
    {"c": 2},
    {"c": 3}]}
    """
    return "{" + _NEXT.join(f"{_dumped(key)}: {_listed(value)}" for key, value in document.items()) + "}"


def one_line(text: str) -> str:
    """The same document on one line; JSON has no other line breaks than those between its parts.

    >>> one_line(to_text({"a": 1, "b": [{"c": 2}, {"c": 3}]}))
    '{"a": 1, "b": [{"c": 2}, {"c": 3}]}'
    """
    return text.replace(_NEXT, ", ").replace("\n", "")


def _listed(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"[\n{_NEXT.join(map(_dumped, value))}]"
    return _dumped(value)


_dumped = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def from_json(document: Json) -> Report:
    """The report of a document that `to_json` made.

    Everything comes back but the look, the cells and the inner anchors of the blocks: a restored block knows its
    first and last line.

    Raises:
        ReadError: another schema, or a field missing or of another type; the message names the field.
    """
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        found = document.get("schema") if isinstance(document, dict) else None
        seen = "không có mục ấy" if found is None else f"thấy «{found}»"
        raise ReadError(f"không phải kết quả phân tích báo cáo: cần «schema» là «{SCHEMA}», {seen}.")
    blocks = document.get("blocks")
    if not isinstance(blocks, list):
        raise ReadError("kết quả phân tích bị hỏng: trường «blocks» không phải danh sách.")
    rest = {key: value for key, value in document.items() if key not in ("schema", "blocks")}
    report: Report = _restored(Report, rest | {"blocks": []}, "")
    return dataclasses.replace(report, blocks=tuple(_block(block, f"blocks[{i}]") for i, block in enumerate(blocks)))


def load(path: Path) -> Report:
    """The report stored in a file that `cchc parse` wrote.

    Raises:
        ReadError: the file cannot be read, is not JSON, or not a report; the message names the file.
    """
    try:
        return from_json(json.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        raise ReadError(f"{path}: không mở được tệp ({reason_of(error)}).") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ReadError(f"{path}: tệp không đúng định dạng JSON; hãy chạy lại «cchc parse».") from error
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from error


@cache
def _plainer(hint: Any) -> Callable[[Any], Any]:
    """How a value of the type becomes JSON: objects by their fields, tuples as lists, whole floats as integers.

    Made once a type: most values are as JSON wants them, and asking each what it is takes longer than writing it.
    """
    if hint is Block:
        return _plain_block
    if dataclasses.is_dataclass(hint):
        hints = _hints(typing.cast("type", hint))
        parts = [(f.name, _plainer(hints[f.name])) for f in dataclasses.fields(hint)]
        return lambda one: {name: turn(getattr(one, name)) for name, turn in parts}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = _plainer(arguments[0])
        return inner if inner is _same else lambda one: None if one is None else inner(one)
    if origin is tuple:
        item = _plainer(arguments[0])
        return list if item is _same else lambda many: [item(one) for one in many]
    return _same if origin is typing.Literal or hint in (str, int, bool) else _plain


def _same(value: Any) -> Any:
    return value


def _plain(value: Any) -> Any:
    """A value of any type."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain_block(block: Block) -> Json:
    """Blocks before aligning have no area or role; in a report every word has both."""
    return {
        "kind": block.kind,
        "text": block.text,
        "area": block.area or "general",
        "role": block.role or "result",
        "section": block.section,
        "lines": list(block.lines),
        "page": block.page,
    }


def _block(document: Any, where: str) -> Block:
    first, last = _restored(tuple[int, int], _field(document, "lines", where), f"{where}.lines")
    page = _restored(int | None, _field(document, "page", where), f"{where}.page")
    anchors = (Anchor(0, first, page),) if first == last else (Anchor(0, first, page), Anchor(0, last, page))
    kept = {name: _field(document, name, where) for name in ("kind", "text", "area", "role", "section")}
    block: Block = _restored(Block, kept | {"anchors": []}, where)
    return dataclasses.replace(block, anchors=anchors)


def _field(document: Any, name: str, where: str) -> Any:
    if not isinstance(document, dict) or name not in document:
        raise ReadError(f"kết quả phân tích bị hỏng: thiếu trường «{where}.{name}».")
    return document[name]


def _restored(hint: Any, value: Any, where: str) -> Any:
    """The JSON value as a value of the type `hint`; unknown keys may come from a newer version and are passed over."""
    if dataclasses.is_dataclass(hint):
        return _restored_object(hint, value, where)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return None if value is None else _restored(arguments[0], value, where)
    if origin is tuple:
        return _restored_tuple(arguments, value, where)
    if origin is typing.Literal:
        return _checked(value in arguments, value, where)
    if origin is not None:
        return dict(_checked(isinstance(value, dict), value, where))
    if hint is float:
        return float(_checked(_is_number(value), value, where))
    return _checked(isinstance(value, hint) and not (hint is int and isinstance(value, bool)), value, where)


def _restored_object(kind: Any, value: Any, where: str) -> Any:
    hints = _hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind)}
    prefix = f"{where}." if where else ""
    missing = [
        name
        for name, field in fields.items()
        if name not in _checked(isinstance(value, dict), value, where)
        and field.default is dataclasses.MISSING
        and field.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise ReadError(f"kết quả phân tích bị hỏng: thiếu trường «{prefix}{missing[0]}».")
    return kind(**{n: _restored(hints[n], value[n], f"{prefix}{n}") for n in fields if n in value})


def _restored_tuple(arguments: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    items = _checked(isinstance(value, list), value, where)
    if arguments[-1] is Ellipsis:
        return tuple(_restored(arguments[0], item, f"{where}[{i}]") for i, item in enumerate(items))
    _checked(len(items) == len(arguments), value, where)
    return tuple(_restored(a, item, f"{where}[{i}]") for i, (a, item) in enumerate(zip(arguments, items, strict=True)))


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    """Type hints are strings until looked up, and looking up takes longer than restoring the object."""
    return types.MappingProxyType(typing.get_type_hints(kind))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _checked(is_right: bool, value: Any, where: str) -> Any:  # noqa: FBT001 - reads as a sentence at its calls
    if not is_right:
        raise ReadError(f"kết quả phân tích bị hỏng: trường «{where}» có giá trị không hợp lệ «{str(value)[:60]}».")
    return value
