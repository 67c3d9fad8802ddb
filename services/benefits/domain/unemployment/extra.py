"""Grants beside the benefit (加发待遇): for a birth, for seeking work, for early work.

Where a region has them; `grants` says how much. Months that are paid at once for early work count
as drawn, so that they are nobody's twice.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.employment.employment import SELF_EMPLOYED, Employment
from services.benefits.domain.unemployment.record import UnemploymentBenefit
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

CHILDBIRTH, JOB_SEEKING = "childbirth", "job_seeking"
EARLY_WORK, OWN_BUSINESS = "early_work", "own_business"
KINDS: Final = (CHILDBIRTH, JOB_SEEKING, EARLY_WORK, OWN_BUSINESS)
ORDERED, PAID, RETURNED = "ordered", "paid", "returned"
MACHINE: Final = Machine(
    "grant beside unemployment benefit",
    initial=ORDERED,
    edges=[(ORDERED, "pay", PAID), (ORDERED, "return", RETURNED), (RETURNED, "pay", PAID)],
)
STATUSES: Final = MACHINE.states
OPEN_ENDED: Final = 1_200
"""Months for which a contract without an end counts."""

BORN_OUTSIDE = decision.reason(
    "born_outside_benefit",
    "{born} 出生，不在领取失业保险金期间",
    "Born on {born}, when the benefit was not drawn",
)
MONTH_NOT_PAID = decision.reason(
    "job_seeking_month_not_paid",
    "{month} 没有发放失业保险金",
    "The benefit of {month} was not paid",
)
NO_WAGE_KNOWN = decision.reason(
    "no_contribution_wage",
    "没有缴费工资记录",
    "No contribution wage is on record",
)
NO_EARLY_WORK = decision.reason(
    "no_early_work",
    "没有因重新就业停发后仍在职的就业登记",
    "The benefit did not end for work that still stands on record",
)
CLAIMED_SINCE = decision.reason(
    "benefit_claimed_since",
    "剩余月数已并入 {benefit_id}",
    "The months left went into {benefit_id}",
)


@dataclass(frozen=True, slots=True)
class Grant:
    """One grant. occasion: the day of a birth, the month, or the employment record it is for;
    months: of benefit that it stands for."""

    id: str
    benefit_id: str
    person_id: str
    region_code: str
    kind: str
    occasion: str
    months: int
    amount: Money
    explanation: Any
    payment_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def born(known: UnemploymentBenefit, born_on: date, today: date) -> list[Reason]:
    """Whether the benefit was drawn on the day of a birth."""
    over = known.ended_on is not None and known.ended_on < born_on
    if known.counts_from <= born_on <= today and not over:
        return []
    return [BORN_OUTSIDE.with_(born=born_on.isoformat())]


def work_of(works: list[Employment], kind: str) -> Employment | None:
    """The work that stands: a business of one's own, or a job."""
    for each in reversed(works):
        own = each.kind == SELF_EMPLOYED
        if each.status == "active" and own == (kind == OWN_BUSINESS):
            return each
    return None


def contract_months(work: Employment) -> int:
    """Whole months of a contract; one without an end counts as long."""
    if work.contract_end_date is None:
        return OPEN_ENDED
    end, start = work.contract_end_date, work.start_date
    months = Month.of(end) - Month.of(start)
    return months if end.day + 1 >= start.day else months - 1
