"""Benefits of a disability (伤残待遇, HRSS-048): once by grade, by the month, and for care.

Regulation, articles 34 to 37. A later finding changes what is paid by the month from the next
month on; the sum once is given once for an injury.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.injury import known
from services.benefits.domain.injury.disability import RETAINED, DisabilityRule
from services.benefits.domain.injury.finding import CARE, FINAL, Finding
from services.benefits.domain.injury.recognition import WorkInjury
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money

CODE: Final = "HRSS-048"

FINDING_UNKNOWN = decision.reason(
    "appraisal_unknown",
    "没有编号为 {number} 的劳动能力鉴定结论",
    "There is no finding with the number {number}",
)
FINDING_OPEN = decision.reason(
    "appraisal_contestable",
    "鉴定结论 {number} 状态为 {status}，尚未生效或者已被新的结论代替",
    "The finding {number} is {status}: it isn't final, or another took its place",
    "工伤保险条例第二十六条",
)
GRADE_DIFFERS = decision.reason(
    "disability_grade_differs",
    "申报的伤残等级 {said} 与鉴定结论 {found} 不一致",
    "The grade {said} is not that of the finding, {found}",
)
CARE_DIFFERS = decision.reason(
    "care_level_differs",
    "申报的护理等级 {said} 与鉴定结论 {found} 不一致",
    "The level of care {said} is not that of the finding, {found}",
)
GRANTED_BEFORE = decision.reason(
    "disability_benefit_granted_before",
    "鉴定结论 {number} 的伤残待遇已经核定",
    "The benefits of the finding {number} were granted before",
    "同一鉴定结论只核定一次",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """wage: of `WageRule.own`, None where none is known. lump_sum_given: for this injury.
    used: ids of findings on which benefits were granted."""

    injury: WorkInjury | None
    is_theirs: bool
    finding: Finding | None
    is_newest: bool
    rule: DisabilityRule
    wage: Step | None
    average: Figure[Money]
    minimum_wage: Figure[Money] | None
    lump_sum_given: bool = False
    used: Collection[str | None] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """Granted by the finding: the sum once, an allowance for grades 1 to 4, a sum for care."""
    finding, number = facts.finding, case.inputs["appraisal_number"]
    if finding is None or facts.injury is None:
        return decision.reject(FINDING_UNKNOWN.with_(number=number))
    injury = facts.injury
    against = known.against(injury, injury.number, case.competent_region, facts.is_theirs)
    if against:
        return decision.reject(*against)
    against = [*known.against_fund(injury), *against_finding(finding, facts.is_newest)]
    against += _differing(case, finding)
    if finding.id in facts.used:
        against.append(GRANTED_BEFORE.with_(number=number))
    if facts.wage is None:
        against.append(known.WAGE_UNKNOWN)
    if against or facts.wage is None:
        return decision.reject(*against)
    return _granted(case, facts, injury, finding, facts.wage)


def against_finding(finding: Finding, is_newest: bool) -> list[Reason]:
    """Why no benefit can rest on a finding."""
    if finding.status == FINAL and is_newest:
        return []
    return [FINDING_OPEN.with_(number=finding.number, status=finding.status)]


def _differing(case: Case, finding: Finding) -> list[Reason]:
    against = []
    grade, care = case.inputs["grade"], case.inputs["care_level"]
    if grade != finding.grade:
        against.append(GRADE_DIFFERS.with_(said=grade, found=finding.grade or "-"))
    if care != finding.care_level:
        against.append(CARE_DIFFERS.with_(said=care, found=finding.care_level))
    return against


def _granted(
    case: Case, facts: Facts, injury: WorkInjury, finding: Finding, wage: Step
) -> Decision:
    grade = case.inputs["grade"]
    once = None if facts.lump_sum_given else facts.rule.once(grade, wage)
    monthly = None
    if facts.minimum_wage is not None:
        monthly = facts.rule.monthly(grade, wage, facts.minimum_wage)
    care = None
    if finding.needs_care:
        care = facts.rule.care_monthly(CARE[finding.care_level], facts.average)
    by_fund = grade in RETAINED
    owes = injury.has_employer and case.inputs["keeps_working"]
    by_employer = monthly if not by_fund and owes else None
    return decision.approve(
        once.total if once else None,
        once,
        once=once.total if once else None,
        allowance=monthly if by_fund else None,
        by_employer=by_employer,
        care=care,
    )
