"""Taking a benefit to another region (失业保险关系转移): what the old one sends.

Chongqing's regulation, article 29, as the national rules: the months that are not drawn, and half
of them again for medical aid, training and placement. The new region pays at its own amount.
"""

from fractions import Fraction

from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


def sends(left: int, benefit: Money, extra: Figure[Fraction]) -> Explanation:
    """What goes to the new region. left: months not drawn; benefit: a month, in the old one."""
    undrawn = explain.amount(
        "unemployment.moving.benefit",
        "benefit * months",
        {"benefit": benefit, "months": left},
        Text(
            zh="尚未领取 {months} 个月，每月 {benefit} 元，共 {result} 元",
            en="{months} months of {benefit} are not drawn: {result}",
        ),
        share="benefit",
    )
    care = explain.amount(
        "unemployment.moving.extra",
        "undrawn * extra",
        {"undrawn": undrawn.money, "extra": extra},
        Text(
            zh="医疗补助和职业培训、职业介绍补贴按 {undrawn} 元的 {extra}，{result} 元",
            en="{extra} of {undrawn} for medical aid, training and placement: {result}",
        ),
        rounding="half_up_fen",
        share="extra",
    )
    return Explanation(undrawn.money + care.money, (undrawn, care))
