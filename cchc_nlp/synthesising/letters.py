"""One report and its problems → a short letter to the commune: what to correct, what to look at again.

The prose is the template `phieu-chinh-sua.j2`, the looks are those of the province's report.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Letterhead, Place, Problem, Report, Severity, Synthesis
from cchc_nlp.synthesising.ledger import Entry, Ledger
from cchc_nlp.synthesising.printing import period_name
from cchc_nlp.synthesising.templating import render_prose

_TEMPLATE = "phieu-chinh-sua.j2"
_OPEN = "……"


def letter(report: Report, standard: Standard) -> Synthesis | None:
    """The letter on the errors and warnings of a report, ready for `write`; None where there is nothing to correct.

    Raises:
        TemplateError: the template is wrong.
    """
    told = [problem for problem in report.problems if problem.severity != "info"]
    if not told:
        return None
    ledger = Ledger()
    pieces = render_prose(_TEMPLATE, standard.wording.templates, ledger, _values(report, told, ledger, standard))
    paragraphs = tuple(ledger.paragraph(piece.style, piece.text) for piece in pieces)
    return Synthesis(_letterhead(report, standard), paragraphs)


def _values(report: Report, told: Sequence[Problem], ledger: Ledger, standard: Standard) -> dict[str, object]:
    def entries(severity: Severity) -> list[Entry]:
        return [ledger.text(p.message, [Place(report.source.path, p.lines)]) for p in told if p.severity == severity]

    errors, warnings = entries("error"), entries("warning")
    unit, period = report.meta.unit, report.meta.period
    return {
        "unit": ledger.text(unit.name if unit else ""),
        "period": ledger.text(period_name(period, standard.wording) if period else ""),
        "year": ledger.text(str(period.year) if period else _OPEN),
        "file": ledger.text(PurePath(report.source.path).name),
        "errors": errors,
        "errors_number": ledger.text("1"),
        "warnings": warnings,
        "warnings_number": ledger.text("2" if errors else "1"),
    }


def _letterhead(report: Report, standard: Standard) -> Letterhead:
    meta, wording = report.meta, standard.wording
    unit = meta.unit
    province = unit.province if unit and unit.province else _OPEN
    period = period_name(meta.period, wording) if meta.period else None
    values: dict[str, object] = {
        "PROVINCE": province.upper(),
        "province": province,
        "period": period or "",
        "everyone": "",
        "year": meta.period.year if meta.period else _OPEN,
    }
    return Letterhead(
        parent_body=wording.framed("parent_body", **values),
        issuing_body=wording.framed("issuing_body", **values),
        number=standard.phrase("letter_number"),
        place_and_date=wording.framed("place_and_date", **values),
        title=standard.phrase("letter_title"),
        subtitle=standard.phrase("letter_subtitle" if period else "letter_subtitle_no_period", period=period),
        addressee=standard.phrase("letter_addressee", unit=unit.name if unit else _OPEN),
        signature=tuple(wording.framed("signature", **values).split("\n")),
        recipients=tuple(standard.phrase("letter_recipients").split("\n")),
        nation=wording.framed("nation", **values),
        motto=wording.framed("motto", **values),
    )
