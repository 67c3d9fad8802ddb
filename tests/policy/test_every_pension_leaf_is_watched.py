"""Change any figure of retirement and pensions, and a case must fail."""

import pytest

from sscsim import policy
from tests.policy.cases import cases_of
from tests.policy.changing import unwatched
from tests.policy.pension_cases import SCHEMES

REGIONS = (
    *("310000", "320000", "330000", "340000", "440000", "460000", "500000", "510000"),
    *("990100", "joint"),
)
WHERE = [
    (region, scheme.name)
    for region in REGIONS
    for scheme in policy.builtin("benefits", region)
    if scheme.name in {*SCHEMES, "retirement"}
]
OF_NO_EFFECT = tuple(
    f"retirement: {which}.step from 1978-06-02" for which in ("men", "women_55", "women_50")
)
"""Until 2025 the ages did not rise: by which steps makes no difference."""


@pytest.mark.parametrize(("region", "name"), WHERE)
def test_a_changed_figure_fails_a_case(region: str, name: str) -> None:
    [scheme] = [each for each in policy.builtin("benefits", region) if each.name == name]
    found = unwatched(scheme, cases_of("benefits", region))
    assert [line for line in found if not line.startswith(OF_NO_EFFECT)] == []


def test_every_kind_of_rule_has_figures_somewhere() -> None:
    assert {name for _, name in WHERE} == {*SCHEMES, "retirement"}
