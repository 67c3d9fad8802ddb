import doctest
from datetime import date

import pytest

from sscsim.kernel import regions


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(regions).failed == 0


def test_every_real_city_and_the_demo_city_are_known():
    real = [city for city in regions.cities() if not regions.is_invented(city.code)]
    assert len(real) == 337
    assert len(regions.provinces()) == 32
    assert regions.get(regions.DEMO_CITY).province == "990000"


def test_names_and_codes_are_of_one_form():
    for region in (*regions.provinces(), *regions.cities()):
        assert region.code.endswith("00"), region
        assert region.zh
        assert region.en.isascii(), region
        assert region.province == region.code[:2] + "0000"


def test_a_municipality_is_its_own_province_and_one_pooling_area():
    chongqing = regions.get("500000")
    assert chongqing.province == chongqing.code
    assert regions.is_pooling_area("500000")
    assert regions.cities("500000") == (chongqing,)


def test_a_province_of_cities_is_known_but_nobody_is_insured_there():
    assert regions.is_known("510000")
    assert not regions.is_pooling_area("510000")
    assert len(regions.cities("510000")) == 21


def test_a_city_that_was_merged_is_known_and_was_a_pooling_area_until_then():
    assert regions.get("371200").province == "370000"
    assert not regions.is_pooling_area("371200")
    assert "371200" not in {city.code for city in regions.cities("370000")}
    assert regions.was_pooling_area("371200", date(2019, 1, 8))
    assert not regions.was_pooling_area("371200", date(2019, 1, 9))
    assert regions.was_pooling_area("370100", date(2026, 1, 1))
    assert not regions.was_pooling_area("370000", date(2015, 1, 1))


@pytest.mark.parametrize("code", ["", "510104", "999999", "5101", " 510100", "710000"])
def test_what_is_not_in_the_table_is_unknown(code):
    assert not regions.is_known(code)
    with pytest.raises(regions.UnknownRegion, match=repr(code)):
        regions.get(code)


def test_schemes_hold_their_provinces_and_cities():
    by_id = {scheme.id: scheme for scheme in regions.SCHEMES}
    assert by_id["chuan-yu"].includes("510100")
    assert by_id["chuan-yu"].includes("500000")
    assert not by_id["chuan-yu"].includes("440100")
    assert sum(by_id["yangtze-delta"].includes(city.code) for city in regions.cities()) == 41
    assert all(by_id["nationwide"].includes(city.code) for city in regions.cities())


def test_what_two_regions_share():
    assert [s.id for s in regions.schemes_between("440300", "460100")] == [
        "yue-qiong",
        "nationwide",
    ]
    assert [s.id for s in regions.schemes_between("510100", "440300")] == ["nationwide"]


def test_a_city_whose_own_code_is_in_real_numbers_lends_its_provinces():
    assert regions.get("441900").identity_area == "440000"
    assert regions.get("510100").identity_area == "510100"
