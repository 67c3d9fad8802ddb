"""Change any figure of any region, and a case must fail: no figure is only there."""

import pytest

from sscsim import policy
from tests.policy.cases import cases_of
from tests.policy.changing import unwatched

REGIONS = (
    "310000",
    "320100",
    "330100",
    "340100",
    "440100",
    "460100",
    "500000",
    "510100",
    "990100",
    "joint",
)


@pytest.mark.parametrize("region", REGIONS)
def test_a_changed_figure_fails_a_case(region: str) -> None:
    cases = cases_of("medical", region)
    found = [
        line for scheme in policy.builtin("medical", region) for line in unwatched(scheme, cases)
    ]
    assert found == []
