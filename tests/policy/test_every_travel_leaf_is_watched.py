"""Change any figure of a travel pass or of a venue, and a case must fail: none is only there."""

import pytest

from services.culture.store import catalogue_passes
from sscsim import policy
from tests.policy.cases import cases_of
from tests.policy.changing import unwatched

SCHEMES = ("travel_pass", "venue")
PLACES = ("320000", "440000", "460000", "990100", "joint")


@pytest.mark.parametrize("region", PLACES)
def test_a_changed_figure_fails_a_case(region: str) -> None:
    cases = cases_of("culture", region)
    schemes = [each for each in policy.builtin("culture", region) if each.name in SCHEMES]
    assert schemes
    assert [line for scheme in schemes for line in unwatched(scheme, cases)] == []


def test_each_product_has_the_figures_of_each_of_its_issuers() -> None:
    for product in catalogue_passes.products().values():
        for issuer in product.issuers:
            [found] = [e for e in policy.builtin("culture", issuer) if e.name == "travel_pass"]
            assert f"{product.code}.sold" in found.leaves, (product.code, issuer)
