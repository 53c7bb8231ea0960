"""A REFI-QDA project (.qdpx) → the passages coded in it, whoever coded them, in QualCoder, NVivo, MAXQDA or here."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from cchc_nlp.errors import ReadError, reason_of

# A project of a thousand reports takes some 50 MB of XML; what unpacks to more than this is no project of texts.
_MOST_BYTES = 300_000_000
_SPACE = "{*}"


@dataclass(frozen=True, slots=True)
class Coding:
    """A passage of a source with its code; positions in code points, `end` one past the last."""

    source: str
    start: int
    end: int
    code: str


def codings_of(path: Path) -> tuple[tuple[Coding, ...], Mapping[str, int]]:
    """The codings of a project, in order, and the length of each source in characters.

    Codes laid over whole sources to tie them to a case are no codings.

    Raises:
        ReadError: no project, or a damaged one; the message names the file.
    """
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
                raise ReadError(f"{path}: dự án quá lớn; hãy xuất riêng phần văn bản.")
            return _codings(parts)
    except OSError as error:
        raise ReadError(f"{path}: không mở được tệp ({reason_of(error)}).") from error
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, ET.ParseError) as error:
        raise ReadError(f"{path}: không phải dự án REFI-QDA (.qdpx) hoặc tệp bị hỏng; hãy xuất lại dự án.") from error


def _codings(parts: zipfile.ZipFile) -> tuple[tuple[Coding, ...], Mapping[str, int]]:
    content = parts.read("project.qde")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("a project declares no entities")
    root = ET.fromstring(content)  # noqa: S314 - entities are refused above
    codes = {_needed(code, "guid"): _needed(code, "name") for code in root.iter() if _is(code, "Code")}
    cases = {_needed(case, "guid") for case in root.iter() if _is(case, "Case")}
    names = {part.rsplit("/", 1)[-1]: part for part in parts.namelist()}
    found: list[Coding] = []
    lengths: dict[str, int] = {}
    for source in root.iterfind(f"{_SPACE}Sources/{_SPACE}TextSource"):
        name = source.get("name") or _needed(source, "guid")
        lengths[name] = _length(source, parts, names)
        for selection in source.iterfind(f"{_SPACE}PlainTextSelection"):
            start, end = int(_needed(selection, "startPosition")), int(_needed(selection, "endPosition"))
            for reference in selection.iterfind(f"{_SPACE}Coding/{_SPACE}CodeRef"):
                code = _needed(reference, "targetGUID")
                if code not in cases:
                    found.append(Coding(name, start, end, codes[code]))
    return tuple(found), lengths


def _is(element: ET.Element, name: str) -> bool:
    return element.tag.rpartition("}")[2] == name


def _needed(element: ET.Element, name: str) -> str:
    value = element.get(name)
    if value is None:
        raise ValueError(name)
    return value


def _length(source: ET.Element, parts: zipfile.ZipFile, names: Mapping[str, str]) -> int:
    content = source.findtext(f"{_SPACE}PlainTextContent")
    if content is not None:
        return len(content)
    path = _needed(source, "plainTextPath").rsplit("/", 1)[-1]
    return len(parts.read(names[path]).decode("utf-8-sig"))
