"""The training voucher (职业培训券, HRSS-068): claimed, bound to a course, redeemed, settled.

What it pays goes to the provider, once the holder has passed; one that isn't redeemed expires.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.training import course as courses
from services.benefits.domain.training.course import Course, Training
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

FUND: Final = "training_subsidy"
CLAIMED, BOUND, REDEEMED, SETTLED, EXPIRED = "claimed", "bound", "redeemed", "settled", "expired"
MACHINE: Final = Machine(
    "training voucher",
    initial=CLAIMED,
    edges=[
        (CLAIMED, "bind", BOUND),
        (BOUND, "redeem", REDEEMED),
        (REDEEMED, "settle", SETTLED),
        (CLAIMED, "expire", EXPIRED),
        (BOUND, "expire", EXPIRED),
    ],
)
STATUSES: Final = MACHINE.states

CATEGORY_WITHOUT = decision.reason(
    "voucher_category_excluded",
    "人员类别 {category} 不属于发放对象",
    "People of the category {category} get no voucher",
)
CLAIMED_THIS_YEAR = decision.reason(
    "voucher_claimed_this_year",
    "本年度已领取培训券 {voucher_code}",
    "A voucher was claimed this year: {voucher_code}",
    "每人每年一张",
)
NO_VOUCHER = decision.reason(
    "voucher_unknown", "没有本人的培训券 {voucher_code}", "The person has no voucher {voucher_code}"
)
VOUCHER_STATE = decision.reason(
    "voucher_in_another_state",
    "培训券 {voucher_code} 当前状态为 {status}",
    "The voucher {voucher_code} is {status}",
)
NOT_ENROLLED = decision.reason(
    "voucher_without_enrolment",
    "未报名课程 {course_code}",
    "The person is not enrolled in the course {course_code}",
    "先报名，后选定",
)
NOT_PASSED = decision.reason(
    "voucher_course_not_passed",
    "尚未通过课程 {course_code}",
    "The course {course_code} has not been passed",
    "培训合格后核销",
)


@dataclass(frozen=True, slots=True)
class Voucher:
    """One voucher. `until_date`: last day on which it is redeemed; `paid`: to the provider."""

    id: str
    code: str
    person_id: str
    year: int
    region_code: str
    application_id: str
    person_category: str
    worth: Money
    until_date: date
    training_id: str | None
    course_code: str | None
    paid: Money | None
    payment_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at.

    held: the voucher named in the form, if it is the person's; this_year: claimed this year
    training, course: of the course that is named, or to which the voucher is bound
    """

    worth: Figure[Money]
    valid_months: int
    categories: tuple[str, ...]
    this_year: Voucher | None
    held: Voucher | None
    training: Training | None
    course: Course | None


def decide(case: Case, facts: Facts) -> Decision:
    """By what is asked: claimed, bound or redeemed."""
    action = case.inputs["action"]
    if action == "claim":
        return _claimed(case, facts)
    held = facts.held
    if held is None:
        return decision.reject(NO_VOUCHER.with_(voucher_code=case.inputs["voucher_code"]))
    against: list[Reason] = []
    if not MACHINE.allows(held.status, action):
        against.append(VOUCHER_STATE.with_(voucher_code=held.code, status=held.status))
    if action == "bind":
        open_ = facts.training is not None and facts.training.status != courses.DROPPED
        if not open_:
            against.append(NOT_ENROLLED.with_(course_code=case.inputs["course_code"]))
        return decision.reject(*against) if against else decision.approve(action=action)
    if not against and (facts.training is None or facts.training.status != courses.PASSED):
        against.append(NOT_PASSED.with_(course_code=held.course_code))
    if against:
        return decision.reject(*against)
    return _redeemed(held, facts)


def _claimed(case: Case, facts: Facts) -> Decision:
    against = []
    category = case.inputs["person_category"]
    if category not in facts.categories:
        against.append(CATEGORY_WITHOUT.with_(category=category))
    if facts.this_year is not None:
        against.append(CLAIMED_THIS_YEAR.with_(voucher_code=facts.this_year.code))
    if against:
        return decision.reject(*against)
    until = (Month.of(case.today) + facts.valid_months).day(case.today.day)
    return decision.approve(action="claim", until=until)


def _redeemed(held: Voucher, facts: Facts) -> Decision:
    """The provider gets the fee, and no more than the voucher is worth."""
    assert facts.course is not None
    step = explain.amount(
        "training_voucher.redeemed",
        "min(worth, fee)",
        {"worth": held.worth, "fee": facts.course.fee},
        Text(
            zh="券面 {worth} 元与培训费 {fee} 元取其低，结算 {result} 元",
            en="The lower of the voucher's {worth} and the fee of {fee}: {result}",
        ),
        share="provider",
    )
    return decision.approve(step.money, Explanation(step.money, (step,)), action="redeem")
