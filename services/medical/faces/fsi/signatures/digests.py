"""Digests by name, each from a secret and a text to bytes: SM3 by `cryptography`."""

import hashlib
import hmac
from collections.abc import Callable

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

Digest = Callable[[bytes, bytes], bytes]


def _keyed(name: str) -> Digest:
    return lambda secret, text: hmac.new(secret, text, name).digest()


def _plain(name: str) -> Digest:
    return lambda _secret, text: hashlib.new(name, text).digest()


def sm3(_secret: bytes, text: bytes) -> bytes:
    """The national digest (国密 SM3), 32 bytes."""
    made = hashes.Hash(hashes.SM3())
    made.update(text)
    return made.finalize()


def hmac_sm3(secret: bytes, text: bytes) -> bytes:
    made = HMAC(secret, hashes.SM3())
    made.update(text)
    return made.finalize()


DIGESTS: dict[str, Digest] = {
    "SHA256": _plain("sha256"),
    "SHA1": _plain("sha1"),
    "MD5": _plain("md5"),
    "SM3": sm3,
    "HMAC-SHA1": _keyed("sha1"),
    "HMAC-SHA256": _keyed("sha256"),
    "HMAC-MD5": _keyed("md5"),
    "HMAC-SM3": hmac_sm3,
}
