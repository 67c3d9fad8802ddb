"""Enrolment in the residents' pension (城乡居民养老保险参保登记, HRSS-030)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain import insurance as words
from services.benefits.domain.contributions.resident import NO_TIER, ResidentRule
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment.job_seeker import TOO_YOUNG
from services.benefits.domain.insurance.relation import SUSPENDED, Relation
from services.benefits.domain.insurance.staff_line import enrolled_already

CODE: Final = "HRSS-030"

HUKOU_ELSEWHERE = decision.reason(
    "hukou_in_another_region",
    "户籍地 {hukou} 与参保地 {region} 不一致",
    "The hukou is in {hukou}, not in {region}",
    "城乡居民在户籍地参加养老保险",
)
OLD_ENOUGH = decision.reason(
    "resident_of_pension_age",
    "已满 {age} 周岁，不再参保缴费，可以申领待遇",
    "{age} years old already: a pension is claimed, nothing is enrolled in",
    "城乡居民基本养老保险",
)
HUKOU_WANTED = decision.reason(
    "hukou_not_in_data",
    "登记的居住地为 {known}，须提供户籍证明",
    "Registered in {known}: a proof of the hukou is wanted",
    "先数据核查，后补充材料",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """open: the person's open relations by kind. pension_age: from which the pension is paid."""

    rule: ResidentRule
    open: Mapping[str, Relation]
    pension_age: int


def decide(case: Case, facts: Facts) -> Decision:
    """Registered at the hukou's place, from 16 on, who is in no scheme of employees."""
    hukou, tier = case.inputs["hukou_region_code"], case.inputs["yearly_tier_fen"]
    age, least = case.person.age_on(case.today), facts.rule.age.value
    against: list[Reason] = []
    if hukou != case.competent_region:
        against.append(HUKOU_ELSEWHERE.with_(hukou=hukou, region=case.competent_region))
    if age < least:
        against.append(TOO_YOUNG.with_(working_age=least, age=age))
    if age >= facts.pension_age:
        against.append(OLD_ENOUGH.with_(age=facts.pension_age))
    if tier not in facts.rule.amounts():
        tiers = ", ".join(str(each) for each in facts.rule.amounts())
        against.append(NO_TIER.with_(paid=tier, tiers=tiers))
    against += [enrolled_already(facts.open[each]) for each in words.EMPLOYED if each in facts.open]
    own = facts.open.get(words.RESIDENT_PENSION)
    if own is not None and own.status != SUSPENDED:
        against.append(enrolled_already(own))
    if against:
        return decision.reject(*against)
    if hukou != case.person.region_code and "hukou_proof" not in case.inputs:
        why = HUKOU_WANTED.with_(known=case.person.region_code)
        return decision.ask_supplement("hukou_proof", why=(why,))
    return decision.approve()
