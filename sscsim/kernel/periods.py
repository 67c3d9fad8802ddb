"""Calendar months, and which month an instant belongs to in China.

Every deadline of the field is told in months ("by the 20th of the next month"), and
the month of an event is that of Asia/Shanghai, wherever the caller's clock stands.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""China Standard Time. One offset all year; summer time ended in 1991."""

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month. Ordered; `month + 1` is the next, `later - earlier` counts months.

    >>> str(Month(2026, 12) + 2), Month(2027, 2) - Month(2026, 12)
    ('2027-02', 2)
    """

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.year <= 9999 and 1 <= self.month <= 12):
            raise ValueError(f"not a month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read `YYYY-MM`; ValueError for anything else."""
        found = _MONTH.fullmatch(text)
        if not found:
            raise ValueError(f"not a month (YYYY-MM): {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, when: date | datetime) -> "Month":
        """The month of a day, or of an instant as China's clocks show it.

        ValueError for an instant without offset: its month can't be known.
        """
        day = china_day(when) if isinstance(when, datetime) else when
        return cls(day.year, day.month)

    def __add__(self, months: int) -> "Month":
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def __sub__(self, earlier: "Month") -> int:
        return (self.year - earlier.year) * 12 + self.month - earlier.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    def day(self, number: int) -> date:
        """Day `number` of this month, or its last day when the month is shorter."""
        if number < 1:
            raise ValueError(f"days of a month start at 1, not {number}")
        return self.last.replace(day=min(number, self.last.day))

    def __contains__(self, when: date | datetime) -> bool:
        return Month.of(when) == self


def china_day(instant: datetime) -> date:
    """The calendar day of an instant in China; ValueError without offset."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs its offset: {instant.isoformat()}")
    return instant.astimezone(CHINA).date()


def age_on(birth_date: date, day: date) -> int:
    """Whole years of age (周岁); one more from the birthday on, 1 March for a 29 February.

    >>> [age_on(date(1960, 4, 2), date(2026, 4, day)) for day in (1, 2)]
    [65, 66]
    """
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def at(day: date, clock: time) -> datetime:
    """The instant at which China's clocks show `clock` on `day`."""
    return datetime.combine(day, clock, CHINA)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of every day, in minutes from midnight: from `start` on, up to before `end`.

    >>> rush = Window(7 * 60 + 30, 9 * 60)
    >>> [rush.holds(minute) for minute in (449, 450, 539, 540)], str(rush)
    ([False, True, True, False], '07:30-09:00')
    """

    start: int
    end: int

    def holds(self, minute: int) -> bool:
        return self.start <= minute < self.end

    def __str__(self) -> str:
        return "-".join(f"{at // 60:02d}:{at % 60:02d}" for at in (self.start, self.end))
