"""Bank accounts over HTTP: their states and passwords."""

from typing import Any

from services.card import problems
from services.card import problems_bank as bank
from services.card.api import bank_views as views
from services.card.api.bank_common import BANKS, MOVE
from services.card.api.views import CARD_ID
from services.card.flows.bank import open, read, states
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

bank_accounts = Blueprint(
    "bank_accounts",
    tag="Bank accounts",
    description="The bank side of a card (金融账户): an account with states and a password of "
    "its own. A bank is simulated, or played from outside.",
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
    roles=BANKS,
    problems=(
        problems.CardNotFound,
        problems.PersonNotFound,
        bank.BankNotFound,
        bank.BankAccountExists,
        bank.CardWithoutAccount,
        bank.BankOrderWaiting,
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
    problems=(bank.BankAccountNotFound,),
    path_examples=views.ACCOUNT,
)
def get_bank_account(account_id: str) -> Any:
    """Show a bank account with its balance."""
    return read.get_account(account_id)


@bank_accounts.post(
    "/v1/bank-accounts/<id('bka'):account_id>/activate",
    body=views.BankAccountActivation,
    answer=views.BankAccountView,
    key="accepted",
    scope="bank_account.write",
    roles=("bank",),
    problems=(*MOVE, bank.BankPasswordTooSimple),
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
    problems=MOVE,
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
    problems=MOVE,
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
    roles=BANKS,
    problems=MOVE,
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
    roles=BANKS,
    problems=MOVE,
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
    problems=MOVE,
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
    problems=(*MOVE, bank.AccountNotEmpty),
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
        *MOVE,
        bank.BankAccountNotUsable,
        bank.BankPasswordWrong,
        bank.BankPasswordTooSimple,
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
    problems=(*MOVE, bank.BankPasswordTooSimple),
    links=_SHOW,
    path_examples=views.ACCOUNT,
    example={"new_password": "471592"},
)
def reset_bank_password(account_id: str, body: dict[str, Any]) -> Any:
    """Reset the bank password at the counter; unlocks after wrong tries."""
    return states.reset_password(account_id, **body)
