"""A world's own figures: policy packs in the same YAML and with the same checks as ours."""

from typing import Any

from gateway.problems import NoPolicies, ServiceUnavailable, UnknownService
from sscsim import peers, registry
from sscsim.kernel.problems import Problem, Refused
from sscsim.kernel.problems import Text as Words
from sscsim.web import Blueprint, Schema, View, fields

policies = Blueprint("policies", tag="Policies", description="Your own policy figures.")


class PolicyRefused(Refused):
    code = "policy_refused"
    title = Words(zh="政策包未通过检查", en="The policy pack was refused")
    detail = Words(zh="{why}", en="{why}")


class PolicyPack(Schema):
    pack = fields.Text(
        required=True, max=500_000, description="The pack as YAML text; see the policy guide."
    )


class PolicyView(View):
    object = fields.Object("policy_pack")
    service = fields.Text(required=True)
    region_code = fields.Region(required=True)
    origin = fields.Text(description="world, when this sandbox loaded its own pack.")
    pack = fields.Text(max=500_000, description="The pack in force, as YAML text.")


@policies.put(
    "/sandbox/v1/policies/<service>/<region:region_code>",
    body=PolicyPack,
    answer=PolicyView,
    roles=("owner",),
    problems=(UnknownService, NoPolicies, PolicyRefused, ServiceUnavailable),
    path_examples={"service": "medical", "region_code": "990100"},
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
    problems=(UnknownService, NoPolicies, PolicyRefused, ServiceUnavailable),
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
        raise _translated(service, refused) from None
    except (peers.Unreachable, peers.NoAnswer):
        raise ServiceUnavailable(service) from None
    return {**answer, "service": service, "region_code": region_code}


def _translated(service: str, refused: peers.Refused) -> Problem:
    """A service's refusal as ours; one that has no such endpoint has no policies."""
    if refused.code == "unknown_route":
        return NoPolicies(service=service)
    return PolicyRefused(why=str(refused.problem.get("detail", "")))
