"""Civil servants' medical subsidy (公务员医疗补助, cvlserv): a share of what is left. Step 7."""

from dataclasses import dataclass
from fractions import Fraction

from services.medical.domain.pool import FUND_PAY
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class CivilServant:
    ratio: Figure[Fraction]

    def pay(self, remaining: Money) -> Step:
        """The subsidy on the in-scope part that still falls on the person."""
        return explain.amount(
            "civil_servant.payment",
            "remaining * rate",
            {"remaining": remaining, "rate": self.ratio},
            Text(
                zh="公务员补助 {remaining} × {rate}，计 {result}",
                en="The civil servants' subsidy pays {rate} of {remaining}: {result}",
            ),
            rounding="half_up_fen",
            share=FUND_PAY,
        )
