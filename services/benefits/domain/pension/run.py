"""A month's payout of the pensions of a scheme and region (养老待遇发放批次), and its lines.

A line is one pension's month: what is due, what is paid behind with it, less what is kept back of
what was overpaid. A pension has one line a month, whatever runs twice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

BUILDING, CREDITING, COMPLETED = "building", "crediting", "completed"
MACHINE: Final = Machine(
    "pension run",
    initial=BUILDING,
    edges=[(BUILDING, "send", CREDITING), (CREDITING, "complete", COMPLETED)],
)
STATUSES: Final = MACHINE.states

ORDERED, PAID, RETURNED, RECOVERED = "ordered", "paid", "returned", "recovered"
LINE: Final = Machine(
    "month of a pension",
    initial=ORDERED,
    edges=[
        (ORDERED, "pay", PAID),
        (ORDERED, "return", RETURNED),
        (RETURNED, "pay", PAID),
        (PAID, "recover", RECOVERED),
    ],
)
LINE_STATUSES: Final = LINE.states

PAY_DAY: Final = 10
"""Ours: the day of the month on which a roll is made, from nine o'clock on."""

NOT_YET = decision.reason(
    "pension_month_ahead",
    "{month} 尚未开始，不能提前发放",
    "{month} has not begun: its pensions are not paid yet",
    "按月发放",
)
RUN_ALREADY = decision.reason(
    "pension_month_paid",
    "{month} 已经发放（批次 {run_id}）",
    "{month} was paid already, by the run {run_id}",
    "每人每月发放一次",
)
BEHIND = decision.reason(
    "pension_month_behind",
    "{month} 早于下一个发放月份 {next}，以前的月份随下一批次补发",
    "{month} is before {next}, which is paid next; earlier months are paid behind with it",
    "每人每月发放一次",
)
NOBODY = decision.reason(
    "no_pensions_to_pay",
    "{region} 没有正在发放的待遇",
    "No pension of this scheme is drawn in {region}",
)
AGENCIES_ONLY = decision.reason(
    "pension_payout_agencies_only",
    "发放批次由社会保险经办机构发起",
    "An agency orders the payout, by its own key",
)


@dataclass(frozen=True, slots=True)
class PensionRun:
    """One payout. `total`: what its lines order in all, kept back sums excluded."""

    id: str
    region_code: str
    scheme: str
    pay_month: str
    application_id: str | None
    lines_count: int
    total: Money
    kept_back_total: Money
    paid_count: int
    paid_total: Money
    returned_count: int
    returned_total: Money
    completed_at: datetime | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PensionMonth:
    """A line. amount: of the month itself, `from_account` of it out of the personal account;
    arrears: of months before; kept_back: of both."""

    run_id: str
    pension_id: str
    person_id: str
    month: str
    amount: Money
    from_account: Money
    arrears: Money
    kept_back: Money
    payment_id: str | None
    recovery_id: str | None
    status: str
    created_at: datetime
    updated_at: datetime


def pay_day(month: Month) -> date:
    return month.day(PAY_DAY)


def next_month(latest: Month | None, today: date) -> Month:
    """The month that is paid next: behind the latest that was, never before this one.

    >>> str(next_month(None, date(2026, 4, 1))), str(next_month(Month(2026, 4), date(2026, 4, 1)))
    ('2026-04', '2026-05')
    """
    now = Month.of(today)
    return now if latest is None else max(now, latest + 1)
