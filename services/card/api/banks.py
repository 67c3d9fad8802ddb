"""Banks over HTTP: who plays them, and what they are asked."""

from typing import Any

from services.card import problems_bank as bank
from services.card.api import bank_views as views
from services.card.api.bank_common import MOVE
from services.card.flows.bank import orders, read
from sscsim.web import Blueprint, Query

banks = Blueprint(
    "banks",
    tag="Banks",
    description="The banks here. Each is simulated, or played from outside by a party.",
)


@banks.get("/v1/banks", answer=views.Banks, scope="bank_account.read")
def list_banks() -> Any:
    """List the banks here, and who plays each."""
    return {"data": read.list_banks()}


@banks.post(
    "/v1/banks/<bank_code>/play",
    body=views.BankPlay,
    answer=views.BankView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=(bank.BankNotFound,),
    path_examples={"bank_code": "629991"},
    example={"played_by": "outside", "answer_within_s": 3600},
)
def play_bank(bank_code: str, body: dict[str, Any]) -> Any:
    """Take a bank over, or give it back to the simulator.

    While it is played from outside, openings, activations, losses and credit files wait
    for its answers. A party with the role `bank` that takes it over is the only one that
    may answer.
    """
    return orders.play(bank_code, **body)


@banks.get(
    "/v1/bank-orders",
    listing=views.BankOrderView,
    query=views.BankOrderFilters,
    scope="bank_account.read",
)
def list_bank_orders(query: Query) -> Any:
    """List what banks were asked; `status=waiting` is what a bank has to answer."""
    return read.list_orders(query)


_ORDER = {"order_id": "bko_" + "0" * 26}


@banks.get(
    "/v1/bank-orders/<id('bko'):order_id>",
    answer=views.BankOrderView,
    scope="bank_account.read",
    problems=(bank.BankOrderNotFound,),
    path_examples=_ORDER,
)
def get_bank_order(order_id: str) -> Any:
    """Show what a bank was asked."""
    return read.get_order(order_id)


@banks.post(
    "/v1/bank-orders/<id('bko'):order_id>/answer",
    body=views.BankOrderAnswer,
    answer=views.BankOrderView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=(
        bank.BankOrderNotFound,
        bank.BankOrderClosed,
        bank.NotThisBank,
        *MOVE,
    ),
    path_examples=_ORDER,
    example={"return_code": "00"},
)
def answer_bank_order(order_id: str, body: dict[str, Any]) -> Any:
    """Answer an order as the bank: `00` does it, any other code refuses it."""
    return orders.answer(order_id, **body)
