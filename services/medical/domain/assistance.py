"""Medical assistance (医疗救助, maf): the last layer, for those entitled to it. Step 8.

How much it pays depends on why somebody is assisted: all for the destitute (特困人员), most for
those on the minimum living allowance (低保对象), less for others of low income.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from services.medical.domain.pool import FUND_PAY, capped
from services.medical.domain.vocabulary import ASSISTANCE, IN_NEED
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


def assisted_as(entitlements: Collection[str]) -> str | None:
    """The category in which somebody is assisted, the better one of two; None if in none.

    >>> assisted_as({"minimum_living", "civil_servant", "assistance"})
    'minimum_living'
    """
    return next((category for category in IN_NEED if category in entitlements), None)


@dataclass(frozen=True, slots=True)
class Help:
    """What is left of the in-scope part is paid at `ratio`, above `deductible`."""

    deductible: Figure[Money]
    ratio: Figure[Fraction]


@dataclass(frozen=True, slots=True)
class Assistance:
    """One region's rule. A category that isn't in `by_category` gets what holds in general."""

    deductible: Figure[Money]
    ratio: Figure[Fraction]
    cap: Figure[Money | None]
    by_category: Mapping[str, Help] = field(default_factory=dict)

    def pay(self, remaining: Money, used: Money, category: str = ASSISTANCE) -> Step:
        """The payment on the in-scope part that still falls on the person, above a deductible."""
        due = self.by_category.get(category) or Help(self.deductible, self.ratio)
        formula, limit = capped("max(0, remaining - deductible) * rate", self.cap, used)
        return explain.amount(
            "assistance.payment",
            formula,
            {
                "assisted_as": category,
                "remaining": remaining,
                "deductible": due.deductible,
                "rate": due.ratio,
                **limit,
            },
            Text(
                zh="医疗救助（{assisted_as}）({remaining} − {deductible}) × {rate}，计 {result}",
                en="Medical assistance ({assisted_as}) pays {rate} of what {remaining} has above "
                "{deductible}: {result}",
            ),
            rounding="half_up_fen",
            share=FUND_PAY,
        )
