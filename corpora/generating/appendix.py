"""The appendix: the statistical forms as rows, numbered the way the commune numbers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generating import planting
from generating.banks import Figure, bank, say
from generating.figures import printed
from generating.paper import Heading, Paragraph

if TYPE_CHECKING:
    from generating.communes import Voice
    from generating.paper import Paper
    from generating.planning import Plan

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
SHORT = frozenset({"direction", "procedures", "organisation", "digital_government"})  # forms of a quarter
BY_FORM = frozenset({"word_forms", "flat"})


def add(paper: Paper, plan: Plan, voice: Voice) -> None:
    """Titles, note and rows at the end of the paper."""
    frame, design = bank("frame")["appendix"], plan.design
    alone = design.outline == "procedures"
    title = bank("forms")["procedures_form"][0]["title"].upper() if alone else voice.rng.choice(frame["titles"])
    title = say(title, voice).text
    number = str(paper.meta["number_printed"]).removeprefix("Số: ")
    heading = Heading("PHỤ LỤC", title, 1, None)
    paper.add(Paragraph("PHỤ LỤC", "heading", "general", "appendix", "appendix", heading=heading))
    paper.add(Paragraph(title, "heading", "general", "appendix", "appendix"))
    if paper.meta["document_number"]:
        note = f"(Kèm theo Báo cáo số {number} ngày {paper.meta['report_day']} của UBND {plan.commune.name})"
        paper.add(Paragraph(note, "text", "general", "appendix", "note"))
    forms = bank("forms")["procedures_form" if alone else "form"]
    if design.appendix == "flat":
        forms = [f for f in forms if alone or f["area"] in SHORT]
    table = planting.table(plan, voice)
    if design.appendix not in BY_FORM:
        _header(paper, "general")
    for position, form in enumerate(forms):
        if design.appendix in BY_FORM and not alone:
            name = f"Biểu mẫu {position + 1}"
            parent = Heading(name, form["title"], 1, None)
            paper.add(Paragraph(f"{name} {form['title']}", "heading", form["area"], "appendix", "form", heading=parent))
            _header(paper, form["area"])
        elif not alone:
            group = ROMAN[position] + "." if plan.commune.index % 2 else str(position + 1)
            _row(paper, (group, form["title"], "", "", ""), form["area"], "group")
        elif design.appendix in BY_FORM:
            _header(paper, form["area"])
        _rows(paper, plan, voice, form, position, table)


def _header(paper: Paper, area: str) -> None:
    _row(paper, tuple(bank("frame")["appendix"]["header"]), area, "header")


def _row(paper: Paper, cells: tuple[str, ...], area: str, look: str) -> None:
    paper.add(Paragraph("\t".join(cells).rstrip("\t"), "table", area, "appendix", look, cells=cells))


def _rows(
    paper: Paper, plan: Plan, voice: Voice, form: dict[str, object], position: int, table: planting.Table
) -> None:
    counters = [0, 0, 0]
    roman = plan.commune.index % 2 or plan.design.appendix in BY_FORM or plan.design.outline == "procedures"
    for depth, name, labels, unit in form["rows"]:  # type: ignore[attr-defined]
        counters[depth - 1] += 1
        counters[depth:] = [0] * (3 - depth)
        code = ".".join(str(c) for c in counters[:depth])
        code = code if roman else f"{position + 1}.{code}"
        wordings = labels.split("|")
        label = wordings[plan.commune.index % len(wordings)]
        if not name or name not in table.figures:
            _row(paper, (code, label, unit if name else "", "", ""), str(form["area"]), "row")
            continue
        value = table.figures[name]
        shown = "Có" if unit == "Có/không" else printed(value, thousands=voice.thousands, pad=False)
        unit = table.units.get(name, unit)  # noqa: PLW2901 - the unit as printed, wrong on purpose where planted
        cells = (code, label, unit, shown, "")
        start = len(code) + 1
        end = start + len(label) + 1 + len(unit) + 1 + len(shown)
        figure = Figure(name, value, shown, start, end)
        text = "\t".join(cells).rstrip("\t")
        paper.add(
            Paragraph(
                text, "table", str(form["area"]), "appendix", "row", figures=(figure,), cells=cells, tags=(name, unit)
            )
        )
