"""Resource ids: a prefix and 26 Crockford base32 characters, hashed from a business key.

The same seed and the same key give the same id on every machine and in every
thread; no counter is shared. The text has the form of a ULID but carries no time.
"""

import hashlib
import struct
from collections.abc import Callable

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def resource_id(prefix: str, seed: str, service: str, *key: object) -> str:
    """The id of the thing that `key` names within a world's service.

    >>> resource_id("vis", "demo", "medical", "psn_1", 1) == resource_id(
    ...     "vis", "demo", "medical", "psn_1", 1)
    True
    """
    text = "\x1f".join([seed, service, prefix, *map(str, key)])
    return prefix + "_" + _text(hashlib.sha256(text.encode()).digest())


def maker(prefix: str, seed: str, service: str) -> Callable[[str], str]:
    """Makes many ids of one kind; their `key` parts are joined by the caller with U+001F.

    >>> maker("vis", "demo", "medical")("psn_1\x1f1") == resource_id(
    ...     "vis", "demo", "medical", "psn_1", 1)
    True
    """
    begun = hashlib.sha256("\x1f".join([seed, service, prefix, ""]).encode())

    def make(key: str) -> str:
        hashed = begun.copy()
        hashed.update(key.encode())
        return f"{prefix}_{_text(hashed.digest())}"

    return make


def _text(digest: bytes) -> str:
    """The first 128 bits as 26 base-32 digits, two at a time."""
    high, low = _HALVES(digest)
    return (
        f"{_PAIRS[high >> 56]}{_PAIRS[high >> 46 & 1023]}{_PAIRS[high >> 36 & 1023]}"
        f"{_PAIRS[high >> 26 & 1023]}{_PAIRS[high >> 16 & 1023]}{_PAIRS[high >> 6 & 1023]}"
        f"{_PAIRS[(high & 63) << 4 | low >> 60]}{_PAIRS[low >> 50 & 1023]}"
        f"{_PAIRS[low >> 40 & 1023]}{_PAIRS[low >> 30 & 1023]}{_PAIRS[low >> 20 & 1023]}"
        f"{_PAIRS[low >> 10 & 1023]}{_PAIRS[low & 1023]}"
    )


_PAIRS = tuple(high + low for high in _CROCKFORD for low in _CROCKFORD)
_HALVES = struct.Struct(">QQ16x").unpack


def crockford(number: int, length: int) -> str:
    """The last `length` base-32 digits; two at a time, because populations need millions."""
    pairs = (length + 1) // 2
    shifts = range((pairs - 1) * 10, -1, -10)
    return "".join([_PAIRS[number >> shift & 1023] for shift in shifts])[-length:]
