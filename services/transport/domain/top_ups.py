"""A top-up (充值) of a purse: by cash at a counter, or from the bank account on the card."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sscsim.kernel.money import Money

CASH, ACCOUNT = "cash", "bank_account"
WAYS: Final = (CASH, ACCOUNT)
PAYING, LOADED, FAILED = "paying", "loaded", "failed"
STATUSES: Final = (PAYING, LOADED, FAILED)
"""`paying`: the bank was asked, and it isn't known yet what it did; the amount is kept free."""


@dataclass(frozen=True, slots=True)
class TopUp:
    """`reason`: of a failed one, the code by which the bank side refused it.

    `bank_entry_id`: the entry of the bank's book by which it was paid.
    """

    id: str
    transit_card_id: str
    ordinal: int
    person_id: str | None
    way: str
    amount: Money
    terminal_number: str | None
    status: str
    reason: str | None
    bank_entry_id: str | None
    loaded_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
