"""Benefit payments over HTTP."""

from typing import Any

from services.benefits import problems_money as problems
from services.benefits.api import views
from services.benefits.flows import payments as flow
from sscsim import world
from sscsim.web import Blueprint, Query

payments = Blueprint(
    "benefit_payments",
    tag="Benefit payments",
    description="待遇发放: what decisions pay onto cards, with returns and re-issues.",
)
_PATH = "/v1/benefit-payments/<id('bpy'):benefit_payment_id>"
_EXAMPLE = {"benefit_payment_id": views.PAYMENT_ID}


@payments.get(
    "/v1/benefit-payments",
    listing=views.PaymentView,
    query=views.PaymentFilters,
    scope="benefit_payment.read",
)
def list_benefit_payments(query: Query) -> Any:
    """List benefit payments, the newest first."""
    return flow.page(query.page, dict(query.filters))


@payments.get(
    _PATH,
    answer=views.PaymentView,
    scope="benefit_payment.read",
    problems=(problems.PaymentNotFound,),
    path_examples=_EXAMPLE,
)
def get_benefit_payment(benefit_payment_id: str) -> Any:
    """Show a benefit payment: ordered, paid onto the card, or returned with the bank's code."""
    return flow.get(benefit_payment_id)


@payments.post(
    _PATH + "/reissue",
    answer=views.PaymentView,
    status=201,
    key="required",
    location="/v1/benefit-payments/{id}",
    scope="benefit_payment.write",
    roles=("agency",),
    problems=(problems.PaymentNotFound, problems.PaymentNotReturned, world.RegionNotAllowed),
    path_examples=_EXAMPLE,
)
def reissue_benefit_payment(benefit_payment_id: str) -> Any:
    """Pay a returned payment again, by a new one that refers to it (退回重发).

    Correct what the return code names first, as the holder's account. The sum stays owed
    all the while and is paid once.
    """
    return flow.reissue(benefit_payment_id)
