"""Codes checked without network: by the public key set and the list of revocations, loaded before.

It knows nothing that a real gate wouldn't: no seed, no person, no secret.
"""

import base64
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from joserfc import errors, jws
from joserfc.jwk import OKPKey

ALGORITHM: Final = "Ed25519"
SHOWN, CREDENTIAL, OFFLINE = "ssc-code+jws", "ssc-credential+jws", "ssc-offline+jws"
SKEW_S: Final = 120
"""How far the clocks of a phone and of a gate may be apart."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a gate lets the holder through, and why not. `pseudonym`: the holder's, in a code."""

    is_good: bool
    why: str
    kind: str | None = None
    pseudonym: str | None = None


class _Wrong(Exception):
    """The code isn't good; its text says why."""


def verify(
    text: str,
    key_set: Mapping[str, Any],
    revoked: Collection[str],
    at: datetime,
    scene: str = "transit",
) -> Verdict:
    """Whether a code is good at a moment. `revoked`: `ref` of every entry that was loaded."""
    try:
        header, payload = _looked_into(text)
        if header.get("typ") == OFFLINE:
            return _made_by_phone(text, payload, key_set, revoked, at, scene)
        claims = _signed_by_issuer(text, SHOWN, key_set)
        _check(claims, claims, (str(claims.get("jti")),), revoked, at, scene, skew=0)
        return Verdict(True, "good", "shown", str(claims["cid"]))
    except _Wrong as wrong:
        return Verdict(False, str(wrong))


def _made_by_phone(
    text: str,
    payload: Mapping[str, Any],
    key_set: Mapping[str, Any],
    revoked: Collection[str],
    at: datetime,
    scene: str,
) -> Verdict:
    """A code that a phone without network signed, with the issuer's credential inside."""
    credential = _signed_by_issuer(str(payload.get("crd", "")), CREDENTIAL, key_set)
    confirmed = credential.get("cnf")
    jwk = confirmed.get("jwk") if isinstance(confirmed, dict) else None
    if not isinstance(jwk, dict):
        raise _Wrong("no key of a phone")
    try:
        jws.deserialize_compact(text, OKPKey.import_key(jwk), algorithms=[ALGORITHM])
    except (errors.JoseError, ValueError, TypeError, KeyError):
        raise _Wrong("not signed by the phone") from None
    names = (str(credential.get("jti")), str(payload.get("jti")))
    _check(payload, credential, names, revoked, at, scene, skew=SKEW_S)
    _check(credential, credential, (), revoked, at, scene, skew=SKEW_S)
    return Verdict(True, "good", "offline", str(credential["cid"]))


def _check(
    moment: Mapping[str, Any],
    claims: Mapping[str, Any],
    names: Collection[str],
    revoked: Collection[str],
    at: datetime,
    scene: str,
    skew: int,
) -> None:
    issued, expires = moment.get("iat"), moment.get("exp")
    if not isinstance(issued, int) or not isinstance(expires, int) or "cid" not in claims:
        raise _Wrong("incomplete")
    if at.timestamp() >= expires + skew:
        raise _Wrong("expired")
    if at.timestamp() < issued - skew:
        raise _Wrong("not valid yet")
    if scene not in claims.get("cap", ()):
        raise _Wrong(f"not for {scene}")
    if any(name in revoked for name in names):
        raise _Wrong("revoked")


def _signed_by_issuer(text: str, kind: str, key_set: Mapping[str, Any]) -> Mapping[str, Any]:
    header, payload = _looked_into(text)
    if header.get("typ") != kind:
        raise _Wrong("of another kind")
    known = {key["kid"]: key for key in key_set["keys"]}
    if header.get("kid") not in known:
        raise _Wrong("signed with a key that isn't in the set")
    jwk = {name: known[header["kid"]][name] for name in ("kty", "crv", "x")}
    try:
        jws.deserialize_compact(text, OKPKey.import_key(jwk), algorithms=[ALGORITHM])
    except (errors.JoseError, ValueError):
        raise _Wrong("wrong signature") from None
    return payload


def _looked_into(text: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Header and payload of a compact JWS, not yet verified."""
    try:
        head, body, _ = text.split(".")
        header, payload = (
            json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
            for part in (head, body)
        )
    except (ValueError, RecursionError):
        raise _Wrong("no code") from None
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise _Wrong("no code")
    return header, payload
