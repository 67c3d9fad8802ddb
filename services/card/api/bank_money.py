"""The money of bank accounts over HTTP: statement, credits, debits, holds, reversals."""

from typing import Any

from services.card import problems_bank as bank
from services.card.api import bank_views as views
from services.card.api.bank_common import BANKS, MONEY, PAYERS
from services.card.flows.bank import money, read
from sscsim.web import Blueprint, Query

bank_money = Blueprint(
    "bank_money",
    tag="Bank money",
    description="What goes in and out of the bank accounts of cards: one entry is one journal of "
    "the bank's book.",
)


@bank_money.get(
    "/v1/bank-accounts/<id('bka'):account_id>/entries",
    listing=views.BankEntryView,
    query=views.StatementFilters,
    scope="bank_account.read",
    problems=(bank.BankAccountNotFound,),
    path_examples=views.ACCOUNT,
)
def list_bank_entries(account_id: str, query: Query) -> Any:
    """The statement of an account (对账单), the newest entry first."""
    return read.statement(account_id, query)


@bank_money.post(
    "/v1/bank-accounts/<id('bka'):account_id>/credits",
    body=views.CreditOrder,
    answer=views.BankEntryView,
    status=201,
    key="required",
    location="/v1/bank-entries/{id}",
    scope="bank_account.write",
    roles=("bank", "agency", "employer"),
    problems=MONEY,
    links={"getBankEntry": {"entry_id": "$response.body#/id"}},
    path_examples=views.ACCOUNT,
    example={"amount_fen": 80_000, "source": "transfer", "memo": "2026-03"},
)
def credit_bank_account(account_id: str, body: dict[str, Any]) -> Any:
    """Pay in (入账)."""
    return money.credit(account_id, body.pop("amount_fen"), **body)


@bank_money.post(
    "/v1/bank-accounts/<id('bka'):account_id>/debits",
    body=views.DebitOrder,
    answer=views.BankEntryView,
    status=201,
    key="required",
    location="/v1/bank-entries/{id}",
    scope="bank_account.write",
    roles=PAYERS,
    problems=MONEY,
    links={"getBankEntry": {"entry_id": "$response.body#/id"}},
    path_examples=views.ACCOUNT,
    example={"amount_fen": 2_000, "password": "471592"},
)
def debit_bank_account(account_id: str, body: dict[str, Any]) -> Any:
    """Pay out with the bank password (支出).

    A wrong password is recorded with this call's key: use a new key for the next try.
    """
    return money.debit(account_id, body.pop("amount_fen"), **body)


@bank_money.post(
    "/v1/bank-accounts/<id('bka'):account_id>/holds",
    body=views.DebitOrder,
    answer=views.BankHoldView,
    status=201,
    key="required",
    location="/v1/bank-holds/{id}",
    scope="bank_account.write",
    roles=PAYERS,
    problems=MONEY,
    links={
        "getBankHold": {"hold_id": "$response.body#/id"},
        "captureBankHold": {"hold_id": "$response.body#/id"},
        "releaseBankHold": {"hold_id": "$response.body#/id"},
    },
    path_examples=views.ACCOUNT,
    example={"amount_fen": 2_000, "password": "471592"},
)
def create_bank_hold(account_id: str, body: dict[str, Any]) -> Any:
    """Reserve money (预授权) for seven days, to be captured or released."""
    return money.hold(account_id, body.pop("amount_fen"), **body)


_HOLD = {"hold_id": "hld_" + "0" * 26}


@bank_money.get(
    "/v1/bank-holds/<id('hld'):hold_id>",
    answer=views.BankHoldView,
    scope="bank_account.read",
    problems=(bank.HoldNotFound,),
    path_examples=_HOLD,
)
def get_bank_hold(hold_id: str) -> Any:
    """Show what is reserved."""
    return read.get_hold(hold_id)


@bank_money.post(
    "/v1/bank-holds/<id('hld'):hold_id>/capture",
    body=views.CaptureOrder,
    answer=views.BankHoldView,
    key="required",
    scope="bank_account.write",
    roles=PAYERS,
    problems=(
        bank.HoldNotFound,
        bank.HoldNotOpen,
        bank.CaptureOverHold,
        *MONEY,
    ),
    path_examples=_HOLD,
    example={"amount_fen": 1_500},
)
def capture_bank_hold(hold_id: str, body: dict[str, Any]) -> Any:
    """Take what was reserved, or a part of it; the rest is let go."""
    return money.capture(hold_id, body.get("amount_fen"))


@bank_money.post(
    "/v1/bank-holds/<id('hld'):hold_id>/release",
    answer=views.BankHoldView,
    key="accepted",
    scope="bank_account.write",
    roles=PAYERS,
    problems=(
        bank.HoldNotFound,
        bank.HoldNotOpen,
        bank.BankAccountNotFound,
    ),
    path_examples=_HOLD,
)
def release_bank_hold(hold_id: str) -> Any:
    """Let go of what was reserved."""
    return money.release(hold_id)


_ENTRY = {"entry_id": "bke_" + "0" * 26}


@bank_money.get(
    "/v1/bank-entries/<id('bke'):entry_id>",
    answer=views.BankEntryView,
    scope="bank_account.read",
    problems=(bank.BankEntryNotFound,),
    path_examples=_ENTRY,
)
def get_bank_entry(entry_id: str) -> Any:
    """Show one entry: a journal of the bank's book."""
    return read.get_entry(entry_id)


@bank_money.post(
    "/v1/bank-entries/<id('bke'):entry_id>/reverse",
    answer=views.BankEntryView,
    status=201,
    key="required",
    location="/v1/bank-entries/{id}",
    scope="bank_account.write",
    roles=BANKS,
    problems=(
        bank.BankEntryNotFound,
        bank.BankEntryReversed,
        bank.BankAccountNotFound,
        bank.BankBalanceTooLow,
    ),
    links={"getBankEntry": {"entry_id": "$response.body#/id"}},
    path_examples=_ENTRY,
)
def reverse_bank_entry(entry_id: str) -> Any:
    """Take an entry back (冲正), once. A wrong payout can be recovered while the money is there."""
    return money.reverse(entry_id)
