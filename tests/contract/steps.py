"""Scenarios that follow the links of the document: the same steps lead to the same answers.

Hypothesis tries variants of a scenario, and gives the whole phase up when steps that it knows
lead elsewhere the second time. So every scenario begins in one world, its keys are counted
from one, what goes on in the background is waited for, and what the hooks change in a call
depends on that call alone.
"""

import contextlib
import hashlib
import itertools
import json
import os
from collections.abc import Iterator
from typing import Any

from hypothesis.control import current_build_context

from scenarios.client import Answer, Client, ClientError
from tests.contract.fuzz import document, example_of

URL, KEY = os.environ["SSC_FUZZ_URL"], os.environ["SSC_FUZZ_KEY"]
SNAPSHOT = os.environ["SSC_FUZZ_SNAPSHOT"]
"""The world in which every scenario begins: the one the dictionaries of ids were read from."""
_SNAPSHOTS = "/sandbox/v1/sandboxes/current/snapshots"
_NOBODYS = "snap_" + "0" * 26

_client = Client(URL, KEY, "en")
_running: Any = None
keys: Iterator[int] = itertools.count(1)


def is_step(case: Any) -> bool:
    phase = getattr(getattr(case.meta, "phase", None), "name", None)
    return getattr(phase, "value", "") == "stateful"


def begin() -> None:
    """Before the first step of a scenario the world is as it was."""
    global _running, keys
    if current_build_context() is not _running:
        _running, keys = current_build_context(), itertools.count(1)
        _go_back()


def spare(case: Any) -> None:
    """The snapshot is needed for the next scenario as well."""
    named = case.path_parameters or {}
    if case.method.upper() == "DELETE" and named.get("snapshot_id") == SNAPSHOT:
        named["snapshot_id"] = _NOBODYS


def _go_back() -> None:
    _client.post(f"{_SNAPSHOTS}/{SNAPSHOT}/restore")
    for row in _client.get(_SNAPSHOTS, {"limit": 200})["data"]:
        if row["id"] != SNAPSHOT:
            _client.call("DELETE", f"{_SNAPSHOTS}/{row['id']}")


def as_in_the_example(case: Any) -> None:
    """Two of three bodies take after the document's example: an answer that has links is one
    that went well. The second keeps the ids that it has, which a link may have given."""
    shown = example(case.operation)
    if not isinstance(case.body, dict) or not isinstance(shown, dict):
        return
    drawn = json.dumps(case.body, sort_keys=True, default=str).encode()
    turn = hashlib.sha256(drawn).digest()[0] % 3
    if turn == 0:
        case.body = dict(shown)
    elif turn == 1:
        ids = {name: value for name, value in case.body.items() if name.endswith("_id")}
        case.body = shown | ids


def example(operation: Any) -> Any:
    found = document(URL)["paths"][operation.path][operation.method.lower()]
    return example_of(document(URL), found)


def wait(response: Any) -> None:
    """What was accepted is done before the next step: else its answer is a matter of luck."""
    place = response.headers.get("Location", "")
    if response.status_code == 202 and place and response.json().get("status") == "running":
        started = Answer(202, response.json(), {"Location": place})
        with contextlib.suppress(ClientError):
            _client.finished(started, timeout_s=20)
