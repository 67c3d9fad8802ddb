"""Personal accounts and their journals."""

from dataclasses import replace

import sqlalchemy as sa

from services.medical.domain.account import AccountEntry, PersonalAccount
from services.medical.store.tables import account_entries, personal_accounts
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

_SELECT, _read = reader(PersonalAccount, personal_accounts)
_OF_PERSON = _SELECT.where(personal_accounts.c.person_id == sa.bindparam("person_id"))
_OF_PERSON_LOCKED = _OF_PERSON.with_for_update()
_MOVE = personal_accounts.update().where(personal_accounts.c.id == sa.bindparam("_id"))
_ENTRIES, _read_entry = reader(AccountEntry, account_entries)


def find(tx: Tx, person_id: str, *, lock: bool = False) -> PersonalAccount | None:
    row = tx.one(_OF_PERSON_LOCKED if lock else _OF_PERSON, {"person_id": person_id})
    return _read(row) if row else None


def opened(tx: Tx, person_id: str, region_code: str) -> PersonalAccount:
    """The person's account, locked; opened empty in that region's book if there is none."""
    tx.lock("account", person_id)
    found = find(tx, person_id, lock=True)
    if found is not None:
        return found
    account = PersonalAccount(
        id=tx.new_id("acc", person_id),
        person_id=person_id,
        region_code=region_code,
        balance=Money.zero(),
        entry_count=0,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    tx.execute(personal_accounts.insert(), values(account))
    return account


def enter(
    tx: Tx,
    account: PersonalAccount,
    kind: str,
    amount: Money,
    *,
    refers_to: str | None = None,
    note: str | None = None,
) -> AccountEntry:
    """Append an entry to a locked account and move its balance; never below zero."""
    ordinal = account.entry_count + 1
    entry = AccountEntry(
        id=tx.new_id("acj", account.person_id, ordinal),
        person_id=account.person_id,
        ordinal=ordinal,
        kind=kind,
        amount=amount,
        balance_after=account.after(kind, amount),
        refers_to=refers_to,
        note=note,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    moved = {
        "_id": account.id,
        "balance": entry.balance_after,
        "entry_count": ordinal,
        "version": account.version + 1,
        "updated_at": tx.world.now,
    }
    tx.execute(_MOVE, moved)
    tx.execute(account_entries.insert(), values(entry))
    return entry


def entered(
    tx: Tx,
    account: PersonalAccount,
    kind: str,
    amount: Money,
    *,
    refers_to: str | None = None,
    note: str | None = None,
) -> tuple[PersonalAccount, AccountEntry]:
    """Append an entry to a locked account; also the account as it is after it."""
    entry = enter(tx, account, kind, amount, refers_to=refers_to, note=note)
    after = replace(
        account,
        balance=entry.balance_after,
        entry_count=entry.ordinal,
        version=account.version + 1,
        updated_at=tx.world.now,
    )
    return after, entry


def page_of_entries(tx: Tx, person_id: str, page: PageQuery) -> Page:
    query = _ENTRIES.where(account_entries.c.person_id == person_id)
    return tx.page(query, account_entries, page).map(_read_entry)
