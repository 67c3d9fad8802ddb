"""Bank accounts, their entries and holds, kept and found."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam

from services.card.domain.bank_account import BankAccount, BankEntry, BankHold
from services.card.store.tables_bank import bank_accounts, bank_entries, bank_holds
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_all, _read = reader(BankAccount, bank_accounts)
_by_id = _all.where(bank_accounts.c.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_by_number_locked = _all.where(
    bank_accounts.c.account_number == bindparam("number")
).with_for_update()
_of_card = _all.where(bank_accounts.c.card_id == bindparam("card_id")).order_by(bank_accounts.c.seq)
_of_person = _all.where(bank_accounts.c.person_id == bindparam("person_id")).order_by(
    bank_accounts.c.seq
)
_entries, _read_entry = reader(BankEntry, bank_entries)
_entry_by_id = _entries.where(bank_entries.c.id == bindparam("id"))
_entry_by_event = _entries.where(
    bank_entries.c.kind == bindparam("kind"), bank_entries.c.event == bindparam("event")
)
_reversal_of = _entries.where(bank_entries.c.reverses == bindparam("id"))
_holds, _read_hold = reader(BankHold, bank_holds)
_hold_by_id = _holds.where(bank_holds.c.id == bindparam("id"))
_hold_by_id_locked = _hold_by_id.with_for_update()
_all_holds_of = _holds.where(bank_holds.c.account_id == bindparam("account_id"))


def add(tx: Tx, account: BankAccount) -> None:
    tx.execute(bank_accounts.insert().values(values(account)))


def change(tx: Tx, account: BankAccount) -> None:
    tx.execute(
        bank_accounts.update().where(bank_accounts.c.id == account.id).values(values(account))
    )


def find(tx: Tx, account_id: str) -> BankAccount | None:
    row = tx.one(_by_id, {"id": account_id})
    return _read(row) if row else None


def find_locked(tx: Tx, account_id: str) -> BankAccount | None:
    row = tx.one(_by_id_locked, {"id": account_id})
    return _read(row) if row else None


def with_number_locked(tx: Tx, number: str) -> BankAccount | None:
    row = tx.one(_by_number_locked, {"number": number})
    return _read(row) if row else None


def of_card(tx: Tx, card_id: str) -> list[BankAccount]:
    """Every account the card ever had, the oldest first."""
    return [_read(row) for row in tx.all(_of_card, {"card_id": card_id})]


def of_person(tx: Tx, person_id: str) -> list[BankAccount]:
    """Every account on the person's cards, the oldest first."""
    return [_read(row) for row in tx.all(_of_person, {"person_id": person_id})]


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _all
    for name in ("person_id", "card_id", "status"):
        if name in filters:
            statement = statement.where(bank_accounts.c[name] == filters[name])
    return tx.page(statement, bank_accounts, query).map(_read)


def add_entry(tx: Tx, entry: BankEntry) -> None:
    tx.execute(bank_entries.insert().values(values(entry)))


def find_entry(tx: Tx, entry_id: str) -> BankEntry | None:
    row = tx.one(_entry_by_id, {"id": entry_id})
    return _read_entry(row) if row else None


def entry_of(tx: Tx, kind: str, event: str) -> BankEntry | None:
    row = tx.one(_entry_by_event, {"kind": kind, "event": event})
    return _read_entry(row) if row else None


def reversal_of(tx: Tx, entry_id: str) -> BankEntry | None:
    row = tx.one(_reversal_of, {"id": entry_id})
    return _read_entry(row) if row else None


def statement(tx: Tx, account_id: str, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _entries.where(bank_entries.c.account_id == account_id)
    for name, compare in (
        ("created_at_from", bank_entries.c.created_at.__ge__),
        ("created_at_to", bank_entries.c.created_at.__lt__),
    ):
        if name in filters:
            statement = statement.where(compare(filters[name]))
    return tx.page(statement, bank_entries, query).map(_read_entry)


def add_hold(tx: Tx, hold: BankHold) -> None:
    tx.execute(bank_holds.insert().values(values(hold)))


def change_hold(tx: Tx, hold: BankHold) -> None:
    tx.execute(bank_holds.update().where(bank_holds.c.id == hold.id).values(values(hold)))


def find_hold(tx: Tx, hold_id: str, locked: bool = False) -> BankHold | None:
    row = tx.one(_hold_by_id_locked if locked else _hold_by_id, {"id": hold_id})
    return _read_hold(row) if row else None


def holds_count(tx: Tx, account_id: str) -> int:
    return len(tx.all(_all_holds_of, {"account_id": account_id}))
