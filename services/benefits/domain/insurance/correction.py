"""A month that was paid on a wage too high is corrected: what was too much goes back (多缴退费)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of a person's month. base: before and after; employer, personal: what went
    back to each; account: by how much the personal account is less; charge_id: by which the month
    was paid."""

    id: str
    person_id: str
    kind: str
    month: str
    ordinal: int
    region_code: str
    charge_id: str
    base: Money
    right_base: Money
    employer: Money
    personal: Money
    account: Money
    corrected_on: date
    explanation: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
