"""A person's designated institution (人员定点): where they want to be treated for a purpose.

Real places tie benefits to it (an outpatient's own clinic pays more, another nothing). None of
our policies does, because none of the rules they rest on asks for it: so a choice is a register
that 5302 and 2001 tell about, and it changes no amount.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

PURPOSES = (
    "chronic",
    "general",
    "family_doctor",
    "special_drug",
    "two_diseases",
    "dual_channel",
)
"""What one can choose an institution for: 门慢门特, 就医定点, 家庭医生签约, 大病特药, 门诊两病 and
双通道药品; of the kinds of application (业务申请类型) those that name where one goes."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChosenInstitution:
    """Both days count; no `end_date`: until another is chosen. `rank` (定点排序号): the first,
    second, ... of its purpose. `declared_by` sent the message, and `given` is what it said
    besides."""

    id: str
    person_id: str
    ordinal: int
    purpose: str
    rank: int
    institution_id: str
    insurance_kind: str
    home_region_code: str
    start_date: date
    end_date: date | None
    declared_by: str
    given: dict[str, Any]
    replaced_by: str | None
    withdrawn_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_void(self) -> bool:
        """Replaced or withdrawn before it began."""
        return self.end_date is not None and self.end_date < self.start_date

    def holds(self, day: date) -> bool:
        return self.start_date <= day and (self.end_date is None or day <= self.end_date)

    def has_ended(self, today: date) -> bool:
        return self.end_date is not None and self.end_date < today

    def reaches_into(self, start: date, end: date | None) -> bool:
        """Whether it shares a day with that time."""
        begins_in_time = end is None or self.start_date <= end
        ends_in_time = self.end_date is None or start <= self.end_date
        return not self.is_void and begins_in_time and ends_in_time

    def last_day_before(self, day: date) -> date:
        """Its last day if it must make room for another that begins then; void if that is never."""
        end = day - _DAY if self.end_date is None else min(day - _DAY, self.end_date)
        return max(end, self.start_date - _DAY)


def in_force(chosen: Iterable[ChosenInstitution], day: date) -> list[ChosenInstitution]:
    """Those that hold on a day, by purpose and rank."""
    holding = [one for one in chosen if one.holds(day)]
    return sorted(holding, key=lambda one: (PURPOSES.index(one.purpose), one.rank))
