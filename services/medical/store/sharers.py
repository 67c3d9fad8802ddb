"""Whose accounts are open to whom, and what the family's accounts paid."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.medical.domain.sharing import FamilyPart, Sharer
from services.medical.store.tables import account_sharers, family_payments
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

_SELECT, _read = reader(Sharer, account_sharers)
_BY_ID = _SELECT.where(account_sharers.c.id == sa.bindparam("id"))
_OF_MEMBER = _SELECT.where(
    account_sharers.c.member_person_id == sa.bindparam("member"),
    account_sharers.c.ended_at.is_(None),
).order_by(account_sharers.c.seq)


def find(tx: Tx, sharer_id: str, *, lock: bool = False) -> Sharer | None:
    row = tx.one(_BY_ID.with_for_update() if lock else _BY_ID, {"id": sharer_id})
    return _read(row) if row else None


def of_owner(tx: Tx, person_id: str) -> list[Sharer]:
    """Everybody the owner ever authorised; nobody else authorises until the transaction ends."""
    tx.lock("sharers", person_id)
    query = _SELECT.where(account_sharers.c.person_id == person_id)
    return [_read(row) for row in tx.all(query.order_by(account_sharers.c.ordinal))]


def open_to(tx: Tx, member_person_id: str) -> list[Sharer]:
    """The authorisations that weren't taken back, in the order in which they were given."""
    return [_read(row) for row in tx.all(_OF_MEMBER, {"member": member_person_id})]


def add(tx: Tx, made: Sharer) -> None:
    tx.execute(account_sharers.insert(), values(made))


def end(tx: Tx, sharer: Sharer) -> Sharer:
    now = tx.world.now
    ended = replace(sharer, ended_at=now, version=sharer.version + 1, updated_at=now)
    table = account_sharers
    tx.execute(table.update().where(table.c.id == sharer.id).values(values(ended)))
    return ended


def page(tx: Tx, person_id: str, page: PageQuery) -> Page:
    query = _SELECT.where(account_sharers.c.person_id == person_id)
    return tx.page(query, account_sharers, page).map(_read)


# ---- payments


def used(tx: Tx, sharer_id: str, account_year: int) -> Money:
    """What of the year's limit is used up; reversals gave it back."""
    total = sa.func.coalesce(
        sa.func.sum(sa.type_coerce(family_payments.c.amount, sa.BigInteger)), 0
    )
    query = sa.select(sa.cast(total, sa.BigInteger)).where(
        family_payments.c.sharer_id == sharer_id, family_payments.c.account_year == account_year
    )
    return Money(int(tx.scalar(query)))


def add_payments(tx: Tx, exchange_id: str, parts: Sequence[FamilyPart]) -> None:
    for ordinal, part in enumerate(parts, start=1):
        row = {
            "exchange_id": exchange_id,
            "ordinal": ordinal,
            "sharer_id": part.account.sharer_id,
            "person_id": part.account.person_id,
            "account_year": part.account.account_year,
            "amount": part.amount,
            "created_at": tx.world.now,
        }
        tx.execute(family_payments.insert(), row)


def payments_of(tx: Tx, exchange_id: str) -> list[Any]:
    """What each account paid, in order: `sharer_id`, `person_id`, `account_year`, `amount`."""
    query = family_payments.select().where(family_payments.c.exchange_id == exchange_id)
    return list(tx.all(query.order_by(family_payments.c.ordinal)))


def add_mirrored(tx: Tx, exchange_id: str, rows: Sequence[Any]) -> None:
    """The same payments given back."""
    for row in rows:
        kept = ("ordinal", "sharer_id", "person_id", "account_year")
        back = {name: getattr(row, name) for name in kept}
        back |= {"exchange_id": exchange_id, "amount": -row.amount, "created_at": tx.world.now}
        tx.execute(family_payments.insert(), back)
