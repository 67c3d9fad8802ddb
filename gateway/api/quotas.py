"""Quotas: how many calls a key or this whole sandbox may make, for drills of 429 and 503."""

from typing import Any

from gateway import limits
from gateway.problems_faults import FaultRefused
from sscsim import world
from sscsim.control import worlds
from sscsim.faults import Finding
from sscsim.kernel.problems import Text
from sscsim.web import Blueprint, Schema, View, fields

quotas = Blueprint("quotas", tag="Quotas", description="Quotas and overload, off by default.")

_EXAMPLE = {"quotas": [{"name": "default", "scope": "key", "requests": 600, "window_s": 60}]}


class QuotaPart(Schema):
    name = fields.Text(
        required=True, max=40, pattern="[a-z][a-z0-9_-]*", example="default",
        description="As `RateLimit` names it.",
    )  # fmt: skip
    scope = fields.Enum(("key", "world"), required=True, example="key")
    requests = fields.Int(required=True, min=1, max=10**9, example=600)
    window_s = fields.Int(required=True, min=1, max=86_400, example=60)


class QuotasOrder(Schema):
    quotas = fields.List(fields.Nested(QuotaPart), max=5, description="All are counted.")
    max_in_flight = fields.Int(
        min=1, max=10_000, description="Calls of this sandbox at once; more are answered 503."
    )


class QuotasView(View):
    object = fields.Object("quotas")
    quotas = fields.List(fields.Nested(QuotaPart), required=True)
    max_in_flight = fields.Int(min=1)
    server = fields.Nested(
        QuotaPart, description="What the simulator asks of every key when off loopback."
    )


def _shown(text: str) -> dict[str, Any]:
    found, server = limits.read(text), limits.of_server()
    return {
        "quotas": list(found.listed),
        "max_in_flight": found.max_in_flight or None,
        "server": server,
    }


@quotas.get("/sandbox/v1/quotas", answer=QuotasView)
def get_quotas() -> Any:
    """Read the quotas of this sandbox."""
    return _shown(worlds.quotas(world.current().sandbox))


@quotas.put(
    "/sandbox/v1/quotas",
    body=QuotasOrder,
    answer=QuotasView,
    roles=("owner",),
    problems=(FaultRefused,),
    example=_EXAMPLE,
)
def put_quotas(body: dict[str, Any]) -> Any:
    """Set the quotas of this sandbox, in place of those it had.

    Each answer then says what is left (`RateLimit-Policy`, `RateLimit`); over it is 429 with
    `Retry-After`, counted in real time. Calls to quotas and fault rules aren't counted.
    """
    listed = [limits.Quota(**one) for one in body.get("quotas", [])]
    names = [one.name for one in listed]
    for number, name in enumerate(names):
        if name in names[:number] or name == "server":
            says = Text(zh="名称重复或保留", en="stands twice, or is the simulator's own")
            raise FaultRefused([Finding(f"/quotas/{number}/name", "taken", says)])
    text = limits.written(limits.Quotas(tuple(listed), body.get("max_in_flight", 0)))
    worlds.set_quotas(world.current().sandbox, text)
    return _shown(text)


@quotas.delete("/sandbox/v1/quotas", roles=("owner",))
def delete_quotas() -> None:
    """No quotas any more."""
    worlds.set_quotas(world.current().sandbox, "")
