"""The clearing calendar (清算日历): on which day which step of a month happens.

The day numbers are policy (`policy/joint/clearing.yaml`): recalled from the national
rules and not verified against their text, which the file says of each. The hours
are the simulator's, so that the steps of one day come one after another.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Final

from sscsim.kernel import workdays
from sscsim.kernel.periods import Month, at

MIDNIGHT: Final = time(0)
PAY_PROVIDERS: Final = time(1)
GENERATE: Final = time(2)
SIGN: Final = time(17)
NOTIFY: Final = time(9)
PAY: Final = time(10)
CLOSE: Final = time(17)


@dataclass(frozen=True, slots=True)
class ClearingTerms:
    """How a month is cleared.

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
    """

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


@dataclass(frozen=True, slots=True)
class Due:
    """When a step is due. `estimate`: counted through holidays not yet announced."""

    step: str
    at: datetime
    estimate: bool = False


def frozen_at(month: Month, terms: ClearingTerms) -> datetime:
    """The instant from which `month` takes no more claims: as its last day to declare ends."""
    return at((month + 1).day(terms.declare_by_day) + timedelta(days=1), MIDNIGHT)


def year_closed_at(year: int, terms: ClearingTerms) -> datetime:
    """From when the claims of `year` are closed: as the last day to clear them ends."""
    month, day = terms.year_cleared_by
    return at(date(year + 1, month, day) + timedelta(days=1), MIDNIGHT)


def overdue_at(month: Month, terms: ClearingTerms) -> datetime:
    """The instant from which a missing signature is late: as the day of signing ends."""
    return at(calendar(month, terms)["sign"].at.date() + timedelta(days=1), MIDNIGHT)


def dispute_due_at(opened: datetime, terms: ClearingTerms) -> datetime:
    """When a dispute decides itself."""
    return opened + timedelta(days=terms.dispute_days)


def calendar(month: Month, terms: ClearingTerms) -> dict[str, Due]:
    """When each step is due for the claims of `month`, in order."""
    after = month + 1
    frozen = frozen_at(month, terms)
    generated = max(after.day(terms.generate_day), frozen.date())
    signed = max(after.day(terms.sign_day), generated)
    noticed = max(after.last, signed + timedelta(days=1))
    handed_over = workdays.after(noticed, terms.finance_workdays)
    paid = workdays.after(handed_over.day, terms.payment_workdays)
    closed = workdays.after(paid.day, terms.feedback_workdays)
    steps = (
        Due("freeze", frozen),
        Due("pay_providers", at(frozen.date(), PAY_PROVIDERS)),
        Due("generate", at(generated, GENERATE)),
        Due("sign", at(signed, SIGN)),
        Due("notify", at(noticed, NOTIFY)),
        Due("pay", at(paid.day, PAY), paid.estimate),
        Due("close", at(closed.day, CLOSE), closed.estimate),
    )
    return {due.step: due for due in steps}


def advance_alert(used: Fraction, terms: ClearingTerms) -> str:
    """How full an advance is: none, yellow or red; on the exact ratio, never a rounded one."""
    if used >= terms.advance_red:
        return "red"
    return "yellow" if used >= terms.advance_yellow else "none"
