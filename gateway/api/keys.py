"""API keys: listed without the key, made narrower, rotated with an overlap, revoked."""

from datetime import datetime
from typing import Any

from gateway.api.clients import role_of
from gateway.durations import LONGEST, PATTERN, Duration
from gateway.oauth import narrowing
from gateway.pages import page_of
from sscsim import control, world
from sscsim.control import clocks
from sscsim.control import keys as kept
from sscsim.control.keys import NewKey
from sscsim.control.parties import PartyNotFound
from sscsim.db import Page
from sscsim.kernel.problems import FieldError, Refused, Text
from sscsim.web import Blueprint, Query, Resource, Schema, fields
from sscsim.web.schema import ListQuery

keys = Blueprint("keys", tag="Keys", description="API keys of the owner and of the parties.")
_ID = {"key_id": "key_" + "0" * 26}
_SHOWN_KIND = {"secret": "secret", "publishable": "read_only"}
_KIND = {shown: kind for kind, shown in _SHOWN_KIND.items()}
_LONGEST_OVERLAP_DAYS = 30


class OverlapTooLong(Refused):
    code = "overlap_too_long"
    title = Text(zh="重叠期过长", en="The overlap is too long")
    detail = Text(
        zh="轮换后旧密钥最多再用 {days} 天。",
        en="After a rotation the old key is good for {days} days at most.",
    )

    def __init__(self) -> None:
        message = Text(zh="过长", en="is too long")
        errors = [FieldError("too_long", message, pointer="/overlap")]
        super().__init__(errors=errors, days=_LONGEST_OVERLAP_DAYS)


class KeyQuery(ListQuery):
    party_id = fields.Text(
        max=40, pattern="owner|pty_[0-9A-Z]{26}", description="Of this party; `owner`: its own."
    )


def _expiry() -> fields.Instant:
    return fields.Instant(
        description="Until when it is good: real time, whatever the sandbox clock reads.",
        example="2099-12-31T00:00:00+08:00",
    )


class KeyOrder(Schema):
    name = fields.Text(required=True, max=100, description="For people.", example="nightly tests")
    party_id = fields.Id("pty", description="Whose it is; left out: the owner's.")
    kind = fields.Enum(
        tuple(_KIND), load_default="secret", description="`read_only`: a pk_ key, it only reads."
    )
    scopes = narrowing.field()
    expires_at = _expiry()


class KeyRotation(Schema):
    overlap = fields.Text(
        max=LONGEST,
        pattern=PATTERN,
        load_default="PT1H",
        description="How long the old key stays good, in real time: ISO 8601; PT0S ends it now.",
        example="PT1H",
    )
    expires_at = _expiry()


class KeyView(Resource):
    object = fields.Object("key")
    name = fields.Text(required=True)
    party_id = fields.Id("pty", description="Absent: the owner's.")
    kind = fields.Enum(tuple(_KIND), required=True)
    shown = fields.Text(
        required=True, description="How it begins and ends.", example="sk_sbx_…9f3a"
    )
    scopes = fields.List(
        fields.Text(), max=narrowing.MOST, description="Absent: all that its role may do."
    )
    status = fields.Enum(("active", "replaced", "expired", "revoked"), required=True)
    expires_at = fields.Instant(description="Real time.")
    revoked_at = fields.Instant(description="Real time.")
    replaced_by = fields.Id("key", description="Its successor; it is good until it expires.")
    key = fields.Text(description="The key itself; shown once, when it is made.")


def _real(ms: int | None) -> datetime | None:
    return None if ms is None else clocks.instant(ms * 1000)


def _ms(instant: datetime | None) -> int | None:
    return None if instant is None else clocks.micros(instant) // 1000


def _shown(row: kept.KeyRow, **more: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "party_id": row.party_id,
        "kind": _SHOWN_KIND[row.kind],
        "shown": f"{kept.KINDS[row.kind]}…{row.last_four}",
        "scopes": None if row.scopes is None else row.scopes.split(),
        "status": kept.status(row),
        "expires_at": _real(row.expires_ms),
        "revoked_at": _real(row.revoked_ms),
        "replaced_by": row.replaced_by,
        "created_at": _real(row.created_ms),
        "updated_at": _real(row.revoked_ms or row.created_ms),
        "version": row.version,
        **more,
    }


@keys.post(
    "/sandbox/v1/keys",
    body=KeyOrder,
    answer=KeyView,
    status=201,
    location="/sandbox/v1/keys/{id}",
    roles=("owner",),
    problems=(
        PartyNotFound,
        kept.KeyExpiryPast,
        narrowing.ScopeUnknown,
        narrowing.ScopeNotOfRole,
    ),
    links={
        "getKey": {"key_id": "$response.body#/id"},
        "rotateKey": {"key_id": "$response.body#/id"},
        "revokeKey": {"key_id": "$response.body#/id"},
    },
    example={"name": "nightly tests", "scopes": ["card.read", "verification.write"]},
)
def create_key(body: dict[str, Any]) -> Any:
    """Make a further key for yourself or for a party; it is shown once.

    Its scopes narrow what the role may do, never widen it.
    """
    party_id = body.get("party_id")
    wish = NewKey(
        body["name"],
        _KIND[body["kind"]],
        party_id,
        narrowing.kept(body.get("scopes"), role_of(party_id)),
        _ms(body.get("expires_at")),
    )
    row, key = kept.create(world.current().sandbox, wish)
    return _shown(row, key=key)


@keys.get("/sandbox/v1/keys", listing=KeyView, query=KeyQuery, roles=("owner",))
def list_keys(query: Query) -> Page:
    """List the keys of your sandbox, ended ones too: how each begins and ends, never the key."""
    rows = kept.every(world.current().sandbox, query.get("party_id"))
    return page_of(rows, lambda row: row.id, query.page).map(_shown)


@keys.get(
    "/sandbox/v1/keys/<id('key'):key_id>",
    answer=KeyView,
    roles=("owner",),
    problems=(kept.KeyNotFound,),
    path_examples=_ID,
)
def get_key(key_id: str) -> Any:
    """Read what is kept of a key; the key itself is not."""
    return _shown(kept.get(world.current().sandbox, key_id))


@keys.post(
    "/sandbox/v1/keys/<id('key'):key_id>/rotate",
    body=KeyRotation,
    answer=KeyView,
    status=201,
    location="/sandbox/v1/keys/{id}",
    roles=("owner",),
    problems=(
        kept.KeyNotFound,
        kept.KeyEnded,
        kept.KeyExpiryPast,
        kept.DemoKeyStays,
        OverlapTooLong,
    ),
    path_examples=_ID,
    example={"overlap": "PT1H"},
)
def rotate_key(key_id: str, body: dict[str, Any]) -> Any:
    """Make a key's successor, shown once; the old key stays good for the overlap. (轮换)

    The owner's own key is rotated the same way. A key with a lifetime hands it on.
    """
    overlap = Duration.read(body["overlap"])
    if overlap.months or overlap.rest.days > _LONGEST_OVERLAP_DAYS:
        raise OverlapTooLong()
    ms = int(overlap.rest.total_seconds() * 1000)
    at = world.current()
    _, new, key = control.keys.rotate(at.sandbox, key_id, ms, _ms(body.get("expires_at")))
    return _shown(new, key=key)


@keys.post(
    "/sandbox/v1/keys/<id('key'):key_id>/revoke",
    answer=KeyView,
    status=200,
    roles=("owner",),
    problems=(kept.KeyNotFound, kept.LastOwnerKey, kept.DemoKeyStays),
    path_examples=_ID,
)
def revoke_key(key_id: str) -> Any:
    """End a key at once; nothing undoes it. (撤销)"""
    return _shown(kept.revoke(world.current().sandbox, key_id))
