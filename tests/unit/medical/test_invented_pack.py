"""Figures for cities that have none: made of one template, other in each city, always the same."""

from hashlib import sha256

import pytest

from services.medical import terms
from services.medical.domain import vocabulary
from services.medical.domain.invented_pack import pack_for
from services.medical.store import templates
from sscsim import policy
from sscsim.kernel import regions
from sscsim.policy import Pack

ELEVEN = [city.code for city in regions.cities()][::31]


def text_for(region_code: str) -> str:
    return pack_for(regions.get(region_code), templates.invented())


def pack(region_code: str) -> Pack:
    return policy.load_pack("medical", region_code, text_for(region_code))


def test_the_template_has_every_scheme_of_a_region() -> None:
    """Those of filing and payer are the nation's where a region has none of its own."""
    joint = {"filing_exemption", "cross_province_chronic", "filing", "payer"}
    assert pack("130100").schemes.keys() == policy.shapes("medical").keys() - joint


@pytest.mark.parametrize("region", ELEVEN)
def test_bills_can_be_computed_with_it_and_whose_figures_they_are_is_told(region: str) -> None:
    schemes = pack(region).schemes
    for scheme in schemes.values():
        terms.check(scheme, text_for(region))
        assert "(invented)" in scheme.title
        statuses = {d.source.status for leaf in scheme.leaves.values() for d in leaf.values}
        assert statuses == {"invented"}


@pytest.mark.parametrize("region", ELEVEN)
def test_a_higher_level_costs_more_and_is_paid_less(region: str) -> None:
    for name in ("employee_inpatient", "resident_inpatient"):
        figures = pack(region).schemes[name].on(next(iter(_since(pack(region).schemes[name]))))
        levels = vocabulary.LEVELS
        deductibles = [figures.money(f"deductible.{level}").value for level in levels]
        ratios = [figures.ratio(f"ratio.{level}").value for level in levels]
        assert deductibles == sorted(deductibles)
        assert ratios == sorted(ratios, reverse=True)


def _since(scheme: policy.Scheme) -> set:
    return {dated.since for leaf in scheme.leaves.values() for dated in leaf.values}


def test_no_two_cities_have_the_same_figures() -> None:
    texts = set()
    for city in regions.cities():
        text = pack_for(city, templates.invented())
        assert "<" not in text
        texts.add(text.replace(city.code, "").replace(city.en, ""))
    assert len(texts) == len(regions.cities())


def test_the_choice_is_the_same_on_every_machine() -> None:
    template = "scheme: x\nvalue: <a|b|c>\nother: <a|b|c>\n"
    digest = sha256(b"130100/x/a|b|c").digest()
    chosen = "abc"[int.from_bytes(digest[:8]) % 3]
    made = pack_for(regions.get("130100"), template)
    assert made == f"scheme: x\nvalue: {chosen}\nother: {chosen}\n"
