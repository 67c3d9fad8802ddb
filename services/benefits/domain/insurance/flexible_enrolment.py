"""Enrolment of people in flexible jobs (灵活就业人员参保登记, HRSS-053)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain import insurance as words
from services.benefits.domain.contributions.flexible import FlexibleRule
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment.job_seeker import PAST_RETIREMENT, TOO_YOUNG
from services.benefits.domain.insurance.relation import Relation
from services.benefits.domain.insurance.staff_line import enrolled_already
from sscsim.kernel.periods import Month

CODE: Final = "HRSS-053"
KINDS: Final = {"pension": words.EMPLOYEE_PENSION, "medical": words.MEDICAL}
"""What the form calls an insurance -> its kind."""

PLACE_DIFFERS = decision.reason(
    "enrolment_place_differs",
    "参保地 {wanted} 与办理地 {region} 不一致",
    "To be insured in {wanted}, but handed in to {region}",
)
RESIDENCE_WANTED = decision.reason(
    "residence_proof_wanted",
    "非本省户籍，在 {region} 参保须提供居住证明",
    "Of another province: a proof of residence is wanted in {region}",
    "川渝之间不受户籍限制；其他跨省参保按居住地",
)
LISTED_TWICE = decision.reason(
    "insurance_listed_twice",
    "参保险种重复：{insurances}",
    "An insurance is listed twice: {insurances}",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """open: the person's open relations by kind. at_home: whether the region asks no proof of
    residence from this person. retires_in: the month of the latest retirement age."""

    rule: FlexibleRule
    open: Mapping[str, Relation]
    working_age: int
    retires_in: Month
    at_home: bool


def decide(case: Case, facts: Facts) -> Decision:
    """Registered with a base of choice within the band."""
    listed = case.inputs["insurances"]
    wanted, today = case.inputs["region_code"], case.today
    against: list[Reason] = []
    if wanted != case.competent_region:
        against.append(PLACE_DIFFERS.with_(wanted=wanted, region=case.competent_region))
    if len(set(listed)) < len(listed):
        against.append(LISTED_TWICE.with_(insurances=", ".join(listed)))
    age = case.person.age_on(today)
    if age < facts.working_age:
        against.append(TOO_YOUNG.with_(working_age=facts.working_age, age=age))
    if Month.of(today) >= facts.retires_in:
        against.append(PAST_RETIREMENT.with_(month=str(facts.retires_in)))
    against += facts.rule.refuses(case.inputs["monthly_base_fen"])
    for kind in kinds_of(case):
        rivals = words.EMPLOYED if kind in words.EMPLOYED else (kind,)
        against += [enrolled_already(facts.open[each]) for each in rivals if each in facts.open]
    if against:
        return decision.reject(*against)
    if not facts.at_home and "residence_proof" not in case.inputs:
        why = RESIDENCE_WANTED.with_(region=case.competent_region)
        return decision.ask_supplement("residence_proof", why=(why,))
    return decision.approve()


def kinds_of(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(KINDS[each] for each in case.inputs["insurances"]))
