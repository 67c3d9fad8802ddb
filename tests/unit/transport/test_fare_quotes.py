"""Quotes over HTTP: what is answered, what is refused, and a world's own fares."""

from typing import Any

import pytest
import sqlalchemy as sa

from services.transport.flows import policies
from services.transport.store import store
from sscsim import policy
from sscsim.kernel.explain import faults
from tests.support.bench import Bench, SignedClient

pytestmark = pytest.mark.db
WEDNESDAY = "2026-04-01T12:00:00+08:00"
WAY = {
    "fare_system_id": "DEMO-METRO",
    "origin_station_id": "DEMO-METRO-000",
    "destination_station_id": "DEMO-METRO-005",
    "entered_at": WEDNESDAY,
}


def asked(transport: SignedClient, **more: Any) -> Any:
    return transport.post("/v1/fare-quotes", {**WAY, **more})


def test_a_quote_shows_the_way_and_steps_that_sum(transport: SignedClient) -> None:
    answer = asked(transport)
    assert answer.status_code == 200
    said = answer.json
    # 5 + 3 + 2 + 2 + 8 km: the third step, 4.00; the card pays 90 %
    assert said["distance_m"] == 20_000
    assert [leg["line_id"] for leg in said["legs"]] == ["DEMO-METRO-L01"]
    assert (said["list_fare_fen"], said["fare_fen"], said["concession"]) == (400, 360, "card")
    assert said["explanation"]["totals"] == {
        "total_fen": 400,
        "fare_fen": 360,
        "concession_discount_fen": 40,
        "transfer_discount_fen": 0,
        "pass_fen": 0,
    }
    assert faults(said["explanation"]) == []
    leaves = [s["leaf"] for step in said["explanation"]["steps"] for s in step.get("sources", ())]
    assert "transport/990100/rail#ladder.steps" in leaves
    assert "transport/990100/rail#concessions.card.pays" in leaves
    assert "transport/networks/DEMO-METRO#segments.metres" in leaves
    assert said["policy_origin"]["status"] == "invented"


def test_a_way_over_two_lines_changes_where_they_meet(transport: SignedClient) -> None:
    said = asked(transport, destination_station_id="DEMO-METRO-010").json
    lines = [(leg["line_id"][-3:], leg["station_ids"][-1][-3:]) for leg in said["legs"]]
    assert lines == [("L01", "003"), ("L02", "010")]
    assert said["distance_m"] == 10_000 + 20_000


def test_a_line_with_its_own_fare_is_charged_beside_the_rest(transport: SignedClient) -> None:
    said = asked(transport, destination_station_id="DEMO-METRO-011").json
    # 30 km by distance: 4.00 and one begun ten of 1.00; the airport line 10.00
    assert said["list_fare_fen"] == 500 + 1000


def test_the_status_of_a_city_is_its_weakest_figures(transport: SignedClient) -> None:
    said = asked(
        transport,
        fare_system_id="CD-METRO",
        origin_station_id="CD-METRO-000",
        destination_station_id="CD-METRO-001",
    ).json
    assert said["policy_origin"]["status"] == "assumed"  # the distances are
    assert said["distance_m"] == 1566


def test_overtime_is_the_highest_fare_from_the_exit(transport: SignedClient) -> None:
    late = asked(transport, exited_at="2026-04-01T14:00:01+08:00").json
    # From Library the farthest is the airport, 25 km: 5.00; beside 3.60
    assert late["is_overtime"] is True
    assert (late["surcharge_fen"], late["fare_fen"]) == (500, 860)
    in_time = asked(transport, exited_at="2026-04-01T14:00:00+08:00").json
    assert (in_time["is_overtime"], in_time["fare_fen"]) == (False, 360)


def test_out_again_at_the_same_station(transport: SignedClient) -> None:
    same = {"destination_station_id": "DEMO-METRO-000"}
    soon = asked(transport, **same, exited_at="2026-04-01T12:10:00+08:00").json
    later = asked(transport, **same, exited_at="2026-04-01T12:10:01+08:00").json
    assert (soon["fare_fen"], later["list_fare_fen"]) == (0, 200)


def test_a_concession_is_found_anew_at_each_tap(transport: SignedClient) -> None:
    rider = {"birth_date": "1956-04-02"}
    sixty_nine = asked(transport, rider=rider).json
    seventy = asked(transport, rider=rider, entered_at="2026-04-02T12:00:00+08:00").json
    peak = asked(transport, rider=rider, entered_at="2026-04-02T08:59:59+08:00").json
    found = [(one["concession"], one["fare_fen"]) for one in (sixty_nine, seventy, peak)]
    assert found == [("senior_60_69", 200), ("senior_70", 0), ("senior_70", 200)]


@pytest.mark.parametrize(
    ("more", "status", "code", "pointer"),
    [
        ({"fare_system_id": "XX-METRO"}, 404, "fare_system_not_found", None),
        ({"fare_system_id": "xx"}, 400, "invalid_request", "/fare_system_id"),
        ({"origin_station_id": "DEMO-METRO-999"}, 422, "station_unknown", "/origin_station_id"),
        ({"destination_station_id": "CD-METRO-000"}, 422, "station_unknown",
         "/destination_station_id"),
        ({"destination_station_id": "DEMO-METRO-012"}, 422, "no_path", "/destination_station_id"),
        ({"distance_m": 5}, 422, "journey_incomplete", "/distance_m"),
        ({"entered_at": "08:00"}, 400, "invalid_request", "/entered_at"),
        ({"entered_at": "2026-04-01T08:00:00"}, 400, "invalid_request", "/entered_at"),
        ({"exited_at": "2026-04-01T11:59:59+08:00"}, 422, "journey_times_wrong", "/exited_at"),
        ({"rider": {"birth_date": "2026-04-02"}}, 422, "journey_times_wrong", "/rider/birth_date"),
        ({"rider": {"concession": "pupil"}}, 422, "concession_unknown", "/rider/concession"),
        ({"rider": {"concession": "student"}}, 422, "concession_not_due", "/rider/birth_date"),
        ({"rider": {"concession": "child", "height_cm": 130}}, 422, "concession_not_due",
         "/rider/height_cm"),
        ({"rider": {"concession": "card", "medium": "ticket"}}, 422, "concession_not_due",
         "/rider/medium"),
        ({"rider": {"concession": "card", "card_region_code": "510100"}}, 422,
         "concession_not_due", "/rider/card_region_code"),
        ({"rider": {"concession": "early_bird"}}, 422, "concession_not_due", "/entered_at"),
        ({"rider": {"statuses": ["king"]}}, 400, "invalid_request", "/rider/statuses/0"),
        ({"monthly_pass": {"holder": "adult"}}, 422, "transit_pass_unknown",
         "/monthly_pass/holder"),
        ({"entered_at": "2019-12-31T12:00:00+08:00"}, 422, "policy_figure_missing", None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(
    transport: SignedClient, more: Any, status: int, code: str, pointer: str | None
) -> None:
    answer = asked(transport, **more)
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.json
    if pointer:
        assert answer.json["errors"][0]["pointer"] == pointer


def test_half_a_journey_is_refused(transport: SignedClient) -> None:
    body = {"fare_system_id": "DEMO-METRO", "origin_station_id": "DEMO-METRO-000"}
    answer = transport.post("/v1/fare-quotes", body)
    assert answer.json["errors"][0]["pointer"] == "/destination_station_id"
    answer = transport.post("/v1/fare-quotes", {"fare_system_id": "DEMO-METRO"})
    assert answer.json["errors"][0]["pointer"] == "/distance_m"


def test_a_fare_by_distance_needs_no_network(transport: SignedClient) -> None:
    body = {"fare_system_id": "BJ-METRO", "distance_m": 6_100, "entered_at": WEDNESDAY}
    said = transport.post("/v1/fare-quotes", body).json
    assert (said["fare_fen"], said["legs"]) == (400, [])
    airport = {**body, "charged_by": "airport"}
    assert transport.post("/v1/fare-quotes", airport).json["fare_fen"] == 2500
    late = {**body, "exited_at": "2026-04-01T16:00:01+08:00"}
    assert transport.post("/v1/fare-quotes", late).json["code"] == "fare_rule_missing"


def test_a_bus_is_charged_by_its_line(transport: SignedClient) -> None:
    bus = {"fare_system_id": "DEMO-BUS", "entered_at": WEDNESDAY, "rider": {"medium": "ticket"}}

    def fare(**more: Any) -> Any:
        return transport.post("/v1/fare-quotes", {**bus, **more}).json

    assert fare()["fare_fen"] == 200
    assert fare(line_id="DEMO-BUS-L02")["fare_fen"] == 100
    assert fare(line_id="DEMO-BUS-L99")["code"] == "line_unknown"
    stops = {"origin_station_id": "DEMO-BUS-000", "destination_station_id": "DEMO-BUS-007"}
    # Line 9 only: 4 + 4 + 2 + 2 + 4 + 4 + 8 = 28 km: 3.00, and 2.00 for a begun 15 km
    assert fare(**stops)["fare_fen"] == 500
    both = {**stops, "destination_station_id": "DEMO-BUS-003"}
    assert fare(**both)["errors"][0]["pointer"] == "/line_id"
    assert fare(**both, line_id="DEMO-BUS-L01")["fare_fen"] == 200
    assert fare(**both, line_id="DEMO-BUS-L02")["code"] == "line_unknown"


def test_stops_that_no_bus_joins(transport: SignedClient) -> None:
    stops = {"origin_station_id": "CQ-BUS-000", "destination_station_id": "CQ-BUS-005"}
    body = {"fare_system_id": "CQ-BUS", **stops}
    assert transport.post("/v1/fare-quotes", body).json["code"] == "no_path"


def test_a_transfer_whose_discount_nobody_says_is_refused(transport: SignedClient) -> None:
    first = {"mode": "bus", "tapped_at": "2026-04-01T11:00:00+08:00", "list_fare_fen": 200}
    body = {"fare_system_id": "HZ-METRO", "distance_m": 5_000, "entered_at": WEDNESDAY}
    answer = transport.post("/v1/fare-quotes", {**body, "first_ride": first})
    assert answer.json["code"] == "fare_rule_missing"
    assert "transfer.discount" in answer.json["detail"]


def test_a_world_may_have_its_own_fares(transport: SignedClient, bench: Bench) -> None:
    text = policy.builtin_text("transport", "990100")
    assert text is not None
    dearer = text.replace('{up_to_km: "20", fare: "4.00"}', '{up_to_km: "20", fare: "6.00"}')
    path = "/internal/v1/policies/990100"
    answer = transport.call("PUT", path, {"pack": dearer}, role="service")
    assert answer.json["origin"] == "world"
    said = asked(transport).json
    assert (said["list_fare_fen"], said["policy_origin"]["packs"][0]["origin"]) == (600, "world")
    assert transport.get(path, role="service").json["pack"] == dearer
    again = transport.call("PUT", path, {"pack": text}, role="service").json
    assert (asked(transport).json["list_fare_fen"], again["origin"]) == (400, "world")
    with bench.entered(), store.read() as tx:
        events = store.common.events
        told = tx.all(sa.select(events.c.type).order_by(events.c.seq))
    assert [row.type for row in told] == ["transport_policy.loaded"] * 2


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('{up_to_km: "20", fare: "4.00"}', '{up_to_km: "9", fare: "4.00"}', "must rise"),
        ('fare: "4.00"}', "fare: 4.00}", "must be quoted"),
        ('{from: "07:00", to: "09:00"}', '{from: "7:00", to: "09:00"}', "time of the day"),
        ('{from: "07:00", to: "09:00"}', '{from: "09:00", to: "07:00"}', "ends after"),
        ('{from: "17:00", to: "19:00"}', '{from: "08:00", to: "19:00"}', "must follow"),
        ("  senior_70:\n", "  senior_71:\n", "unknown key"),
        ('value: "10000"', 'value: "0"', "begun without end"),
        ('{from: "21", gives: "80"}', '{from: "21", gives: "101"}', "100 percent"),
        ("ladder:\n", "leader:\n", "unknown key"),
    ],
)
def test_a_wrong_pack_is_refused_with_the_reason(
    transport: SignedClient, old: str, new: str, reason: str
) -> None:
    text = policy.builtin_text("transport", "990100")
    assert text is not None and old in text
    path = "/internal/v1/policies/990100"
    answer = transport.call("PUT", path, {"pack": text.replace(old, new)}, role="service")
    assert answer.json["code"] == "transport_policy_refused"
    assert reason in answer.json["errors"][0]["message"]
    assert transport.get(path, role="service").json["origin"] == "builtin"


def test_from_a_trip_on_all_may_be_free(transport: SignedClient) -> None:
    text = policy.builtin_text("transport", "990100")
    assert text is not None
    free = text.replace('{from: "41", gives: "70"}', '{from: "41", gives: "0"}')
    transport.call("PUT", "/internal/v1/policies/990100", {"pack": free}, role="service")
    said = asked(transport, rider={"trips_this_month": 40}).json
    assert (said["concession"], said["fare_fen"]) == ("card", 0)


def test_one_bus_line_again_is_known_by_its_stops(transport: SignedClient) -> None:
    first = {"mode": "bus", "tapped_at": "2026-04-01T11:55:00+08:00", "list_fare_fen": 100}
    stops = {"origin_station_id": "DEMO-BUS-000", "destination_station_id": "DEMO-BUS-007"}
    bus = {"fare_system_id": "DEMO-BUS", "entered_at": WEDNESDAY, **stops}

    def transfer(line: str) -> Any:
        body = {**bus, "first_ride": {**first, "line_id": line}}
        return transport.post("/v1/fare-quotes", body).json["transfer_discount_fen"]

    # five minutes after the first tap: not on the same line, which needs ten
    assert (transfer("DEMO-BUS-L09"), transfer("DEMO-BUS-L03")) == (50, 0)


def test_a_concession_that_pays_nothing_known_is_refused(transport: SignedClient) -> None:
    text = policy.builtin_text("transport", "990100")
    assert text is not None
    head, _, tail = text.partition("  early_bird:\n")
    pays = tail.index("    pays:\n")
    cut = head + "  early_bird:\n" + tail[:pays] + tail[tail.index("transfer:\n") :]
    answer = transport.call("PUT", "/internal/v1/policies/990100", {"pack": cut}, role="service")
    assert "concessions.early_bird.pays" in answer.json["errors"][0]["message"]


def test_no_figures_no_policy(transport: SignedClient, bench: Bench) -> None:
    answer = transport.get("/internal/v1/policies/620100", role="service")
    assert answer.json["code"] == "transport_policy_not_found"
    with bench.entered():
        assert policies.get("510100")["origin"] == "builtin"
