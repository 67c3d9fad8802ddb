"""Subsidies by the month over HTTP; they are made by applications for their items."""

from typing import Any

from services.benefits import problems_subsidies as problems
from services.benefits.api import views
from services.benefits.domain.employment import subsidy
from services.benefits.flows import subsidies as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields

subsidies = Blueprint(
    "subsidies",
    tag="Monthly subsidies",
    description="按月补贴: social insurance, public-welfare posts and internships, month by month.",
)
_PATH = "/v1/subsidies/<id('sby'):subsidy_id>"
_EXAMPLE = {"subsidy_id": "sby_" + "0" * 26}


class SubsidyView(Resource):
    object = fields.Object("subsidy")
    application_id = fields.Id("svc", required=True)
    item_code = views.item_code(required=True)
    region_code = fields.Region(required=True, description="Whose fund pays.")
    person_id = fields.Id("psn", required=True, description="Whose work it is for.")
    payee_name = fields.Text(required=True, max=100, description="The person, or the employer.")
    basis_id = fields.Text(
        required=True, max=40, description="The employment or the internship that it stands on."
    )
    category = fields.Text(required=True, max=40)
    from_month = fields.Month(required=True)
    months = fields.Int(required=True, description="Granted.")
    monthly_amount_fen = fields.Fen(attribute="monthly_amount", required=True)
    months_settled = fields.Int(attribute="settled", required=True, description="Paid so far.")
    ended_for = fields.Enum(subsidy.ENDED_FOR)
    status = fields.Enum(subsidy.STATUSES, required=True)


class SubsidyFilters(ListQuery):
    person_id = fields.Id("psn")
    item_code = views.item_code()
    region_code = fields.Region()
    status = fields.Enum(subsidy.STATUSES)


class SubsidyMonthView(Resource):
    object = fields.Object("subsidy_month")
    subsidy_id = fields.Id("sby", required=True)
    person_id = fields.Id("psn", required=True)
    month = fields.Month(required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    kept_back_fen = fields.Fen(
        attribute="kept_back", required=True, description="Of it, for what the payee owed back."
    )
    payment_id = fields.Id("bpy", description="The payment of the rest.")
    recovery_id = fields.Id("rcv", description="By which it has to be given back.")
    status = fields.Enum(subsidy.MONTH_STATUSES, required=True)


class SubsidyRecovery(Schema):
    reason = fields.Text(required=True, max=400, example="就业材料不实")
    from_month = fields.Month(description="From this month on; all of it when left out.")


@subsidies.get("/v1/subsidies", listing=SubsidyView, query=SubsidyFilters, scope="subsidy.read")
def list_subsidies(query: Query) -> Any:
    """List monthly subsidies, the newest first; an employer sees its own."""
    return flow.page(query.page, dict(query.filters))


@subsidies.get(
    _PATH,
    answer=SubsidyView,
    scope="subsidy.read",
    problems=(problems.SubsidyNotFound,),
    path_examples=_EXAMPLE,
)
def get_subsidy(subsidy_id: str) -> Any:
    """Show a monthly subsidy."""
    return flow.get(subsidy_id)


@subsidies.get(
    _PATH + "/months",
    listing=SubsidyMonthView,
    query=ListQuery,
    scope="subsidy.read",
    problems=(problems.SubsidyNotFound,),
    path_examples=_EXAMPLE,
)
def list_subsidy_months(subsidy_id: str, query: Query) -> Any:
    """List the months of a subsidy that were paid, the newest first."""
    return flow.months(subsidy_id, query.page)


@subsidies.post(
    _PATH + "/recheck",
    answer=SubsidyView,
    key="accepted",
    scope="subsidy.write",
    roles=("agency",),
    problems=(problems.SubsidyNotFound, world.RegionNotAllowed),
    path_examples=_EXAMPLE,
)
def recheck_subsidy(subsidy_id: str) -> Any:
    """Look at the months that were paid by the records of today (复核).

    Months for which the employment or internship didn't stand have to be given back.
    """
    return flow.look_again(subsidy_id)


@subsidies.post(
    _PATH + "/recover",
    body=SubsidyRecovery,
    answer=SubsidyView,
    key="accepted",
    scope="subsidy.write",
    roles=("agency",),
    problems=(problems.SubsidyNotFound, problems.NothingToRecover, world.RegionNotAllowed),
    path_examples=_EXAMPLE,
)
def recover_subsidy(subsidy_id: str, body: dict[str, Any]) -> Any:
    """End a subsidy whose facts were false, and have what was paid given back (追回)."""
    return flow.recover(subsidy_id, **body)
