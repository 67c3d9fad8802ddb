"""A pension that was granted by the area base of before is computed again when the new one is
published (预发, 重核), and the difference is paid for the months since.
"""

from services.benefits.domain.pension.employee import summed
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text


def difference(before: Money, after: Money, first: Month, anew: Month) -> Explanation:
    """What is paid behind in the month `anew`, the first with the new pension.

    `first`: the first month that was paid by the old one. Below zero where the new one is less:
    then it was overpaid. ValueError where `anew` is before `first`.
    """
    months = anew - first
    if months < 0:
        raise ValueError(f"{anew} is before {first}")
    step = explain.amount(
        "recalculation.difference",
        "(after - before) * months",
        {"after": after, "before": before, "months": months},
        Text(
            zh="重核后每月 {after}，原 {before}，{months} 个月差额 {result}",
            en="{after} a month anew, {before} before: for {months} months {result}",
        ),
        share="difference",
    )
    return summed([step], ("difference",))
