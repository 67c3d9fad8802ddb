"""Every magic person does what the catalogue says, on both databases."""

import pytest

from services.card.flows.bank.invariants import CHECKS as BANK_CHECKS
from services.card.flows.fixtures import catalogue
from services.card.flows.invariants import CHECKS
from services.card.store import store
from tests.support.bench import Bench
from tests.support.card_desk import Desk

pytestmark = pytest.mark.db


def made(desk, **body):
    return desk.post("/internal/v1/fixtures", body, role="service", key=None)["data"]


def test_there_are_sixty_and_more_each_for_one_outcome():
    assert len(catalogue()) >= 60
    assert all(row.title.zh and row.title.en for row in catalogue().values())


@pytest.fixture
def row_desk(sqlite):
    """A counter for one row; that both databases agree is one test for all rows."""
    bench = Bench().make()
    yield Desk(bench)
    bench.drop()


def performed(desk, fixture):
    method, path = fixture["operation"].split(" ")
    answer = desk.tried(method, path, fixture["body"])
    expect = fixture["expect"]
    assert answer.status_code == expect["status"], answer.text
    if "code" in expect:
        assert (answer.json["code"], answer.json["effect"]) == (expect["code"], expect["effect"])
    if "result" in expect:
        assert answer.json["result"] == expect["result"]
        assert [each["code"] for each in answer.json["reasons"]] == expect["reasons"]
    for field, value in expect.get("shows", {}).items():
        assert answer.json[field] == value, field


@pytest.mark.parametrize("outcome", catalogue())
def test_a_fixture_does_what_it_says(row_desk, outcome):
    [fixture] = made(row_desk, outcome=outcome)
    performed(row_desk, fixture)


def check_made_twice(desk):
    first = made(desk)
    with desk.bench.entered():
        before = store.export()
    assert made(desk) == first
    assert len(first) == len(catalogue())
    with desk.bench.entered():
        assert store.export() == before
    for fixture in first:
        if fixture["body"] is None or "sign_no" not in fixture["body"]:
            performed(desk, fixture)
    with desk.bench.entered(role="system"), store.read() as tx:
        laws = [law for law in (*CHECKS, *BANK_CHECKS) if law.look(tx) is not None]
    assert [law.id for law in laws] == []


def test_making_them_twice_changes_nothing_and_each_works_beside_the_others(desk):
    check_made_twice(desk)


def test_they_do_not_depend_on_the_preset(demo_desk):
    check_made_twice(demo_desk)


def test_an_outcome_that_is_not_in_the_catalogue(desk):
    body = {"outcome": "card_eaten_by_dog"}
    assert desk.refused("/internal/v1/fixtures", body, role="service", key=None) == (
        "fixture_unknown"
    )
    assert desk.refused("/internal/v1/fixtures", {}, key=None) == "role_not_allowed"
