"""Pages of other origins, where the settings let them in."""

from collections.abc import Iterable

from gateway.answers import Cors
from gateway.call import Call
from gateway.forward import Environ, StartResponse
from sscsim import settings

_EXPOSED = (
    "Request-Id, SSC-Sandbox-Time, SSC-Simulated, Idempotent-Replayed, ETag, Location, Link, "
    "Retry-After, RateLimit, RateLimit-Policy, traceparent"
)


def headers(origin: str) -> Cors:
    allowed = settings.current().cors_origins
    if not allowed:
        return []
    if allowed.strip() != "*" and origin not in [item.strip() for item in allowed.split(",")]:
        return []
    return [
        ("Access-Control-Allow-Origin", "*" if allowed.strip() == "*" else origin),
        ("Access-Control-Expose-Headers", _EXPOSED),
        ("Vary", "Origin"),
    ]


def is_preflight(environ: Environ) -> bool:
    return (
        environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ
    )


def preflight(
    environ: Environ,
    start_response: StartResponse,
    call: Call,
    cors: Cors,
) -> Iterable[bytes]:
    asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
    answered = [
        ("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
        ("Access-Control-Allow-Headers", asked if asked.isascii() else "Authorization"),
        ("Access-Control-Max-Age", "600"),
        *call.headers(),
        *cors,
    ]
    start_response("204 No Content", answered)
    return []
