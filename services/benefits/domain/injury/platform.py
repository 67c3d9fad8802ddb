"""The trial for platform workers (新就业形态就业人员职业伤害保障试点): insured order by order.

In trial regions the platform pays a premium for every order that is carried out; whoever is hurt
while carrying one out is insured, without an employment. Benefits follow work injury insurance,
from a share of the area's average wage where that has the own wage; there is no employer, and so
none of what employers pay. The figures are assumed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text

TRADES = ("ride", "delivery", "instant", "freight")
"""Of the trial: rides, food delivery, instant delivery, freight within a city."""

OUTSIDE_ORDER = decision.reason(
    "hurt_outside_order",
    "受伤时间 {at} 不在订单 {since} 至 {until} 之间",
    "Hurt at {at}, which is not while the order was carried out, {since} to {until}",
    "职业伤害保障覆盖执行平台订单任务期间",
)
ORDER_UNKNOWN = decision.reason(
    "platform_order_unknown",
    "该平台没有报送订单 {number}，未参加职业伤害保障",
    "The platform has reported no order {number}: nobody is insured by it",
    "职业伤害保障按单缴费",
)
ORDER_OF_ANOTHER = decision.reason(
    "platform_order_of_another",
    "订单 {number} 不是该劳动者执行的",
    "The order {number} was carried out by somebody else",
)
ORDER_ELSEWHERE = decision.reason(
    "platform_order_elsewhere",
    "订单在 {region} 执行，应向该地申请",
    "The order was carried out in {region}, which recognises what happened on it",
    "职业伤害保障由订单执行地经办",
)
TIME_WANTED = decision.reason(
    "platform_time_wanted",
    "须说明受伤的时刻，以核对订单执行期间",
    "The time of the accident is wanted: whether it was while the order was carried out",
)
NO_LEAVING_GRANTS = decision.reason(
    "platform_no_leaving_grant",
    "职业伤害保障没有用人单位，不支付一次性工伤医疗补助金",
    "Insurance by the order has no employer to leave, and no grant on leaving",
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
            share=f"platform_{self.trade}",
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


def together(parts: Sequence[Explanation]) -> Explanation:
    """The premiums of several trades as one sum."""
    steps = tuple(step for each in parts for step in each.steps)
    return Explanation(sum_money(each.total for each in parts), steps)


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
