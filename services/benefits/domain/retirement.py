"""The legal retirement age (法定退休年龄), which rises month by month since 2025 (渐进式延迟).

Whoever would have retired from a month of 2025 on does so later: a month for every so many
months, up to a limit. Of which class a woman is says her post, which nobody here knows before
a pension is claimed: rules that only ask whether somebody is past it take the latest class.
"""

from dataclasses import dataclass
from datetime import date

from sscsim.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class RetirementClass:
    """Old age in whole years; one month later for every `step` months since `rising`, at most
    `most` months. `most` 0: the age doesn't rise."""

    age: int
    step: int
    most: int
    rising: Month

    def month_of(self, birth: date) -> Month:
        """The month in which somebody of this class reaches the retirement age.

        >>> men = RetirementClass(60, 4, 36, Month(2025, 1))
        >>> str(men.month_of(date(1965, 1, 20))), str(men.month_of(date(1976, 9, 1)))
        ('2025-02', '2039-09')
        """
        old = Month(birth.year + self.age, birth.month)
        months = old - self.rising
        if months < 0 or not self.most:
            return old
        return old + min(self.most, months // self.step + 1)


@dataclass(frozen=True, slots=True)
class RetirementAges:
    """The three classes."""

    men: RetirementClass
    women_55: RetirementClass
    women_50: RetirementClass

    def latest_month(self, birth: date, sex: str) -> Month:
        """When the person has reached the retirement age, whatever their post was."""
        return (self.men if sex == "male" else self.women_55).month_of(birth)
