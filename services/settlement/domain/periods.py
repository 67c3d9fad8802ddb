"""Periods that are cleared together: a month, or with other kinds a day, a quarter, half a year.

All read alike: `period + 1` is the next one, `later - earlier` counts them, and an event
belongs to the period of its instant in China. A month is `sscsim.kernel.periods.Month`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol, Self

from sscsim.kernel.periods import Month, china_day


class Period(Protocol):
    """What every period can do."""

    @property
    def year(self) -> int: ...

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...

    def __add__(self, number: int, /) -> Self: ...

    def __sub__(self, earlier: Any, /) -> int: ...

    def __hash__(self) -> int: ...


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """A calendar day.

    >>> str(Day(date(2026, 3, 31)) + 1), Day(date(2026, 4, 2)) - Day(date(2026, 3, 31))
    ('2026-04-01', 2)
    """

    day: date

    @classmethod
    def parse(cls, text: str) -> "Day":
        return cls(date.fromisoformat(text))

    @classmethod
    def of(cls, instant: datetime) -> "Day":
        return cls(china_day(instant))

    def __add__(self, days: int) -> "Day":
        return Day(self.day + timedelta(days=days))

    def __sub__(self, earlier: "Day") -> int:
        return (self.day - earlier.day).days

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def year(self) -> int:
        return self.day.year

    @property
    def first(self) -> date:
        return self.day

    @property
    def last(self) -> date:
        return self.day


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """An equal part of a year: `letter` says how many months it has, `number` which it is.

    >>> str(Part("Q", 2026, 4) + 1), Part("H", 2027, 1) - Part("H", 2026, 1)
    ('2027-Q1', 2)
    >>> Part("Q", 2026, 1).last
    datetime.date(2026, 3, 31)
    """

    letter: str
    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Part":
        return cls(text[5], int(text[:4]), int(text[6:]))

    @classmethod
    def of(cls, letter: str, instant: datetime) -> "Part":
        month = Month.of(instant)
        return cls(letter, month.year, (month.month - 1) // _MONTHS[letter] + 1)

    def __add__(self, parts: int) -> "Part":
        in_year = 12 // _MONTHS[self.letter]
        year, number = divmod(self.year * in_year + self.number - 1 + parts, in_year)
        return Part(self.letter, year, number + 1)

    def __sub__(self, earlier: "Part") -> int:
        in_year = 12 // _MONTHS[self.letter]
        return (self.year - earlier.year) * in_year + self.number - earlier.number

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.letter}{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, (self.number - 1) * _MONTHS[self.letter] + 1, 1)

    @property
    def last(self) -> date:
        return Month(self.year, self.number * _MONTHS[self.letter]).last


_MONTHS: Final = {"Q": 3, "H": 6}
_LETTERS: Final = {"quarter": "Q", "half_year": "H"}
PERIODS: Final = ("day", "month", "quarter", "half_year")
_FORMS: Final[Mapping[str, re.Pattern[str]]] = {
    "day": re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d{2}"),
    "month": re.compile(r"\d{4}-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"\d{4}-Q[1-4]"),
    "half_year": re.compile(r"\d{4}-H[12]"),
}


def period_of(length: str, instant: datetime) -> Period:
    """The period of a length (one of PERIODS) that an instant falls into, in China."""
    if length == "day":
        return Day.of(instant)
    return Month.of(instant) if length == "month" else Part.of(_LETTERS[length], instant)


def length_of(text: str) -> str:
    """How long the period is that a text names; ValueError where it names none.

    >>> length_of("2026-Q1"), length_of("2026-03-05")
    ('quarter', 'day')
    """
    for length, form in _FORMS.items():
        if form.fullmatch(text):
            return length
    raise ValueError(f"not a period (2026-03, 2026-03-05, 2026-Q1 or 2026-H1): {text!r}")


def parse(text: str) -> Period:
    """The period that a text names; ValueError where it names none."""
    length = length_of(text)
    if length == "day":
        return Day.parse(text)
    return Month.parse(text) if length == "month" else Part.parse(text)
