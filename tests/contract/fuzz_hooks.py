"""What Schemathesis can't know of us: keys are used once, cursors are ours, a reset forgets.

- Data that fits the schema gets a new Idempotency-Key each time, as a client would do;
  a cursor can't be made up, so a fitting call goes without one. Calls that are wrong on
  purpose stay as they were made.
- A key sees its own world only; another sandbox is asked for without one, as a tester on
  loopback does.
- After a call that emptied the demo world, the road is walked again.
"""

import itertools
import os
from typing import Any

import schemathesis
from schemathesis.generation import GenerationMode

from tests.contract.fuzz import prepare

_numbers = itertools.count(1)
DEMO = "sbx_demo"
_EMPTIES = ("POST", "/sandbox/v1/sandboxes/current/reset")


def _fits(case: Any) -> bool:
    return case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    if not _fits(case):
        return
    sandbox = (case.path_parameters or {}).get("sandbox_id", DEMO)
    if sandbox != DEMO:
        for headers in (case.headers, kwargs.get("headers")):
            (headers or {}).pop("Authorization", None)
    for name in list(case.headers or {}):
        if name.lower() == "idempotency-key":
            case.headers[name] = f"fuzz-{next(_numbers)}"
    if case.query:
        case.query.pop("cursor", None)


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    done = (case.method.upper(), case.operation.path)
    if response.status_code < 300 and done == _EMPTIES:
        prepare(os.environ["SSC_FUZZ_URL"], os.environ["SSC_FUZZ_KEY"])
