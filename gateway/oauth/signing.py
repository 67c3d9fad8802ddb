"""Access tokens as signed JWTs (RFC 9068), and the public key to check them with.

The key (ES256) is derived from the simulator's context secret: it lies nowhere on disk,
every gateway process of an installation has the same one, and a new secret ends all tokens.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from sscsim import world

ALGORITHM = "ES256"
_TYPE = "at+jwt"
# The order of P-256: a private value lies between 1 and this.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class _Keys:
    private: ECKey
    public: dict[str, Any]


@cache
def _of(secret: str) -> _Keys:
    # 16 bytes more than the order has: what is left of the bias can't be seen.
    drawn = HKDF(hashes.SHA256(), 48, b"ssc-simulator", b"oauth2 signing key").derive(
        secret.encode()
    )
    private = ec.derive_private_key(int.from_bytes(drawn, "big") % (_ORDER - 1) + 1, ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    key = ECKey.import_key(pem)
    public = {**key.as_dict(private=False), "use": "sig", "alg": ALGORITHM, "kid": key.thumbprint()}
    return _Keys(key, public)


def key_set() -> dict[str, Any]:
    """The public keys, as a JWK set."""
    return {"keys": [_of(world.context_secret()).public]}


def sign(claims: dict[str, Any]) -> str:
    keys = _of(world.context_secret())
    header = {"alg": ALGORITHM, "typ": _TYPE, "kid": keys.public["kid"]}
    return jwt.encode(header, claims, keys.private)


def token_id(token: str) -> str | None:
    """The `jti` of an access token that we signed; None for any other text."""
    try:
        found = jwt.decode(token, _of(world.context_secret()).private, algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        return None
    jti = found.claims.get("jti")
    return jti if found.header.get("typ") == _TYPE and isinstance(jti, str) else None
