"""What the log holds: one row a call at the gateway, one row a span.

Instants (`at_us`) are microseconds of real time since 1970 UTC, `ms` real milliseconds;
`sandbox_time` is what the world's clock read, as answers show it.
"""

from typing import Any, NamedTuple, Protocol


class Span(NamedTuple):
    """One piece of work in one process; `parent_id` is the span that asked for it.

    `kind`: server (a service answered), client (a service asked another), job, message,
    webhook, event, schedule (a job was put down for later) or internal.
    `status`: `ok`, or in a word what went wrong.
    """

    trace_id: str
    span_id: str
    parent_id: str
    request_id: str
    service: str
    kind: str
    name: str
    at_us: int
    ms: float
    sandbox_time: str
    status: str
    attributes: dict[str, Any]


class Call(NamedTuple):
    """One call at the gateway with its answer; bodies are bounded, secrets are left out.

    `sealed`: the body before identity numbers were masked, readable with the installation's
    own secret only, so that the call can be made again; empty where nothing was masked.
    """

    id: str
    trace_id: str
    span_id: str
    parent_id: str
    at_us: int
    ms: float
    sandbox_time: str
    method: str
    path: str
    query: str
    operation: str
    status: int
    code: str
    effect: str
    party_id: str
    party_name: str
    role: str
    region: str
    simulated: str
    client_request_id: str
    idempotency_key: str
    detail: dict[str, Any]


class Item(Protocol):
    """What waits to be written; the row is made by the writing thread."""

    @property
    def sandbox(self) -> str: ...

    @property
    def generation(self) -> int: ...

    def row(self) -> Call | Span: ...
