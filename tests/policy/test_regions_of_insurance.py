"""Which regions have which figures of social insurance; all others are refused by name."""

from datetime import date

import pytest

from services.benefits import terms
from sscsim.policy import PolicyMissing
from tests.policy.insurance_cases import SCHEMES

DAY = date(2026, 4, 1)
NOT_FOUND = {
    "310000": {"transfer_clearing", "unemployment_benefit", "injury_devices"},
    "320100": {"transfer_clearing", "unemployment_benefit", "injury_devices"},
    "330100": {"transfer_clearing", "unemployment_benefit", "injury_devices", "platform_injury"},
    "340100": {
        "transfer_clearing",
        "unemployment_benefit",
        "injury_devices",
        "injury_leaving",
        "platform_injury",
        "provincial_income",
    },
    "440100": {"transfer_clearing", "injury_devices"},
    "460100": {
        "transfer_clearing",
        "unemployment_benefit",
        "injury_devices",
        "injury_leaving",
        "provincial_income",
    },
    "500000": {"injury_devices", "injury_leaving"},
    "510100": {"injury_devices", "injury_leaving"},
    "510700": {"injury_devices", "injury_leaving", "minimum_wage"},
    "990100": {"transfer_clearing"},
}


def known(scheme: str, region: str) -> bool:
    try:
        found = terms.figures_of(scheme, region, DAY).scheme
    except PolicyMissing as missing:
        assert missing.params["region"] == region
        return False
    # never a neighbour's: the city's, its province's, or of a list that names one of them
    assert {region, f"{region[:2]}0000"} & set(found.regions)
    return True


@pytest.mark.parametrize("region", NOT_FOUND)
def test_what_was_not_found_for_a_region_is_refused_and_the_rest_is_its_own(region: str) -> None:
    assert {scheme for scheme in SCHEMES if not known(scheme, region)} == NOT_FOUND[region]
