"""Bad days behind the gateway: the home region down, late, slow, doubled, refusing."""

from collections.abc import Iterator
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client, Refused
from sscsim import settings
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.money import Town
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))
FAULTS = "/sandbox/v1/faults"
SICHUAN = "510000"


@pytest.fixture
def town(simulator: Topology) -> Iterator[Town]:
    with simulator.world() as owner:
        yield Town(owner)
        told = owner.get("/sandbox/v1/invariants")
        assert told["holds"], told


def settle(at: Client, visit: Any, simulate: str | None = None) -> Any:
    """The settlement, or the problem; always with the visit's own key."""
    body, key = {"visit_id": visit["id"]}, f"settle:{visit['id']}"
    try:
        return at.call("POST", "/v1/settlements", body, key=key, simulate=simulate).body
    except Refused as refused:
        return refused.problem


def statuses(town: Town, visit: Any) -> list[str]:
    found = town.get("/v1/settlements", visit_id=visit["id"])["data"]
    return [item["status"] for item in found]


def test_an_answer_that_the_home_region_gave_and_nobody_heard(town: Town) -> None:
    visit, at = town.visit(), town.hospital()
    lost = settle(at, visit, "outcome=home_region_timeout")
    assert (lost["status"], lost["code"], lost["effect"]) == (
        504, "home_region_no_answer", "unknown",
    )  # fmt: skip
    assert statuses(town, visit) == ["unknown"]
    assert settle(at, visit)["status"] == "settled"
    assert statuses(town, visit) == ["settled"]


def test_the_job_finds_it_too(town: Town) -> None:
    visit, at = town.visit(), town.hospital()
    settle(at, visit, "outcome=home_region_timeout")
    road.advanced(town.owner, by="PT1M")
    assert statuses(town, visit) == ["settled"]


def test_a_question_that_was_lost_on_the_way(town: Town) -> None:
    visit, at = town.visit(), town.hospital()
    assert settle(at, visit, "outcome=home_region_lost")["effect"] == "unknown"
    road.advanced(town.owner, by="PT1M")
    assert statuses(town, visit) == ["cancelled"]
    assert settle(at, visit)["status"] == "settled"


def test_a_late_question_finds_the_tombstone(town: Town) -> None:
    """Exception X6: given up after half a minute, delivered after a whole one."""
    visit, at = town.visit(), town.hospital()
    assert settle(at, visit, "outcome=home_region_late")["effect"] == "unknown"
    road.advanced(town.owner, by="PT40S")
    assert statuses(town, visit) == ["cancelled"]
    road.advanced(town.owner, by="PT1M")
    assert statuses(town, visit) == ["cancelled"]
    assert settle(at, visit)["status"] == "settled"


def test_a_late_question_that_is_early_enough_is_settled(town: Town) -> None:
    """Exception X5: delivered before anybody gave up, and found by the job."""
    visit, at = town.visit(), town.hospital()
    assert settle(at, visit, "outcome=home_region_late, delay=10000")["effect"] == "unknown"
    road.advanced(town.owner, by="PT1M")
    assert statuses(town, visit) == ["settled"]
    assert settle(at, visit)["status"] == "settled"


def test_a_doubled_question_is_settled_once(town: Town) -> None:
    visit, at = town.visit(), town.hospital()
    assert settle(at, visit, "outcome=home_region_doubled")["status"] == "settled"
    assert statuses(town, visit) == ["settled"]


def test_a_refusal_is_the_answer_for_ever(town: Town) -> None:
    visit, at = town.visit(), town.hospital()
    said = settle(at, visit, "outcome=home_region_refused")
    assert (said["status"], said["code"], said["effect"]) == (422, "home_region_refused", "none")
    assert settle(at, visit)["code"] == "home_region_refused"
    body = {"visit_id": visit["id"]}
    assert at.post("/v1/settlements", body, key="another")["status"] == "settled"


def test_an_overloaded_region_takes_nothing_in(town: Town) -> None:
    visit, at = town.visit(), town.hospital()
    said = settle(at, visit, "outcome=home_region_overloaded")
    assert (said["status"], said["retryable"], said["effect"]) == (503, True, "none")
    assert said["type"].endswith("#temporary-reduced-capacity")
    assert settle(at, visit)["status"] == "settled"


def test_slowness_is_compared_with_the_budget_between_services(town: Town) -> None:
    at = town.hospital()
    budget_ms = int(settings.current().peer_timeout_s * 1000)
    quick, slow = town.visit(), town.visit()
    answer = at.call(
        "POST", "/v1/settlements", {"visit_id": quick["id"]}, key="q",
        simulate=f"outcome=home_region_slow, delay={budget_ms - 1}",
    )  # fmt: skip
    assert answer.body["status"] == "settled"
    assert answer.headers["SSC-Simulated"] == f"outcome=home_region_slow, delay={budget_ms - 1}"
    said = settle(at, slow, f"outcome=home_region_slow, delay={budget_ms}")
    assert (said["status"], said["effect"]) == (504, "unknown")
    assert settle(at, slow)["status"] == "settled"


def test_a_rule_counts_where_it_strikes_and_only_in_its_region(town: Town) -> None:
    at = town.hospital()
    body = {"outcome": "home_region_lost", "outcome_region_code": "310000", "times": 1}
    elsewhere = town.owner.post(FAULTS, body)["id"]
    here = town.owner.post(FAULTS, {**body, "outcome_region_code": SICHUAN})["id"]
    visit = town.visit()
    assert settle(at, visit)["status"] == 504
    assert settle(at, visit)["status"] == "settled"
    counts = {item["id"]: (item["matched"], item["applied"]) for item in town.get(FAULTS)["data"]}
    assert counts == {here: (2, 1), elsewhere: (0, 0)}


def test_a_province_that_is_down_keeps_calls_and_jobs_waiting(town: Town) -> None:
    at = town.hospital()
    done, unknown, new = town.visit(), town.visit(), town.visit()
    assert settle(at, done)["status"] == "settled"
    settle(at, unknown, "outcome=home_region_timeout")
    profile = "/sandbox/v1/fault-profiles/one-province-down"
    town.owner.call("PUT", profile, {"region_code": SICHUAN})
    said = settle(at, new)
    assert (said["status"], said["code"], said["effect"]) == (503, "home_region_down", "none")
    assert statuses(town, new) == ["cancelled"]
    assert settle(at, unknown)["effect"] == "unknown"
    road.advanced(town.owner, by="P2D")
    assert statuses(town, unknown) == ["unknown"], "the job waits for the region"
    assert town.get("/sandbox/v1/dead-jobs")["data"] == []
    town.owner.call("DELETE", profile)
    road.advanced(town.owner, by="P1D")
    assert statuses(town, unknown) == ["settled"]
    assert settle(at, new)["status"] == "settled"


def test_a_month_is_cleared_late_when_a_region_was_down(town: Town) -> None:
    """Where the scheme waits for a signature; by default the province's pairs are carried over."""
    scheme = "/v1/clearing-schemes/100000"
    any_version = {"If-Match": "*"}
    town.owner.call("PATCH", scheme, {"unsigned_policy": "wait"}, headers=any_version)
    at = town.hospital()
    assert settle(at, town.visit())["status"] == "settled"
    road.calm(town.owner)
    due = {item["step"]: item["due_at"] for item in road.cycle_of(town.owner)["steps"]}
    rule = town.owner.post(FAULTS, {"outcome": "home_region_down", "outcome_region_code": SICHUAN})
    road.advanced(town.owner, to=due["close"])
    waiting = road.cycle_of(town.owner)["status"]
    assert waiting in ("generated", "signing"), "it signs nothing while it is down"
    town.owner.call("DELETE", f"{FAULTS}/{rule['id']}")
    road.advanced(town.owner, by="P45D")
    assert road.cycle_of(town.owner)["status"] == "closed"
    assert town.get("/sandbox/v1/dead-jobs")["data"] == []
