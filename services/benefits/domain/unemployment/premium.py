"""The medical premium of a month of benefit (代缴基本医疗保险费), which the fund pays (HRSS-016).

Law on social insurance, article 48. It is scheduled with the month of benefit, and paid to the
region's medical insurance in one sum for all; it stops where the month was not due after all.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.unemployment.run import AGENCIES_ONLY
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

SCHEDULED, PAID, STOPPED = "scheduled", "paid", "stopped"
MACHINE: Final = Machine(
    "premium of a month of benefit",
    initial=SCHEDULED,
    edges=[(SCHEDULED, "pay", PAID), (SCHEDULED, "stop", STOPPED)],
)
STATUSES: Final = MACHINE.states
PAY_DAY: Final = 20
"""Ours: the day of the month on which premiums are paid by themselves."""

NONE_SCHEDULED = decision.reason(
    "no_premiums_scheduled",
    "{region} 在 {month} 没有待代缴的医疗保险费",
    "No premium of {month} waits to be paid in {region}",
)


@dataclass(frozen=True, slots=True)
class Premium:
    """One person's premium of one month."""

    id: str
    benefit_id: str
    person_id: str
    region_code: str
    month: str
    amount: Money
    payment_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Premiums of the month that wait: how many, and what they come to."""

    persons: int
    total: Money


def decide(case: Case, facts: Facts) -> Decision:
    """What waits is paid."""
    if case.subject is not None:
        return decision.refuse_acceptance(AGENCIES_ONLY)
    month = Month.parse(case.inputs["premium_month"])
    if not facts.persons:
        return decision.reject(NONE_SCHEDULED.with_(region=case.competent_region, month=str(month)))
    step = explain.amount(
        "unemployment.premiums",
        "premiums",
        {"premiums": facts.total, "persons": str(facts.persons)},
        Text(
            zh="{persons} 人 {result} 元，由失业保险基金代缴",
            en="{result} for {persons} persons, paid by the unemployment fund",
        ),
        share="premium",
    )
    return decision.approve(facts.total, Explanation(facts.total, (step,)))


def pay_day(month: Month) -> date:
    return month.day(PAY_DAY)
