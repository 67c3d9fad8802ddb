"""Fixtures through the door: every row's call is made, and answers what the row says."""

from typing import Any

import pytest

from sscsim import catalogue, registry

pytestmark = pytest.mark.db

BY_STATES = [
    (name, row["outcome"])
    for name in registry.BY_NAME
    for row in catalogue.rows(name)["fixtures"]
    if "made" not in row
]
"""Rows that the gateway makes; a service tests those that it makes itself."""


def fixture(one: Any, outcome: str) -> Any:
    answer = one.get(f"/sandbox/v1/fixtures?outcome={outcome}")
    assert answer.status_code == 200, answer.text
    [row] = answer.json["data"]
    return row


def performed(one: Any, row: Any) -> None:
    method, path = row["operation"].split(" ")
    answer = one.call(method, path, row.get("body"), {"Idempotency-Key": row["outcome"]})
    expect = row["expect"]
    assert answer.status_code == expect["status"], f"{row['outcome']}: {answer.text}"
    if "code" in expect:
        assert (answer.json["code"], answer.json["effect"]) == (expect["code"], expect["effect"])
    if "result" in expect:
        assert answer.json["result"] == expect["result"]
        assert [each["code"] for each in answer.json["reasons"]] == expect["reasons"]
    for name, value in expect.get("shows", {}).items():
        assert answer.json[name] == value, f"{row['outcome']}: {name}"


def test_each_row_does_what_it_says_and_asking_again_changes_nothing(make: Any) -> None:
    one = make()
    assert len(BY_STATES) >= 25
    for _, outcome in BY_STATES:
        row = fixture(one, outcome)
        before = one.get("/sandbox/v1/canonical-export").data
        assert fixture(one, outcome) == row
        assert one.get("/sandbox/v1/canonical-export").data == before
        performed(one, row)
        assert fixture(one, outcome)["refs"] == row["refs"], "used up, and still the same"


def test_a_service_makes_its_own(caller: Any) -> None:
    row = fixture(caller, "card_lost")
    assert (row["service"], row["kind"], row["title"]) == ("card", "card", "A card reported lost")
    performed(caller, row)


def test_rows_are_found_by_service_and_kind(caller: Any) -> None:
    listed = caller.get("/sandbox/v1/outcomes?service=settlement&limit=200").json["data"]
    assert {row["service"] for row in listed} == {"settlement"}
    made = caller.get("/sandbox/v1/fixtures?service=settlement&kind=region&limit=2").json
    assert {row["kind"] for row in made["data"]} == {"region"}
    assert caller.get("/sandbox/v1/outcomes?kind=unicorn").json["data"] == []
    every = caller.get("/sandbox/v1/outcomes?limit=200").json["data"]
    assert {"person", "card", "bank_account", "amount", "visit", "claim"} <= {
        row["kind"] for row in every
    }


def test_an_unknown_outcome_names_the_nearest(caller: Any) -> None:
    refused = caller.get("/sandbox/v1/fixtures?outcome=card_lots")
    assert (refused.status_code, refused.json["code"]) == (404, "unknown_outcome")
    assert "card_lost" in refused.json["detail"]
    assert refused.json["errors"][0]["parameter"] == "outcome"


def test_a_fixture_never_moves_the_clock(caller: Any) -> None:
    before = caller.get("/sandbox/v1/clock").json["now"]
    caller.get("/sandbox/v1/fixtures?limit=30&service=medical")
    assert caller.get("/sandbox/v1/clock").json["now"] == before
