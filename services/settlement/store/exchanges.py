"""Exchanges, kept and found by the asker's id."""

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam

from services.settlement.domain.exchanges import EXCHANGE, Exchange, Question
from services.settlement.store.rows import stamps
from services.settlement.store.tables import exchanges
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(Exchange, exchanges)
_by_id = _all.where(exchanges.c.id == bindparam("id"))
_by_exchange = _all.where(exchanges.c.exchange_id == bindparam("exchange_id"))
_insert = exchanges.insert()
_update = exchanges.update().where(exchanges.c.exchange_id == bindparam("key"))
_by_exchange_locked = _by_exchange.with_for_update()


def find(tx: Tx, id: str) -> Exchange | None:
    row = tx.one(_by_id, {"id": id})
    return _read(row) if row else None


def of(tx: Tx, exchange_id: str) -> Exchange | None:
    row = tx.one(_by_exchange, {"exchange_id": exchange_id})
    return _read(row) if row else None


def locked(tx: Tx, exchange_id: str) -> Exchange | None:
    """The exchange, held until the transaction ends; also an id that is not there yet."""
    tx.lock("exchange", exchange_id)
    row = tx.one(_by_exchange_locked, {"exchange_id": exchange_id})
    return _read(row) if row else None


def forward(tx: Tx, question: Question) -> None:
    _add(
        tx,
        question.exchange_id,
        EXCHANGE.initial,
        kind=question.kind,
        home_region=question.home_region,
        care_region=question.care_region,
        institution_id=question.institution_id,
        original=question.original,
        fingerprint=question.fingerprint,
        request=question.request,
    )


def entomb(tx: Tx, exchange_id: str) -> None:
    """Note an id as cancelled that never came, so that it can't come any more."""
    _add(tx, exchange_id, "cancelled", kind="settle")


def _add(tx: Tx, exchange_id: str, status: str, **values: Any) -> None:
    row = {"id": tx.new_id("exc", exchange_id), "exchange_id": exchange_id, "status": status}
    tx.execute(_insert, {**row, **values, **stamps(tx.world.now)})


def move(tx: Tx, exchange: Exchange, event: str, **values: Any) -> Exchange:
    """Take an edge of the state machine; ForbiddenEdge where there is none."""
    values |= {
        "status": EXCHANGE.after(exchange.status, event),
        "version": exchange.version + 1,
        "updated_at": tx.world.now,
    }
    tx.execute(_update, {"key": exchange.exchange_id, **values})
    return replace(exchange, **values)


def page(tx: Tx, query: PageQuery, filters: dict[str, Any]) -> Page:
    statement = _all
    if "settlement_id" in filters:
        statement = statement.where(exchanges.c.exchange_id == filters["settlement_id"])
    if "status" in filters:
        statement = statement.where(exchanges.c.status == filters["status"])
    return tx.page(statement, exchanges, query).map(_read)
