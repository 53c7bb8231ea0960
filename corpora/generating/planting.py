"""What is wrong on purpose: number errors and formal faults, planted by name and recorded as gold problems.

An error is planted in two steps: in the figures before they are printed (`before`, `table`), and in the gold when the
paper is finished (`after`), where only what has really been printed is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generating.figures import RATES, printed, share

if TYPE_CHECKING:
    from generating.banks import Figure
    from generating.communes import Voice
    from generating.paper import Paper
    from generating.planning import Plan

FULL, PARTIAL = "full_online_dossiers_rate", "partial_online_dossiers_rate"
SELF_FUNDED = ("psu_self_recurrent_and_investment", "psu_self_recurrent", "psu_self_partial", "psu_state_funded")


@dataclass(frozen=True)
class Table:
    """The figures and units of the appendix, after what is planted."""

    figures: dict[str, float]
    units: dict[str, str]


def before(plan: Plan, voice: Voice) -> None:
    """What must be known before the prose is written."""
    voice.two_plans = plan.error == "two_plans"


def table(plan: Plan, voice: Voice) -> Table:
    """The appendix figures of a commune: those of its prose, but for the planted error."""
    figures, units = dict(voice.figures), {}
    if plan.error == "narrative_table":
        figures["documents_outgoing"] += 113
        figures["documents_outgoing_electronic"] += 113
        figures["electronic_documents_rate"] = _rate("electronic_documents_rate", figures)
    elif plan.error == "rate":
        figures[FULL] = round(figures[FULL] - 7.3, 2)
    elif plan.error == "parts_sum":
        figures["psu_state_funded"] += 2
    elif plan.error == "unit":
        units["dossiers_received"] = "%"
    elif plan.error == "subset":
        numerator, denominator = RATES[PARTIAL]
        figures[numerator] = figures[denominator] + 17
        figures[PARTIAL] = _rate(PARTIAL, figures)
    return Table(figures, units)


def _rate(name: str, figures: dict[str, float]) -> float:
    numerator, denominator = RATES[name]
    return share(figures[numerator], figures[denominator])


def after(paper: Paper, plan: Plan, voice: Voice) -> None:
    """Record the planted problems, and the harmless oddities, of a finished paper."""
    record = Record(paper)
    planted = {
        "missing_number": record.missing_number,
        "missing_day": record.missing_day,
        "narrative_table": record.narrative_table,
        "rate": record.rate,
        "parts_sum": record.parts_sum,
        "unit": record.unit,
        "subset": record.subset,
        "two_plans": record.two_plans,
    }
    if plan.error:
        planted[plan.error](voice)
    record.rates_of_nothing()


@dataclass
class Record:
    """The problems of one paper, each with the positions of its paragraphs."""

    paper: Paper
    rows: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Find the rows of the appendix by the name of their figure."""
        self.rows = {p.tags[0]: at for at, p in enumerate(self.paper.paragraphs) if p.tags}

    def note(self, code: str, severity: str, message: str, at: list[int], **values: object) -> None:
        """Add a problem."""
        self.paper.problems.append(
            {"code": code, "severity": severity, "message_vi": message, "at": sorted(set(at)), "values": values}
        )

    def figure(self, name: str) -> Figure:
        """The figure as printed in its row."""
        return self.paper.paragraphs[self.rows[name]].figures[0]

    def show(self, name: str) -> str:
        """The value of a row as a message prints it."""
        return printed(self.figure(name).value, thousands=True, pad=False)

    def missing_number(self, _: Voice) -> None:
        """`Số: /BC-UBND`."""
        at = next(i for i, p in enumerate(self.paper.paragraphs) if "/BC-UBND" in p.text)
        self.note("missing_document_number", "warning", 'Số văn bản để trống ("Số: /BC-UBND").', [at])

    def missing_day(self, voice: Voice) -> None:
        """`ngày tháng 6 năm …`."""
        at = next(i for i, p in enumerate(self.paper.paragraphs) if ", ngày" in p.text)
        self.note(
            "missing_document_date", "warning", f'Ngày ban hành thiếu ngày ("ngày tháng 6 năm {voice.year}").', [at]
        )

    def narrative_table(self, voice: Voice) -> None:
        """Outgoing documents: one number in the prose, another in the appendix, and so their rate."""
        for name, label in (("documents_outgoing", "Văn bản đi"), ("electronic_documents_rate", "Văn bản điện tử")):
            told = [i for i, p in enumerate(self.paper.paragraphs) if p.kind != "table" and _prints(p.figures, name)]
            said = voice.figures[name]
            if told and name in self.rows and said != self.figure(name).value:
                message = f"{label}: lời văn {printed(said, thousands=True, pad=False)}, phụ lục {self.show(name)}."
                at = [*told, self.rows[name]]
                self.note("narrative_table_mismatch", "error", message, at, prose=said, table=self.figure(name).value)

    def rate(self, _: Voice) -> None:
        """A rate that is not its numerator over its denominator."""
        if FULL not in self.rows:
            return
        top, base = RATES[FULL]
        right = share(self.figure(top).value, self.figure(base).value)
        message = (
            f"Tỷ lệ hồ sơ trực tuyến toàn trình ghi {self.show(FULL)}%, trong khi {self.show(top)}/{self.show(base)} = "
            f"{printed(right, thousands=True, pad=False)}%."
        )
        at = [self.rows[n] for n in (FULL, top, base)]
        self.note("rate_mismatch", "error", message, at, printed=self.figure(FULL).value, right=right)

    def parts_sum(self, _: Voice) -> None:
        """Service units by autonomy do not add up to their total."""
        if "psu_total" not in self.rows:
            return
        parts = sum(int(self.figure(p).value) for p in SELF_FUNDED)
        message = f"Tổng số ĐVSN công lập là {self.show('psu_total')} nhưng các loại cộng lại là {parts}."
        at = [self.rows[n] for n in ("psu_total", *SELF_FUNDED)]
        self.note("parts_sum_mismatch", "error", message, at, total=self.figure("psu_total").value, parts=parts)

    def unit(self, _: Voice) -> None:
        """A count under per cent."""
        if "dossiers_received" in self.rows:
            message = f"Tổng số hồ sơ TTHC đã tiếp nhận ({self.show('dossiers_received')}) có đơn vị tính là %."
            self.note("unit_mismatch", "error", message, [self.rows["dossiers_received"]], unit="%")

    def subset(self, _: Voice) -> None:
        """More dossiers online than dossiers."""
        top, base = RATES[PARTIAL]
        if top in self.rows:
            shown = f"({self.show(top)}) nhiều hơn tổng số hồ sơ ({self.show(base)})"
            message = f"Hồ sơ nộp trực tuyến của DVCTT một phần {shown}."
            part, whole = self.figure(top).value, self.figure(base).value
            self.note("subset_exceeds_set", "error", message, [self.rows[top], self.rows[base]], part=part, whole=whole)

    def two_plans(self, voice: Voice) -> None:
        """The plan of the year under two numbers."""
        plans = [
            i for i, p in enumerate(self.paper.paragraphs) if p.role == "result" and _names(p.text, voice.year_plans)
        ]
        if len(voice.year_plans) > 1:
            message = f"Kế hoạch CCHC năm {voice.year} được dẫn với hai số, hai ngày khác nhau."
            self.note("duplicate_plan", "error", message, plans, plans=voice.year_plans)

    def rates_of_nothing(self) -> None:
        """A rate printed though there is nothing below it: formal, no error."""
        for name, (top, base) in RATES.items():
            if name in self.rows and base in self.rows and not self.figure(base).value:
                message = f"Tỷ lệ ghi {self.figure(name).raw}% khi mẫu số bằng 0."
                at = [self.rows[name], self.rows[top], self.rows[base]]
                self.note("zero_denominator_rate", "info", message, at, printed=self.figure(name).value)


def _prints(figures: tuple[Figure, ...], name: str) -> bool:
    return any(f.id == name for f in figures)


def _names(text: str, papers: list[str]) -> bool:
    return any(paper in text for paper in papers)
