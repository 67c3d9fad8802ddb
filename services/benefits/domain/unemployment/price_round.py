"""A month's temporary price subsidy for everybody on benefit (价格临时补贴, HRSS-018).

An agency says how far prices have risen; `price` says whether that pays, and how much.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from services.benefits.domain import decision, percents
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.unemployment.price import PriceRule
from services.benefits.domain.unemployment.run import AGENCIES_ONLY
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money

CODE: Final = "HRSS-018"
_BP: Final = 10_000

BELOW_TRIGGER = decision.reason(
    "prices_below_trigger",
    "涨幅 {rise} 未达到启动条件 {trigger}",
    "Prices have risen by {rise}; {trigger} are wanted",
    "社会救助和保障标准与物价上涨挂钩联动机制",
)
ROUND_PAID = decision.reason(
    "price_subsidy_paid",
    "{month} 的价格临时补贴已发放",
    "The price subsidy of {month} was paid already",
    "每人每月发放一次",
)
NOBODY_DREW = decision.reason(
    "nobody_drew_benefit",
    "{region} 在 {month} 没有领取失业保险金的人员",
    "Nobody drew the benefit of {month} in {region}",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """persons: who drew the month's benefit; paid: whether its subsidy was ordered."""

    rule: PriceRule
    subsistence: Figure[Money]
    persons: int
    paid: bool


def decide(case: Case, facts: Facts) -> Decision:
    """So much for each who drew the month's benefit."""
    if case.subject is not None:
        return decision.refuse_acceptance(AGENCIES_ONLY)
    month, rise = case.inputs["trigger_month"], Fraction(case.inputs["index_rise_bp"], _BP)
    said = facts.rule.of(facts.subsistence, rise, Fraction(0))
    against = []
    if said is None:
        trigger = percents.spoken(facts.rule.prices.value)
        against.append(BELOW_TRIGGER.with_(rise=percents.spoken(rise), trigger=trigger))
    if facts.paid:
        against.append(ROUND_PAID.with_(month=month))
    elif not facts.persons:
        against.append(NOBODY_DREW.with_(region=case.competent_region, month=month))
    if against or said is None:
        return decision.reject(*against)
    return decision.approve(said.total, said, persons=facts.persons)
