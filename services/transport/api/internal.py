"""For the gateway: never routed by it."""

from typing import Any

from services.transport import problems
from services.transport.api.views_riding import CollectionOrder
from services.transport.flows import policies
from services.transport.flows.riding import debts
from sscsim.web import Blueprint, Schema, View, fields

internal = Blueprint("transport_internal", description="For the other services.")


def _pack() -> fields.Text:
    return fields.Text(
        required=True, max=500_000, description="YAML: one document a scheme, as in policy/."
    )


class FarePackNew(Schema):
    pack = _pack()


class FareSchemeView(View):
    scheme = fields.Text(required=True)
    title = fields.Text(required=True, max=500)
    version = fields.Text(required=True, max=500)


class FarePolicyView(View):
    id = fields.Text(required=True, max=60)
    object = fields.Object("policy_pack")
    service = fields.Text(required=True)
    region_code = fields.Region(required=True)
    digest = fields.Text(required=True, max=64, description="SHA-256 of the text.")
    schemes = fields.List(fields.Nested(FareSchemeView), required=True)
    origin = fields.Enum(("builtin", "world"), required=True)
    pack = _pack()


@internal.put(
    "/internal/v1/policies/<region:region_code>",
    body=FarePackNew,
    answer=FarePolicyView,
    problems=(problems.PackRefused,),
)
def put_fare_policy(region_code: str, body: dict[str, Any]) -> Any:
    """Load this world's own fares for a region."""
    return policies.put(region_code, body["pack"])


@internal.get(
    "/internal/v1/policies/<region:region_code>",
    answer=FarePolicyView,
    problems=(problems.PackNotFound,),
)
def get_fare_policy(region_code: str) -> Any:
    """The fares in force for a region: this world's own, else the built-in ones."""
    return policies.get(region_code)


@internal.post("/internal/v1/ride-collections", body=CollectionOrder, status=204)
def collect_rides(body: dict[str, Any]) -> None:
    """From ourselves, by message: ask the bank side for rides, once a charge."""
    debts.collect(**body)
