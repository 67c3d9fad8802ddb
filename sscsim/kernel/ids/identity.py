"""The social security number (社会保障号码), which is the citizen's identity number.

18 characters (GB 11643): six of the area where the holder was first registered (GB/T
2260), eight of the birth date, three of sequence (odd for men, even for women), and a
check character by ISO 7064 MOD 11-2, computed by python-stdnum.

Numbers here are synthetic. Real ones begin with a *county's* code, so ours begin with a
city's or a province's and hit nobody; a number that could be somebody's is refused with
RealLookingIdentity. Numbers of the invented area 990100 are as good as any other: real
ones that begin with 9 belong to foreign residents and name a real province after it.

>>> number = make("510100", date(1985, 3, 12), 1, "female")
>>> number, validate(number.lower()), mask(number)
('510100198503120023', '510100198503120023', '510***********0023')

Why not `stdnum.cn.ric.validate`: it also looks the area up in a list of historical
county codes, which lacks more than a hundred of the cities, among them Chongqing.
"""

from datetime import date
from typing import Literal

from stdnum.cn import ric
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
    "InvalidBirthDate",
    "InvalidChecksum",
    "InvalidFormat",
    "InvalidLength",
    "RealLookingIdentity",
    "Sex",
    "UnknownArea",
    "ValidationError",
    "birth_date",
    "compact",
    "format",
    "is_valid",
    "make",
    "mask",
    "sex",
    "validate",
]

Sex = Literal["male", "female"]

SEQUENCES = 500
"""So many people of one sex can be registered in one area on one day."""


class InvalidBirthDate(InvalidComponent):
    """Characters 7 to 14 are no day of the calendar."""

    message = "The birth date is not a day of the calendar."


class UnknownArea(InvalidComponent):
    """The first six characters are no area that synthetic numbers may use."""

    message = "The area code is not known."


class RealLookingIdentity(InvalidComponent):
    """The area code is one that real people's numbers begin with."""

    message = "The number could belong to a real person."


_AREAS = frozenset(region.code for region in regions.provinces()) | frozenset(
    region.identity_area for region in regions.cities()
)


def compact(number: str) -> str:
    """Without spaces and hyphens, the check character as a capital letter."""
    return clean(number, " -").upper()


def validate(number: str) -> str:
    """The compact number, or the first thing that is wrong with it.

    Raises InvalidLength, InvalidFormat, InvalidChecksum, InvalidBirthDate,
    RealLookingIdentity or UnknownArea, all of them ValidationError.
    """
    number = compact(number)
    if len(number) != 18:
        raise InvalidLength()
    if not (number.isascii() and number[:17].isdigit()):
        raise InvalidFormat()
    if number[17] != ric.calc_check_digit(number):
        raise InvalidChecksum()
    birth_date(number)
    _check_area(number[:6])
    return number


def _check_area(area: str) -> None:
    if area in _AREAS:
        return
    # Counties; cities without counties; residents from Hong Kong, Macao and Taiwan (8…).
    if not area.endswith("00") or regions.is_known(area) or area[0] == "8":
        raise RealLookingIdentity()
    raise UnknownArea()


def is_valid(number: str) -> bool:
    """Whether `validate` accepts it."""
    try:
        validate(number)
    except ValidationError:
        return False
    return True


def format(number: str) -> str:
    """The form in which the number is printed: without separators."""
    return compact(number)


def mask(number: str) -> str:
    """The first three and the last four characters; the rest is starred.

    Anything that is not 18 long is starred whole: nothing of it is known to be harmless.
    """
    return f"{number[:3]}{'*' * 11}{number[14:]}" if len(number) == 18 else "*" * len(number)


def birth_date(number: str) -> date:
    """The birth date in the number; InvalidBirthDate if it is no day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise InvalidBirthDate() from None


def sex(number: str) -> Sex:
    """The holder's sex, by the last digit of the sequence."""
    return "male" if int(number[16]) % 2 else "female"


def make(area: str, birth: date, sequence: int, sex: Sex) -> str:
    """The number of the `sequence`-th person, from 0 to 499, of that sex, day and area.

    `area` is a region's `identity_area`; RealLookingIdentity or UnknownArea if it isn't.
    """
    _check_area(area)
    if not 0 <= sequence < SEQUENCES:
        raise ValueError(f"sequence must be from 0 to {SEQUENCES - 1}, not {sequence}")
    odd_or_even = 2 * sequence + (1 if sex == "male" else 0)
    body = f"{area}{birth:%Y%m%d}{odd_or_even:03d}"
    return body + ric.calc_check_digit(body + "0")
