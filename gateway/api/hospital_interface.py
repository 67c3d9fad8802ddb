"""The numbered message interface of hospital systems: how this world wants it, and who calls."""

import re
from typing import Any

from flask import request

from gateway.api.policies import handed_on
from gateway.pages import page_of
from gateway.problems import ServiceUnavailable, Sm2KeyInvalid
from sscsim import control, peers, world
from sscsim.control import clocks, message_access
from sscsim.control.message_access import AccessExists, AccessNotFound
from sscsim.control.parties import PartyNotFound
from sscsim.db import Page
from sscsim.web import Blueprint, Query, Resource, Schema, View, fields
from sscsim.web.errors import UnknownRoute

hospital_interface = Blueprint(
    "hospital_interface",
    tag="Hospital interface",
    description="The numbered message interface (infno) that hospital systems speak, under `/fsi`.",
)
_RULE = "/sandbox/v1/hospital-interface"
_INNER = "/internal/v1/hospital-interface"
_NAME = "[a-z][a-z0-9-]{1,39}"
_MODES = ("off", "lenient", "strict")
_SCHEMES = message_access.SCHEMES
_PUBLIC_KEY = "(?:04)?[0-9A-Fa-f]{128}"
_ID = {"access_id": "mac_" + "0" * 26}


class InstitutionProfile(Schema):
    institution_code = fields.Text(required=True, max=30, example="H51010000001")
    profile = fields.Text(required=True, max=40, pattern=_NAME, example="hunan")


class InterfaceOrder(Schema):
    signatures = fields.Enum(
        _MODES,
        required=True,
        description="`off`: not looked at; `lenient`: what is wrong stands in the request log; "
        "`strict`: a message without a good one is refused.",
        example="strict",
    )
    profile = fields.Text(
        max=40, pattern=_NAME, required=True, description="Of the world.", example="guangdong-gz"
    )
    institutions = fields.List(
        fields.Nested(InstitutionProfile),
        max=200,
        load_default=list,
        description="Institutions that speak otherwise than the world.",
    )


class InterfaceProfileLine(View):
    """A profile: what one region does otherwise."""

    name = fields.Text(required=True)
    title = fields.Text(required=True, description="In Chinese.")
    status = fields.Text(required=True, description="recorded, assumed or private.")
    origin = fields.Enum(("builtin", "world"), required=True)
    not_known = fields.List(fields.Text(max=300), required=True)


class InterfaceInstitutionView(View):
    institution_code = fields.Text(required=True)
    profile = fields.Text(required=True)


class InterfaceView(View):
    object = fields.Object("hospital_interface")
    base_path = fields.Text(
        required=True, description="Behind it stands any of the addresses of the interface."
    )
    signatures = fields.Enum(_MODES, required=True)
    profile = fields.Text(required=True)
    institutions = fields.List(fields.Nested(InterfaceInstitutionView), required=True)
    profiles = fields.List(fields.Nested(InterfaceProfileLine), required=True)


class InterfaceProfileOrder(Schema):
    profile = fields.Text(
        required=True,
        max=100_000,
        description="YAML: only what differs from the one it `inherits`.",
        example="name: our-city\ntitle: {zh: 本市, en: Our city}\nstatus: private\n"
        "source: our own documents\ninherits: hunan\ninfcode: text\n",
    )


class InterfaceProfileView(InterfaceProfileLine):
    object = fields.Object("interface_profile")
    profile = fields.Text(required=True, max=100_000, description="The YAML.")


class AccessOrder(Schema):
    party_id = fields.Id("pty", required=True, example="pty_" + "0" * 26)
    scheme = fields.Enum(_SCHEMES, required=True, example="tif")
    access_key = fields.Text(
        max=100,
        pattern="[!-~]{1,100}",
        description="The access key, paasid, x-ca-key or apikey; of `body` the institution's "
        "code. Left out: made up.",
        example="hospital-one",
    )
    secret = fields.Text(
        max=200,
        pattern="[!-~]{1,200}",
        description="What signatures are made with; of `body` the SM2 public key in "
        "hexadecimal. Left out: made up.",
    )


class AccessView(Resource):
    object = fields.Object("message_access")
    party_id = fields.Id("pty", required=True)
    scheme = fields.Enum(_SCHEMES, required=True)
    access_key = fields.Text(required=True, max=100)
    secret = fields.Text(max=200, description="Shown once, when it is made.")


@hospital_interface.get(_RULE, answer=InterfaceView, problems=(ServiceUnavailable,))
def get_hospital_interface() -> Any:
    """Where the interface is, how signatures are looked at, and which profiles there are."""
    return _asked("GET", _INNER, None, _shown)


@hospital_interface.put(
    _RULE,
    body=InterfaceOrder,
    answer=InterfaceView,
    roles=("owner",),
    problems=(ServiceUnavailable,),
    relayed={422: ("interface_profile_unknown",)},
    example={"signatures": "lenient", "profile": "lenient", "institutions": []},
)
def put_hospital_interface(body: dict[str, Any]) -> Any:
    """Say how signatures are looked at, and how the world and single institutions speak."""
    chosen = {one["institution_code"]: one["profile"] for one in body["institutions"]}
    return _asked("PUT", _INNER, {**body, "institutions": chosen}, _shown)


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    row = control.worlds.row(world.current().sandbox)
    institutions = [
        {"institution_code": code, "profile": name}
        for code, name in sorted(found["institutions"].items())
    ]
    base = f"/fsi/s/{row.handle}" if row is not None else "/fsi"
    return {**found, "institutions": institutions, "base_path": base}


def _asked(method: str, path: str, body: Any, shown: Any) -> Any:
    try:
        return shown(peers.call("medical", method, path, body))
    except peers.Refused as refused:
        return handed_on(refused)
    except (peers.Unreachable, peers.NoAnswer):
        raise ServiceUnavailable("medical") from None


# ---- profiles


@hospital_interface.put(
    _RULE + "/profiles/<string(maxlength=40):name>",
    body=InterfaceProfileOrder,
    answer=InterfaceProfileView,
    roles=("owner",),
    problems=(ServiceUnavailable,),
    relayed={409: ("interface_profile_built_in",), 422: ("interface_profile_refused",)},
    path_examples={"name": "our-city"},
    links={"putHospitalInterface": {}},
)
def put_interface_profile(name: str, body: dict[str, Any]) -> Any:
    """Load a profile of your own into this sandbox: no code is needed for a region we don't know.

    It is looked at as our own files are, and says only what differs from the one it inherits. It
    counts once `putHospitalInterface` names it.
    """
    return _asked("PUT", _profile(name), body, dict)


@hospital_interface.get(
    _RULE + "/profiles/<string(maxlength=40):name>",
    answer=InterfaceProfileView,
    problems=(ServiceUnavailable,),
    relayed={404: ("interface_profile_not_found",)},
    path_examples={"name": "lenient"},
)
def get_interface_profile(name: str) -> Any:
    """Read a profile as YAML, with what is not known of its region."""
    return _asked("GET", _profile(name), None, dict)


def _profile(name: str) -> str:
    if not re.fullmatch(_NAME, name):
        raise UnknownRoute(method=request.method, path=request.path)
    return f"{_INNER}/profiles/{name}"


# ---- who calls


@hospital_interface.post(
    _RULE + "/accesses",
    body=AccessOrder,
    answer=AccessView,
    status=201,
    location=_RULE + "/accesses/{id}",
    roles=("owner",),
    problems=(PartyNotFound, AccessExists, Sm2KeyInvalid),
    links={"deleteMessageAccess": {"access_id": "$response.body#/id"}},
)
def create_message_access(body: dict[str, Any]) -> Any:
    """Register what a party is known by: its access key, and the secret of its signatures."""
    at = world.current()
    party = control.parties.get(at.sandbox, body["party_id"])
    if body["scheme"] == "body":
        _check_public_key(body)
    given = body.get("access_key"), body.get("secret")
    made = message_access.add(at, party.id, body["scheme"], *given)
    return {**_access(made), "access_key": made.access_key, "secret": made.secret or None}


def _check_public_key(body: dict[str, Any]) -> None:
    if not body.get("access_key") or not re.fullmatch(_PUBLIC_KEY, body.get("secret") or ""):
        raise Sm2KeyInvalid()


@hospital_interface.get(_RULE + "/accesses", listing=AccessView, roles=("owner",))
def list_message_accesses(query: Query) -> Page:
    """List what the parties of your sandbox are known by; never their secrets."""
    rows = message_access.every(world.current().sandbox)
    return page_of(rows, lambda row: row.id, query.page).map(_access)


@hospital_interface.delete(
    _RULE + "/accesses/<id('mac'):access_id>",
    roles=("owner",),
    problems=(AccessNotFound,),
    path_examples=_ID,
)
def delete_message_access(access_id: str) -> None:
    """Forget a registration: the access key leads nowhere from then on."""
    message_access.delete(world.current().sandbox, access_id)


def _access(row: Any) -> dict[str, Any]:
    made = clocks.instant(row.created_us)
    return {
        "id": row.id,
        "party_id": row.party_id,
        "scheme": row.scheme,
        "access_key": _told(row),
        "created_at": made,
        "updated_at": made,
        "version": 1,
    }


def _told(row: Any) -> str:
    """An access key that is all there is, is a secret: its end only."""
    return f"…{row.access_key[-4:]}" if row.scheme == "api_key" else str(row.access_key)
