"""The large-amount fund (职工大额医疗费用补助, hifob): costs over the pool's cap. Step 5."""

from dataclasses import dataclass
from fractions import Fraction

from services.medical.domain.pool import FUND_PAY, capped
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class LargeAmount:
    ratio: Figure[Fraction]
    cap: Figure[Money | None]

    def pay(self, over: Money, used: Money) -> Step:
        """The fund's payment on the part of the base over the pool's cap."""
        formula, limit = capped("over * rate", self.cap, used)
        return explain.amount(
            "large_amount.payment",
            formula,
            {"over": over, "rate": self.ratio, **limit},
            Text(
                zh="大额补助支付 {over} × {rate}，计 {result}",
                en="The large-amount fund pays {rate} of {over}: {result}",
            ),
            rounding="half_up_fen",
            share=FUND_PAY,
        )
