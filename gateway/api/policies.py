"""A world's own figures: policy packs in the same YAML and with the same checks as ours."""

from typing import Any

from flask import Response

from gateway.problems import NoPolicies, ServiceUnavailable, UnknownService
from sscsim import peers, policy, registry, world
from sscsim.db import canonical
from sscsim.web import Blueprint, Schema, View, fields
from sscsim.web.errors import PROBLEM_JSON

policies = Blueprint("policies", tag="Policies", description="Your own policy figures.")


class PolicyPack(Schema):
    pack = fields.Text(
        required=True, max=500_000, description="The pack as YAML text; see the policy guide."
    )


class PolicySchemeView(View):
    """One scheme of a pack."""

    scheme = fields.Text(required=True)
    title = fields.Text(required=True, max=400)
    version = fields.Text(required=True)


class PolicyView(View):
    object = fields.Object("policy_pack")
    service = fields.Text(required=True)
    region_code = fields.Region(required=True)
    origin = fields.Enum(
        ("builtin", "world"),
        required=True,
        description="`world` when this sandbox loaded its own pack.",
    )
    digest = fields.Text(required=True, description="SHA-256 of the text.")
    schemes = fields.List(fields.Nested(PolicySchemeView), required=True)
    pack = fields.Text(required=True, max=500_000, description="The pack as YAML text.")


@policies.put(
    "/sandbox/v1/policies/<service>/<region:region_code>",
    body=PolicyPack,
    answer=PolicyView,
    roles=("owner",),
    problems=(UnknownService, NoPolicies, ServiceUnavailable),
    path_examples={"service": "medical", "region_code": "990100"},
    example={"pack": policy.builtin_text("medical", "990100")},
)
def load_policy(service: str, region_code: str, body: dict[str, Any]) -> Any:
    """Load your own figures for a region into this sandbox, as YAML or as JSON `{"pack": …}`.

    The same checks as for our own files: unknown or repeated keys, unordered dates, missing
    sources are refused with file, key and reason. They hold from the next call on.
    """
    return _asked("PUT", service, region_code, body)


@policies.get(
    "/sandbox/v1/policies/<service>/<region:region_code>",
    answer=PolicyView,
    problems=(UnknownService, NoPolicies, ServiceUnavailable),
    path_examples={"service": "medical", "region_code": "510100"},
)
def get_policy(service: str, region_code: str) -> Any:
    """Read the figures of a region as this sandbox sees them."""
    return _asked("GET", service, region_code, None)


def _asked(method: str, service: str, region_code: str, body: Any) -> Any:
    if service not in registry.BY_NAME:
        raise UnknownService(service=service[:40])
    try:
        answer = peers.call(service, method, f"/internal/v1/policies/{region_code}", body)
    except peers.Refused as refused:
        if refused.code == "unknown_route":
            raise NoPolicies(service=service) from None
        return handed_on(refused)
    except (peers.Unreachable, peers.NoAnswer):
        raise ServiceUnavailable(service) from None
    return {**answer, "service": service, "region_code": region_code}


def handed_on(refused: peers.Refused) -> Response:
    """The service's own problem, as it stands: it names file, key and reason."""
    answer = Response(canonical(refused.problem), refused.status, mimetype=PROBLEM_JSON)
    answer.headers["Content-Language"] = world.current().language
    answer.headers["Cache-Control"] = "no-store"
    return answer
