"""A contribution month (缴费月): what was paid to one insurance for one person's one month.

Residents pay by the year: their year is its January. A month that was refunded, or that moved
away with its relation, is not live: the same month may be paid again, there or elsewhere.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Final

from services.benefits.domain.pension.history import PaidMonth
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

DUE, PAID_STATUS, REFUNDED, MOVED, VOID = "due", "paid", "refunded", "moved", "void"
MACHINE: Final = Machine(
    "contribution month",
    initial=DUE,
    edges=[
        (DUE, "pay", PAID_STATUS),
        (DUE, "cancel", VOID),
        (PAID_STATUS, "refund", REFUNDED),
        (PAID_STATUS, "move", MOVED),
    ],
)
STATUSES: Final = MACHINE.states
LIVE: Final = (DUE, PAID_STATUS)

PAID, DEEMED, TRANSFERRED, MILITARY = "paid", "deemed", "transferred", "military"
ORIGINS: Final = (PAID, DEEMED, TRANSFERRED, MILITARY)
INDEX_PARTS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class ContributionMonth:
    """One month of one kind.

    employer, personal: what each pays. to_account: what of it goes to the person's account.
    subsidy: what the government adds. index_millionths: as an agency fixed it; None: by the base
    charge_id: the bill it is on; None for what was never billed here, as deemed months
    """

    person_id: str
    kind: str
    month: str
    region_code: str
    relation_id: str | None
    charge_id: str | None
    category: str
    base: Money
    employer: Money
    personal: Money
    subsidy: Money
    to_account: Money
    index_millionths: int | None
    origin: str
    paid_on: date | None
    status: str
    live: int | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def when(self) -> Month:
        return Month.parse(self.month)

    @property
    def index(self) -> Fraction | None:
        """As it was fixed; None: what the base says."""
        fixed = self.index_millionths
        return None if fixed is None else Fraction(fixed, INDEX_PARTS)

    @property
    def as_paid(self) -> PaidMonth:
        """The month as the rules of pensions count it."""
        return PaidMonth(self.when, self.base, self.index)
