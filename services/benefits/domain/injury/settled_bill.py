"""A bill of a work injury settled by card (工伤医疗费用持卡结算, HRSS-045), as `medical` did it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.injury import known
from services.benefits.domain.injury.recognition import SUSPENDED, WorkInjury
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-045"
PRE_SETTLED, SETTLED, REVERSED = "pre_settled", "settled", "reversed"
REFUSED: Final = "refused"
MACHINE: Final = Machine(
    "bill of a work injury by card",
    initial=PRE_SETTLED,
    edges=[
        (PRE_SETTLED, "settle", SETTLED),
        (PRE_SETTLED, "refuse", REFUSED),
        (SETTLED, "reverse", REVERSED),
    ],
)
SETTLEMENT_STATUSES: Final = MACHINE.states

CARD_NEEDED = decision.reason(
    "injury_bill_card_needed",
    "须出示受伤职工的社会保障卡",
    "The card of the injured has to be shown",
)
RESTS_ELSEWHERE = decision.reason(
    "injury_bill_of_another",
    "就诊 {visit_id} 不是该人员依据工伤认定 {number} 的就诊",
    "The visit {visit_id} isn't this person's on the recognition {number}",
)


@dataclass(frozen=True, slots=True)
class InjurySettlement:
    """One bill. application_id: that asked for it, None where the hospital settled it directly.
    settlement_id: of `medical`, once it is settled."""

    id: str
    application_id: str | None
    injury_id: str
    person_id: str
    region_code: str
    care_region_code: str
    visit_id: str
    settlement_id: str | None
    total: Money
    fund_pay: Money
    cash_pay: Money
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Quote:
    """What `medical` says of a visit before it is settled; problem: why it can't be."""

    person_id: str | None = None
    care_region: str | None = None
    decision_number: str | None = None
    total: Money | None = None
    fund_pay: Money | None = None
    cash_pay: Money | None = None
    problem: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    injury: WorkInjury | None
    quote: Quote


def refused(problem: Mapping[str, str]) -> Reason:
    """A refusal of `medical` as a reason here: its code, its words.

    >>> refused({"code": "visit_settled", "zh": "已结算", "en": "Settled"}).stored()["code"]
    'visit_settled'
    """
    said = {"zh": problem["zh"], "en": problem["en"]}
    return Reason(problem["code"], Text("{zh}", "{en}"), "医疗结算规则", said)


def decide(case: Case, facts: Facts) -> Decision:
    """Settled at the counter when the visit rests on the recognition; a contest stops no bill."""
    if case.subject is None:
        return decision.refuse_acceptance(CARD_NEEDED)
    number, visit_id = case.inputs["recognition_number"], case.inputs["visit_id"]
    injury, quote = facts.injury, facts.quote
    is_theirs = injury is not None and injury.person_id == case.subject.id
    against = known.against(injury, number, case.competent_region, is_theirs)
    if injury is not None and injury.status == SUSPENDED:
        against = [each for each in against if each.code != known.NOT_IN_FORCE.code]
    if against:
        return decision.reject(*against)
    asked, found = (number, case.subject.id), (quote.decision_number, quote.person_id)
    if quote.person_id is not None and asked != found:
        return decision.reject(RESTS_ELSEWHERE.with_(visit_id=visit_id, number=number))
    if quote.problem is not None:
        return decision.reject(refused(quote.problem))
    return decision.approve(quote=quote)
