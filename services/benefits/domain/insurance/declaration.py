"""An employer's declaration (缴费申报): who is on the payroll of a month, with which wage."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

DECLARED, ASSESSED = "declared", "assessed"
PAID, OVERDUE = "paid", "overdue"
MACHINE: Final = Machine(
    "contribution declaration",
    initial=DECLARED,
    edges=[
        (DECLARED, "assess", ASSESSED),
        (ASSESSED, "pay", PAID),
        (ASSESSED, "miss", OVERDUE),
        (OVERDUE, "pay", PAID),
    ],
)
STATUSES: Final = MACHINE.states

UNCHANGED, JOINED, LEFT, WAGE, ARREARS = "unchanged", "joined", "left", "wage", "arrears"
CHANGES: Final = (UNCHANGED, JOINED, LEFT, WAGE, ARREARS)
MOST_LINES: Final = 50_000


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration as recorded; `sha256`: of the lines as they came."""

    id: str
    business_key: str
    application_id: str | None
    party_id: str
    credit_code: str
    employer_name: str
    region_code: str
    month: str
    sha256: str
    lines_count: int
    charge_id: str | None
    declared_on: date
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One person of it."""

    declaration_id: str
    number: int
    person_id: str
    social_security_number: str
    change: str
    wage: Money
    from_month: str
