"""Contributions of people in flexible jobs (灵活就业人员): they choose the base and pay all of it.

Of the pension's rate a part goes to the personal account and the rest to the pool; the pool gets
what the account doesn't, so that the two always add up to what was paid.
"""

from dataclasses import dataclass
from fractions import Fraction

from services.benefits.domain.contributions.base import BaseRule
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

ACCOUNT, POOL, MEDICAL = "account", "pool", "medical"


@dataclass(frozen=True, slots=True)
class FlexibleRule:
    """An area's rates. pension: of the base; account: the points of it that go to the account;
    medical: of the base, None where the person takes the pension only."""

    base: BaseRule
    pension: Figure[Fraction]
    account: Figure[Fraction]
    medical: Figure[Fraction] | None = None

    def refuses(self, chosen: Money) -> list[Reason]:
        """Why the base may not be chosen."""
        return self.base.refuses(chosen)

    def of(self, chosen: Money) -> Explanation:
        """A month's contributions on the chosen base (checked before), rounded to the fen."""
        account = explain.amount(
            "flexible.account",
            "base * account",
            {"base": chosen, "account": self.account},
            Text(
                zh="基数 {base} 元 × {account} = {result} 元，计入个人账户",
                en="{account} of the base {base}, {result}, goes to the personal account",
            ),
            rounding="half_up_fen",
            share=ACCOUNT,
        )
        pension = explain.amount(
            "flexible.pension",
            "base * rate",
            {"base": chosen, "rate": self.pension},
            Text(
                zh="基数 {base} 元 × {rate} = {result} 元，养老保险费",
                en="{rate} of the base {base}: {result} to the pension",
            ),
            rounding="half_up_fen",
        )
        pool = explain.amount(
            "flexible.pool",
            "pension - account",
            {"pension": pension.money, "account": account.money},
            Text(zh="其余 {result} 元进入统筹基金", en="The other {result} go to the pool"),
            share=POOL,
        )
        steps = [pension, account, pool]
        if self.medical is not None:
            steps.append(
                explain.amount(
                    "flexible.medical",
                    "base * rate",
                    {"base": chosen, "rate": self.medical},
                    Text(
                        zh="基数 {base} 元 × {rate} = {result} 元，医疗保险费",
                        en="{rate} of the base {base}: {result} to the medical insurance",
                    ),
                    rounding="half_up_fen",
                    share=MEDICAL,
                )
            )
        total = Money(sum(step.money.fen for step in steps if step.share))
        return Explanation(total, tuple(steps), (ACCOUNT, POOL))
