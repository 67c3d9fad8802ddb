"""An accidental injury (意外伤害), registered so that bills for it may be settled.

What somebody else must pay for an injury, the funds don't (社会保险法 第三十条): a bill that says
a third party is involved is refused. Where there is none, the injury must stand in the register
and have been found payable. Paying in advance for a third party that can't be found or won't pay
(先行支付) isn't simulated.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.medical.problems_declarations import (
    AccidentNotPayable,
    AccidentNotRegistered,
    ThirdPartyPays,
)


@dataclass(frozen=True, slots=True)
class Accident:
    """Both days count; no `end_date`: until further notice. `is_payable` (审核支付标志): the
    region found that its funds pay. `given` is what the message said besides."""

    id: str
    person_id: str
    ordinal: int
    insurance_kind: str
    home_region_code: str
    institution_id: str
    injured_on: date | None
    is_payable: bool
    start_date: date
    end_date: date | None
    given: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime

    def covers(self, day: date) -> bool:
        return self.start_date <= day and (self.end_date is None or day <= self.end_date)

    def overlaps(self, start: date, end: date | None) -> bool:
        begins_in_time = end is None or self.start_date <= end
        return begins_in_time and (self.end_date is None or start <= self.end_date)


def check_bill(accidents: Iterable[Accident], day: date, *, third_party: bool | None) -> Accident:
    """The registered injury that a bill of that day may be settled for.

    ThirdPartyPays; AccidentNotRegistered; AccidentNotPayable.
    """
    if third_party:
        raise ThirdPartyPays()
    covering = [one for one in accidents if one.covers(day)]
    if not covering:
        raise AccidentNotRegistered(on=day)
    payable = next((one for one in covering if one.is_payable), None)
    if payable is None:
        raise AccidentNotPayable(accident_id=covering[0].id)
    return payable
