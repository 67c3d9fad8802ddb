"""The clearing policy in force for a month, or a period of another kind, as domain values."""

from datetime import date
from functools import cache
from pathlib import Path

from services.settlement.domain.advances import AdvanceTerms
from services.settlement.domain.calendar import ClearingTerms, Terms
from services.settlement.domain.kind_terms import KindTerms
from services.settlement.domain.kinds import BUSINESS, MEDICAL
from services.settlement.domain.periods import Period, length_of
from sscsim import policy
from sscsim.kernel.explain import Basis
from sscsim.kernel.periods import Month


@cache
def clearing(month: Month, scope: str = "national") -> ClearingTerms:
    """How the claims of `month` are cleared: the policy in force on its last day.

    `scope`: between provinces, or `intra` for the cities of one province.

    Raises policy.PolicyMissing and policy.FigureMissing.
    """
    return clearing_from(_figures(month, scope))


def clearing_from(figures: policy.Figures) -> ClearingTerms:
    return ClearingTerms(
        reconcile_by_day=figures.number("reconcile_by_day").value,
        declare_by_day=figures.number("declare_by_day").value,
        generate_day=figures.number("generate_day").value,
        sign_day=figures.number("sign_day").value,
        finance_workdays=figures.number("finance_workdays").value,
        payment_workdays=figures.number("payment_workdays").value,
        feedback_workdays=figures.number("feedback_workdays").value,
        max_delay_months=figures.number("max_delay_months").value,
        year_cleared_by=figures.month_day("year_cleared_by").value,
        dispute_days=figures.number("dispute_days").value,
        advance_yellow=figures.ratio("advance.yellow").value,
        advance_red=figures.ratio("advance.red").value,
        check_above=figures.money("assistance_check_above").value,
    )


@cache
def in_force(kind: str, period: Period, scope: str = "national") -> Terms:
    """How the claims of a kind are cleared: the policy in force on the last day of a period.

    Medical bills have a scheme for each scope, another kind has one.

    Raises policy.PolicyMissing and policy.FigureMissing.
    """
    if kind == MEDICAL:
        return clearing(Month.of(period.last), scope)
    return kind_from(length_of(str(period)), _of_kind(kind, period))


def kind_from(length: str, figures: policy.Figures) -> KindTerms:
    return KindTerms(
        period=length,
        declare_workdays=figures.number("declare_workdays").value,
        sign_workdays=figures.number("sign_workdays").value,
        payment_workdays=figures.number("payment_workdays").value,
        feedback_workdays=figures.number("feedback_workdays").value,
        max_delay=figures.number("max_delay_periods").value,
        year_cleared_by=figures.month_day("year_cleared_by").value,
        dispute_days=figures.number("dispute_days").value,
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
def basis(month: Month, scope: str = "national") -> Basis:
    """Where the calendar of `month` comes from, and how far to trust it."""
    return _figures(month, scope).number("declare_by_day").basis


@cache
def basis_of(kind: str, period: Period, scope: str = "national") -> Basis:
    """Where the calendar of a kind's period comes from, and how far to trust it."""
    if kind == MEDICAL:
        return basis(Month.of(period.last), scope)
    return _of_kind(kind, period).number("declare_workdays").basis


def _of_kind(kind: str, period: Period) -> policy.Figures:
    return _named(BUSINESS[kind].scheme).on(period.last)


_SCHEMES = {"national": "clearing", "intra": "intra_clearing"}


def _figures(month: Month, scope: str) -> policy.Figures:
    return _scheme(scope).on(month.last)


def _scheme(scope: str = "national") -> policy.Scheme:
    return _named(_SCHEMES[scope])


def _named(name: str) -> policy.Scheme:
    found = policy.joint("settlement", name)
    if not found:
        raise policy.PolicyMissing(service="settlement", region=policy.JOINT, scheme=name)
    return found[0]


_ALIASES = Path(__file__).resolve().parent / "catalogue" / "region_aliases.yaml"


@cache
def _became() -> dict[str, str]:
    [listed] = policy.read_yaml(_ALIASES.read_text(encoding="utf-8"), _ALIASES.name)
    return {row["code"]: row["became"] for row in listed}


def successor(region: str) -> str:
    """Who answers today for a region: itself, or the one that a given-up code became part of."""
    return _became().get(region, region)
