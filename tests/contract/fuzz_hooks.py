"""What Schemathesis can't know of us: keys are used once, cursors are ours, a reset forgets.

- Data that fits the schema gets a new Idempotency-Key each time, as a client would do;
  a cursor can't be made up, so a fitting call goes without one. Calls that are wrong on
  purpose stay as they were made.
- A key sees its own world only; another sandbox is asked for without one, as a tester on
  loopback does.
- An operation on something begins with a provider state that has it, in the state that the
  operation needs: the first calls would leave the later ones nothing but dead people and
  cancelled cards. Two of three fitting calls are about what the state made. Operations that no
  state serves begin in a fresh world.
- After a call that emptied the demo world, the road is walked again.
- Fault rules fit no call, and profiles and quotas are lifted as soon as they are set: the
  calls that follow are to be answered.
"""

import itertools
import os
from typing import Any

import schemathesis
from schemathesis.generation import GenerationMode

from sscsim import registry
from tests.contract import seeds
from tests.contract.fuzz import create, good_day, prepare, start_again

_numbers = itertools.count(1)
URL, KEY = os.environ["SSC_FUZZ_URL"], os.environ["SSC_FUZZ_KEY"]
DEMO = "sbx_demo"
_EMPTIES = ("POST", "/sandbox/v1/sandboxes/current/reset")
_RULE = ("POST", "/sandbox/v1/faults")
_BAD_DAYS = (("PUT", "/sandbox/v1/fault-profiles/{name}"), ("PUT", "/sandbox/v1/quotas"))


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
    if name == "stateful":
        return
    sentence = seeds.state_of(case.operation.definition.raw, case.operation.path)
    if sentence is not None:
        _made = seeds.made(sentence, keep=case.operation.method.upper() == "GET")
    elif "{" in case.operation.path:
        _made = seeds.by_link(case.operation.definition.raw["operationId"])
    elif not case.operation.path.startswith("/v1/"):
        return
    elif name == "coverage" and case.operation.method.upper() != "GET":
        _fresh_world(case)


def _fresh_world(case: Any) -> None:
    """The world as it was born: people who live, cards that are good; and what was made before."""
    start_again(URL, KEY)
    seeds.forget()
    segment = case.operation.path.split("/")[2]
    if "{" not in case.operation.path and segment != "settlements":
        return  # it makes what others need
    if registry.BY_SEGMENT[segment].name == "card":
        create(URL, KEY)
    else:
        prepare(URL, KEY)


def _about_what_was_made(case: Any) -> None:
    global _turn
    _turn += 1
    if not _made or _turn % 3 == 0:
        return
    for name in case.path_parameters or {}:
        if name in _made:
            case.path_parameters[name] = _made[name]
    if isinstance(case.body, dict):
        for name in case.body:
            said = next((each for each in _PASSWORDS.get(name, (name,)) if each in _made), None)
            if said is not None:
                case.body[name] = _made[said]


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    _prepared(case)
    if not _fits(case):
        return
    _about_what_was_made(case)
    for name in list(case.headers or {}):
        if name.lower() == "idempotency-key":
            case.headers[name] = f"fuzz-{next(_numbers)}"
    if case.query:
        case.query.pop("cursor", None)
    if (case.method.upper(), case.operation.path) == _RULE and isinstance(case.body, dict):
        case.body["match"] = {"path": "/v1/nothing"}


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    done = (case.method.upper(), case.operation.path)
    if response.status_code < 300 and done == _EMPTIES:
        seeds.forget()
        prepare(URL, KEY)
    if response.status_code < 300 and (done in _BAD_DAYS or (done == _RULE and not _fits(case))):
        for path in ("faults", "quotas"):
            good_day(URL, KEY, path)
