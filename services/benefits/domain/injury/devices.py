"""Assistive devices (辅助器具配置): what the fund pays for one, and when it can be had again.

Regulation, article 32. Each region has a list with the most that is paid and how long a device
lasts; what is dearer the person pays.
"""

from dataclasses import dataclass
from datetime import date

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.injury import FUND
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

PERSON = "person"
TOO_EARLY = decision.reason(
    "device_too_early",
    "上次配置的使用年限未满，{first} 起可以更换",
    "The one before still lasts; it can be replaced from {first} on",
    "工伤保险辅助器具配置管理办法",
)


@dataclass(frozen=True, slots=True)
class DeviceRule:
    """One kind of device. cap: the most that the fund pays; lasts: years."""

    kind: str
    cap: Figure[Money]
    lasts: Figure[int]

    def refuses(self, fitted_on: date | None, asked_on: date) -> list[Reason]:
        """fitted_on: of the one before, None for the first."""
        if fitted_on is None:
            return []
        first = (Month.of(fitted_on) + 12 * self.lasts.value).day(fitted_on.day)
        return [] if asked_on >= first else [TOO_EARLY.with_(first=first)]

    def of(self, price: Money) -> Explanation:
        """Who pays what of a device's price."""
        fund = explain.amount(
            "injury.device.fund",
            "min(price, cap)",
            {"price": price, "cap": self.cap},
            Text(
                zh="价格 {price} 元，最高支付 {cap} 元，工伤保险基金支付 {result} 元",
                en="Of the price {price} the fund pays {result}, {cap} at most",
            ),
            share=FUND,
        )
        person = explain.amount(
            "injury.device.person",
            "price - fund",
            {"price": price, "fund": fund.money},
            Text(zh="超出部分 {result} 元由个人负担", en="The person pays the other {result}"),
            share=PERSON,
        )
        return Explanation(price, (fund, person))
