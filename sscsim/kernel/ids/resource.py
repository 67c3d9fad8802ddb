"""Resource ids: a prefix and 26 Crockford base32 characters, hashed from a business key.

The same seed and the same key give the same id on every machine and in every
thread; no counter is shared. The text has the form of a ULID but carries no time.
"""

import hashlib

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def resource_id(prefix: str, seed: str, service: str, *key: object) -> str:
    """The id of the thing that `key` names within a world's service.

    >>> resource_id("vis", "demo", "medical", "psn_1", 1) == resource_id(
    ...     "vis", "demo", "medical", "psn_1", 1)
    True
    """
    text = "\x1f".join([seed, service, prefix, *map(str, key)])
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")
    return prefix + "_" + crockford(number, 26)


_PAIRS = tuple(high + low for high in _CROCKFORD for low in _CROCKFORD)


def crockford(number: int, length: int) -> str:
    """The last `length` base-32 digits; two at a time, because populations need millions."""
    pairs = (length + 1) // 2
    shifts = range((pairs - 1) * 10, -1, -10)
    return "".join([_PAIRS[number >> shift & 1023] for shift in shifts])[-length:]
