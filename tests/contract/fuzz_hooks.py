"""What Schemathesis can't know of us: keys are used once, cursors are ours, a reset forgets.

- Data that fits the schema gets a new Idempotency-Key each time, as a client would do;
  a cursor can't be made up, so a fitting call goes without one. Calls that are wrong on
  purpose stay as they were made.
- A key sees its own world only; another sandbox is asked for without one, as a tester on
  loopback does.
- Every operation that writes begins in a fresh world, or the first ones would leave the
  later ones nothing but dead people and cancelled cards.
- After a call that emptied the demo world, the road is walked again.
"""

import itertools
import os
from typing import Any

import schemathesis
from schemathesis.generation import GenerationMode

from sscsim import registry
from tests.contract.fuzz import create, prepare, start_again

_numbers = itertools.count(1)
URL, KEY = os.environ["SSC_FUZZ_URL"], os.environ["SSC_FUZZ_KEY"]
DEMO = "sbx_demo"
_EMPTIES = ("POST", "/sandbox/v1/sandboxes/current/reset")


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


_last: tuple[Any, ...] = ()


def _fresh_world(case: Any) -> None:
    """In the phase that covers every member, each operation that writes meets the world as it
    was born: people who live, cards that are good. What it changes is made before."""
    global _last
    phase = getattr(getattr(case.meta, "phase", None), "name", None)
    now = (phase, case.operation.method, case.operation.path)
    writes = case.operation.method.upper() != "GET" and case.operation.path.startswith("/v1/")
    if now == _last or not writes or getattr(phase, "value", "") != "coverage":
        return
    _last = now
    start_again(URL, KEY)
    segment = case.operation.path.split("/")[2]
    if "{" not in case.operation.path and segment != "settlements":
        return  # it makes what others need
    if registry.BY_SEGMENT[segment].name == "card":
        create(URL, KEY)
    else:
        prepare(URL, KEY)


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    _fresh_world(case)
    if not _fits(case):
        return
    for name in list(case.headers or {}):
        if name.lower() == "idempotency-key":
            case.headers[name] = f"fuzz-{next(_numbers)}"
    if case.query:
        case.query.pop("cursor", None)


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    done = (case.method.upper(), case.operation.path)
    if response.status_code < 300 and done == _EMPTIES:
        prepare(URL, KEY)
