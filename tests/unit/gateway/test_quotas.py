"""Quotas: off without a trace, counted by key or world, and open when nobody can count."""

from typing import Any

import pytest

from gateway import limits
from sscsim import control
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.gateway.test_door import assert_problem

pytestmark = pytest.mark.db
QUOTAS = "/sandbox/v1/quotas"


@pytest.fixture(autouse=True)
def counting() -> Any:
    limits.forget()
    yield
    limits.forget()


def quota(**more: Any) -> dict[str, Any]:
    return {"name": "default", "scope": "key", "requests": 3, "window_s": 3600, **more}


def test_off_by_default_without_headers_or_counting(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> Any:
        raise AssertionError("somebody counted")

    monkeypatch.setattr(limits, "_limiter", nobody)
    answer = caller.get("/v1/cards")
    assert answer.status_code == 200
    assert not {"RateLimit", "RateLimit-Policy"} & set(answer.headers)
    assert caller.get(QUOTAS).json == {"object": "quotas", "quotas": []}


def test_each_key_has_its_own_window(caller: Caller) -> None:
    made = caller.post("/sandbox/v1/parties", {"name": "A", "role": "bank"}).json
    party = Caller(caller.client, made["key"])
    assert caller.put(QUOTAS, {"quotas": [quota()]}).status_code == 200
    for left in (2, 1, 0):
        answer = caller.get("/v1/cards")
        assert answer.status_code == 200
        assert answer.headers["RateLimit-Policy"] == '"default";q=3;w=3600'
        assert answer.headers["RateLimit"].startswith(f'"default";r={left};t=')
    refused = caller.get("/v1/cards")
    assert refused.status_code == 429
    assert refused.json["type"].endswith("http-problem-types#quota-exceeded")
    assert refused.json["violated-policies"] == ["default"]
    assert (refused.json["code"], refused.json["effect"]) == ("quota_exceeded", "none")
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert refused.headers["RateLimit"].startswith('"default";r=0;t=')
    assert party.get("/v1/cards").status_code == 200


def test_a_quota_of_the_world_counts_every_key_and_the_way_out_stays_open(caller: Caller) -> None:
    made = caller.post("/sandbox/v1/parties", {"name": "A", "role": "bank"}).json
    party = Caller(caller.client, made["key"])
    both = [quota(requests=100), quota(name="all", scope="world", requests=2)]
    caller.put(QUOTAS, {"quotas": both})
    assert caller.get("/v1/cards").status_code == party.get("/v1/cards").status_code == 200
    refused = party.get("/v1/cards")
    assert refused.json["violated-policies"] == ["all"]
    assert refused.headers["RateLimit"].count(";r=") == 2
    assert len(caller.get(QUOTAS).json["quotas"]) == 2
    assert caller.call("DELETE", QUOTAS).status_code == 204
    assert caller.get("/v1/cards").status_code == 200
    assert control.caller(caller.key).quotas == ""  # type: ignore[union-attr]


def test_worlds_do_not_share_windows(make: Any) -> None:
    one, other = make(), make()
    for caller in (one, other):
        caller.put(QUOTAS, {"quotas": [quota(requests=1, scope="world")]})
    assert one.get("/v1/cards").status_code == other.get("/v1/cards").status_code == 200
    assert one.get("/v1/cards").status_code == other.get("/v1/cards").status_code == 429


def test_nonsense_is_refused(caller: Caller) -> None:
    twice = caller.put(QUOTAS, {"quotas": [quota(), quota()]})
    shown = assert_problem(twice, 422, "fault_rule_refused")
    assert shown["errors"][0]["pointer"] == "/quotas/1/name"
    for bad in (quota(requests=0), quota(window_s=0), quota(scope="city"), quota(name="server x")):
        assert caller.put(QUOTAS, {"quotas": [bad]}).status_code == 400
    party = caller.post("/sandbox/v1/parties", {"name": "A", "role": "bank"}).json
    denied = Caller(caller.client, party["key"]).put(QUOTAS, {"quotas": [quota()]})
    assert_problem(denied, 403, "role_not_allowed")


def test_off_loopback_every_key_has_a_quota(caller: Caller) -> None:
    set_settings(bind="0.0.0.0", quota=2)
    assert caller.get("/v1/cards").headers["RateLimit-Policy"] == '"server";q=2;w=60'
    assert caller.get(QUOTAS).json["server"]["requests"] == 2
    assert_problem_429(caller.get("/v1/cards"))
    assert_problem_429(caller.call("DELETE", QUOTAS)), "nobody lifts the simulator's own"
    set_settings(quota=0)
    assert "RateLimit" not in caller.get("/v1/cards").headers


def assert_problem_429(answer: Any) -> None:
    assert (answer.status_code, answer.json["violated-policies"]) == (429, ["server"])


def test_a_redis_that_is_away_lets_calls_through_and_is_left_alone(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    caller.put(QUOTAS, {"quotas": [quota(requests=1)]})
    set_settings(redis_url="redis://127.0.0.1:1/0")
    limits.forget()
    with caplog.at_level("WARNING", logger="sscsim.gateway"):
        for _ in range(3):
            answer = caller.get("/v1/cards")
            assert answer.status_code == 200
            assert "RateLimit" not in answer.headers
    [line] = [item for item in caplog.records if "quotas are not counted" in item.getMessage()]
    assert line.levelname == "WARNING"


def test_redis_counts_for_every_process(caller: Caller, request: pytest.FixtureRequest) -> None:
    from tests.conftest import redis_url

    set_settings(redis_url=redis_url())
    limits.forget()
    caller.put(QUOTAS, {"quotas": [quota(requests=2, window_s=30)]})
    assert caller.get("/v1/cards").status_code == 200
    limits.forget()  # as another process
    assert caller.get("/v1/cards").headers["RateLimit"].startswith('"default";r=0;t=')
    assert caller.get("/v1/cards").status_code == 429


def test_so_many_calls_of_a_world_at_once(caller: Caller, app: Any) -> None:
    answer = caller.put(QUOTAS, {"max_in_flight": 1})
    assert answer.json["max_in_flight"] == 1
    inner: list[int] = []
    card = app._services["card"]

    def busy(environ: Any, start_response: Any) -> Any:
        app._services["card"] = card
        inner.append(caller.get("/v1/cards").status_code)
        return card(environ, start_response)

    app._services["card"] = busy
    assert caller.get("/v1/cards").status_code == 200
    assert inner == [503]
    assert caller.get("/v1/cards").status_code == 200, "its place is free again"
    assert limits._in_flight == {}


def test_overload_says_so(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    caller.put(QUOTAS, {"max_in_flight": 1})
    monkeypatch.setitem(limits._in_flight, caller.sandbox, 1)
    answer = caller.get("/v1/cards")
    assert (answer.status_code, answer.json["code"]) == (503, "temporary_reduced_capacity")
    assert answer.json["type"].endswith("#temporary-reduced-capacity")
    assert answer.headers["Retry-After"]
    assert caller.get(QUOTAS).status_code == 200
