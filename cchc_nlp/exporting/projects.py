"""A clustering with the texts it rests on → a REFI-QDA project (.qdpx), for QualCoder and its like.

Codes are themes below their role, cases are communes with their attributes, sources are the text renditions, codings
the exact passages. Format: REFI-QDA Project Exchange 1.0 (qdasoftware.org). QualCoder ties a text to a case only by a
code that has the guid of the case and lies over the whole text, as NVivo writes it; the plain SourceRef stands beside.
"""

from __future__ import annotations

import re
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from cchc_nlp.exporting.locating import locate
from cchc_nlp.model import Assignment, Clustering, Report, Role, Statement

if TYPE_CHECKING:
    from cchc_nlp.knowledge import Standard

_SPACE = "urn:QDA-XML:project:1.0"
_GUIDS = uuid.UUID("6f0f9f5c-3c0e-5d0b-9a63-0d6d1c1f2a10")

# Importers need a moment for every coding; the same reports must give the same bytes.
_WRITTEN = "2000-01-01T00:00:00Z"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)

_CODER = "cchc_nlp"
_CASES = "Đơn vị báo cáo"
_CASE_VARIABLES = ("Loại đơn vị", "Huyện", "Tỉnh", "Mã đơn vị")
_SOURCE_VARIABLES = ("Kỳ báo cáo", "Ngày báo cáo", "Số báo cáo")
# Distinct for people with any colour vision (Okabe and Ito); one colour a role.
_COLOURS: Mapping[Role, str] = {
    "limitation": "#D55E00",
    "cause": "#E69F00",
    "recommendation": "#0072B2",
    "strength": "#009E73",
    "task": "#56B4E9",
}
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = 80


def qdpx_bytes(
    clustering: Clustering, reports: Sequence[Report], texts: Mapping[str, str], standard: Standard
) -> bytes:
    """The project file. `texts` is the rendition of each report by its path; reports without one are left out.

    Statements are coded where their report is; those of no theme with a code that says so.
    """
    known = [report for report in reports if report.source.path in texts]
    root = Element("Project", xmlns=_SPACE, name=_CODER, origin=_CODER, creationDateTime=_WRITTEN)
    root.set("creatingUserGUID", _guid("user"))
    SubElement(SubElement(root, "Users"), "User", guid=_guid("user"), name=_CODER)
    cases = _cases(known, clustering)
    codes = _add_codes(root, clustering, standard, cases)
    _add_variables(root)
    _add_cases(root, cases)
    parts = _add_sources(root, known, clustering, texts, codes, cases)
    head = b'<?xml version="1.0" encoding="utf-8"?>\n'
    return _packed({"project.qde": head + tostring(root, "utf-8"), **parts})


def _guid(*names: object) -> str:
    return str(uuid.uuid5(_GUIDS, "\n".join(map(str, names))))


def _plain(text: str) -> str:
    """Text that XML can hold."""
    return _ILLEGAL.sub("\ufffd", text)


def _cases(reports: Sequence[Report], clustering: Clustering) -> dict[str, list[Report]]:
    """Name of each commune → its reports. The name is that of its statements, which tells namesakes apart."""
    names = {statement.path: statement.unit for statement in clustering.statements if statement.path}
    cases: dict[str, list[Report]] = {}
    for report in reports:
        unit = names.get(report.source.path) or (report.meta.unit.name if report.meta.unit else None)
        cases.setdefault(unit or PurePath(report.source.path).name, []).append(report)
    return dict(sorted(cases.items()))


def _add_codes(
    root: Element, clustering: Clustering, standard: Standard, cases: Mapping[str, Sequence[Report]]
) -> dict[tuple[Role, int], str]:
    """Codes below their role; the guid of each by role and cluster. Names are told apart: importers keep one a name."""
    codes = SubElement(SubElement(root, "CodeBook"), "Codes")
    entries = {theme.id: theme for theme in standard.themes}
    guids: dict[tuple[Role, int], str] = {}
    for role in dict.fromkeys(statement.role for statement in clustering.statements):
        heading = standard.wording.role(role)
        group = SubElement(codes, "Code", guid=_guid("role", role), name=heading, isCodable="false")
        for theme in (theme for theme in clustering.themes if theme.role == role):
            name = f"{theme.theme} {theme.title}" if theme.theme else f"Nhóm mới {theme.cluster + 1}: {theme.title}"
            entry = entries.get(theme.theme or "")
            guids[role, theme.cluster] = _add_code(group, role, name, entry.definition if entry else "")
        guids[role, -1] = _add_code(group, role, f"{heading}: chưa xếp chủ đề", "")
    if cases:
        tied = SubElement(codes, "Code", guid=_guid("cases"), name=_CASES, isCodable="false")
        for name in cases:
            SubElement(tied, "Code", guid=_guid("case", name), name=_plain(name), isCodable="true")
    return guids


def _add_code(group: Element, role: Role, name: str, description: str) -> str:
    guid = _guid("code", role, name)
    code = SubElement(group, "Code", guid=guid, name=_plain(name), isCodable="true", color=_COLOURS[role])
    if description:
        SubElement(code, "Description").text = _plain(description)
    return guid


def _add_variables(root: Element) -> None:
    variables = SubElement(root, "Variables")
    for name in (*_CASE_VARIABLES, *_SOURCE_VARIABLES):
        SubElement(variables, "Variable", guid=_guid("variable", name), name=name, typeOfVariable="Text")


def _add_cases(root: Element, cases: Mapping[str, Sequence[Report]]) -> None:
    if not cases:
        return
    group = SubElement(root, "Cases")
    for name, reports in cases.items():
        case = SubElement(group, "Case", guid=_guid("case", name), name=_plain(name))
        unit = reports[0].meta.unit
        values = (unit.kind, unit.district, unit.province, unit.code) if unit else ()
        _add_values(case, dict(zip(_CASE_VARIABLES, values, strict=False)))
        for report in reports:
            SubElement(case, "SourceRef", targetGUID=_guid("source", report.source.path))


def _add_values(parent: Element, values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value:
            pair = SubElement(parent, "VariableValue")
            SubElement(pair, "VariableRef", targetGUID=_guid("variable", name))
            SubElement(pair, "TextValue").text = _plain(value)


def _add_sources(
    root: Element,
    reports: Sequence[Report],
    clustering: Clustering,
    texts: Mapping[str, str],
    codes: Mapping[tuple[Role, int], str],
    cases: Mapping[str, Sequence[Report]],
) -> dict[str, bytes]:
    """The sources with their codings; the parts of the zip they point to."""
    said: dict[str, list[tuple[Statement, Assignment]]] = {}
    for statement, assignment in zip(clustering.statements, clustering.assignments, strict=True):
        said.setdefault(statement.path or "", []).append((statement, assignment))
    case_of = {report.source.path: name for name, own in cases.items() for report in own}
    parts: dict[str, bytes] = {}
    group = SubElement(root, "Sources") if reports else root
    for report, name in zip(reports, _names(reports), strict=True):
        path = report.source.path
        guid, text = _guid("source", path), _file_text(texts[path])
        source = SubElement(group, "TextSource", guid=guid, name=name, plainTextPath=f"internal://{guid}.txt")
        source.set("creatingUser", _guid("user"))
        source.set("creationDateTime", _WRITTEN)
        for number, (statement, assignment) in enumerate(said.get(path, ())):
            passage = locate(statement.text, text, statement.lines or (1, 1))
            code = codes[statement.role, assignment.cluster]
            _add_selection(source, passage, code, _guid("selection", path, number), _noted(assignment))
        _add_selection(source, (0, len(text)), _guid("case", case_of[path]), _guid("whole", path), "")
        dates = (_period(report), report.meta.date, report.meta.document_number)
        _add_values(source, dict(zip(_SOURCE_VARIABLES, dates, strict=True)))
        parts[f"sources/{guid}.txt"] = text.encode("utf-8")
    return parts


def _add_selection(source: Element, passage: tuple[int, int], code: str, guid: str, note: str) -> None:
    start, end = passage
    selection = SubElement(source, "PlainTextSelection", guid=guid)
    selection.attrib |= {
        "startPosition": str(start),
        "endPosition": str(end),
        "creatingUser": _guid("user"),
        "creationDateTime": _WRITTEN,
    }
    if note:
        SubElement(selection, "Description").text = _plain(note)
    coding = SubElement(selection, "Coding", guid=_guid("coding", guid), creatingUser=_guid("user"))
    coding.set("creationDateTime", _WRITTEN)
    SubElement(coding, "CodeRef", targetGUID=code)


def _noted(assignment: Assignment) -> str:
    """Why the passage has its code, for the coder's memo."""
    if assignment.cluster < 0:
        return ""
    score = f"{assignment.score:.2f}".replace(".", ",")
    return f"Điểm {score}" + (f"; từ quyết định: {', '.join(assignment.terms)}" if assignment.terms else "")


def _names(reports: Sequence[Report]) -> list[str]:
    """A name for each source, the file's, told apart: importers keep one source a name."""
    names: list[str] = []
    for report in reports:
        stem = _plain(PurePath(report.source.path).name)[:_NAME]
        tries = (stem if number == 1 else f"{stem} ({number})" for number in range(1, len(reports) + 1))
        names.append(next(name for name in tries if name not in names))
    return names


def _file_text(text: str) -> str:
    """Every importer counts a line break as one character only where it is one; lone surrogates have no UTF-8."""
    return text.replace("\r", " ").encode("utf-8", "replace").decode("utf-8")


def _period(report: Report) -> str | None:
    period = report.meta.period
    if period is None:
        return None
    return "-".join(str(part) for part in (period.year, period.kind, period.number) if part is not None)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, content)
    return packed.getvalue()
