"""The employment and start-up certificate carried on the card (就业创业证, HRSS-004).

Issued to whoever is registered as employed or unemployed; it is looked at every year (年检), and
is suspended while nobody has done so.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.certificate import Printed, line
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

ISSUED, REVIEW_DUE = "issued", "review_due"
SUSPENDED, CANCELLED = "suspended", "cancelled"
MACHINE: Final = Machine(
    "employment certificate",
    initial=ISSUED,
    edges=[
        (ISSUED, "fall_due", REVIEW_DUE),
        (REVIEW_DUE, "review", ISSUED),
        (REVIEW_DUE, "suspend", SUSPENDED),
        (SUSPENDED, "review", ISSUED),
        (ISSUED, "cancel", CANCELLED),
        (REVIEW_DUE, "cancel", CANCELLED),
        (SUSPENDED, "cancel", CANCELLED),
    ],
)
STATUSES: Final = MACHINE.states

NOTHING_REGISTERED = decision.reason(
    "no_employment_registration",
    "没有有效的就业登记或失业登记",
    "Neither an employment nor an unemployment is registered",
    "凭就业、失业登记发放",
)
HELD_ALREADY = decision.reason(
    "employment_certificate_held",
    "已持有就业创业证 {record_id}",
    "The person has a certificate already, {record_id}",
    "一人一证",
)


@dataclass(frozen=True, slots=True)
class EmploymentCertificate:
    """One certificate. `on_chip`: it is written to the card's employment file (DF02) too."""

    id: str
    person_id: str
    ordinal: int
    region_code: str
    application_id: str
    card_id: str
    purpose: str
    on_chip: bool
    issued_on: date
    review_on: date | None
    cancelled_on: date | None
    cancelled_for: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at.

    standing: kind and id of the registrations in force, as ("employment", "emr_…")
    current: a certificate that wasn't cancelled
    """

    review_months: int
    standing: tuple[tuple[str, str], ...]
    current: EmploymentCertificate | None = None


def decide(case: Case, facts: Facts) -> Decision:
    """Issued where a registration is in force and no certificate is held."""
    against = []
    if not facts.standing:
        against.append(NOTHING_REGISTERED)
    if facts.current is not None:
        against.append(HELD_ALREADY.with_(record_id=facts.current.id))
    if against:
        return decision.reject(*against)
    review_on = (Month.of(case.today) + facts.review_months).day(case.today.day)
    return decision.approve(review_on=review_on, standing=facts.standing)


_NAMES: Final = {
    "employment": ("就业登记", "Employment"),
    "unemployment": ("失业登记", "Unemployment"),
}


def printed(case: Case, said: Decision) -> Printed:
    """What the print says; good until the first yearly review."""
    lines = [line(*_NAMES[kind], record_id) for kind, record_id in said.terms["standing"]]
    lines.append(line("首次年检", "First review", said.terms["review_on"].isoformat()))
    return Printed(
        "就业创业证（卡证合一）",
        "Employment and start-up certificate",
        tuple(lines),
        until=said.terms["review_on"],
    )
