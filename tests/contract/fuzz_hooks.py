"""What Schemathesis can't know of us: keys are used once, cursors are ours, a reset forgets.

- Data that fits the schema gets a new Idempotency-Key each time, as a client would do;
  a cursor can't be made up, so a fitting call goes without one. Calls that are wrong on
  purpose stay as they were made.
- A key sees its own world only; another sandbox is asked for without one, as a tester on
  loopback does.
- An operation on something begins with a provider state that has it, in the state that the
  operation needs: the first calls would leave the later ones nothing but dead people and
  cancelled cards. Two of three fitting calls are about what the state made, the first of them
  with the document's example. Operations that no state serves begin in a fresh world.
- After a call that emptied the demo world, the road is walked again.
- Where links are followed, all this would make a call depend on those before it: there every
  scenario begins in one world instead (see `steps`).
- The clock stands still between the calls, and no advance goes further than a month.
- Fault rules fit no call, and profiles and quotas are lifted as soon as they are set: the
  calls that follow are to be answered.
"""

import itertools
import os
import sys
from functools import partial
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.transport.serialization import Binary

from scenarios.client import ClientError
from tests.contract import seeds, steps, towns, ways
from tests.contract.fuzz import good_day, prepare, start_again

_numbers = itertools.count(1)
_lived_in, _months = itertools.count(), itertools.count()
URL, KEY = os.environ["SSC_FUZZ_URL"], os.environ["SSC_FUZZ_KEY"]
DEMO = "sbx_demo"
_EMPTIES = ("POST", "/sandbox/v1/sandboxes/current/reset")
_RESTORES = ("POST", "/sandbox/v1/sandboxes/current/snapshots/{snapshot_id}/restore")
_STOPS = ("POST", "/sandbox/v1/regions/{region_code}/stop")
_RULE = ("POST", "/sandbox/v1/faults")
_BAD_DAYS = (("PUT", "/sandbox/v1/fault-profiles/{name}"), ("PUT", "/sandbox/v1/quotas"))


_CLOCK = ("PUT", "/sandbox/v1/clock")
_ADVANCE = "/sandbox/v1/clock/advance"
_ENDPOINTS = "/sandbox/v1/webhook-endpoints"
_EVENTS = "/sandbox/v1/events"
_KEY = "idempotency-key"


schemathesis.openapi.media_type("application/gzip", st.builds(ways.small_world).map(Binary))


@schemathesis.serializer("application/gzip")
def gzip(context: Any, value: Any) -> bytes:
    """A world's file, or what a world's file isn't."""
    return value.data if isinstance(value, Binary) else str(value).encode()


def _fits(case: Any) -> bool:
    return case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE


@schemathesis.auth()
class OwnKey:
    """The demo key, except where another sandbox is asked for."""

    def get(self, case: Any, context: Any) -> str:
        return KEY

    def set(self, case: Any, data: str, context: Any) -> None:
        if (case.path_parameters or {}).get("sandbox_id", DEMO) == DEMO:
            case.headers["Authorization"] = f"Bearer {data}"


_ANY = ("bank_password", "electronic_password", "password")
_PASSWORDS = {"password": _ANY, "old_password": _ANY}
"""Passwords that a state returns have names that say whose they are."""

_last: tuple[Any, ...] = ()
_made: dict[str, Any] = {}
_turn = 0


def _prepared(case: Any) -> None:
    """Each operation meets what it is about: in a provider state, else in a fresh world."""
    global _last, _made, _turn
    phase = getattr(getattr(case.meta, "phase", None), "name", None)
    now = (phase, case.operation.method, case.operation.path)
    if now == _last:
        return
    _last, _made, _turn = now, {}, 0
    name = getattr(phase, "value", "")
    way = ways.WAYS.get(case.operation.definition.raw["operationId"])
    sentence = seeds.state_of(case.operation.definition.raw, case.operation.path)
    if way is not None:
        _made = _gone(way, getattr(way, "__name__", repr(way)))
    elif sentence is not None:
        looks = case.operation.method.upper() == "GET"
        _made = _gone(partial(seeds.made, sentence, keep=looks), sentence)
    elif "{" in case.operation.path:
        _made = seeds.by_link(case.operation.definition.raw["operationId"])
    elif not case.operation.path.startswith("/v1/"):
        return
    elif name == "coverage" and case.operation.method.upper() != "GET":
        _fresh_world()


def _gone(way: ways.Way, name: str) -> dict[str, Any]:
    """What is found on a way; where the calls so far have blocked it, in a fresh world."""
    for anew in (False, True):
        try:
            if anew:
                _fresh_world()
            towns.as_usual()
            return way()
        except _LOST as why:
            print(f"{name}: {why!r}", file=sys.stderr)
    return {}


_LOST = (ClientError, LookupError, ValueError, AssertionError, StopIteration)
"""Refused, or the answer has not what should be there."""


def _fresh_world() -> None:
    """The world as it was born: people who live, cards that are good; for what makes new things."""
    start_again(URL, KEY)
    _forget()


def _forget() -> None:
    """Nothing that was made is there any more."""
    seeds.forget()
    towns.forget()


def _about_what_was_made(case: Any) -> None:
    global _turn
    _turn += 1
    example = steps.example(case.operation)
    if _turn == 1 and isinstance(case.body, dict) and isinstance(example, dict):
        case.body = dict(example)  # what is optional may contradict itself
    if not _made or _turn % 3 == 0:
        return
    for name in case.path_parameters or {}:
        if name in _made:
            case.path_parameters[name] = _made[name]
    if "sandbox_id" in _made:  # the key that was chosen is of the one named before
        case.headers.pop("Authorization", None)
    for name in case.headers:
        if name.lower() == "if-match":  # nobody can make a version up
            case.headers[name] = "*"
    for name in case.query or {}:
        if name in _made:
            case.query[name] = _made[name]
    if isinstance(case.body, dict):
        for name in case.body:
            said = next((each for each in _PASSWORDS.get(name, (name,)) if each in _made), None)
            if said is not None:
                case.body[name] = _made[said]
        laid = {**case.body, **_made.get("body", {})}
        case.body = {name: value for name, value in laid.items() if value is not towns.LEFT_OUT}


def _within_bounds(case: Any) -> None:
    """What takes its time is done once, nothing is waited for that does not come, and no
    endpoint that isn't there is told of everything that the other calls do."""
    body, query = case.body, case.query or {}
    if isinstance(body, dict):
        again = steps.is_step(case)
        if body.get("preset") == "regression" and (again or next(_lived_in)):
            body["preset"] = "empty"
        if case.operation.path == _ADVANCE and (again or next(_months)):
            case.body = {"by": "PT1H"}
        if isinstance(body.get("people"), int):
            body["people"] = min(body["people"], 20)
        if case.operation.path == _ENDPOINTS or "event_types" in body:
            body["event_types"] = ["webhook_endpoint.*"]
    if "after" in query and case.operation.path == _EVENTS:
        query["after"] = "start"
    if query.get("wait") is not None:
        if "after" in query:
            query["wait"] = "PT0S"
        else:
            del query["wait"]


def _with_a_key_of_its_own(case: Any) -> None:
    """A key that came before with the same body would give the answer of then, whatever is
    wrong besides; where the key is what is wrong it stays."""
    said = getattr(getattr(getattr(case.meta, "phase", None), "data", None), "parameter", None)
    if str(said).lower() == _KEY:
        return
    for name in list(case.headers or {}):
        if name.lower() == _KEY and (_fits(case) or said is not None):
            step = steps.is_step(case)
            case.headers[name] = f"step-{next(steps.keys)}" if step else f"fuzz-{next(_numbers)}"


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    if steps.is_step(case):
        steps.begin()
    _with_a_key_of_its_own(case)
    if _fits(case):
        _as_a_client_would(case)
    steps.spare(case)


def _as_a_client_would(case: Any) -> None:
    if steps.is_step(case):
        steps.as_in_the_example(case)
        _within_bounds(case)
    else:
        _prepared(case)
        _within_bounds(case)
        _about_what_was_made(case)
    if case.query:
        case.query.pop("cursor", None)
    if (case.method.upper(), case.operation.path) == _RULE and isinstance(case.body, dict):
        case.body["match"] = {"path": "/v1/nothing"}


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    done = (case.method.upper(), case.operation.path)
    if steps.is_step(case):
        steps.wait(response)
    elif response.status_code < 300 and done == _EMPTIES:
        _forget()
        prepare(URL, KEY)
    elif response.status_code < 300 and done == _RESTORES:
        _forget()
    if response.status_code < 300 and (done in _BAD_DAYS or (done == _RULE and not _fits(case))):
        for path in ("faults", "quotas"):
            good_day(URL, KEY, path)
    if response.status_code < 300 and done == _STOPS:
        region = case.path_parameters["region_code"]
        towns.owner().post(f"/sandbox/v1/regions/{region}/resume")
    if response.status_code < 300 and done == _CLOCK:
        seeds.stop_the_clock()
