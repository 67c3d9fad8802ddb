"""Annuity accounts over HTTP; they are drawn by applications for HRSS-036 and HRSS-037."""

from typing import Any

from services.benefits import problems_annuity as problems
from services.benefits.api import views
from services.benefits.domain import annuity
from services.benefits.domain.annuities import account
from services.benefits.flows import annuities as flow
from sscsim import policy
from sscsim.web import Blueprint, ExplanationView, ListQuery, Query, Resource, Schema, fields

annuities = Blueprint(
    "annuities",
    tag="Annuities",
    description="企业年金、职业年金: personal accounts, contributions, income, what is paid out.",
)
_PATH = "/v1/annuity-accounts/<id('ann'):annuity_account_id>"
_EXAMPLE = {"annuity_account_id": "ann_" + "0" * 26}
_READ, _WRITE = "annuity.read", "annuity.write"
_WHO = ("employer", "agency", "bank")
_SEEN = (problems.AnnuityNotFound, problems.AnnuityOfAnotherEmployer)
_BOOKED = (*_SEEN, problems.AnnuityState, problems.AnnuityMonthAhead, problems.AnnuityMonthTaken)


class AnnuityView(Resource):
    object = fields.Object("annuity_account")
    kind = fields.Enum(annuity.KINDS, required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    plan_number = fields.Text(required=True, max=20)
    employer_name = fields.Text(required=True, max=100)
    opened_on = fields.Date(required=True)
    emptied_on = fields.Date()
    application_id = fields.Id("svc", description="By which it is drawn.")
    payout_reason = fields.Enum(annuity.CASES, attribute="reason")
    payout_manner = fields.Enum(annuity.MANNERS, attribute="manner")
    payout_parts = fields.Int(
        attribute="parts", description="Absent: as long as something is left."
    )
    payout_part_fen = fields.Fen(attribute="part", description="Each part but the last.")
    payee_name = fields.Text(
        max=100, attribute="payee", description="Absent: it is paid onto the person's card."
    )
    parts_paid = fields.Int(attribute="paid_parts", required=True)
    balance_fen = fields.Fen(attribute="balance", required=True)
    status = fields.Enum(account.STATUSES, required=True)


class AnnuityFilters(ListQuery):
    person_id = fields.Id("psn")
    kind = fields.Enum(annuity.KINDS)
    region_code = fields.Region()
    status = fields.Enum(account.STATUSES)


class AnnuityNew(Schema):
    kind = fields.Enum(annuity.KINDS, required=True, example="occupational")
    person_id = fields.Id("psn", required=True, example=views.PERSON_ID)
    region_code = fields.Region(required=True, example="990100")
    employer_name = fields.Text(required=True, max=100, example="示范中学")
    plan_number = fields.Text(
        max=20, pattern="[0-9A-Z]{1,20}", description="Of an enterprise annuity (计划登记号)."
    )


class AnnuityContribution(Schema):
    """Of an occupational annuity the base; of an enterprise annuity both sums."""

    month = fields.Month(required=True, example="2026-03")
    contribution_base_fen = fields.Fen(min=1, attribute="base")
    employer_fen = fields.Fen(min=0, attribute="employer")
    person_fen = fields.Fen(min=0, attribute="person")


class AnnuityIncome(Schema):
    month = fields.Month(required=True, example="2026-03")
    amount_fen = fields.Fen(required=True, min=1, attribute="amount", example=1_200)


class AnnuityEntryView(Resource):
    object = fields.Object("annuity_entry")
    annuity_account_id = fields.Id("ann", attribute="account_id", required=True)
    kind = fields.Enum(account.ENTRY_KINDS, required=True)
    period = fields.Text(
        required=True,
        max=7,
        description="A month, a year, or a number: of a payout, of a transfer.",
    )
    reference = fields.Text(
        required=True, max=40, description="The charge by which it was paid; `direct`: none."
    )
    amount_fen = fields.Fen(attribute="amount", required=True, min=-1)
    booked_on = fields.Date(required=True)
    explanation = fields.Nested(ExplanationView)


class AnnuityPayoutView(Resource):
    object = fields.Object("annuity_payout")
    annuity_account_id = fields.Id("ann", attribute="account_id", required=True)
    number = fields.Int(required=True)
    due_on = fields.Date(required=True)
    amount_fen = fields.Fen(
        attribute="amount", required=True, description="Of the account; the tax is kept back."
    )
    tax_fen = fields.Fen(attribute="tax", required=True)
    payment_id = fields.Id("bpy", required=True)
    tax_payment_id = fields.Id("bpy")
    explanation = fields.Nested(ExplanationView)
    status = fields.Enum(account.PART_STATUSES, required=True)


def _entry(known: Any) -> dict[str, Any]:
    """An entry, or a payout, with its explanation in the caller's language."""
    plain = {name: getattr(known, name) for name in known.__slots__}
    return {**plain, "explanation": views.spoken(known.explanation)}


@annuities.post(
    "/v1/annuity-accounts",
    body=AnnuityNew,
    answer=AnnuityView,
    status=201,
    key="required",
    location="/v1/annuity-accounts/{id}",
    scope=_WRITE,
    roles=_WHO,
    problems=(problems.AnnuityPlanNeeded, problems.AnnuityAccountThere),
    relayed={404: ("person_not_found",)},
    links={"getAnnuityAccount": {"annuity_account_id": "$response.body#/id"}},
)
def open_annuity_account(body: dict[str, Any]) -> Any:
    """Open an account for a person who joins an annuity: one in each plan."""
    return flow.open_account(**body)


@annuities.get("/v1/annuity-accounts", listing=AnnuityView, query=AnnuityFilters, scope=_READ)
def list_annuity_accounts(query: Query) -> Any:
    """List annuity accounts, the newest first; an employer sees its own."""
    return flow.page(query.page, dict(query.filters))


@annuities.get(_PATH, answer=AnnuityView, scope=_READ, problems=_SEEN, path_examples=_EXAMPLE)
def get_annuity_account(annuity_account_id: str) -> Any:
    """Show an annuity account."""
    return flow.get(annuity_account_id)


@annuities.get(
    _PATH + "/entries",
    listing=AnnuityEntryView,
    query=ListQuery,
    scope=_READ,
    problems=_SEEN,
    path_examples=_EXAMPLE,
)
def list_annuity_entries(annuity_account_id: str, query: Query) -> Any:
    """List every movement of an account, the newest first."""
    return flow.entries(annuity_account_id, query.page).map(_entry)


@annuities.get(
    _PATH + "/payouts",
    listing=AnnuityPayoutView,
    query=ListQuery,
    scope=_READ,
    problems=_SEEN,
    path_examples=_EXAMPLE,
)
def list_annuity_payouts(annuity_account_id: str, query: Query) -> Any:
    """List what was paid out of an account, the newest first."""
    return flow.payouts(annuity_account_id, query.page).map(_entry)


@annuities.post(
    _PATH + "/contributions",
    body=AnnuityContribution,
    answer=AnnuityView,
    key="required",
    scope=_WRITE,
    roles=_WHO,
    problems=(
        *_BOOKED,
        problems.AnnuityContributionWrong,
        policy.PolicyMissing,
        policy.FigureMissing,
    ),
    path_examples=_EXAMPLE,
)
def contribute_to_annuity(annuity_account_id: str, body: dict[str, Any]) -> Any:
    """Pay a month in, once: by the rates of the base, or as the plan has it (缴费)."""
    return flow.contribute(annuity_account_id, **body)


@annuities.post(
    _PATH + "/income",
    body=AnnuityIncome,
    answer=AnnuityView,
    key="required",
    scope=_WRITE,
    roles=_WHO,
    problems=_BOOKED,
    path_examples=_EXAMPLE,
)
def credit_annuity_income(annuity_account_id: str, body: dict[str, Any]) -> Any:
    """The trustee tells what the investment of a month brought the account (投资收益)."""
    return flow.credit_income(annuity_account_id, **body)
