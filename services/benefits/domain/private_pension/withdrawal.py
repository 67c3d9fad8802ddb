"""Drawing a private pension (个人养老金领取, HRSS-041): whether, how, and in which parts.

Records say when the age is reached; of the other conditions a document does, and for large medical
bills and long unemployment somebody has to read it. Everything that is held is sold first; then
it is paid out at once, in so many parts, or by a sum a month, 3 % of each kept back as tax.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.private_pension import account, payout
from services.benefits.domain.private_pension.account import PrivatePension
from services.benefits.domain.private_pension.contribution import NO_ACCOUNT
from services.benefits.domain.private_pension.opening import DRAWS_ALREADY
from services.benefits.domain.private_pension.payout import Facts as Met
from services.benefits.domain.private_pension.payout import PayoutRule
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-041"

CONDITIONS: Final = {
    "pension_age": payout.PENSION_AGE,
    "total_disability": payout.LOST_CAPACITY,
    "settled_abroad": payout.SETTLED_ABROAD,
    "big_medical_bills": payout.MEDICAL_BILLS,
    "long_unemployment": payout.UNEMPLOYED,
    "subsistence_allowance": payout.SUBSISTENCE,
}
"""The word of the form -> the rule's."""

MANNERS: Final = {
    "monthly": payout.MONTHLY,
    "instalments": payout.INSTALMENTS,
    "once": payout.AT_ONCE,
}
READ_BY_PEOPLE: Final = (payout.MEDICAL_BILLS, payout.UNEMPLOYED)

PROOF_WANTED = decision.reason(
    "payout_proof_wanted",
    "请提供领取情形 {condition} 的证明",
    "A document is wanted that shows the condition {condition}",
)
PROOF_READ = decision.reason(
    "payout_proof_read_by_people",
    "情形 {condition} 的金额或者月数须人工审核",
    "Somebody has to read from the document whether the condition {condition} is met",
)
TOO_MANY_PARTS = decision.reason(
    "payout_too_many_parts",
    "余额 {balance} 元不足以分 {parts} 次领取",
    "{balance} can't be paid in {parts} parts",
)
UNDER_WAY = decision.reason(
    "payout_contribution_under_way",
    "缴费 {contribution_id} 尚未入账",
    "The contribution {contribution_id} is still on its way",
)

ORDERED, PAID, RETURNED = "ordered", "paid", "returned"
PAYOUT: Final = Machine(
    "payout of a private pension",
    initial=ORDERED,
    edges=[(ORDERED, "pay", PAID), (ORDERED, "return", RETURNED), (RETURNED, "pay", PAID)],
)
PAYOUT_STATUSES: Final = PAYOUT.states


@dataclass(frozen=True, slots=True)
class Payout:
    """One part that was paid out. gross = net to the card + tax to the tax office."""

    id: str
    pension_id: str
    person_id: str
    number: int
    due_on: date
    gross: Money
    tax: Money
    net: Money
    payment_id: str
    tax_payment_id: str | None
    explanation: dict[str, Any]
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """balance: of the account once everything is sold. under_way: a contribution that is being
    taken; met: what records say of the person. income: of the province, None where nobody asks."""

    rule: PayoutRule
    pension: PrivatePension | None
    balance: Money
    met: Met
    under_way: str | None = None
    income: Figure[Money] | None = None


def decide(case: Case, facts: Facts) -> Decision:
    """Against whoever has none, draws already, or meets no condition; else with its manner."""
    if facts.pension is None:
        return decision.reject(NO_ACCOUNT)
    condition = CONDITIONS[case.inputs["reason"]]
    manner = MANNERS[case.inputs["payout_mode"]]
    against = _against(case, facts, condition, manner)
    if against:
        return decision.reject(*against)
    if condition != payout.PENSION_AGE and "proof" not in case.inputs:
        return decision.ask_supplement("proof", why=(PROOF_WANTED.with_(condition=condition),))
    parts, part = part_of(manner, facts.balance, case.inputs)
    terms = {"condition": condition, "manner": manner, "parts": parts, "part": part}
    explanation = facts.rule.net(facts.balance)
    if condition in READ_BY_PEOPLE:
        return decision.needs_review(
            PROOF_READ.with_(condition=condition),
            amount=facts.balance,
            explanation=explanation,
            **terms,
        )
    return decision.approve(facts.balance, explanation, **terms)


def _against(case: Case, facts: Facts, condition: str, manner: str) -> list[Reason]:
    assert facts.pension is not None
    if facts.pension.status != account.OPEN:
        return [DRAWS_ALREADY]
    against = facts.rule.refuses(condition, manner, facts.balance, _taken_as_met(facts, condition))
    if facts.under_way is not None:
        against.append(UNDER_WAY.with_(contribution_id=facts.under_way))
    parts = case.inputs.get("instalments", 1) if manner == payout.INSTALMENTS else 1
    if Money.zero() < facts.balance < Money(parts):
        against.append(TOO_MANY_PARTS.with_(balance=facts.balance, parts=parts))
    return against


def _taken_as_met(facts: Facts, condition: str) -> Met:
    """What a document will show: only the age is in records."""
    met = facts.met
    if condition == payout.LOST_CAPACITY:
        return replace(met, lost_capacity=True)
    if condition == payout.SETTLED_ABROAD:
        return replace(met, settled_abroad=True)
    if condition == payout.SUBSISTENCE:
        return replace(met, gets_subsistence=True)
    if condition == payout.MEDICAL_BILLS and facts.income is not None:
        above = facts.income.value + Money(1)
        return replace(met, income=facts.income, own_medical=above)
    if condition == payout.UNEMPLOYED and facts.rule.unemployed is not None:
        months = [met.today + -back for back in range(1, facts.rule.unemployed.value + 1)]
        return replace(met, benefit_months=months)
    return met


def part_of(
    manner: str, balance: Money, inputs: Mapping[str, Any]
) -> tuple[int | None, Money | None]:
    """In how many parts it is paid, and what each is but the last; None where neither is fixed."""
    if manner == payout.MONTHLY:
        return None, inputs["monthly_fen"]
    if manner == payout.INSTALMENTS:
        parts: int = inputs["instalments"]
        return parts, payout.instalments(balance, parts)[0]
    return 1, balance


def next_part(known: PrivatePension, cash: Money) -> Money:
    """What is paid out next of the cash that is left; the last part takes what doesn't divide."""
    is_last = known.parts is not None and known.paid_parts + 1 >= known.parts
    if is_last or known.part is None:
        return cash
    return min(known.part, cash)
