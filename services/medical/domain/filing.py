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


@dataclass(frozen=True, slots=True)
class Filing:
    """One person, from the home region to a region of treatment, or to all of a province.

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

    def covers(self, home: str, care: str, admitted: date, discharged: date) -> bool:
        """Whether a stay falls under it. It may be filed late: any day up to discharge will do."""
        in_place = self.home_region_code == home and self.care_region_code in (
            care,
            regions.province_of(care) if regions.is_known(care) else care,
        )
        in_time = self.start_date <= discharged and (
            self.end_date is None or self.end_date >= admitted
        )
        return in_place and in_time


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
