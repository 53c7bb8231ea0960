"""Reports ↔ bytes, everything kept, as small and as quick as JSON allows: what stores hold and workers send home.

A report is packed without the paths it was read from: the same content gives the same bytes wherever it lies. Objects
are lists in the order of their fields, so bytes are only good for the program that made them; whoever keeps them keeps
the program's version beside them.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias

from cchc_nlp.errors import ReadError
from cchc_nlp.model import Annex, Report

_Turn: TypeAlias = Callable[[Any], Any]
"""A value of one type, packed or unpacked."""

# Texts of reports shrink to a quarter at level 1; level 6 gains a tenth more and takes four times as long.
_LEVEL = 1
# A tuple among values of any type: a mapping that no report has.
_TUPLE = ""
# Unpacked, a report of 25 pages has half a megabyte; this is for bytes that only claim to be one.
_MOST = 1 << 30


def pack(report: Report) -> bytes:
    """The report as bytes, without its paths."""
    source = report.source
    nameless = tuple(replace(annex, path="") for annex in source.annexes)
    value = _packing(Report)(replace(report, source=replace(source, path="", annexes=nameless)))
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), _LEVEL)


def unpack(packed: bytes, path: str, annexes: Sequence[str] = ()) -> Report:
    """The report of `pack`, read from `path` and from `annexes`.

    Raises:
        ReadError: the bytes are damaged or were packed by another version of the program.
    """
    try:
        content = zlib.decompressobj()
        text = content.decompress(packed, _MOST)
        report: Report = _unpacking(Report)(json.loads(text))
        named = tuple(replace(annex, path=name) for annex, name in zip(_annexes(report), annexes, strict=True))
    except (zlib.error, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise ReadError("kết quả đã lưu bị hỏng; chương trình sẽ phân tích lại.") from error
    return replace(report, source=replace(report.source, path=path, annexes=named))


def _annexes(report: Report) -> tuple[Annex, ...]:
    return report.source.annexes


@cache
def _packing(hint: Any) -> _Turn:
    """How a value of the type is packed; made once a type, for looking types up takes longer than packing."""
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        parts = [(f.name, None if _is_plain(hints[f.name]) else _packing(hints[f.name])) for f in _fields(hint)]
        return lambda one: [getattr(one, name) if turn is None else turn(getattr(one, name)) for name, turn in parts]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = _packing(arguments[0])
        return lambda one: None if one is None else inner(one)
    if origin is tuple and not all(_is_plain(argument) for argument in arguments if argument is not Ellipsis):
        item = _packing(arguments[0])
        return lambda many: [item(one) for one in many]
    if origin is not None and issubclass(origin, Mapping):
        return _pack_any
    return lambda one: one


@cache
def _unpacking(hint: Any) -> _Turn:
    """How a packed value of the type is taken out again; TypeError or ValueError where it is none."""
    if dataclasses.is_dataclass(hint):
        return _unpacking_object(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = _unpacking(arguments[0])
        return lambda one: None if one is None else inner(one)
    if origin is tuple:
        return _unpacking_tuple(arguments)
    if origin is typing.Literal:
        return _checking(frozenset(arguments).__contains__)
    if origin is not None:
        return _unpack_any
    allowed = _types(hint)
    return _checking(lambda one: type(one) in allowed)


def _unpacking_object(kind: Any) -> _Turn:
    hints = typing.get_type_hints(kind)
    turns = [_unpacking(hints[f.name]) for f in _fields(kind)]
    # Nine of ten values are texts and numbers: these are looked at here, without a call for each.
    parts = [(_types(hints[f.name]), turn) for f, turn in zip(_fields(kind), turns, strict=True)]

    def made(values: Any) -> Any:
        pairs = zip(parts, values, strict=True)
        return kind(*[value if type(value) in allowed else turn(value) for (allowed, turn), value in pairs])

    return made


def _types(hint: Any) -> frozenset[type]:
    """The types of JSON whose values are right for a field as they are."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return frozenset().union(*map(_types, arguments))
    if hint is float:
        return frozenset((float, int))
    return frozenset((hint,)) if hint in (str, int, bool, type(None)) else frozenset()


def _unpacking_tuple(arguments: tuple[Any, ...]) -> _Turn:
    if arguments[-1] is Ellipsis:
        item = _unpacking(arguments[0])
        return lambda many: tuple([item(one) for one in many])
    turns = [_unpacking(argument) for argument in arguments]
    return lambda many: tuple([turn(one) for turn, one in zip(turns, many, strict=True)])


def _checking(is_right: Callable[[Any], bool]) -> _Turn:
    def same(value: Any) -> Any:
        if not is_right(value):
            raise TypeError(value)
        return value

    return same


def _is_plain(hint: Any) -> bool:
    """Whether JSON has values of this type as they are; fixed tuples of such values are lists in JSON."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType, tuple):
        return all(_is_plain(argument) for argument in arguments if argument is not Ellipsis)
    return hint in (str, int, float, bool, type(None)) or origin is typing.Literal


def _pack_any(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _pack_any(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return {_TUPLE: [_pack_any(one) for one in value]}
    return [_pack_any(one) for one in value] if isinstance(value, list) else value


def _unpack_any(value: Any) -> Any:
    if isinstance(value, dict):
        if _TUPLE in value:
            return tuple(_unpack_any(one) for one in value[_TUPLE])
        return {key: _unpack_any(one) for key, one in value.items()}
    return [_unpack_any(one) for one in value] if isinstance(value, list) else value


def _fields(kind: Any) -> tuple[dataclasses.Field[Any], ...]:
    return tuple(field for field in dataclasses.fields(kind) if field.init)
