"""Change any figure of a library, and a case must fail: no figure is only there."""

import pytest

from services.culture.store import catalogue
from sscsim import policy
from tests.policy.cases import cases_of
from tests.policy.changing import unwatched

SCHEMES = ("library", "library_common", "library_network", "library_visitors")
REGIONS = sorted(
    {library.region for library in catalogue.libraries().values()}
    | {code for network in catalogue.networks().values() for code in network.regions[:1]}
    | {policy.JOINT}
)
PLACES = [
    region
    for region in REGIONS
    if any(scheme.name in SCHEMES for scheme in policy.builtin("culture", region))
]


@pytest.mark.parametrize("region", PLACES)
def test_a_changed_figure_fails_a_case(region: str) -> None:
    cases = cases_of("culture", region)
    schemes = [one for one in policy.builtin("culture", region) if one.name in SCHEMES]
    assert schemes
    assert [line for scheme in schemes for line in unwatched(scheme, cases)] == []


def test_each_library_has_its_rules() -> None:
    for library in catalogue.libraries().values():
        found = {scheme.name: scheme for scheme in policy.builtin("culture", library.region)}
        assert any(name.startswith(f"houses.{library.id}.") for name in found["library"].leaves)
