"""A loan (借阅): its states, its due date, and when it may go on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from services.culture.domain.house import HouseRules, Rules
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

OPEN, RETURNED, LOST, CLAIMED = "open", "returned", "lost", "claimed_returned"
MACHINE: Final = Machine(
    "loan",
    initial=OPEN,
    edges=[
        (OPEN, "return", RETURNED),
        (OPEN, "lose", LOST),
        (OPEN, "claim_returned", CLAIMED),
        (CLAIMED, "return", RETURNED),
        (CLAIMED, "reject_claim", OPEN),
        (CLAIMED, "lose", LOST),
        (LOST, "return", RETURNED),
    ],
)
STATUSES: Final = MACHINE.states
OUT: Final = (OPEN, CLAIMED)
"""With the reader, or so it seems: counts against limits."""


@dataclass(frozen=True, slots=True)
class Loan:
    """One copy lent to one reader.

    library_id: who lent it, and whose rules hold; family_card_id: the family card by which it was
    lent; due_on: the last day, inclusive; open_copy_id: the copy while it is out: at most one
    loan of a copy has it. recalled_on: called back; claimed_on: when the reader said that it is
    back, while the library looks; overdue_since: the first day too late, once
    the job of that day has noticed. returned_to: the library that took it back.
    """

    id: str
    reader_id: str
    person_id: str
    copy_id: str
    open_copy_id: str | None
    title_id: str
    library_id: str
    network_id: str
    medium: str
    kind: str | None
    family_card_id: str | None
    picture_book: str | None
    price: Money
    lent_on: date
    due_on: date
    renewals: int
    recalled_on: date | None
    claimed_on: date | None
    overdue_since: date | None
    returned_on: date | None
    returned_to: str | None
    status: str
    lent_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def term(self) -> str:
        """What due jobs call its present last day; with the renewals, since a recall may bring a
        day back that was moved before."""
        return f"{self.id}:{self.due_on}:{self.renewals}"

    def days_overdue(self, day: date) -> int:
        """Whole days past the last one; none while the library looks for it."""
        until = day if self.claimed_on is None else min(day, self.claimed_on)
        return max(0, (until - self.due_on).days)


def due_on(lent_on: date, house: HouseRules, medium: str) -> date:
    """The last day of a new loan: the day of lending isn't counted."""
    return lent_on + timedelta(days=house.days(medium).value)


def recalled_due(due: date, today: date, rules: Rules) -> date:
    """The last day after a recall (召回): sooner, never later."""
    return min(due, today + timedelta(days=rules.common.recall_days.value))


def renewed_due(loan: Loan, house: HouseRules, today: date) -> date:
    """The last day after a renewal (续借), counted from the due date or from today.

    The reasons against are looked at before (`renewing.reasons`): the figures are there.
    """
    assert house.renewal_days is not None
    assert house.renewal_from is not None
    start = today if house.renewal_from.value == "day_of_renewal" else loan.due_on
    return max(loan.due_on, start + timedelta(days=house.renewal_days.value))
