"""Cities without figures of their own: invented ones, for a world that asks for them."""

from typing import Any

from gateway.api.policies import PolicyView, handed_on
from gateway.problems import ServiceUnavailable
from sscsim import peers
from sscsim.web import Blueprint, Schema, View, fields

invented_policies = Blueprint(
    "invented_policies",
    tag="Invented figures",
    description="Cities that nobody has figures for, by figures of our making.",
)
_SINCE = "2023-01-01"
"""The day from which the agreements of a new world hold."""


class Invention(Schema):
    agreements = fields.Bool(
        load_default=False,
        description="Let the city settle with every region that has figures, in both directions.",
        example=True,
    )


class PlacedInstitution(View):
    """One of the institutions of the city."""

    id = fields.Id("ins", required=True)
    institution_code = fields.Text(required=True)
    name = fields.Text(required=True, max=200)
    kind = fields.Text(required=True)
    level = fields.Text(required=True)


class InventedPolicyView(View):
    object = fields.Object("invented_policy")
    region_code = fields.Region(required=True)
    policy = fields.Nested(PolicyView, required=True)
    institutions = fields.List(
        fields.Nested(PlacedInstitution),
        required=True,
        description="Two pharmacies, and a hospital of each level.",
    )
    agreements_made = fields.List(
        fields.Id("agr"), required=True, description="Those that weren't there before."
    )


@invented_policies.post(
    "/sandbox/v1/policies/medical/<region:region_code>/invent",
    body=Invention,
    answer=InventedPolicyView,
    status=200,
    roles=("owner",),
    problems=(ServiceUnavailable,),
    relayed={409: ("policy_region_has_figures",), 422: ("policy_region_not_a_city",)},
    path_examples={"region_code": "130100"},
    example={"agreements": True},
)
def invent_policy(region_code: str, body: dict[str, Any]) -> Any:
    """Let any city take part: invented figures, institutions and, if asked for, agreements.

    For each of the 337 cities that has no figures of its own. They are made from one template,
    differ from city to city, are the same on every machine, and whatever they decide says
    `policy_origin` `invented`. Asking again changes nothing. Provinces, and regions that have
    figures, are refused. Load a pack of your own when you have the city's.
    """
    try:
        made = peers.call("medical", "POST", f"/internal/v1/policies/{region_code}/invent")
        agreed = _agreements(region_code, made) if body["agreements"] else []
    except peers.Refused as refused:
        return handed_on(refused)
    except (peers.Unreachable, peers.NoAnswer):
        raise ServiceUnavailable("medical") from None
    return {
        "region_code": region_code,
        "policy": {**made["policy"], "service": "medical"},
        "institutions": made["institutions"],
        "agreements_made": agreed,
    }


def _agreements(region_code: str, made: dict[str, Any]) -> Any:
    body = {
        "region_code": region_code,
        "others": made["regions_with_figures"],
        "effective_from_date": _SINCE,
    }
    return peers.call("settlement", "POST", "/internal/v1/agreements/both-ways", body)["made"]
