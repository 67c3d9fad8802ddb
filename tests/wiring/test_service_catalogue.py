"""The catalogue of the 95: whole, bilingual, sourced, and honest about what is done."""

import re
from collections import Counter

import pytest

from launcher import coverage, coverage_page
from services.benefits.api import form_schema
from services.benefits.domain import form
from services.benefits.domain.item import COUNT, MEMBERSHIPS, Item
from services.benefits.store import catalogue
from sscsim.kernel import regions
from sscsim.policy import read_yaml
from tools import pinyin

ITEMS = tuple(catalogue.items().values())
HAN = re.compile("[\u4e00-\u9fff]")
PER_DOMAIN = {
    "employment_entrepreneurship": 12,
    "unemployment_insurance": 7,
    "basic_pension_enterprise": 8,
    "basic_pension_institution": 2,
    "basic_pension_resident": 5,
    "annuity": 3,
    "private_pension": 4,
    "work_injury": 10,
    "registration_contribution_rights": 8,
    "transfer_continuation": 7,
    "training_skills_titles": 8,
    "talent_personnel_files": 4,
    "labour_relations": 5,
    "card_services": 8,
    "electronic_card": 4,
}
EVERY_ITEM = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)


def inputs_of(inputs: tuple[form.Input, ...]) -> list[form.Input]:
    """All inputs, also those inside lists and objects."""
    found = []
    for each in inputs:
        found += [each, *inputs_of(each.fields), *(inputs_of((each.of,)) if each.of else ())]
    return found


def test_there_are_exactly_95_and_so_many_of_each_domain() -> None:
    assert len(ITEMS) == COUNT == 95
    assert [item.code for item in ITEMS] == [f"HRSS-{n:03}" for n in range(1, 96)]
    assert Counter(item.domain for item in ITEMS) == PER_DOMAIN
    assert len({item.key for item in ITEMS}) == len({item.name.zh for item in ITEMS}) == 95
    assert len({item.name.en for item in ITEMS}) == 95
    assert len({item.decision.rule for item in ITEMS}) >= 85, "a rule is an item's own, mostly"


@EVERY_ITEM
def test_an_item_is_said_in_both_languages(item: Item) -> None:
    texts = [item.name, item.decision.sentence, item.deadline.basis]
    for each in inputs_of(item.form.inputs):
        texts += [each.label, *(word.name for word in each.words)]
    for text in texts:
        assert HAN.search(text.zh), text
        assert text.en
        assert not HAN.search(text.en), text


@EVERY_ITEM
def test_an_item_is_complete_and_consistent(item: Item) -> None:
    assert item.applicants
    assert item.sources
    assert item.membership in MEMBERSHIPS
    assert set(item.schemes_sourced) <= set(item.schemes)
    assert set(item.schemes) <= {scheme.id for scheme in regions.SCHEMES}
    if item.kind == "query":
        assert item.decision.mode == "none"
        assert item.function_class == "self_service_query"
        assert item.steps.payment == "none"
    else:
        assert item.decision.mode in ("automatic", "review")
        assert item.record is not None, "something is left behind"
    if item.steps.payment != "none":
        assert item.card.account == "receives"
    if item.kind == "payment" and item.applicants == ("si_agency",) and item.card.is_needed:
        assert item.card.forms == ("physical",), "benefits go to the physical card's account"
    if item.form.documents:
        assert item.steps.supplement or item.decision.mode == "automatic"
    if item.deadline.days and item.deadline.status != "assumed":
        assert any(source.status != "assumed" for source in item.sources)


@EVERY_ITEM
def test_a_form_is_typed_and_leaves_to_the_engine_what_is_its(item: Item) -> None:
    names = {each.name for each in item.form.inputs}
    assert not names & {"card_id", "card_number", "person_id", "region", "on_behalf_of", "code_id"}
    assert not any("password" in name for name in names), "no password in a form"
    for each in item.form.documents:
        assert not each.required, "data are checked before documents"
    for each in inputs_of(item.form.inputs):
        if each.type == "list":
            assert each.most is not None
            assert each.most <= 500
        if each.type == "text":
            assert each.most is not None
            assert each.most <= 2000
    form_schema.json_schema(item.code)


def test_every_word_and_source_of_the_catalogue_is_used() -> None:
    vocabulary = catalogue.vocabulary()
    used = {source.key for item in ITEMS for source in item.sources}
    for of in catalogue.cooperation().values():
        used |= {of.basis.key, *(entry.source.key for entry in of.items.values())}
    assert used == set(catalogue.sources())
    assert {actor for item in ITEMS for actor in item.actors} == set(vocabulary.actors)
    assert {item.function_class for item in ITEMS} == set(vocabulary.function_classes)
    texts = "".join(
        (catalogue.FOLDER / "items" / f"{domain}.yaml").read_text("utf-8") for domain in PER_DOMAIN
    )
    lists = set(re.findall(r"values: ([a-z_0-9]+)", texts))
    assert lists == set(vocabulary.words)


def test_no_file_lies_about() -> None:
    names = {file.stem for file in (catalogue.FOLDER / "items").iterdir()}
    assert names == set(PER_DOMAIN)


def test_the_lists_of_the_schemes_say_what_they_know() -> None:
    lists = catalogue.cooperation()
    assert set(lists) == {"chuan-yu", "yue-qiong", "yangtze-delta", "nationwide"}
    assert len(lists["chuan-yu"].items) > 30
    for of in lists.values():
        for entry in of.items.values():
            assert entry.is_assumed == (entry.confidence == "low")
            if entry.is_assumed:
                assert entry.since == of.since
    sourced = [entry for entry in lists["chuan-yu"].items.values() if not entry.is_assumed]
    assert len(sourced) >= 12


def test_the_names_are_spelled_as_pypinyin_spells_them() -> None:
    assert pinyin.FILE.read_text(encoding="utf-8") == pinyin.page(), (
        "run python -m tools.pinyin write"
    )
    [said] = read_yaml(pinyin.FILE.read_text(encoding="utf-8"), pinyin.FILE.name)
    for item in ITEMS:
        assert len(said[item.code].split()) == len(HAN.findall(item.name.zh))


@pytest.mark.parametrize("row", coverage.rows(), ids=lambda row: row.item.code)
def test_an_item_that_says_it_works_has_everything(row: coverage.Row) -> None:
    assert row.is_full == (row.item.depth == "full"), row.missing


def test_the_coverage_page_is_current() -> None:
    found = coverage_page.TARGET
    assert found.exists() and found.read_text(encoding="utf-8") == coverage_page.page(), (
        "run python -m launcher.coverage_page"
    )
