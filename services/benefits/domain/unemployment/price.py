"""Temporary price subsidy (价格临时补贴): for each month in which prices have risen enough.

The mechanism that ties aid to prices (社会救助和保障标准与物价上涨挂钩联动机制): once the consumer
prices, or food, have risen by so much on the year, people on benefit get the subsistence line times
the rise of the consumer prices, without a claim.
"""

from dataclasses import dataclass
from fractions import Fraction

from services.benefits.domain import percents
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Rises on the year, of consumer prices and of food, from which a month is subsidised."""

    prices: Figure[Fraction]
    food: Figure[Fraction]

    def is_due(self, prices: Fraction, food: Fraction) -> bool:
        return prices >= self.prices.value or food >= self.food.value

    def of(
        self, subsistence: Figure[Money], prices: Fraction, food: Fraction
    ) -> Explanation | None:
        """A month's subsidy; None where prices haven't risen enough, or have fallen."""
        if not self.is_due(prices, food) or prices <= 0:
            return None
        step = explain.amount(
            "unemployment.price_subsidy",
            "subsistence * rise",
            {
                "subsistence": subsistence,
                "rise": prices,
                "trigger": _said(self.prices),
                "trigger_food": _said(self.food),
            },
            Text(
                zh="价格涨幅达到 {trigger} 或食品 {trigger_food}；低保标准 {subsistence} 元 × "
                "涨幅 {rise} = {result} 元",
                en="Prices have reached {trigger}, or food {trigger_food}: {rise} of the "
                "subsistence line {subsistence} is {result}",
            ),
            rounding="half_up_fen",
            share="price_subsidy",
        )
        return Explanation(step.money, (step,))


def _said(figure: Figure[Fraction]) -> Figure[str]:
    """A figure that decided whether, and not how much."""
    return Figure(percents.spoken(figure.value), figure.basis)
