"""Monthly check of entitlement (按月资格核对, HRSS-015): confirmed by the person, or missed.

A check is due for each month that is drawn. Who misses so many in a row as the region says loses
the benefit; a month for which there was a good reason is excused and neither counts nor breaks the
row (Law on social insurance, article 51; Guangdong's regulation of 2022, article 37).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.unemployment import check as rules
from services.benefits.domain.unemployment.claim import NOT_SEEKING
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

DUE, CONFIRMED, EXCUSED, LAPSED = "due", "confirmed", "excused", "lapsed"
MISSED_ONCE, MISSED_TWICE = "missed_once", "missed_twice"
MACHINE: Final = Machine(
    "monthly check",
    initial=DUE,
    edges=[
        (DUE, "confirm", CONFIRMED),
        (DUE, "miss", MISSED_ONCE),
        (DUE, "miss_again", MISSED_TWICE),
        (DUE, "lapse", LAPSED),
        (DUE, "excuse", EXCUSED),
        (MISSED_ONCE, "excuse", EXCUSED),
    ],
)
STATUSES: Final = MACHINE.states
"""A check lapses whose benefit ended before the month was over."""
GOOD_REASONS: Final = ("hospital", "pregnancy", "child_under_one")
METHODS: Final = ("counter", "code", "face")

NOTHING_TO_CHECK = decision.reason(
    "no_check_due",
    "{month} 没有待核对的失业保险金",
    "No check of {month} is due: the benefit is not drawn in it",
)
ANOTHER_MONTH = decision.reason(
    "check_month_not_now",
    "只能核对当月（{now}），不能核对 {month}",
    "It is this month, {now}, that is checked, and not {month}",
    "按月核对",
)
CHECKED_ALREADY = decision.reason(
    "check_done_already",
    "{month} 已核对（{check_id}）",
    "{month} was checked already, {check_id}",
)
APPLIED_LATER = decision.reason(
    "applied_in_future",
    "应聘日期 {day} 晚于今天",
    "Applied on {day}, which is after today",
)


@dataclass(frozen=True, slots=True)
class MonthlyCheck:
    """One month's check. in_a_row: months missed at its end, this one with them."""

    id: str
    benefit_id: str
    person_id: str
    region_code: str
    month: str
    method: str | None
    offers_refused: int
    applications: Sequence[Mapping[str, Any]]
    confirmed_on: date | None
    excused_for: str | None
    in_a_row: int
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """check: of the month, if one is known; refused: offers of work refused in this benefit so
    far; refusals: how many end it."""

    check: MonthlyCheck | None
    refused: int
    refusals: int


def decide(case: Case, facts: Facts) -> Decision:
    """Confirmed; the benefit ends with it where too much work was refused."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    against = _against(case, facts)
    if against:
        return decision.reject(*against)
    refused = facts.refused + case.inputs["offers_refused"]
    return decision.approve(ends_for=rules.ends_for((), refused, misses=1, refusals=facts.refusals))


def _against(case: Case, facts: Facts) -> list[Reason]:
    month, now = Month.parse(case.inputs["check_month"]), Month.of(case.today)
    against: list[Reason] = []
    if month != now:
        against.append(ANOTHER_MONTH.with_(month=str(month), now=str(now)))
    elif facts.check is None:
        against.append(NOTHING_TO_CHECK.with_(month=str(month)))
    elif facts.check.status != DUE:
        against.append(CHECKED_ALREADY.with_(month=str(month), check_id=facts.check.id))
    if not case.inputs["seeks_work"]:
        against.append(NOT_SEEKING)
    for each in case.inputs.get("applications", ()):
        if each["applied_on_date"] > case.today:
            against.append(APPLIED_LATER.with_(day=each["applied_on_date"].isoformat()))
    return against


def missed(before: int, misses: int) -> tuple[int, str]:
    """Months in a row with this one, and the event. before: in a row until the month before.

    >>> missed(0, 2), missed(1, 2)
    ((1, 'miss'), (2, 'miss_again'))
    """
    row = before + 1
    return row, "miss_again" if row >= misses else "miss"
