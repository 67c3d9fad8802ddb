"""The reimbursement of concessions (优惠乘车补贴): what riders did not pay, their region does.

Each month an operator's claim form goes to the region whose rule gave the concession. Its agency
confirms or returns it; a returned form may be submitted again. What is confirmed is paid some
working days later.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

SUBMITTED, CONFIRMED, RETURNED, PAID = "submitted", "confirmed", "returned", "paid"
MACHINE: Final = Machine(
    "concession reimbursement",
    initial=SUBMITTED,
    edges=[
        (SUBMITTED, "confirm", CONFIRMED),
        (SUBMITTED, "return", RETURNED),
        (RETURNED, "submit", SUBMITTED),
        (CONFIRMED, "pay", PAID),
    ],
)
STATUSES: Final = MACHINE.states


@dataclass(frozen=True, slots=True)
class Reimbursement:
    """`amount`: what the batches of the month come to; `carried`: what earlier months gave back
    more than they took, which is not paid again. `pay_on`: the day on which it is paid.
    """

    id: str
    operator_id: str
    region_code: str
    month: str
    count: int
    amount: Money
    carried: Money
    status: str
    note: str | None
    decided_at: datetime | None
    pay_on: date | None
    paid_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def due(self) -> Money:
        """What the region pays."""
        return self.amount + self.carried
