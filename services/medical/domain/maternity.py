"""Deliveries (生育医疗费): paid up to a quota (定额) that goes by how the child was born."""

from dataclasses import dataclass

from services.medical.domain.pool import FUND_PAY
from services.medical.domain.ratio import Ratio
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

PERSON, INPATIENT_RULE = "person", "inpatient"
BEYOND = (PERSON, INPATIENT_RULE)
"""Who answers for what is above the quota: the person, or the rules of any stay in hospital."""


@dataclass(frozen=True, slots=True)
class Quota:
    """One region's rule for one manner of birth."""

    manner: str
    amount: Figure[Money]
    ratio: Ratio
    beyond: Figure[str]

    def within(self, in_scope: Money) -> Step:
        """The in-scope part that the quota reaches."""
        return explain.amount(
            "maternity.within_quota",
            "min(in_scope, quota)",
            {"delivery": self.manner, "in_scope": in_scope, "quota": self.amount},
            Text(
                zh="生育定额（{delivery}）{quota} 以内 {result}",
                en="Within the quota of {quota} for this delivery ({delivery}): {result}",
            ),
        )

    def pay(self, within: Money, ratio: Step) -> Step:
        return explain.amount(
            "maternity.payment",
            "within * rate",
            {"within": within, "rate": ratio.ratio},
            Text(
                zh="统筹基金在定额内支付 {within} × {rate}，计 {result}",
                en="The pool pays {rate} of {within} within the quota: {result}",
            ),
            rounding="half_up_fen",
            share=FUND_PAY,
        )

    def rest(self, in_scope: Money, within: Money) -> Step:
        return explain.amount(
            "maternity.beyond_quota",
            "in_scope - within",
            {"in_scope": in_scope, "within": within, "beyond": self.beyond},
            Text(
                zh="超出定额 {result}（由 {beyond} 负担）",
                en="Beyond the quota: {result} ({beyond})",
            ),
        )
