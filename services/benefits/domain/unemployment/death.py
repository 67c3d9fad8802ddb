"""Funeral grant and payment to survivors of a person on benefit (丧葬补助金和抚恤金, HRSS-017).

Law on social insurance, article 49. Of the funeral grants of pension, work injury and unemployment
insurance only one is paid; the payment to survivors does not depend on which is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision, overlap
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.overlap import FuneralGrant
from services.benefits.domain.unemployment.grants import DeathRule
from services.benefits.domain.unemployment.record import UnemploymentBenefit
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-017"
GRANTED, PAID, RETURNED = "granted", "paid", "returned"
MACHINE: Final = Machine(
    "benefit on the death of a person on benefit",
    initial=GRANTED,
    edges=[
        (GRANTED, "pay", PAID),
        (GRANTED, "return", RETURNED),
        (RETURNED, "pay", PAID),
    ],
)
STATUSES: Final = MACHINE.states
FUNERAL, SURVIVORS = "funeral", "survivors"

NOBODY_HAS_IT = decision.reason(
    "death_number_unknown",
    "社会保障号码 {number} 查无此人",
    "Nobody has the number {number}",
)
NOT_REPORTED = decision.reason(
    "death_not_reported",
    "该人员没有死亡登记，请先办理死亡登记",
    "No death of this person is on record: it is reported first",
    "以死亡登记为准",
)
DIED_ON_DIFFERS = decision.reason(
    "died_on_differs",
    "填报死亡日期 {said} 与登记的 {known} 不一致",
    "Died on {said}, it says; {known} is on record",
)
NOT_ON_BENEFIT = decision.reason(
    "deceased_not_on_benefit",
    "死亡时不在领取失业保险金期间",
    "Did not draw unemployment benefit at death",
    "社会保险法第四十九条",
)
PAID_BY_ANOTHER = decision.reason(
    "death_benefit_of_another_region",
    "失业保险金由 {region} 发放，应向其申领",
    "{region} paid the benefit, and it is claimed there",
)
CLAIMED_ALREADY = decision.reason(
    "death_benefit_claimed",
    "已申领（{record_id}）",
    "It was claimed already, {record_id}",
    "一次性发放",
)
KINSHIP_WANTED = decision.reason(
    "kinship_not_in_data",
    "没有与死亡人员的亲属关系记录，须提供亲属关系证明",
    "No such kinship is on record: a proof of it is wanted",
    "先数据核查，后补充材料",
)


@dataclass(frozen=True, slots=True)
class DeathBenefit:
    """What a survivor got. scheme: whose funeral grant was chosen."""

    id: str
    application_id: str
    person_id: str
    deceased_id: str
    benefit_id: str
    region_code: str
    relation: str
    died_on: date
    scheme: str
    funeral: Money
    survivors: Money
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """deceased_id None: nobody has the number; died_on: on record; relation: of the survivor, as
    the card service knows it; rule, base: of the day of death; grants: funeral grants that were
    paid, by insurance."""

    deceased_id: str | None
    died_on: date | None
    relation: str | None
    benefit: UnemploymentBenefit | None
    known: DeathBenefit | None
    rule: DeathRule
    base: Money | Figure[Money]
    grants: Sequence[FuneralGrant] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """Paid once, to the survivor who claims it in time."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    against = _against(case, facts)
    if against:
        return decision.reject(*against)
    if facts.relation != case.inputs["relation"] and "kinship_proof" not in case.inputs:
        return decision.ask_supplement("kinship_proof", why=(KINSHIP_WANTED,))
    whole = facts.rule.of(facts.base, has_survivors=True)
    chosen = case.inputs["scheme_choice"]
    if chosen == overlap.UNEMPLOYMENT:
        own = FuneralGrant(overlap.UNEMPLOYMENT, whole.totals()[FUNERAL])
        _, elsewhere = overlap.one_grant([own, *facts.grants], overlap.UNEMPLOYMENT)
        if elsewhere:
            return decision.reject(*elsewhere)
        steps = whole.steps
    else:
        steps = tuple(each for each in whole.steps if each.share == SURVIVORS)
    total = sum_money(each.money for each in steps)
    parts = {each.share: each.money for each in steps}
    assert facts.benefit is not None
    return decision.approve(
        total,
        Explanation(total, steps),
        funeral=parts.get(FUNERAL, Money.zero()),
        survivors=parts[SURVIVORS],
        deceased_id=facts.deceased_id,
        benefit_id=facts.benefit.id,
    )


def _against(case: Case, facts: Facts) -> list[Reason]:
    died: date = case.inputs["died_on_date"]
    if facts.deceased_id is None:
        return [NOBODY_HAS_IT.with_(number=case.inputs["deceased_number"])]
    if facts.died_on is None:
        return [NOT_REPORTED]
    against = []
    if facts.died_on != died:
        against.append(
            DIED_ON_DIFFERS.with_(said=died.isoformat(), known=facts.died_on.isoformat())
        )
    if facts.benefit is None:
        against.append(NOT_ON_BENEFIT)
    elif facts.benefit.region_code != case.competent_region:
        against.append(PAID_BY_ANOTHER.with_(region=facts.benefit.region_code))
    if facts.known is not None:
        against.append(CLAIMED_ALREADY.with_(record_id=facts.known.id))
    return against + facts.rule.refuses(facts.died_on, case.today)


def drawn_at(benefits: Sequence[UnemploymentBenefit], day: date) -> UnemploymentBenefit | None:
    """The benefit that was drawn on the day of a death, be it that it ended by it."""
    for each in reversed(benefits):
        over = each.ended_on is not None and each.ended_on < day and each.ended_for != "died"
        if each.counts_from <= day and not over:
            return each
    return None
