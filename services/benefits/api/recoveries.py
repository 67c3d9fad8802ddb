"""Benefits that have to be given back, over HTTP."""

from typing import Any

from services.benefits import problems_recovery as problems
from services.benefits.api import views
from services.benefits.domain import payment, recovery
from services.benefits.flows import recoveries as flow
from sscsim import world
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, View, fields

recoveries = Blueprint(
    "benefit_recoveries",
    tag="Benefit recoveries",
    description="待遇追回: what has to be given back, by a refund or from later payments.",
)
_PATH = "/v1/benefit-recoveries/<id('rcv'):benefit_recovery_id>"
_EXAMPLE = {"benefit_recovery_id": "rcv_" + "0" * 26}


class RecoveryView(Resource):
    object = fields.Object("benefit_recovery")
    person_id = fields.Id("psn", description="Who owes it; absent: an employer.")
    region_code = fields.Region(required=True, description="To whose fund.")
    fund = fields.Enum(tuple(payment.FUNDS), required=True)
    item_code = views.item_code(required=True)
    about_id = fields.Text(required=True, max=40, description="What was paid for false facts.")
    reason = fields.Enum(recovery.REASONS, required=True)
    note = fields.Text(max=400)
    amount_fen = fields.Fen(attribute="amount", required=True)
    promised_fen = fields.Fen(
        attribute="promised", required=True, description="Refunds on their way off the card."
    )
    given_back_fen = fields.Fen(attribute="given_back", required=True)
    owed_fen = fields.Fen(attribute="owed", required=True)
    decided_on = fields.Date(required=True)
    settled_on = fields.Date()
    status = fields.Enum(recovery.STATUSES, required=True)


class RecoveryFilters(ListQuery):
    person_id = fields.Id("psn")
    item_code = views.item_code()
    region_code = fields.Region()
    about_id = fields.Text(max=40)
    status = fields.Enum(recovery.STATUSES)


class PartView(View):
    object = fields.Object("benefit_recovery_part")
    kind = fields.Enum(recovery.PART_KINDS, required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    against = fields.Text(max=200, description="The payment that it was kept back from.")
    return_code = fields.Text(max=2, description="What the bank answered.")
    status = fields.Enum(recovery.PART_STATUSES, required=True)
    created_at = fields.Instant(required=True)


class PartsView(View):
    data = fields.List(fields.Nested(PartView), required=True)


class RefundOrder(Schema):
    amount_fen = fields.Fen(min=1, required=True, example=10_000)


@recoveries.get(
    "/v1/benefit-recoveries",
    listing=RecoveryView,
    query=RecoveryFilters,
    scope="benefit_payment.read",
)
def list_benefit_recoveries(query: Query) -> Any:
    """List what has to be given back, the newest first; an employer sees its own."""
    return flow.page(query.page, dict(query.filters))


@recoveries.get(
    _PATH,
    answer=RecoveryView,
    scope="benefit_payment.read",
    problems=(problems.RecoveryNotFound, problems.NotTheDebtor),
    path_examples=_EXAMPLE,
)
def get_benefit_recovery(benefit_recovery_id: str) -> Any:
    """Show what has to be given back, and how much still is owed."""
    return flow.get(benefit_recovery_id)


@recoveries.get(
    _PATH + "/parts",
    answer=PartsView,
    scope="benefit_payment.read",
    problems=(problems.RecoveryNotFound, problems.NotTheDebtor),
    path_examples=_EXAMPLE,
)
def list_benefit_recovery_parts(benefit_recovery_id: str) -> Any:
    """List how it was given back: refunds, and what was kept back from payments (抵扣)."""
    return {"data": flow.parts(benefit_recovery_id)}


@recoveries.post(
    _PATH + "/refund",
    body=RefundOrder,
    answer=RecoveryView,
    key="required",
    scope="benefit_payment.write",
    roles=("holder", "employer", "agency"),
    problems=(
        problems.RecoveryNotFound,
        problems.NotTheDebtor,
        problems.RecoverySettled,
        problems.RefundTooMuch,
        world.RegionNotAllowed,
    ),
    path_examples=_EXAMPLE,
)
def refund_benefit(benefit_recovery_id: str, body: dict[str, Any]) -> Any:
    """Give some of it back (退回): off the account on the card, or from an employer's account.

    The bank takes the whole amount off the card a moment later, or nothing of it.
    """
    return flow.refund(benefit_recovery_id, **body)
