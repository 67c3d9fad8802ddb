"""A refund to an employer that kept its staff, as recorded: one a year, employer and region.

What it stands on is last calendar year's: unemployment contributions that were paid, on average of
the months insured staff, and employments that were registered as ended by a layoff.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

ORDERED, PAID, RETURNED = "ordered", "paid", "returned"
MACHINE: Final = Machine(
    "job retention refund",
    initial=ORDERED,
    edges=[(ORDERED, "pay", PAID), (ORDERED, "return", RETURNED), (RETURNED, "pay", PAID)],
)
STATUSES: Final = MACHINE.states
MONTHS_OF_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Year:
    """An employer's year. months: of which all that was due was paid; paid: by employer and staff;
    insured: months of all staff together; laid_off: employments."""

    months: int
    paid: Money
    insured: int
    laid_off: int

    @property
    def staff(self) -> int:
        """On average of the year, rounded half up; at least one.

        >>> Year(12, Money.zero(), 18, 0).staff, Year(1, Money.zero(), 1, 0).staff
        (2, 1)
        """
        return max(1, (2 * self.insured + MONTHS_OF_YEAR) // (2 * MONTHS_OF_YEAR))


@dataclass(frozen=True, slots=True)
class RetentionRefund:
    """One refund. size: of the employer, as the insurance has it; contributed: last year's;
    payment_id: None where all of it was kept back for what the employer owed."""

    id: str
    employer_id: str
    credit_code: str
    employer_name: str
    party_id: str | None
    region_code: str
    year: int
    size: str
    months: int
    staff: int
    laid_off: int
    contributed: Money
    amount: Money
    explanation: Any
    payment_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def key(self) -> str:
        """What it is paid for."""
        return f"job-retention/{self.employer_id}/{self.year}"
