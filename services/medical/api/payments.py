"""Payments of settlements over HTTP."""

from typing import Any

from services.medical import problems
from services.medical import problems_payments as refusals
from services.medical.api import views_common
from services.medical.api.views_settlements import ProblemMention
from services.medical.domain import payment
from services.medical.flows import payments as flow
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields
from sscsim.world import RegionNotAllowed

payments = Blueprint(
    "settlement_payments", tag="Payments", description="Paying the cash part of a settlement."
)
_SETTLEMENT = {"settlement_id": views_common.SETTLEMENT_ID}


class PaymentNew(Schema):
    method = fields.Enum(
        payment.METHODS,
        required=True,
        description="电子社保卡扫码; 银行卡 or 现金 at the counter: the hospital vouches for it.",
        example="cash",
    )
    code = fields.Text(
        max=3_000, description="Of the method code: what a code shown for `payment` says."
    )
    password = fields.Text(
        max=6, pattern="[0-9]{6}", description="Password of the electronic card."
    )
    face = fields.Enum(("match", "mismatch"), description="Instead of it: the simulated face.")


class PaymentView(Resource):
    object = fields.Object("settlement_payment")
    settlement_id = fields.Id("stl", required=True)
    method = fields.Enum(payment.METHODS, required=True)
    amount_fen = fields.Fen(required=True, attribute="amount", description="个人现金支付.")
    status = fields.Enum(payment.STATUSES, required=True)
    code_payment_id = fields.Id("cpy", description="The card service's payment.")
    problem = fields.Nested(ProblemMention, description="Why it was refused, or not given back.")
    paid_at = fields.Instant()
    refunded_at = fields.Instant()


@payments.post(
    "/v1/settlements/<id('stl'):settlement_id>/payments",
    body=PaymentNew,
    answer=PaymentView,
    status=201,
    key="required",
    location="/v1/settlements/{settlement_id}/payments",
    scope="settlement.write",
    roles=("hospital", "pharmacy"),
    problems=(
        RegionNotAllowed,
        problems.SettlementNotFound,
        refusals.SettlementNotPayable,
        refusals.NothingToPay,
        refusals.AlreadyPaid,
        refusals.CodeNeeded,
        refusals.CardServiceUnavailable,
        refusals.PaymentNoAnswer,
        refusals.PaymentCancelled,
    ),
    links={"listSettlementPayments": {"settlement_id": "$response.body#/settlement_id"}},
    path_examples=_SETTLEMENT,
)
def pay_settlement(settlement_id: str, body: dict[str, Any]) -> Any:
    """Pay the cash part of a settlement (支付个人现金部分), once.

    By code the money comes from the account behind the holder's electronic card; a refusal of
    the card service is passed on in its own words, and a new key may try again. Reversing the
    settlement gives the money back.
    """
    return flow.pay(settlement_id, **body)


@payments.get(
    "/v1/settlements/<id('stl'):settlement_id>/payments",
    listing=PaymentView,
    query=ListQuery,
    scope="settlement.read",
    problems=(RegionNotAllowed, problems.SettlementNotFound),
    path_examples=_SETTLEMENT,
)
def list_settlement_payments(settlement_id: str, query: Query) -> Any:
    """List a settlement's payments, the newest first."""
    return flow.page(settlement_id, query.page)
