"""A subsidy programme (补贴项目): whose money it is, who is on its roll, and what each gets.

The amount of a line follows from the programme and is compared with what the roll says:
fixed for everybody, so much a unit (a mu of land), or as the department decides up to a limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

FIXED, PER_UNIT, UP_TO = "fixed", "per_unit", "up_to"
RULES: Final = (FIXED, PER_UNIT, UP_TO)
YEARLY, REPEATED = "yearly", "repeated"
FREQUENCIES: Final = (YEARLY, REPEATED)
"""`yearly`: nobody is on two rolls of one year; `repeated`: on one line of each roll."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What the catalogue says of a programme, the same in all regions."""

    code: str
    title: Text
    department: Text
    rule: str
    unit: Text | None
    frequency: str
    has_age: bool


@dataclass(frozen=True, slots=True)
class Standard:
    """A programme's figures in a region on a day.

    amount: for each, for each unit, or the most, as the rule says
    from_age: in full years on the day of the check; None: any age
    notice_days: working days of the public notice; credit_days: within which the bank credits
    """

    rule: str
    amount: Money
    from_age: int | None
    notice_days: int
    credit_days: int


def due(standard: Standard, hundredths: int | None) -> Money | None:
    """What the rule gives for a quantity in hundredths of the unit; None: the roll decides.

    >>> due(Standard(PER_UNIT, Money(10_000), None, 7, 1), 325)
    Money(fen=32500)
    """
    if standard.rule == FIXED:
        return standard.amount
    if standard.rule == PER_UNIT:
        return standard.amount.times(Fraction(hundredths or 0, 100))
    return None


def age(born: date, day: date) -> int:
    """Full years on the day.

    >>> age(date(1946, 4, 2), date(2026, 4, 1)), age(date(1946, 4, 1), date(2026, 4, 1))
    (79, 80)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


Programmes = Mapping[str, Programme]
