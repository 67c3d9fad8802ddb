"""A filing (备案) for treatment away from home, and how a stay counts because of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.medical.domain.vocabulary import (
    EMERGENCY,
    HOME,
    LONG_TERM,
    OTHER_TEMPORARY,
    REFERRAL,
)
from services.medical.problems import FilingRequired
from sscsim.kernel import regions
from sscsim.kernel.explain import Figure

_BEST_FIRST = (LONG_TERM, REFERRAL, EMERGENCY, OTHER_TEMPORARY)
"""Where several apply, the person gets the one that costs them least."""


ANYWHERE = "any"
"""Instead of a region: wherever in the country."""

PENDING, ACTIVE, ENDED, CANCELLED, REPLACED = "pending", "active", "ended", "cancelled", "replaced"
STATUSES = (PENDING, ACTIVE, ENDED, CANCELLED, REPLACED)


def _around(region: str) -> str:
    return regions.province_of(region) if regions.is_known(region) else region


@dataclass(frozen=True, slots=True)
class Filing:
    """One person, from the home region to a city of treatment, a province, or anywhere.

    Both days are covered; no `end_date` means until further notice.
    """

    id: str
    person_id: str
    home_region_code: str
    care_region_code: str
    kind: str
    start_date: date
    end_date: date | None
    version: int
    created_at: datetime
    updated_at: datetime
    referring_institution_id: str | None = None  # of a referral: the hospital at home
    replaces: str | None = None
    replaced_by: str | None = None
    cancelled_at: datetime | None = None

    @property
    def is_void(self) -> bool:
        """Cancelled or replaced before it began."""
        return self.end_date is not None and self.end_date < self.start_date

    def status(self, today: date) -> str:
        if not self.is_void and today < self.start_date:
            return PENDING
        if not self.is_void and (self.end_date is None or today <= self.end_date):
            return ACTIVE
        if self.replaced_by is not None:
            return REPLACED
        return ENDED if self.cancelled_at is None else CANCELLED

    def concerns(self, care: str) -> bool:
        """Whether the place lies in it, or it in the place."""
        here = self.care_region_code
        return (
            ANYWHERE in (here, care)
            or here == care
            or care == _around(here)
            or (here == _around(care))
        )

    def overlaps(self, start: date, end: date | None) -> bool:
        """Whether it shares a day with that time."""
        begins_in_time = end is None or self.start_date <= end
        return (
            not self.is_void
            and begins_in_time
            and (self.end_date is None or start <= self.end_date)
        )

    def covers(self, home: str, care: str, admitted: date, discharged: date) -> bool:
        """Whether a stay falls under it. It may be filed late: any day up to discharge will do."""
        in_place = self.home_region_code == home and self.care_region_code in (
            care,
            _around(care),
            ANYWHERE,
        )
        in_time = self.start_date <= discharged and (
            self.end_date is None or self.end_date >= admitted
        )
        return in_place and in_time and not self.is_void


def treatment_of(
    filings: Iterable[Filing],
    home: str,
    care: str,
    admitted: date,
    discharged: date,
    is_emergency: bool,
    exemption: Figure[str] | None,
) -> str | Figure[str]:
    """How the stay counts: `home`, or a kind of filing.

    An emergency needs no filing. Without either, an `exemption` between the two regions says
    as what the stay counts; FilingRequired if there is none.
    """
    if home == care:
        return HOME
    kinds = {f.kind for f in filings if f.covers(home, care, admitted, discharged)}
    if is_emergency:
        kinds.add(EMERGENCY)
    for kind in _BEST_FIRST:
        if kind in kinds:
            return kind
    if exemption is not None:
        return exemption
    raise FilingRequired(home=home, care=care)
