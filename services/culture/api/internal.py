"""For the gateway: never routed by it."""

from typing import Any

from services.culture import problems
from services.culture.flows import policies
from sscsim.web import Blueprint, Schema, View, fields

internal = Blueprint("culture_internal", description="For the other services.")


def _pack() -> fields.Text:
    return fields.Text(
        required=True, max=500_000, description="YAML: one document a scheme, as in policy/."
    )


class CulturePackNew(Schema):
    pack = _pack()


class CultureSchemeView(View):
    scheme = fields.Text(required=True)
    title = fields.Text(required=True, max=500)
    version = fields.Text(required=True, max=500)


class CulturePolicyView(View):
    id = fields.Text(required=True, max=60)
    object = fields.Object("policy_pack")
    service = fields.Text(required=True)
    region_code = fields.Region(required=True)
    digest = fields.Text(required=True, max=64, description="SHA-256 of the text.")
    schemes = fields.List(fields.Nested(CultureSchemeView), required=True)
    origin = fields.Enum(("builtin", "world"), required=True)
    pack = _pack()


@internal.put(
    "/internal/v1/policies/<region:region_code>",
    body=CulturePackNew,
    answer=CulturePolicyView,
    problems=(problems.PackRefused,),
)
def put_culture_policy(region_code: str, body: dict[str, Any]) -> Any:
    """Load this world's own figures for a region."""
    return policies.put(region_code, body["pack"])


@internal.get(
    "/internal/v1/policies/<region:region_code>",
    answer=CulturePolicyView,
    problems=(problems.PackNotFound,),
)
def get_culture_policy(region_code: str) -> Any:
    """The figures in force for a region: this world's own, else the built-in ones."""
    return policies.get(region_code)
