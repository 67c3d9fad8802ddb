"""What the fund of work injury insurance pays, over HTTP; made by applications for its items."""

from typing import Any

from services.benefits import problems_injury as problems
from services.benefits.api import injury_payout_views as views
from services.benefits.flows import injury_payouts as grants
from services.benefits.flows import injury_pensions as pensions
from sscsim.web import Blueprint, ListQuery, Query

injury_payouts = Blueprint(
    "injury_payouts",
    tag="Work-injury benefits",
    description="工伤保险待遇: sums once and by the month, and certifications of who draws them.",
)
_PENSION = "/v1/injury-pensions/<id('ipb'):injury_pension_id>"


@injury_payouts.get(
    "/v1/injury-grants",
    listing=views.InjuryGrantView,
    query=views.InjuryGrantFilters,
    scope="work_injury.read",
)
def list_injury_grants(query: Query) -> Any:
    """List what was granted once for work injuries, the newest first."""
    return grants.page(query.page, dict(query.filters))


@injury_payouts.get(
    "/v1/injury-grants/<id('igr'):injury_grant_id>",
    answer=views.InjuryGrantView,
    scope="work_injury.read",
    problems=(problems.InjuryGrantNotFound,),
    path_examples=views.GRANT,
)
def get_injury_grant(injury_grant_id: str) -> Any:
    """Show a sum that was granted once."""
    return grants.get(injury_grant_id)


@injury_payouts.get(
    "/v1/injury-pensions",
    listing=views.InjuryPensionView,
    query=views.InjuryPensionFilters,
    scope="work_injury.read",
)
def list_injury_pensions(query: Query) -> Any:
    """List benefits of work injury insurance by the month, the newest first."""
    return pensions.page(query.page, dict(query.filters))


@injury_payouts.get(
    _PENSION,
    answer=views.InjuryPensionView,
    scope="work_injury.read",
    problems=(problems.InjuryPensionNotFound,),
    path_examples=views.PENSION,
)
def get_injury_pension(injury_pension_id: str) -> Any:
    """Show a benefit by the month, with how its sum came about."""
    return pensions.get(injury_pension_id)


@injury_payouts.get(
    _PENSION + "/months",
    listing=views.InjuryMonthView,
    query=ListQuery,
    scope="work_injury.read",
    problems=(problems.InjuryPensionNotFound,),
    path_examples=views.PENSION,
)
def list_injury_pension_months(injury_pension_id: str, query: Query) -> Any:
    """List the months of a benefit that were ordered, the newest first."""
    return pensions.months(injury_pension_id, query.page)


@injury_payouts.get(
    "/v1/injury-certifications",
    listing=views.InjuryCertificationView,
    query=views.InjuryCertificationFilters,
    scope="work_injury.read",
)
def list_injury_certifications(query: Query) -> Any:
    """List certifications of who draws by the month, the newest first."""
    return pensions.certifications(query.page, dict(query.filters))


@injury_payouts.get(
    "/v1/injury-certifications/<id('icf'):injury_certification_id>",
    answer=views.InjuryCertificationView,
    scope="work_injury.read",
    problems=(problems.InjuryCertificationNotFound,),
    path_examples=views.CERTIFICATION,
)
def get_injury_certification(injury_certification_id: str) -> Any:
    """Show a certification, with its last day."""
    return pensions.certification_of(injury_certification_id)
