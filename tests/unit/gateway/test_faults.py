"""Rules by which calls go wrong: made, matched, counted, combined, marked and removed."""

import json
from typing import Any

import pytest

from sscsim import control, faults, world
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.gateway.test_door import assert_problem, count

pytestmark = pytest.mark.db
FAULTS = "/sandbox/v1/faults"
PARTIES = "/sandbox/v1/parties"
ORDER = {"name": "A", "role": "bank"}


def rule(caller: Caller, **body: Any) -> str:
    made = caller.post(FAULTS, body)
    assert made.status_code == 201, made.json
    assert made.headers["Location"] == f"{FAULTS}/{made.json['id']}"
    found: str = made.json["id"]
    return found


def counts(caller: Caller, fault_id: str) -> tuple[int, int]:
    shown = caller.get(f"{FAULTS}/{fault_id}").json
    return shown["matched"], shown["applied"]


def down(match: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"match": match or {}, "fault": "status", "phase": "before", **more}


def test_a_world_without_rules_reads_none(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    made = rule(caller, **down({"path": "/v1/nothing"}))
    assert control.caller(caller.key).faulty  # type: ignore[union-attr]
    assert caller.call("DELETE", f"{FAULTS}/{made}").status_code == 204
    assert not control.caller(caller.key).faulty  # type: ignore[union-attr]

    def nobody(*_: Any) -> Any:
        raise AssertionError("rules were read")

    monkeypatch.setattr(control.faults, "struck", nobody)
    monkeypatch.setattr(control.faults, "standing", nobody)
    assert caller.get("/v1/cards").status_code == 200
    assert control.world(caller.sandbox).faults == ()


@pytest.mark.parametrize(
    ("match", "hits"),
    [
        ({}, ["/v1/cards", "/v1/institutions"]),
        ({"path": "/v1/*"}, ["/v1/cards", "/v1/institutions"]),
        ({"path": "/v1/cards"}, ["/v1/cards"]),
        ({"path": "/v1/cards/{card_id}"}, []),
        ({"path": "/**"}, ["/v1/cards", "/v1/institutions", "/sandbox/v1/clock"]),
        ({"path": "/sandbox/v1/clock"}, ["/sandbox/v1/clock"]),
        ({"method": "POST"}, []),
        ({"method": "GET", "path": "/v1/c*"}, ["/v1/cards"]),
        ({"operation_id": "listCards"}, ["/v1/cards"]),
        ({"role": "owner"}, ["/v1/cards", "/v1/institutions"]),
        ({"role": "bank"}, []),
        ({"party": "owner"}, ["/v1/cards", "/v1/institutions"]),
        ({"region_code": "500000"}, []),
    ],
)
def test_which_calls_a_rule_fits(caller: Caller, match: dict[str, Any], hits: list[str]) -> None:
    made = rule(caller, **down(match))
    for path in ("/v1/cards", "/v1/institutions", "/sandbox/v1/clock"):
        answer = caller.get(path)
        assert (answer.status_code == 503) == (path in hits), path
        assert ("SSC-Simulated" in answer.headers) == (path in hits)
    assert counts(caller, made) == (len(hits), len(hits))


def test_a_rule_knows_party_role_and_region(caller: Caller) -> None:
    order = {"name": "Metro", "role": "transit", "region_code": "510100"}
    party = caller.post(PARTIES, order).json
    metro = Caller(caller.client, party["key"])
    for match in (
        {"party": party["id"]},
        {"party": "Metro"},
        {"role": "transit"},
        {"region_code": "510000"},
        {"region_code": "510100"},
    ):
        made = rule(caller, **down(match))
        assert metro.get("/v1/cards").status_code == 503
        assert caller.get("/v1/cards", **{"SSC-Act-As": "Metro"}).status_code == 503
        assert caller.get("/v1/cards").status_code == 200
        assert caller.call("DELETE", f"{FAULTS}/{made}").status_code == 204
    rule(caller, **down({"region_code": "500000"}))
    assert metro.get("/v1/cards").status_code == 200


@pytest.mark.parametrize("sent", [{"infno": "2304", "input": {}}, {"infno": 2304}])
def test_a_hospital_message_is_known_by_its_number(caller: Caller, sent: Any) -> None:
    rule(caller, **down({"infno": "2304"}))
    assert caller.post("/v1/visits", sent).status_code == 503
    assert caller.post("/v1/visits", {"infno": "2305"}).status_code == 400, (
        "the body is still there"
    )
    assert caller.get("/v1/visits/2304").status_code == 503
    raw = caller.call("POST", "/v1/visits", data=b"[1", content_type="application/json")
    assert raw.status_code == 400


def test_nth_every_times_and_what_is_spent(caller: Caller) -> None:
    def fate(fault_id: str, calls: int) -> str:
        said = "".join(
            "x" if caller.get("/v1/cards").status_code == 503 else "." for _ in range(calls)
        )
        caller.call("DELETE", f"{FAULTS}/{fault_id}")
        return said

    assert fate(rule(caller, **down({"nth": 3})), 6) == "..x..."
    assert fate(rule(caller, **down({"every": 2})), 6) == ".x.x.x"
    assert fate(rule(caller, **down(times=2)), 5) == "xx..."
    assert fate(rule(caller, **down({"every": 2}, times=1)), 6) == ".x...."
    spent = rule(caller, **down(times=1))
    assert caller.get(f"{FAULTS}/{spent}").json["is_spent"] is False
    caller.get("/v1/cards")
    assert caller.get(f"{FAULTS}/{spent}").json["is_spent"] is True


def test_chance_is_the_same_in_every_world_of_a_seed(make: Any) -> None:
    def fate(caller: Caller) -> str:
        made = rule(caller, **down(probability=0.4))
        said = "".join(
            "x" if caller.get("/v1/cards").status_code == 503 else "." for _ in range(40)
        )
        assert counts(caller, made) == (40, said.count("x"))
        return said

    one, two, other = fate(make(seed="a")), fate(make(seed="a")), fate(make(seed="b"))
    assert one == two != other
    assert 4 < one.count("x") < 36


def test_a_window_of_sandbox_time(caller: Caller) -> None:
    """The world's clock is frozen at nine on the first of April."""

    def holds(**window: Any) -> bool:
        made = rule(caller, **down(window=window))
        found = caller.get("/v1/cards").status_code == 503
        shown = caller.get(f"{FAULTS}/{made}").json["window"]
        assert set(shown) == set(window)
        caller.call("DELETE", f"{FAULTS}/{made}")
        return found

    assert holds(daily_from="08:00", daily_to="10:00")
    assert not holds(daily_from="10:00", daily_to="12:00")
    assert holds(daily_from="23:00", daily_to="09:01")
    assert not holds(daily_from="23:00", daily_to="09:00")
    assert holds(from_at="2026-04-01T09:00:00+08:00")
    assert not holds(to_at="2026-04-01T01:00:00Z")
    assert holds(from_at="2026-03-01T00:00:00+08:00", to_at="2026-05-01T00:00:00+08:00")
    assert holds(days_of_month=[1, 31])
    assert not holds(days_of_month=[2])


def test_the_first_rule_that_applies_is_carried_out_and_the_wish_of_the_call_before_all(
    caller: Caller,
) -> None:
    first, second = rule(caller, **down(status=501)), rule(caller, **down(status=502))
    answer = caller.get("/v1/cards")
    assert_problem(answer, 501, "simulated_fault")
    assert answer.headers["SSC-Simulated"].endswith(f"rule={first}")
    wish = {"SSC-Simulate": "fault=status, status=500, phase=before"}
    assert caller.get("/v1/cards", **wish).status_code == 500
    assert (counts(caller, first), counts(caller, second)) == ((2, 1), (2, 0))


def test_latencies_add_up_and_are_compared_with_the_budget(caller: Caller) -> None:
    set_settings(gateway_timeout_s=1.0)
    slow = {"match": {"path": PARTIES, "method": "POST"}, "fault": "delay", "delay_ms": 600}
    one = rule(caller, **slow)
    answer = caller.post(PARTIES, ORDER)
    assert answer.status_code == 201
    assert answer.headers["SSC-Simulated"] == f"fault=delay, phase=after, delay=600, rule={one}"
    rule(caller, **slow)
    late = caller.post(PARTIES, {**ORDER, "name": "B"})
    assert assert_problem(late, 504, "simulated_timeout")["effect"] == "unknown"
    assert late.headers["SSC-Simulated"].count("fault=delay") == 2
    assert count(caller) == 2, "with phase=after it was done"
    wish = {"SSC-Simulate": "delay=5000, phase=before"}
    never = caller.post(PARTIES, {**ORDER, "name": "C"}, **wish)
    assert assert_problem(never, 504, "simulated_timeout")["effect"] == "none"
    assert count(caller) == 2


def test_any_registered_problem_with_its_own_status(caller: Caller) -> None:
    said = {"fault": "problem", "problem": "home_region_unavailable", "retry_after_s": 7}
    rule(caller, match={"path": "/v1/cards"}, **said)
    answer = caller.get("/v1/cards")
    assert_problem(answer, 503, "home_region_unavailable")
    assert answer.headers["Retry-After"] == "7"
    wish = {"SSC-Simulate": "fault=problem, problem=quota_exceeded"}
    assert "http-problem-types#quota-exceeded" in caller.get("/v1/persons", **wish).json["type"]


REFUSED = [
    ({}, ""),
    ({"fault": "reset", "outcome": "home_region_down"}, ""),
    ({"fault": "status", "delay_ms": 5}, "/delay_ms"),
    ({"fault": "truncate", "phase": "before"}, "/phase"),
    ({"fault": "duplicate", "phase": "after"}, "/phase"),
    ({"fault": "delay"}, "/delay_ms"),
    ({"fault": "delay", "delay_ms": 60_000, "real": True}, "/delay_ms"),
    ({"fault": "problem", "problem": "stroe_busy"}, "/problem"),
    ({"outcome": "home_region_dwon"}, "/outcome"),
    ({"outcome": "home_region_slow"}, "/delay_ms"),
    ({"outcome": "home_region_down", "outcome_region_code": "123456"}, "/outcome_region_code"),
    ({"fault": "reset", "match": {"nth": 1, "every": 2}}, "/match/every"),
    ({"fault": "reset", "match": {"operation_id": "createCard", "path": "/x"}}, "/match/path"),
    ({"fault": "reset", "window": {"daily_from": "23:00"}}, "/window/daily_to"),
    (
        {
            "fault": "reset",
            "window": {"from_at": "2026-04-02T00:00:00Z", "to_at": "2026-04-01T00:00:00Z"},
        },
        "/window/to_at",
    ),
]
MALFORMED = [
    ({"fault": "explode"}, "invalid_request", "/fault"),
    ({"fault": "status", "stauts": 500}, "unknown_field", "/stauts"),
    ({"fault": "reset", "probability": 0}, "invalid_request", "/probability"),
    ({"fault": "reset", "probability": 1.5}, "invalid_request", "/probability"),
    ({"fault": "reset", "probability": True}, "invalid_request", "/probability"),
    ({"fault": "reset", "times": 0}, "invalid_request", "/times"),
    ({"fault": "reset", "match": {"path": "v1"}}, "invalid_request", "/match/path"),
]
NO_SUCH = {"fault": "reset", "match": {"operation_id": "createCrad"}}


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        *((body, 422, "fault_rule_refused", pointer) for body, pointer in REFUSED),
        *((body, 400, code, pointer) for body, code, pointer in MALFORMED),
        (NO_SUCH, 422, "unknown_operation_id", "/match/operation_id"),
    ],
)
def test_nonsense_is_refused_with_a_pointer(
    caller: Caller, body: Any, status: int, code: str, pointer: str
) -> None:
    answer = caller.post(FAULTS, body)
    shown = assert_problem(answer, status, code)
    assert shown["errors"][0]["pointer"] == pointer
    assert caller.get(FAULTS).json["data"] == []


def test_the_way_out_stays_open(caller: Caller) -> None:
    made = rule(caller, **down({"path": "/**"}))
    assert caller.get("/sandbox/v1/clock").status_code == 503
    assert caller.get(FAULTS).json["data"][0]["id"] == made
    assert caller.call("DELETE", FAULTS).status_code == 204
    assert caller.get("/sandbox/v1/clock").status_code == 200


def test_rules_are_the_owners_and_of_one_world(make: Any) -> None:
    ours, theirs = make(seed="a"), make(seed="a")
    made = rule(ours, **down())
    assert_problem(theirs.get(f"{FAULTS}/{made}"), 404, "fault_rule_not_found")
    assert_problem(theirs.call("DELETE", f"{FAULTS}/{made}"), 404, "fault_rule_not_found")
    assert theirs.get("/v1/cards").status_code == 200
    party = Caller(ours.client, ours.post(PARTIES, ORDER).json["key"])
    assert_problem(party.post(FAULTS, down()), 403, "role_not_allowed")
    assert_problem(party.call("DELETE", FAULTS), 403, "role_not_allowed")
    assert counts(ours, made) == (0, 0)


def test_a_world_has_so_many_rules_at_most(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control.faults, "MOST_RULES", 2)
    for _ in range(2):
        rule(caller, **down({"path": "/v1/x"}))
    assert_problem(caller.post(FAULTS, down()), 409, "too_many_fault_rules")


def test_rules_go_with_a_reset(caller: Caller) -> None:
    rule(caller, **down())
    caller.call("PUT", "/sandbox/v1/fault-profiles/one-province-down", {})
    assert caller.post("/sandbox/v1/sandboxes/current/reset").status_code == 200
    assert caller.get(FAULTS).json["data"] == []
    assert not control.caller(caller.key).faulty  # type: ignore[union-attr]
    assert caller.get("/v1/cards").status_code == 200


def test_rules_are_part_of_a_snapshot(caller: Caller) -> None:
    made = rule(caller, **down(times=5))
    caller.call("PUT", "/sandbox/v1/fault-profiles/one-province-down", {})
    caller.get("/v1/cards")
    taken = caller.post("/sandbox/v1/sandboxes/current/snapshots", {})
    assert taken.status_code == 201, taken.json
    assert caller.call("DELETE", FAULTS).status_code == 204
    assert caller.get("/v1/cards").status_code == 200
    back = caller.post(f"/sandbox/v1/sandboxes/current/snapshots/{taken.json['id']}/restore")
    assert back.status_code == 200, back.json
    assert counts(caller, made) == (1, 1)
    assert caller.get("/v1/cards").status_code == 503
    listed = caller.get("/sandbox/v1/fault-profiles").json["data"]
    assert [item["name"] for item in listed if item["is_on"]] == ["one-province-down"]


def test_an_outcome_is_carried_by_every_context_and_counted_where_it_strikes(
    caller: Caller,
) -> None:
    state = rule(caller, outcome="home_region_down", outcome_region_code="510000", times=1)
    of_calls = rule(caller, outcome="home_region_lost", match={"path": "/v1/settlements"})
    at = control.world(caller.sandbox)
    assert len(at.faults) == 1, "a job has no call that a match of calls could fit"
    with world.entered(at):
        assert faults.happening("home_region_down", region="500000") is None
        assert faults.happening("home_region_lost", region="510100") is None
        struck = faults.happening("home_region_down", region="510100")
        assert struck is not None
        assert (struck.name, struck.region) == ("home_region_down", "510000")
        assert faults.happening("home_region_down", region="510100") is None, "spent"
    assert (counts(caller, state), counts(caller, of_calls)) == ((2, 1), (0, 0))


def test_what_is_simulated_is_counted_and_logged(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    before = faults.FAULTS.labels("reset")._value.get()
    with caplog.at_level("INFO", logger="ssc.request"):
        caller.get("/v1/cards", **{"SSC-Simulate": "fault=reset, phase=before"})
    assert faults.FAULTS.labels("reset")._value.get() == before + 1
    [line] = [item for item in caplog.records if item.getMessage() == "simulated"]
    assert line.__dict__["simulated"] == "fault=reset, phase=before"


# ---- kinds


def test_a_truncated_answer_is_half_of_what_was_announced(caller: Caller) -> None:
    answer = caller.post(PARTIES, ORDER, **{"SSC-Simulate": "fault=truncate"})
    body = answer.get_data()
    announced = int(answer.headers["Content-Length"])
    assert 0 < len(body) == announced // 2
    assert count(caller) == 1
    empty = caller.call("DELETE", FAULTS, headers={"SSC-Simulate": "fault=truncate"})
    assert int(empty.headers["Content-Length"]) > len(empty.get_data()), "nothing to cut: dropped"


def test_a_doubled_request_is_carried_out_twice_and_answered_once(caller: Caller) -> None:
    answer = caller.post(PARTIES, ORDER, **{"SSC-Simulate": "fault=duplicate"})
    assert answer.status_code == 201, "the first one's answer"
    assert answer.headers["SSC-Simulated"] == "fault=duplicate"
    assert count(caller) == 1, "the second was refused: the name is taken"


def test_a_late_request_is_carried_out_after_the_answer(caller: Caller) -> None:
    answer = caller.client.open(
        PARTIES,
        method="POST",
        json=ORDER,
        headers={"Authorization": f"Bearer {caller.key}", "SSC-Simulate": "fault=late"},
        buffered=False,
    )
    assert answer.status_code == 504
    assert count(caller) == 0
    said = json.loads(b"".join(answer.response))
    assert (said["code"], said["effect"]) == ("simulated_timeout", "unknown")
    answer.close()
    assert count(caller) == 1


def test_real_delays_are_slept_and_sleepers_are_few(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gateway import sleeping

    slept: list[int] = []
    monkeypatch.setattr(sleeping, "sleep_ms", slept.append)
    for phase in ("before", "after"):
        wish = {"SSC-Simulate": f"delay=20, real, phase={phase}"}
        assert caller.get("/v1/cards", **wish).status_code == 200
    assert slept == [20, 20]
    set_settings(max_sleepers=0)
    wish = {"SSC-Simulate": "delay=20, real"}
    answer = caller.post(PARTIES, ORDER, **wish)
    assert assert_problem(answer, 503, "too_many_sleepers")["effect"] == "none"
    assert answer.headers["Retry-After"]
    assert count(caller) == 0
    assert caller.post(PARTIES, ORDER, **{"SSC-Simulate": "delay=20"}).status_code == 201


# ---- profiles


def test_every_profile_goes_on_and_off(caller: Caller) -> None:
    path = "/sandbox/v1/fault-profiles"
    listed = {item["name"]: item for item in caller.get(path).json["data"]}
    assert set(listed) == {
        "month-end-rush", "night-maintenance", "one-province-down", "slow-county-line",
    }  # fmt: skip
    assert not any(item["is_on"] for item in listed.values())
    for name in listed:
        on = caller.put(f"{path}/{name}", {})
        assert (on.status_code, on.json["is_on"]) == (200, True)
    rules = caller.get(f"{FAULTS}?limit=200").json["data"]
    assert {item["profile"] for item in rules} == set(listed)
    again = caller.put(f"{path}/night-maintenance", {"daily_from": "08:00", "daily_to": "10:00"})
    assert again.json["parameters"][0]["value"] == "08:00"
    assert len(caller.get(f"{FAULTS}?limit=200").json["data"]) == len(rules)
    answer = caller.get("/v1/cards")
    assert answer.headers["Retry-After"] == "3600"
    for name in listed:
        assert caller.call("DELETE", f"{path}/{name}").status_code == 204
        assert_problem(caller.call("DELETE", f"{path}/{name}"), 404, "fault_profile_not_on")
    assert caller.get("/v1/cards").status_code == 200
    assert caller.get(FAULTS).json["data"] == []


def test_a_profile_refuses_what_it_does_not_have(caller: Caller) -> None:
    path = "/sandbox/v1/fault-profiles"
    assert_problem(caller.put(f"{path}/month-edn", {}), 404, "unknown_fault_profile")
    for name, body, pointer in (
        ("one-province-down", {"delay_ms": 5}, "/delay_ms"),
        ("one-province-down", {"region_code": "123456"}, "/region_code"),
    ):
        shown = assert_problem(caller.put(f"{path}/{name}", body), 422, "fault_rule_refused")
        assert shown["errors"][0]["pointer"] == pointer
    assert not control.caller(caller.key).faulty  # type: ignore[union-attr]


def test_a_worker_that_knows_no_problem_of_the_gateway_goes_on(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = {"path": "/v1/nothing"}
    rule(caller, fault="problem", problem="temporary_reduced_capacity", match=match)
    rule(caller, outcome="home_region_slow", delay_ms=5)
    control.faults.rule_in.cache_clear()
    monkeypatch.setattr("sscsim.faults.outcomes.problem_codes", lambda: {"card_lost": None})
    [standing] = control.world(caller.sandbox).faults
    assert "home_region_slow" in standing
