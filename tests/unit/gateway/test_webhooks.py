"""Webhooks end to end: a real receiver on loopback, the official library, the sandbox clock."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from gateway import tasks
from sscsim import control, settings, world
from sscsim.db.store import STORES
from tests.support import hook as hooks
from tests.support.hook import Hook, Message, is_good
from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_door import assert_problem

assert tasks

pytestmark = pytest.mark.db
ENDPOINTS = "/sandbox/v1/webhook-endpoints"


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hooks.running(Hook()) as made:
        yield made


def emit(caller: Caller, type: str = "card.tested", subject: str = "card_1", n: int = 1) -> str:
    """An event of the card service, as a flow would emit it."""
    with world.entered(control.world(caller.sandbox)), STORES["card"].write() as tx:
        return tx.emit(type, subject, {"n": n})


def listen(caller: Caller, hook: Hook, **more: Any) -> dict[str, Any]:
    answer = caller.post(ENDPOINTS, {"url": hook.url, "event_types": ["card.*"], **more})
    assert answer.status_code == 201, answer.json
    found: dict[str, Any] = answer.json
    return found


def advance(caller: Caller, by: str) -> None:
    operation = caller.post("/sandbox/v1/clock/advance", {"by": by}).json
    assert operation["status"] == "succeeded"


def deliveries(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = caller.get(f"/sandbox/v1/webhook-deliveries{query}").json["data"]
    return found


def test_an_event_is_told_once_signed_as_the_official_library_wants_it(
    caller: Caller, hook: Hook
) -> None:
    emit(caller, subject="before")
    endpoint = listen(caller, hook)
    assert endpoint["secret"].startswith("whsec_")
    event_id = emit(caller)
    emit(caller, "loan.tested")
    [message] = hook.got
    assert message.id == event_id
    assert is_good(message, endpoint["secret"])
    assert message.headers["content-type"] == "application/cloudevents+json"
    shown = caller.get(f"/sandbox/v1/events/{event_id}").json
    assert {**message.event, "deliveries": shown["deliveries"]} == shown
    [delivery] = shown["deliveries"]
    assert delivery["state"] == "delivered"
    read = caller.get(f"/sandbox/v1/webhook-deliveries/{delivery['id']}").json
    assert read["request_body"] == message.event
    [attempt] = read["attempts"]
    assert attempt["status"] == 204
    assert attempt["request_headers"]["webhook-id"] == event_id
    assert "secret" not in caller.get(f"{ENDPOINTS}/{endpoint['id']}").json


def test_retries_follow_the_sandbox_clock_until_the_endpoint_is_dead(
    caller: Caller, hook: Hook
) -> None:
    hook.answer = lambda _: 500
    endpoint = listen(caller, hook)
    emit(caller)
    assert len(hook.got) == 1
    for number, by in enumerate(("PT6S", "PT6M", "PT34M", "PT135M", "PT6H"), start=2):
        advance(caller, by)
        assert len(hook.got) == number
    advance(caller, "P5D")
    assert len(hook.got) == 10
    assert len({message.id for message in hook.got}) == 1
    assert all(is_good(message, endpoint["secret"]) for message in hook.got)
    [delivery] = deliveries(caller)
    assert (delivery["state"], delivery["attempts_count"]) == ("failed", 10)
    dead = caller.get(f"{ENDPOINTS}/{endpoint['id']}").json
    assert (dead["state"], dead["state_reason"]) == ("dead", "attempts_exhausted")
    [died] = caller.get("/sandbox/v1/events?type=webhook_endpoint.died").json["data"]
    assert died["subject"] == endpoint["id"]

    emit(caller)
    assert len(hook.got) == 10, "a dead endpoint is told nothing"
    hook.answer = lambda _: 204
    again = caller.post(f"{ENDPOINTS}/{endpoint['id']}/enable", {"resend_failed": True}).json
    assert again["state"] == "enabled"
    assert len(hook.got) == 11
    assert deliveries(caller)[0]["state"] == "delivered"


def test_an_answer_says_how_it_goes_on(caller: Caller, hook: Hook) -> None:
    """2xx ends it, 3xx is not followed, Retry-After is waited for, 410 disables."""
    answers: list[Any] = [
        (302, {"Location": hook.url + "/elsewhere"}),
        (503, {"Retry-After": "3600"}),
        200,
        410,
    ]
    hook.answer = lambda _: answers.pop(0)
    endpoint = listen(caller, hook)
    emit(caller)
    advance(caller, "PT6S")
    advance(caller, "PT59M")
    assert len(hook.got) == 2
    advance(caller, "PT2M")
    assert len(hook.got) == 3
    assert {message.path for message in hook.got} == {"/hook"}
    emit(caller, subject="other")
    gone = caller.get(f"{ENDPOINTS}/{endpoint['id']}").json
    assert (gone["state"], gone["state_reason"]) == ("disabled", "gone")
    assert caller.get("/sandbox/v1/events?type=webhook_endpoint.disabled").json["data"]


def test_a_secret_is_rotated_and_every_delivery_verifies(caller: Caller, hook: Hook) -> None:
    endpoint = listen(caller, hook, secret="whsec_" + "A" * 43 + "=")
    assert endpoint["secret"] == "whsec_" + "A" * 43 + "="
    emit(caller)
    path = f"{ENDPOINTS}/{endpoint['id']}/rotate-secret"
    rotated = caller.post(path, {"overlap": "PT1H"}).json
    assert rotated["old_secret_until"]
    emit(caller)
    first, second = hook.got
    assert is_good(first, endpoint["secret"]) and not is_good(first, rotated["secret"])
    assert is_good(second, endpoint["secret"]) and is_good(second, rotated["secret"])
    assert len(second.headers["webhook-signature"].split(" ")) == 2
    last = caller.post(path, {"overlap": "PT0S"}).json
    emit(caller)
    assert is_good(hook.got[-1], last["secret"])
    assert not is_good(hook.got[-1], endpoint["secret"])
    assert not is_good(hook.got[-1], rotated["secret"])


def test_an_event_is_sent_again_when_asked_for(caller: Caller, hook: Hook) -> None:
    early = emit(caller)
    endpoint = listen(caller, hook)
    assert hook.got == []
    answer = caller.post(f"/sandbox/v1/events/{early}/resend", {"endpoint_id": endpoint["id"]})
    assert answer.status_code == 202
    caller.post(f"/sandbox/v1/events/{early}/resend", {})
    assert hook.ids() == [early, early]
    assert hook.got[0].body == hook.got[1].body
    missing = caller.post("/sandbox/v1/events/evt_" + "0" * 26 + "/resend", {})
    assert_problem(missing, 404, "event_not_found")


def test_endpoints_are_changed_disabled_and_removed(caller: Caller, hook: Hook) -> None:
    endpoint = listen(caller, hook)
    path = f"{ENDPOINTS}/{endpoint['id']}"
    tag = caller.get(path).headers["ETag"]
    changed = caller.call("PATCH", path, {"event_types": ["loan.*"]}, {"If-Match": tag})
    assert changed.json["event_types"] == ["loan.*"]
    emit(caller)
    assert hook.got == []
    stale = caller.call("PATCH", path, {"event_types": ["*"]}, {"If-Match": tag})
    assert_problem(stale, 412, "etag_mismatch")
    off = caller.call("PATCH", path, {"state": "disabled"}, {"If-Match": "*"}).json
    assert (off["state"], off["state_reason"]) == ("disabled", "by_owner")
    emit(caller, "loan.tested")
    assert hook.got == []
    assert caller.call("DELETE", path, headers={"If-Match": "*"}).status_code == 204
    assert_problem(caller.get(path), 404, "webhook_endpoint_not_found")
    assert caller.get(ENDPOINTS).json["data"] == []
    emit(caller)
    assert not control.hearing.of(caller.sandbox).listening


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "webhook_place"),
        ({"url": "http://127.0.0.1:9/", "receiver_id": "whr_" + "0" * 26}, "webhook_place"),
        ({"url": "http://169.254.169.254/latest"}, "webhook_target_refused"),
        ({"url": "http://u:p@127.0.0.1:9/"}, "webhook_target_refused"),
        ({"url": "ftp://127.0.0.1/"}, "webhook_target_refused"),
        ({"receiver_id": "whr_" + "0" * 26}, "webhook_receiver_not_found"),
    ],
)
def test_a_bad_endpoint_is_refused(caller: Caller, body: dict[str, Any], code: str) -> None:
    answer = caller.post(ENDPOINTS, body)
    assert answer.json["code"] == code
    assert 400 <= answer.status_code < 500


def test_parties_see_their_own_and_worlds_their_own(
    make: Callable[..., Caller], hook: Hook
) -> None:
    one, two = make(), make()
    endpoint = listen(one, hook)
    assert_problem(two.get(f"{ENDPOINTS}/{endpoint['id']}"), 404, "webhook_endpoint_not_found")
    emit(two)
    assert hook.got == []
    made = one.post("/sandbox/v1/parties", {"name": "h", "role": "hospital"}).json
    hospital = replace(one, key=made["key"])
    assert_problem(hospital.get(f"{ENDPOINTS}/{endpoint['id']}"), 404, "webhook_endpoint_not_found")
    assert hospital.get(ENDPOINTS).json["data"] == []
    assert hospital.get("/sandbox/v1/webhook-deliveries").json["data"] == []
    mine = listen(hospital, hook)
    assert [row["id"] for row in one.get(ENDPOINTS).json["data"]] == [mine["id"], endpoint["id"]]
    app = one.post("/sandbox/v1/parties", {"name": "app", "role": "holder"}).json
    holder = replace(one, key=app["key"])
    assert_problem(holder.get("/sandbox/v1/events"), 403, "role_not_allowed")


def test_a_reset_world_tells_nobody(caller: Caller, hook: Hook) -> None:
    listen(caller, hook)
    caller.post("/sandbox/v1/sandboxes/current/reset")
    emit(caller)
    assert hook.got == []
    assert caller.get(ENDPOINTS).json["data"] == []
    assert not control.hearing.of(caller.sandbox).listening


def test_ed25519_and_sm3_beside_the_official_signature(caller: Caller, hook: Hook) -> None:
    import base64

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    endpoint = listen(caller, hook, signing=["v1", "v1a", "vsm3"])
    emit(caller)
    [message] = hook.got
    assert is_good(message, endpoint["secret"]), "the official library passes over the others"
    signed = dict(one.split(",") for one in message.headers["webhook-signature"].split(" "))
    assert set(signed) == {"v1", "v1a", "vsm3"}
    public = base64.b64decode(endpoint["public_keys"]["v1a"].removeprefix("whpk_"))
    text = f"{message.id}.{message.headers['webhook-timestamp']}.{message.body}".encode()
    Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signed["v1a"]), text)


@pytest.mark.parametrize(
    ("drill", "came"),
    [("duplicate", 2), ("drop", 0), ("delay", 0), ("stale_signature", 1), ("wrong_signature", 1)],
)
def test_a_drill_on_an_endpoint_happens_so_many_times(
    caller: Caller, hook: Hook, drill: str, came: int
) -> None:
    endpoint = listen(caller, hook, drills=[{"kind": drill, "times": 1}])

    def handler(message: Message) -> int:
        return 204 if is_good(message, endpoint["secret"]) else 401

    hook.answer = handler
    first = emit(caller)
    assert hook.ids() == [first] * came
    hook.got.clear()
    second = emit(caller)
    assert second in hook.ids(), "once only"
    advance(caller, "PT11M")
    state = {row["event_id"]: row["state"] for row in deliveries(caller)}
    assert state[first] == ("dropped" if drill == "drop" else "delivered")
    assert caller.get(f"{ENDPOINTS}/{endpoint['id']}").json["drills"] == []


def test_events_come_in_the_wrong_order_on_demand(caller: Caller, hook: Hook) -> None:
    listen(caller, hook, drills=[{"kind": "reorder", "times": 1}])
    first = emit(caller)
    assert hook.got == []
    second = emit(caller)
    assert hook.ids() == [second, first]


def test_a_world_nobody_listens_to_is_not_driven(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sscsim import jobs

    kicked: list[str] = []
    monkeypatch.setattr(jobs, "kick_driver", lambda at: kicked.append(at.sandbox))
    emit(caller)
    assert kicked == []
    assert settings.current().event_waiters
