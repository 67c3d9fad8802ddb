"""The four classes of products that a private pension may buy, and how many there are.

The counts are of the supervisors' lists at a day (个人养老金产品目录); the products of a world are
invented within these classes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money

DEPOSIT, FUND, INSURANCE, WEALTH = "deposit", "fund", "insurance", "wealth"
CLASSES: Final = (DEPOSIT, FUND, INSURANCE, WEALTH)

CLASS_UNKNOWN = decision.reason(
    "product_class_unknown",
    "没有产品类别 {product_class}；类别为 {known}",
    "There is no class {product_class}; classes are {known}",
    "个人养老金可以购买储蓄、基金、商业养老保险、理财产品",
)
NOT_ENOUGH = decision.reason(
    "product_not_enough_money",
    "资金账户余额 {balance} 元，不足 {asked} 元",
    "{balance} are in the funds account, less than {asked}",
)
NOT_ON_LIST = decision.reason(
    "product_not_on_list",
    "产品 {code} 不在个人养老金产品目录内",
    "The product {code} is not on the list of the private pension",
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """How many products of each class are on the list."""

    counts: Mapping[str, Figure[int]]

    @property
    def total(self) -> int:
        return sum(count.value for count in self.counts.values())

    def refuses(self, product_class: str, number: int) -> list[Reason]:
        """number: of the product within its class, from 1 on."""
        if product_class not in self.counts:
            known = ", ".join(self.counts)
            return [CLASS_UNKNOWN.with_(product_class=product_class, known=known)]
        if 1 <= number <= self.counts[product_class].value:
            return []
        return [NOT_ON_LIST.with_(code=f"{product_class}-{number}")]


def refuses_purchase(balance: Money, asked: Money) -> list[Reason]:
    """Why a product can't be bought: with money that isn't in the funds account, or nothing."""
    if Money.zero() < asked <= balance:
        return []
    return [NOT_ENOUGH.with_(balance=balance, asked=asked)]
