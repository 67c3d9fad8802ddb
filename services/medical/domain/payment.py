"""Paying the cash part of a settlement (个人现金支付): at the counter, or by electronic card."""

from dataclasses import dataclass
from datetime import datetime

from services.medical import problems_payments as problems
from services.medical.domain.settlement import SETTLED, SETTLEMENT, Settlement
from sscsim.kernel.money import Money

CODE, BANK_CARD, CASH = "code", "bank_card", "cash"
METHODS = (CODE, BANK_CARD, CASH)
"""电子社保卡扫码, 银行卡, 现金."""

RUNNING, UNKNOWN, PAID, REFUSED, CANCELLED = "running", "unknown", "paid", "refused", "cancelled"
REFUNDING, REFUNDED, NOT_REFUNDED = "refunding", "refunded", "kept"
STATUSES = (RUNNING, UNKNOWN, PAID, REFUSED, CANCELLED, REFUNDING, REFUNDED, NOT_REFUNDED)
"""`running` and `unknown`: the card service was asked, and hasn't answered. `cancelled`: it is
certain that nothing was paid. `refunding`: a reversal, or a correction, gives it back. `kept`: the
account behind the card can't take it back; the hospital has to."""

IN_FLIGHT = (RUNNING, UNKNOWN)
LIVE = (*IN_FLIGHT, PAID)

UNPAID, PENDING = "unpaid", "pending"
SHOWN = {
    RUNNING: PENDING,
    UNKNOWN: PENDING,
    PAID: PAID,
    REFUSED: UNPAID,
    CANCELLED: UNPAID,
    REFUNDING: REFUNDING,
    REFUNDED: REFUNDED,
    NOT_REFUNDED: REFUNDING,
}
"""What a settlement shows of its newest payment."""

PAYMENT_STATUSES = (UNPAID, PENDING, PAID, REFUNDING, REFUNDED)


@dataclass(frozen=True, slots=True)
class Payment:
    id: str
    settlement_id: str
    ordinal: int
    method: str
    amount: Money
    status: str
    code_payment_id: str | None  # the card service's
    problem: dict[str, object] | None  # why it was refused
    paid_at: datetime | None
    refunded_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


def check_payable(settlement: Settlement, earlier: Payment | None) -> Money:
    """What is to be paid.

    SettlementNotPayable unless it stands; NothingToPay; AlreadyPaid while the newest payment
    stands or is on its way.
    """
    if (settlement.kind, settlement.status) != (SETTLEMENT, SETTLED):
        raise problems.SettlementNotPayable(
            settlement_id=settlement.id, kind=settlement.kind, status=settlement.status
        )
    if not settlement.cash_pay:
        raise problems.NothingToPay(settlement_id=settlement.id)
    if earlier is not None and earlier.status in LIVE:
        raise problems.AlreadyPaid(payment_id=earlier.id, status=earlier.status)
    return settlement.cash_pay
