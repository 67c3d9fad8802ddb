"""Signatures of webhooks: Standard Webhooks' v1 and v1a, and two of our own.

The signed text is `{id}.{timestamp}.{body}`. `v1` is HMAC-SHA256 under a `whsec_` secret,
`v1a` ed25519 with a `whsk_` key whose public half is `whpk_`. `vsm3` is HMAC-SM3 under
the `whsec_` secret and `vsm2` SM2 with SM3 (国密); both are ours, and off by default.
"""

import base64
import binascii
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import Any

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from standardwebhooks import Webhook

Secret = Mapping[str, Any]
"""What one generation of an endpoint signs with: `whsec`, and where it is used `whsk`, `sm2`."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SM2_ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
SYMMETRIC = r"whsec_[A-Za-z0-9+/]{32,88}={0,2}"
"""24 to 64 bytes, as Standard Webhooks asks."""


class BadSecret(ValueError):
    """A secret that is not `whsec_` and base64 of 24 to 64 bytes."""


def has_sm2() -> bool:
    """Whether SM2 is installed (extra `sm`)."""
    return find_spec("gmssl") is not None


def make(kinds: Sequence[str], given: str | None = None) -> dict[str, str]:
    """New secrets for these kinds of signature; `given` is the symmetric one, if chosen."""
    made = {"whsec": read(given) if given else "whsec_" + _text(secrets.token_bytes(32))}
    if "v1a" in kinds:
        key = Ed25519PrivateKey.generate()
        made["whsk"] = "whsk_" + _text(
            key.private_bytes_raw() + key.public_key().public_bytes_raw()
        )
    if "vsm2" in kinds:
        made["sm2"] = f"{secrets.randbelow(_SM2_ORDER - 2) + 1:064x}"
    return made


def read(secret: str) -> str:
    """The secret as it came; BadSecret unless it is one."""
    try:
        raw = base64.b64decode(secret.removeprefix("whsec_") + "==", validate=False)
    except (binascii.Error, ValueError):
        raise BadSecret(secret) from None
    if not secret.startswith("whsec_") or not 24 <= len(raw) <= 64:
        raise BadSecret(secret)
    return secret


def public_keys(secret: Secret) -> dict[str, str]:
    """What a receiver may know of the asymmetric keys."""
    found = {}
    if "whsk" in secret:
        key = _ed25519(secret).public_key()
        found["v1a"] = "whpk_" + _text(key.public_bytes_raw())
    if "sm2" in secret:
        found["vsm2"] = _sm2(secret).public_key
    return found


def signature(
    generations: Sequence[Secret], kinds: Sequence[str], message: str, timestamp: int, body: str
) -> str:
    """The header `webhook-signature`: every kind by every living secret, space separated."""
    return " ".join(
        _SIGNERS[kind](secret, message, timestamp, body)
        for secret in generations
        for kind in kinds
        if _KEPT_AS[kind] in secret
    )


def _v1(secret: Secret, message: str, timestamp: int, body: str) -> str:
    at = _EPOCH + timedelta(seconds=timestamp)
    signed: str = Webhook(secret["whsec"]).sign(message, at, body)
    return signed


def _v1a(secret: Secret, message: str, timestamp: int, body: str) -> str:
    return "v1a," + _text(_ed25519(secret).sign(_signed(message, timestamp, body)))


def _vsm3(secret: Secret, message: str, timestamp: int, body: str) -> str:
    key = base64.b64decode(secret["whsec"].removeprefix("whsec_") + "==")
    mac = hmac.HMAC(key, hashes.SM3())
    mac.update(_signed(message, timestamp, body))
    return "vsm3," + _text(mac.finalize())


def _vsm2(secret: Secret, message: str, timestamp: int, body: str) -> str:
    signed = _sm2(secret).sign_with_sm3(_signed(message, timestamp, body))
    return "vsm2," + _text(bytes.fromhex(signed))


_SIGNERS = {"v1": _v1, "v1a": _v1a, "vsm3": _vsm3, "vsm2": _vsm2}
_KEPT_AS = {"v1": "whsec", "v1a": "whsk", "vsm3": "whsec", "vsm2": "sm2"}


def _signed(message: str, timestamp: int, body: str) -> bytes:
    return f"{message}.{timestamp}.{body}".encode()


def _ed25519(secret: Secret) -> Ed25519PrivateKey:
    raw = base64.b64decode(secret["whsk"].removeprefix("whsk_"))
    return Ed25519PrivateKey.from_private_bytes(raw[:32])


def _sm2(secret: Secret) -> Any:
    from gmssl import sm2  # pure Python, and needed by few

    made = sm2.CryptSM2(private_key=secret["sm2"], public_key="")
    point = made._kg(int(secret["sm2"], 16), made.ecc_table["g"])
    return sm2.CryptSM2(private_key=secret["sm2"], public_key=point)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
