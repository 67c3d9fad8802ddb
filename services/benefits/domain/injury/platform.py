"""The trial for platform workers (新就业形态就业人员职业伤害保障试点): insured order by order.

In trial regions the platform pays a premium for every order that is carried out; whoever is hurt
while carrying one out is insured, without an employment. Benefits follow work injury insurance,
from a share of the area's average wage where that has the own wage; there is no employer, and so
none of what employers pay. The figures are assumed.
"""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

TRADES = ("ride", "delivery", "instant", "freight")
"""Of the trial: rides, food delivery, instant delivery, freight within a city."""

OUTSIDE_ORDER = decision.reason(
    "hurt_outside_order",
    "受伤时间 {at} 不在订单 {since} 至 {until} 之间",
    "Hurt at {at}, which is not while the order was carried out, {since} to {until}",
    "职业伤害保障覆盖执行平台订单任务期间",
)
EMPLOYED = decision.reason(
    "platform_worker_employed",
    "该劳动者与平台有劳动关系，适用工伤保险",
    "The worker is employed by the platform: work injury insurance holds",
)


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """premium: an order, of one trade; wage_share: of the area's average wage, on which benefits
    are worked out."""

    trade: str
    premium: Figure[Money]
    wage_share: Figure[Fraction]

    def premiums(self, orders: int) -> Explanation:
        """What a platform pays for a month's orders of the trade."""
        step = explain.amount(
            "platform.premium",
            "premium * orders",
            {"premium": self.premium, "orders": orders},
            Text(
                zh="{orders} 单 × 每单 {premium} 元 = {result} 元，由平台企业缴纳",
                en="{orders} orders at {premium}: the platform pays {result}",
            ),
            share="platform",
        )
        return Explanation(step.money, (step,))

    def wage(self, average: Figure[Money]) -> Step:
        """In place of the own wage, for `disability` and `death`."""
        return explain.amount(
            "platform.wage",
            "average * share",
            {"average": average, "share": self.wage_share},
            Text(
                zh="平均工资 {average} 元的 {share}，计发基数 {result} 元",
                en="{share} of the average wage {average}, {result}, stands for the own wage",
            ),
            rounding="half_up_fen",
        )


def refuses(
    hurt_at: datetime, accepted_at: datetime, finished_at: datetime, is_employed: bool
) -> list[Reason]:
    """Why an accident isn't covered. The order's first and last instant are within it."""
    against = []
    if not accepted_at <= hurt_at <= finished_at:
        against.append(
            OUTSIDE_ORDER.with_(
                at=hurt_at.isoformat(),
                since=accepted_at.isoformat(),
                until=finished_at.isoformat(),
            )
        )
    if is_employed:
        against.append(EMPLOYED)
    return against
