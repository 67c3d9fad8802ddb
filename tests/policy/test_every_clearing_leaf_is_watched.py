"""Change any figure of the clearing policy, and a case must fail."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from services.settlement.domain.kinds import BUSINESS
from sscsim import policy
from sscsim.kernel.money import Money
from sscsim.policy import Scheme
from tests.policy.cases import cases_of, failures, with_dated

NAMES = ("clearing", "intra_clearing", *(kind.scheme for kind in BUSINESS.values()))
SCHEMES = [found for name in NAMES for found in policy.joint("settlement", name)]
CASES = cases_of("settlement", "joint")


def others(name: str, value: Any) -> list[Any]:
    if isinstance(value, tuple):  # a day of the year
        month, day = value
        return [(month, day - 1), (month % 12 + 1, 1)]
    step: Any = Fraction(1, 100) if isinstance(value, Fraction) else 1
    if isinstance(value, Money):
        step = Money(1)
    # Statements are never made before the freeze: an earlier day may change nothing.
    return [value + step] if name == "generate_day" else [value - step, value + step]


@pytest.mark.parametrize(
    ("scheme", "name"), [(scheme, name) for scheme in SCHEMES for name in scheme.leaves]
)
def test_a_changed_figure_fails_a_case(scheme: Scheme, name: str) -> None:
    cases = [case for case in CASES if case["scheme"] == scheme.name]
    for at, dated in enumerate(scheme.leaves[name].values):
        for value in others(name, dated.value):
            values = list(scheme.leaves[name].values)
            values[at] = replace(dated, value=value)
            changed = with_dated(scheme, name, tuple(values))
            assert any(failures(case, changed) for case in cases), f"{name}: {value}"
