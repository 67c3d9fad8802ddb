"""OAuth2 clients of the parties: made, changed, given another secret, removed."""

import json
from typing import Any

from gateway.oauth import narrowing
from gateway.oauth.addresses import RedirectUriRefused, checked
from gateway.pages import page_of
from sscsim import control, world
from sscsim.control import clocks
from sscsim.control.clients import ClientIsPublic, ClientNotFound
from sscsim.control.parties import PartyNotFound
from sscsim.db import Page
from sscsim.web import Blueprint, Match, Query, Resource, Schema, fields

clients = Blueprint("clients", tag="Clients", description="OAuth2 clients of your parties.")
_ID = {"client_id": "cli_" + "0" * 26}


def redirect_uris_field() -> fields.List:
    return fields.List(
        fields.Text(max=500, example="http://127.0.0.1:3000/callback"),
        max=20,
        description="Where a cardholder's code may be sent: compared as a whole.",
        example=["http://127.0.0.1:3000/callback"],
    )


class ClientOrder(Schema):
    name = fields.Text(max=100, required=True, description="For people.", example="Bill app")
    party_id = fields.Id("pty", description="Whose it is; left out: the owner's.")
    redirect_uris = redirect_uris_field()
    scopes = narrowing.field()
    is_public = fields.Bool(
        load_default=False,
        description="An app on a phone or in a browser keeps no secret: it has none, and only a "
        "cardholder's code gets it tokens.",
    )


class ClientChange(Schema):
    name = fields.Text(max=100, example="Bill app")
    redirect_uris = redirect_uris_field()


class ClientView(Resource):
    object = fields.Object("client")
    name = fields.Text(required=True)
    party_id = fields.Id("pty", description="Absent: the owner's.")
    redirect_uris = fields.List(fields.Text(), required=True, max=20)
    scopes = fields.List(
        fields.Text(), max=narrowing.MOST, description="Absent: all that its role may do."
    )
    is_public = fields.Bool(required=True, description="Without a secret.")
    client_secret = fields.Text(description="Shown once.")


def _shown(row: Any, **more: Any) -> dict[str, Any]:
    made = clocks.instant(row.created_ms * 1000)
    return {
        "id": row.id,
        "name": row.name,
        "party_id": row.party_id,
        "redirect_uris": json.loads(row.redirect_uris),
        "scopes": None if row.scopes is None else row.scopes.split(),
        "is_public": not row.secret_hash,
        "created_at": made,
        "updated_at": made,
        "version": row.version,
        **more,
    }


def role_of(party_id: str | None) -> str:
    """The role of a party of this world, `owner` for none; PartyNotFound."""
    if party_id is None:
        return "owner"
    return str(control.parties.get(world.current().sandbox, party_id).role)


@clients.post(
    "/sandbox/v1/clients",
    body=ClientOrder,
    answer=ClientView,
    status=201,
    location="/sandbox/v1/clients/{id}",
    roles=("owner",),
    problems=(
        PartyNotFound,
        RedirectUriRefused,
        narrowing.ScopeUnknown,
        narrowing.ScopeNotOfRole,
    ),
    links={
        "getClient": {"client_id": "$response.body#/id"},
        "changeClient": {"client_id": "$response.body#/id"},
        "deleteClient": {"client_id": "$response.body#/id"},
        "rotateClientSecret": {"client_id": "$response.body#/id"},
    },
    example={"name": "Bill app", "redirect_uris": ["http://127.0.0.1:3000/callback"]},
)
def create_client(body: dict[str, Any]) -> Any:
    """Register a further OAuth2 client for a party. Its secret is shown once."""
    party_id = body.get("party_id")
    row, secret = control.clients.create(
        world.current().sandbox,
        party_id,
        body["name"],
        checked(body.get("redirect_uris")),
        narrowing.kept(body.get("scopes"), role_of(party_id)),
        is_public=body["is_public"],
    )
    return _shown(row, client_secret=secret)


@clients.get("/sandbox/v1/clients", listing=ClientView, roles=("owner",))
def list_clients(query: Query) -> Page:
    """List the OAuth2 clients of your sandbox; never their secrets."""
    rows = control.clients.every(world.current().sandbox)
    return page_of(rows, lambda row: row.id, query.page).map(_shown)


@clients.get(
    "/sandbox/v1/clients/<id('cli'):client_id>",
    answer=ClientView,
    roles=("owner",),
    problems=(ClientNotFound,),
    path_examples=_ID,
)
def get_client(client_id: str) -> Any:
    """Read a client; never its secret."""
    return _shown(control.clients.get(world.current().sandbox, client_id))


@clients.patch(
    "/sandbox/v1/clients/<id('cli'):client_id>",
    body=ClientChange,
    answer=ClientView,
    match="accepted",
    roles=("owner",),
    problems=(ClientNotFound, RedirectUriRefused),
    path_examples=_ID,
    example={"redirect_uris": ["https://bills.example/callback"]},
)
def change_client(client_id: str, body: dict[str, Any], match: Match) -> Any:
    """Change a client's name or the addresses its codes may be sent to."""
    checked(body.get("redirect_uris"))
    at = world.current()
    return _shown(control.clients.change(at.sandbox, client_id, match.check, **body))


@clients.post(
    "/sandbox/v1/clients/<id('cli'):client_id>/rotate-secret",
    answer=ClientView,
    status=200,
    roles=("owner",),
    problems=(ClientNotFound, ClientIsPublic),
    path_examples=_ID,
)
def rotate_client_secret(client_id: str) -> Any:
    """Another secret, shown once. The old one is good no more; tokens got with it live on."""
    row, secret = control.clients.new_secret(world.current().sandbox, client_id)
    return _shown(row, client_secret=secret)


@clients.delete(
    "/sandbox/v1/clients/<id('cli'):client_id>",
    match="accepted",
    roles=("owner",),
    problems=(ClientNotFound,),
    path_examples=_ID,
)
def delete_client(client_id: str, match: Match) -> None:
    """Remove a client with all tokens it got."""
    control.clients.delete(world.current().sandbox, client_id, match.check)
