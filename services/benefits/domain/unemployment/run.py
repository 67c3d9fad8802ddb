"""A month's payout of unemployment benefit in a region (失业保险金发放批次).

A run takes whoever draws the benefit and has no month yet; run twice it takes nobody twice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

BUILDING, CREDITING, COMPLETED = "building", "crediting", "completed"
MACHINE: Final = Machine(
    "unemployment run",
    initial=BUILDING,
    edges=[(BUILDING, "send", CREDITING), (CREDITING, "complete", COMPLETED)],
)
STATUSES: Final = MACHINE.states

PAY_DAY: Final = 15
"""Ours: the day of the month on which it is paid by itself; an agency may order it before."""

MONTH_AHEAD = decision.reason(
    "benefit_month_ahead",
    "{month} 尚未开始，不能提前发放",
    "{month} has not begun: its benefit is not paid yet",
    "按月发放",
)
MONTH_OVER = decision.reason(
    "benefit_month_over",
    "{month} 已结束，只能发放当月的失业保险金",
    "{month} is over: only this month's benefit is paid",
    "按月发放",
)
MONTH_PAID = decision.reason(
    "benefit_month_paid",
    "{month} 已发放（批次 {run_id}）",
    "{month} was paid already, by the run {run_id}",
    "每人每月发放一次",
)
NOBODY_DRAWS = decision.reason(
    "nobody_draws_benefit",
    "{region} 在 {month} 没有领取失业保险金的人员",
    "Nobody draws the benefit of {month} in {region}",
)
AGENCIES_ONLY = decision.reason(
    "unemployment_payout_agencies_only",
    "由社会保险经办机构发起",
    "An agency orders it, by its own key",
)


@dataclass(frozen=True, slots=True)
class UnemploymentRun:
    """One payout. total: of its lines, `kept_back` among it; monthly: what each gets.

    paid, returned: what of the rest the bank took, and what it sent back and was not issued again
    with success.
    """

    id: str
    region_code: str
    pay_month: str
    application_id: str | None
    monthly: Money
    premium: Money
    lines_count: int
    total: Money
    kept_back: Money
    paid_count: int
    paid_total: Money
    returned_count: int
    returned_total: Money
    completed_at: datetime | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def pay_day(month: Month) -> date:
    return month.day(PAY_DAY)


@dataclass(frozen=True, slots=True)
class Facts:
    """run_id: of the month's run, if there is one; drawing: how many draw the benefit."""

    run_id: str | None
    drawing: int


def decide(case: Case, facts: Facts) -> Decision:
    """This month's benefit is ordered, once."""
    if case.subject is not None:
        return decision.refuse_acceptance(AGENCIES_ONLY)
    month, now = Month.parse(case.inputs["pay_month"]), Month.of(case.today)
    against = []
    if month > now:
        against.append(MONTH_AHEAD.with_(month=str(month)))
    if month < now:
        against.append(MONTH_OVER.with_(month=str(month)))
    if facts.run_id is not None:
        against.append(MONTH_PAID.with_(month=str(month), run_id=facts.run_id))
    elif month == now and not facts.drawing:
        against.append(NOBODY_DRAWS.with_(region=case.competent_region, month=str(month)))
    return decision.reject(*against) if against else decision.approve()
