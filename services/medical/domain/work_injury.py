"""Work injuries (工伤保险): the fund of its own insurance pays what is in scope, alone.

No deductible, no hospital level, no account money and no layer of the medical insurance.
"""

from dataclasses import dataclass
from fractions import Fraction

from services.medical.domain.fee_lines import Split
from services.medical.domain.pool import FUND_PAY
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Input, Step
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class WorkInjury:
    """One region's rule: the share of what is in scope, and whether first self-pay is."""

    ratio: Figure[Fraction]
    covers_preself: Figure[bool]

    def pay(self, bill: Split) -> Step:
        formula, inputs = "in_scope * rate", self._inputs(bill)
        if self.covers_preself.value:
            formula, inputs = "(in_scope + preself) * rate", inputs | {"preself": bill.preself}
        return explain.amount(
            "work_injury.payment",
            formula,
            inputs,
            Text(zh="工伤保险基金支付，计 {result}", en="The work-injury fund pays {result}"),
            rounding="half_up_fen",
            share=FUND_PAY,
        )

    def _inputs(self, bill: Split) -> dict[str, Input]:
        return {"in_scope": bill.in_scope, "rate": self.ratio}
