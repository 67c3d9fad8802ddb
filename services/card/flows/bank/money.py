"""Crediting, debiting, holding and reversing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.card import problems_bank as problems
from services.card.domain import bank_account as domain
from services.card.domain.bank_account import BankAccount, BankEntry, BankHold
from services.card.flows.bank import known, passwords, posting
from services.card.store import bank_accounts, cards, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

SOURCES = {"cash": "cash", "transfer": "transfers", "treasury": "treasury"}
"""Where a credit comes from: counter, another bank, the public purse; accounts of the book."""

HOLD_FOR_S = 7 * 24 * 3600
"""A hold that nobody captures lapses after so long."""


def credit(account_id: str, amount: Money, source: str, memo: str | None = None) -> BankEntry:
    """Pay in; refused with the return code a bank would give."""
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        card = cards.find(tx, account.card_id)
        status = card.status if card else None
        code = domain.credit_code(
            account, card_status=status, name=None, amount=amount, limit=amount
        )
        if code != "00":
            raise problems.BankAccountNotUsable(
                status=account.status, direction="credit", return_code=code
            )
        _, entry = posting.credit(
            tx, account, amount, source=SOURCES[source], event=_event(account), memo=memo
        )
        failpoint("card.bank_credit.before_commit")
        return tx.answer(entry)


def debit(account_id: str, amount: Money, password: str, memo: str | None = None) -> BankEntry:
    """Pay out with the bank password. A wrong password counts, and the third locks."""
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        account, refused = passwords.tried(tx, account, password)
        if refused is None:
            _, entry = posting.debit(
                tx, account, amount, target=_target(), event=_event(account), memo=memo
            )
            failpoint("card.bank_debit.before_commit")
            return tx.answer(entry)
        tx.refuse(refused)
    raise refused


def reverse(entry_id: str) -> BankEntry:
    """Take an entry back (冲正), once: a wrong payout is recovered, a debit given back."""
    with store.write() as tx:
        found = known.entry(tx, entry_id)
        account = known.locked_account(tx, found.account_id)
        _, entry = posting.reverse(tx, account, found)
        failpoint("card.bank_reversal.before_commit")
        return tx.answer(entry)


def hold(account_id: str, amount: Money, password: str, memo: str | None = None) -> BankHold:
    """Reserve money with the bank password, to be captured or released later."""
    with store.write() as tx:
        account = known.locked_account(tx, account_id)
        account, refused = passwords.tried(tx, account, password)
        if refused is None:
            return tx.answer(_held(tx, account, amount, memo))
        tx.refuse(refused)
    raise refused


def _held(tx: Tx, account: BankAccount, amount: Money, memo: str | None) -> BankHold:
    domain.check_debit(account, amount)
    now = world.now()
    made = BankHold(
        id=tx.new_id("hld", account.id, bank_accounts.holds_count(tx, account.id) + 1),
        account_id=account.id,
        amount=amount,
        status=domain.HOLDS.initial,
        captured_entry_id=None,
        memo=memo,
        asked_by=world.current().party_id,
        expires_at=now + timedelta(seconds=HOLD_FOR_S),
        version=1,
        created_at=now,
        updated_at=now,
    )
    bank_accounts.add_hold(tx, made)
    _reserve(tx, account, amount)
    tx.schedule("card.lapse_bank_hold", made.id, made.expires_at)
    tx.emit("bank_hold.placed", made.id, {"id": made.id, "amount_fen": amount.fen})
    return made


def capture(hold_id: str, amount: Money | None = None) -> BankHold:
    """Take what was held, or a part of it; the rest is let go."""
    with store.write() as tx:
        found, account = _open_hold(tx, hold_id)
        taken = amount or found.amount
        if taken > found.amount:
            raise problems.CaptureOverHold(held=found.amount.plain(), asked=taken.plain())
        account = _reserve(tx, account, -found.amount)
        _, entry = posting.debit(
            tx, account, taken, target=_target(), event=found.id, memo=found.memo, kind="capture"
        )
        return tx.answer(_closed(tx, found, "capture", captured_entry_id=entry.id))


def release(hold_id: str) -> BankHold:
    """Let go of what was held."""
    with store.write() as tx:
        found, account = _open_hold(tx, hold_id)
        _reserve(tx, account, -found.amount)
        return tx.answer(_closed(tx, found, "release"))


def lapse(hold_id: str) -> None:
    """Nobody captured the hold in time."""
    with store.write() as tx:
        found = known.hold(tx, hold_id)
        if found.status == "open":
            _reserve(tx, known.locked_account(tx, found.account_id), -found.amount)
            _closed(tx, found, "lapse")
        tx.complete_job()


def _open_hold(tx: Tx, hold_id: str) -> tuple[BankHold, BankAccount]:
    found = known.hold(tx, hold_id)
    if found.status != "open":
        raise problems.HoldNotOpen(hold_id=found.id, status=found.status)
    return found, known.locked_account(tx, found.account_id)


def _reserve(tx: Tx, account: BankAccount, amount: Money) -> BankAccount:
    changed = replace(
        account,
        held=account.held + amount,
        version=account.version + 1,
        updated_at=world.now(),
    )
    bank_accounts.change(tx, changed)
    return changed


def _closed(tx: Tx, found: BankHold, event: str, **more: Any) -> BankHold:
    closed = replace(
        found,
        status=domain.HOLDS.after(found.status, event),
        version=found.version + 1,
        updated_at=world.now(),
        **more,
    )
    bank_accounts.change_hold(tx, closed)
    tx.cancel_job("card.lapse_bank_hold", found.id)
    tx.emit(f"bank_hold.{closed.status}", found.id, {"id": found.id})
    return closed


def _event(account: BankAccount) -> str:
    """Each state of an account is left by one entry at most."""
    return f"{account.id}/{account.version}"


def _target() -> str:
    """The account of the book that a debit goes to: the party that asked for it."""
    return f"payee.{world.current().party_id}"
