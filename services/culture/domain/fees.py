"""What a reader owes a library, and payments of it.

owed = amount - paid - waived; of that `reserved` is being paid by card at this moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from services.culture import problems_libraries as problems
from sscsim.kernel.money import Money, sum_money

OVERDUE, LOST, DAMAGE, CARD = "overdue", "lost", "damage", "replacement_card"
KINDS: Final = (OVERDUE, LOST, DAMAGE, CARD)
OPEN, PAID, WAIVED = "open", "paid", "waived"
STATUSES: Final = (OPEN, PAID, WAIVED)

CASH, CARD_ACCOUNT, CODE = "cash", "card_account", "electronic_card"
METHODS: Final = (CASH, CARD_ACCOUNT, CODE)
DEPOSIT: Final = "deposit"
METHODS_OF_RECORD: Final = (*METHODS, DEPOSIT)
"""A deposit that goes back pays what is owed first."""
FEES: Final = "fees"
PURPOSES: Final = (FEES, DEPOSIT)
RUNNING, UNKNOWN = "running", "unknown"
REFUSED, CANCELLED = "refused", "cancelled"
PAYMENT_STATUSES: Final = (RUNNING, UNKNOWN, PAID, REFUSED, CANCELLED)
IN_FLIGHT: Final = (RUNNING, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Fee:
    """explanation: how the amount came about, as stored; None where a person named it."""

    id: str
    reader_id: str
    person_id: str
    library_id: str
    loan_id: str | None
    kind: str
    amount: Money
    paid: Money
    waived: Money
    reserved: Money
    status: str
    explanation: dict[str, Any] | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def owed(self) -> Money:
        return self.amount - self.paid - self.waived

    @property
    def payable(self) -> Money:
        """What nobody is paying at this moment."""
        return self.owed - self.reserved


@dataclass(frozen=True, slots=True)
class Payment:
    """library_id: who takes the money. parts: of fees, fen by fee id. reference: what the bank
    side calls it. problem: why it was refused, as stored."""

    id: str
    reader_id: str
    person_id: str
    library_id: str
    ordinal: int
    purpose: str
    method: str
    amount: Money
    parts: dict[str, int]
    status: str
    reference: str | None
    problem: dict[str, Any] | None
    paid_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


def shared(amount: Money, fees: Sequence[Fee]) -> dict[str, Money]:
    """What of an amount goes to each fee, the oldest first. PaymentTooMuch."""
    most = sum_money(fee.payable for fee in fees)
    if amount > most:
        raise problems.PaymentTooMuch(amount=amount, most=most)
    left, parts = amount, {}
    for fee in fees:
        part = min(left, fee.payable)
        if part:
            parts[fee.id] = part
            left -= part
    return parts


def settled(fee: Fee, paid: Money, waived: Money) -> str:
    """The status that follows from what is paid and waived."""
    if paid + waived < fee.amount:
        return OPEN
    return PAID if paid else WAIVED
