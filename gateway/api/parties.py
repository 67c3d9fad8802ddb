"""Parties: the integrators of a world, each with a role, perhaps a region, and a key."""

from typing import Any

from gateway.api.clients import redirect_uris_field
from gateway.oauth.addresses import RedirectUriRefused, checked
from gateway.pages import page_of
from gateway.problems import PartyRegionUnknown
from sscsim import control, world
from sscsim.control import clocks
from sscsim.control.parties import PARTY_ROLES, PartyExists, PartyNotFound
from sscsim.db import Page
from sscsim.kernel import regions
from sscsim.web import Blueprint, Match, Query, Resource, Schema, fields

parties = Blueprint("parties", tag="Parties", description="Who takes part in a sandbox.")
_ID = {"party_id": "pty_" + "0" * 26}


class PartyOrder(Schema):
    name = fields.Text(
        required=True, max=100, description="Unique in the sandbox.", example="People's Hospital"
    )
    role = fields.Enum(PARTY_ROLES, required=True)
    region_code = fields.Region(description="The area it acts for.", example="500000")
    redirect_uris = redirect_uris_field()


class PartyChange(Schema):
    role = fields.Enum(PARTY_ROLES)
    region_code = fields.Region(
        allow_none=True, description="Another area; `null`: it acts for none.", example="510100"
    )


class PartyView(Resource):
    object = fields.Object("party")
    name = fields.Text(required=True)
    role = fields.Enum(PARTY_ROLES, required=True)
    region_code = fields.Region()
    key = fields.Text(description="The party's own key; shown once, when it is made.")
    client_id = fields.Id("cli", description="Its OAuth2 client; shown when it is made.")
    client_secret = fields.Text(description="The client's secret; shown once.")


def _shown(row: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "role": row.role,
        "region_code": row.region,
        "created_at": clocks.instant(row.created_us),
        "updated_at": clocks.instant(row.updated_us),
        "version": row.version,
        **more,
    }


def _known(region: str | None) -> str | None:
    if region is not None and not regions.is_known(region):
        raise PartyRegionUnknown(region=region)
    return region


@parties.post(
    "/sandbox/v1/parties",
    body=PartyOrder,
    answer=PartyView,
    status=201,
    location="/sandbox/v1/parties/{id}",
    roles=("owner",),
    problems=(PartyExists, PartyRegionUnknown, RedirectUriRefused),
    example={"name": "People's Hospital", "role": "hospital", "region_code": "500000"},
    links={
        "getParty": {"party_id": "$response.body#/id"},
        "changeParty": {"party_id": "$response.body#/id"},
        "deleteParty": {"party_id": "$response.body#/id"},
    },
)
def create_party(body: dict[str, Any]) -> Any:
    """Add a party to your sandbox. Its key and its client's secret are shown once.

    The owner's key may act as any party: `SSC-Act-As: <id or name>`. An app of cardholders
    is a party of role `holder` whose client has redirect addresses.
    """
    region = _known(body.get("region_code"))
    made = control.parties.add(
        world.current(), body["name"], body["role"], region, checked(body.get("redirect_uris"))
    )
    return _shown(
        made.row, key=made.key, client_id=made.client_id, client_secret=made.client_secret
    )


@parties.get("/sandbox/v1/parties", listing=PartyView)
def list_parties(query: Query) -> Page:
    """List the parties of your sandbox."""
    rows = control.parties.every(world.current().sandbox)
    return page_of(rows, lambda row: row.id, query.page).map(_shown)


@parties.get(
    "/sandbox/v1/parties/<id('pty'):party_id>",
    answer=PartyView,
    problems=(PartyNotFound,),
    path_examples=_ID,
)
def get_party(party_id: str) -> Any:
    """Read a party."""
    return _shown(control.parties.get(world.current().sandbox, party_id))


@parties.patch(
    "/sandbox/v1/parties/<id('pty'):party_id>",
    body=PartyChange,
    answer=PartyView,
    match="accepted",
    roles=("owner",),
    problems=(PartyNotFound, PartyRegionUnknown),
    path_examples=_ID,
    example={"role": "pharmacy", "region_code": "510100"},
)
def change_party(party_id: str, body: dict[str, Any], match: Match) -> Any:
    """Give a party another role or region; its keys and tokens follow at once."""
    values: dict[str, Any] = {}
    if "role" in body:
        values["role"] = body["role"]
    if "region_code" in body:
        values["region"] = _known(body["region_code"])
    return _shown(control.parties.change(world.current(), party_id, match.check, **values))


@parties.delete(
    "/sandbox/v1/parties/<id('pty'):party_id>",
    match="accepted",
    roles=("owner",),
    problems=(PartyNotFound,),
    path_examples=_ID,
)
def delete_party(party_id: str, match: Match) -> None:
    """Remove a party with its keys, clients and tokens; what it did in the world stays."""
    control.parties.delete(world.current(), party_id, match.check)
