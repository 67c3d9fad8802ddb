"""What the fund pays for a work injury: sums once, and by the month (一次性待遇、定期待遇).

Each is paid under its own id as the key, so that nothing is paid twice. What is paid by the month
needs a certification within the year; without one it is suspended, and resumed with its arrears.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits.domain.injury import GRADES
from services.benefits.domain.injury.leaving import LEAVING
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

FUND: Final = "work_injury"

GRANTED, PAID, RETURNED, RECOVERED = "granted", "paid", "returned", "recovered"
GRANT: Final = Machine(
    "work-injury grant",
    initial=GRANTED,
    edges=[
        (GRANTED, "pay", PAID),
        (GRANTED, "return", RETURNED),
        (RETURNED, "pay", PAID),
        (GRANTED, "recover", RECOVERED),
        (PAID, "recover", RECOVERED),
    ],
)
GRANT_STATUSES: Final = GRANT.states

LUMP_SUM, LEAVING_MEDICAL = "lump_sum", "leaving_medical"
FUNERAL, DEATH_GRANT, DEATH_ADVANCE = "funeral", "death_grant", "death_advance"
BILLS, DEVICE = "bills", "device"
GRANT_KINDS: Final = (
    *(LUMP_SUM, LEAVING_MEDICAL, FUNERAL, DEATH_GRANT, DEATH_ADVANCE),
    *(BILLS, DEVICE),
)
GRADED_GRANTS: Final[Mapping[str, Sequence[int]]] = {LUMP_SUM: GRADES, LEAVING_MEDICAL: LEAVING}
"""Grants that a grade gives, with the grades that do."""

RUNNING, ADJUSTED, SUSPENDED, STOPPED = "running", "adjusted", "suspended", "stopped"
PENSION: Final = Machine(
    "work-injury benefit by the month",
    initial=GRANTED,
    edges=[
        (GRANTED, "run", RUNNING),
        (GRANTED, "adjust", ADJUSTED),
        (RUNNING, "adjust", ADJUSTED),
        (ADJUSTED, "adjust", ADJUSTED),
        (GRANTED, "miss", SUSPENDED),
        (RUNNING, "miss", SUSPENDED),
        (ADJUSTED, "miss", SUSPENDED),
        (SUSPENDED, "resume", RUNNING),
        *((each, "stop", STOPPED) for each in (GRANTED, RUNNING, ADJUSTED, SUSPENDED)),
    ],
)
PENSION_STATUSES: Final = PENSION.states
PAYABLE: Final = (GRANTED, RUNNING, ADJUSTED)
OPEN: Final = (*PAYABLE, SUSPENDED)

ALLOWANCE, CARE, DEPENDANTS = "disability_allowance", "care", "dependants_pension"
WITH_ALLOWANCE: Final = range(1, 7)
"""Grades with an allowance: of 5 and 6 the employer pays it."""
PENSION_KINDS: Final = (ALLOWANCE, CARE, DEPENDANTS)
DIED, REGRADED, OVERTURNED = "died", "regraded", "overturned"
LEFT, AGE_REACHED, ON_PENSION = "left_employer", "age_reached", "on_pension"
ENDED_FOR: Final = (DIED, REGRADED, OVERTURNED, LEFT, AGE_REACHED, ON_PENSION)

ORDERED: Final = "ordered"
MONTH: Final = Machine(
    "month of a work-injury benefit",
    initial=ORDERED,
    edges=[
        (ORDERED, "pay", PAID),
        (ORDERED, "return", RETURNED),
        (RETURNED, "pay", PAID),
        (ORDERED, "recover", RECOVERED),
        (PAID, "recover", RECOVERED),
    ],
)
MONTH_STATUSES: Final = MONTH.states


MOST_AT_ONCE: Final = Money(20_000_000)
"""The bank side takes no larger sum at once (`bank_side`, single_credit_limit, as assumed)."""


def parts(amount: Money) -> list[Money]:
    """A sum in parts that the bank side takes.

    >>> [each.plain() for each in parts(Money(45_000_000))]
    ['200000.00', '200000.00', '50000.00']
    """
    whole, rest = divmod(amount.fen, MOST_AT_ONCE.fen)
    return [MOST_AT_ONCE] * whole + ([Money(rest)] if rest or not whole else [])


@dataclass(frozen=True, slots=True)
class Grant:
    """A sum once. finding_id, grade: of the finding that gives it; None where none does."""

    id: str
    application_id: str
    ordinal: int
    item_code: str
    kind: str
    injury_id: str
    finding_id: str | None
    grade: int | None
    person_id: str
    payee_name: str
    region_code: str
    amount: Money
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class InjuryPension:
    """A sum a month. next_month: the first that is not ordered yet; until_month: the last
    one, None where nothing ends it by itself; certified_until: the last day
    to which it is paid without a new certification; explanation: of the sum."""

    id: str
    application_id: str
    ordinal: int
    item_code: str
    kind: str
    injury_id: str
    finding_id: str | None
    grade: int | None
    person_id: str
    payee_name: str
    region_code: str
    monthly_amount: Money
    explanation: Mapping[str, Any]
    from_month: str
    next_month: str
    until_month: str | None
    certified_until: date
    ended_month: str | None
    ended_for: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class InjuryMonth:
    """A month that was ordered of one."""

    id: str
    pension_id: str
    person_id: str
    month: str
    amount: Money
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CertificationRule:
    """months: how long a certification holds (领取资格认证)."""

    months: int

    def until(self, day: date) -> date:
        """The last day of one that was made on this day."""
        return (Month.of(day) + self.months).day(day.day)
