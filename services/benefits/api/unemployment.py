"""Unemployment insurance over HTTP; benefits and checks are made by applications."""

from typing import Any

from services.benefits import problems_unemployment as problems
from services.benefits.api import unemployment_views as views
from services.benefits.flows.unemployment import (
    benefits,
    checks,
    deaths,
    extras,
    payout,
    premiums,
)
from sscsim import world
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query

unemployment = Blueprint(
    "unemployment",
    tag="Unemployment insurance",
    description="失业保险: benefits month by month, payouts, checks, premiums the fund pays.",
)
_BENEFITS = "/v1/unemployment-benefits"
_BENEFIT = _BENEFITS + "/<id('unb'):unemployment_benefit_id>"
_NO_BENEFIT = {"unemployment_benefit_id": "unb_" + "0" * 26}
_RUNS = "/v1/unemployment-runs"
_CHECKS = "/v1/unemployment-checks"
_CHECK = _CHECKS + "/<id('uck'):unemployment_check_id>"
_NO_CHECK = {"unemployment_check_id": "uck_" + "0" * 26}
_PREMIUMS = "/v1/unemployment-premiums"
_ACTS = (problems.BenefitNotFound, problems.BenefitState, world.RegionNotAllowed)


@unemployment.get(
    _BENEFITS,
    listing=views.UnemploymentBenefitView,
    query=views.UnemploymentBenefitFilters,
    scope="unemployment_insurance.read",
)
def list_unemployment_benefits(query: Query) -> Any:
    """List unemployment benefits, the newest first."""
    return benefits.page(query.page, dict(query.filters))


@unemployment.get(
    _BENEFIT,
    answer=views.UnemploymentBenefitView,
    scope="unemployment_insurance.read",
    problems=(problems.BenefitNotFound,),
    path_examples=_NO_BENEFIT,
)
def get_unemployment_benefit(unemployment_benefit_id: str) -> Any:
    """Show an unemployment benefit."""
    return benefits.get(unemployment_benefit_id)


@unemployment.get(
    _BENEFIT + "/months",
    listing=views.UnemploymentBenefitMonthView,
    query=ListQuery,
    scope="unemployment_insurance.read",
    problems=(problems.BenefitNotFound,),
    path_examples=_NO_BENEFIT,
)
def list_unemployment_benefit_months(unemployment_benefit_id: str, query: Query) -> Any:
    """List the months of a benefit that were paid, the newest first."""
    return benefits.months(unemployment_benefit_id, query.page)


@unemployment.post(
    _BENEFIT + "/suspend",
    body=views.UnemploymentSuspension,
    answer=views.UnemploymentBenefitView,
    key="accepted",
    scope="unemployment_insurance.write",
    roles=("agency",),
    problems=_ACTS,
    path_examples=_NO_BENEFIT,
)
def suspend_unemployment_benefit(unemployment_benefit_id: str, body: dict[str, Any]) -> Any:
    """Interrupt a benefit (中断): its months stop running."""
    return benefits.suspend(unemployment_benefit_id, body["reason"])


@unemployment.post(
    _BENEFIT + "/resume",
    answer=views.UnemploymentBenefitView,
    key="accepted",
    scope="unemployment_insurance.write",
    roles=("agency",),
    problems=_ACTS,
    path_examples=_NO_BENEFIT,
)
def resume_unemployment_benefit(unemployment_benefit_id: str) -> Any:
    """Have a benefit that was interrupted go on (恢复)."""
    return benefits.resume(unemployment_benefit_id)


@unemployment.post(
    _BENEFIT + "/stop",
    body=views.UnemploymentStop,
    answer=views.UnemploymentBenefitView,
    key="accepted",
    scope="unemployment_insurance.write",
    roles=("agency",),
    problems=_ACTS,
    path_examples=_NO_BENEFIT,
)
def stop_unemployment_benefit(unemployment_benefit_id: str, body: dict[str, Any]) -> Any:
    """End a benefit (停发); what was paid of months that were not due is owed back."""
    return benefits.stop(unemployment_benefit_id, **body)


@unemployment.get(
    _RUNS,
    listing=views.UnemploymentRunView,
    query=views.UnemploymentRunFilters,
    scope="unemployment_insurance.read",
)
def list_unemployment_runs(query: Query) -> Any:
    """List payouts of unemployment benefit, the newest first."""
    return payout.page(query.page, dict(query.filters))


@unemployment.get(
    _RUNS + "/<id('unr'):unemployment_run_id>",
    answer=views.UnemploymentRunView,
    scope="unemployment_insurance.read",
    problems=(problems.RunNotFound,),
    path_examples={"unemployment_run_id": "unr_" + "0" * 26},
)
def get_unemployment_run(unemployment_run_id: str) -> Any:
    """Show the payout of a month in a region."""
    return payout.get(unemployment_run_id)


@unemployment.get(
    _CHECKS,
    listing=views.UnemploymentCheckView,
    query=views.UnemploymentCheckFilters,
    scope="unemployment_insurance.read",
)
def list_unemployment_checks(query: Query) -> Any:
    """List monthly checks of entitlement, the newest first."""
    return checks.page(query.page, dict(query.filters))


@unemployment.get(
    _CHECK,
    answer=views.UnemploymentCheckView,
    scope="unemployment_insurance.read",
    problems=(problems.CheckNotFound,),
    path_examples=_NO_CHECK,
)
def get_unemployment_check(unemployment_check_id: str) -> Any:
    """Show a monthly check."""
    return checks.get(unemployment_check_id)


@unemployment.post(
    _CHECK + "/excuse",
    body=views.UnemploymentExcuse,
    answer=views.UnemploymentCheckView,
    key="accepted",
    scope="unemployment_insurance.write",
    roles=("agency",),
    problems=(problems.CheckNotFound, problems.CheckState, world.RegionNotAllowed),
    path_examples=_NO_CHECK,
)
def excuse_unemployment_check(unemployment_check_id: str, body: dict[str, Any]) -> Any:
    """Excuse a check that was missed for a good reason: it neither counts nor breaks the row."""
    return checks.excuse(unemployment_check_id, body["reason"])


@unemployment.get(
    _PREMIUMS,
    listing=views.UnemploymentPremiumView,
    query=views.UnemploymentPremiumFilters,
    scope="unemployment_insurance.read",
)
def list_unemployment_premiums(query: Query) -> Any:
    """List medical premiums that the fund pays, the newest first."""
    return premiums.page(query.page, dict(query.filters))


@unemployment.get(
    _PREMIUMS + "/<id('ump'):unemployment_premium_id>",
    answer=views.UnemploymentPremiumView,
    scope="unemployment_insurance.read",
    problems=(problems.PremiumNotFound,),
    path_examples={"unemployment_premium_id": "ump_" + "0" * 26},
)
def get_unemployment_premium(unemployment_premium_id: str) -> Any:
    """Show the premium of a person's month."""
    return premiums.get(unemployment_premium_id)


@unemployment.get(
    "/v1/unemployment-death-benefits",
    listing=views.UnemploymentDeathBenefitView,
    query=views.UnemploymentDeathBenefitFilters,
    scope="unemployment_insurance.read",
)
def list_unemployment_death_benefits(query: Query) -> Any:
    """List what survivors of people on benefit got, the newest first."""
    return deaths.page(query.page, dict(query.filters))


@unemployment.get(
    "/v1/unemployment-death-benefits/<id('udb'):unemployment_death_benefit_id>",
    answer=views.UnemploymentDeathBenefitView,
    scope="unemployment_insurance.read",
    problems=(problems.DeathBenefitNotFound,),
    path_examples={"unemployment_death_benefit_id": "udb_" + "0" * 26},
)
def get_unemployment_death_benefit(unemployment_death_benefit_id: str) -> Any:
    """Show what a survivor of somebody on benefit got."""
    return deaths.get(unemployment_death_benefit_id)


@unemployment.post(
    _BENEFIT + "/grants",
    body=views.UnemploymentGrantNew,
    answer=views.UnemploymentGrantView,
    status=200,
    key="required",
    scope="unemployment_insurance.write",
    roles=("agency",),
    problems=(
        problems.BenefitNotFound,
        problems.UnemploymentGrantRefused,
        world.RegionNotAllowed,
        PolicyMissing,
        FigureMissing,
    ),
    path_examples=_NO_BENEFIT,
)
def grant_beside_unemployment_benefit(unemployment_benefit_id: str, body: dict[str, Any]) -> Any:
    """Give a grant beside a benefit (加发待遇): for a birth, seeking work, or early work.

    Once an occasion; months that are paid at once for early work count as drawn.
    """
    return extras.grant(unemployment_benefit_id, **body)


@unemployment.get(
    "/v1/unemployment-grants",
    listing=views.UnemploymentGrantView,
    query=views.UnemploymentGrantFilters,
    scope="unemployment_insurance.read",
)
def list_unemployment_grants(query: Query) -> Any:
    """List grants beside unemployment benefits, the newest first."""
    return extras.page(query.page, dict(query.filters))


@unemployment.get(
    "/v1/unemployment-grants/<id('ugt'):unemployment_grant_id>",
    answer=views.UnemploymentGrantView,
    scope="unemployment_insurance.read",
    problems=(problems.UnemploymentGrantNotFound,),
    path_examples={"unemployment_grant_id": "ugt_" + "0" * 26},
)
def get_unemployment_grant(unemployment_grant_id: str) -> Any:
    """Show a grant beside an unemployment benefit, with what explains its sum."""
    return extras.get(unemployment_grant_id)
