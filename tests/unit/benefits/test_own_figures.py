"""A world's own figures of social insurance: a city's, and a province's for its cities."""

from datetime import date

import pytest

from services.benefits import terms_contributions as terms
from sscsim import policy
from sscsim.kernel.money import Money
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
DAY = date(2026, 4, 1)


def own(region: str, average: str) -> str:
    """The base of contributions of Demo City, as the region's and with another average."""
    path = policy.SERVICES / "benefits/policy/990100/contribution_base.yaml"
    text = path.read_text(encoding="utf-8").replace('"990100"', f'"{region}"')
    return text.replace('"7000.00"', f'"{average}"')


def put(counter: Counter, region: str, average: str) -> None:
    path, body = f"/internal/v1/policies/{region}", {"pack": own(region, average)}
    answer = counter.client.call("PUT", path, body, role="service")
    assert answer.status_code == 200, answer.json


def average(counter: Counter, region: str) -> Money:
    with counter.bench.entered():
        return terms.average_wage(region, DAY).value


def test_a_provinces_own_figures_are_its_cities_until_a_city_has_some(counter: Counter) -> None:
    assert average(counter, "510100") == Money.yuan("8462.00")
    put(counter, "510000", "8888.00")
    assert average(counter, "510100") == Money.yuan("8888.00")
    put(counter, "510100", "9999.00")
    assert average(counter, "510100") == Money.yuan("9999.00")
    assert average(counter, "510700") == Money.yuan("8888.00")
    assert average(counter, "500000") == Money.yuan("8160.00")


def test_a_world_brings_figures_for_a_province_that_has_none(counter: Counter) -> None:
    with counter.bench.entered(), pytest.raises(policy.PolicyMissing):
        terms.average_wage("370200", DAY)
    put(counter, "370000", "8100.00")
    assert average(counter, "370200") == Money.yuan("8100.00")
    with counter.bench.entered():
        basis = terms.average_wage("370200", DAY).basis
    assert (basis.origin, basis.pack) == ("world", "benefits/370000/contribution_base")
