"""Medical assistance (医疗救助, maf): the last layer, for those entitled to it. Step 8."""

from dataclasses import dataclass
from fractions import Fraction

from services.medical.domain.pool import FUND_PAY, capped
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Assistance:
    deductible: Figure[Money]
    ratio: Figure[Fraction]
    cap: Figure[Money | None]

    def pay(self, remaining: Money, used: Money) -> Step:
        """The payment on the in-scope part that still falls on the person, above a deductible."""
        formula, limit = capped("max(0, remaining - deductible) * rate", self.cap, used)
        return explain.amount(
            "assistance.payment",
            formula,
            {
                "remaining": remaining,
                "deductible": self.deductible,
                "rate": self.ratio,
                **limit,
            },
            Text(
                zh="医疗救助 ({remaining} − {deductible}) × {rate}，计 {result}",
                en="Medical assistance pays {rate} of what {remaining} has above {deductible}: "
                "{result}",
            ),
            rounding="half_up_fen",
            share=FUND_PAY,
        )
