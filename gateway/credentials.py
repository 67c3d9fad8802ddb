"""Who calls: from a key or an access token to a world, a party and its role."""

import hmac
from dataclasses import replace
from urllib.parse import parse_qs

from gateway.call import AS, Call
from gateway.forward import SAFE, Environ
from gateway.oauth import signing
from gateway.problems import (
    ActAsNotAllowed,
    AdminTokenRequired,
    CredentialExpired,
    CredentialInvalid,
    CredentialMissing,
    ReadOnlyKey,
)
from sscsim import control, scopes, settings, world
from sscsim.control import tokens
from sscsim.control.keys import DEMO_KEY, Caller, Ended
from sscsim.control.parties import UnknownParty

ADMIN = "ssc.admin"
"""In the environ of a call that may manage every sandbox."""
MANAGING = "/sandbox/v1/sandboxes"
IMPORTING = MANAGING + "/import"


def authenticate(environ: Environ, call: Call) -> None:
    """Put the caller's world into the call; CredentialMissing, CredentialInvalid and others."""
    if AS in environ:
        call.at = as_called(environ[AS], call)
        return
    token = _bearer(environ)
    current = settings.current()
    managing = call.path in (MANAGING, IMPORTING) or call.path.startswith(MANAGING + "/sbx_")
    if managing and _is_admin(token, current):
        environ[ADMIN] = True
        return
    if token is None:
        raise AdminTokenRequired() if managing else CredentialMissing()
    found = _caller(token, current)
    if found.kind == "publishable" and call.method not in SAFE:
        raise ReadOnlyKey(method=call.method)
    act_as = environ.get("HTTP_SSC_ACT_AS")
    call.at = _world(call, found, act_as)
    call.faulty, call.quotas = found.faulty, found.quotas
    control.touch(found.sandbox)


def _caller(token: str, current: settings.Settings) -> Caller:
    """Whose key or access token this is; CredentialInvalid, CredentialExpired."""
    try:
        if token.count(".") == 2:
            jti = signing.token_id(token)
            found = tokens.caller(jti) if jti else None
        else:
            found = control.caller(token)
    except Ended:
        raise CredentialExpired() from None
    if hmac.compare_digest(token.encode(), DEMO_KEY.encode()):
        if not current.on_loopback:
            raise CredentialInvalid()
        if found is None:
            control.ensure_demo()
            found = control.caller(token)
    if found is None:
        raise CredentialInvalid()
    return found


def choose_key_set(environ: Environ, call: Call) -> None:
    """Whose public keys: the caller's world's, a named one's, else on loopback the demo's.

    A gate that checks codes offline has no key of the world, so the sandbox may be named.
    """
    named = parse_qs(environ.get("QUERY_STRING", "")).get("sandbox")
    if environ.get("HTTP_AUTHORIZATION"):
        authenticate(environ, call)
    elif named:
        call.at = control.worlds.get(named[0][:40])
    elif settings.current().on_loopback:
        control.ensure_demo()
        found = control.caller(DEMO_KEY)
        call.at = _world(call, found, None) if found else None
    else:
        raise CredentialMissing()


def _bearer(environ: Environ) -> str | None:
    header: str = environ.get("HTTP_AUTHORIZATION", "")
    if not header:
        return None
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise CredentialInvalid()
    return token.strip()


def _is_admin(token: str | None, current: settings.Settings) -> bool:
    return current.on_loopback if token is None else _matches(token, current.admin_token)


def _matches(token: str, secret: str) -> bool:
    return bool(secret) and hmac.compare_digest(token.encode(), secret.encode())


def _world(call: Call, found: Caller, act_as: str | None) -> world.World:
    party_id, party_name, role, region = (
        found.party_id,
        found.party_name,
        found.role,
        found.region,
    )
    held = found.scopes
    if act_as:
        if not found.is_owner:
            raise ActAsNotAllowed()
        wanted = _text(act_as)
        party = control.parties.find(found.sandbox, wanted)
        if party is None:
            raise UnknownParty(wanted[:100])
        party_id, party_name, role, region = party.id, party.name, party.role, party.region
        # What the acted party may do, and never more than the owner's own key.
        held = scopes.meet(scopes.of_role(role), held)
    return world.World(
        found.sandbox,
        found.generation,
        found.seed,
        found.preset,
        found.epoch,
        found.now,
        found.born,
        party_id,
        party_name,
        role,
        region,
        scopes=held,
        language=call.language,
        subject=found.subject,
        request_id=call.request_id,
        trace_id=call.trace_id,
        trace_flags=call.trace_flags,
        span_id=call.span_id,
    )


def as_called(at: world.World, call: Call) -> world.World:
    """The world of a call that the gateway makes itself, under the call's own ids."""
    return replace(
        at,
        language=call.language,
        request_id=call.request_id,
        trace_id=call.trace_id,
        trace_flags=call.trace_flags,
        span_id=call.span_id,
        faults=(),
    )


def _text(header: str) -> str:
    """A header's text: UTF-8 where it is that, as a party's name may be Chinese."""
    raw = header.strip()
    try:
        return raw if raw.isascii() else raw.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return raw
