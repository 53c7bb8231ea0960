"""The JSON Schema (draft 2020-12) of what the commands print, built from the dataclasses.

The schemas are also kept as files beside this module, for programs in other languages; a test proves them equal.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from cchc_nlp.model import SCHEMA, Area, Block, Extract, FindingRole, Kind, Report, Role

Schema = dict[str, Any]

NAMES = ("report", "alignment", "assignment", "theme", "statement", "summary", "evidence")
"""What `cchc schema NAME` can print."""


def json_schema(name: str) -> Schema:
    """The schema of one of `NAMES`, whole.

    >>> json_schema("report")["properties"]["schema"]
    {'const': 'cchc-report/1'}
    """
    definitions: dict[str, Schema] = {}
    body = _BODIES[name](definitions)
    schema: Schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": _TITLES[name]} | body
    return schema | ({"$defs": dict(sorted(definitions.items()))} if definitions else {})


_TITLES = {
    "report": "One document of `cchc parse`",
    "alignment": "One line of `cchc align`",
    "assignment": "One line of `cchc cluster --json`",
    "theme": "One line of `cchc cluster --themes FILE`",
    "statement": "One line of a .jsonl file given to `cchc cluster`",
    "summary": "One line of `cchc summarize --json`",
    "evidence": "The file of `cchc synthesize --evidence FILE`",
}


def _report(definitions: dict[str, Schema]) -> Schema:
    body = _object(Report, definitions)
    return body | {
        "required": ["schema", *body["required"]],
        "properties": {"schema": {"const": SCHEMA}} | body["properties"],
    }


def _block(definitions: dict[str, Schema]) -> Schema:
    """The contract keeps of a block its text and place, and every block has an area and a role."""
    text: Schema = {"type": "string"}
    labels = {"area": _of(Area, definitions), "role": _of(Role, definitions)}
    place = {"section": _or_null(text), "lines": _LINES, "page": {"type": ["integer", "null"]}}
    return _closed({"kind": _of(Kind, definitions), "text": text} | labels | place)


def _of(hint: Any, definitions: dict[str, Schema]) -> Schema:
    """The schema of a type."""
    if hint is Block:
        definitions["Block"] = _block(definitions)
        return {"$ref": "#/$defs/Block"}
    if dataclasses.is_dataclass(hint):
        name = typing.cast("type", hint).__name__
        if name not in definitions:
            definitions[name] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _or_null(_of(arguments[0], definitions))
    if hint == tuple[int, int]:
        return _LINES
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    return {"type": "object"} if origin is not None else {"type": _TYPES[hint]}


_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}
_LINES: Schema = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2, "maxItems": 2}


def _object(kind: Any, definitions: dict[str, Schema]) -> Schema:
    hints = typing.get_type_hints(kind)
    properties = {f.name: _of(hints[f.name], definitions) for f in dataclasses.fields(kind)}
    if "score" in properties:
        properties["score"] = _SHARE
    return {"type": "object", "required": list(properties), "properties": properties}


_SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}


def _closed(properties: dict[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": properties}


def _or_null(schema: Schema) -> Schema:
    if isinstance(schema.get("type"), str):
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _alignment(definitions: dict[str, Schema]) -> Schema:
    text: Schema = {"type": "string"}
    labels = {"area": _of(Area, definitions), "role": _of(Role, definitions)}
    return _closed({"heading": text} | labels | {"score": _SHARE, "matched": _or_null(text)})


def _assignment(_: dict[str, Schema]) -> Schema:
    text: Schema = {"type": "string"}
    cluster = {"type": "integer", "minimum": -1}
    return _closed({"id": text, "cluster": cluster, "theme": _or_null(text), "score": _SHARE})


def _theme(definitions: dict[str, Schema]) -> Schema:
    text: Schema = {"type": "string"}
    texts: Schema = {"type": "array", "items": text}
    count: Schema = {"type": "integer", "minimum": 0}
    return _closed(
        {"cluster": count, "title": text, "terms": texts, "size": count, "units": count, "share": _SHARE}
        | {"area": _of(Area, definitions), "examples": texts}
    )


def _statement(definitions: dict[str, Schema]) -> Schema:
    text: Schema = {"type": "string"}
    needed = {"id": text, "text": text, "role": _of(FindingRole, definitions)}
    area = _or_null(_of(Area, definitions))
    added = {"unit": _or_null(text), "area": area, "period": _or_null(text)}
    return _closed(needed | added, optional=tuple(added))


def _summary(definitions: dict[str, Schema]) -> Schema:
    text: Schema = {"type": "string"}
    return _closed({"path": text, "unit": _or_null(text), "extracts": _list(_of(Extract, definitions))})


def _evidence(_: dict[str, Schema]) -> Schema:
    text: Schema = {"type": "string"}
    value: Schema = {"type": ["number", "null"]}
    source = _closed({"path": text, "lines": _LINES, "value": value, "whole": {"const": True}}, optional=("whole",))
    derivation = {"enum": ["sum", "share", "count", "rate", "quote", "date", "number"]}
    figure = _closed({"text": text, "value": {"type": "number"}, "derivation": derivation, "sources": _list(source)})
    quote = _closed({"text": text, "path": text, "lines": _LINES})
    asked = {"id": text, "text": text, "question": text, "choices": _list(text), "sources": _list(source)}
    entry = {"text": text, "figures": _list(figure), "quotes": _list(quote), "decisions": _list(_closed(asked))}
    return _list(_closed(entry))


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_BODIES = {
    "report": _report,
    "alignment": _alignment,
    "assignment": _assignment,
    "theme": _theme,
    "statement": _statement,
    "summary": _summary,
    "evidence": _evidence,
}
