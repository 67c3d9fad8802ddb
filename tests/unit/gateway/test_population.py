"""Filling a sandbox with people through the door; jobs run in the calling thread."""

from typing import Any

import pytest

pytestmark = pytest.mark.db


def test_people_are_made_by_an_operation(make: Any) -> None:
    one = make("empty", "town")
    before = one.get("/sandbox/v1/clock").json["now"]
    started = one.post("/sandbox/v1/population", {"people": 2_500, "regions": ["510100"]})
    assert started.status_code == 202, started.text
    assert started.json["kind"] == "population"
    done = one.get(started.headers["Location"]).json
    assert (done["status"], done["made"]) == ("succeeded", 2_500)
    assert one.get("/v1/persons?limit=200").json["has_more"]
    assert one.get("/sandbox/v1/clock").json["now"] >= before
    nowhere = one.get("/sandbox/v1/population/op_" + "0" * 26)
    assert (nowhere.status_code, nowhere.json["code"]) == (404, "population_operation_not_found")
    refused = one.post("/sandbox/v1/population", {"people": 1, "regions": ["510000"]})
    assert (refused.status_code, refused.json["code"]) == (422, "population_refused")


def test_the_same_seed_gives_the_same_people(make: Any) -> None:
    found = []
    for _ in range(2):
        one = make("empty", "town")
        one.post("/sandbox/v1/population", {"people": 60, "regions": ["510100"], "seed": "s"})
        found.append([person["id"] for person in one.get("/v1/persons?limit=200").json["data"]])
    assert found[0] == found[1]
    assert len(found[0]) == 60
