"""Graduates without work (离校未就业高校毕业生), registered by name (实名登记)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

REGISTERED, EMPLOYED, LAPSED = "registered", "employed", "lapsed"
MACHINE: Final = Machine(
    "graduate",
    initial=REGISTERED,
    edges=[(REGISTERED, "employ", EMPLOYED), (REGISTERED, "lapse", LAPSED)],
)
STATUSES: Final = MACHINE.states


@dataclass(frozen=True, slots=True)
class Graduate:
    """One registration. `until_date`: last day on which the person counts as a graduate."""

    id: str
    person_id: str
    region_code: str
    school_name: str
    education: str
    graduated_on: date
    registered_on: date
    until_date: date
    ended_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def until(graduated_on: date, months: int) -> date:
    """Last day on which a graduate counts as one, so many months after the graduation.

    >>> until(date(2025, 6, 30), 24)
    datetime.date(2027, 6, 30)
    """
    return (Month.of(graduated_on) + months).day(graduated_on.day)
