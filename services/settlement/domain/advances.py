"""Advances (预付金): how large they are, how far a month used them, when they may be topped up.

The insured region places money with the region of treatment, so that hospitals can be paid
before the clearing. It is revolving: claims don't use it up, a month is measured against it.
Each year it is sized anew. The figures are policy (`policy/joint/clearing.yaml`), recalled.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction
from typing import Final

from sscsim.kernel import workdays
from sscsim.kernel.money import Money, half_up
from sscsim.kernel.periods import Month, at
from sscsim.kernel.states import Machine

FIX: Final = time(9)
PAY: Final = time(10)
LEVELS: Final = ("none", "yellow", "red")
PURPOSES: Final = ("by_hand", "yearly", "top_up")
"""What an advance was placed or returned for."""


TOP_UP: Final = Machine(
    "top_up",
    initial="requested",
    edges=[("requested", "approve", "paid"), ("requested", "refuse", "refused")],
)
"""An emergency top-up (紧急调增): the region of treatment asks, the insured region decides and,
as it approves, pays."""


@dataclass(frozen=True, slots=True)
class AdvanceTerms:
    """How advances of a year are sized and moved.

    size_months: so many times the monthly mean of the last quarter before
    fix_by, pay_by: month and day by which a year's advances are fixed, and paid
    top_up_workdays: from the signing of a month that went red to the last day to ask for more
    """

    size_months: int
    fix_by: tuple[int, int]
    pay_by: tuple[int, int]
    top_up_workdays: int


def base_of(year: int) -> tuple[Month, Month, Month]:
    """The quarter that a year's advances are sized by: the last one of the year before."""
    return Month(year - 1, 10), Month(year - 1, 11), Month(year - 1, 12)


def sized_by(month: Month) -> int | None:
    """The year whose advances this month helps to size; None for a month of other quarters."""
    return month.year + 1 if month in base_of(month.year + 1) else None


def size(cleared: Money, terms: AdvanceTerms) -> Money:
    """What a pair's advance should be, from what it cleared in that quarter: never below zero.

    Rounded once, half up to the fen.

    >>> size(Money.yuan("1000.00"), AdvanceTerms(2, (1, 31), (2, 28), 3)).plain()
    '666.67'
    """
    months = len(base_of(2026))
    exact = cleared.exact() * terms.size_months / months
    return max(Money(half_up(exact)), Money.zero())


def fixed_at(year: int, terms: AdvanceTerms) -> datetime:
    return at(date(year, *terms.fix_by), FIX)


def paid_at(year: int, terms: AdvanceTerms) -> datetime:
    return at(date(year, *terms.pay_by), PAY)


def top_up_until(signed: date, terms: AdvanceTerms) -> date:
    """The last day on which more may be asked for after a month that went red was signed."""
    return workdays.after(signed, terms.top_up_workdays).day


def usage(used: Money, advance: Money) -> Fraction | None:
    """How far a month used an advance (预付金使用率), exact; None without one."""
    return Fraction(used.fen, advance.fen) if advance > Money.zero() else None


def is_exhausted(owed: Money, advance: Money) -> bool:
    """Whether what is owed and not yet paid has reached the advance."""
    return owed >= advance
