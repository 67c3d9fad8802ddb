"""A vacancy (招聘岗位): what an employer looks for, and how many it still needs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

OPEN, FILLED, CLOSED, EXPIRED = "open", "filled", "closed", "expired"
MACHINE: Final = Machine(
    "job vacancy",
    initial=OPEN,
    edges=[(OPEN, "fill", FILLED), (OPEN, "close", CLOSED), (OPEN, "expire", EXPIRED)],
)
STATUSES: Final = MACHINE.states


@dataclass(frozen=True, slots=True)
class Vacancy:
    """`headcount` people are wanted, `filled` of them found. Pay is for a month."""

    id: str
    employer_credit_code: str
    employer_name: str
    party_id: str
    region_code: str
    occupation: str
    headcount: int
    filled: int
    pay_from: Money
    pay_to: Money
    education_least: str | None
    skill_least: str | None
    job_kind: str | None
    job_fair_id: str | None
    posted_on: date
    until_date: date
    closed_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime
