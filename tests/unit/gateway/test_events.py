"""The list of events: pages that scale, filters, catching up, waiting."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from gateway import tasks
from gateway.webhooks import feed
from sscsim import control, peers, world
from sscsim.db.store import STORES
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.gateway.test_door import assert_problem

assert tasks

pytestmark = pytest.mark.db
EVENTS = "/sandbox/v1/events"


def emit(caller: Caller, *names: str, service: str = "card") -> list[str]:
    with world.entered(control.world(caller.sandbox)), STORES[service].write() as tx:
        return [tx.emit(f"{name}.tested", f"{name}_1", {"n": 1}) for name in names]


def pages(caller: Caller, query: str, follow: str = "next_cursor") -> list[list[str]]:
    """The ids of each page, from cursor to cursor."""
    found, path = [], f"{EVENTS}?{query}"
    while True:
        page = caller.get(path).json
        found.append([event["id"] for event in page["data"]])
        if not page["has_more"]:
            return found
        name = "after" if follow == "follow_cursor" else "cursor"
        path = f"{EVENTS}?{query}&{name}={page[follow]}"


def test_pages_over_all_services_leave_nothing_out(caller: Caller) -> None:
    made = []
    for number in range(5):
        made += emit(caller, f"card{'abcde'[number]}", "card", service="card")
        made += emit(caller, "loan", service="culture")
        made += emit(caller, "tap", service="transport")
    for limit in (1, 3, 7, 200):
        listed = pages(caller, f"limit={limit}")
        assert sorted(event for page in listed for event in page) == sorted(made)
        assert all(len(page) <= limit for page in listed)
    forward = [event for page in pages(caller, "limit=200") for event in page]
    first = caller.get(f"{EVENTS}?after=start&limit=200").json
    assert [event["id"] for event in first["data"]] == forward[::-1]


def test_following_leaves_nothing_out_and_shows_nothing_twice(caller: Caller) -> None:
    seen: list[str] = []
    made: list[str] = []
    cursor = "start"
    for number in range(6):
        made += emit(caller, "card", service="card")
        if number % 2:
            made += emit(caller, "loan", "loan", service="culture")
        page = caller.get(f"{EVENTS}?after={cursor}&limit=2").json
        seen += [event["id"] for event in page["data"]]
        cursor = page["follow_cursor"]
    while len(seen) < len(made):
        page = caller.get(f"{EVENTS}?after={cursor}&limit=2").json
        assert page["data"]
        seen += [event["id"] for event in page["data"]]
        cursor = page["follow_cursor"]
    assert sorted(seen) == sorted(made)
    assert len(set(seen)) == len(seen)
    top = caller.get(f"{EVENTS}?limit=1").json
    assert caller.get(f"{EVENTS}?after={top['follow_cursor']}").json["data"] == []


def test_filters(caller: Caller) -> None:
    [card] = emit(caller, "card")
    [loan] = emit(caller, "loan", service="culture")
    caller.post("/sandbox/v1/clock/advance", {"by": "P1D"})
    [late] = emit(caller, "cardigan")

    def ids(query: str) -> list[str]:
        return [event["id"] for event in caller.get(f"{EVENTS}?{query}").json["data"]]

    assert ids("type=card.tested") == [card]
    assert ids("type=card.*") == [card], "a noun, not a prefix"
    assert ids("subject=loan_1") == [loan]
    assert ids("source=culture") == [loan]
    assert ids("time_from=2026-04-02T09:00:00%2B08:00") == [late]
    assert set(ids("time_to=2026-04-02T09:00:00%2B08:00")) == {card, loan}
    assert ids("after=start&type=card.*") == [card]
    assert_problem(caller.get(f"{EVENTS}?source=elsewhere"), 400, "invalid_request")


def test_a_cursor_is_bound_to_filters_world_and_generation(make: Callable[..., Caller]) -> None:
    one, two = make(), make()
    emit(one, "card", "card")
    page = one.get(f"{EVENTS}?limit=1").json
    for query in (f"limit=1&type=card.*&cursor={page['next_cursor']}", "cursor=nonsense"):
        assert_problem(one.get(f"{EVENTS}?{query}"), 400, "cursor_mismatch")
    stolen = two.get(f"{EVENTS}?after={page['follow_cursor']}")
    assert_problem(stolen, 400, "cursor_mismatch")
    one.post("/sandbox/v1/sandboxes/current/reset")
    old = one.get(f"{EVENTS}?after={page['follow_cursor']}")
    assert_problem(old, 400, "cursor_mismatch")


def test_a_service_that_is_away_is_caught_up_with(caller: Caller) -> None:
    [card] = emit(caller, "card")
    [loan] = emit(caller, "loan", service="culture")
    apps = dict(peers._local)
    culture = apps.pop("culture")
    peers.use_local(apps)
    page = caller.get(f"{EVENTS}?after=start").json
    assert [event["id"] for event in page["data"]] == [card]
    peers.use_local({**apps, "culture": culture})
    page = caller.get(f"{EVENTS}?after={page['follow_cursor']}").json
    assert [event["id"] for event in page["data"]] == [loan]


def test_waiting_ends_with_news(caller: Caller) -> None:
    begun = caller.get(f"{EVENTS}?after=start").json["follow_cursor"]
    found: list[Any] = []
    waiting = threading.Thread(
        target=lambda: found.append(caller.get(f"{EVENTS}?after={begun}&wait=PT50S").json)
    )
    waiting.start()
    while not control.hearing.of(caller.sandbox).awaited:
        threading.Event().wait(0.01)
    [card] = emit(caller, "card")
    waiting.join()
    assert [event["id"] for event in found[0]["data"]] == [card]


def test_waiting_ends_without_news(caller: Caller) -> None:
    page = caller.get(f"{EVENTS}?after=start&wait=PT1S").json
    assert (page["data"], page["has_more"]) == ([], False)


@pytest.mark.parametrize("query", ["wait=PT1S", "after=start&wait=PT61S", "after=start&wait=P1M"])
def test_a_wait_is_bounded_and_needs_a_place(caller: Caller, query: str) -> None:
    assert_problem(caller.get(f"{EVENTS}?{query}"), 422, "wait_needs_after")


def test_so_many_wait_at_once(caller: Caller) -> None:
    set_settings(event_waiters=0)
    refused = caller.get(f"{EVENTS}?after=start&wait=PT1S")
    assert_problem(refused, 503, "too_many_waiters")
    assert refused.headers["Retry-After"]
    assert feed._waiting == 0


def test_an_event_has_a_page_with_its_deliveries(caller: Caller) -> None:
    [card] = emit(caller, "card")
    shown = caller.get(f"{EVENTS}/{card}").json
    assert shown["deliveries"] == []
    assert shown["source"] == f"/sandboxes/{caller.sandbox}/card"
    assert shown["dataschema"] == "/schemas/card.tested/1"
    assert caller.get(f"{EVENTS}?include=deliveries").json["data"][0]["deliveries"] == []
    assert_problem(caller.get(f"{EVENTS}/evt_{'0' * 26}"), 404, "event_not_found")


def test_schemas_and_pages_need_no_key(app: Any, caller: Caller) -> None:
    client = caller.client
    schema = client.get("/schemas/card.issued/1")
    assert schema.json["required"] == ["id", "person_id", "region_code", "status"]
    assert_problem(client.get("/schemas/card.issued/99"), 404, "schema_not_found")
    assert client.get("/asyncapi.json").json["asyncapi"] == "3.0.0"
    page = client.get("/docs/events")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "card.issued" in page.text
    assert "webhook_endpoint.died" in client.get("/openapi.json").json["webhooks"]
