"""What a city's issuing centre allows with its purses, as its policy `purse` has it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sscsim.kernel.explain import Basis, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA, age_on, china_day

TOO_SMALL, TOO_LARGE, ABOVE_CEILING = "too_small", "too_large", "above_ceiling"
AT_ONCE, AT_COMPANY = "at_once", "at_company"
REFUND_PLACES: Final = (AT_ONCE, AT_COMPANY)


@dataclass(frozen=True, slots=True)
class PurseRules:
    """Each value remembers its figure and source; the text of each stands in the YAML."""

    ceiling: Figure[Money]
    least_top_up: Figure[Money]
    most_top_up: Figure[Money]
    overdraft: Figure[Money]
    validity: Figure[int]  # days
    refund_at_once_below: Figure[Money]
    holder_carries: Figure[int]  # days
    elderly_from_age: Figure[int]
    deposit: Figure[Money] | None = None  # of a card without a name; none where there are none

    def against_top_up(self, amount: Money, held: Money) -> str | None:
        """Why so much may not be put onto a purse that holds `held`, top-ups on their way too.

        None: it may. The bounds themselves are allowed.
        """
        if amount < self.least_top_up.value:
            return TOO_SMALL
        if amount > self.most_top_up.value:
            return TOO_LARGE
        return ABOVE_CEILING if held + amount > self.ceiling.value else None

    def usable_until(self, day: date) -> date:
        """The last day on which a purse may be used that was topped up, or shown, on `day`."""
        return day + timedelta(days=self.validity.value)

    def refund_place(self, balance: Money, is_faulty: bool) -> str:
        """Where a balance is paid out: at any counter at once, or by the card company only.

        A card that can't be read goes to the company, whatever is on it.
        """
        if is_faulty or balance >= self.refund_at_once_below.value:
            return AT_COMPANY
        return AT_ONCE

    def carried_until(self, lost_at: datetime) -> datetime:
        """Until when the holder carries what is taken from a card that was reported lost.

        The day of the report is the first of the days (assumed).
        """
        end = china_day(lost_at) + timedelta(days=self.holder_carries.value)
        return max(lost_at, datetime.combine(end, time.min, CHINA))

    def is_elderly(self, birth_date: date, day: date) -> bool:
        """Whether the holder is old enough for a card of the kind `elderly`."""
        return age_on(birth_date, day) >= self.elderly_from_age.value

    def bases(self) -> list[Basis]:
        """Where each figure stands, and on whose word."""
        shown = (getattr(self, name) for name in self.__slots__)
        return [figure.basis for figure in shown if figure is not None]
