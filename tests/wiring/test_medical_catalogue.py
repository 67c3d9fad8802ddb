"""The built-in medical catalogue: whole, bilingual, sourced; a wrong file is refused by name."""

import re
from datetime import date

import pytest

from services.medical.domain.catalogue import ITEM_KINDS, Item
from services.medical.domain.vocabulary import ITEM_CLASSES, LEVELS
from services.medical.store import catalogue
from sscsim.policy import PolicyError

ITEMS = tuple(catalogue.items().values())
DISEASES = tuple(catalogue.diseases().values())
HAN = re.compile("[\u4e00-\u9fff]")
FORMS = {"drug": "X[A-Z0-9]{22}", "service": "[0-9]{15}", "consumable": "C[0-9]{26}"}
HEAD = """
kind: drug
source: own
sources:
  own: {title: Ours, status: invented}
items:
"""
ROW = "  - {code: X1, zh: 药, en: Drug, unit: box, terms: [{from: 2021-01-01, class: A}]}\n"


def test_there_is_enough_of_each_kind_class_and_restriction() -> None:
    assert len(ITEMS) >= 120
    assert len(DISEASES) >= 80
    day = date(2026, 4, 1)
    for kind in ITEM_KINDS:
        classes = {item.in_force(None, day).item_class for item in ITEMS if item.kind == kind}
        assert classes == set(ITEM_CLASSES)
    assert {item.sex for item in ITEMS} == {None, "male", "female"}
    assert {one.sex for one in DISEASES} == {None, "male", "female"}
    assert {one.scheme for one in DISEASES} == {"ordinary", "chronic", "special"}
    assert any(item.levels for item in ITEMS)
    assert any(item.inpatient_only for item in ITEMS)
    assert any(item.until for item in ITEMS)
    assert any(terms.region and terms.share is not None for i in ITEMS for terms in i.terms)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_an_item_is_named_in_both_languages_and_invented(item: Item) -> None:
    assert re.fullmatch(FORMS[item.kind], item.code)
    assert HAN.search(item.zh)
    assert not HAN.search(item.en)
    assert item.status == "invented"
    for terms in item.terms:
        assert all(limit.fen > 0 for limit in terms.limits.values())
        assert set(terms.limits) <= set(LEVELS)


def test_codes_of_diseases_are_in_their_form() -> None:
    for one in DISEASES:
        assert re.fullmatch("[A-Z][0-9]{2}[.][0-9x]{3}x9[0-9]{2}", one.code)
        assert HAN.search(one.zh)
        assert not HAN.search(one.en)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (ROW + ROW, "X1: the code stands twice"),
        (ROW.replace("en: Drug, ", ""), "en is missing"),
        (ROW.replace("unit: box", "unit: sack"), "'sack' is none of"),
        (ROW.replace("class: A", "class: D"), "'D' is none of"),
        (ROW.replace("class: A", 'share: "10"'), "must state the class"),
        (ROW.replace("class: A", 'class: B, share: "101"'), "may not be above"),
        (ROW.replace("class: A", 'class: A, limit: {all: "-1.00"}'), "X1.terms.0.limit.all"),
        (ROW.replace("class: A", 'class: A, limit: {level_9: "1.00"}'), "unknown key"),
        (ROW.replace("class: A", 'class: A, region: "000001"'), "unknown region"),
        (ROW.replace("class: A}", "class: A}, {from: 2020-01-01, class: B}"), "must rise"),
        (ROW.replace("unit: box", "unit: box, until: 2020-01-01"), "ends before it begins"),
        (ROW.replace("unit: box", "unit: box, restrict: {sex: any}"), "'any' is none of"),
        (ROW.replace("unit: box", "unit: box, colour: red"), "unknown key 'colour'"),
        ("  []", "items: needs a list"),
    ],
)
def test_a_wrong_row_is_refused_by_name(wrong: str, said: str) -> None:
    assert catalogue.read_items(HEAD + ROW, "f.yaml")
    with pytest.raises(PolicyError) as refused:
        catalogue.read_items(HEAD + wrong, "f.yaml")
    assert said in str(refused.value)
    assert str(refused.value).startswith("f.yaml: ")


def test_a_region_overlays_the_nation_and_a_new_class_its_share() -> None:
    rows = """  - code: X1
    zh: 药
    en: Drug
    unit: box
    terms:
      - {from: 2021-01-01, class: B, share: "10", limit: {level_2: "5.00", level_3: "6.00"}}
      - {from: 2024-01-01, limit: {level_3: "7.00"}}
      - {from: 2022-01-01, region: "990100", share: "5"}
      - {from: 2025-01-01, region: "990100", class: A}
"""
    [item] = catalogue.read_items(HEAD + rows, "f.yaml")
    nation = item.in_force(None, date(2024, 1, 1))
    assert (nation.item_class, str(nation.share)) == ("B", "1/10")
    assert {level: limit.fen for level, limit in nation.limits.items()} == {
        "level_2": 500,
        "level_3": 700,
    }
    there = item.in_force("990100", date(2024, 12, 31))
    assert (there.item_class, str(there.share)) == ("B", "1/20")
    assert [(one.decides, one.region) for one in there.because] == [
        ("item_class", None),
        ("first_self_pay", "990100"),
        ("limit_price", None),
    ]
    later = item.in_force("990100", date(2025, 1, 1))
    assert (later.item_class, later.share) == ("A", None)
    assert item.in_force("510100", date(2025, 1, 1)).item_class == "B"
