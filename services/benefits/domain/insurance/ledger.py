"""A person's pension account (个人账户) as recorded: its entries sum to its balance.

An entry has a sign: what it does to the balance. What it is for is its business key, unique for
ever, so that nothing is posted twice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain.pension import account as rules
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

OPEN, CLOSED = "open", "closed"
MACHINE: Final = Machine("pension account", initial=OPEN, edges=[(OPEN, "close", CLOSED)])
STATUSES: Final = MACHINE.states

CONTRIBUTION, SUBSIDY, INTEREST = "contribution", "subsidy", "interest"
TRANSFER_IN, TRANSFER_OUT = "transfer_in", "transfer_out"
PAYOUT, REFUND, CORRECTION = "payout", "refund", "correction"
KINDS: Final = (
    *(CONTRIBUTION, SUBSIDY, INTEREST),
    *(TRANSFER_IN, TRANSFER_OUT, PAYOUT, REFUND, CORRECTION),
)


@dataclass(frozen=True, slots=True)
class Account:
    """One account: of a person, in a scheme, kept by a region. `balance`: its entries' sum."""

    id: str
    person_id: str
    kind: str
    region_code: str
    ordinal: int
    balance: Money
    opened_on: date
    closed_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One entry; `month`: the one that it counts to, from which on it bears interest."""

    account_id: str
    business_key: str
    person_id: str
    month: str
    kind: str
    amount: Money
    posted_on: date
    created_at: datetime

    @property
    def as_entry(self) -> rules.Entry:
        """The entry as the rules of the account count it, where what goes out is positive."""
        month = Month.parse(self.month)
        if self.kind == INTEREST:
            return rules.Entry(month, rules.INTEREST, self.amount)
        if self.amount < Money.zero():
            return rules.Entry(month, rules.PAID_OUT, -self.amount)
        return rules.Entry(month, rules.POSTED, self.amount)
