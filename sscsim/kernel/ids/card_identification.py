"""The card identification code (卡识别码), which the chip tells and the face doesn't.

32 hexadecimal characters, 16 bytes (LD/T 32, EF05 record 01; layout read from public
specimens, status secondary):

    510100      issuing area
    D156000005  the registered provider, the same on every card
    00BF7C7A    serial of the chip
    48FB4966    computed from the rest with a key of the card

How the real last part is computed is secret. **Ours is invented**: the first four bytes
of HMAC-SHA256 over the twelve before them, with a key of the world. A code of another
world, or of a real card, therefore does not pass `validate` with this world's key.

>>> code = make("510100", 0x00BF7C7A, key=b"world")
>>> format(code)
'510100 D156000005 00BF7C7A 156CFA3E'
>>> is_valid(code, key=b"world"), is_valid(code, key=b"other"), is_valid(code)
(True, False, True)
"""

import hashlib
import hmac

from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)
from stdnum.util import clean

from sscsim.kernel import regions

__all__ = [
    "InvalidChecksum",
    "InvalidComponent",
    "InvalidFormat",
    "InvalidLength",
    "ValidationError",
    "compact",
    "format",
    "is_valid",
    "make",
    "validate",
]

PROVIDER = "D156000005"


def compact(code: str) -> str:
    """Without spaces and hyphens, in capital letters."""
    return clean(code, " -").upper()


def validate(code: str, *, key: bytes | None = None) -> str:
    """The compact code; with `key` its invented last part is checked too.

    Raises InvalidLength, InvalidFormat, InvalidComponent (area or provider not known) or
    InvalidChecksum.
    """
    code = compact(code)
    if len(code) != 32:
        raise InvalidLength()
    if any(c not in "0123456789ABCDEF" for c in code):
        raise InvalidFormat()
    if not regions.is_known(code[:6]) or code[6:16] != PROVIDER:
        raise InvalidComponent()
    if key is not None and not hmac.compare_digest(code[24:], _computed(code[:24], key)):
        raise InvalidChecksum()
    return code


def is_valid(code: str, *, key: bytes | None = None) -> bool:
    """Whether `validate` accepts it."""
    try:
        validate(code, key=key)
    except ValidationError:
        return False
    return True


def format(code: str) -> str:
    """Its four parts, set apart for reading."""
    code = compact(code)
    return f"{code[:6]} {code[6:16]} {code[16:24]} {code[24:]}"


def make(area: str, serial: int, *, key: bytes) -> str:
    """The code of the chip with this 32-bit serial, issued by this area."""
    if not regions.is_known(area):
        raise InvalidComponent()
    head = f"{area}{PROVIDER}{serial:08X}"
    return validate(head + _computed(head, key))


def _computed(head: str, key: bytes) -> str:
    return hmac.digest(key, bytes.fromhex(head), hashlib.sha256)[:4].hex().upper()
