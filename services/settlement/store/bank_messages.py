"""Messages of banks: each taken once, by region, kind and its own id."""

from typing import Any

from sqlalchemy import bindparam

from services.settlement.domain.bank_messages import BankMessage
from services.settlement.store.rows import stamps
from services.settlement.store.tables_clearing import bank_messages
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(BankMessage, bank_messages)
_by_id = _all.where(bank_messages.c.id == bindparam("id"))


def known(tx: Tx, region: str, kind: str, message_id: str) -> BankMessage | None:
    """The message of this id, if it came; one that comes at the same time is waited for."""
    tx.lock("bank message", region, kind, message_id)
    where = (
        bank_messages.c.region == region,
        bank_messages.c.kind == kind,
        bank_messages.c.message_id == message_id,
    )
    row = tx.one(_all.where(*where))
    return _read(row) if row else None


def add(tx: Tx, *, kind: str, region: str, message_id: str, **values: Any) -> BankMessage:
    made = tx.new_id("bmg", kind, region, message_id)
    row = {"id": made, "kind": kind, "region": region, "message_id": message_id, **values}
    tx.execute(bank_messages.insert().values(**row, **stamps(tx.world.now)))
    found = find(tx, made)
    assert found is not None
    return found


def find(tx: Tx, bank_message_id: str) -> BankMessage | None:
    row = tx.one(_by_id, {"id": bank_message_id})
    return _read(row) if row else None


def page(tx: Tx, query: PageQuery, cycle_id: str, filters: dict[str, Any]) -> Page:
    statement = _all.where(bank_messages.c.cycle_id == cycle_id)
    if "kind" in filters:
        statement = statement.where(bank_messages.c.kind == filters["kind"])
    return tx.page(statement, bank_messages, query).map(_read)
