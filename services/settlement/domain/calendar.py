"""The clearing calendar (清算日历): on which day which step of a month happens.

The day numbers are policy (`policy/joint/clearing.yaml`): recalled from the national
rules and not verified against their text, which the file says of each. The hours
are the simulator's, so that the steps of one day come one after another.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any, Final

from services.settlement.domain.kind_terms import KindTerms
from services.settlement.domain.periods import Period
from sscsim.kernel import workdays
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, at

MIDNIGHT: Final = time(0)
RECONCILE: Final = time(1)
PAY_PROVIDERS: Final = time(1)
GENERATE: Final = time(2)
SIGN: Final = time(17)
NOTIFY: Final = time(9)
PAY: Final = time(10)
CLOSE: Final = time(17)


@dataclass(frozen=True, slots=True)
class ClearingTerms:
    """How a month is cleared.

    reconcile_by_day: day of the next month by which all its days are reconciled
    declare_by_day: last day of the next month on which its claims are declared
    generate_day: day of the next month on which the statements are made
    sign_day: day of the next month on which the regions sign them
    finance_workdays: from the notice at that month's end to the finance department
    payment_workdays: from there to the payment
    feedback_workdays: from the payment to its confirmation, which closes the cycle
    max_delay_months: how many months late a claim may still be cleared
    year_cleared_by: month and day of the next year by which a year's claims are cleared
    dispute_days: how long the region of treatment has to answer a dispute
    advance_yellow, advance_red: share of an advance used in one month
    check_above: a single bill above it, if in doubt, may be checked on the spot (费用协查)
    """

    reconcile_by_day: int
    declare_by_day: int
    generate_day: int
    sign_day: int
    finance_workdays: int
    payment_workdays: int
    feedback_workdays: int
    max_delay_months: int
    year_cleared_by: tuple[int, int]
    dispute_days: int
    advance_yellow: Fraction
    advance_red: Fraction
    check_above: Money

    pays_providers = True

    @property
    def max_delay(self) -> int:
        return self.max_delay_months

    def period_of(self, instant: datetime) -> Month:
        """The month that a bill belongs to."""
        return Month.of(instant)

    def declared_by(self, month: Month) -> date:
        return (month + 1).day(self.declare_by_day)

    def generated_on(self, month: Month) -> date:
        return (month + 1).day(self.generate_day)

    def signed_on(self, month: Month) -> date:
        return (month + 1).day(self.sign_day)

    def noticed_on(self, signed: date, month: Month) -> date:
        return max((month + 1).last, signed + timedelta(days=1))


Terms = ClearingTerms | KindTerms
"""Of medical bills, or of another kind."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a step is due. `estimate`: counted through holidays not yet announced."""

    step: str
    at: datetime
    estimate: bool = False


def frozen_at(period: Any, terms: Terms) -> datetime:
    """The instant from which a period takes no more claims: as its last day to declare ends."""
    return at(terms.declared_by(period) + timedelta(days=1), MIDNIGHT)


def reconcile_at(day: date) -> datetime:
    """When a day is reconciled: in the first hours of the next one."""
    return at(day + timedelta(days=1), RECONCILE)


def reconciled_by(month: Month, terms: ClearingTerms) -> datetime:
    """The instant from which a day of `month` that is not reconciled is late."""
    return at((month + 1).day(terms.reconcile_by_day) + timedelta(days=1), MIDNIGHT)


def year_closed_at(year: int, terms: Terms) -> datetime:
    """From when the claims of `year` are closed: as the last day to clear them ends."""
    month, day = terms.year_cleared_by
    return at(date(year + 1, month, day) + timedelta(days=1), MIDNIGHT)


def overdue_at(period: Period, terms: Terms) -> datetime:
    """The instant from which a missing signature is late: as the day of signing ends."""
    return at(calendar(period, terms)["sign"].at.date() + timedelta(days=1), MIDNIGHT)


def dispute_due_at(opened: datetime, terms: Terms) -> datetime:
    """When a dispute decides itself."""
    return opened + timedelta(days=terms.dispute_days)


def calendar(period: Any, terms: Terms) -> dict[str, Due]:
    """When each step is due for the claims of a period, in order.

    `period`: a month for medical bills, else one of the kind's own length.
    """
    frozen = frozen_at(period, terms)
    generated = max(terms.generated_on(period), frozen.date())
    signed = max(terms.signed_on(period), generated)
    noticed = terms.noticed_on(signed, period)
    handed_over = workdays.after(noticed, terms.finance_workdays)
    paid = workdays.after(handed_over.day, terms.payment_workdays)
    closed = workdays.after(paid.day, terms.feedback_workdays)
    steps = [
        Due("freeze", frozen),
        Due("pay_providers", at(frozen.date(), PAY_PROVIDERS)),
        Due("generate", at(generated, GENERATE)),
        Due("sign", at(signed, SIGN)),
        Due("notify", at(noticed, NOTIFY)),
        Due("pay", at(paid.day, PAY), paid.estimate),
        Due("close", at(closed.day, CLOSE), closed.estimate),
    ]
    if not terms.pays_providers:
        del steps[1]
    return {due.step: due for due in steps}


def may_be_checked(bill: Money, terms: ClearingTerms) -> bool:
    """Whether a single bill is dear enough to be checked on the spot (费用协查)."""
    return bill > terms.check_above


def advance_alert(used: Fraction, terms: ClearingTerms) -> str:
    """How full an advance is: none, yellow or red; on the exact ratio, never a rounded one."""
    if used >= terms.advance_red:
        return "red"
    return "yellow" if used >= terms.advance_yellow else "none"
