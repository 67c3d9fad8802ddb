"""Change any figure of a fare, and a case must fail: no figure is only there."""

import pytest

from services.transport import terms_purse
from services.transport.store import catalogue, issuers
from sscsim import policy
from tests.policy.cases import cases_of
from tests.policy.changing import unwatched

REGIONS = sorted(
    {system.region for system in catalogue.systems().values()} | {*issuers.by_region()}
)


@pytest.mark.parametrize("region", REGIONS)
def test_a_changed_figure_fails_a_case(region: str) -> None:
    cases = cases_of("transport", region)
    schemes = policy.builtin("transport", region)
    assert schemes
    assert [line for scheme in schemes for line in unwatched(scheme, cases)] == []


def test_each_fare_system_has_its_figures() -> None:
    for system in catalogue.systems().values():
        found = {scheme.name for scheme in policy.builtin("transport", system.region)}
        assert system.kind in found, system.id


def test_each_issuing_centre_has_its_figures() -> None:
    for region in issuers.by_region():
        found = {scheme.name for scheme in policy.builtin("transport", region)}
        assert terms_purse.PURSE in found, region


@pytest.mark.parametrize("name", ["clearing", "risk"])
def test_a_changed_figure_of_all_cities_fails_a_case(name: str) -> None:
    cases = cases_of("transport", "joint")
    [scheme] = policy.joint("transport", name)
    assert unwatched(scheme, cases) == []
