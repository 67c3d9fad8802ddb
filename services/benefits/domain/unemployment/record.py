"""A benefit that was granted (失业保险金), and the months that were paid of it.

One is open a person, wherever: a second claim waits until the first has ended. What was not drawn
is kept for the next claim, unless the benefit ended for a reason that takes it away.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain.origin import application_of
from services.benefits.domain.unemployment.check import ENDED_FOR, INTERRUPTED_FOR
from services.benefits.domain.unemployment.duration import Period
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

FUND: Final = "unemployment"
GRANTED, RUNNING, SUSPENDED = "granted", "running", "suspended"
STOPPED, EXHAUSTED = "stopped", "exhausted"
MACHINE: Final = Machine(
    "unemployment benefit",
    initial=GRANTED,
    edges=[
        (GRANTED, "run", RUNNING),
        (GRANTED, "suspend", SUSPENDED),
        (RUNNING, "suspend", SUSPENDED),
        (SUSPENDED, "resume", RUNNING),
        (GRANTED, "stop", STOPPED),
        (RUNNING, "stop", STOPPED),
        (SUSPENDED, "stop", STOPPED),
        (RUNNING, "use_up", EXHAUSTED),
    ],
)
STATUSES: Final = MACHINE.states
PAYABLE: Final = (GRANTED, RUNNING)

BY_AGENCY: Final = ("military_service", "emigrated", "on_pension", "refused_work", "died")
"""What an agency ends a benefit for; the others are found by its records."""
MOVED: Final = "moved"
"""Its months go on in another region, by a benefit of their own there."""
KEPT_AFTER: Final = ("employed", "military_service", "checks_missed", "deregistered")
"""Endings after which the undrawn months count for the next claim. The law names new work; that
the others keep them too, and refusing work, leaving the country and a pension do not, is ours."""
OF_REGISTRATION: Final = {
    "employed": "employed",
    "retired": "on_pension",
    "refused_work": "refused_work",
    "withdrawn": "deregistered",
    "died": "died",
}
"""Why a registration of unemployment was cancelled -> why the benefit that rests on it ends."""

ORDERED, PAID, RETURNED, TAKEN_BACK = "ordered", "paid", "returned", "recovered"
MONTH: Final = Machine(
    "month of unemployment benefit",
    initial=ORDERED,
    edges=[
        (ORDERED, "pay", PAID),
        (ORDERED, "return", RETURNED),
        (RETURNED, "pay", PAID),
        (PAID, "recover", TAKEN_BACK),
    ],
)
MONTH_STATUSES: Final = MONTH.states


@dataclass(frozen=True, slots=True)
class UnemploymentBenefit:
    """One claim that was granted.

    registration_id: the registration of unemployment that it rests on
    contributed: months of contributions since the claim before; counted_until: the last of them
    carried: months of that claim that were left. granted: months of this one, `carried` among
    them; most: what the law allows at most. paid: month by month; settled: at once
    last_month: the last month that may be paid, once it ended
    live: 1 while it is open, else None: one open benefit a person
    """

    id: str
    application_id: str
    person_id: str
    person_name: str
    ordinal: int
    region_code: str
    registration_id: str
    left_for: str
    contributed: int
    counted_until: str
    carried: int
    granted: int
    most: int
    paid: int
    settled: int
    counts_from: date
    from_month: str
    last_month: str | None
    suspended_for: str | None
    ended_on: date | None
    ended_for: str | None
    status: str
    live: int | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def granted_by(self) -> str | None:
        """The application; None of somebody who came into the world with it."""
        return application_of(self.application_id)

    @property
    def period(self) -> Period:
        return Period(self.granted, self.paid, self.settled)

    @property
    def left(self) -> int:
        """Months that were not drawn."""
        return self.period.left

    @property
    def left_for_next(self) -> int:
        """Months that count for the next claim."""
        return self.left if self.ended_for in KEPT_AFTER else 0

    def may_pay(self, month: str) -> bool:
        """Whether a month that was ordered still stands."""
        return self.last_month is None or month <= self.last_month


@dataclass(frozen=True, slots=True)
class BenefitMonth:
    """A month of benefit: a person has one a month, whatever claim it is of.

    kept_back: of the amount, for what the person owed back; payment_id: of the rest
    """

    id: str
    benefit_id: str
    run_id: str
    person_id: str
    region_code: str
    month: str
    amount: Money
    kept_back: Money
    payment_id: str | None
    recovery_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def last_month_with_work(began_on: date) -> Month:
    """Work ends the benefit from the month after it began on (Law, article 51).

    >>> str(last_month_with_work(date(2026, 3, 31)))
    '2026-03'
    """
    return Month.of(began_on)


__all__ = [
    "BY_AGENCY",
    "ENDED_FOR",
    "INTERRUPTED_FOR",
    "MACHINE",
    "MONTH",
    "BenefitMonth",
    "UnemploymentBenefit",
]
