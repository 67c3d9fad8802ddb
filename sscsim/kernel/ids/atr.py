"""The historical bytes of a card's answer to reset (复位信息历史字节), as readers print them.

Thirteen bytes, 26 hexadecimal characters. Specimens differ in where the serial begins; ours
follow the documented one, whose tail is the serial of the card identification code (status
secondary, the meaning of the fields inferred):

    00815353    type of the chip; `5353` is invented and no maker's
    4301        maker, invented
    510100      issuing area, BCD
    00BF7C7A    serial of the chip

>>> make("510100", 0x00BF7C7A), format(make("510100", 0x00BF7C7A))
('00815353430151010000BF7C7A', '00815353 4301 510100 00BF7C7A')
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
    "of_identification_code",
    "validate",
]

CHIP = "008153534301"
"""Type and maker of the chips here."""


def compact(text: str) -> str:
    """Without spaces and hyphens, in capital letters."""
    return clean(text, " -").upper()


def validate(text: str) -> str:
    """The compact bytes; raises InvalidLength, InvalidFormat or InvalidComponent (area)."""
    text = compact(text)
    if len(text) != 26:
        raise InvalidLength()
    if any(c not in "0123456789ABCDEF" for c in text):
        raise InvalidFormat()
    if not regions.is_known(text[12:18]):
        raise InvalidComponent()
    return text


def is_valid(text: str) -> bool:
    """Whether `validate` accepts it."""
    try:
        validate(text)
    except ValidationError:
        return False
    return True


def format(text: str) -> str:
    """Its four parts, set apart for reading."""
    text = compact(text)
    return f"{text[:8]} {text[8:12]} {text[12:18]} {text[18:]}"


def make(area: str, serial: int) -> str:
    """The bytes of the chip with this 32-bit serial, issued by this area."""
    if not 0 <= serial < 2**32:
        raise ValueError(f"serial must have 32 bits, not {serial}")
    return validate(f"{CHIP}{area}{serial:08X}")


def of_identification_code(code: str) -> str:
    """The bytes of the chip that tells this card identification code."""
    return make(code[:6], int(code[16:24], 16))
