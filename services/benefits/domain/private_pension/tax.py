"""What the deduction of a contribution is worth: the income tax with it and without.

Ministry of finance 2022 no. 34: contributions up to the year's limit are deducted from the
comprehensive income (综合所得) or from business income. The tax on it: seven rates on rising parts
of what is left after a standard deduction (law on income tax, 2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.benefits.domain import progressive_tax
from services.benefits.domain.progressive_tax import Table
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class TaxRule:
    """standard: deducted from everybody's income of a year; brackets: rising, the first from
    nothing on; limit: the most of contributions that is deducted a year."""

    standard: Figure[Money]
    brackets: Table
    limit: Figure[Money]

    def saved(self, income: Money, other_deductions: Money, contribution: Money) -> Explanation:
        """By how much a year's tax is lower. income: comprehensive, of the year; other_deductions:
        social insurance, the special ones; none is negative."""
        without = self._tax("without", income, other_deductions, Money.zero())
        with_it = self._tax("with", income, other_deductions, contribution)
        saved = explain.amount(
            "private_pension.tax_saved",
            "without - with_it",
            {"without": without[-1].money, "with_it": with_it[-1].money},
            Text(
                zh="不扣除时税额 {without} 元，扣除后 {with_it} 元，少缴 {result} 元",
                en="{without} without the deduction and {with_it} with it: {result} less",
            ),
            share="saved",
        )
        return Explanation(saved.money, (*without, *with_it, saved))

    def _tax(self, which: str, income: Money, other: Money, contribution: Money) -> Sequence[Step]:
        taxed = explain.amount(
            f"income_tax.taxed.{which}",
            "max(income - standard - other - min(contribution, limit), 0)",
            {
                "income": income,
                "standard": self.standard,
                "other": other,
                "contribution": contribution,
                "limit": self.limit,
            },
            Text(
                zh="收入 {income} 元，减除费用 {standard} 元、其他扣除 {other} 元、个人养老金 "
                "{contribution} 元（至多 {limit} 元），应纳税所得额 {result} 元",
                en="Of {income}, less {standard}, {other} and contributions of {contribution} (at "
                "most {limit}), {result} are taxed",
            ),
        )
        return taxed, progressive_tax.of(f"income_tax.{which}", taxed.money, self.brackets)
