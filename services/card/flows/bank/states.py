"""Moves of an account's state: activation, loss, rest, freezing, closing, passwords."""

from dataclasses import replace
from datetime import date

from services.card import problems_bank as problems
from services.card import terms
from services.card.domain import bank_account as domain
from services.card.domain.bank_account import BankAccount
from services.card.flows.bank import effects, known, orders, passwords
from services.card.store import bank_accounts, store
from sscsim import world
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

LOSSES = {"formal": "report_loss", "temporary": "report_temporary_loss"}


def activate(account_id: str, password: str, reserved_phone: str | None = None) -> BankAccount:
    """The holder activates the account in person (激活) and sets its password."""
    domain.check_password_form(password)
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        domain.after(account, "activate")
        detail = {
            "password_digest": domain.digest(password, account.id),
            "reserved_phone": reserved_phone,
        }
        failpoint("card.activate_account.before_commit")
        return tx.answer(orders.ask(tx, account, "activate", detail))


def report_loss(account_id: str, kind: str) -> BankAccount:
    """Report the loss to the bank. The social side has a report of its own."""
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        domain.after(account, LOSSES[kind])
        return tx.answer(orders.ask(tx, account, LOSSES[kind], {"kind": kind}))


def move(account_id: str, event: str, told_as: str) -> BankAccount:
    """A move that a bank makes by itself: freeze, unfreeze, wake, release."""
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        changed = effects.moved(tx, account, event, told_as)
        if event == "wake":
            changed = replace(changed, last_moved_on=world.today())
            bank_accounts.change(tx, changed)
            effects.watch_rest(tx, changed)
        return tx.answer(changed)


def close(account_id: str) -> BankAccount:
    """Close an account (销户); it must be empty and nothing may be held."""
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        domain.after(account, "close")
        if account.balance != Money.zero():
            raise problems.AccountNotEmpty(balance=account.balance.plain())
        return tx.answer(effects.moved(tx, account, "close", "bank_account.closed"))


def change_password(account_id: str, old_password: str, new_password: str) -> BankAccount:
    """Change the bank password; a wrong old one counts as a wrong try."""
    domain.check_password_form(new_password)
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        account, refused = passwords.tried(tx, account, old_password)
        if refused is None:
            return tx.answer(passwords.set_new(tx, account, new_password))
        tx.refuse(refused)
    raise refused


def reset_password(account_id: str, new_password: str) -> BankAccount:
    """Reset the password at the counter; unlocks an account that wrong passwords locked."""
    domain.check_password_form(new_password)
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        if account.status == "locked":
            account = effects.moved(tx, account, "reset_password", "bank_account.unlocked")
        elif account.status != "active":
            domain.after(account, "reset_password")
        return tx.answer(passwords.set_new(tx, account, new_password))


def lapse_loss(key: str) -> None:
    """A temporary loss lapses, unless something else happened to the account meanwhile."""
    account_id, _, version = key.partition("/")
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        if account.status == "temporarily_lost" and _unmoved(account, int(version)):
            effects.moved(tx, account, "release", "bank_account.loss_lapsed")
        tx.complete_job()


def _unmoved(account: BankAccount, version: int) -> bool:
    # Credits still come in while a loss is reported and raise the version, so only a later
    # report of the same kind (which needs a release before) counts: both keep their own job.
    return account.version >= version


def rest(key: str) -> None:
    """Become dormant if nothing moved for the months of the policy, else look again later."""
    account_id, _, day = key.partition("/")
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        if account.status == "active":
            if _rested(account, date.fromisoformat(day)):
                effects.moved(tx, account, "rest", "bank_account.became_dormant")
            else:
                effects.watch_rest(tx, account)
        tx.complete_job()


def _rested(account: BankAccount, due: date) -> bool:
    last = account.last_moved_on or due
    months = terms.bank_side(account.region_code, world.today()).dormant_after_months
    month = Month.of(last) + months
    return month.day(min(last.day, month.last.day)) <= world.today()
