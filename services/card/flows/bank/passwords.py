"""The bank password: right, wrong once more, or wrong for the last time."""

from dataclasses import replace

from services.card import problems_bank as problems
from services.card import terms
from services.card.domain import bank_account as domain
from services.card.domain.bank_account import BankAccount
from services.card.flows.bank import effects
from services.card.store import bank_accounts
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.problems import Problem


def tried(tx: Tx, account: BankAccount, password: str) -> tuple[BankAccount, Problem | None]:
    """The account after this try, and the refusal if it was wrong.

    A wrong try is recorded, so the caller commits and raises the refusal afterwards.
    """
    if account.status != "active":
        raise problems.BankAccountNotUsable(
            status=account.status, direction="password", return_code="99"
        )
    now = world.now()
    if domain.is_right(password, account.password_digest, account.id):
        if account.wrong_passwords:
            account = replace(
                account, wrong_passwords=0, version=account.version + 1, updated_at=now
            )
            bank_accounts.change(tx, account)
        return account, None
    limit = terms.bank_side(account.region_code, world.today()).wrong_passwords
    wrong = account.wrong_passwords + 1
    if wrong >= limit:
        account = effects.moved(tx, account, "lock", "bank_account.locked", wrong_passwords=0)
        return account, problems.BankPasswordWrong(tries_left=0)
    account = replace(account, wrong_passwords=wrong, version=account.version + 1, updated_at=now)
    bank_accounts.change(tx, account)
    return account, problems.BankPasswordWrong(tries_left=limit - wrong)


def set_new(tx: Tx, account: BankAccount, password: str) -> BankAccount:
    changed = replace(
        account,
        password_digest=domain.digest(password, account.id),
        wrong_passwords=0,
        version=account.version + 1,
        updated_at=world.now(),
    )
    bank_accounts.change(tx, changed)
    tx.emit("bank_account.password_set", account.id, {"id": account.id})
    return changed
