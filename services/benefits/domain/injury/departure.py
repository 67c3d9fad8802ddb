"""The medical grant on leaving (一次性工伤医疗补助金, HRSS-049), grades 5 to 10.

Regulation, articles 36 and 37: the worker leaves of grades 5 and 6, or the contract ends besides of
7 to 10. With it the relation with the insurance ends; the employer pays the grant for new work.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.injury import FUND, known
from services.benefits.domain.injury.claim import FINDING_UNKNOWN, GRADE_DIFFERS, against_finding
from services.benefits.domain.injury.finding import Finding
from services.benefits.domain.injury.leaving import LeavingRule
from services.benefits.domain.injury.platform import NO_LEAVING_GRANTS
from services.benefits.domain.injury.recognition import WorkInjury
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money

CODE: Final = "HRSS-049"
CONTRACT_ENDED: Final = "contract_ended"
BY_WORKER_ONLY: Final = range(5, 7)
"""Grades of which only the worker may end the employment."""

NOT_ENDED_YET = decision.reason(
    "leaving_not_yet",
    "劳动关系终止日期 {day} 晚于今天或者早于事故日期",
    "The employment ends on {day}: after today, or before the accident",
)
STILL_EMPLOYED = decision.reason(
    "leaving_still_employed",
    "仍有与该单位的在职记录，劳动关系没有终止",
    "The record still has them employed there: the employment has not ended",
)
NOT_BY_WORKER = decision.reason(
    "leaving_not_by_worker",
    "{grade} 级伤残须由职工本人提出才能解除或者终止劳动关系",
    "With grade {grade} only the worker can end the employment",
    "工伤保险条例第三十六条第二款",
)
LEFT_BEFORE = decision.reason(
    "leaving_granted_before",
    "一次性工伤医疗补助金已经核定",
    "The medical grant on leaving was given before",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """months_left: to the retirement age. is_employed: a record says that they still are.
    has_ended: a record says that they aren't any more. wage: None where none is known."""

    injury: WorkInjury | None
    is_theirs: bool
    finding: Finding | None
    is_newest: bool
    rule: LeavingRule
    wage: Step | None
    average: Figure[Money]
    months_left: int
    is_employed: bool = False
    has_ended: bool = False
    granted_before: bool = False


def decide(case: Case, facts: Facts) -> Decision:
    """Granted by the province's table; what the employer owes is told beside it."""
    finding, number = facts.finding, case.inputs["appraisal_number"]
    if finding is None or facts.injury is None:
        return decision.reject(FINDING_UNKNOWN.with_(number=number))
    injury = facts.injury
    against = known.against(injury, injury.number, case.competent_region, facts.is_theirs)
    if against:
        return decision.reject(*against)
    if not injury.has_employer:
        return decision.reject(NO_LEAVING_GRANTS)
    if facts.granted_before:
        return decision.reject(LEFT_BEFORE)
    against = [*known.against_fund(injury), *against_finding(finding, facts.is_newest)]
    against += _against(case, facts, finding, injury.injured_on)
    if facts.wage is None:
        against.append(known.WAGE_UNKNOWN)
    if against or facts.wage is None:
        return decision.reject(*against)
    if not facts.has_ended and "termination_proof" not in case.inputs:
        return decision.ask_supplement("termination_proof")
    whole = facts.rule.of(case.inputs["grade"], facts.months_left, facts.wage, facts.average)
    by_fund = _of_fund(whole)
    employer = whole.total - by_fund.total
    return decision.approve(by_fund.total, by_fund, medical=by_fund.total, employer=employer)


def _against(case: Case, facts: Facts, finding: Finding, injured_on: date) -> list[Reason]:
    grade, ended = case.inputs["grade"], case.inputs["ended_on_date"]
    against = []
    if grade != finding.grade:
        against.append(GRADE_DIFFERS.with_(said=grade, found=finding.grade or "-"))
    against += facts.rule.refuses(grade)
    if not injured_on <= ended <= case.today:
        against.append(NOT_ENDED_YET.with_(day=ended))
    elif facts.is_employed:
        against.append(STILL_EMPLOYED)
    if grade in BY_WORKER_ONLY and case.inputs["end_reason"] == CONTRACT_ENDED:
        against.append(NOT_BY_WORKER.with_(grade=grade))
    return against


def _of_fund(whole: Explanation) -> Explanation:
    """The fund's part alone, with the steps up to it."""
    at = next(number for number, step in enumerate(whole.steps) if step.share == FUND)
    return Explanation(whole.steps[at].money, whole.steps[: at + 1])
