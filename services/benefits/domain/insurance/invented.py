"""Invented people in social insurance: what each of a population begins with.

Shares, wages and lives are plausible, not measured (no source), and the same for the same person in
every world of a seed: they are drawn from the person's id, not from a generator. Whoever works in a
population is on somebody's staff, one in `UNEMPLOYED_EVERY` of them has lost the work; who had
worked and is past the age draws an employee's pension; the others of age are in the residents'
scheme, and draw its pension from 60 on. Pensions go to who has an account for them.
"""

import zlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, age_on

STAFF, UNEMPLOYED, RESIDENT = "staff", "unemployed", "resident"
RETIRED, RESIDENT_RETIRED = "retired", "resident_retired"

STAFF_OF_ONE: Final = 100
"""People on one employer's staff."""
UNEMPLOYED_EVERY: Final = 25
WORK_ENDS: Final = {"male": 60, "female": 55}
"""Years of age at which these people have retired, or will."""
_RESIDENT_FROM, _RESIDENT_PENSION = 16, 60
_INDEXES: Final = tuple(map(Decimal, ("0.6", "0.8", "1", "1.5", "2")))
_YEARS: Final = (15, 20, 25, 30, 35)
_A_MONTH: Final = Money.yuan("400.00")
"""What a month at an average wage brought to an account."""
_LOWEST, _STEP, _WAGES = Money.yuan("3000.00"), Money.yuan("500.00"), 25
_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Someone:
    """One person of a population. worked: in a job, or retired from one; has_account: that takes
    money"""

    person_id: str
    name: str
    sex: str
    birth_date: date
    worked: bool
    has_account: bool

    def drawn(self, what: str, of: int) -> int:
        """A number below `of` that is always this person's."""
        return zlib.crc32(f"{self.person_id}/{what}".encode()) % of

    def standing(self, today: date) -> str | None:
        """What the person is in social insurance; None: nothing, as a child."""
        age = age_on(self.birth_date, today)
        if self.worked and age < WORK_ENDS[self.sex]:
            return STAFF if self.drawn("out of work", UNEMPLOYED_EVERY) else UNEMPLOYED
        if self.worked:
            return RETIRED if self.has_account else None
        if age >= _RESIDENT_PENSION:
            return RESIDENT_RETIRED if self.has_account else None
        return RESIDENT if age >= _RESIDENT_FROM else None

    @property
    def wage(self) -> Money:
        """A month: 3,000 to 15,000 yuan by steps of 500."""
        return _LOWEST + _STEP * self.drawn("wage", _WAGES)

    @property
    def months(self) -> int:
        """Of contributions before this world began."""
        return 12 * _YEARS[self.drawn("years", len(_YEARS))]

    @property
    def index(self) -> Decimal:
        """The average index (平均缴费指数)."""
        return _INDEXES[self.drawn("index", len(_INDEXES))]

    @property
    def age_retired(self) -> int:
        """In months."""
        return 12 * WORK_ENDS[self.sex]

    def retired(self, today: date, age: int) -> Month:
        """The month of retirement at an age in months; the month before this one at the latest."""
        return min(Month.of(self.birth_date) + age, Month.of(today) + -1)

    def saved(self, share: Fraction = Fraction(1)) -> Money:
        """The balance of the account on retirement; share: of what an employee's month brings."""
        return (_A_MONTH * self.months).times(Fraction(self.index) * share)


def left_of(saved: Money, account_part: Money, months: int) -> Money:
    """What is left of an account after so many months of pension."""
    return Money(max(0, saved.fen - account_part.fen * max(0, months)))


def credit_code(region_code: str, number: int) -> str:
    """An employer's unified social credit code with its check character (GB 32100); the letter P
    in the ninth place is that of populations.

    >>> credit_code("990100", 1)
    '91990100P00000001J'
    """
    base = f"91{region_code}P{number:08d}"
    total = sum(_LETTERS.index(each) * pow(3, at, 31) for at, each in enumerate(base))
    return base + _LETTERS[-total % 31]
