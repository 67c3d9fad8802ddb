"""What a region demands of a filing (备案): how long, from when on it may be changed, by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.medical import problems_filings as problems
from services.medical.domain.filing import Filing
from services.medical.domain.vocabulary import LONG_TERM, REFERRAL
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month, china_day

REPLACE = "replace"
_DAY = timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month.

    >>> months_later(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    return (Month.of(day) + months).day(day.day)


@dataclass(frozen=True, slots=True)
class FilingRules:
    kinds: Figure[tuple[str, ...]]
    validity: Mapping[str, Figure[int]]  # months; a kind without it is open-ended
    change_wait: Figure[int]  # months
    cancels_at_once: Figure[bool]
    late: Figure[bool]
    overlap: Figure[str]
    referral_needs_hospital: Figure[bool]

    def check_kind(self, kind: str, referring: str | None) -> None:
        """FilingKindUnknownHere; ReferringHospitalMissing; ReferringHospitalUnasked."""
        if kind not in self.kinds.value:
            raise problems.FilingKindUnknownHere(kind, self.kinds.value)
        if kind != REFERRAL and referring is not None:
            raise problems.ReferringHospitalUnasked(kind=kind)
        if kind == REFERRAL and referring is None and self.referral_needs_hospital.value:
            raise problems.ReferringHospitalMissing()

    def ends(self, kind: str, start: date, asked: date | None) -> date | None:
        """The last day of a filing: the one asked for, else after its validity; None: open.

        FilingTooShort for less than the kind lasts at least.
        """
        months = self.validity.get(kind)
        if months is None:
            return asked
        least = months_later(start, months.value) - _DAY
        if asked is not None and asked < least:
            raise problems.FilingTooShort(kind, months.value, least)
        return asked or least

    def check_wait(self, filing: Filing, today: date) -> None:
        """FilingChangeTooSoon for a long-term filing that is still young."""
        free = months_later(filing.start_date, self.change_wait.value)
        if filing.kind == LONG_TERM and filing.start_date <= today < free:
            raise problems.FilingChangeTooSoon(
                filing_id=filing.id, months=self.change_wait.value, free=free
            )

    def cancelled_end(self, today: date) -> date:
        """The last day of a filing that is cancelled today."""
        return today - _DAY if self.cancels_at_once.value else Month.of(today).last

    def counting(self, filings: Iterable[Filing], admitted: date) -> list[Filing]:
        """Those that were filed in time for a stay."""
        return [
            filing
            for filing in filings
            if self.late.value or china_day(filing.created_at) <= admitted
        ]
