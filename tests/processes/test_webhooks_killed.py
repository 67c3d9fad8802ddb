"""SIGKILL around a delivery: every event arrives, and one that arrives twice says so."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scenarios.client import Client
from tests.processes.conftest import Start
from tests.processes.test_kill_failpoints import QUICK, fired
from tests.support import hook as hooks
from tests.support.hook import Hook, is_good
from tests.support.simulator import wait_for

pytestmark = pytest.mark.processes

POINTS = (
    "webhooks.before_collect",
    "webhooks.after_collect",
    "webhooks.handed",
    "webhooks.before_record",
)
"""Four deaths of the worker: before and after the deliveries are there, before and after one
of them is sent."""


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hooks.running(Hook()) as made:
        yield made


def test_the_worker_is_killed_and_no_event_is_lost(start: Start, data: Path, hook: Hook) -> None:
    simulator = start(SSC_FAILPOINT=",".join(POINTS), **QUICK)
    told = simulator.ready()
    made = Client(told["base_url"], told["admin_token"], "en").post(
        "/sandbox/v1/sandboxes", {"preset": "empty", "seed": "killed"}
    )
    owner = Client(told["base_url"], made["key"], "en")
    endpoint = owner.post(
        "/sandbox/v1/webhook-endpoints", {"url": hook.url, "event_types": ["person.*"]}
    )
    people = [_register(owner, number) for number in range(5)]
    # A killed worker's batch is sent again after a while, four times over.
    wait_for("every delivery", lambda: _delivered(owner, len(people)), patience_s=240)

    by_id: dict[str, set[str]] = {}
    for message in hook.got:
        assert is_good(message, endpoint["secret"])
        by_id.setdefault(message.id, set()).add(message.body)
    assert all(len(bodies) == 1 for bodies in by_id.values()), "one id, one event"
    subjects = {json.loads(next(iter(bodies)))["subject"] for bodies in by_id.values()}
    assert subjects == set(people)
    assert len(by_id) == len(people)
    assert fired(data) == set(POINTS)
    assert owner.get("/sandbox/v1/dead-jobs")["data"] == []


def _register(owner: Client, number: int) -> str:
    body = {
        "name": "王小明",
        "sex": "male",
        "birth_date": f"1990-01-0{number + 1}",
        "region_code": "510100",
    }
    made: dict[str, Any] = owner.post("/v1/persons", body)
    return str(made["id"])


def _delivered(owner: Client, count: int) -> bool:
    listed = owner.get("/sandbox/v1/webhook-deliveries?limit=200")["data"]
    return len(listed) == count and all(row["state"] == "delivered" for row in listed)
