"""One request, as the door knows it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gateway.forward import Environ
from sscsim import clock, faults, logs, spans, world
from sscsim.control.worlds import request_id
from sscsim.web.app import trace_of
from sscsim.web.errors import preferred

if TYPE_CHECKING:
    from gateway.simulating import Plan

AS = "ssc.as"
"""In the environ of a call that the gateway makes itself: the world it is made in."""
_SECURITY = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
]


@dataclass(slots=True)
class Call:
    """What the door knows of one request."""

    method: str
    path: str
    request_id: str
    trace_id: str
    trace_flags: str
    language: str
    span_id: str = ""
    parent_id: str = ""
    """The caller's own span, where it sent a traceparent."""
    tracestate: str = ""
    client_request_id: str = ""
    at: world.World | None = None
    faulty: bool = False
    """Whether its world has fault rules."""
    quotas: str = ""
    """What its world may do, as `gateway.limits` reads it; empty: as much as it likes."""
    plan: "Plan | None" = None
    """What shall go wrong between the caller and us."""
    applied: list[str] = field(default_factory=list)
    """Everything that was simulated for it, here and behind."""
    quota_headers: list[tuple[str, str]] = field(default_factory=list)
    began: float = field(default_factory=clock.monotonic)
    operation: str = ""
    """Which operation answered, once it has."""
    told: dict[str, Any] = field(default_factory=dict)
    """What a service tells the request log of a message."""

    def headers(self) -> list[tuple[str, str]]:
        """What every answer carries."""
        at = self.at
        found = [
            ("Request-Id", self.request_id),
            ("traceparent", f"00-{self.trace_id}-{self.span_id}-{self.trace_flags}"),
            *_SECURITY,
        ]
        if self.tracestate:
            found.append(("tracestate", self.tracestate))
        if at is not None:
            found.append(("SSC-Sandbox-Time", clock.shown(at.now)))
        if self.applied:
            found.append((faults.SIMULATED, faults.BETWEEN.join(self.applied)))
        if self.quota_headers:
            found += self.quota_headers
        return found


def read(environ: Environ) -> Call:
    """What can be known before anybody is asked who calls."""
    raw: str = environ.get("PATH_INFO") or "/"
    path = raw if raw.isascii() else raw.encode("latin-1").decode("utf-8", "replace")
    header: str = environ.get("HTTP_TRACEPARENT", "")
    trace_id, flags = trace_of(header)
    made = request_id()
    is_ours = trace_id not in header
    return Call(
        environ["REQUEST_METHOD"],
        "/" + path.lstrip("/"),
        made,
        trace_id,
        flags,
        preferred(environ.get("HTTP_ACCEPT_LANGUAGE")),
        spans.of_request(made),
        "" if is_ours else header[36:52],
        "" if is_ours else _printable(environ.get("HTTP_TRACESTATE", ""), 512),
        logs.masked(environ.get("HTTP_X_REQUEST_ID", "")[:100]),
    )


def _printable(text: str, most: int) -> str:
    """The header as it may be sent back; empty when it may not."""
    return text if len(text) <= most and text.isascii() and text.isprintable() else ""
