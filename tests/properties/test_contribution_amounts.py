"""A base and a part without their steps are what the steps say, for any wage and any figures."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from services.benefits.domain.contributions.base import BaseRule
from services.benefits.domain.contributions.posting import Rate
from sscsim.kernel.explain import Basis, Figure, Source
from sscsim.kernel.money import Money

_BASIS = Basis("p", "l", "1", "builtin", "2025-01-01", Source("s", "s", "invented"))
amounts = st.integers(0, 10_000_000).map(Money)
ratios = st.fractions(0, 1, max_denominator=10_000)


def figure(value):
    return Figure(value, _BASIS)


limits = st.one_of(amounts, ratios).map(figure)
ceilings = st.one_of(amounts, st.fractions(1, 5, max_denominator=100)).map(figure)


@given(amounts, amounts, limits, ceilings)
def test_a_base_is_what_its_step_says(wage, average, floor, ceiling):
    rule = BaseRule(figure(average), floor, ceiling)
    assert rule.base_of(wage) == rule.of(wage).money


@given(amounts, ratios, st.none() | ratios.map(figure), st.none() | ratios.map(figure))
def test_a_part_is_what_its_step_says(base, ratio, factor, relief):
    rate = Rate("pension", "employer", figure(Fraction(ratio)), factor, relief)
    assert rate.part_of(base) == rate.of(base).money
