"""Asking a bank: ours answers at once, one that is played from outside in its own time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.card import problems_bank as problems
from services.card.domain import bank_order as domain
from services.card.domain.bank_account import BankAccount
from services.card.domain.bank_order import Bank, BankOrder
from services.card.flows.bank import effects, known
from services.card.store import banks, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint

EFFECTS: Mapping[str, Callable[[Tx, BankAccount, Mapping[str, Any]], BankAccount]] = {
    "open": effects.opened,
    "activate": effects.activated,
    "report_loss": effects.lost,
    "report_temporary_loss": effects.temporarily_lost,
}


def ask(tx: Tx, account: BankAccount, kind: str, detail: Mapping[str, Any]) -> BankAccount:
    """Have the bank do it; the account as it is then, which may be unchanged.

    The caller holds the account's lock and has checked that its state allows it.
    """
    waiting = banks.waiting_for(tx, account.id)
    if waiting is not None:
        raise problems.BankOrderWaiting(order_id=waiting.id)
    bank = banks.find(tx, account.bank_code)
    if bank.played_by == "simulator":
        return EFFECTS[kind](tx, account, detail)
    _place(tx, bank, account, kind, detail)
    return account


def _place(
    tx: Tx, bank: Bank, account: BankAccount, kind: str, detail: Mapping[str, Any]
) -> BankOrder:
    now = world.now()
    order = BankOrder(
        id=tx.new_id("bko", account.id, banks.orders_count(tx, account.id) + 1),
        bank_code=bank.bank_code,
        kind=kind,
        account_id=account.id,
        detail=detail,
        status=domain.MACHINE.initial,
        return_code=None,
        text=None,
        asked_by=world.current().party_id,
        answer_by=now + timedelta(seconds=bank.answer_within_s),
        version=1,
        created_at=now,
        updated_at=now,
    )
    banks.add_order(tx, order)
    tx.schedule("card.time_out_bank_order", order.id, order.answer_by)
    tx.emit("bank_order.placed", order.id, told(order))
    return order


def answer(order_id: str, return_code: str, text: str | None = None) -> BankOrder:
    """The bank's answer: `00` does what was asked, any other code refuses it."""
    with store.write() as tx:
        order = known.order(tx, order_id)
        check_player(banks.find(tx, order.bank_code))
        if order.status != "waiting":
            raise problems.BankOrderClosed(order_id=order.id, status=order.status)
        event = "accept" if return_code == "00" else "refuse"
        closed = _closed(tx, order, event, return_code, text)
        account = known.locked_account(tx, order.account_id)
        if event == "accept":
            EFFECTS[order.kind](tx, account, order.detail)
        elif order.kind == "open":
            effects.not_opened(tx, account)
        failpoint("card.bank_order.before_commit")
        return tx.answer(closed)


def time_out(order_id: str) -> None:
    """The bank took longer than agreed: what was asked is withdrawn."""
    with store.write() as tx:
        order = known.order(tx, order_id)
        if order.status == "waiting":
            _closed(tx, order, "time_out", None, None)
            if order.kind == "open":
                effects.not_opened(tx, known.locked_account(tx, order.account_id))
        tx.complete_job()


def _closed(
    tx: Tx, order: BankOrder, event: str, return_code: str | None, text: str | None
) -> BankOrder:
    closed = replace(
        order,
        status=domain.MACHINE.after(order.status, event),
        return_code=return_code,
        text=text,
        # a password has done its duty, whatever the answer
        detail={name: value for name, value in order.detail.items() if name != "password_digest"},
        version=order.version + 1,
        updated_at=world.now(),
    )
    banks.change_order(tx, closed)
    tx.cancel_job("card.time_out_bank_order", order.id)
    tx.emit(f"bank_order.{closed.status}", order.id, told(closed))
    return closed


def check_player(bank: Bank) -> None:
    at = world.current()
    if at.role == "bank" and bank.party_id not in (None, at.party_id):
        raise problems.NotThisBank(bank_code=bank.bank_code)


def play(bank_code: str, played_by: str, answer_within_s: int) -> Bank:
    """Say who plays a bank from now on. A party that takes a bank over is the one that answers."""
    known.check_bank(bank_code)
    with store.write() as tx:
        tx.lock("bank", bank_code)
        bank = banks.find(tx, bank_code)
        at = world.current()
        outside = played_by == "outside"
        changed = replace(
            bank,
            played_by=played_by,
            party_id=at.party_id if outside and at.role == "bank" else None,
            answer_within_s=answer_within_s,
            version=bank.version + 1,
            created_at=bank.created_at if bank.version else at.now,
            updated_at=at.now,
        )
        banks.keep(tx, changed)
        tx.emit("bank.player_changed", bank_code, {"bank_code": bank_code, "played_by": played_by})
        return tx.answer(changed)


def told(order: BankOrder) -> dict[str, Any]:
    return {
        "id": order.id,
        "bank_code": order.bank_code,
        "kind": order.kind,
        "account_id": order.account_id,
        "status": order.status,
    }
