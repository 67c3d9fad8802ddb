"""The clearing policy in force for a month, as domain values."""

from datetime import date
from functools import cache

from services.settlement.domain.advances import AdvanceTerms
from services.settlement.domain.calendar import ClearingTerms
from sscsim import policy
from sscsim.kernel.explain import Basis
from sscsim.kernel.periods import Month


@cache
def clearing(month: Month) -> ClearingTerms:
    """How the claims of `month` are cleared: the policy in force on its last day.

    Raises policy.PolicyMissing and policy.FigureMissing.
    """
    return clearing_from(_figures(month))


def clearing_from(figures: policy.Figures) -> ClearingTerms:
    return ClearingTerms(
        declare_by_day=figures.number("declare_by_day").value,
        generate_day=figures.number("generate_day").value,
        sign_day=figures.number("sign_day").value,
        finance_workdays=figures.number("finance_workdays").value,
        payment_workdays=figures.number("payment_workdays").value,
        feedback_workdays=figures.number("feedback_workdays").value,
        max_delay_months=figures.number("max_delay_months").value,
        advance_yellow=figures.ratio("advance.yellow").value,
        advance_red=figures.ratio("advance.red").value,
    )


@cache
def advances(day: date) -> AdvanceTerms:
    """How advances are sized, paid and topped up: the policy in force on a day."""
    return advances_from(_scheme().on(day))


def advances_from(figures: policy.Figures) -> AdvanceTerms:
    return AdvanceTerms(
        size_months=figures.number("advance.size_months").value,
        fix_by=figures.month_day("advance.fix_by").value,
        pay_by=figures.month_day("advance.pay_by").value,
        top_up_workdays=figures.number("advance.top_up_workdays").value,
    )


@cache
def basis(month: Month) -> Basis:
    """Where the calendar of `month` comes from, and how far to trust it."""
    return _figures(month).number("declare_by_day").basis


def _figures(month: Month) -> policy.Figures:
    return _scheme().on(month.last)


def _scheme() -> policy.Scheme:
    found = policy.joint("settlement", "clearing")
    if not found:
        raise policy.PolicyMissing(service="settlement", region=policy.JOINT, scheme="clearing")
    return found[0]
