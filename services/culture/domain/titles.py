"""Titles (书目) and copies of them (馆藏复本), with the numbers that stand in and on a book.

An ISBN-13 (国际标准书号) has a check digit over weights 1 and 3. A barcode (条码) has 14 digits:
library 3, kind 2, serial 8, and a check digit by Luhn; its form is assumed. A call number (索书号)
is the class mark of the Chinese Library Classification (中图法) and a number of the author's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.culture.domain.library import AV, BOOK, PERIODICAL
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

KIND_DIGITS: Final = {BOOK: "01", PERIODICAL: "02", AV: "03"}
BARCODE: Final = "[0-9]{14}"
ISBN: Final = "97[89][0-9]{10}"

AVAILABLE, ON_LOAN, ON_HOLD_SHELF, IN_TRANSIT = (
    "available",
    "on_loan",
    "on_hold_shelf",
    "in_transit",
)
LOST, CLAIMED, MISSING = "lost", "claimed_returned", "missing"
DAMAGED, WITHDRAWN = "damaged", "withdrawn"
_BACK = (("reshelve", AVAILABLE), ("keep_for_hold", ON_HOLD_SHELF), ("send", IN_TRANSIT))
MACHINE: Final = Machine(
    "copy",
    initial=AVAILABLE,
    edges=[
        (AVAILABLE, "lend", ON_LOAN),
        (AVAILABLE, "keep_for_hold", ON_HOLD_SHELF),
        (AVAILABLE, "send", IN_TRANSIT),
        (AVAILABLE, "report_missing", MISSING),
        (AVAILABLE, "report_damage", DAMAGED),
        (AVAILABLE, "withdraw", WITHDRAWN),
        *((state, "return_damaged", DAMAGED) for state in (ON_LOAN, CLAIMED, LOST)),
        (ON_LOAN, "lose", LOST),
        (ON_LOAN, "claim_returned", CLAIMED),
        (ON_HOLD_SHELF, "lend", ON_LOAN),
        (CLAIMED, "give_back", ON_LOAN),
        (CLAIMED, "lose", LOST),
        (MISSING, "restore", AVAILABLE),
        (MISSING, "withdraw", WITHDRAWN),
        (DAMAGED, "restore", AVAILABLE),
        (DAMAGED, "withdraw", WITHDRAWN),
        (LOST, "withdraw", WITHDRAWN),
        *((state, event, to) for state in (ON_LOAN, ON_HOLD_SHELF, IN_TRANSIT, CLAIMED, LOST)
          for event, to in _BACK),
    ],
)  # fmt: skip
STATUSES: Final = MACHINE.states


@dataclass(frozen=True, slots=True)
class Title:
    """One work as the catalogue has it. pinyin: of title and author, see `searched`."""

    id: str
    isbn: str
    name: str
    author: str
    publisher: str
    year: int
    clc_class: str
    medium: str
    is_foreign: bool
    price: Money
    pinyin: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Copy:
    """One thing with a barcode. owner_id: whose it is; location_id: where it is, was lent from,
    or sets out from. floats: stays where it is returned, in a network that lets it. properties:
    what a library noted of it in its own words (馆藏附注)."""

    id: str
    title_id: str
    barcode: str
    call_number: str
    medium: str
    owner_id: str
    location_id: str
    floats: bool
    price: Money
    properties: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def isbn_of(serial: int) -> str:
    """An ISBN of the group 7 (China), valid and invented.

    >>> isbn_of(1), is_isbn(isbn_of(1)), is_isbn("9787000000010")
    ('9787999000013', True, False)
    """
    stem = f"9787999{serial:05d}"
    return stem + _isbn_check(stem)


def is_isbn(text: str) -> bool:
    """Whether the last of its thirteen digits checks the others."""
    return len(text) == 13 and text.isdigit() and text[-1] == _isbn_check(text[:12])


def _isbn_check(stem: str) -> str:
    weighed = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(stem))
    return str(-weighed % 10)


def barcode_of(library_number: str, medium: str, serial: int) -> str:
    """
    >>> barcode_of("991", "book", 1), is_barcode("99101000000016"), is_barcode("99101000000017")
    ('99101000000016', True, False)
    """
    stem = f"{library_number}{KIND_DIGITS[medium]}{serial:08d}"
    return stem + _luhn(stem)


def is_barcode(text: str) -> bool:
    return len(text) == 14 and text.isdigit() and text[-1] == _luhn(text[:13])


def _luhn(stem: str) -> str:
    doubled = [int(digit) * (2 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(stem))]
    return str(-sum(each - 9 if each > 9 else each for each in doubled) % 10)


def call_number(clc_class: str, author_number: int, year: int) -> str:
    """
    >>> call_number("I247.55", 123, 2019)
    'I247.55/123=2019'
    """
    return f"{clc_class}/{author_number}={year}"


def searched(*parts: tuple[str, str, str]) -> str:
    """What a title is searched by: of each text itself, its syllables together, and their first
    letters, in lower case, in between spaces.

    >>> searched(("山城", "shancheng", "sc"))
    ' 山城 shancheng sc '
    """
    words = [word.lower().replace(" ", "") for part in parts for word in part]
    return " " + " ".join(dict.fromkeys(words)) + " "
