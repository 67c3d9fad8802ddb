"""The code an electronic card shows (二维码): a signed statement, good for a minute and a scan.

A code is a JWS (RFC 7515, Ed25519 by RFC 9864). Its payload holds no name and no number:

    ver   1
    cid   pseudonym of the holder, another one for each scene
    cap   what it may be used for
    city  the pooling area of the card
    cls   e1 or e2, the level of the electronic card
    iat, exp, jti

The header names the key (`kid`); the world's key set is public, so that a gate can check a
code without network. Keys change each month, and the set holds the month before, this one
and the next. **They are derived from the seed of the world**: the same story gives the
same codes, and whoever knows the seed can forge them. It is a simulator.

For phones without network the issuer signs a *credential* for 24 hours that holds the
phone's own public key (`cnf`, RFC 7800); the phone signs a short-lived code with its key
and puts the credential (`crd`) inside.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from joserfc import errors, jws
from joserfc.jwk import OKPKey

from services.card import problems_electronic as problems
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

ALGORITHM = "Ed25519"
SHOWN, CREDENTIAL, OFFLINE = "ssc-code+jws", "ssc-credential+jws", "ssc-offline+jws"
KINDS = ("shown", "offline")
SCENES = (
    "medical",
    "pharmacy",
    "transit",
    "library",
    "admission",
    "benefit",
    "bank",
    "government_counter",
    "hotel",
    "payment",
)
SCANNERS: Mapping[str, tuple[str, ...]] = {
    "medical": ("hospital",),
    "pharmacy": ("pharmacy", "hospital"),
    "transit": ("transit",),
    "library": ("library",),
    "admission": ("library", "transit", "agency"),
    "benefit": ("agency",),
    "bank": ("bank",),
    "government_counter": ("agency",),
    "hotel": ("agency", "employer"),
    "payment": ("hospital", "pharmacy", "transit", "library", "bank", "agency"),
}
"""Which roles scan for which scene."""
NAMED_SCENES = ("medical", "pharmacy", "benefit", "bank", "government_counter")
"""Scenes whose parties learn who the holder is; the others get a pseudonym."""

MAX_TEXT = 3_000
UPLOAD_HOURS = 24
"""A gate that scanned without network uploads within so many hours."""


@dataclass(frozen=True)
class Code:
    """A code that was shown, or an offline one that was scanned. Its text is kept nowhere."""

    id: str
    kind: str
    electronic_card_id: str
    person_id: str
    scene: str | None
    capabilities: Sequence[str]
    credential_id: str | None
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_by: str | None
    used_scene: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    used_for: str | None = None  # of another service, which is answered once for each


@dataclass(frozen=True)
class Credential:
    """What lets one phone make codes by itself for a day."""

    id: str
    electronic_card_id: str
    person_id: str
    device_id: str
    issued_at: datetime
    expires_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class CodePayment:
    """A payment by code from the linked bank account."""

    id: str
    code_id: str
    electronic_card_id: str
    account_id: str
    entry_id: str
    amount: Money
    refunded: Money
    memo: str | None
    party_id: str
    version: int
    created_at: datetime
    updated_at: datetime
    event: str | None = None  # of another service, which pays once for each

    @property
    def status(self) -> str:
        if self.refunded == Money.zero():
            return "paid"
        return "refunded" if self.refunded == self.amount else "partly_refunded"


PAYMENT_STATUSES = ("paid", "partly_refunded", "refunded")


@dataclass(frozen=True)
class Presented:
    """What a text says once its signatures are right."""

    kind: str
    jti: str
    pseudonym: str
    capabilities: tuple[str, ...]
    city: str
    level: int
    issued_at: int
    expires_at: int
    credential_id: str | None = None
    credential_expires_at: int | None = None


# ---- keys


def _handle(seed: str) -> str:
    return hashlib.sha256(f"key set/{seed}".encode()).hexdigest()[:8]


def key_id(seed: str, month: Month) -> str:
    return f"ssc-{_handle(seed)}-{month.year:04d}{month.month:02d}"


@lru_cache(maxsize=256)
def signing_key(seed: str, month: Month) -> OKPKey:
    """The key of the world with this seed in this month."""
    secret = hashlib.sha256(f"code signing/{seed}/{month}".encode()).digest()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "d": _b64(secret), "x": _b64(public)})


def key_set(seed: str, at: datetime) -> dict[str, Any]:
    """The public keys that codes of this world are checked with around this instant."""
    now = Month.of(at.date())
    return {"keys": [_public(seed, month) for month in (now + -1, now, now + 1)]}


def _public(seed: str, month: Month) -> dict[str, Any]:
    shown = dict(signing_key(seed, month).as_dict(private=False))
    return {**shown, "kid": key_id(seed, month), "use": "sig", "alg": ALGORITHM}


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def pseudonym(seed: str, person_id: str, audience: str) -> str:
    """The holder's name towards one audience: a scene or a party. Two of them share nothing."""
    key = hashlib.sha256(f"pseudonyms/{seed}".encode()).digest()
    return "hp_" + hmac.digest(key, f"{audience}\x1f{person_id}".encode(), "sha256")[:16].hex()


# ---- writing


def write(
    seed: str,
    code: Code,
    *,
    city: str,
    level: int,
) -> str:
    """The text of a code that is shown."""
    claims = _claims(seed, code.person_id, code.scene, code.capabilities, city, level)
    return _signed(seed, SHOWN, code.id, claims, code.issued_at, code.expires_at)


def write_credential(
    seed: str,
    credential: Credential,
    *,
    capabilities: Iterable[str],
    city: str,
    level: int,
    device_key: Mapping[str, Any],
) -> str:
    """The text of a phone's credential."""
    claims = _claims(seed, credential.person_id, None, capabilities, city, level)
    claims["cnf"] = {"jwk": dict(device_key)}
    return _signed(
        seed, CREDENTIAL, credential.id, claims, credential.issued_at, credential.expires_at
    )


def write_offline(
    device_key: OKPKey, credential_text: str, jti: str, at: datetime, seconds: int
) -> str:
    """What a phone makes of its credential, without network (for tests and stories)."""
    payload = {
        "crd": credential_text,
        "iat": int(at.timestamp()),
        "exp": int((at + timedelta(seconds=seconds)).timestamp()),
        "jti": jti,
    }
    return jws.serialize_compact(
        {"alg": ALGORITHM, "typ": OFFLINE}, _plain(payload), device_key, algorithms=[ALGORITHM]
    )


def _claims(
    seed: str,
    person_id: str,
    scene: str | None,
    capabilities: Iterable[str],
    city: str,
    level: int,
) -> dict[str, Any]:
    return {
        "ver": 1,
        "cid": pseudonym(seed, person_id, scene or "any scene"),
        "cap": list(capabilities),
        "city": city,
        "cls": f"e{level}",
    }


def _signed(
    seed: str, kind: str, jti: str, claims: Mapping[str, Any], issued: datetime, expires: datetime
) -> str:
    month = Month.of(issued.date())
    header = {"alg": ALGORITHM, "kid": key_id(seed, month), "typ": kind}
    payload = {
        **claims,
        "iat": int(issued.timestamp()),
        "exp": int(expires.timestamp()),
        "jti": jti,
    }
    return jws.serialize_compact(
        header, _plain(payload), signing_key(seed, month), algorithms=[ALGORITHM]
    )


def _plain(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, separators=(",", ":")).encode()


# ---- reading


def read(text: str, seed: str, at: datetime) -> Presented:
    """What a text says; CodeNotOurs unless every signature in it is right.

    Whether it has expired is not looked at here: the answer then names the instant.
    """
    header, payload = _looked_into(text)
    if header.get("typ") == OFFLINE:
        return _read_offline(text, payload, seed, at)
    claims = _verified(text, SHOWN, seed, at)
    return _presented("shown", claims, claims)


def _read_offline(text: str, payload: Mapping[str, Any], seed: str, at: datetime) -> Presented:
    credential_text = payload.get("crd")
    if not isinstance(credential_text, str):
        raise _not_ours("has_no_credential")
    credential = _verified(credential_text, CREDENTIAL, seed, at)
    key = device_key(credential.get("cnf", {}).get("jwk"))
    try:
        jws.deserialize_compact(text, key, algorithms=[ALGORITHM])
    except (errors.JoseError, ValueError):
        raise _not_ours("not_signed_by_the_phone") from None
    return _presented("offline", payload, credential)


def _presented(kind: str, moment: Mapping[str, Any], claims: Mapping[str, Any]) -> Presented:
    try:
        offline = kind == "offline"
        return Presented(
            kind,
            _word(moment["jti"]),
            _word(claims["cid"]),
            tuple(_word(each) for each in claims["cap"]),
            _word(claims["city"]),
            int(_word(claims["cls"])[1:]),
            _second(moment["iat"]),
            _second(moment["exp"]),
            _word(claims["jti"]) if offline else None,
            _second(claims["exp"]) if offline else None,
        )
    except (KeyError, TypeError, ValueError):
        raise _not_ours("incomplete") from None


def _word(value: Any) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= 80:
        raise ValueError("no word")
    return value


def _second(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= 10**11:
        raise ValueError("no instant")
    return value


def _verified(text: str, kind: str, seed: str, at: datetime) -> Mapping[str, Any]:
    header, payload = _looked_into(text)
    if header.get("typ") != kind:
        raise _not_ours("of_another_kind")
    now = Month.of(at.date())
    for month in (now, now + -1, now + 1):
        if header.get("kid") == key_id(seed, month):
            try:
                jws.deserialize_compact(text, signing_key(seed, month), algorithms=[ALGORITHM])
            except (errors.JoseError, ValueError):
                raise _not_ours("wrong_signature") from None
            return payload
    raise _not_ours("signed_with_an_unknown_or_old_key")


def _looked_into(text: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Header and payload of a compact JWS, not yet verified."""
    try:
        if len(text) > MAX_TEXT or not text.isascii():
            raise ValueError
        head, body, _ = text.split(".")
        header, payload = (
            json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
            for part in (head, body)
        )
        if not isinstance(header, dict) or not isinstance(payload, dict):
            raise ValueError
    except (ValueError, RecursionError):
        raise _not_ours("no_code_of_ours") from None
    return header, payload


def device_key(jwk: Any) -> OKPKey:
    """A phone's public key; DeviceKeyInvalid unless it is a public Ed25519 key."""
    if (
        not isinstance(jwk, dict)
        or set(jwk) != {"kty", "crv", "x"}
        or (jwk["kty"], jwk["crv"]) != ("OKP", "Ed25519")
    ):
        raise problems.DeviceKeyInvalid()
    try:
        key = OKPKey.import_key(jwk)
        key.public_key  # noqa: B018  reading it is what checks the point
    except (errors.JoseError, ValueError, TypeError):
        raise problems.DeviceKeyInvalid() from None
    return key


def _not_ours(why: str) -> problems.CodeNotOurs:
    return problems.CodeNotOurs(why=why)
