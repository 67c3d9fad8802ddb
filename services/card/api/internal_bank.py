"""Paying onto cards for the other services: never routed by the gateway."""

from typing import Any

from services.card import problems
from services.card.api import bank_views as views
from services.card.flows.bank import pay_in
from sscsim.web import Blueprint

internal_bank = Blueprint("card_internal_bank", description="For the other services.")


@internal_bank.post(
    "/internal/v1/bank-credits",
    body=views.CreditQuestion,
    answer=views.CreditAnswer,
    problems=(problems.PersonNotFound,),
)
def pay_in_for_service(body: dict[str, Any]) -> Any:
    """Credit the account on a person's card, once for each `event`."""
    return pay_in.pay_in(**body)
