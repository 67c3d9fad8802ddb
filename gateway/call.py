"""One request, as the door knows it."""

from dataclasses import dataclass

from gateway.forward import Environ
from sscsim import clock, faults, world
from sscsim.control.worlds import request_id
from sscsim.web.app import trace_of
from sscsim.web.errors import preferred

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
    client_request_id: str = ""
    at: world.World | None = None
    simulation: faults.Simulation | None = None

    def headers(self) -> list[tuple[str, str]]:
        """What every answer carries."""
        at = self.at
        found = [
            ("Request-Id", self.request_id),
            ("traceparent", f"00-{self.trace_id}-{'0' * 15}1-{self.trace_flags}"),
            *_SECURITY,
        ]
        if at is not None:
            found.append(("SSC-Sandbox-Time", clock.shown(at.now)))
        if self.simulation is not None:
            found.append(("SSC-Simulated", str(self.simulation)))
        return found


def read(environ: Environ) -> Call:
    """What can be known before anybody is asked who calls."""
    raw: str = environ.get("PATH_INFO") or "/"
    path = raw if raw.isascii() else raw.encode("latin-1").decode("utf-8", "replace")
    trace_id, flags = trace_of(environ.get("HTTP_TRACEPARENT"))
    return Call(
        environ["REQUEST_METHOD"],
        "/" + path.lstrip("/"),
        request_id(),
        trace_id,
        flags,
        preferred(environ.get("HTTP_ACCEPT_LANGUAGE")),
        environ.get("HTTP_X_REQUEST_ID", "")[:100],
    )
