"""A product that is held: bought with cash of the funds account, sold back into it with income.

Income is worked out when it is sold, for the days it was held, and isn't taxed then
(领取时按 3% 计税). What is sold in part takes the income of that part.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits import problems_private_pension as problems
from services.benefits.domain.private_pension.offers import Offer
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

HELD, REDEEMED = "held", "redeemed"
MACHINE: Final = Machine(
    "product of a private pension", initial=HELD, edges=[(HELD, "redeem", REDEEMED)]
)
STATUSES: Final = MACHINE.states


@dataclass(frozen=True, slots=True)
class Holding:
    """cost: what was put in; unsold: of it, what is not sold yet; income: of what was sold."""

    id: str
    pension_id: str
    funds_account_id: str
    person_id: str
    ordinal: int
    product_code: str
    product_class: str
    bought_on: date
    cost: Money
    unsold: Money
    income: Money
    sales: int
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def check_purchase(offered: Offer, cash: Money, asked: Money) -> None:
    """PrivatePensionCashShort, PrivatePensionPurchaseSmall."""
    if asked < offered.least:
        raise problems.PrivatePensionPurchaseSmall(
            product_code=offered.code, least=offered.least, asked=asked
        )
    if asked > cash:
        raise problems.PrivatePensionCashShort(balance=cash, asked=asked)


def check_sale(known: Holding, asked: Money) -> None:
    """PrivatePensionHoldingShort: no more is sold than is held."""
    if not Money.zero() < asked <= known.unsold:
        raise problems.PrivatePensionHoldingShort(
            holding_id=known.id, left=known.unsold, asked=asked
        )


def income(known: Holding, offered: Offer, sold: Money, day: date) -> Explanation:
    """What this part of it brought until the day.

    The rate is the product's, or its early one before the term is over.
    """
    days = (day - known.bought_on).days
    rate = offered.rate if days >= offered.term_days else offered.early_rate
    step = explain.amount(
        "private_pension.income",
        "sold * rate * days / 365",
        {"sold": sold, "rate": rate, "days": days},
        Text(
            zh="{sold} 元持有 {days} 天，年利率 {rate}，收益 {result} 元，暂不征税",
            en="{sold} held for {days} days at {rate} a year: {result}, not taxed now",
        ),
        rounding="half_up_fen",
        share="income",
    )
    return Explanation(step.money, (step,))
