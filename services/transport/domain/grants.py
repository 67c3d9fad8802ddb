"""A concession grant (优待资格): that somebody is a student or disabled, from a day to a day.

It is a dated fact about a person, and no property of a card: it is looked at anew at each tap.
Age needs none: the register of the card service says it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.transport.domain.rules import STATUSES

STATUSES_GRANTED: Final = STATUSES
IN_FORCE, WITHDRAWN = "granted", "withdrawn"
GRANT_STATES: Final = (IN_FORCE, WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Term:
    """A school term (学期): first and last day."""

    from_date: date
    until_date: date


@dataclass(frozen=True, slots=True)
class Grant:
    """`holds_in`: the one city in which it holds, of an operator's; None: everywhere, of an
    agency's, which certifies what somebody is.

    `terms`: of a student, the school terms in which it holds; without any it holds every day
    from `from_date` to `until_date`, both included. `withdrawn_on`: it holds up to the day before.
    """

    id: str
    person_id: str
    ordinal: int
    status: str
    region_code: str
    holds_in: str | None
    granted_by: str
    evidence: str | None
    from_date: date
    until_date: date
    terms: tuple[Term, ...]
    state: str
    withdrawn_on: date | None
    version: int
    created_at: datetime
    updated_at: datetime

    def holds(self, day: date) -> bool:
        """Whether it is in force on the day."""
        if not self.from_date <= day <= self.until_date:
            return False
        if self.withdrawn_on is not None and day >= self.withdrawn_on:
            return False
        return not self.terms or any(
            term.from_date <= day <= term.until_date for term in self.terms
        )
