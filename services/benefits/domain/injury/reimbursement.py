"""Bills of a work injury paid back by hand (工伤医疗费用申报, HRSS-046).

Regulation, article 30: the fund pays what treatment costs within its lists. Not what was settled
by card, nor what arose before an employer that was late applied (article 17).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.injury import known
from services.benefits.domain.injury.offsite import OffsiteCare
from services.benefits.domain.injury.recognition import WorkInjury
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text

CODE: Final = "HRSS-046"

TWICE = decision.reason(
    "bill_claimed_before",
    "第 {number} 张票据 {invoice} 已经申报或者重复列名",
    "Bill {number}, {invoice}, was claimed before, or is listed twice",
    "同一票据只报销一次",
)
DATE_WRONG = decision.reason(
    "bill_date_wrong",
    "第 {number} 张票据日期 {day} 不在事故日期 {first} 至 {last} 之间",
    "Bill {number} is of {day}, not from {first}, the accident, to {last}",
)
EMPLOYERS = decision.reason(
    "bill_of_employer",
    "第 {number} 张票据日期 {day} 早于单位申请认定的 {first}，由单位负担",
    "Bill {number}, of {day}, is from before {first}, when the employer applied: it pays",
    "工伤保险条例第十七条第四款",
)
ELSEWHERE = decision.reason(
    "bill_elsewhere_unconfirmed",
    "第 {number} 张票据在 {region} 就医，没有异地就医确认",
    "Bill {number} is for care in {region}, which was not confirmed",
    "工伤保险条例第三十条第四款",
)
SETTLED = decision.reason(
    "bill_settled_by_card",
    "第 {number} 张票据已持卡结算（就诊 {visit_id}）",
    "Bill {number} was settled by card, visit {visit_id}",
    "未经结算的费用方可申报",
)


@dataclass(frozen=True, slots=True)
class InjuryBill:
    """A bill that was paid back: no number twice."""

    id: str
    grant_id: str
    injury_id: str
    invoice_number: str
    invoice_date: date
    issuer_name: str
    amount: Money
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SettledVisit:
    """A visit for the injury that `medical` settled by card."""

    id: str
    first: date
    last: date
    total: Money


@dataclass(frozen=True, slots=True)
class Facts:
    """claimed: numbers of bills that were paid back before. offsite: confirmations of the person.
    settled: visits for the injury that were settled by card."""

    injury: WorkInjury | None
    is_theirs: bool
    claimed: Collection[str] = ()
    offsite: Sequence[OffsiteCare] = ()
    settled: Sequence[SettledVisit] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """Paid for all bills, or for none: the list is corrected and handed in again."""
    number = case.inputs["recognition_number"]
    injury = facts.injury
    against = known.against(injury, number, case.competent_region, facts.is_theirs)
    if against or injury is None:
        return decision.reject(*against)
    if not injury.is_insured:
        return decision.reject(known.NOT_INSURED)
    seen: set[str] = set()
    for place, bill in enumerate(case.inputs["bills"], start=1):
        invoice = bill["invoice_number"]
        if invoice in facts.claimed or invoice in seen:
            against.append(TWICE.with_(number=place, invoice=invoice))
        seen.add(invoice)
        against += _against(case, facts, injury, place)
    if against:
        return decision.reject(*against)
    steps = tuple(_step(place, bill) for place, bill in enumerate(case.inputs["bills"], start=1))
    total = sum_money(step.money for step in steps)
    return decision.approve(total, Explanation(total, steps))


def _against(case: Case, facts: Facts, injury: WorkInjury, place: int) -> list[Reason]:
    bill = case.inputs["bills"][place - 1]
    day: date = bill["invoice_date"]
    last = min(injury.ended_on or case.today, case.today)
    if not injury.injured_on <= day <= last:
        return [DATE_WRONG.with_(number=place, day=day, first=injury.injured_on, last=last)]
    against = []
    if injury.fund_from is not None and day < injury.fund_from:
        against.append(EMPLOYERS.with_(number=place, day=day, first=injury.fund_from))
    region = bill.get("region_code", injury.region_code)
    covered = any(each.covers(region, day) for each in facts.offsite)
    if region != injury.region_code and not covered:
        against.append(ELSEWHERE.with_(number=place, region=region))
    for visit in facts.settled:
        if visit.first <= day <= visit.last and visit.total == bill["amount_fen"]:
            against.append(SETTLED.with_(number=place, visit_id=visit.id))
    return against


def _step(place: int, bill: dict[str, object]) -> explain.Step:
    amount = bill["amount_fen"]
    assert isinstance(amount, Money), "of the form"
    return explain.amount(
        "injury.bill",
        "amount",
        {"amount": amount, "invoice": str(bill["invoice_number"])},
        Text(
            zh="票据 {invoice}，{amount} 元，工伤保险基金支付 {result} 元",
            en="Bill {invoice} of {amount}: the fund pays {result}",
        ),
        share=f"bill_{place}",
    )
