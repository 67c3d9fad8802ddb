"""The number on a social security card (社会保障卡卡号).

Nine characters: eight digits or capital letters, and a check character over them by the
scheme of GB 11714 (weights 3 7 9 10 5 8 4 2, A=10 … Z=35; 11 less the sum modulo 11, where
10 is X and 11 is 0). Source: comments and specimens in public code, status secondary.

The number is unique within its issuing area only: name it together with the area.

>>> make("X0000001"), validate("x 0000 0019")
('X00000019', 'X00000019')
"""

from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError
from stdnum.util import clean

__all__ = [
    "InvalidChecksum",
    "InvalidFormat",
    "InvalidLength",
    "ValidationError",
    "check_character",
    "compact",
    "format",
    "from_hash",
    "is_valid",
    "make",
    "validate",
]

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LETTERS = _CHARACTERS[10:]


def compact(number: str) -> str:
    """Without spaces and hyphens, in capital letters."""
    return clean(number, " -").upper()


def check_character(body: str) -> str:
    """The ninth character for the first eight."""
    total = sum(weight * _CHARACTERS.index(c) for weight, c in zip(_WEIGHTS, body, strict=True))
    return "0X987654321"[total % 11]


def validate(number: str) -> str:
    """The compact number; raises InvalidLength, InvalidFormat or InvalidChecksum."""
    number = compact(number)
    if len(number) != 9:
        raise InvalidLength()
    if any(c not in _CHARACTERS for c in number):
        raise InvalidFormat()
    if number[8] != check_character(number[:8]):
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
    """The form printed on the card: without separators."""
    return compact(number)


def make(body: str) -> str:
    """The number with this body of eight digits or capital letters."""
    if len(body) != 8:
        raise InvalidLength()
    if any(c not in _CHARACTERS for c in body):
        raise InvalidFormat()
    return body + check_character(body)


def from_hash(number: int) -> str:
    """A card number in the usual look, one letter and seven digits, from any large number.

    >>> from_hash(26 * 123 + 2)
    'C00001238'
    """
    rest, letter = divmod(number, len(_LETTERS))
    return make(f"{_LETTERS[letter]}{rest % 10_000_000:07d}")
