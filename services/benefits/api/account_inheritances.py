"""Inherited accounts over HTTP (账户余额继承): of annuities and private pensions."""

from typing import Any

from services.benefits import problems_annuity, problems_private_pension
from services.benefits import problems_inheritance as problems
from services.benefits.api import views
from services.benefits.domain import inheritance as domain
from services.benefits.flows import inheritances as flow
from sscsim import policy, world
from sscsim.web import Blueprint, ExplanationView, ListQuery, Query, Resource, Schema, fields

account_inheritances = Blueprint(
    "account_inheritances",
    tag="Account inheritances",
    description="账户余额继承: what is left in an annuity or a private pension goes to heirs.",
)
_LIST = "/v1/account-inheritances"
_PATH = _LIST + "/<id('inh'):account_inheritance_id>"
_EXAMPLE = {"account_inheritance_id": "inh_" + "0" * 26}
_READ, _WRITE = "annuity.read", "annuity.write"
_WHO = ("agency", "bank")


class InheritanceView(Resource):
    object = fields.Object("account_inheritance")
    account_kind = fields.Enum(domain.ACCOUNT_KINDS, required=True)
    account_id = fields.Text(required=True, max=40, description="An annuity, or private pension.")
    person_id = fields.Id("psn", required=True, description="Whose it was.")
    person_name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True)
    died_on = fields.Date(required=True)
    opened_on = fields.Date(required=True)
    application_id = fields.Id("svc", description="By which it was claimed.")
    amount_fen = fields.Fen(attribute="amount", description="Absent until it is divided.")
    proof_number = fields.Text(max=60)
    divided_on = fields.Date()
    status = fields.Enum(domain.STATUSES, required=True)


class InheritanceFilters(ListQuery):
    person_id = fields.Id("psn")
    account_kind = fields.Enum(domain.ACCOUNT_KINDS)
    region_code = fields.Region()
    status = fields.Enum(domain.STATUSES)


class InheritanceNew(Schema):
    """One of the two."""

    annuity_account_id = fields.Id("ann", example="ann_" + "0" * 26)
    private_pension_id = fields.Id("ppa")


class HeirNew(Schema):
    person_id = fields.Id("psn", required=True, example=views.PERSON_ID)
    parts = fields.Int(
        required=True, min=1, max=1_000_000, example=1, description="Of the sum of all parts."
    )


class Division(Schema):
    heirs = fields.List(
        fields.Nested(HeirNew),
        required=True,
        min=1,
        max=domain.MOST_HEIRS,
        example=[{"person_id": views.PERSON_ID, "parts": 1}],
    )
    proof_number = fields.Text(
        required=True,
        max=60,
        example="（2026）示范证字第1号",
        description="Of the notary's certificate, or the judgment, that names the heirs.",
    )


class InheritanceShareView(Resource):
    object = fields.Object("inheritance_share")
    account_inheritance_id = fields.Id("inh", attribute="inheritance_id", required=True)
    number = fields.Int(required=True)
    person_id = fields.Id("psn", required=True, description="The heir.")
    person_name = fields.Text(required=True, max=100)
    parts = fields.Int(required=True)
    amount_fen = fields.Fen(
        attribute="amount", required=True, description="All shares are what was left."
    )
    tax_fen = fields.Fen(attribute="tax", required=True)
    net_fen = fields.Fen(attribute="net", required=True, description="What reaches the card.")
    payment_id = fields.Id("bpy")
    tax_payment_id = fields.Id("bpy")
    explanation = fields.Nested(ExplanationView, required=True)
    status = fields.Enum(domain.SHARE_STATUSES, required=True)


def _share(known: Any) -> dict[str, Any]:
    plain = {name: getattr(known, name) for name in known.__slots__}
    return {**plain, "net": known.net, "explanation": views.spoken(known.explanation)}


@account_inheritances.post(
    _LIST,
    body=InheritanceNew,
    answer=InheritanceView,
    status=201,
    key="required",
    location=_LIST + "/{id}",
    scope=_WRITE,
    roles=_WHO,
    problems=(
        problems.InheritanceAccountWanted,
        problems.InheritancePersonLives,
        problems.InheritanceNothingLeft,
        problems_annuity.AnnuityNotFound,
        problems_annuity.AnnuityState,
        problems_private_pension.PrivatePensionNotFound,
        problems_private_pension.PrivatePensionState,
        world.RegionNotAllowed,
    ),
    links={"getAccountInheritance": {"account_inheritance_id": "$response.body#/id"}},
)
def open_account_inheritance(body: dict[str, Any]) -> Any:
    """Tell that the person of an account has died: what is left waits for heirs."""
    return flow.open_inheritance(**body)


@account_inheritances.get(_LIST, listing=InheritanceView, query=InheritanceFilters, scope=_READ)
def list_account_inheritances(query: Query) -> Any:
    """List inherited accounts, the newest first; `status=waiting`: nobody knows an heir yet."""
    return flow.page(query.page, dict(query.filters))


@account_inheritances.get(
    _PATH,
    answer=InheritanceView,
    scope=_READ,
    problems=(problems.InheritanceNotFound,),
    path_examples=_EXAMPLE,
)
def get_account_inheritance(account_inheritance_id: str) -> Any:
    """Show an inherited account."""
    return flow.get(account_inheritance_id)


@account_inheritances.get(
    _PATH + "/shares",
    listing=InheritanceShareView,
    query=ListQuery,
    scope=_READ,
    problems=(problems.InheritanceNotFound,),
    path_examples=_EXAMPLE,
)
def list_inheritance_shares(account_inheritance_id: str, query: Query) -> Any:
    """List what each heir got, with the tax, explained."""
    return flow.shares(account_inheritance_id, query.page).map(_share)


@account_inheritances.post(
    _PATH + "/divide",
    body=Division,
    answer=InheritanceView,
    key="required",
    scope=_WRITE,
    roles=_WHO,
    problems=(
        problems.InheritanceNotFound,
        problems.InheritanceState,
        problems.InheritanceHeirs,
        problems.InheritanceUnderWay,
        policy.PolicyMissing,
        policy.FigureMissing,
        world.RegionNotAllowed,
    ),
    relayed={404: ("person_not_found",)},
    path_examples=_EXAMPLE,
)
def divide_account_inheritance(account_inheritance_id: str, body: dict[str, Any]) -> Any:
    """Name the heirs and their parts: all of it is divided to the fen and paid onto their cards."""
    return flow.divide(account_inheritance_id, **body)
