"""Invented populations: households, ages, names, cards in all states, from a seed.

The same seed, regions and day give the same people on every machine: only `random()` of a
seeded `random.Random` is drawn from, one generator a chunk, and what must be unique is
counted and not drawn. Nothing is kept but the counts, so memory stays the same for any
number of people.

Shares are plausible, not measured (no source): household sizes, 8 % migrants, 3 % without a
card, the states of cards and electronic cards as in `CARD_SHARES` and `LEVEL_SHARES`, 45 % of
households with recorded family links, one to three channels to an electronic card, some money
on most accounts.
"""

import hashlib
import hmac
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from services.card import problems_scheme as problems
from sscsim.kernel import names, regions
from sscsim.kernel.ids import card_identification

CHUNK = 1_000
"""People made with one generator, and loaded in one transaction."""
PASSWORD = "471592"
"""Everybody's password, of the electronic card and at the bank."""

CARD_SHARES = (
    ("active", 0.90),
    ("sealed", 0.94),
    ("temporarily_lost", 0.95),
    ("formally_lost", 0.96),
    ("locked", 0.965),
    ("cancelled", 0.97),
    (None, 1.0),
)
"""Up to which draw somebody's card is in which state; None: has no card."""
LEVEL_SHARES = ((None, 0.35), (1, 0.75), (2, 1.0))
"""Adults with an active card: without an electronic one, with level 1, with level 2."""
ACCOUNT_SHARE = 0.8
"""Active cards whose bank account was activated; level 2 needs one."""
CHANNEL_SHARES = ((1, 0.55), (2, 0.85), (3, 1.0))
"""Through how many of the channels here an electronic card is used (渠道)."""
EMPTY_ACCOUNTS = 0.15
MOST_FEN = 5_000_000
"""The most on an account; few have much."""
LINKED_HOUSEHOLDS = 0.45
"""Households of several whose members are recorded as relatives (亲属关系)."""
MIGRANTS = 0.08
"""Households that live in another of the regions; half of them are insured there."""

_FIRST_SEQUENCE = 100
_SEQUENCES = 400
_DAYS = 365
_CELL = _DAYS * _SEQUENCES
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MONTH_DAYS = tuple(
    f"{date(2001, 1, 1).replace(month=month, day=day):%m%d}"
    for month, days in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), start=1)
    for day in range(1, days + 1)
)
"""The days of a year without 29 February."""


def _weighed(digits: str, place: int) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS[place:], strict=False))


_DAY_SUMS = tuple(_weighed(day, 10) for day in _MONTH_DAYS)
_SEQUENCE_SUMS = tuple(_weighed(f"{number:03d}", 14) for number in range(1000))
_SEQUENCE_TEXTS = tuple(f"{number:03d}" for number in range(1000))
_LUHN = tuple(
    sum(
        (digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4))
        for place, digit in enumerate(map(int, f"{number:04d}"))
    )
    for number in range(10_000)
)
"""What four digits add to the Luhn sum of a body of 18: the last digit of it counts double."""
_CARD_HIGH = tuple(
    7 * (number // 100) + 9 * (number // 10 % 10) + 10 * (number % 10) for number in range(1_000)
)
_CARD_LOW = tuple(
    5 * (number // 1_000) + 8 * (number // 100 % 10) + 4 * (number // 10 % 10) + 2 * (number % 10)
    for number in range(10_000)
)
"""What the first three and the last four digits of a card number add to its check sum."""
_CARD_CHECKS = "0X987654321"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CARD_SPACE = 26 * 10_000_000


class Someone(NamedTuple):
    """One person with everything they begin with; dates are ISO text."""

    social_security_number: str
    name: str
    sex: str
    birth_date: str
    region_code: str
    residence_region_code: str | None
    insured_region_code: str
    insurance_kind: str
    category: str
    household: int
    relation: str
    card_status: str | None
    card_number: str
    chip_serial: int
    level: int | None
    account_number: str | None
    balance_fen: int
    channels: int
    linked: bool


@dataclass(slots=True)
class Taken:
    """What is used up in one region: people by birth year and sex, cards, households."""

    cells: dict[str, int] = field(default_factory=dict)
    cards: int = 0
    households: int = 0

    def plain(self) -> dict[str, Any]:
        return {"cells": self.cells, "cards": self.cards, "households": self.households}


@dataclass(frozen=True)
class Part:
    """A chunk of the plan: so many people of a region, and the chunk's number there."""

    region_code: str
    number: int
    people: int


def plan(people: int, region_codes: Sequence[str]) -> Iterator[Part]:
    """The chunks, region after region: exactly so many people, shared out evenly.

    >>> [part.people for part in plan(2001, ["510100", "500000"])]
    [1000, 1, 1000]
    """
    each, rest = divmod(people, len(region_codes))
    for place, region_code in enumerate(region_codes):
        left = each + (place < rest)
        number = 0
        while left > 0:
            number += 1
            size = min(CHUNK, left)
            yield Part(region_code, number, size)
            left -= size


def part_at(people: int, region_codes: Sequence[str], made: int) -> Part | None:
    """The chunk that comes after `made` people; None at the end."""
    start = 0
    for part in plan(people, region_codes):
        if start == made:
            return part
        start += part.people
    return None


def check_room(people: int, region_codes: Sequence[str]) -> None:
    """A region's numbers are enough for about four million people."""
    for region_code in region_codes:
        if people // len(region_codes) > 4_000_000:
            raise problems.PopulationTooLarge(region_code=region_code, people=people)


class Town:
    """Makes the people of one region, chunk by chunk."""

    def __init__(
        self, seed: str, region_code: str, region_codes: Sequence[str], as_of: date, taken: Taken
    ) -> None:
        self._seed = seed
        self._region = region_code
        self._area = regions.get(region_code).identity_area
        self._area_sum = _weighed(self._area, 0)
        self._others = [code for code in region_codes if code != region_code]
        # born last year at the latest, so that nobody is born in the future
        self._newest = as_of.year - 1
        self._years = {
            year: (str(year), _weighed(str(year), 6))
            for year in range(as_of.year - 110, as_of.year)
        }
        self._accounts = int(region_code[:4])
        self.taken = taken

    def chunk(self, number: int, people: int) -> Iterator[Someone]:
        """Exactly so many people, household by household; the last one may be cut short."""
        draw = random.Random(f"{self._seed}/{self._region}/{number}").random
        left = people
        while left > 0:
            self.taken.households += 1
            members = _household(draw)[:left]
            moved = bool(self._others) and draw() < MIGRANTS
            residence = self._others[int(draw() * len(self._others))] if moved else None
            insured = residence if residence and draw() < 0.5 else self._region
            linked = len(members) > 1 and draw() < LINKED_HOUSEHOLDS
            for relation, age, sex in members:
                yield self._someone(draw, relation, age, sex, residence, insured, linked)
            left -= len(members)

    def _someone(
        self,
        draw: Any,
        relation: str,
        age: int,
        sex: str,
        residence: str | None,
        insured: str,
        linked: bool,
    ) -> Someone:
        number, born = self._number(self._newest - age, sex)
        status = _share(CARD_SHARES, draw()) if age > 0 else None
        self.taken.cards += 1
        place = self.taken.cards
        adult = age >= 18 and status == "active"
        account = None
        level = None
        balance_fen = channels = 0
        if adult:
            level = _share(LEVEL_SHARES, draw())
            if level is not None:
                channels = _share(CHANNEL_SHARES, draw())
            if level == 2 or draw() < ACCOUNT_SHARE:
                account = _account(self._accounts * 100_000_000 + place)
                balance_fen = _balance(draw())
        working = 18 <= age < 60 and draw() < 0.6
        retired = age >= 60 and draw() < 0.4
        return Someone(
            number,
            names.name("male" if sex == "male" else "female", int(draw() * 2_000_000)),
            sex,
            born,
            self._region,
            residence,
            insured,
            "employee_basic_medical" if working or retired else "resident_basic_medical",
            "retired" if retired else "active",
            self.taken.households,
            relation,
            status,
            _card_number(place),
            place * 2_654_435_761 % 2**32,
            level,
            account,
            balance_fen,
            channels,
            linked,
        )

    def another(self, someone: Someone) -> Someone:
        """The same person with the next number and card number: theirs were taken."""
        year = int(someone.birth_date[:4])
        number, born = self._number(year, someone.sex)
        self.taken.cards += 1
        return someone._replace(
            social_security_number=number,
            birth_date=born,
            card_number=_card_number(self.taken.cards),
            chip_serial=self.taken.cards * 2_654_435_761 % 2**32,
        )

    def _number(self, year: int, sex: str) -> tuple[str, str]:
        """The next number of this birth year and sex, and its birth date."""
        cell = f"{year}{sex[0]}"
        count = self.taken.cells.get(cell, 0)
        if count >= _CELL:
            raise problems.PopulationTooLarge(region_code=self._region, people=count)
        self.taken.cells[cell] = count + 1
        turn, place = divmod(count, _DAYS)
        day = place * 149 % _DAYS
        sequence = 2 * (_FIRST_SEQUENCE + turn) + (sex == "male")
        year_text, year_sum = self._years[year]
        total = self._area_sum + year_sum + _DAY_SUMS[day] + _SEQUENCE_SUMS[sequence]
        month_day = _MONTH_DAYS[day]
        number = (
            f"{self._area}{year_text}{month_day}{_SEQUENCE_TEXTS[sequence]}{_CHECKS[total % 11]}"
        )
        return number, f"{year_text}-{month_day[:2]}-{month_day[2:]}"


def _share(shares: Sequence[tuple[Any, float]], drawn: float) -> Any:
    for word, limit in shares:
        if drawn < limit:
            return word
    return shares[-1][0]


def _balance(drawn: float) -> int:
    """Money on an account, in fen: many have little, few have much.

    >>> _balance(0.1), _balance(0.2), _balance(0.9)
    (0, 40000, 3645000)
    """
    return 0 if drawn < EMPTY_ACCOUNTS else int(drawn**3 * MOST_FEN)


def _household(draw: Any) -> list[tuple[str, int, str]]:
    """Relation to the head, age, sex of each member."""
    kind = draw()
    head = 24 + int(draw() * 50)
    head_sex = "male" if draw() < 0.55 else "female"
    members = [("head", head, head_sex)]
    if kind < 0.25:
        return [("head", 20 + int(draw() * 70), head_sex)]
    other = "female" if head_sex == "male" else "male"
    if kind >= 0.32:
        members.append(("spouse", max(20, head - 4 + int(draw() * 8)), other))
    children = 0 if 0.32 <= kind < 0.55 else 1 + (draw() < 0.25)
    for _ in range(children):
        age = head - 22 - int(draw() * 14)
        if age < 0:
            age = int(draw() * 3)
        members.append(("child", min(age, 40), "male" if draw() < 0.52 else "female"))
    if kind >= 0.88:
        members.append(("parent", min(95, head + 22 + int(draw() * 12)), "female"))
    return members


def _card_number(place: int) -> str:
    """The region's `place`-th number: a letter and seven digits that don't look counted."""
    mixed = place * 61_803_399 % _CARD_SPACE
    rest, letter = divmod(mixed, 26)
    high, low = divmod(rest, 10_000)
    total = (10 + letter) * 3 + _CARD_HIGH[high] + _CARD_LOW[low]
    return f"{_LETTERS[letter]}{rest:07d}{_CARD_CHECKS[total % 11]}"


def _account(serial: int) -> str:
    """The account number with this serial at the first bank here."""
    head, middle, tail = serial // 10**8, serial // 10**4 % 10**4, serial % 10**4
    total = _BANK_SUM + _LUHN[head] + _LUHN[middle] + _LUHN[tail]
    return f"{_BANK}{serial:012d}{-total % 10}"


_BANK = "629990"
_BANK_SUM = sum(
    digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4)
    for place, digit in enumerate(map(int, _BANK))
)


def identification_code(region_code: str, serial: int, key: bytes) -> str:
    """As `card_identification.make`, without its checks."""
    head = f"{region_code}{card_identification.PROVIDER}{serial:08X}"
    computed = hmac.digest(key, bytes.fromhex(head), hashlib.sha256)[:4]
    return head + computed.hex().upper()


def people(seed: str, number: int, region_codes: Sequence[str], as_of: date) -> Iterator[Someone]:
    """A whole population as a stream, for those who have no store."""
    check_room(number, region_codes)
    towns: dict[str, Town] = {}
    for part in plan(number, region_codes):
        town = towns.get(part.region_code)
        if town is None:
            towns.clear()
            town = Town(seed, part.region_code, region_codes, as_of, Taken())
            towns[part.region_code] = town
        yield from town.chunk(part.number, part.people)
