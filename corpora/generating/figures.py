"""The figures of one commune in one period: made so that parts add up, rates are right and narrative and table agree.

What is wrong in a report is planted afterwards, by name (see `planting`), so that the truth is known.
"""

# ruff: noqa: PLR2004 - odds, counts and positions are plain numbers here

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")
STEP = 0.12  # how far a figure moves in a period, as a share of its range

RATES = {
    # rate: (numerator, denominator)
    "plan_completion_rate": ("plan_tasks_done", "plan_tasks_total"),
    "inspection_issues_resolution_rate": ("inspection_issues_resolved", "inspection_issues_found"),
    "legal_docs_check_resolution_rate": ("legal_docs_check_processed", "legal_docs_check_to_process"),
    "legal_docs_review_resolution_rate": ("legal_docs_review_processed", "legal_docs_review_to_process"),
    "dossiers_online_rate": ("dossiers_received_online", "dossiers_received"),
    "dossiers_within_deadline_rate": ("dossiers_resolved_within_deadline", "dossiers_resolved"),
    "online_payment_rate": ("dossiers_paid_online", "dossiers_with_fees"),
    "digitised_intake_rate": ("dossiers_digitised_intake", "dossiers_received"),
    "petitions_resolution_rate": ("petitions_resolved", "petitions_received"),
    "public_investment_disbursement_rate": ("public_investment_done", "public_investment_plan"),
    "electronic_documents_rate": ("documents_outgoing_electronic", "documents_outgoing"),
    "procedures_full_online_rate": ("procedures_full_online_provided", "procedures_full_online_eligible"),
    "procedures_partial_online_rate": ("procedures_partial_online_provided", "procedures_partial_online_eligible"),
    "full_online_dossiers_rate": ("full_online_dossiers_online", "full_online_dossiers_total"),
    "partial_online_dossiers_rate": ("partial_online_dossiers_online", "partial_online_dossiers_total"),
    "procedures_online_payment_rate": ("procedures_online_payment", "procedures_with_fees"),
}


def share(numerator: float, denominator: float, digits: int = 2) -> float:
    """A rate in per cent, rounded half up as people do."""
    if not denominator:
        return 0.0
    step = Decimal(1).scaleb(-digits)
    return float((Decimal(str(numerator)) * 100 / Decimal(str(denominator))).quantize(step, ROUND_HALF_UP))


@dataclass
class Dice:
    """Throws, and remembers where in its range each throw fell; thrown again later, each falls near its last place."""

    rng: Random
    last: list[float] = field(default_factory=list)
    places: list[float] = field(default_factory=list)

    def again(self, rng: Random) -> Dice:
        """The dice of the next period."""
        return Dice(rng, self.places)

    def randint(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        if not self.last:
            thrown = self.rng.randint(low, high)
            self.places.append((thrown - low) / max(1, high - low))
            return thrown
        place = self.last[len(self.places)] + self.rng.uniform(-STEP, STEP)
        self.places.append(min(1.0, max(0.0, place)))
        return low + round(self.places[-1] * (high - low))

    def choice(self, options: Sequence[T]) -> T:
        """One of several."""
        return options[self.randint(0, len(options) - 1)] if self.last else self._first(options)

    def _first(self, options: Sequence[T]) -> T:
        at = self.rng.choice(range(len(options)))
        self.places.append(at / max(1, len(options) - 1))
        return options[at]


def draw(rng: Dice, months: int, digits: int) -> dict[str, float]:
    """A consistent set of figures for a period of `months`."""
    n = rng.randint
    total = n(38, 92)
    f: dict[str, float] = {
        "directive_documents_issued": n(5, 12) * months // 2 + 2,
        "plan_tasks_total": total,
        "plan_tasks_done": n(total * 4 // 10, total * 7 // 10),
        "assigned_tasks_total": n(30, 180),
        "assigned_tasks_late": n(0, 5),
        "assigned_tasks_overdue_unfinished": n(0, 2),
        "dialogue_held": 1,
        "dialogue_participants": n(60, 190),
        "dialogue_opinions": n(11, 34),
        "units_inspected": n(2, 6),
        "inspection_issues_found": n(2, 9),
        "propaganda_sessions": n(9, 40),
        "propaganda_participants": n(900, 4200),
        "website_items": n(8, 60),
        "radio_items": n(20, 90),
        "legal_docs_issued_council": n(1, 3),
        "legal_docs_issued_committee": n(0, 3),
        "legal_docs_checked": n(2, 8),
        "legal_docs_check_to_process": rng.choice([0, 0, 1, 2]),
        "legal_docs_reviewed": n(12, 48),
        "legal_docs_review_to_process": n(1, 7),
        "administrative_sanctions": n(2, 14),
        "procedures_simplification_approved": n(0, 4),
        "procedures_newly_published": n(4, 40),
        "procedures_repealed_replaced": n(3, 25),
        "procedures_total": n(330, 420),
        "procedures_interlinked_same_level": n(2, 9),
        "procedures_interlinked_cross_level": n(11, 40),
        "procedures_no_boundary": n(20, 90),
        "petitions_received": rng.choice([0, 0, n(2, 9)]),
        "departments": rng.choice([3, 4]),
        "service_units": n(7, 14),
        "staff_quota": n(34, 62),
        "contract_staff": n(2, 8),
        "staff_downsized": n(0, 3),
        "service_unit_staff_quota": n(220, 480),
        "agencies_positions_approved": rng.choice([3, 4, 5]),
        "service_units_positions_approved": n(6, 12),
        "position_violations": 0,
        "civil_servants_recruited": n(1, 4),
        "employees_recruited": n(0, 9),
        "commune_leaders_present": n(3, 5),
        "department_leaders_present": n(7, 13),
        "commune_leaders_disciplined": 0,
        "department_leaders_disciplined": 0,
        "employees_disciplined": rng.choice([0, 0, 0, 1, 2]),
        "public_investment_plan": n(14000, 96000),
        "psu_self_recurrent_and_investment": 0,
        "psu_self_recurrent": n(0, 1),
        "psu_self_70_100": 0,
        "psu_self_30_70": n(0, 1),
        "psu_self_10_30": n(1, 3),
        "psu_state_funded": n(5, 10),
        "digital_plan_tasks_total": n(18, 45),
        "work_files_online_rate": rng.choice([92, 95, 98, 100]),
        "documents_incoming": n(380, 640) * months,
        "documents_outgoing": n(140, 330) * months,
        "desktop_computers": n(38, 70),
        "printers": n(18, 34),
        "scanners": n(3, 9),
        "portal_items_all": n(30, 80) * months,
        "procedures_full_online_eligible": n(95, 150),
        "procedures_partial_online_eligible": n(90, 160),
        "procedures_with_fees": n(55, 96),
    }
    f |= _dossiers(rng, months)
    _parts(f, rng)
    for rate, (numerator, denominator) in RATES.items():
        f[rate] = share(f[numerator], f[denominator], digits)
    return f


def _dossiers(rng: Dice, months: int) -> dict[str, float]:
    n = rng.randint
    received = n(240, 690) * months
    online = received * n(55, 96) // 100
    postal = n(0, 14)
    carried = n(8, 60)
    pending = n(15, 90)
    resolved = received + carried - pending
    late = n(3, max(4, resolved // 45))
    fees = received * n(40, 70) // 100
    return {
        "dossiers_received": received,
        "dossiers_received_online": online,
        "dossiers_received_postal": postal,
        "dossiers_received_in_person": received - online - postal,
        "dossiers_carried_over": carried,
        "dossiers_pending": pending,
        "dossiers_resolved": resolved,
        "dossiers_resolved_late": late,
        "dossiers_resolved_within_deadline": resolved - late,
        "dossiers_with_fees": fees,
        "dossiers_paid_online": fees * n(24, 93) // 100,
        "dossiers_digitised_intake": received * n(62, 99) // 100,
        "dossiers_electronic_results": resolved * n(60, 97) // 100,
    }


def _parts(f: dict[str, float], rng: Dice) -> None:
    n = rng.randint
    f["assigned_tasks_on_time"] = (
        f["assigned_tasks_total"] - f["assigned_tasks_late"] - f["assigned_tasks_overdue_unfinished"]
    )
    f["inspection_issues_resolved"] = f["inspection_issues_found"] - n(0, 2)
    f["legal_docs_issued"] = f["legal_docs_issued_council"] + f["legal_docs_issued_committee"]
    f["legal_docs_check_processed"] = f["legal_docs_check_to_process"]
    f["legal_docs_review_processed"] = f["legal_docs_review_to_process"] - n(0, 1)
    f["petitions_resolved"] = f["petitions_received"]
    f["staff_present"] = f["staff_quota"] - n(1, 6)
    f["service_unit_staff_present"] = f["service_unit_staff_quota"] - n(3, 20)
    f["disciplined_total"] = f["employees_disciplined"]
    f["public_investment_done"] = int(f["public_investment_plan"] * n(18, 62) // 100)
    f["psu_self_partial"] = f["psu_self_70_100"] + f["psu_self_30_70"] + f["psu_self_10_30"]
    f["psu_total"] = f["psu_self_recurrent"] + f["psu_self_partial"] + f["psu_state_funded"]
    f["service_units"] = f["psu_total"]
    f["service_units_positions_approved"] = f["psu_total"]
    f["digital_plan_tasks_done"] = int(f["digital_plan_tasks_total"] * n(40, 75) // 100)
    f["documents_outgoing_electronic"] = f["documents_outgoing"] - n(0, 40)
    f["procedures_full_online_provided"] = f["procedures_full_online_eligible"] - n(0, 9)
    f["procedures_full_online_with_dossiers"] = f["procedures_full_online_provided"] * n(30, 60) // 100
    f["procedures_partial_online_provided"] = f["procedures_partial_online_eligible"] - n(0, 9)
    full = f["dossiers_received"] * n(40, 55) // 100
    partial = f["dossiers_received"] * n(20, 35) // 100
    f["full_online_dossiers_total"], f["partial_online_dossiers_total"] = full, partial
    f["full_online_dossiers_online"] = full * n(70, 99) // 100
    f["partial_online_dossiers_online"] = partial * n(60, 99) // 100
    f["procedures_online_payment"] = f["procedures_with_fees"] * n(40, 90) // 100


def printed(value: float, *, thousands: bool, pad: bool) -> str:
    """A figure as a commune prints it: `1.552` or `1552`, `08` in prose, `97,42`."""
    if value != int(value):
        return f"{value:.2f}".rstrip("0").replace(".", ",")
    whole = int(value)
    if thousands and whole >= 1000:
        return f"{whole:,}".replace(",", ".")
    return f"{whole:02d}" if pad and 0 < whole < 10 else str(whole)
