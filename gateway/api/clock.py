"""The clock of a sandbox: read it, freeze it, let it run, move it on."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from gateway.api.operations import OperationView, shown_operation
from gateway.api.sandboxes import ClockView, shown_clock
from gateway.durations import LONGEST, PATTERN, Duration
from gateway.problems import ClockTarget
from sscsim import control, jobs, world
from sscsim.control import clocks, operations
from sscsim.control.operations import ClockBackwards, ClockTooFar
from sscsim.kernel.problems import FieldError, Text
from sscsim.web import Blueprint, Schema, calls, fields

clock = Blueprint("clock", tag="Clock", description="One clock a sandbox.")
_REACH = Text(
    zh=f"须不早于当前时钟，且不晚于 {clocks.LATEST:%Y-%m-%d}",
    en=f"must be no earlier than the clock and no later than {clocks.LATEST:%Y-%m-%d}",
)


class ClockSetting(Schema):
    mode = fields.Enum(("frozen", "running"))
    now = fields.Instant(
        description="Set forward to this instant; what falls due until then happens first.",
        example="2026-04-02T09:00:00+08:00",
    )
    rate = fields.Int(
        min=1,
        max=clocks.MAX_RATE,
        description="Sandbox seconds in a real second, while running.",
        example=60,
    )


class Advance(Schema):
    """Exactly one of by and to."""

    by = fields.Text(
        max=LONGEST,
        pattern=PATTERN,
        description="ISO 8601 duration; months are calendar months.",
        example="P1M",
    )
    to = fields.Instant(example="2026-05-01T09:00:00+08:00")


def _clock() -> dict[str, Any]:
    row = control.worlds.row(world.current().sandbox)
    if row is None:
        raise control.SandboxNotFound(sandbox_id=world.current().sandbox)
    return shown_clock(row)


def _advance(
    said: str, target: Callable[[datetime], datetime], key: tuple[str, str] | None = None
) -> Any:
    """Begin an advance; a refusal points at `said`, the field that names the target."""
    at = world.current()
    try:
        operation = operations.start_advance(at, target, key)
    except (ClockBackwards, ClockTooFar) as refused:
        refused.errors = (FieldError("out_of_range", _REACH, pointer=f"/{said}"),)
        raise
    jobs.kick_driver(at)
    return operation


@clock.get("/sandbox/v1/clock", answer=ClockView)
def get_clock() -> Any:
    """Read the clock."""
    return _clock()


@clock.put(
    "/sandbox/v1/clock",
    body=ClockSetting,
    answer=ClockView,
    roles=("owner",),
    problems=(ClockBackwards, ClockTooFar),
    example={"mode": "running", "rate": 60},
)
def set_clock(body: dict[str, Any]) -> Any:
    """Freeze the clock, let it run, or set it forward.

    Setting it forward is an advance: the answer names the operation in `operation_id`.
    """
    if "now" in body:
        _advance("now", lambda _reading: body["now"])
    if "mode" in body or "rate" in body:
        clocks.set_mode(world.current().sandbox, body.get("mode"), body.get("rate"))
    return _clock()


@clock.post(
    "/sandbox/v1/clock/advance",
    body=Advance,
    answer=OperationView,
    status=202,
    location="/sandbox/v1/operations/{id}",
    key="by_view",
    roles=("owner",),
    problems=(ClockTarget, ClockBackwards, ClockTooFar),
    example={"by": "P1M"},
    links={"getSandboxOperation": {"operation_id": "$response.body#/id"}},
)
def advance_clock(body: dict[str, Any]) -> Any:
    """Move the clock on; everything that falls due happens in order (推进时钟).

    The answer is an operation: look at its `Location` until its status is `succeeded`.
    Advances of one sandbox queue up. A repeated Idempotency-Key gives the advance it began.
    """
    said = calls.read_key(required=False)
    key = (calls.scope_of(said), calls.fingerprint(calls.read_body())) if said else None
    if ("by" in body) == ("to" in body):
        raise ClockTarget()
    if "by" in body:
        duration = Duration.read(body["by"])
        operation = _advance("by", duration.after, key)
    else:
        operation = _advance("to", lambda _reading: body["to"], key)
    fresh = operations.operation(operation.sandbox, operation.id)
    return shown_operation(fresh)
