"""The number of a card reading terminal (终端机编号): twelve digits, the area's code first.

Source: vendors' reader documentation, status secondary. What follows the area is a serial
within it; there is no check character.

>>> make("510100", 1), format("510100000001")
('510100000001', '510100 000001')
"""

from stdnum.exceptions import InvalidComponent, InvalidFormat, InvalidLength, ValidationError
from stdnum.util import clean

from sscsim.kernel import regions

__all__ = [
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


def compact(number: str) -> str:
    """Without spaces and hyphens."""
    return clean(number, " -")


def validate(number: str) -> str:
    """The compact number; raises InvalidLength, InvalidFormat or InvalidComponent (area)."""
    number = compact(number)
    if len(number) != 12:
        raise InvalidLength()
    if not (number.isascii() and number.isdigit()):
        raise InvalidFormat()
    if not regions.is_known(number[:6]):
        raise InvalidComponent()
    return number


def is_valid(number: str) -> bool:
    """Whether `validate` accepts it."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def format(number: str) -> str:
    """Area and serial, set apart for reading."""
    number = compact(number)
    return f"{number[:6]} {number[6:]}"


def make(area: str, serial: int) -> str:
    """The number of the `serial`-th terminal of an area, from 0 to 999999."""
    if not 0 <= serial < 10**6:
        raise ValueError(f"serial must be from 0 to 999999, not {serial}")
    return validate(f"{area}{serial:06d}")
