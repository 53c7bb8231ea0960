"""What is wrong on purpose: number errors and formal faults, planted by name and recorded as gold problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generating.figures import RATES, printed, share

if TYPE_CHECKING:
    from generating.communes import Voice
    from generating.paper import Paper
    from generating.planning import Plan


@dataclass(frozen=True)
class Table:
    """The figures and units of the appendix, after what is planted."""

    figures: dict[str, float]
    units: dict[str, str]


def table(plan: Plan, voice: Voice) -> Table:
    """The appendix figures of a commune: those of its prose, but for the planted error."""
    figures, units = dict(voice.figures), {}
    if plan.error == "narrative_table":
        figures["documents_outgoing"] += 113
        figures["documents_outgoing_electronic"] += 113
        figures["electronic_documents_rate"] = voice.figures["electronic_documents_rate"] = 98.0
        for f in (voice.figures, figures):
            f["electronic_documents_rate"] = share(figures["documents_outgoing_electronic"], figures["documents_outgoing"])
    elif plan.error == "rate":
        figures["full_online_dossiers_rate"] = round(figures["full_online_dossiers_rate"] - 7.3, 2)
    elif plan.error == "parts_sum":
        figures["psu_state_funded"] += 2
    elif plan.error == "unit":
        units["dossiers_received"] = "%"
    elif plan.error == "subset":
        figures["partial_online_dossiers_online"] = figures["partial_online_dossiers_total"] + 17
        figures["partial_online_dossiers_rate"] = share(figures["partial_online_dossiers_online"], figures["partial_online_dossiers_total"])
    return Table(figures, units)


def before(plan: Plan, voice: Voice) -> None:
    """What must be known before the prose is written."""
    voice.two_plans = plan.error == "two_plans"


def after(paper: Paper, plan: Plan, voice: Voice) -> None:
    """Record the planted problems, and the harmless oddities, of a finished paper."""
    rows = {p.tags[0]: i for i, p in enumerate(paper.paragraphs) if p.tags}
    values = {name: paper.paragraphs[i].figures[0] for name, i in rows.items()}

    def prose(name: str) -> list[int]:
        return [i for i, p in enumerate(paper.paragraphs) if p.kind != "table" and any(f.id == name for f in p.figures)]

    def note(code: str, severity: str, message: str, at: list[int], **shown: object) -> None:
        paper.problems.append({"code": code, "severity": severity, "message_vi": message, "at": sorted(set(at)), "values": shown})

    def show(name: str) -> str:
        return printed(values[name].value, thousands=True, pad=False)

    _formal(paper, plan, note)
    if plan.error == "narrative_table" and prose("documents_outgoing"):
        said = int(voice.figures["documents_outgoing"])
        note("narrative_table_mismatch", "error", f"Văn bản đi: lời văn {said}, phụ lục {show('documents_outgoing')}.", [*prose("documents_outgoing"), rows["documents_outgoing"]], prose=said, table=values["documents_outgoing"].value)
    if plan.error == "rate":
        name = "full_online_dossiers_rate"
        top, base = RATES[name]
        right = share(values[top].value, values[base].value)
        note("rate_mismatch", "error", f"Tỷ lệ hồ sơ trực tuyến toàn trình ghi {show(name)}%, {show(top)}/{show(base)} = {right}%.", [rows[name], rows[top], rows[base]], printed=values[name].value, right=right)
    if plan.error == "parts_sum":
        parts = ("psu_self_recurrent_and_investment", "psu_self_recurrent", "psu_self_partial", "psu_state_funded")
        total = sum(int(values[p].value) for p in parts)
        note("parts_sum_mismatch", "error", f"Tổng số ĐVSN {show('psu_total')} nhưng các loại cộng lại là {total}.", [rows[n] for n in ("psu_total", *parts)], total=values["psu_total"].value, parts=total)
    if plan.error == "unit" and "dossiers_received" in rows:
        note("unit_mismatch", "error", f"Tổng số hồ sơ đã tiếp nhận ({show('dossiers_received')}) có đơn vị tính %.", [rows["dossiers_received"]], unit="%")
    if plan.error == "subset":
        top, base = RATES["partial_online_dossiers_rate"]
        note("subset_exceeds_set", "error", f"Hồ sơ nộp trực tuyến ({show(top)}) nhiều hơn tổng số hồ sơ ({show(base)}) của DVCTT một phần.", [rows[top], rows[base]], part=values[top].value, whole=values[base].value)
    if plan.error == "two_plans":
        plans = [i for i, p in enumerate(paper.paragraphs) if p.role == "result" and "cải cách hành chính năm 2026" in p.text and "Kế hoạch số" in p.text and "812/" not in p.text.split("cải cách hành chính năm 2026")[0][-60:]]
        note("duplicate_plan", "error", "Kế hoạch CCHC năm 2026 được dẫn với hai số khác nhau.", plans)
    for name, (top, base) in RATES.items():
        if name in rows and not values[base].value and values[base].raw:
            note("zero_denominator_rate", "info", f"Tỷ lệ ghi {values[name].raw}% khi tử số và mẫu số đều bằng 0.", [rows[name], rows[top], rows[base]], printed=values[name].value)


def _formal(paper: Paper, plan: Plan, note) -> None:  # noqa: ANN001 - the recorder of `after`
    number = next(i for i, p in enumerate(paper.paragraphs) if "/BC-UBND" in p.text)
    date = next(i for i, p in enumerate(paper.paragraphs) if ", ngày" in p.text)
    if plan.error == "missing_number":
        note("missing_document_number", "warning", 'Số văn bản để trống ("Số: /BC-UBND").', [number])
    if plan.error == "missing_day":
        note("missing_document_date", "warning", "Ngày ban hành thiếu ngày.", [date])
