"""The calendar of a kind that is no medical bill: everything counts in working days.

The figures are policy (`policy/joint/`), a file for each kind, all of them assumed and marked so.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.settlement.domain.periods import Period, period_of
from sscsim.kernel import workdays


@dataclass(frozen=True, slots=True)
class KindTerms:
    """How a period of such a kind is cleared.

    period: how long its periods are
    declare_workdays: from the end of a period to the last day on which it takes claims
    sign_workdays: from there to the day on which the regions sign
    payment_workdays: from the notices, on the working day after, to the payment
    feedback_workdays: from the payment to its confirmation, which closes the cycle
    max_delay: how many periods late a claim may still be cleared
    year_cleared_by: month and day of the next year by which a year's claims are cleared
    dispute_days: how long the payee has to answer a dispute
    """

    period: str
    declare_workdays: int
    sign_workdays: int
    payment_workdays: int
    feedback_workdays: int
    max_delay: int
    year_cleared_by: tuple[int, int]
    dispute_days: int

    finance_workdays = 0
    """Nobody stands between the notice and the payment, as a finance department does elsewhere."""
    pays_providers = False

    def period_of(self, instant: datetime) -> Period:
        """The period that an event of this kind belongs to."""
        return period_of(self.period, instant)

    def declared_by(self, period: Period) -> date:
        return workdays.after(period.last, self.declare_workdays).day

    def generated_on(self, period: Period) -> date:
        """As soon as the period takes no more claims."""
        return self.declared_by(period) + timedelta(days=1)

    def signed_on(self, period: Period) -> date:
        return workdays.after(self.declared_by(period), self.sign_workdays).day

    def noticed_on(self, signed: date, _period: Period) -> date:
        return workdays.after(signed, 1).day
