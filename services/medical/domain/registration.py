"""Registration of a chronic or special disease (门诊慢特病备案), at the home region."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.medical import problems_kinds as problems

ACTIVE, CANCELLED = "active", "cancelled"
STATUSES = (ACTIVE, CANCELLED)


@dataclass(frozen=True, slots=True)
class Registration:
    """One person, one insurance, one disease. Both days are covered; no `end_date` means until
    further notice. `diagnosis_code` is the evidence, or, of one that a message registered, the
    code of the disease there; `institution_id` who found it."""

    id: str
    person_id: str
    insurance_kind: str
    home_region_code: str
    disease: str
    diagnosis_code: str
    institution_id: str | None
    from_date: date
    end_date: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_live(self) -> bool:
        return self.status == ACTIVE

    def covers(self, day: date) -> bool:
        in_time = self.from_date <= day and (self.end_date is None or day <= self.end_date)
        return self.is_live and in_time

    def overlaps(self, from_date: date, end_date: date | None) -> bool:
        begins_in_time = end_date is None or self.from_date <= end_date
        return begins_in_time and (self.end_date is None or from_date <= self.end_date)

    def check_live(self) -> None:
        if not self.is_live:
            raise problems.RegistrationCancelled(registration_id=self.id)


def in_force(
    registrations: Iterable[Registration],
    insurance_kind: str,
    home_region_code: str,
    disease: str,
    day: date,
) -> Registration | None:
    """The one that lets a visit of that day be settled for the disease."""
    fitting = (
        one
        for one in registrations
        if (one.insurance_kind, one.home_region_code, one.disease)
        == (insurance_kind, home_region_code, disease)
    )
    return next((one for one in fitting if one.covers(day)), None)


def check_room(
    registrations: Iterable[Registration],
    insurance_kind: str,
    disease: str,
    from_date: date,
    end_date: date | None,
) -> None:
    """RegistrationExists: a person is registered once for a disease at a time."""
    for one in registrations:
        same = (one.insurance_kind, one.disease) == (insurance_kind, disease)
        if same and one.is_live and one.overlaps(from_date, end_date):
            raise problems.RegistrationExists(disease=disease, registration_id=one.id)
