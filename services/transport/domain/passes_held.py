"""A day or monthly pass (日票、月票) that was sold onto a card."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.money import Money

DAY, MONTHLY = "day", "monthly"
KINDS: Final = (DAY, MONTHLY)


@dataclass(frozen=True, slots=True)
class TransitPass:
    """`from_date` to `until_date`: the days on which a first ride may begin it, of a day pass; the
    days of its calendar month, of a monthly one, whose `holder` is adult or student.

    What it has paid for isn't kept here: the journeys say it.
    """

    id: str
    transit_card_id: str
    ordinal: int
    person_id: str | None
    fare_system_id: str
    kind: str
    holder: str | None
    price: Money
    from_date: date
    until_date: date
    version: int
    created_at: datetime
    updated_at: datetime

    def may_pay(self, fare_system_id: str, day: date) -> bool:
        """Whether a ride of this fare system that begins on the day may be paid with it.

        A day pass that was begun on its last day pays until its hours are over: ask `passes.covers`
        with its first entry.
        """
        return self.fare_system_id == fare_system_id and self.from_date <= day <= self.until_date
