"""What an employer has to pay a worker (应付款): agreed, awarded or ordered; onto the card."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

OWED, OVERDUE, PAYING, RETURNED, PAID = "owed", "overdue", "paying", "returned", "paid"
DUE: Final = Machine(
    "labour due",
    initial=OWED,
    edges=[
        (OWED, "pay", PAYING),
        (OWED, "miss", OVERDUE),
        (OVERDUE, "pay", PAYING),
        (PAYING, "arrive", PAID),
        (PAYING, "return", RETURNED),
        (RETURNED, "arrive", PAID),
    ],
)
DUE_STATUSES: Final = DUE.states


@dataclass(frozen=True, slots=True)
class LabourDue:
    """One sum. source_id: the mediation, case or inspection that it follows from.

    missed_on: when its day passed unpaid; it may be enforced from then on (申请强制执行)
    """

    id: str
    source_id: str
    item_code: str
    person_id: str
    payee_name: str
    region_code: str
    debtor_credit_code: str
    debtor_name: str
    amount: Money
    due_date: date
    missed_on: date | None
    payment_id: str | None
    paid_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime
