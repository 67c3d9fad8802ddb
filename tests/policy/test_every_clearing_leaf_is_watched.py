"""Change any figure of the clearing policy, and a case must fail."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from sscsim import policy
from tests.policy.cases import cases_of, failures, with_dated

[SCHEME] = policy.joint("settlement", "clearing")
CASES = cases_of("settlement", "joint")


def others(name: str, value: Any) -> list[Any]:
    if isinstance(value, tuple):  # a day of the year
        month, day = value
        return [(month, day - 1), (month % 12 + 1, 1)]
    step = Fraction(1, 100) if isinstance(value, Fraction) else 1
    # Statements are never made before the freeze: an earlier day changes nothing.
    return [value + step] if name == "generate_day" else [value - step, value + step]


@pytest.mark.parametrize("name", SCHEME.leaves)
def test_a_changed_figure_fails_a_case(name: str) -> None:
    for at, dated in enumerate(SCHEME.leaves[name].values):
        for value in others(name, dated.value):
            values = list(SCHEME.leaves[name].values)
            values[at] = replace(dated, value=value)
            changed = with_dated(SCHEME, name, tuple(values))
            assert any(failures(case, changed) for case in CASES), f"{name}: {value}"
