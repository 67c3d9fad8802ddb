"""The account number of the bank side (银行卡号): UnionPay style.

Sixteen to nineteen digits that begin with 62, the last a check digit by Luhn's rule (ISO/IEC
7812-1), computed by python-stdnum. The digits after 62 name the issuer; the issuers here
are invented (`629990` and following), and a number of another issuer is none of ours.

>>> number = make("629990", 42)
>>> number, format(number), mask(number), is_valid(number)
('6299900000000000425', '6299 9000 0000 0000 425', '6299***********0425', True)
"""

from stdnum import luhn
from stdnum.exceptions import (
    InvalidChecksum,
    InvalidComponent,
    InvalidFormat,
    InvalidLength,
    ValidationError,
)
from stdnum.util import clean

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
    "mask",
    "validate",
]

LENGTHS = range(16, 20)
SERIAL_LIMIT = 10**12
"""So many accounts can one issuer here have."""


def compact(number: str) -> str:
    """Without spaces and hyphens."""
    return clean(number, " -")


def validate(number: str) -> str:
    """The compact number; raises InvalidFormat, InvalidLength, InvalidComponent (not a
    UnionPay number) or InvalidChecksum."""
    number = compact(number)
    if not (number.isascii() and number.isdigit()):
        raise InvalidFormat()
    if len(number) not in LENGTHS:
        raise InvalidLength()
    if not number.startswith("62"):
        raise InvalidComponent()
    if luhn.checksum(number) != 0:
        raise InvalidChecksum()
    return number


def is_valid(number: str) -> bool:
    """Whether `validate` accepts it."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def format(number: str) -> str:
    """In groups of four, as it is embossed."""
    number = compact(number)
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def mask(number: str) -> str:
    """The first and the last four digits; the rest is starred. Anything odd is starred whole."""
    if len(number) not in LENGTHS:
        return "*" * len(number)
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def make(issuer: str, serial: int) -> str:
    """The 19-digit number of this issuer's `serial`-th account, from 0."""
    if not 0 <= serial < SERIAL_LIMIT:
        raise ValueError(f"serial must be from 0 to {SERIAL_LIMIT - 1}, not {serial}")
    if len(issuer) != 6:
        raise InvalidLength()
    body = f"{issuer}{serial:012d}"
    return validate(body + luhn.calc_check_digit(body))
