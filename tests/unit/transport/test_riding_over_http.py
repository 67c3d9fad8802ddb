"""Riding over HTTP with each medium: decided, charged, explained, repaired, owed and paid."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.card.api.electronic_views import ELECTRONIC_CARD_ID
from sscsim import peers
from sscsim.demo_people import CHEN_YU, WANG_GUILAN, ZHAO_XIAOMAN, ZHOU_MING
from sscsim.kernel.explain import faults
from tests.support.bench import Bench
from tests.support.riding import BANK, BUS, GATES, SEED, Rides

pytestmark = pytest.mark.db


@pytest.fixture
def rides(demo_bench: Bench) -> Iterator[Rides]:
    yield Rides(demo_bench)
    peers.use_local({})


def test_a_ride_with_a_card_is_charged_and_explained(rides: Rides) -> None:
    before = rides.balance(CHEN_YU)
    entry = rides.by_card("entry", GATES[0], CHEN_YU)
    assert (entry["result"], entry["code"], entry["fare_fen"]) == ("accepted", "OK", 0)
    rides.wait(30)
    exit_ = rides.by_card("exit", GATES[5], CHEN_YU)
    assert (exit_["fare_fen"], exit_["transit_journey_id"]) == (360, entry["transit_journey_id"])
    shown = rides.journey(exit_)
    assert shown["status"] == "completed" and faults(shown["explanation"]) == []
    assert shown["explanation"]["totals"]["fare_fen"] == 360
    assert shown["policy_origin"]["status"] == "invented"
    assert [each["amount_fen"] for each in shown["charges"]] == [360]
    assert rides.balance(CHEN_YU) == before - 360
    assert rides.get(f"/v1/taps/{exit_['id']}") == exit_
    rides.holds()


def test_concessions_are_looked_at_at_the_tap(rides: Rides) -> None:
    rides.by_card("entry", GATES[0], ZHAO_XIAOMAN)
    rides.by_card("entry", GATES[0], WANG_GUILAN)
    rides.wait(30)
    grant = {
        "person_id": ZHAO_XIAOMAN.person_id(SEED),
        "status": "student",
        "region_code": "990100",
    }
    days = {"from_date": "2026-04-01", "until_date": "2026-08-31"}
    rides.done("/v1/concession-grants", grant | days, role="agency", region="990100")
    student = rides.journey(rides.by_card("exit", GATES[5], ZHAO_XIAOMAN))
    old = rides.journey(rides.by_card("exit", GATES[5], WANG_GUILAN))
    assert (student["concession"], old["concession"]) == ("student", "senior_70")
    [charge] = student["charges"]
    # half of 4.00, which the rider's region pays
    assert (charge["subsidy_fen"], charge["subsidy_region_code"]) == (200, "990100")
    rides.holds()


def test_a_code_is_paid_from_the_account(rides: Rides) -> None:
    before = rides.bank_balance(ZHOU_MING)
    entry = rides.by_code("entry", GATES[0], ELECTRONIC_CARD_ID)
    assert entry["code"] == "OK", entry
    rides.wait(30)
    exit_ = rides.by_code("exit", GATES[5], ELECTRONIC_CARD_ID)
    first = rides.journey(exit_)
    assert (first["payer"], first["charge_status"]) == ("bank_account", "requested")
    rides.time.deliver()
    assert rides.journey(exit_)["charge_status"] == "taken"
    assert rides.bank_balance(ZHOU_MING) == before - first["fare_fen"]


def test_a_code_that_was_shown_before_opens_no_gate(rides: Rides) -> None:
    body = {"electronic_card_id": ELECTRONIC_CARD_ID, "scene": "transit"}
    text = rides.card.post("/v1/codes", body, key="once").json["text"]
    assert rides.tap("entry", GATES[0], "electronic_code", text)["code"] == "OK"
    again = rides.tap("entry", GATES[1], "electronic_code", text)
    assert (again["result"], again["code"]) == ("rejected", "CODE_INVALID")


def test_an_acquirer_is_played_from_outside(rides: Rides) -> None:
    def ridden(minutes: float) -> Any:
        tap = rides.tap("ride", BUS, "bank_card", "tok-4711")
        rides.wait(minutes)
        return tap

    first = ridden(20)
    [asked] = rides.get("/v1/transit-authorisations?status=requested")["data"]
    assert (asked["amount_fen"], asked["way"]) == (first["fare_fen"], "acquirer")
    path = f"/v1/transit-authorisations/{asked['id']}"
    assert rides.done(f"{path}/approve", **BANK)["status"] == "approved"
    assert rides.journey(first)["charge_status"] == "taken"
    assert rides.refused(f"{path}/decline", {"reason": "late"}, **BANK) == (
        409, "transit_authorisation_decided",
    )  # fmt: skip
    second = ridden(20)
    [asked] = rides.get("/v1/transit-authorisations?status=requested")["data"]
    path = f"/v1/transit-authorisations/{asked['id']}"
    rides.done(f"{path}/decline", {"reason": "insufficient_funds"}, **BANK)
    assert rides.journey(second)["charge_status"] == "owed"
    assert ridden(1)["code"] == "DECLINED"
    again = f"/v1/transit-journeys/{second['transit_journey_id']}/collect"
    assert rides.done(again)["charge_status"] == "requested"
    rides.done(f"{path}/approve", **BANK)
    assert ridden(1)["code"] == "OK"
    assert rides.refused(again) == (409, "transit_nothing_owed")


def test_the_bank_side_of_a_card_answers_by_itself(rides: Rides) -> None:
    before = rides.bank_balance(ZHOU_MING)
    tap = rides.tap("ride", BUS, "bank_card", ZHOU_MING.card_id(SEED))
    # a bank card has no concession: 2.00
    assert tap["fare_fen"] == 200
    rides.time.deliver()
    assert rides.journey(tap)["charge_status"] == "taken"
    assert rides.bank_balance(ZHOU_MING) == before - 200


def test_a_forgotten_exit_is_closed_and_repaired(rides: Rides) -> None:
    before = rides.balance(CHEN_YU)
    entry = rides.by_card("entry", GATES[0], CHEN_YU)
    rides.wait(13 * 60)
    shown = rides.journey(entry)
    # the lowest fare, after twelve hours; no concession
    assert (shown["status"], shown["rule"], shown["fare_fen"]) == (
        "incomplete", "forgotten_exit", 200,
    )  # fmt: skip
    assert shown["exited_at"] == "2026-04-02T00:00:00+08:00"
    assert rides.balance(CHEN_YU) == before - 200
    path = f"/v1/transit-journeys/{entry['transit_journey_id']}/repair"
    said = {"kind": "exit_added", "station_id": "DEMO-METRO-005", "reason": "asked"}
    made = rides.done(path, said)
    assert (made["status"], made["rule"], made["fare_fen"]) == ("repaired", "exit_added", 360)
    assert [each["amount_fen"] for each in rides.journey(entry)["charges"]] == [200, 160]
    assert rides.refused(path, said) == (422, "transit_repair_refused")
    rides.holds()


def test_tapped_but_not_gone_in(rides: Rides) -> None:
    soon = rides.by_card("entry", GATES[0], CHEN_YU)
    late = rides.by_card("entry", GATES[0], ZHAO_XIAOMAN)
    said = {"kind": "not_gone_in", "reason": "changed their mind"}
    rides.wait(15)
    made = rides.done(f"/v1/transit-journeys/{soon['transit_journey_id']}/repair", said)
    assert (made["status"], made["fare_fen"]) == ("repaired", 0)
    rides.wait(1)
    made = rides.done(f"/v1/transit-journeys/{late['transit_journey_id']}/repair", said)
    assert (made["list_fare_fen"], made["concession"], made["fare_fen"]) == (200, "card", 180)
    rides.holds()


def test_terminals_are_registered_and_blocked(rides: Rides) -> None:
    body = {"fare_system_id": "DEMO-METRO", "kind": "gate", "station_id": "DEMO-METRO-002"}
    made = rides.done("/v1/terminals", body)
    assert (made["number"], made["operator_id"]) == ("990100000902", "OP-DEMO-METRO")
    path = f"/v1/terminals/{made['id']}"
    assert rides.by_card("entry", made["number"], CHEN_YU)["code"] == "OK"
    assert rides.done(f"{path}/block")["status"] == "blocked"
    assert rides.by_card("exit", made["number"], CHEN_YU)["code"] == "TERMINAL_UNKNOWN"
    assert rides.done(f"{path}/unblock") == rides.get(path)
    taken = {**body, "number": made["number"]}
    assert rides.refused("/v1/terminals", taken) == (409, "terminal_number_taken")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"fare_system_id": "DEMO-METRO", "kind": "gate"}, "/station_id"),
        ({"fare_system_id": "DEMO-METRO", "kind": "bus"}, "/kind"),
        ({"fare_system_id": "DEMO-BUS", "kind": "bus", "vehicle_id": "V"}, "/line_id"),
        ({"fare_system_id": "DEMO-BUS", "kind": "bus", "line_id": "DEMO-BUS-L01"}, "/vehicle_id"),
        (
            {"fare_system_id": "DEMO-BUS", "kind": "bus", "line_id": "DEMO-BUS-L03",
             "vehicle_id": "V"},
            "/line_id",
        ),
        (
            {"fare_system_id": "DEMO-METRO", "kind": "gate", "station_id": "DEMO-METRO-000",
             "vehicle_id": "V"},
            "/vehicle_id",
        ),
    ],
)  # fmt: skip
def test_a_terminal_fits_its_kind(rides: Rides, body: dict[str, Any], pointer: str) -> None:
    answer = rides.post("/v1/terminals", body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == pointer


def test_the_same_key_takes_a_tap_once(rides: Rides) -> None:
    body = {
        "kind": "ride",
        "medium": "transit_card",
        "reference": rides.number(CHEN_YU),
        "terminal_number": BUS,
    }
    first = rides.post("/v1/taps", body, key="tap-1")
    again = rides.post("/v1/taps", body, key="tap-1")
    assert first.json == again.json and again.headers["Idempotent-Replayed"] == "true"
    assert len(rides.get("/v1/transit-journeys")["data"]) == 1
