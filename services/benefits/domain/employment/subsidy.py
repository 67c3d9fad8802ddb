"""Subsidies paid by the month (按月补贴): what is common to HRSS-007, HRSS-008 and HRSS-010.

Each stands on a fact of the records, as an employment or an internship. A month is paid when it is
over and the fact stood; it must be given back when the records say later that it did not. No two
of these subsidies are paid for one person's same month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

FUND: Final = "employment_subsidy"
RUNNING, COMPLETED, ENDED, RECOVERED = "running", "completed", "ended", "recovered"
MACHINE: Final = Machine(
    "monthly subsidy",
    initial=RUNNING,
    edges=[
        (RUNNING, "complete", COMPLETED),
        (RUNNING, "end", ENDED),
        (COMPLETED, "recover", RECOVERED),
        (ENDED, "recover", RECOVERED),
    ],
)
STATUSES: Final = MACHINE.states

ORDERED, PAID, RETURNED, TAKEN_BACK = "ordered", "paid", "returned", "recovered"
MONTH: Final = Machine(
    "month of a subsidy",
    initial=ORDERED,
    edges=[
        (ORDERED, "pay", PAID),
        (ORDERED, "return", RETURNED),
        (RETURNED, "pay", PAID),
        (PAID, "recover", TAKEN_BACK),
    ],
)
MONTH_STATUSES: Final = MONTH.states

ENDED_FOR: Final = (
    "employment_ended",
    "record_corrected",
    "internship_ended",
    "at_work",
    "died",
    "facts_false",
)

SUBSIDISED_ALREADY = decision.reason(
    "months_subsidised_already",
    "{months} 已由 {item_code} 的补贴 {record_id} 覆盖，同一月份不得重复享受",
    "{months}: the subsidy {record_id} of {item_code} covers it; no two for one month",
    "同一人同一时段不得重复享受就业补贴",
)
MONTHS_OVER_LIMIT = decision.reason(
    "subsidy_months_over_limit",
    "已享受或已批准 {used} 个月，再加 {asked} 个月超过 {limit} 个月",
    "{used} months were granted before; {asked} more are above the limit of {limit}",
    "补贴期限",
)


@dataclass(frozen=True, slots=True)
class Subsidy:
    """One grant by the month.

    person_id: whose work it is for. party_id: the employer that gets it; None: the person does
    basis_id: the record that it stands on. settled: how many months were looked at so far
    """

    id: str
    application_id: str
    ordinal: int
    item_code: str
    region_code: str
    person_id: str
    party_id: str | None
    payee_name: str
    basis_id: str
    category: str
    from_month: str
    months: int
    monthly_amount: Money
    settled: int
    ended_for: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def next_month(self) -> Month:
        """The month that is looked at next."""
        return Month.parse(self.from_month) + self.settled

    @property
    def covers(self) -> tuple[Month, ...]:
        """Months that are granted: all of it as long as it runs, then what was looked at."""
        count = self.months if self.status == RUNNING else self.settled
        return months_from(Month.parse(self.from_month), count)


@dataclass(frozen=True, slots=True)
class SubsidyMonth:
    """One month that was paid. `kept_back` of the amount went to what the payee owed back;
    `payment_id`: of the rest, if there was one."""

    id: str
    subsidy_id: str
    person_id: str
    month: str
    amount: Money
    kept_back: Money
    payment_id: str | None
    recovery_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Granted:
    """What was granted before for a person, as rules look at it."""

    subsidy_id: str
    item_code: str
    months: tuple[Month, ...]


def months_from(first: Month, count: int) -> tuple[Month, ...]:
    """
    >>> [str(each) for each in months_from(Month(2025, 12), 2)]
    ['2025-12', '2026-01']
    """
    return tuple(first + n for n in range(count))


def overlaps(known: Sequence[Granted], months: Sequence[Month]) -> list[Reason]:
    """A reason for each grant that covers one of the months."""
    against = []
    for each in known:
        shared = [month for month in months if month in each.months]
        if shared:
            against.append(
                SUBSIDISED_ALREADY.with_(
                    months=", ".join(map(str, shared)),
                    item_code=each.item_code,
                    record_id=each.subsidy_id,
                )
            )
    return against


def over_limit(known: Sequence[Granted], item_code: str, asked: int, limit: int) -> list[Reason]:
    """Whether this item's months, with those of before, are more than the policy gives."""
    used = sum(len(each.months) for each in known if each.item_code == item_code)
    if used + asked <= limit:
        return []
    return [MONTHS_OVER_LIMIT.with_(used=used, asked=asked, limit=limit)]


def is_wholly_recovered(months: Sequence[SubsidyMonth]) -> bool:
    """Whether every month that was paid had to be given back."""
    return bool(months) and all(each.status == TAKEN_BACK for each in months)


def payable_on(month: Month) -> date:
    """The day from which a month is paid: the first one after it."""
    return (month + 1).first
