"""The personal medical account (个人账户): a subsidiary ledger of the home region's book."""

from dataclasses import dataclass
from datetime import datetime

from services.medical import problems
from sscsim.kernel.money import Money

CREDIT, SETTLEMENT, REVERSAL = "credit", "settlement", "reversal"
INTEREST = "interest"
ENTRY_KINDS = (CREDIT, SETTLEMENT, REVERSAL, INTEREST)
"""Money paid in (划入), spent in a settlement, given back by a reversal, interest (利息)."""


@dataclass(frozen=True, slots=True)
class PersonalAccount:
    id: str
    person_id: str
    region_code: str  # whose book holds the control account
    balance: Money
    entry_count: int
    version: int
    created_at: datetime
    updated_at: datetime

    def after(self, kind: str, amount: Money) -> Money:
        """The balance after an entry; AccountOverdrawn if it would fall below zero."""
        balance = self.balance - amount if kind == SETTLEMENT else self.balance + amount
        if balance < Money.zero():
            raise problems.AccountOverdrawn(balance=self.balance, amount=amount)
        return balance


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One line of the account's journal, append only. `amount` has no sign; the kind tells."""

    id: str
    person_id: str
    ordinal: int
    kind: str
    amount: Money
    balance_after: Money
    refers_to: str | None  # the settlement, the reversal, or the account year
    note: str | None
    version: int
    created_at: datetime
    updated_at: datetime
