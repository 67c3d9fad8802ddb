"""Interim settlement (中途结算): a part of a stay is settled while it goes on.

Whether it may be, and what the further parts of the stay still take as deductible, is the home
region's policy. The stay counts once, with its first part.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from services.medical.domain.insurance_year import year_of
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money

ALLOWED, NOT_ALLOWED, ONLY_AT_YEAR_END = "allowed", "not_allowed", "only_at_year_end"
NEW, REST = "new_deductible", "rest_of_the_first"


@dataclass(frozen=True, slots=True)
class Interim:
    """One region's rule; a figure that is left out says no."""

    allowed: Figure[bool] | None
    new_deductible: Figure[bool] | None
    only_at_year_end: Figure[bool] | None

    def answer(self, until: date, year_starts_on: tuple[int, int]) -> str:
        """Whether a stay may be settled up to and including this day."""
        if self.allowed is None or not self.allowed.value:
            return NOT_ALLOWED
        at_end_only = self.only_at_year_end is not None and self.only_at_year_end.value
        if at_end_only and until != year_end(until, year_starts_on):
            return ONLY_AT_YEAR_END
        return ALLOWED

    @property
    def further_part(self) -> str | Figure[str]:
        """Which deductible a further part takes: a new one, or what the stay's still lacks."""
        if self.new_deductible is None:
            return REST
        word = NEW if self.new_deductible.value else REST
        return Figure(word, self.new_deductible.basis)


NONE = Interim(None, None, None)
"""A policy that says nothing of it."""


@dataclass(frozen=True, slots=True)
class Continued:
    """What earlier parts of the same stay took; `same_year`: in this insurance year, too."""

    deductible: Money
    same_year: bool


def year_end(day: date, starts_on: tuple[int, int]) -> date:
    """The last day of the insurance year around `day`.

    >>> year_end(date(2026, 6, 30), (7, 1)), year_end(date(2026, 7, 1), (7, 1))
    (datetime.date(2026, 6, 30), datetime.date(2027, 6, 30))
    """
    return date(year_of(day, starts_on) + 1, *starts_on) - timedelta(days=1)
