"""What libraries of one city took and paid for each other, settled month by month (同城结算).

Between cities it is a claim of the kind `library`; inside one city no region owes another, so two
libraries settle by themselves: each month, netted between the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sscsim.kernel.money import Money, sum_money

FINE, DEPOSIT_REFUND = "fine", "deposit_refund"
PURPOSES: Final = (FINE, DEPOSIT_REFUND)


@dataclass(frozen=True, slots=True)
class CityDue:
    """One library owes another of its city; only added to. event: what brought it about;
    purpose: a fee that it took, or a deposit of its own that the other handed out;
    clearing_id: by which it was settled."""

    id: str
    event: str
    payer_id: str
    payee_id: str
    month: str
    purpose: str
    amount: Money
    clearing_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CityClearing:
    """A month of two libraries, `first_id` before `second_id`. owed_by_first and owed_by_second:
    all that each owed the other; count: of dues."""

    id: str
    first_id: str
    second_id: str
    month: str
    owed_by_first: Money
    owed_by_second: Money
    count: int
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def amount(self) -> Money:
        """What moves."""
        owed = (self.owed_by_first, self.owed_by_second)
        return max(owed) - min(owed)

    @property
    def payer_id(self) -> str | None:
        """Who pays; None where both owed the same."""
        if self.owed_by_first == self.owed_by_second:
            return None
        return self.first_id if self.owed_by_first > self.owed_by_second else self.second_id


def pair(one: str, other: str) -> tuple[str, str]:
    """Two libraries in the order in which a clearing names them.

    >>> pair("demo_central", "demo_branch")
    ('demo_branch', 'demo_central')
    """
    first, second = sorted((one, other))
    return first, second


def owed_by(library_id: str, dues: Iterable[CityDue]) -> Money:
    return sum_money(due.amount for due in dues if due.payer_id == library_id)
