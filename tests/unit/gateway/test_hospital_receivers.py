"""What the platform sends to a hospital's own address: a real receiver, the sandbox clock."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from services.medical import tasks
from services.medical.flows.interface import outgoing, outgoing_try
from services.medical.store import store
from sscsim import clock, control, jobs, settings, world
from sscsim.control import leases
from sscsim.jobs import driver
from sscsim.kernel.money import Money
from sscsim.outward import posting
from sscsim.outward.lanes import lanes
from tests.support import hook as hooks
from tests.support.hook import Hook, Message
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.gateway.test_door import assert_problem

assert tasks

RULE = "/sandbox/v1/hospital-interface"
HOSPITAL = "H51010000003"
TAKEN = b'{"infcode":0,"err_msg":"success","output":{"data":{"success":true,"message":"ok"}}}'
NOTICE = {"data": {"payOrdId": "ORD1", "feeSumamt": Money(12345), "extData": None}}


@pytest.fixture
def his() -> Iterator[Hook]:
    """A hospital system that takes what it gets."""
    lanes.forget()
    with hooks.running(Hook(lambda _: 200, body=TAKEN)) as made:
        yield made
    lanes.forget()


def name(caller: Caller, hook: Hook, code: str = HOSPITAL) -> Any:
    answer = caller.put(f"{RULE}/receivers/{code}", {"url": hook.url})
    assert answer.status_code == 200, answer.json
    return answer.json


def send(caller: Caller, key: str = "one", infno: str = "6302", code: str = HOSPITAL) -> str:
    """As a flow of the interface does it: in its own transaction."""
    with world.entered(control.world(caller.sandbox)), store.write() as tx:
        return outgoing.send(tx, code, infno, NOTICE, key).id


def deliveries(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = caller.get(f"{RULE}/deliveries{query}").json["data"]
    return found


def advance(caller: Caller, by: str) -> None:
    operation = caller.post("/sandbox/v1/clock/advance", {"by": by}).json
    assert operation["status"] == "succeeded", operation


def body(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(message.body, parse_float=Decimal)
    return found


@pytest.mark.db
def test_a_message_is_posted_once_with_the_envelope_of_the_interface(
    demo: Caller, his: Hook
) -> None:
    name(demo, his)
    message_id = send(demo)
    [got] = his.got
    said = body(got)
    assert got.headers["content-type"] == "application/json;charset=UTF-8"
    assert (said["infno"], said["fixmedins_code"]) == ("6302", HOSPITAL)
    assert (said["msgid"][:6], len(said["msgid"])) == ("510100", 30)
    assert said["input"]["data"]["feeSumamt"] == Decimal("123.45")
    datetime.strptime(said["inf_time"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=clock.SHANGHAI)
    [row] = deliveries(demo)
    assert (row["id"], row["state"], row["attempts_count"]) == (message_id, "delivered", 1)
    assert row["msgid"] == said["msgid"]
    assert row["request_body"]["input"]["data"]["payOrdId"] == "ORD1"
    assert row["attempts"][0]["infcode"] == "0"
    advance(demo, "P5D")
    assert len(his.got) == 1
    told = demo.get("/sandbox/v1/events?type=outgoing_message.delivered").json["data"]
    assert [event["data"]["msgid"] for event in told] == [said["msgid"]]


def test_the_same_business_twice_is_one_message(demo: Caller, his: Hook) -> None:
    name(demo, his)
    assert send(demo) == send(demo)
    assert send(demo, "two") != send(demo)
    assert send(demo, infno="6204") != send(demo)
    assert len(his.got) == 3


def test_nothing_is_sent_of_a_transaction_that_is_taken_back(demo: Caller, his: Hook) -> None:
    name(demo, his)
    with (
        pytest.raises(RuntimeError),
        world.entered(control.world(demo.sandbox)),
        store.write() as tx,
    ):
        outgoing.send(tx, HOSPITAL, "6302", NOTICE, "one")
        raise RuntimeError
    assert his.got == []
    assert deliveries(demo) == []


@pytest.mark.db
@pytest.mark.parametrize(
    ("status", "answer", "error", "infcode"),
    [
        (200, b'{"infcode":-1,"err_msg":"no"}', "refused", "-1"),
        (200, b'{"infcode":0,"output":{"data":{"success":false}}}', "refused", "0"),
        (200, b"<html>welcome</html>", "answer_not_understood", None),
        (200, b'{"code":0}', "answer_not_understood", None),
        (503, TAKEN, "http_status", "0"),
        (302, b"", "http_status", None),
    ],
)  # fmt: skip
def test_what_is_not_taken_comes_again_with_the_same_msgid(
    demo: Caller, his: Hook, status: int, answer: bytes, error: str, infcode: str | None
) -> None:
    his.answer, his.body = (lambda _: status), answer
    name(demo, his)
    send(demo)
    [row] = deliveries(demo)
    assert (row["state"], row["attempts_count"]) == ("waiting", 1)
    assert row["attempts"][0]["error"] == error
    assert row["attempts"][0].get("infcode") == infcode
    his.answer, his.body = (lambda _: 200), TAKEN
    advance(demo, "PT6S")
    [row] = deliveries(demo)
    assert (row["state"], row["attempts_count"]) == ("delivered", 2)
    assert len({message.body for message in his.got}) == 1, "the same bytes"


def test_it_is_given_up_after_ten_tries_and_each_is_to_be_seen(demo: Caller, his: Hook) -> None:
    his.body = b'{"infcode":-1,"err_msg":"no such order"}'
    name(demo, his)
    send(demo)
    advance(demo, "P5D")
    [row] = deliveries(demo, "?state=failed")
    assert (row["attempts_count"], "next_attempt_at" in row) == (10, False)
    assert [one["number"] for one in row["attempts"]] == list(range(1, 11))
    assert {one["err_msg"] for one in row["attempts"]} == {"no such order"}
    assert len(his.got) == 10
    [event] = demo.get("/sandbox/v1/events?type=outgoing_message.given_up").json["data"]
    assert event["subject"] == row["id"]


def test_a_receiver_that_is_down_and_one_that_is_slow(
    demo: Caller, his: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing_try, "WAIT_S", 0.3)
    assert posting.TIMEOUT_S > 1
    with hooks.running(Hook()) as gone:
        pass
    name(demo, gone)
    send(demo)
    assert deliveries(demo)[0]["attempts"][0]["error"] == "connection_refused"

    def slow(_: Message) -> int:
        time.sleep(1)
        return 200

    his.answer = slow
    name(demo, his)
    advance(demo, "PT6S")
    assert deliveries(demo)[0]["attempts"][1]["error"] == "timeout"
    his.answer = lambda _: 200
    advance(demo, "PT6M")
    assert deliveries(demo)[0]["state"] == "delivered"


def test_a_silent_receiver_holds_the_clock_three_times_only(
    demo: Caller, his: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing_try, "WAIT_S", 0.2)

    def silent(_: Message) -> int:
        time.sleep(0.5)
        return 200

    his.answer = silent
    name(demo, his)
    send(demo)
    advance(demo, "P5D")
    [row] = deliveries(demo)
    errors = [one["error"] for one in row["attempts"]]
    assert errors == ["timeout"] * 3 + ["not_tried"] * 7
    assert row["state"] == "failed"


@pytest.mark.db
def test_without_an_address_it_waits_and_is_sent_once_there_is_one(demo: Caller, his: Hook) -> None:
    send(demo)
    [row] = deliveries(demo)
    assert (row["state"], row["attempts"]) == ("no_receiver", [])
    advance(demo, "P1D")
    name(demo, his, "H51010000002")
    assert his.got == [], "the address of another"
    name(demo, his)
    assert len(his.got) == 1
    assert deliveries(demo)[0]["state"] == "delivered"


def test_what_waited_too_long_for_an_address_is_never_sent(demo: Caller, his: Hook) -> None:
    send(demo)
    advance(demo, "P5D")
    [row] = deliveries(demo)
    assert row["state"] == "expired"
    name(demo, his)
    advance(demo, "P5D")
    assert his.got == []
    assert len(demo.get("/sandbox/v1/events?type=outgoing_message.expired").json["data"]) == 1


def test_an_address_that_was_taken_back_is_asked_no_more(demo: Caller, his: Hook) -> None:
    his.answer = lambda _: 500
    name(demo, his)
    send(demo)
    assert demo.call("DELETE", f"{RULE}/receivers/{HOSPITAL}").status_code == 204
    advance(demo, "P1D")
    assert len(his.got) == 1
    assert deliveries(demo)[0]["state"] == "no_receiver"
    his.answer = lambda _: 200
    name(demo, his)
    assert [row["state"] for row in deliveries(demo)] == ["delivered"]


# ---- killed


class Killed(BaseException):
    """As a SIGKILL: nobody catches it, and nothing is let go on the way."""


@pytest.mark.db
@pytest.mark.parametrize(
    ("point", "times"), [("medical.outgoing.before_try", 1), ("medical.outgoing.before_record", 2)]
)
def test_killed_around_a_try_it_is_sent_again_under_the_same_msgid(
    demo: Caller, his: Hook, monkeypatch: pytest.MonkeyPatch, point: str, times: int
) -> None:
    def passing(at: str) -> None:
        if at == point:
            raise Killed

    name(demo, his)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(outgoing, "failpoint", passing)
        patch.setattr(leases, "release", lambda *_, **__: False)
        send(demo)
    assert deliveries(demo)[0]["attempts"] == []
    now_ms = driver.clocks.real_ms
    later = max(leases.LEASE_MS, driver.RESEND_MS) + 1
    monkeypatch.setattr(driver.clocks, "real_ms", lambda: now_ms() + later)
    driver.step(demo.sandbox)
    [row] = deliveries(demo)
    assert (row["state"], row["attempts_count"]) == ("delivered", 1)
    assert len(his.got) == times
    assert {body(message)["msgid"] for message in his.got} == {row["msgid"]}


def test_a_job_that_runs_twice_sends_nothing_more(demo: Caller, his: Hook) -> None:
    name(demo, his)
    message_id = send(demo)
    with world.entered(control.world(demo.sandbox)):
        outgoing.hand(f"{message_id}.1")
        outgoing.hand("omg_" + "0" * 26 + ".1")
    assert len(his.got) == 1
    assert deliveries(demo)[0]["attempts_count"] == 1


# ---- addresses


def test_an_address_is_put_read_listed_and_deleted(demo: Caller, his: Hook) -> None:
    path = f"{RULE}/receivers/{HOSPITAL}"
    assert_problem(demo.get(path), 404, "interface_receiver_not_found")
    made = name(demo, his)
    assert (made["object"], made["version"]) == ("hospital_receiver", 1)
    assert name(demo, his)["version"] == 1, "the same again changes nothing"
    assert demo.get(path).json["url"] == his.url
    his.url += "/other"
    assert name(demo, his)["version"] == 2
    name(demo, his, "H51010000002")
    listed = demo.get(f"{RULE}/receivers?limit=1").json
    assert [row["institution_code"] for row in listed["data"]] == ["H51010000002"]
    more = demo.get(f"{RULE}/receivers?limit=1&cursor={listed['next_cursor']}").json
    assert [row["institution_code"] for row in more["data"]] == [HOSPITAL]
    assert_problem(demo.get(f"{RULE}/receivers?cursor=AAAA"), 400, "cursor_mismatch")
    assert demo.call("DELETE", path).status_code == 204
    assert_problem(demo.call("DELETE", path), 404, "interface_receiver_not_found")


def test_addresses_that_are_refused(demo: Caller) -> None:
    def put(url: str, code: str = HOSPITAL) -> Any:
        return demo.put(f"{RULE}/receivers/{code}", {"url": url})

    assert_problem(
        put("https://example.com/", "H99999999999"), 404, "interface_institution_not_found"
    )
    assert_problem(put("https://example.com/", "nobody"), 404, "unknown_route")
    for url in ("ftp://example.com/", "http://169.254.169.254/", "http://a:b@example.com/"):
        problem = put(url)
        assert_problem(problem, 422, "webhook_target_refused")
        assert problem.json["errors"][0]["pointer"] == "/url"
    own = f"http://127.0.0.1:{settings.current().port}/"
    assert_problem(put(own), 422, "webhook_target_refused")
    assert demo.get(f"{RULE}/receivers").json["data"] == []


def test_an_address_is_judged_again_at_each_try(demo: Caller, his: Hook) -> None:
    name(demo, his)
    set_settings(bind="0.0.0.0")
    send(demo)
    assert deliveries(demo)[0]["attempts"][0]["error"] == "private_address"
    assert his.got == []


def test_only_the_owner_sees_them(demo: Caller, his: Hook) -> None:
    name(demo, his)
    party = {"name": "Hospital", "role": "hospital", "region_code": "510100"}
    made = demo.post("/sandbox/v1/parties", party).json
    other = replace(demo, key=made["key"])
    for path in ("/receivers", f"/receivers/{HOSPITAL}", "/deliveries"):
        assert other.get(RULE + path).status_code == 403, path


def test_deliveries_are_filtered_and_paged(demo: Caller) -> None:
    for number in range(3):
        send(demo, f"k{number}", "6302" if number else "7108")
    assert len(deliveries(demo, "?infno=6302")) == 2
    assert deliveries(demo, "?institution_code=H51010000002") == []
    first = demo.get(f"{RULE}/deliveries?limit=2&state=no_receiver").json
    again = f"{RULE}/deliveries?limit=2&state=no_receiver&cursor={first['next_cursor']}"
    assert [row["infno"] for row in demo.get(again).json["data"]] == ["7108"]
    assert_problem(demo.get(f"{RULE}/deliveries?state=lost"), 400, "invalid_request")


def test_to_nobody_nothing_is_sent(demo: Caller) -> None:
    with pytest.raises(Exception, match="H99999999999"):
        send(demo, code="H99999999999")
    assert deliveries(demo) == []
    jobs.kick_driver(control.world(demo.sandbox))
