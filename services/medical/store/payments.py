"""Payments of settlements' cash parts."""

from dataclasses import replace
from typing import Any

from services.medical.domain.payment import Payment
from services.medical.store.tables import settlement_payments
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Payment, settlement_payments)
_CHANGE = settlement_payments.update()


def find(tx: Tx, payment_id: str) -> Payment | None:
    row = tx.one(_SELECT.where(settlement_payments.c.id == payment_id))
    return _read(row) if row else None


def newest(tx: Tx, settlement_id: str) -> Payment | None:
    """The settlement's newest payment; the settlement's row is locked by who decides on it."""
    query = _SELECT.where(settlement_payments.c.settlement_id == settlement_id)
    row = tx.one(query.order_by(settlement_payments.c.ordinal.desc()).limit(1))
    return _read(row) if row else None


def add(tx: Tx, payment: Payment) -> None:
    tx.execute(settlement_payments.insert(), values(payment))


def change(tx: Tx, payment: Payment, **changes: Any) -> Payment:
    """Write the changed fields; the version rises."""
    now = tx.world.now
    changed = replace(payment, **changes, version=payment.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(_CHANGE.where(settlement_payments.c.id == payment.id).values(**written))
    return changed


def page(tx: Tx, settlement_id: str, page: PageQuery) -> Page:
    query = _SELECT.where(settlement_payments.c.settlement_id == settlement_id)
    return tx.page(query, settlement_payments, page).map(_read)
