"""Income tax on what an annuity pays out (年金领取个人所得税).

Ministry of finance 2018 no. 164, article 4: the whole of a payment is taxed apart from other
income; by the month at the table of a month, so also what is paid at once, but for a death or
settling abroad, where the table of the year holds. With an insurance that is bought nothing is
taxed yet: the insurer keeps the tax back of what it pays.
"""

from dataclasses import dataclass

from services.benefits.domain import annuity, progressive_tax
from services.benefits.domain.progressive_tax import Table
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

TAX, NET = "tax", "net"
BY_THE_YEAR = (annuity.DEATH, annuity.EMIGRATION)
"""Reasons to be paid at once for which the table of the year holds."""


@dataclass(frozen=True, slots=True)
class AnnuityTax:
    """The tables of a month and of a year."""

    monthly: Table
    yearly: Table

    def net(self, paid_out: Money, reason: str, manner: str) -> Explanation:
        """What reaches the card of one payment, and the tax that is kept back of it."""
        tax = self._of(paid_out, reason, manner)
        net = explain.amount(
            "annuity.net",
            "paid_out - tax",
            {"paid_out": paid_out, "tax": tax.money},
            Text(zh="{paid_out} 元扣税后实发 {result} 元", en="{result} of {paid_out} are paid"),
            share=NET,
        )
        return Explanation(paid_out, (tax, net))

    def _of(self, paid_out: Money, reason: str, manner: str) -> explain.Step:
        if manner == annuity.INSURANCE:
            return explain.amount(
                "annuity.tax.later",
                "paid_out - paid_out",
                {"paid_out": paid_out},
                Text(
                    zh="购买商业养老保险的 {paid_out} 元待保险领取时计税",
                    en="{paid_out} buy an insurance and are taxed when that pays",
                ),
                share=TAX,
            )
        yearly = reason in BY_THE_YEAR and manner == annuity.AT_ONCE
        table = self.yearly if yearly else self.monthly
        rule = "annuity.tax.yearly" if yearly else "annuity.tax.monthly"
        return progressive_tax.of(rule, paid_out, table, TAX)
