"""The bank side over HTTP: accounts, their money, the banks, credit files."""

import base64
import binascii
from typing import Any

from flask import Response

from services.card import problems
from services.card import problems_bank as bank_problems
from services.card.api import bank_views as views
from services.card.api.views import CARD_ID
from services.card.domain.credit_file import (
    CreditBatch,
    CreditLine,
    ReturnedLine,
    write,
    write_return,
)
from services.card.flows.bank import files, money, open, orders, read, states
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.web.errors import MalformedBody
from sscsim.world import RegionNotAllowed

bank_accounts = Blueprint(
    "bank_accounts",
    tag="Bank accounts",
    description="The bank side of a card (金融账户): an account with states and a password of "
    "its own. A bank is simulated, or played from outside.",
)
_BANKS = ("bank", "agency")
_PAYERS = ("bank", "hospital", "pharmacy", "transit", "library", "holder")
_MOVE = (
    bank_problems.BankAccountNotFound,
    bank_problems.BankAccountMoveNotAllowed,
    bank_problems.BankOrderWaiting,
    PolicyMissing,
    FigureMissing,
)
_MONEY = (
    bank_problems.BankAccountNotFound,
    bank_problems.BankAccountNotUsable,
    bank_problems.BankBalanceTooLow,
    bank_problems.BankPasswordWrong,
    PolicyMissing,
    FigureMissing,
)
_SHOW = {"getBankAccount": {"account_id": "$response.body#/id"}}


@bank_accounts.post(
    "/v1/bank-accounts",
    body=views.BankAccountOpening,
    answer=views.BankAccountView,
    status=201,
    key="required",
    location="/v1/bank-accounts/{id}",
    scope="bank_account.write",
    roles=_BANKS,
    problems=(
        problems.CardNotFound,
        problems.PersonNotFound,
        bank_problems.BankNotFound,
        bank_problems.BankAccountExists,
        bank_problems.CardWithoutAccount,
        bank_problems.BankOrderWaiting,
        RegionNotAllowed,
    ),
    links={
        **_SHOW,
        "activateBankAccount": {"account_id": "$response.body#/id"},
        "listBankEntries": {"account_id": "$response.body#/id"},
    },
    example={"card_id": CARD_ID, "reserved_phone": "19900000001"},
)
def create_bank_account(body: dict[str, Any]) -> Any:
    """Open the account of a card (开户).

    `inactive` until the holder activates it; `opening` while a bank that is played from
    outside has not answered.
    """
    return open.open_account(**body)


@bank_accounts.get(
    "/v1/bank-accounts",
    listing=views.BankAccountView,
    query=views.BankAccountFilters,
    scope="bank_account.read",
)
def list_bank_accounts(query: Query) -> Any:
    """List bank accounts, the newest first."""
    return read.list_accounts(query)


@bank_accounts.get(
    "/v1/bank-accounts/<id('bka'):account_id>",
    answer=views.BankAccountView,
    scope="bank_account.read",
    problems=(bank_problems.BankAccountNotFound,),
    path_examples=views.ACCOUNT,
)
def get_bank_account(account_id: str) -> Any:
    """Show a bank account with its balance."""
    return read.get_account(account_id)


@bank_accounts.get(
    "/v1/bank-accounts/<id('bka'):account_id>/entries",
    listing=views.BankEntryView,
    query=views.StatementFilters,
    scope="bank_account.read",
    problems=(bank_problems.BankAccountNotFound,),
    path_examples=views.ACCOUNT,
)
def list_bank_entries(account_id: str, query: Query) -> Any:
    """The statement of an account (对账单), the newest entry first."""
    return read.statement(account_id, query)


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/activate",
    body=views.BankAccountActivation,
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=(*_MOVE, bank_problems.BankPasswordTooSimple),
    links=_SHOW,
    path_examples=views.NO_ACCOUNT,
    example={"password": "471592", "reserved_phone": "19900000001"},
)
def activate_bank_account(account_id: str, body: dict[str, Any]) -> Any:
    """Activate an account (激活) and set its bank password."""
    return states.activate(account_id, **body)


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/report-loss",
    body=views.BankLossReport,
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank", "holder"),
    problems=_MOVE,
    links=_SHOW,
    path_examples=views.NO_ACCOUNT,
    example={"kind": "temporary"},
)
def report_bank_loss(account_id: str, body: dict[str, Any]) -> Any:
    """Report the loss to the bank (挂失).

    The social application of the card isn't told: its loss is reported apart.
    """
    return states.report_loss(account_id, **body)


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/release-loss",
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=_MOVE,
    links=_SHOW,
    path_examples=views.NO_ACCOUNT,
)
def release_bank_loss(account_id: str) -> Any:
    """Take a loss report back (解挂)."""
    return states.move(account_id, "release", "bank_account.loss_released")


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/freeze",
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=_BANKS,
    problems=_MOVE,
    links=_SHOW,
    path_examples=views.NO_ACCOUNT,
)
def freeze_bank_account(account_id: str) -> Any:
    """Freeze an account (冻结): nothing goes in or out."""
    return states.move(account_id, "freeze", "bank_account.frozen")


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/unfreeze",
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=_BANKS,
    problems=_MOVE,
    links=_SHOW,
    path_examples=views.NO_ACCOUNT,
)
def unfreeze_bank_account(account_id: str) -> Any:
    """Let a frozen account move again."""
    return states.move(account_id, "unfreeze", "bank_account.unfrozen")


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/wake",
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=_MOVE,
    links=_SHOW,
    path_examples=views.NO_ACCOUNT,
)
def wake_bank_account(account_id: str) -> Any:
    """Wake a dormant account (睡眠户激活): the holder came to the counter."""
    return states.move(account_id, "wake", "bank_account.woken")


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/close",
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=(*_MOVE, bank_problems.AccountNotEmpty),
    links=_SHOW,
    path_examples=views.NO_ACCOUNT,
)
def close_bank_account(account_id: str) -> Any:
    """Close an empty account (销户)."""
    return states.close(account_id)


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/change-password",
    body=views.BankPasswordChange,
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank", "holder"),
    problems=(
        *_MOVE,
        bank_problems.BankAccountNotUsable,
        bank_problems.BankPasswordWrong,
        bank_problems.BankPasswordTooSimple,
    ),
    links=_SHOW,
    path_examples=views.NO_ACCOUNT,
    example={"old_password": "471592", "new_password": "830264"},
)
def change_bank_password(account_id: str, body: dict[str, Any]) -> Any:
    """Change the bank password; a wrong old one counts as a wrong try."""
    return states.change_password(account_id, **body)


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/reset-password",
    body=views.BankPasswordReset,
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=(*_MOVE, bank_problems.BankPasswordTooSimple),
    links=_SHOW,
    path_examples=views.ACCOUNT,
    example={"new_password": "471592"},
)
def reset_bank_password(account_id: str, body: dict[str, Any]) -> Any:
    """Reset the bank password at the counter; unlocks after wrong tries."""
    return states.reset_password(account_id, **body)


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/credits",
    body=views.CreditOrder,
    answer=views.BankEntryView,
    status=201,
    key="required",
    location="/v1/bank-entries/{id}",
    scope="bank_account.write",
    roles=("bank", "agency", "employer"),
    problems=_MONEY,
    links={"getBankEntry": {"entry_id": "$response.body#/id"}},
    path_examples=views.ACCOUNT,
    example={"amount_fen": 80_000, "source": "transfer", "memo": "2026-03"},
)
def credit_bank_account(account_id: str, body: dict[str, Any]) -> Any:
    """Pay in (入账)."""
    return money.credit(account_id, body.pop("amount_fen"), **body)


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/debits",
    body=views.DebitOrder,
    answer=views.BankEntryView,
    status=201,
    key="required",
    location="/v1/bank-entries/{id}",
    scope="bank_account.write",
    roles=_PAYERS,
    problems=_MONEY,
    links={"getBankEntry": {"entry_id": "$response.body#/id"}},
    path_examples=views.ACCOUNT,
    example={"amount_fen": 2_000, "password": "471592"},
)
def debit_bank_account(account_id: str, body: dict[str, Any]) -> Any:
    """Pay out with the bank password (支出).

    A wrong password is recorded with this call's key: use a new key for the next try.
    """
    return money.debit(account_id, body.pop("amount_fen"), **body)


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/holds",
    body=views.DebitOrder,
    answer=views.BankHoldView,
    status=201,
    key="required",
    location="/v1/bank-holds/{id}",
    scope="bank_account.write",
    roles=_PAYERS,
    problems=_MONEY,
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


@bank_accounts.get(
    "/v1/bank-holds/<id('hld'):hold_id>",
    answer=views.BankHoldView,
    scope="bank_account.read",
    problems=(bank_problems.HoldNotFound,),
    path_examples=_HOLD,
)
def get_bank_hold(hold_id: str) -> Any:
    """Show what is reserved."""
    return read.get_hold(hold_id)


@bank_accounts.post(
    "/v1/bank-holds/<id('hld'):hold_id>/capture",
    body=views.CaptureOrder,
    answer=views.BankHoldView,
    key="required",
    scope="bank_account.write",
    roles=_PAYERS,
    problems=(
        bank_problems.HoldNotFound,
        bank_problems.HoldNotOpen,
        bank_problems.CaptureOverHold,
        *_MONEY,
    ),
    path_examples=_HOLD,
    example={"amount_fen": 1_500},
)
def capture_bank_hold(hold_id: str, body: dict[str, Any]) -> Any:
    """Take what was reserved, or a part of it; the rest is let go."""
    return money.capture(hold_id, body.get("amount_fen"))


@bank_accounts.post(
    "/v1/bank-holds/<id('hld'):hold_id>/release",
    answer=views.BankHoldView,
    key="accepted",
    scope="bank_account.write",
    roles=_PAYERS,
    problems=(
        bank_problems.HoldNotFound,
        bank_problems.HoldNotOpen,
        bank_problems.BankAccountNotFound,
    ),
    path_examples=_HOLD,
)
def release_bank_hold(hold_id: str) -> Any:
    """Let go of what was reserved."""
    return money.release(hold_id)


_ENTRY = {"entry_id": "bke_" + "0" * 26}


@bank_accounts.get(
    "/v1/bank-entries/<id('bke'):entry_id>",
    answer=views.BankEntryView,
    scope="bank_account.read",
    problems=(bank_problems.BankEntryNotFound,),
    path_examples=_ENTRY,
)
def get_bank_entry(entry_id: str) -> Any:
    """Show one entry: a journal of the bank's book."""
    return read.get_entry(entry_id)


@bank_accounts.post(
    "/v1/bank-entries/<id('bke'):entry_id>/reverse",
    answer=views.BankEntryView,
    status=201,
    key="required",
    location="/v1/bank-entries/{id}",
    scope="bank_account.write",
    roles=_BANKS,
    problems=(
        bank_problems.BankEntryNotFound,
        bank_problems.BankEntryReversed,
        bank_problems.BankAccountNotFound,
        bank_problems.BankBalanceTooLow,
    ),
    links={"getBankEntry": {"entry_id": "$response.body#/id"}},
    path_examples=_ENTRY,
)
def reverse_bank_entry(entry_id: str) -> Any:
    """Take an entry back (冲正), once. A wrong payout can be recovered while the money is there."""
    return money.reverse(entry_id)


# ---- banks


@bank_accounts.get("/v1/banks", answer=views.Banks, scope="bank_account.read")
def list_banks() -> Any:
    """List the banks here, and who plays each."""
    return {"data": read.list_banks()}


@bank_accounts.post(
    "/v1/banks/<bank_code>/play",
    body=views.BankPlay,
    answer=views.BankView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=(bank_problems.BankNotFound,),
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


@bank_accounts.get(
    "/v1/bank-orders",
    listing=views.BankOrderView,
    query=views.BankOrderFilters,
    scope="bank_account.read",
)
def list_bank_orders(query: Query) -> Any:
    """List what banks were asked; `status=waiting` is what a bank has to answer."""
    return read.list_orders(query)


_ORDER = {"order_id": "bko_" + "0" * 26}


@bank_accounts.get(
    "/v1/bank-orders/<id('bko'):order_id>",
    answer=views.BankOrderView,
    scope="bank_account.read",
    problems=(bank_problems.BankOrderNotFound,),
    path_examples=_ORDER,
)
def get_bank_order(order_id: str) -> Any:
    """Show what a bank was asked."""
    return read.get_order(order_id)


@bank_accounts.post(
    "/v1/bank-orders/<id('bko'):order_id>/answer",
    body=views.BankOrderAnswer,
    answer=views.BankOrderView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=(
        bank_problems.BankOrderNotFound,
        bank_problems.BankOrderClosed,
        bank_problems.NotThisBank,
        *_MOVE,
    ),
    path_examples=_ORDER,
    example={"return_code": "00"},
)
def answer_bank_order(order_id: str, body: dict[str, Any]) -> Any:
    """Answer an order as the bank: `00` does it, any other code refuses it."""
    return orders.answer(order_id, **body)


# ---- credit files


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise MalformedBody("content_base64 is not base64") from None


_FILE = {"file_id": "crf_" + "0" * 26}
_EXAMPLE_BATCH = CreditBatch(
    "CD-2026-0001",
    "示范民政局",
    "minimum_living",
    (CreditLine(1, "林晓", "6299900000000000425", Money.yuan("800.00"), "2026-03"),),
)
_EXAMPLE_FILE = base64.b64encode(write(_EXAMPLE_BATCH).encode()).decode()
_EXAMPLE_RETURN = base64.b64encode(
    write_return("CD-2026-0001", _EXAMPLE_BATCH.total, [ReturnedLine(1, "00", "")]).encode()
).decode()


@bank_accounts.post(
    "/v1/credit-files",
    body=views.CreditFileUpload,
    answer=views.CreditFileView,
    status=201,
    key="required",
    location="/v1/credit-files/{id}",
    scope="bank_account.write",
    roles=("agency", "bank", "employer"),
    problems=(
        bank_problems.BankNotFound,
        bank_problems.CreditFileBad,
        bank_problems.CreditFileExists,
    ),
    links={
        "getCreditFile": {"file_id": "$response.body#/id"},
        "listCreditFileLines": {"file_id": "$response.body#/id"},
    },
    example={"content_base64": _EXAMPLE_FILE},
)
def create_credit_file(body: dict[str, Any]) -> Any:
    """Upload a batch credit file (代发文件).

    A bad file is refused whole, with the line and the reason; so is a batch number that
    came before. Our bank pays as soon as jobs run and gives a return code for every line.
    """
    return files.upload(_bytes(body["content_base64"]), body["bank_code"])


@bank_accounts.get(
    "/v1/credit-files",
    listing=views.CreditFileView,
    query=views.CreditFileFilters,
    scope="bank_account.read",
)
def list_credit_files(query: Query) -> Any:
    """List credit files, the newest first."""
    return read.list_files(query)


@bank_accounts.get(
    "/v1/credit-files/<id('crf'):file_id>",
    answer=views.CreditFileView,
    scope="bank_account.read",
    problems=(bank_problems.CreditFileNotFound,),
    path_examples=_FILE,
)
def get_credit_file(file_id: str) -> Any:
    """Show a credit file and its totals."""
    return read.get_file(file_id)


@bank_accounts.get(
    "/v1/credit-files/<id('crf'):file_id>/lines",
    listing=views.CreditLineView,
    scope="bank_account.read",
    problems=(bank_problems.CreditFileNotFound,),
    path_examples=_FILE,
)
def list_credit_file_lines(file_id: str, query: Query) -> Any:
    """List the lines of a file with their return codes, the last first."""
    return read.list_lines(file_id, query)


@bank_accounts.get(
    "/v1/credit-files/<id('crf'):file_id>/return",
    status=200,
    raw=True,
    scope="bank_account.read",
    problems=(bank_problems.CreditFileNotFound, bank_problems.CreditFileNotWaiting),
    path_examples=_FILE,
)
def get_credit_file_return(file_id: str) -> Any:
    """Download the bank's return (回盘文件), as text."""
    return Response(read.return_text(file_id), mimetype="text/plain")


@bank_accounts.post(
    "/v1/credit-files/<id('crf'):file_id>/return",
    body=views.CreditReturnUpload,
    answer=views.CreditFileView,
    key="required",
    scope="bank_account.write",
    roles=("bank",),
    problems=(
        bank_problems.CreditFileNotFound,
        bank_problems.CreditFileNotWaiting,
        bank_problems.CreditFileBad,
        bank_problems.NotThisBank,
        PolicyMissing,
        FigureMissing,
    ),
    path_examples=_FILE,
    example={"content_base64": _EXAMPLE_RETURN},
)
def upload_credit_file_return(file_id: str, body: dict[str, Any]) -> Any:
    """Return a file as the bank: a code for every line. A bad return is refused whole."""
    return files.take_return(file_id, _bytes(body["content_base64"]))
