"""Benefits that must be given back (待遇追回): by a refund, or kept back from later ones (抵扣).

A recovery is decided when facts turn out to be false, or to have ended sooner than was paid for.
What is paid to the same debtor by the same fund of the same region afterwards is kept back first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits import problems_recovery as problems
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

OPEN, SETTLED = "open", "settled"
MACHINE: Final = Machine("benefit recovery", initial=OPEN, edges=[(OPEN, "settle", SETTLED)])
STATUSES: Final = MACHINE.states

REFUND, OFFSET = "refund", "offset"
PART_KINDS: Final = (REFUND, OFFSET)
ORDERED, DONE, FAILED = "ordered", "done", "failed"
PART: Final = Machine(
    "part of a benefit recovery",
    initial=ORDERED,
    edges=[(ORDERED, "finish", DONE), (ORDERED, "fail", FAILED)],
)
PART_STATUSES: Final = PART.states
"""A refund is taken off the card by the bank, or fails there; what is kept back is done at once."""

REASONS: Final = ("facts_false", "facts_ended", "record_corrected", "guarantee_paid")
"""不实, 不再符合, 记录更正, 代偿: why something has to be given back."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What somebody owes back.

    business_key: what it is for, unique for ever. about_id: the record whose facts were false
    person_id, party_id: who owes it, one of the two. promised: refunds that the bank side has not
    answered yet. given_back: what was refunded or kept back so far
    """

    id: str
    business_key: str
    person_id: str | None
    party_id: str | None
    region_code: str
    fund: str
    item_code: str
    about_id: str
    reason: str
    note: str | None
    amount: Money
    promised: Money
    given_back: Money
    decided_on: date
    settled_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def owed(self) -> Money:
        """What is still owed."""
        return self.amount - self.given_back

    @property
    def free(self) -> Money:
        """What is owed and not promised by a refund on its way."""
        return self.owed - self.promised


@dataclass(frozen=True, slots=True)
class Part:
    """One step of giving it back. `against`: the key of the payment it was kept back from."""

    id: str
    recovery_id: str
    ordinal: int
    kind: str
    amount: Money
    against: str | None
    return_code: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def kept_back(owed: Sequence[Recovery], amount: Money) -> list[tuple[Recovery, Money]]:
    """How much of a payment goes to which recovery, the oldest first; never more than is owed."""
    parts = []
    for each in owed:
        share = min(each.free, amount)
        if share > Money.zero():
            parts.append((each, share))
            amount = amount - share
    return parts


def check_refund(known: Recovery, amount: Money) -> None:
    """RecoverySettled, RefundTooMuch."""
    if known.status == SETTLED:
        raise problems.RecoverySettled(recovery_id=known.id)
    if amount > known.free:
        raise problems.RefundTooMuch(
            recovery_id=known.id, asked=amount.plain(), free=known.free.plain()
        )
