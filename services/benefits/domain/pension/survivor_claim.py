"""HRSS-025: what survivors get after a death that is no work injury (丧葬补助金、抚恤金)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from services.benefits.domain import decision, overlap
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.overlap import FuneralGrant
from services.benefits.domain.pension import survivor
from services.benefits.domain.pension.deceased import Dead, against, wanted
from services.benefits.domain.pension.employee import summed
from services.benefits.domain.pension.survivor import Deceased, SurvivorRules
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-025"
PENSION: Final = "pension"
_RULE: Final = "社会保险法第十七条、第四十九条"

GRANTED, PAID, RETURNED = "granted", "paid", "returned"
MACHINE: Final = Machine(
    "survivor benefit",
    initial=GRANTED,
    edges=[(GRANTED, "pay", PAID), (GRANTED, "return", RETURNED), (RETURNED, "pay", PAID)],
)
STATUSES: Final = MACHINE.states

NEVER_CONTRIBUTED = decision.reason(
    "deceased_never_insured",
    "死亡人员没有职工基本养老保险缴费",
    "The deceased never contributed to the employees' pension",
    _RULE,
)
PAID_BEFORE = decision.reason(
    "survivor_benefit_paid_already",
    "该死亡人员的遗属待遇已由 {benefit_id} 支付",
    "The survivors of the deceased were paid already, by {benefit_id}",
    _RULE,
)
OTHERS_AGREE = decision.reason(
    "survivors_have_to_agree",
    "还有 {count} 名遗属，须提交分配协议",
    "There are {count} more survivors: their agreement is wanted",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class SurvivorBenefit:
    """One payment after one death."""

    id: str
    application_id: str
    deceased_id: str
    survivor_id: str
    region_code: str
    funeral_scheme: str
    funeral: Money
    survivor_payment: Money
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the deceased had paid and drawn; known: id of what was paid after them before;
    elsewhere: funeral grants that other insurances have paid."""

    dead: Dead
    who: Deceased
    known: str | None
    rules: SurvivorRules | None
    elsewhere: Sequence[FuneralGrant] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """One payment after one death; the funeral grant is in it unless another insurance's was
    chosen."""
    reasons: list[Reason] = against(case, facts.dead)
    if not reasons and facts.known is not None:
        reasons.append(PAID_BEFORE.with_(benefit_id=facts.known))
    if not reasons and facts.elsewhere and case.inputs["scheme_choice"] == PENSION:
        other = facts.elsewhere[0].insurance
        reasons.append(overlap.GRANTED_ELSEWHERE.with_(insurance=other))
    if not reasons and not facts.who.months:
        reasons.append(NEVER_CONTRIBUTED)
    if reasons:
        return decision.reject(*reasons)
    others = case.inputs.get("other_survivors", 0)
    missing = list(wanted(case, facts.dead))
    why: tuple[Reason, ...] = ()
    if others and "agreement_of_survivors" not in case.inputs:
        missing.append("agreement_of_survivors")
        why = (OTHERS_AGREE.with_(count=others),)
    if missing:
        return decision.ask_supplement(*missing, why=why)
    assert facts.rules is not None and facts.dead.person is not None
    made = chosen(survivor.benefits(facts.who, facts.rules), case.inputs["scheme_choice"])
    return decision.approve(
        made.total, made, deceased_id=facts.dead.person.id, died_on=facts.dead.died_on
    )


def chosen(made: Explanation, scheme: str) -> Explanation:
    """Without the funeral grant where another insurance pays that."""
    if scheme == PENSION:
        return made
    steps = [
        replace(each, share=None) if each.share == survivor.FUNERAL else each for each in made.steps
    ]
    return summed(steps, survivor.SHARES)
