"""Change any figure of a service item, and a case must fail: no figure is only there.

Those of social insurance are watched by tests of their own, beside this one.
"""

import pytest

from sscsim import policy
from tests.policy import insurance_cases, pension_cases
from tests.policy.cases import cases_of
from tests.policy.changing import unwatched

REGIONS = ("990100", "joint")
ELSEWHERE = {*insurance_cases.SCHEMES, *pension_cases.SCHEMES} - {"retirement"}
WITHOUT_EFFECT = {
    "hardship: lightest_disability from 2008-01-01: 5",  # the levels end at four
    # nobody retired later before 2025, by whatever steps
    *(
        f"retirement: {group}.step from 1978-06-02: {months}"
        for group in ("men", "women_55", "women_50")
        for months in (0, 2)
    ),
}


@pytest.mark.parametrize("region", REGIONS)
def test_a_changed_figure_fails_a_case(region: str) -> None:
    cases = cases_of("benefits", region)
    found = {
        line
        for scheme in policy.builtin("benefits", region)
        if scheme.name not in ELSEWHERE
        for line in unwatched(scheme, cases)
    }
    assert found <= WITHOUT_EFFECT
