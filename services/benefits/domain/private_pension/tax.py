"""What the deduction of a contribution is worth: the income tax with it and without.

Ministry of finance 2022 no. 34: contributions up to the year's limit are deducted from the
comprehensive income (综合所得) or from business income. The tax on it: seven rates on rising parts
of what is left after a standard deduction (law on income tax, 2018).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Input, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Bracket:
    """The part of a taxed income above `above`, up to the next bracket, is taxed at `rate`."""

    above: Money
    rate: Fraction


@dataclass(frozen=True, slots=True)
class TaxRule:
    """standard: deducted from everybody's income of a year; brackets: rising, the first from
    nothing on; limit: the most of contributions that is deducted a year."""

    standard: Figure[Money]
    brackets: Figure[tuple[Bracket, ...]]
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
        return taxed, self._by_brackets(which, taxed.money)

    def _by_brackets(self, which: str, taxed: Money) -> Step:
        """A sum over the brackets that are reached: the part in each, at its rate."""
        reached = [each for each in self.brackets.value if each.above < taxed]
        reached = reached or [self.brackets.value[0]]
        given: dict[str, Input] = {"taxed": taxed}
        terms = []
        for at, bracket in enumerate(reached):
            given[f"from_{at}"] = bracket.above
            given[f"rate_{at}"] = Figure(bracket.rate, self.brackets.basis)
            upper = "taxed" if bracket is reached[-1] else f"from_{at + 1}"
            terms.append(f"({upper} - from_{at}) * rate_{at}")
        return explain.amount(
            f"income_tax.{which}",
            " + ".join(terms),
            given,
            Text(
                zh="应纳税所得额 {taxed} 元按超额累进税率，税额 {result} 元",
                en="At the rates of its parts, {taxed} are taxed with {result}",
            ),
            rounding="half_up_fen",
        )
