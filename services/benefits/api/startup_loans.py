"""Start-up loans over HTTP; they are made by applications for HRSS-012."""

from typing import Any

from services.benefits import problems_loan as problems
from services.benefits.domain.employment import startup_loan as domain
from services.benefits.flows import loan_repayments
from services.benefits.flows import startup_loans as flow
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, View, fields

startup_loans = Blueprint(
    "startup_loans",
    tag="Start-up loans",
    description="创业担保贷款: guaranteed, granted by a bank, drawn to the card, paid back.",
)
_PATH = "/v1/startup-loans/<id('sln'):startup_loan_id>"
_EXAMPLE = {"startup_loan_id": "sln_" + "0" * 26}
_SCOPE = "startup_loan.write"
_KNOWN = (problems.LoanNotFound, problems.LoanState)


class LoanView(Resource):
    object = fields.Object("startup_loan")
    application_id = fields.Id("svc", required=True)
    person_id = fields.Id("psn", required=True)
    startup_business_id = fields.Id("biz", attribute="business_id", required=True)
    region_code = fields.Region(required=True, description="Whose guarantee fund stands for it.")
    amount_fen = fields.Fen(attribute="amount", required=True)
    term_months = fields.Int(required=True)
    rate_bp = fields.Bp(attribute="rate", required=True, description="A year, in basis points.")
    interest_subsidy_bp = fields.Bp(
        attribute="subsidised",
        required=True,
        description="Of the interest (贴息).",
    )
    guarantee = fields.Text(required=True, max=20)
    drawn_on = fields.Date()
    return_code = fields.Text(max=2, description="What the card's bank said of the draw.")
    overdue_since = fields.Date(attribute="missed_on")
    guarantee_paid_fen = fields.Fen(attribute="covered", required=True)
    declined_for = fields.Text(max=400)
    status = fields.Enum(domain.STATUSES, required=True)


class LoanFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(domain.STATUSES)


class InstalmentView(View):
    object = fields.Object("startup_loan_instalment")
    number = fields.Int(required=True)
    due_date = fields.Date(required=True)
    principal_fen = fields.Fen(attribute="principal", required=True)
    interest_fen = fields.Fen(attribute="interest", required=True)
    interest_subsidy_fen = fields.Fen(attribute="subsidy", required=True)
    from_card_fen = fields.Fen(
        attribute="from_card", required=True, description="What is taken off the card."
    )
    paid_on = fields.Date()
    status = fields.Enum(domain.INSTALMENT_STATUSES, required=True)


class InstalmentsView(View):
    data = fields.List(fields.Nested(InstalmentView), required=True)


class Declined(Schema):
    reason = fields.Text(required=True, max=400, example="征信记录不符合要求")


@startup_loans.get(
    "/v1/startup-loans", listing=LoanView, query=LoanFilters, scope="startup_loan.read"
)
def list_startup_loans(query: Query) -> Any:
    """List start-up loans, the newest first."""
    return flow.page(query.page, dict(query.filters))


@startup_loans.get(
    _PATH,
    answer=LoanView,
    scope="startup_loan.read",
    problems=(problems.LoanNotFound,),
    path_examples=_EXAMPLE,
)
def get_startup_loan(startup_loan_id: str) -> Any:
    """Show a start-up loan."""
    return flow.get(startup_loan_id)


@startup_loans.get(
    _PATH + "/instalments",
    answer=InstalmentsView,
    scope="startup_loan.read",
    problems=(problems.LoanNotFound,),
    path_examples=_EXAMPLE,
)
def list_startup_loan_instalments(startup_loan_id: str) -> Any:
    """List the schedule of a loan, the first instalment first; none before it is drawn."""
    return {"data": flow.instalments(startup_loan_id)}


@startup_loans.post(
    _PATH + "/contract",
    answer=LoanView,
    key="accepted",
    scope=_SCOPE,
    roles=("bank",),
    problems=_KNOWN,
    path_examples=_EXAMPLE,
)
def contract_startup_loan(startup_loan_id: str) -> Any:
    """The bank grants the loan (签订借款合同); it is drawn to the card a moment later.

    Where the region's reviewing isn't by hand the bank answers by itself.
    """
    return flow.contract(startup_loan_id)


@startup_loans.post(
    _PATH + "/decline",
    body=Declined,
    answer=LoanView,
    key="accepted",
    scope=_SCOPE,
    roles=("bank",),
    problems=_KNOWN,
    path_examples=_EXAMPLE,
)
def decline_startup_loan(startup_loan_id: str, body: dict[str, Any]) -> Any:
    """The bank does not grant the loan; its guarantee is over."""
    return flow.decline(startup_loan_id, body["reason"])


@startup_loans.post(
    _PATH + "/draw",
    answer=LoanView,
    key="accepted",
    scope=_SCOPE,
    roles=("bank",),
    problems=_KNOWN,
    path_examples=_EXAMPLE,
)
def draw_startup_loan(startup_loan_id: str) -> Any:
    """Try the draw again after the card's bank returned it, as for want of an account."""
    return flow.draw_again(startup_loan_id)


@startup_loans.post(
    _PATH + "/collect",
    answer=LoanView,
    key="accepted",
    scope=_SCOPE,
    roles=("bank",),
    problems=_KNOWN,
    path_examples=_EXAMPLE,
)
def collect_startup_loan(startup_loan_id: str) -> Any:
    """Try again to take what was missed off the card (补扣)."""
    return loan_repayments.repay(startup_loan_id)
