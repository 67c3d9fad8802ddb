"""An agreement: persons insured in one region may settle directly in another."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """One direction: insured at `home_region`, treated at `care_region`.

    effective_to: last day in force, None while open-ended
    advance_hard_stop: nothing settles any more while what is owed has reached the advance
    advance_delays_providers: the region of treatment pays its institutions only when it hasn't
    scheme: the co-operation it belongs to, e.g. chuan-yu; None for none
    """

    id: str
    home_region: str
    care_region: str
    scheme: str | None
    effective_from: date
    effective_to: date | None
    version: int
    created_at: datetime
    updated_at: datetime
    advance_hard_stop: bool = False
    advance_delays_providers: bool = False

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )

    def overlaps(self, start: date, end: date | None) -> bool:
        """Whether any day of `start` .. `end` is a day of this agreement."""
        begins_before_it_ends = end is None or self.effective_from <= end
        return begins_before_it_ends and (self.effective_to is None or start <= self.effective_to)
