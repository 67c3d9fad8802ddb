"""Parties: the integrators of a world, each with a role, perhaps a region, and a key."""

from typing import Any

from gateway.pages import page_of
from gateway.problems import PartyRegionUnknown
from sscsim import control, world
from sscsim.control import clocks
from sscsim.control.parties import PARTY_ROLES, PartyExists, PartyNotFound
from sscsim.db import Page
from sscsim.kernel import regions
from sscsim.web import Blueprint, Query, Resource, Schema, fields

parties = Blueprint("parties", tag="Parties", description="Who takes part in a sandbox.")


class PartyOrder(Schema):
    name = fields.Text(
        required=True, max=100, description="Unique in the sandbox.", example="People's Hospital"
    )
    role = fields.Enum(PARTY_ROLES, required=True)
    region_code = fields.Region(description="The area it acts for.", example="500000")


class PartyView(Resource):
    object = fields.Object("party")
    name = fields.Text(required=True)
    role = fields.Enum(PARTY_ROLES, required=True)
    region_code = fields.Region()
    key = fields.Text(description="The party's own key; shown once, when it is made.")


def _shown(row: Any, **more: Any) -> dict[str, Any]:
    created = clocks.instant(row.created_us)
    return {
        "id": row.id,
        "name": row.name,
        "role": row.role,
        "region_code": row.region,
        "created_at": created,
        "updated_at": created,
        **more,
    }


@parties.post(
    "/sandbox/v1/parties",
    body=PartyOrder,
    answer=PartyView,
    status=201,
    location="/sandbox/v1/parties/{id}",
    roles=("owner",),
    problems=(PartyExists, PartyRegionUnknown),
    example={"name": "People's Hospital", "role": "hospital", "region_code": "500000"},
    links={"getParty": {"party_id": "$response.body#/id"}},
)
def create_party(body: dict[str, Any]) -> Any:
    """Add a party to your sandbox. Its key is shown once.

    The owner's key may act as any party: `SSC-Act-As: <id or name>`.
    """
    region = body.get("region_code")
    if region is not None and not regions.is_known(region):
        raise PartyRegionUnknown(region=region)
    row, key = control.parties.add(world.current(), body["name"], body["role"], region)
    return _shown(row, key=key)


@parties.get("/sandbox/v1/parties", listing=PartyView)
def list_parties(query: Query) -> Page:
    """List the parties of your sandbox."""
    rows = control.parties.every(world.current().sandbox)
    return page_of(rows, lambda row: row.id, query.page).map(_shown)


@parties.get(
    "/sandbox/v1/parties/<id('pty'):party_id>",
    answer=PartyView,
    problems=(PartyNotFound,),
)
def get_party(party_id: str) -> Any:
    """Read a party."""
    row = control.parties.find(world.current().sandbox, party_id)
    if row is None:
        raise PartyNotFound(party=party_id)
    return _shown(row)
