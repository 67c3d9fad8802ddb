"""What was paid though it wasn't due (多领待遇), and how it comes back: at once (退还), by
instalments (分期), or kept back from later benefits (抵扣).

Every plan gives back exactly what is owed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension import account
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

REFUND, INSTALMENTS, OFFSET = "refund", "instalments", "offset"
MANNERS: Final = (REFUND, INSTALMENTS, OFFSET)

TOO_MANY = decision.reason(
    "instalments_too_many",
    "分 {asked} 期超过 {most} 期",
    "{asked} instalments are more than {most}",
    "社会保险经办条例第四十六条",
)
NOTHING_TO_OFFSET = decision.reason(
    "no_benefit_to_offset",
    "没有可以抵扣的后续待遇",
    "There is no later benefit to keep it back from",
    "社会保险经办条例第四十六条",
)


@dataclass(frozen=True, slots=True)
class RecoveryRules:
    """`most`: instalments; `share`: of a monthly benefit that may be kept back."""

    most: Figure[int]
    share: Figure[Fraction]


@dataclass(frozen=True, slots=True)
class Due:
    """A part that comes back, and the month in which it does."""

    month: Month
    amount: Money


def overpaid(paid: Sequence[tuple[Month, Money]], last_due: Month) -> Explanation:
    """The sum of what was paid for months behind the last one due."""
    wrong = [(month, amount) for month, amount in paid if month > last_due]
    steps = [
        explain.amount(
            f"overpaid.{month}",
            "paid",
            {"paid": amount, "month": str(month)},
            Text(zh="{month} 多领 {result}", en="Not due for {month}: {result}"),
            share="overpaid",
        )
        for month, amount in wrong
    ]
    return Explanation(sum_money(amount for _, amount in wrong), tuple(steps), ("overpaid",))


def refund(owed: Money, month: Month) -> list[Due]:
    """All at once."""
    return [Due(month, owed)]


def instalments(
    owed: Money, count: int, first: Month, rules: RecoveryRules
) -> tuple[list[Due], list[Reason]]:
    """Equal parts, month by month; the first ones are a fen more where it doesn't divide.

    ValueError for no instalment at all.
    """
    if count > rules.most.value:
        return [], [TOO_MANY.with_(asked=count, most=rules.most.value)]
    parts = account.split(owed, (1,) * count)
    return [Due(first + at, part) for at, part in enumerate(parts) if part], []


def offset(
    owed: Money, benefit: Money, first: Month, rules: RecoveryRules
) -> tuple[list[Due], list[Reason]]:
    """Kept back from a monthly benefit, up to the share of it, until all has come back.

    The share is rounded half up to the fen; a benefit of which it gives nothing can't offset.
    """
    monthly = benefit.times(rules.share.value)
    if not monthly:
        return [], [NOTHING_TO_OFFSET]
    whole, rest = divmod(owed.fen, monthly.fen)
    parts = [monthly] * whole + ([Money(rest)] if rest else [])
    return [Due(first + at, part) for at, part in enumerate(parts)], []
