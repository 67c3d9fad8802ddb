"""Drill runs: a good handler passes all; for each drill a bad handler fails just that one."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from gateway import tasks
from gateway.webhooks import drills as running
from gateway.worldstore.tables import DRILLS
from tests.support import hook as hooks
from tests.support.hook import Hook, Message
from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_door import assert_problem

assert tasks

pytestmark = pytest.mark.db


@dataclass
class Handler:
    """A good webhook handler, and one flaw it may have."""

    caller: Caller
    secret: str = ""
    flaw: str = ""
    done: list[str] = field(default_factory=list)
    cursor: str = "start"
    read: list[str] = field(default_factory=list)
    old: list[str] = field(default_factory=list)
    last: str = ""

    def time_passes(self) -> None:
        """What it read up to now it read long ago."""
        self._catch_up()
        self.old = list(self.read)

    def __call__(self, message: Message) -> int:
        if self.flaw == "wrong_signature" and "webhook-signature" not in message.headers:
            return 204
        if not self._verified(message):
            return 401
        if message.id in self.done:
            return 409 if self.flaw == "duplicate" else 204
        sequence = message.event["sequence"]
        if self.flaw == "reorder" and sequence < self.last:
            return 422
        if self.flaw == "delay" and message.id in self.old:
            return 422
        self.last = max(self.last, sequence)
        self.done.append(message.id)
        if self.flaw != "drop":
            self._catch_up()
        return 204

    def _verified(self, message: Message) -> bool:
        headers = dict(message.headers)
        if self.flaw == "rotated_secret":
            headers["webhook-signature"] = headers.get("webhook-signature", "").split(" ")[0]
        if self.flaw == "stale_signature":
            return self._right_but_old(message)
        try:
            Webhook(self.secret).verify(message.body, headers, json_parse=False)
        except (WebhookVerificationError, ValueError):
            return False
        return True

    def _right_but_old(self, message: Message) -> bool:
        """Compares the signature and forgets the time."""
        import datetime as dt

        at = dt.datetime.fromtimestamp(int(message.headers["webhook-timestamp"]), dt.UTC)
        mine = Webhook(self.secret).sign(message.id, at, message.body)
        return mine in message.headers.get("webhook-signature", "").split(" ")

    def _catch_up(self) -> None:
        answer = self.caller.get(f"/sandbox/v1/events?after={self.cursor}&limit=200").json
        self.cursor = answer["follow_cursor"]
        self.read += [event["id"] for event in answer["data"]]


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hooks.running(Hook()) as made:
        yield made


@pytest.fixture
def start(caller: Caller, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    def begin(flaw: str = "", **more: Any) -> dict[str, Any]:
        handler = Handler(caller, flaw=flaw)
        monkeypatch.setattr(running.Desk, "withhold", lambda _: handler.time_passes())
        hook.answer = handler
        endpoint = caller.post("/sandbox/v1/webhook-endpoints", {"url": hook.url}).json
        handler.secret = endpoint["secret"]
        order = {"endpoint_id": endpoint["id"], "patience": "PT1S", **more}
        answer = caller.post("/sandbox/v1/webhook-drills", order)
        assert answer.status_code == 202, answer.json
        found: dict[str, Any] = caller.get(answer.headers["Location"]).json
        return found

    return begin


def test_a_good_handler_passes_every_drill(start: Callable[..., Any], caller: Caller) -> None:
    run = start()
    assert [one["drill"] for one in run["verdicts"]] == list(DRILLS)
    failed = [one for one in run["verdicts"] if one["verdict"] != "passed"]
    assert failed == []
    assert (run["status"], run["passed"]) == ("succeeded", True)
    [over] = caller.get("/sandbox/v1/events?type=webhook_endpoint.drilled").json["data"]
    assert over["data"]["failed"] == []


@pytest.mark.parametrize("flaw", DRILLS)
def test_a_handler_with_one_flaw_fails_just_that_drill(
    start: Callable[..., Any], flaw: str
) -> None:
    run = start(flaw)
    assert [one["drill"] for one in run["verdicts"] if one["verdict"] == "failed"] == [flaw]
    [failed] = [one for one in run["verdicts"] if one["verdict"] == "failed"]
    assert failed["advice"]
    assert run["passed"] is False


def test_a_handler_that_fails_with_500_refuses_nothing(
    start: Callable[..., Any], hook: Hook
) -> None:
    run = start("", drills=["wrong_signature"])
    assert run["passed"]
    hook.answer = lambda _: 500
    endpoint = run["endpoint_id"]
    assert endpoint
    again = start("", drills=["stale_signature"])
    assert again["passed"]


def test_one_run_at_a_time_and_only_for_enabled_endpoints(caller: Caller, hook: Hook) -> None:
    endpoint = caller.post("/sandbox/v1/webhook-endpoints", {"url": hook.url}).json
    path = f"/sandbox/v1/webhook-endpoints/{endpoint['id']}"
    caller.call("PATCH", path, {"state": "disabled"}, {"If-Match": "*"})
    answer = caller.post("/sandbox/v1/webhook-drills", {"endpoint_id": endpoint["id"]})
    assert_problem(answer, 409, "webhook_endpoint_not_enabled")
    missing = caller.post("/sandbox/v1/webhook-drills", {"endpoint_id": "whe_" + "0" * 26})
    assert_problem(missing, 404, "webhook_endpoint_not_found")
    assert caller.get("/sandbox/v1/webhook-drills").json["data"] == []


def test_the_receiver_that_is_built_in(caller: Caller) -> None:
    """For those who have no server: it verifies, keeps, and tells duplicates."""
    receiver = caller.post("/sandbox/v1/webhook-receivers", {"name": "mine"}).json
    order = {"receiver_id": receiver["id"], "event_types": ["webhook_endpoint.*"]}
    endpoint = caller.post("/sandbox/v1/webhook-endpoints", order).json
    caller.post(f"/sandbox/v1/webhook-endpoints/{endpoint['id']}/test")
    path = f"/sandbox/v1/webhook-receivers/{receiver['id']}"
    shown = caller.get(path).json
    assert shown["verified_count"] == shown["received_count"] == 1
    order = {"endpoint_id": endpoint["id"], "drills": [*DRILLS], "patience": "PT0S"}
    run = caller.get(caller.post("/sandbox/v1/webhook-drills", order).headers["Location"]).json
    assert [one["drill"] for one in run["verdicts"] if one["verdict"] == "failed"] == ["drop"]
    shown = caller.get(path).json
    assert shown["duplicates_count"] >= 2
    assert shown["refused_count"] == 5
    [last, *_] = caller.get(f"{path}/messages").json["data"]
    assert json.loads(json.dumps(last["body"]))["specversion"] == "1.0"
    assert caller.call("DELETE", path).status_code == 204
    assert_problem(caller.get(path), 404, "webhook_receiver_not_found")


def test_a_bad_receiver_takes_an_event_at_the_third_attempt(caller: Caller) -> None:
    order = {"name": "bad", "answers": [503, 503, 204]}
    receiver = caller.post("/sandbox/v1/webhook-receivers", order).json
    order = {"receiver_id": receiver["id"], "event_types": ["card.*"]}
    endpoint = caller.post("/sandbox/v1/webhook-endpoints", order).json
    caller.post(f"/sandbox/v1/webhook-endpoints/{endpoint['id']}/test")
    caller.post("/sandbox/v1/clock/advance", {"by": "PT6M"})
    [delivery] = caller.get("/sandbox/v1/webhook-deliveries").json["data"]
    assert (delivery["state"], delivery["attempts_count"]) == ("delivered", 3)
    shown = caller.get(f"/sandbox/v1/webhook-receivers/{receiver['id']}").json
    assert (shown["events_count"], shown["duplicates_count"]) == (1, 2)
