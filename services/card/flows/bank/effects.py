"""What happens to an account once its bank has agreed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.card import terms
from services.card.domain import bank_account as domain
from services.card.domain.bank_account import BankAccount
from services.card.store import bank_accounts
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def opened(tx: Tx, account: BankAccount, _detail: Mapping[str, Any]) -> BankAccount:
    return moved(tx, account, "open", "bank_account.opened")


def not_opened(tx: Tx, account: BankAccount) -> BankAccount:
    return moved(tx, account, "refuse", "bank_account.refused")


def activated(tx: Tx, account: BankAccount, detail: Mapping[str, Any]) -> BankAccount:
    now = world.now()
    active = moved(
        tx,
        account,
        "activate",
        "bank_account.activated",
        password_digest=detail["password_digest"],
        reserved_phone=detail.get("reserved_phone") or account.reserved_phone,
        activated_at=now,
        last_moved_on=now.date(),
    )
    watch_rest(tx, active)
    return active


def lost(tx: Tx, account: BankAccount, _detail: Mapping[str, Any]) -> BankAccount:
    return moved(tx, account, "report_loss", "bank_account.loss_reported")


def temporarily_lost(tx: Tx, account: BankAccount, _detail: Mapping[str, Any]) -> BankAccount:
    """A temporary loss lapses by itself after the days of the policy."""
    changed = moved(tx, account, "report_temporary_loss", "bank_account.loss_reported")
    days = terms.bank_side(account.region_code, world.today()).temporary_loss_lapse_days
    key = f"{changed.id}/{changed.version}"
    tx.schedule("card.lapse_bank_loss", key, world.now() + timedelta(days=days))
    return changed


def watch_rest(tx: Tx, account: BankAccount) -> None:
    """Look again on the day on which the account would become dormant if nothing moved."""
    last = account.last_moved_on or world.today()
    months = terms.bank_side(account.region_code, world.today()).dormant_after_months
    month = Month.of(last) + months
    day = month.day(min(last.day, month.last.day))
    due = world.now() + (day - world.today())
    tx.schedule("card.rest_bank_account", f"{account.id}/{day.isoformat()}", due)


def moved(tx: Tx, account: BankAccount, event: str, told_as: str, **more: Any) -> BankAccount:
    """The account after `event`, kept and told; refused where its state has no such move."""
    changed = replace(
        account,
        status=domain.after(account, event),
        version=account.version + 1,
        updated_at=world.now(),
        **more,
    )
    bank_accounts.change(tx, changed)
    tx.emit(told_as, account.id, told(changed, event))
    return changed


def told(account: BankAccount, event: str) -> dict[str, Any]:
    return {
        "id": account.id,
        "card_id": account.card_id,
        "bank_code": account.bank_code,
        "status": account.status,
        "move": event,
        "actor": world.current().party_id,
    }
